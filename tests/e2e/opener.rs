//! The system's browser, as far as the app knows one.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use crate::screen::output_dir;
use crate::wait::until;

/// What the system opens addresses with: writes them down for the test, which is the browser.
pub(crate) struct Opener {
    dir: PathBuf,
}

impl Opener {
    pub(crate) fn new(name: &str) -> Self {
        let dir = output_dir().join(format!("{name}-opener"));
        fs::create_dir_all(&dir).unwrap();
        let _ = fs::remove_file(dir.join("opened"));
        let script = format!("#!/bin/sh\nprintf '%s\\n' \"$1\" >> '{}'\n", dir.join("opened").display());
        fs::write(dir.join("xdg-open"), script).unwrap();
        fs::set_permissions(dir.join("xdg-open"), fs::Permissions::from_mode(0o755)).unwrap();
        Self { dir }
    }

    /// Where the app is to look for programs.
    pub(crate) fn path(&self) -> String {
        format!("{}:{}", self.dir.display(), std::env::var("PATH").unwrap())
    }

    /// The addresses opened so far, when there are some.
    pub(crate) async fn opened(&self) -> String {
        until("an address to be opened", async || {
            let text = fs::read_to_string(self.dir.join("opened")).ok()?;
            text.strip_suffix('\n').map(str::to_owned)
        })
        .await
    }
}
