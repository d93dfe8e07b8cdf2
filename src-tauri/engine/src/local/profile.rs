use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

/// Longest text read from a lock file; a process id and a program's name.
const HOLDER_MAX: u64 = 256;

/// One agent's settings, store and keychain entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Names the keychain entries; stays the same for the same directory.
    pub id: String,
    pub dir: PathBuf,
}

#[derive(Debug, thiserror::Error)]
pub enum ProfileError {
    /// The user has no home directory.
    #[error("no place for the profile; name one with --profile")]
    NoHome,
    #[error("the profile's directory cannot be used")]
    Io(#[from] io::Error),
}

impl Profile {
    /// The profile in `dir`, or the user's own one. Its directory is made where it is missing,
    /// for the user alone.
    ///
    /// # Errors
    /// When there is no place for it or it cannot be made.
    pub fn open(dir: Option<&Path>) -> Result<Self, ProfileError> {
        let (dir, own) = match dir {
            Some(dir) => (dir.to_owned(), false),
            None => (home().ok_or(ProfileError::NoHome)?, true),
        };
        make_private_dir(&dir)?;
        let dir = fs::canonicalize(dir)?;
        let id = if own { "default".to_owned() } else { named_after(&dir) };
        Ok(Self { id, dir })
    }

    /// The directory of the user's own profile, if it is there.
    #[must_use]
    pub fn own_dir() -> Option<PathBuf> {
        fs::canonicalize(home()?).ok()
    }

    /// Takes the profile for this process, until the lock is dropped or the process ends.
    ///
    /// # Errors
    /// [`LockError::Held`] when another process has it.
    pub fn lock(&self) -> Result<ProfileLock, LockError> {
        let path = self.dir.join("lock");
        let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(LockError::Held(self.holder())),
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        let program = std::env::current_exe().ok();
        let program = program.as_deref().and_then(Path::file_stem).unwrap_or_default().to_string_lossy();
        let text = format!("{} {program}\n", std::process::id());
        if self.holder_path() == path {
            file.set_len(0)?;
            file.rewind()?;
            file.write_all(text.as_bytes())?;
        } else {
            fs::write(self.holder_path(), text)?;
        }
        Ok(ProfileLock { _file: file })
    }

    /// Windows lets nobody read a locked file.
    fn holder_path(&self) -> PathBuf {
        self.dir.join(if cfg!(windows) { "lock.holder" } else { "lock" })
    }

    fn holder(&self) -> Held {
        let mut text = String::new();
        if let Ok(file) = File::open(self.holder_path()) {
            // What cannot be read leaves the holder unnamed.
            let _ = file.take(HOLDER_MAX).read_to_string(&mut text);
        }
        let (pid, program) = text.trim().split_once(' ').unwrap_or((text.trim(), ""));
        Held { pid: pid.parse().ok(), program: program.to_owned() }
    }
}

fn home() -> Option<PathBuf> {
    Some(directories::ProjectDirs::from("", "Ringside", "Ringside")?.data_local_dir().to_owned())
}

/// This process runs the profile's loop.
#[derive(Debug)]
pub struct ProfileLock {
    _file: File,
}

/// Who has the profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// `None` in the moment in which a program takes it.
    pub pid: Option<u32>,
    pub program: String,
}

#[derive(Debug, thiserror::Error)]
pub enum LockError {
    #[error("another program has the profile")]
    Held(Held),
    #[error("the profile's lock cannot be used")]
    Io(#[from] io::Error),
}

/// A name a person recognises, and a mark that no other directory shares.
fn named_after(dir: &Path) -> String {
    let name: String = dir
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
        .take(24)
        .collect();
    format!("{name}-{}", mark(dir))
}

/// Sixteen hexadecimal digits that stand for a path.
pub(super) fn mark(path: &Path) -> String {
    let digest = Sha256::digest(path.as_os_str().as_encoded_bytes());
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// Makes a directory that only this user can enter.
pub(super) fn make_private_dir(dir: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
        builder.mode(0o700).create(dir)?;
        fs::set_permissions(dir, fs::Permissions::from_mode(0o700))
    }
    #[cfg(not(unix))]
    builder.create(dir)
}
