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

/// Follows the setting: on, the browsers of this user find this profile for their extension; off, they
/// no longer do.
pub(crate) fn match_browsers(profile: &Profile, on: bool) {
    if let Err(error) = engine::browsers::match_setting(profile, on) {
        tracing::warn!(%error, "browsers cannot be told of this program");
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use std::path::{Path, PathBuf};
    use std::{env, fs, io};

    use engine::local::Profile;
    use engine::phone::hook::LINK_SCHEME;
    use tauri::{AppHandle, Manager};

    /// Beside the entry an installer brings, which is not this user's.
    const FILE_NAME: &str = "ringside-link.desktop";
    /// Largest list of default programs that is edited. Others are a few kilobytes.
    const LIST_BYTES_MAX: usize = 1024 * 1024;
    const SECTION: &str = "[Default Applications]";

    pub(super) fn match_setting(app: &AppHandle, profile: &Profile, on: bool) {
        let (Ok(data_dir), Ok(config_dir)) = (app.path().data_dir(), app.path().config_dir()) else { return };
        let Some(wanted) = program().as_deref().and_then(|program| entry(program, &profile.dir)) else {
            return;
        };
        if let Err(error) = register(&data_dir, &config_dir, &wanted, on) {
            tracing::warn!(%error, "addresses cannot be made to open this program");
        }
    }

    /// The program as it can be started again: an AppImage runs from a folder that goes away.
    fn program() -> Option<PathBuf> {
        env::var_os("APPIMAGE").map(PathBuf::from).or_else(|| env::current_exe().ok())
    }

    /// An entry of another profile is taken over, but never taken back.
    fn register(data_dir: &Path, config_dir: &Path, wanted: &str, on: bool) -> io::Result<()> {
        let entry = data_dir.join("applications").join(FILE_NAME);
        let list = config_dir.join("mimeapps.list");
        let is_ours = fs::read_to_string(&entry).is_ok_and(|found| found == wanted);
        if on && !is_ours {
            replace(&entry, wanted)?;
        } else if !on && is_ours {
            fs::remove_file(&entry)?;
        } else if !on {
            return Ok(());
        }
        let before = match fs::read_to_string(&list) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(error),
        };
        let after = edited(&before, on);
        if before == after || before.len() > LIST_BYTES_MAX { Ok(()) } else { replace(&list, &after) }
    }

    /// All of it or nothing: the list holds every default program of this user.
    fn replace(path: &Path, text: &str) -> io::Result<()> {
        fs::create_dir_all(path.parent().unwrap_or(path))?;
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let draft = path.with_extension(format!("ringside-{}", std::process::id()));
        fs::write(&draft, text)?;
        fs::rename(&draft, path)
    }

    /// The list of default programs with our line, or without it. Everything else stays as it is.
    fn edited(list: &str, on: bool) -> String {
        let key = format!("x-scheme-handler/{LINK_SCHEME}=");
        let line = format!("{key}{FILE_NAME}");
        let mut lines: Vec<&str> = Vec::new();
        let mut inside = false;
        for known in list.lines() {
            if known.trim_start().starts_with('[') {
                inside = known.trim() == SECTION;
            }
            if !(inside && known.trim_start().starts_with(&key)) {
                lines.push(known);
            }
        }
        if on {
            match lines.iter().position(|known| known.trim() == SECTION) {
                Some(at) => lines.insert(at + 1, &line),
                None => lines.extend([SECTION, &line]),
            }
        }
        if lines.is_empty() { String::new() } else { lines.join("\n") + "\n" }
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
        use gtk::gio::DesktopAppInfo;
        use gtk::gio::prelude::AppInfoExt;

        use super::*;

        const OURS: &str = "x-scheme-handler/ringside=ringside-link.desktop";

        fn temporary(name: &str) -> PathBuf {
            env::temp_dir().join(format!("ringside-{name}-{}", std::process::id()))
        }

        #[test]
        fn the_system_reads_back_what_is_started() {
            let dir = temporary("links-read");
            let profile = Path::new("/home/a b/100%/$x`\"\\y");
            let wanted = entry(&env::current_exe().unwrap(), profile).unwrap();
            register(&dir, &dir, &wanted, true).unwrap();
            let read = DesktopAppInfo::from_filename(dir.join("applications").join(FILE_NAME)).unwrap();
            assert_eq!(read.string("MimeType").unwrap(), "x-scheme-handler/ringside;");
            let line = read.commandline().unwrap();
            let words = gtk::glib::shell_parse_argv(&line).unwrap();
            assert_eq!(words[1], "--profile");
            assert_eq!(words[2].to_str().unwrap().replace("%%", "%"), profile.to_str().unwrap());
            assert_eq!(words[3], "%u");
            fs::remove_dir_all(dir).unwrap();
        }

        #[test]
        fn only_the_own_registration_is_taken_back() {
            let dir = temporary("links-back");
            let (file, list) = (dir.join("applications").join(FILE_NAME), dir.join("mimeapps.list"));
            let of = |profile: &str| entry(Path::new("/usr/bin/ringside"), Path::new(profile)).unwrap();
            register(&dir, &dir, &of("/a"), false).unwrap();
            assert!(!file.exists() && !list.exists(), "what is off leaves no trace");
            register(&dir, &dir, &of("/a"), true).unwrap();
            register(&dir, &dir, &of("/b"), false).unwrap();
            assert_eq!(fs::read_to_string(&file).unwrap(), of("/a"));
            assert_eq!(fs::read_to_string(&list).unwrap(), format!("{SECTION}\n{OURS}\n"));
            register(&dir, &dir, &of("/b"), true).unwrap();
            register(&dir, &dir, &of("/b"), false).unwrap();
            assert!(!file.exists());
            assert_eq!(fs::read_to_string(&list).unwrap(), format!("{SECTION}\n"));
            assert_eq!(entry(Path::new("/a\nb"), Path::new("/c")), None);
            fs::remove_dir_all(dir).unwrap();
        }

        #[test]
        fn other_default_programs_stay() {
            let others = "[Added Associations]\nx-scheme-handler/ringside=x.desktop\n\n[Default Applications]\n# mine\ntext/html=b.desktop\n";
            let with = edited(others, true);
            assert_eq!(with, others.replace("# mine", &format!("{OURS}\n# mine")));
            assert_eq!(edited(&with, true), with);
            assert_eq!(edited(&with, false), others);
            let stolen = with.replace("ringside-link", "thief");
            assert_eq!(edited(&stolen, true), with);
            assert_eq!(edited("", true), format!("{SECTION}\n{OURS}\n"));
            assert_eq!(edited("", false), "");
        }
    }
}
