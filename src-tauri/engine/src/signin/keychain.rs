//! The keychain of the operating system. Where there is none, secrets live in memory and only the
//! store's key goes to a file. A locked one is never replaced by another place: the caller waits.

use std::collections::HashMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use keyring_core::{CredentialStore, Entry};
use rand::TryRngCore as _;
use tokio::sync::{RwLock, Semaphore, oneshot};

use super::secret::Secret;

/// Service name of every entry, as people see it in their keychain's window.
const SERVICE: &str = "Ringside";
/// A keychain that answers later than this is asking the person to unlock it.
const ANSWER_WITHIN: Duration = Duration::from_secs(5);
/// After a refusal, how long nobody is asked again: each question opens the person's unlock window.
const ASK_AGAIN_AFTER: Duration = Duration::from_secs(30);
/// The file of the store's key where there is no keychain.
const STORE_KEY_FILE: &str = "store.key";

/// What is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SecretName {
    RefreshToken,
    /// Whose token it is, since when: facts, no part of it.
    Account,
    ConsumerSecret,
    PbxKey,
    StoreKey,
    /// Of a store that was kept aside while the keychain was away.
    StoreKeyBefore,
    /// Begins every address at which phones tell of calls.
    HookSecret,
    /// Holds nothing; written and deleted to see whether writing works.
    Probe,
}

