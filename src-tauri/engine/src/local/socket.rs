//! Where the socket of a profile is.

use std::path::{Path, PathBuf};
use std::{fs, io};

use interprocess::local_socket::tokio::Listener;
use interprocess::local_socket::{ListenerOptions, Name};

use super::Profile;
use super::profile::{make_private_dir, mark};

/// Longest path of a socket. The systems allow 104 to 108 bytes, its end included.
#[cfg(unix)]
const PATH_MAX: usize = 100;

#[cfg(unix)]
pub(super) fn listen(profile: &Profile) -> io::Result<Listener> {
    use std::os::unix::fs::PermissionsExt;
    let path = path(profile, true)?;
    // The caller holds the profile's lock, so whoever made this file is dead.
    match fs::remove_file(&path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        Ok(()) | Err(_) => {}
    }
    let listener = ListenerOptions::new().name(name(&path)?).create_tokio()?;
    // Its directory is closed to others already, so there is no moment in which it is open.
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600))?;
    Ok(listener)
}

#[cfg(unix)]
pub(super) fn name_of(profile: &Profile) -> io::Result<Name<'static>> {
    name(&path(profile, false)?)
}

#[cfg(unix)]
fn name(path: &Path) -> io::Result<Name<'static>> {
    use interprocess::local_socket::{GenericFilePath, ToFsName};
    path.to_owned().to_fs_name::<GenericFilePath>()
}

/// `<profile>/ringside.sock`. Where that path is too long for a socket, one in the user's runtime
/// directory, and a file beside the lock that says which.
#[cfg(unix)]
fn path(profile: &Profile, make: bool) -> io::Result<PathBuf> {
    let path = profile.dir.join("ringside.sock");
    if path.as_os_str().len() <= PATH_MAX {
        return Ok(path);
    }
    let pointer = profile.dir.join("ringside.sock.path");
    if !make {
        return fs::read_to_string(pointer).map(|path| PathBuf::from(path.trim_end()));
    }
    let runtime = std::env::var_os("XDG_RUNTIME_DIR").map_or_else(std::env::temp_dir, PathBuf::from);
    let dir = runtime.join(format!("ringside-{}", mark(&profile.dir)));
    // Fails when somebody else made it: only its owner can change its rights.
    make_private_dir(&dir)?;
    let path = dir.join("sock");
    if path.as_os_str().len() > PATH_MAX {
        return Err(io::Error::new(io::ErrorKind::InvalidFilename, "no path short enough for a socket"));
    }
    fs::write(pointer, path.to_string_lossy().as_bytes())?;
    Ok(path)
}

/// Whether the peer is a program of the user who owns the profile.
#[cfg(unix)]
pub(super) fn is_own(stream: &interprocess::local_socket::tokio::Stream, profile: &Profile) -> bool {
    use interprocess::local_socket::traits::StreamCommon;
    use std::os::unix::fs::MetadataExt;
    let owner = fs::metadata(&profile.dir).map(|dir| dir.uid()).ok();
    owner.is_some() && stream.peer_creds().ok().and_then(|peer| peer.euid()) == owner
}

#[cfg(windows)]
pub(super) fn listen(profile: &Profile) -> io::Result<Listener> {
    ListenerOptions::new().name(name_of(profile)?).create_tokio()
}

#[cfg(windows)]
pub(super) fn name_of(profile: &Profile) -> io::Result<Name<'static>> {
    use interprocess::local_socket::{GenericNamespaced, ToNsName};
    format!("ringside-{}", mark(&profile.dir)).to_ns_name::<GenericNamespaced>()
}

/// A pipe's default rights let its maker and administrators write to it, others only read.
#[cfg(windows)]
pub(super) fn is_own(_: &interprocess::local_socket::tokio::Stream, _: &Profile) -> bool {
    true
}
