//! Makes the browsers of this user find Ringside: Chrome's native messaging starts the program that
//! a small file names, for the extension that the file allows and for no other. Not here: what the
//! two say to each other (`ringsidectl native-host`).
//!
//! The file cannot hold arguments, so it names a script of the profile that does. A listener on this
//! computer would need no file, but any page could reach it; native messaging is not on the network.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::{fs, io};

use serde_json::json;

use crate::local::Profile;

/// What the extension asks the browser for.
pub const HOST_NAME: &str = "app.ringside.dialer";

/// The extension, as its key in `ui/extension/manifest.json` makes it.
pub const EXTENSION_ID: &str = "ampbcocfflebpblefbfommilgjicilia";

/// The extension's pages, as browsers name who starts a host.
#[must_use]
pub fn extension_origin() -> String {
    format!("chrome-extension://{EXTENSION_ID}/")
}

#[derive(Debug, thiserror::Error)]
pub enum BrowserError {
    /// No folder for settings of programs.
    #[error("this user has no home folder")]
    NoHome,
    /// It lies beside the app.
    #[error("ringsidectl is not where this program is")]
    NoProgram,
    /// A path that no script can hold.
    #[error("a path has characters that a script cannot hold")]
    OddPath,
    #[error("a browser's folder cannot be written")]
    Io(#[from] io::Error),
    /// Windows did not take the entry that names the file.
    #[error("the registry was not changed")]
    Registry,
}

/// A browser's folder of hosts; there only once the browser ran.
fn browser_dirs() -> Result<Vec<PathBuf>, BrowserError> {
    let base = directories::BaseDirs::new().ok_or(BrowserError::NoHome)?;
    // Windows looks into the registry, which names a file of the profile.
    let names: &[&str] = if cfg!(target_os = "macos") {
        &["Google/Chrome", "Chromium", "Microsoft Edge"]
    } else if cfg!(windows) {
        &[]
    } else {
        &["google-chrome", "chromium", "microsoft-edge"]
    };
    Ok(names.iter().map(|name| base.config_dir().join(name)).collect())
}

/// Where the registry of Windows keeps the hosts of each browser.
#[cfg(windows)]
const REGISTRY: [&str; 3] = [
    r"HKCU\Software\Google\Chrome\NativeMessagingHosts",
    r"HKCU\Software\Chromium\NativeMessagingHosts",
    r"HKCU\Software\Microsoft\Edge\NativeMessagingHosts",
];

/// `ringsidectl`, which lies beside this program or is it.
///
/// # Errors
/// When it does not.
pub fn host_program() -> Result<PathBuf, BrowserError> {
    let own = std::env::current_exe()?;
    let program = own.with_file_name(format!("ringsidectl{}", std::env::consts::EXE_SUFFIX));
    if program.is_file() { Ok(program) } else { Err(BrowserError::NoProgram) }
}

/// Registers the host with every browser that this user has, or with the `only` one whose folder of
/// user data is named. The files that name it.
///
/// # Errors
/// When there is no such folder, or one cannot be written.
pub fn install(profile: &Profile, program: &Path, only: Option<&Path>) -> Result<Vec<PathBuf>, BrowserError> {
    let script = profile.dir.join(SCRIPT);
    replace(&script, &script_text(program, &profile.dir).ok_or(BrowserError::OddPath)?, true)?;
    let text = manifest(&script);
    let mut written = Vec::new();
    for hosts in folders(only)? {
        fs::create_dir_all(&hosts)?;
        let path = hosts.join(file_name());
        replace(&path, &text, false)?;
        written.push(path);
    }
    #[cfg(windows)]
    if only.is_none() {
        let path = profile.dir.join(file_name());
        replace(&path, &text, false)?;
        for key in REGISTRY {
            registry(&["add", &format!("{key}\\{HOST_NAME}"), "/ve", "/t", "REG_SZ", "/d"], Some(&path))?;
        }
        written.push(path);
    }
    Ok(written)
}

/// Takes the registration of this profile back. That of another profile stays. The files that are gone.
///
/// # Errors
/// When one cannot be removed.
pub fn remove(profile: &Profile, only: Option<&Path>) -> Result<Vec<PathBuf>, BrowserError> {
    let script = profile.dir.join(SCRIPT);
    let ours = manifest(&script);
    let mut removed = Vec::new();
    let mut places = folders(only)?;
    if cfg!(windows) && only.is_none() {
        places.push(profile.dir.clone());
    }
    for hosts in places {
        let path = hosts.join(file_name());
        if fs::read_to_string(&path).is_ok_and(|found| found == ours) {
            fs::remove_file(&path)?;
            removed.push(path);
        }
    }
    #[cfg(windows)]
    if only.is_none() && !removed.is_empty() {
        for key in REGISTRY {
            registry(&["delete", &format!("{key}\\{HOST_NAME}")], None)?;
        }
    }
    match fs::remove_file(&script) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
        Ok(()) | Err(_) => Ok(removed),
    }
}

/// Follows the setting, for the browsers this user has.
///
/// # Errors
/// As [`install`] and [`remove`].
pub fn match_setting(profile: &Profile, on: bool) -> Result<(), BrowserError> {
    if on { install(profile, &host_program()?, None).map(|_| ()) } else { remove(profile, None).map(|_| ()) }
}

