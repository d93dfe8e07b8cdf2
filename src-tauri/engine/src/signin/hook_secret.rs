use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use rand::TryRngCore as _;

use super::keychain::{Keychain, KeychainError, SecretName};
use super::secret::Secret;

/// 128 bits cannot be guessed; more would only make addresses longer.
const BYTES: usize = 16;

/// The secret that begins every address at which phones tell of calls, made at first use. Letters,
/// digits, `-` and `_`.
///
/// # Errors
/// When the keychain is locked or does not work.
pub async fn hook_secret(keychain: &Keychain) -> Result<Secret, KeychainError> {
    match keychain.get(SecretName::HookSecret).await? {
        Some(kept) if is_whole(kept.reveal()) => Ok(kept),
        Some(_) | None => renew_hook_secret(keychain).await,
    }
}

/// A new secret in place of the old one: phones that are set up with that are no longer heard.
///
/// # Errors
/// When the keychain is locked or does not work.
pub async fn renew_hook_secret(keychain: &Keychain) -> Result<Secret, KeychainError> {
    let mut bytes = [0; BYTES];
    rand::rngs::OsRng.try_fill_bytes(&mut bytes).map_err(|_| KeychainError::Broken)?;
    let secret = Secret::new(BASE64_URL_SAFE_NO_PAD.encode(bytes));
    keychain.set(SecretName::HookSecret, &secret).await?;
    Ok(secret)
}

/// Somebody may have put anything into the keychain; an empty secret would open the door to all.
fn is_whole(text: &str) -> bool {
    BASE64_URL_SAFE_NO_PAD.decode(text).is_ok_and(|bytes| bytes.len() == BYTES)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[tokio::test]
    async fn it_is_made_once_and_kept_until_renewed() {
        let keychain = Keychain::in_memory("a");
        let first = hook_secret(&keychain).await.unwrap();
        assert!(first.is(hook_secret(&keychain).await.unwrap().reveal()));
        let second = renew_hook_secret(&keychain).await.unwrap();
        assert!(!first.is(second.reveal()));
        assert!(second.is(hook_secret(&keychain).await.unwrap().reveal()));
        assert_eq!(second.reveal().len(), 22);
        assert!(second.reveal().chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c)));
    }

    #[tokio::test]
    async fn what_is_no_secret_is_replaced() {
        let keychain = Keychain::in_memory("a");
        for broken in ["", "a", "a b", "AAAAAAAAAAAAAAAAAAAAAAAAAAAA"] {
            keychain.set(SecretName::HookSecret, &Secret::new(broken)).await.unwrap();
            assert_eq!(hook_secret(&keychain).await.unwrap().reveal().len(), 22, "{broken:?}");
        }
    }
}
