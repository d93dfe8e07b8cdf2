//! Makes addresses open this program: `ringside://…` by which phones tell of calls, and `tel:`,
//! `callto:` and `sip:` that are to be called. Installers say so for Windows and macOS
//! (`plugins.deep-link` of `tauri.conf.json`); on Linux the program says it itself, for this user,
//! because it may run without having been installed.

use domain::settings::Settings;
use engine::local::Profile;
use tauri::AppHandle;

/// Addresses that name somebody to call.
pub(crate) const CALL_SCHEMES: [&str; 3] = ["tel", "callto", "sip"];

/// Follows the settings: on, addresses open this program with this profile; off, a registration of
/// this profile is taken back.
pub(crate) fn match_settings(app: &AppHandle, profile: &Profile, settings: &Settings) {
    #[cfg(target_os = "linux")]
    linux::match_settings(app, profile, settings);
    #[cfg(not(target_os = "linux"))]
    let _ = app;
    // On, the browsers of this user find this profile for their extension; off, they no longer do.
    if let Err(error) = engine::browsers::match_setting(profile, settings.dial.extension.enabled) {
        tracing::warn!(%error, "browsers cannot be told of this program");
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use std::path::{Path, PathBuf};
    use std::{env, fs, io};

    use domain::settings::Settings;
    use engine::local::Profile;
    use engine::phone::hook::LINK_SCHEME;
    use tauri::{AppHandle, Manager};

    use super::CALL_SCHEMES;

    /// Schemes that are switched together, and their entry: beside the one an installer brings,
    /// which is not this user's.
    #[derive(Debug, Clone, Copy)]
    struct Handler {
        file: &'static str,
        schemes: &'static [&'static str],
    }

    const OWN: Handler = Handler { file: "ringside-link.desktop", schemes: &[LINK_SCHEME] };
    const CALLS: Handler = Handler { file: "ringside-call.desktop", schemes: &CALL_SCHEMES };

    /// Largest list of default programs that is edited. Others are a few kilobytes.
    const LIST_BYTES_MAX: usize = 1024 * 1024;
    const SECTION: &str = "[Default Applications]";

    pub(super) fn match_settings(app: &AppHandle, profile: &Profile, settings: &Settings) {
        let (Ok(data_dir), Ok(config_dir)) = (app.path().data_dir(), app.path().config_dir()) else { return };
        let Some(program) = program() else { return };
        for (handler, on) in [(OWN, settings.phone.hook.links), (CALLS, settings.dial.links)] {
            let Some(wanted) = entry(handler, &program, &profile.dir) else { return };
            if let Err(error) = register(handler, &data_dir, &config_dir, &wanted, on) {
                tracing::warn!(%error, "addresses cannot be made to open this program");
            }
        }
    }

    /// The program as it can be started again: an AppImage runs from a folder that goes away.
    fn program() -> Option<PathBuf> {
        env::var_os("APPIMAGE").map(PathBuf::from).or_else(|| env::current_exe().ok())
    }

    /// An entry of another profile is taken over, but never taken back.
    fn register(
        handler: Handler,
        data_dir: &Path,
        config_dir: &Path,
        wanted: &str,
        on: bool,
    ) -> io::Result<()> {
        let entry = data_dir.join("applications").join(handler.file);
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
        let edit = |list: String, scheme: &&str| edited(&list, handler.file, scheme, on);
        let after = handler.schemes.iter().fold(before.clone(), edit);
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

    /// The list of default programs with ours in front of those that open the scheme, or without
    /// it: who opened such addresses before does so again. Everything else stays as it is.
    fn edited(list: &str, file: &str, scheme: &str, on: bool) -> String {
        let key = format!("x-scheme-handler/{scheme}=");
        let mut programs: Vec<&str> = Vec::new();
        let mut lines: Vec<&str> = Vec::new();
        let (mut inside, mut at) = (false, None);
        for known in list.lines() {
            if known.trim_start().starts_with('[') {
                inside = known.trim() == SECTION;
            }
            match known.trim_start().strip_prefix(&key).filter(|_| inside) {
                Some(value) => {
                    at.get_or_insert(lines.len());
                    programs.extend(value.trim().split(';').filter(|name| !name.is_empty() && *name != file));
                }
                None => lines.push(known),
            }
        }
        if on {
            programs.insert(0, file);
        }
        let line = format!("{key}{}", programs.join(";"));
        if !programs.is_empty() {
            match at.or_else(|| lines.iter().position(|known| known.trim() == SECTION).map(|at| at + 1)) {
                Some(at) => lines.insert(at, &line),
                None => lines.extend([SECTION, &line]),
            }
        }
        if lines.is_empty() { String::new() } else { lines.join("\n") + "\n" }
    }

    /// `None` for a path that no desktop entry can hold.
    fn entry(handler: Handler, program: &Path, profile: &Path) -> Option<String> {
        let (program, profile) = (quoted(program)?, quoted(profile)?);
        let types: String =
            handler.schemes.iter().map(|scheme| format!("x-scheme-handler/{scheme};")).collect();
        Some(format!(
            "[Desktop Entry]\nType=Application\nName=Ringside\nNoDisplay=true\nTerminal=false\n\
             Exec={program} --profile {profile} %u\nMimeType={types}\n"
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
            let wanted = entry(OWN, &env::current_exe().unwrap(), profile).unwrap();
            register(OWN, &dir, &dir, &wanted, true).unwrap();
            let read = DesktopAppInfo::from_filename(dir.join("applications").join(OWN.file)).unwrap();
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
            let (file, list) = (dir.join("applications").join(OWN.file), dir.join("mimeapps.list"));
            let of = |profile: &str| entry(OWN, Path::new("/usr/bin/ringside"), Path::new(profile)).unwrap();
            register(OWN, &dir, &dir, &of("/a"), false).unwrap();
            assert!(!file.exists() && !list.exists(), "what is off leaves no trace");
            register(OWN, &dir, &dir, &of("/a"), true).unwrap();
            register(OWN, &dir, &dir, &of("/b"), false).unwrap();
            assert_eq!(fs::read_to_string(&file).unwrap(), of("/a"));
            assert_eq!(fs::read_to_string(&list).unwrap(), format!("{SECTION}\n{OURS}\n"));
            register(OWN, &dir, &dir, &of("/b"), true).unwrap();
            register(OWN, &dir, &dir, &of("/b"), false).unwrap();
            assert!(!file.exists());
            assert_eq!(fs::read_to_string(&list).unwrap(), format!("{SECTION}\n"));
            assert_eq!(entry(OWN, Path::new("/a\nb"), Path::new("/c")), None);
            fs::remove_dir_all(dir).unwrap();
        }

        #[test]
        fn other_default_programs_stay() {
            let own = |list: &str, on| edited(list, OWN.file, LINK_SCHEME, on);
            let others = "[Added Associations]\nx-scheme-handler/ringside=x.desktop\n\n[Default Applications]\n# mine\ntext/html=b.desktop\n";
            let with = own(others, true);
            assert_eq!(with, others.replace("# mine", &format!("{OURS}\n# mine")));
            assert_eq!(own(&with, true), with);
            assert_eq!(own(&with, false), others);
            assert_eq!(own("", true), format!("{SECTION}\n{OURS}\n"));
            assert_eq!(own("", false), "");
        }

        #[test]
        fn who_opened_calls_before_does_so_again() {
            let calls = |list: &str, on| edited(list, CALLS.file, "tel", on);
            let before = "[Default Applications]\ntext/html=b.desktop\nx-scheme-handler/tel=3cx.desktop;phone.desktop\n";
            let with = before.replace("tel=3cx", "tel=ringside-call.desktop;3cx");
            assert_eq!(calls(before, true), with);
            assert_eq!(calls(&with, true), with);
            assert_eq!(calls(&with, false), before);
            let behind = before.replace("phone.desktop", "ringside-call.desktop");
            assert_eq!(
                calls(&behind, true),
                before.replace("tel=3cx.desktop;phone.desktop", "tel=ringside-call.desktop;3cx.desktop")
            );
        }

        #[test]
        fn calls_and_own_addresses_are_switched_apart() {
            let dir = temporary("links-apart");
            let (program, profile) = (Path::new("/usr/bin/ringside"), Path::new("/a"));
            for handler in [OWN, CALLS] {
                let wanted = entry(handler, program, profile).unwrap();
                register(handler, &dir, &dir, &wanted, true).unwrap();
            }
            let list = || fs::read_to_string(dir.join("mimeapps.list")).unwrap();
            let lines = |list: &str| list.lines().filter(|line| line.contains(CALLS.file)).count();
            assert_eq!((lines(&list()), list().contains(OURS)), (3, true));
            register(CALLS, &dir, &dir, &entry(CALLS, program, profile).unwrap(), false).unwrap();
            assert_eq!((lines(&list()), list().contains(OURS)), (0, true));
            assert!(!dir.join("applications").join(CALLS.file).exists());
            fs::remove_dir_all(dir).unwrap();
        }
    }
}