impl SecretName {
    const fn as_str(self) -> &'static str {
        match self {
            SecretName::RefreshToken => "refresh-token",
            SecretName::Account => "account",
            SecretName::ConsumerSecret => "consumer-secret",
            SecretName::PbxKey => "pbx-key",
            SecretName::StoreKey => "store-key",
            SecretName::StoreKeyBefore => "store-key-before",
            SecretName::HookSecret => "hook-secret",
            SecretName::Probe => "probe",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeychainState {
    Ok,
    /// None on this machine: secrets live in memory only.
    Absent,
    Locked,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeychainError {
    /// Wait until the person unlocks it, then ask again.
    #[error("the keychain is locked")]
    Locked,
    #[error("the keychain does not work")]
    Broken,
    #[error("the key file of the store cannot be used")]
    KeyFile,
}

/// The 32 bytes that encrypt the store.
#[derive(Clone)]
pub struct StoreKey([u8; 32]);

impl StoreKey {
    #[must_use]
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    fn random() -> Result<Self, KeychainError> {
        let mut bytes = [0; 32];
        rand::rngs::OsRng.try_fill_bytes(&mut bytes).map_err(|_| KeychainError::Broken)?;
        Ok(Self(bytes))
    }

    fn read(text: &str) -> Option<Self> {
        BASE64_STANDARD.decode(text.trim()).ok()?.try_into().ok().map(Self)
    }

    fn written(&self) -> Secret {
        Secret::new(BASE64_STANDARD.encode(self.0))
    }
}

/// The secrets of one profile. Cheap to clone.
#[derive(Clone)]
pub struct Keychain {
    shared: Arc<Shared>,
}

struct Shared {
    profile: String,
    /// Held for writing while secrets move to a keychain that has appeared.
    place: RwLock<Place>,
    has_system: AtomicBool,
    /// In memory whatever the machine has.
    stays_in_memory: bool,
    one_at_a_time: Arc<Semaphore>,
    /// Since when it is locked.
    locked: Mutex<Option<Instant>>,
}

enum Place {
    System(Arc<CredentialStore>),
    Memory(Mutex<HashMap<SecretName, Secret>>),
}

impl Keychain {
    /// Opens the keychain for a profile. A machine that has none may get one later:
    /// [`Keychain::retry`].
    pub async fn open(profile: &str) -> Self {
        let one_at_a_time = Arc::new(Semaphore::new(1));
        let place = match aside(&one_at_a_time, systems_keychain).await {
            Some(Ok(store)) => Place::System(store),
            Some(Err(_)) | None => Place::Memory(Mutex::default()),
        };
        Self::with(profile, place, one_at_a_time, false)
    }

    /// Secrets that end with the process, whatever the machine has.
    #[must_use]
    pub fn in_memory(profile: &str) -> Self {
        Self::with(profile, Place::Memory(Mutex::default()), Arc::new(Semaphore::new(1)), true)
    }

    fn with(profile: &str, place: Place, one_at_a_time: Arc<Semaphore>, stays_in_memory: bool) -> Self {
        let has_system = match place {
            Place::System(_) => true,
            Place::Memory(_) => false,
        };
        Self {
            shared: Arc::new(Shared {
                profile: profile.into(),
                place: RwLock::new(place),
                has_system: AtomicBool::new(has_system),
                stays_in_memory,
                one_at_a_time,
                locked: Mutex::default(),
            }),
        }
    }

    /// As the last answer showed it.
    #[must_use]
    pub fn state(&self) -> KeychainState {
        if !self.shared.has_system.load(Ordering::Acquire) {
            KeychainState::Absent
        } else if lock(&self.shared.locked).is_some() {
            KeychainState::Locked
        } else {
            KeychainState::Ok
        }
    }

    /// Lets the next question open the unlock window although the last one was refused: the person
    /// asked for it.
    pub fn ask_again(&self) {
        *lock(&self.shared.locked) = None;
    }

    /// Asks again on the person's behalf, with the connection to the keychain made anew. Where there
    /// was none and now is one, every secret and the store's key in `dir` move into it.
    ///
    /// # Errors
    /// When there still is none, or it is locked, or does not work. Secrets stay where they are.
    pub async fn retry(&self, dir: &Path) -> Result<(), KeychainError> {
        self.ask_again();
        if self.shared.stays_in_memory {
            return Err(KeychainError::Broken);
        }
        let mut place = self.shared.place.write().await;
        // Built anew also where there was one: its service may have been started again meanwhile.
        let Some(Ok(store)) = aside(&self.shared.one_at_a_time, new_keychain).await else {
            return Err(KeychainError::Broken);
        };
        if let Place::Memory(secrets) = &*place {
            let secrets = lock(secrets).clone();
            self.try_writing(&store).await?;
            for (name, secret) in secrets {
                // Phones are set up with the path secret that was kept before.
                let known = name == SecretName::HookSecret && self.read(&store, name).await?.is_some();
                if !known {
                    self.write(&store, name, &secret).await?;
                }
            }
            self.move_store_key(&store, &dir.join(STORE_KEY_FILE)).await?;
        }
        *place = Place::System(Arc::clone(&store));
        self.shared.has_system.store(true, Ordering::Release);
        drop(place);
        self.check().await
    }

    /// The key in the file is the one the store is open with, so it takes the place of any other.
    async fn move_store_key(&self, store: &Arc<CredentialStore>, file: &Path) -> Result<(), KeychainError> {
        let Some(key) = key_in_file(file).await? else { return Ok(()) };
        if let Some(before) = self.read(store, SecretName::StoreKey).await?
            && !before.is(key.written().reveal())
        {
            // The only key to a store that was kept aside when its key could not be had.
            self.write(store, SecretName::StoreKeyBefore, &before).await?;
        }
        self.write(store, SecretName::StoreKey, &key.written()).await?;
        let kept = self.read(store, SecretName::StoreKey).await?;
        if kept.and_then(|kept| StoreKey::read(kept.reveal())).is_none_or(|kept| kept.0 != key.0) {
            return Err(KeychainError::Broken);
        }
        tokio::fs::remove_file(file).await.map_err(|_| KeychainError::KeyFile)
    }

    async fn try_writing(&self, store: &Arc<CredentialStore>) -> Result<(), KeychainError> {
        self.write(store, SecretName::Probe, &Secret::new("probe")).await?;
        self.forget(store, SecretName::Probe).await
    }

    /// Whether secrets can be written. Reading does not tell: what is not there is not found in a
    /// locked keychain either.
    ///
    /// # Errors
    /// When the keychain is locked or does not work.
    pub async fn check(&self) -> Result<(), KeychainError> {
        self.set(SecretName::Probe, &Secret::new("probe")).await?;
        self.delete(SecretName::Probe).await
    }

    /// # Errors
    /// When the keychain is locked or does not work.
    pub async fn get(&self, name: SecretName) -> Result<Option<Secret>, KeychainError> {
        match &*self.shared.place.read().await {
            Place::Memory(secrets) => Ok(lock(secrets).get(&name).cloned()),
            Place::System(store) => self.read(store, name).await,
        }
    }

    /// Keeps a secret in place of an earlier one. It is stored when this returns.
    ///
    /// # Errors
    /// When the keychain is locked or does not work.
    pub async fn set(&self, name: SecretName, secret: &Secret) -> Result<(), KeychainError> {
        match &*self.shared.place.read().await {
            Place::Memory(secrets) => {
                lock(secrets).insert(name, secret.clone());
                Ok(())
            }
            Place::System(store) => self.write(store, name, secret).await,
        }
    }

    /// Forgets a secret; one that is not there is no error.
    ///
    /// # Errors
    /// When the keychain is locked or does not work.
    pub async fn delete(&self, name: SecretName) -> Result<(), KeychainError> {
        match &*self.shared.place.read().await {
            Place::Memory(secrets) => {
                lock(secrets).remove(&name);
                Ok(())
            }
            Place::System(store) => self.forget(store, name).await,
        }
    }

    /// The key of the store, made at first use. Without a keychain it is in a file in `dir` that
    /// the user alone can read; once there is a keychain, the key moves into it.
    ///
    /// # Errors
    /// When the keychain is locked, or neither it nor the file can be used.
    pub async fn store_key(&self, dir: &Path) -> Result<StoreKey, KeychainError> {
        let file = dir.join(STORE_KEY_FILE);
        if self.state() == KeychainState::Absent {
            return match key_in_file(&file).await? {
                Some(key) => Ok(key),
                None => {
                    let key = StoreKey::random()?;
                    write_key_file(&file, &key).await?;
                    Ok(key)
                }
            };
        }
        if let Some(kept) = self.get(SecretName::StoreKey).await? {
            return StoreKey::read(kept.reveal()).ok_or(KeychainError::Broken);
        }
        let from_file = key_in_file(&file).await?;
        let moved = from_file.is_some();
        let key = from_file.map_or_else(StoreKey::random, Ok)?;
        self.set(SecretName::StoreKey, &key.written()).await?;
        let kept = self.get(SecretName::StoreKey).await?;
        if kept.and_then(|kept| StoreKey::read(kept.reveal())).is_none_or(|kept| kept.0 != key.0) {
            return Err(KeychainError::Broken);
        }
        if moved {
            tokio::fs::remove_file(&file).await.map_err(|_| KeychainError::KeyFile)?;
        }
        Ok(key)
    }

    /// Every key a store of this profile may have been made with, as far as they can be had.
    pub async fn store_keys(&self, dir: &Path) -> Vec<StoreKey> {
        let mut keys = Vec::new();
        for name in [SecretName::StoreKey, SecretName::StoreKeyBefore] {
            let kept = self.get(name).await.ok().flatten();
            keys.extend(kept.and_then(|kept| StoreKey::read(kept.reveal())));
        }
        keys.extend(key_in_file(&dir.join(STORE_KEY_FILE)).await.ok().flatten());
        keys
    }

    async fn read(
        &self,
        store: &Arc<CredentialStore>,
        name: SecretName,
    ) -> Result<Option<Secret>, KeychainError> {
        let found = self.system(store, name, |entry| entry.get_password()).await?;
        Ok(found.map(Secret::new))
    }

    async fn write(
        &self,
        store: &Arc<CredentialStore>,
        name: SecretName,
        secret: &Secret,
    ) -> Result<(), KeychainError> {
        let secret = secret.clone();
        self.system(store, name, move |entry| entry.set_password(secret.reveal())).await.map(drop)
    }

    async fn forget(&self, store: &Arc<CredentialStore>, name: SecretName) -> Result<(), KeychainError> {
        self.system(store, name, |entry| entry.delete_credential()).await.map(drop)
    }

    async fn system<T: Send + 'static>(
        &self,
        store: &Arc<CredentialStore>,
        name: SecretName,
        ask: impl FnOnce(Entry) -> keyring::Result<T> + Send + 'static,
    ) -> Result<Option<T>, KeychainError> {
        if lock(&self.shared.locked).is_some_and(|since| since.elapsed() < ASK_AGAIN_AFTER) {
            return Err(KeychainError::Locked);
        }
        let account = format!("{}/{}", self.shared.profile, name.as_str());
        let (shared, store) = (Arc::clone(&self.shared), Arc::clone(store));
        let asked = aside(&self.shared.one_at_a_time, move || {
            let answer = store.build(SERVICE, &account, None).and_then(ask);
            if !matches!(answer, Err(keyring::Error::NoStorageAccess(_))) {
                // Unlocked, perhaps long after the question was given up.
                *lock(&shared.locked) = None;
            }
            answer
        });
        let asked = asked.await;
        let answer = match asked {
            Some(Ok(value)) => Ok(Some(value)),
            Some(Err(keyring::Error::NoEntry)) => Ok(None),
            Some(Err(keyring::Error::NoStorageAccess(_))) | None => Err(KeychainError::Locked),
            Some(Err(error)) => {
                tracing::warn!(secret = name.as_str(), kind = variant(&error), "keychain failed");
                Err(KeychainError::Broken)
            }
        };
        if matches!(answer, Err(KeychainError::Locked)) {
            *lock(&self.shared.locked) = Some(Instant::now());
        }
        answer
    }
}

/// The keychain of this system, as it is now: the one `keyring` found when it looked, which it
/// does once per process, else one that came later, built as `keyring` builds it.
fn systems_keychain() -> keyring::Result<Arc<CredentialStore>> {
    if keyring::Entry::store_status().is_ok()
        && let Some(store) = keyring_core::get_default_store()
    {
        return Ok(store);
    }
    new_keychain()
}

fn new_keychain() -> keyring::Result<Arc<CredentialStore>> {
    #[cfg(target_os = "macos")]
    let store = apple_native_keyring_store::keychain::Store::new()?;
    #[cfg(windows)]
    let store = windows_native_keyring_store::Store::new()?;
    #[cfg(all(unix, not(target_os = "macos")))]
    let store = zbus_secret_service_keyring_store::Store::new()?;
    Ok(store)
}

/// Asks the system's keychain on a thread of its own: its calls block for as long as the person
/// takes to unlock it, and the program must be able to end meanwhile, so the runtime's blocking
/// threads will not do. One thread at a time; `None` when there was no answer in time.
async fn aside<T: Send + 'static>(
    one_at_a_time: &Arc<Semaphore>,
    ask: impl FnOnce() -> T + Send + 'static,
) -> Option<T> {
    let asked = async {
        let turn = Arc::clone(one_at_a_time).acquire_owned().await.ok()?;
        let (answer, answered) = oneshot::channel();
        let thread = std::thread::Builder::new().name("keychain".into());
        thread
            .spawn(move || {
                // A caller that stopped waiting needs no answer.
                let _ = answer.send(ask());
                drop(turn);
            })
            .ok()?;
        answered.await.ok()
    };
    tokio::time::timeout(ANSWER_WITHIN, asked).await.ok().flatten()
}

/// Names an error without its texts, which may quote what was stored.
fn variant(error: &keyring::Error) -> &'static str {
    match error {
        keyring::Error::PlatformFailure(_) => "platform",
        keyring::Error::Ambiguous(_) => "ambiguous",
        keyring::Error::NoDefaultStore => "no store",
        keyring::Error::TooLong(..) => "too long",
        keyring::Error::BadEncoding(_) | keyring::Error::BadDataFormat(..) => "not text",
        keyring::Error::NoStorageAccess(_)
        | keyring::Error::NoEntry
        | keyring::Error::BadStoreFormat(_)
        | keyring::Error::Invalid(..)
        | keyring::Error::NotSupportedByStore(_)
        | _ => "other",
    }
}

