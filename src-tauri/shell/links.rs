//! Makes addresses `ringside://…` open this program. Installers say so for Windows and macOS
//! (`plugins.deep-link` of `tauri.conf.json`); on Linux the program says it itself, for this user,
//! because it may run without having been installed.

use engine::local::Profile;
use tauri::AppHandle;

/// Follows the setting: on, addresses open this program with this profile; off, a registration of
/// this profile is taken back.
pub(crate) fn match_setting(app: &AppHandle, profile: &Profile, on: bool) {
    #[cfg(target_os = "linux")]
    linux::match_setting(app, profile, on);
    #[cfg(not(target_os = "linux"))]
    let _ = (app, profile, on);
}

#[cfg(target_os = "linux")]
mod linux {
    use std::path::{Path, PathBuf};
    use std::{env, fs, io};

    use engine::local::Profile;
    use engine::phone::hook::LINK_SCHEME;
    use gtk::gio::DesktopAppInfo;
    use gtk::gio::prelude::AppInfoExt;
    use tauri::{AppHandle, Manager};

    /// Beside the entry an installer brings, which is not this user's.
    const FILE_NAME: &str = "ringside-link.desktop";

    pub(super) fn match_setting(app: &AppHandle, profile: &Profile, on: bool) {
        let Ok(data_dir) = app.path().data_dir() else { return };
        let path = data_dir.join("applications").join(FILE_NAME);
        let Some(wanted) = program().as_deref().and_then(|program| entry(program, &profile.dir)) else {
            return;
        };
        if let Err(error) = write_or_remove(&path, &wanted, on) {
            tracing::warn!(%error, "addresses cannot be made to open this program");
        } else if on {
            make_default(&path);
        }
    }

    /// The program as it can be started again: an AppImage runs from a folder that goes away.
    fn program() -> Option<PathBuf> {
        env::var_os("APPIMAGE").map(PathBuf::from).or_else(|| env::current_exe().ok())
    }

    fn write_or_remove(path: &Path, wanted: &str, on: bool) -> io::Result<()> {
        let is_ours = fs::read_to_string(path).is_ok_and(|found| found == wanted);
        match (on, is_ours) {
            (true, false) => {
                fs::create_dir_all(path.parent().unwrap_or(path))?;
                fs::write(path, wanted)
            }
            (false, true) => fs::remove_file(path),
            (true, true) | (false, false) => Ok(()),
        }
    }

    fn make_default(path: &Path) {
        let made = DesktopAppInfo::from_filename(path)
            .map(|entry| entry.set_as_default_for_type(&format!("x-scheme-handler/{LINK_SCHEME}")));
        match made {
            Some(Ok(())) => {}
            Some(Err(error)) => tracing::warn!(%error, "addresses do not open this program"),
            None => tracing::warn!("addresses do not open this program: it cannot be found"),
        }
    }

    /// `None` for a path that no desktop entry can hold.
    fn entry(program: &Path, profile: &Path) -> Option<String> {
        let (program, profile) = (quoted(program)?, quoted(profile)?);
        Some(format!(
            "[Desktop Entry]\nType=Application\nName=Ringside\nNoDisplay=true\nTerminal=false\n\
             Exec={program} --profile {profile} %u\nMimeType=x-scheme-handler/{LINK_SCHEME};\n"
        ))
    }

    /// One argument of `Exec`: quoted, and then escaped once more as a value of the file.
    fn quoted(path: &Path) -> Option<String> {
        let text = path.to_str().filter(|text| !text.chars().any(char::is_control))?;
        let mut out = String::from("\"");
        for c in text.chars() {
            match c {
                '"' | '`' | '$' => out.extend(['\\', '\\', c]),
                '\\' => out.push_str("\\\\\\\\"),
                '%' => out.push_str("%%"),
                c => out.push(c),
            }
        }
        out.push('"');
        Some(out)
    }

    #[cfg(test)]
    mod tests {
        #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
        use super::*;

        fn temporary(name: &str) -> PathBuf {
            env::temp_dir().join(format!("{name}-{}", std::process::id())).join("applications").join(FILE_NAME)
        }

        #[test]
        fn the_system_reads_back_what_is_started() {
            let path = temporary("links-read");
            let profile = Path::new("/home/a b/100%/$x`\"\\y");
            let wanted = entry(&env::current_exe().unwrap(), profile).unwrap();
            write_or_remove(&path, &wanted, true).unwrap();
            let read = DesktopAppInfo::from_filename(&path).unwrap();
            assert_eq!(read.string("MimeType").unwrap(), "x-scheme-handler/ringside;");
            let line = read.commandline().unwrap();
            let words = gtk::glib::shell_parse_argv(&line).unwrap();
            assert_eq!(words[1], "--profile");
            assert_eq!(words[2].to_str().unwrap().replace("%%", "%"), profile.to_str().unwrap());
            assert_eq!(words[3], "%u");
            fs::remove_dir_all(path.parent().unwrap().parent().unwrap()).unwrap();
        }

        #[test]
        fn only_the_own_registration_is_taken_back() {
            let path = temporary("links-back");
            let of = |profile: &str| entry(Path::new("/usr/bin/ringside"), Path::new(profile)).unwrap();
            write_or_remove(&path, &of("/a"), false).unwrap();
            assert!(!path.exists());
            write_or_remove(&path, &of("/a"), true).unwrap();
            write_or_remove(&path, &of("/b"), false).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), of("/a"));
            write_or_remove(&path, &of("/b"), true).unwrap();
            write_or_remove(&path, &of("/b"), false).unwrap();
            assert!(!path.exists());
            assert_eq!(entry(Path::new("/a\nb"), Path::new("/c")), None);
            fs::remove_dir_all(path.parent().unwrap().parent().unwrap()).unwrap();
        }
    }
}
