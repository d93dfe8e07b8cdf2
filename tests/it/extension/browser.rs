//! A Chromium that is driven line by line (`tests/chromium/extension.mjs`).

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::process::Command;

use super::top;
use crate::ctl::office::Office;
use crate::ctl::program::Running;

pub(super) struct Browser {
    running: Running,
    dir: TempDir,
}

impl Browser {
    /// With the extension loaded, and told of the profile as a browser is told of it.
    pub(super) async fn open(office: &Office, locale: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().to_str().unwrap();
        let installed = office.ended(&["native-host", "--install", "--browser-dir", folder]).await;
        assert_eq!(installed.code, Some(0), "{installed:?}");
        let extension = top().join("ui/extension/dist");
        assert!(
            extension.join("manifest.json").exists(),
            "the extension is not built: run \"cargo xtask test\""
        );
        let order = json!({"profile": folder, "extension": extension, "locale": locale});
        let mut command = Command::new("node");
        command.arg(top().join("tests/chromium/extension.mjs")).arg(order.to_string()).kill_on_drop(true);
        let mut running = Running::start(&mut command);
        let ready = running.line().await;
        assert_eq!(ready["ready"], engine::browsers::EXTENSION_ID, "{ready}");
        Self { running, dir }
    }

    pub(super) async fn order(&mut self, order: Value) -> Value {
        self.running.say(&order.to_string()).await;
        let answer = self.running.line().await;
        assert_eq!(answer["error"], Value::Null, "{order}: {answer}");
        answer
    }

    /// Opens a page; what else it shows comes from `files` as well.
    pub(super) async fn show(&mut self, url: &str, files: &[(&str, &Path)]) {
        let files: serde_json::Map<String, Value> =
            files.iter().map(|(url, path)| ((*url).to_owned(), json!(path))).collect();
        self.order(json!({"open": url, "files": files})).await;
    }

    /// The numbers marked once these are among them, and no more come.
    pub(super) async fn marks(&mut self, expected: &[&str]) -> Vec<String> {
        let answer = self.order(json!({"marks": expected})).await;
        serde_json::from_value(answer["marks"].clone()).unwrap()
    }

    pub(super) async fn bubble(&mut self, part: &str) -> String {
        let answer = self.order(json!({"bubble": part})).await;
        answer["bubble"].as_str().unwrap().to_owned()
    }

    /// A page for it to show.
    pub(super) fn page(&self, name: &str, html: &str) -> PathBuf {
        let path = self.dir.path().join(format!("{name}.html"));
        std::fs::write(&path, html).unwrap();
        path
    }
}