/// Folders of hosts: of the browsers that ran here, or of the one.
fn folders(only: Option<&Path>) -> Result<Vec<PathBuf>, BrowserError> {
    let dirs = match only {
        Some(dir) => vec![dir.to_owned()],
        None => browser_dirs()?.into_iter().filter(|dir| dir.is_dir()).collect(),
    };
    Ok(dirs.into_iter().map(|dir| dir.join("NativeMessagingHosts")).collect())
}

fn file_name() -> String {
    format!("{HOST_NAME}.json")
}

fn manifest(script: &Path) -> String {
    let manifest = json!({
        "name": HOST_NAME,
        "description": "Ringside",
        "path": script,
        "type": "stdio",
        "allowed_origins": [extension_origin()],
    });
    format!("{manifest:#}\n")
}

const SCRIPT: &str = if cfg!(windows) { "native-host.bat" } else { "native-host" };

/// Starts the host on the profile; `None` for a path that it cannot hold.
fn script_text(program: &Path, profile: &Path) -> Option<String> {
    let (program, profile) = (quoted(program.as_os_str())?, quoted(profile.as_os_str())?);
    Some(if cfg!(windows) {
        format!("@echo off\r\n{program} --profile {profile} native-host %*\r\n")
    } else {
        format!("#!/bin/sh\nexec {program} --profile {profile} native-host \"$@\"\n")
    })
}

fn quoted(text: &OsStr) -> Option<String> {
    let text = text.to_str().filter(|text| !text.chars().any(char::is_control))?;
    if cfg!(windows) {
        // A path of Windows has no quotes; a per cent sign would be a variable.
        Some(format!("\"{}\"", text.replace('%', "%%")))
    } else {
        Some(format!("'{}'", text.replace('\'', r"'\''")))
    }
}

/// All of it or nothing, and only where it is another text: browsers may be reading it.
fn replace(path: &Path, text: &str, runs: bool) -> io::Result<()> {
    if fs::read_to_string(path).is_ok_and(|found| found == text) {
        return Ok(());
    }
    let draft = path.with_extension(format!("new-{}", std::process::id()));
    fs::write(&draft, text)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(&draft, fs::Permissions::from_mode(if runs { 0o700 } else { 0o600 }))?;
    }
    #[cfg(not(unix))]
    let _ = runs;
    fs::rename(&draft, path)
}

#[cfg(windows)]
fn registry(words: &[&str], value: Option<&Path>) -> Result<(), BrowserError> {
    let mut command = std::process::Command::new("reg");
    command.args(words).args(value).arg("/f").stdout(std::process::Stdio::null());
    if command.status()?.success() { Ok(()) } else { Err(BrowserError::Registry) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use base64::Engine as _;
    use serde_json::Value;
    use sha2::{Digest, Sha256};
    use tempfile::TempDir;

    use super::*;

    const EXTENSION: &str = include_str!("../../../ui/extension/manifest.json");

    #[test]
    fn the_extension_that_is_allowed_is_ours() {
        let manifest: Value = serde_json::from_str(EXTENSION).unwrap();
        let key =
            base64::engine::general_purpose::STANDARD.decode(manifest["key"].as_str().unwrap()).unwrap();
        let letter = |half: u8| char::from(b'a' + half);
        let id: String = Sha256::digest(key)
            .iter()
            .take(16)
            .flat_map(|byte| [letter(byte >> 4), letter(byte & 15)])
            .collect();
        assert_eq!(id, EXTENSION_ID);
    }

    #[cfg(unix)]
    #[test]
    fn a_browser_starts_the_host_on_this_profile() {
        let dir = TempDir::new().unwrap();
        let profile = Profile::open(Some(&dir.path().join("it's 100% $HOME"))).unwrap();
        let program = dir.path().join("echo me");
        std::os::unix::fs::symlink("/bin/echo", &program).unwrap();
        let browser = dir.path().join("browser");
        let written = install(&profile, &program, Some(&browser)).unwrap();
        let file = browser.join("NativeMessagingHosts").join("app.ringside.dialer.json");
        assert_eq!(written, std::slice::from_ref(&file));
        let manifest: Value = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
        assert_eq!(manifest["allowed_origins"], json!([extension_origin()]));
        let said = std::process::Command::new(manifest["path"].as_str().unwrap())
            .arg("a b")
            .output()
            .unwrap()
            .stdout;
        let expected = format!("--profile {} native-host a b\n", profile.dir.display());
        assert_eq!(String::from_utf8(said).unwrap(), expected);
        assert_eq!(remove(&profile, Some(&browser)).unwrap(), std::slice::from_ref(&file));
        assert!(!file.exists() && !profile.dir.join(SCRIPT).exists());
    }

    #[test]
    fn the_registration_of_another_profile_stays() {
        let dir = TempDir::new().unwrap();
        let open = |name: &str| Profile::open(Some(&dir.path().join(name))).unwrap();
        let (one, other, browser) = (open("one"), open("other"), dir.path().join("browser"));
        let program = Path::new("/usr/bin/ringsidectl");
        install(&one, program, Some(&browser)).unwrap();
        let written = install(&other, program, Some(&browser)).unwrap();
        assert_eq!(remove(&one, Some(&browser)).unwrap(), Vec::<PathBuf>::new());
        assert!(written.iter().all(|path| path.exists()), "{written:?}");
    }
}