async fn key_in_file(file: &Path) -> Result<Option<StoreKey>, KeychainError> {
    match tokio::fs::read_to_string(file).await {
        Ok(text) => StoreKey::read(&text).map(Some).ok_or(KeychainError::KeyFile),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(_) => Err(KeychainError::KeyFile),
    }
}

async fn write_key_file(file: &Path, key: &StoreKey) -> Result<(), KeychainError> {
    let (file, text) = (PathBuf::from(file), key.written());
    let written = tokio::task::spawn_blocking(move || {
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut open = options.open(&file)?;
        open.write_all(text.reveal().as_bytes())?;
        open.sync_all()
    });
    match written.await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(_)) | Err(_) => Err(KeychainError::KeyFile),
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[tokio::test]
    async fn without_a_keychain_secrets_live_in_memory() {
        let keychain = Keychain::in_memory("a");
        assert_eq!(keychain.state(), KeychainState::Absent);
        assert!(keychain.get(SecretName::PbxKey).await.unwrap().is_none());
        keychain.set(SecretName::PbxKey, &Secret::new("k")).await.unwrap();
        assert!(keychain.clone().get(SecretName::PbxKey).await.unwrap().unwrap().is("k"));
        assert!(keychain.get(SecretName::RefreshToken).await.unwrap().is_none());
        keychain.delete(SecretName::PbxKey).await.unwrap();
        keychain.delete(SecretName::PbxKey).await.unwrap();
        assert!(keychain.get(SecretName::PbxKey).await.unwrap().is_none());
    }

    #[tokio::test]
    async fn without_a_keychain_the_stores_key_is_in_a_file_for_the_user_alone() {
        let dir = tempfile::tempdir().unwrap();
        let first = Keychain::in_memory("a").store_key(dir.path()).await.unwrap();
        let again = Keychain::in_memory("a").store_key(dir.path()).await.unwrap();
        assert_eq!(first.bytes(), again.bytes());
        assert_ne!(first.bytes(), &[0; 32]);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = std::fs::metadata(dir.path().join("store.key")).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[tokio::test]
    async fn a_broken_key_file_is_not_replaced() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("store.key"), "half a k").unwrap();
        let refused = Keychain::in_memory("a").store_key(dir.path()).await;
        assert_eq!(refused.err(), Some(KeychainError::KeyFile));
        assert_eq!(std::fs::read_to_string(dir.path().join("store.key")).unwrap(), "half a k");
    }
}
