//! The browser's extension in a real Chromium, with the real host and the companion without a window.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod browser;
mod calls;
mod shapes;
mod wire;

use std::path::{Path, PathBuf};

use crate::ctl::office::{Has, Office};
use crate::ctl::program::Running;

/// The page everything happens on, of an org that does not exist.
const PAGE: &str = "https://acme.lightning.force.com/page";

pub fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// A companion that lets pages call, linked to its phone system.
async fn open_office() -> (Office, Running) {
    let office = Office::open(Has::SignIn).await;
    let set = office.ended(&["settings", "set", "dial.extension.enabled=true"]).await;
    assert_eq!(set.code, Some(0), "{set:?}");
    let (mut run, _) = office.run().await;
    run.until("the phone is linked", |line| line["view"]["health"]["phone"]["link"] == "up").await;
    (office, run)
}
