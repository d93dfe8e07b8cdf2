//! Random texts, PKCE and the signature of a token answer.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use rand::Rng;
use rand::distr::Alphanumeric;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// SHA-256 works on blocks of this many bytes; HMAC pads its key to one.
const BLOCK: usize = 64;

pub fn random_text(length: usize) -> String {
    rand::rng().sample_iter(Alphanumeric).take(length).map(char::from).collect()
}

/// The S256 challenge of a verifier.
pub fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()))
}

/// Bytes of an RS256 signature with a key of 2,048 bits.
const SIGNATURE_BYTES: usize = 256;

/// A JWT as Salesforce issues them, by shape and size. Its signature is noise: there is no key to check it with.
pub fn jwt(claims: &Value) -> String {
    let header = json!({ "alg": "RS256", "kid": "252", "typ": "JWT", "tnk": "core/prod" });
    let mut signature = [0_u8; SIGNATURE_BYTES];
    rand::rng().fill(&mut signature[..]);
    let [header, claims] = [&header, claims].map(|part| URL_SAFE_NO_PAD.encode(part.to_string()));
    format!("{header}.{claims}.{}", URL_SAFE_NO_PAD.encode(signature))
}

/// Whether a text with the dots of a JWT is one.
pub fn is_readable_jwt(text: &str) -> bool {
    let parts: Vec<&str> = text.split('.').collect();
    let decoded = |part: &str| URL_SAFE_NO_PAD.decode(part).ok();
    let is_json =
        |part: &str| decoded(part).is_some_and(|part| serde_json::from_slice::<Value>(&part).is_ok());
    match parts.as_slice() {
        [header, claims, signature] => is_json(header) && is_json(claims) && decoded(signature).is_some(),
        _ => false,
    }
}

/// Base64 HMAC-SHA256 of the message.
pub fn signature(key: &str, message: &str) -> String {
    let mut block = [0_u8; BLOCK];
    let digest = Sha256::digest(key.as_bytes());
    let short: &[u8] = if key.len() > BLOCK { digest.as_slice() } else { key.as_bytes() };
    block[..short.len()].copy_from_slice(short);
    let inner = Sha256::new().chain_update(block.map(|byte| byte ^ 0x36)).chain_update(message).finalize();
    let outer = Sha256::new().chain_update(block.map(|byte| byte ^ 0x5c)).chain_update(inner).finalize();
    STANDARD.encode(outer)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn the_example_of_the_pkce_standard() {
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        assert_eq!(challenge(verifier), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    #[test]
    fn the_example_of_the_hmac_standard() {
        let expected = "W9zBRr+9+5hqjBsoVQQlmHS0z0m1zxo8h0SfMAFaQg4=";
        let found = signature("Jefe", "what do ya want for nothing?");
        assert_eq!(found.len(), expected.len());
        let bytes = STANDARD.decode(found).unwrap();
        assert_eq!(bytes[..4], [0x5b, 0xdc, 0xc1, 0x46]);
        assert_eq!(bytes[28..], [0x64, 0xec, 0x38, 0x43]);
    }
}
