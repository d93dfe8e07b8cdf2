//! The invariants of the architecture as tests. Most of them are an absence, so what is read here is
//! manifests, sources and texts as they lie on disk; nothing of the product runs.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use engine::problem::ProblemCode;
use serde_json::Value;

/// A file of the repository, by its path from the top with forward slashes.
struct Source {
    path: String,
    text: String,
}

impl Source {
    fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    fn is_test(&self) -> bool {
        let mut folders = self.path.split('/').rev().skip(1);
        folders.any(|folder| folder == "tests") || self.path.ends_with("/tests.rs") || self.is_test_module()
    }

    /// Its parent compiles it for tests only.
    fn is_test_module(&self) -> bool {
        let path = Path::new(&self.path);
        let (Some(dir), Some(name)) = (path.parent(), path.file_stem()) else { return false };
        let declared = format!("#[cfg(test)]\nmod {};", name.to_string_lossy());
        [dir.join("mod.rs"), dir.join("lib.rs"), dir.join("main.rs"), dir.with_extension("rs")]
            .iter()
            .any(|parent| fs::read_to_string(root().join(parent)).is_ok_and(|text| text.contains(&declared)))
    }

    /// Its lines up to the module of tests at the end, numbered from 1.
    fn product_lines(&self) -> Vec<(usize, &str)> {
        let lines: Vec<(usize, &str)> = self.numbered().collect();
        let end = lines.windows(3).position(|window| {
            window[0].1.contains("cfg(")
                && window[0].1.contains("test")
                && !window[0].1.contains("not(test)")
                && window[1..].iter().any(|line| line.1.starts_with("mod ") && line.1.ends_with('{'))
        });
        lines[..end.unwrap_or(lines.len())].to_vec()
    }

    fn numbered(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(index, line)| (index + 1, line))
    }
}

/// What a line does, without what it says about it.
fn code_of(line: &str) -> &str {
    line.split("//").next().unwrap_or_default()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

/// Every text file that is, or is about to be, part of the repository.
fn sources() -> Vec<Source> {
    let listed = Command::new("git")
        .args(["-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(
        listed.status.success(),
        "git cannot list the files: {}",
        String::from_utf8_lossy(&listed.stderr)
    );
    let names = String::from_utf8(listed.stdout).unwrap();
    let sources: Vec<Source> = names
        .split_terminator('\0')
        .filter_map(|path| {
            Some(Source { path: path.to_owned(), text: fs::read_to_string(root().join(path)).ok()? })
        })
        .collect();
    assert!(sources.len() > 50, "only {} files were found: this test would prove nothing", sources.len());
    sources
}

fn under(prefix: &str) -> Vec<Source> {
    let found: Vec<Source> = sources().into_iter().filter(|source| source.path.starts_with(prefix)).collect();
    assert!(!found.is_empty(), "nothing lies under {prefix}");
    found
}

fn nothing(found: &[String], rule: &str) {
    assert!(found.is_empty(), "{rule}\n  {}", found.join("\n  "));
}

/// Where a line of code holds one of the words.
fn code_with(sources: &[Source], words: &[&str]) -> Vec<String> {
    let hit = |line: &str| words.iter().find(|word| code_of(line).contains(**word)).copied();
    sources
        .iter()
        .filter(|source| source.is_rust() && !source.is_test())
        .flat_map(|source| {
            source.product_lines().into_iter().map(move |(number, line)| (source, number, line))
        })
        .filter_map(|(source, number, line)| Some(format!("{}:{number}: {}", source.path, hit(line)?)))
        .collect()
}

fn cargo(words: &[&str]) -> String {
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(words)
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "cargo {words:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Names of what each member of the workspace names in its manifest: (member, kind, dependency).
fn manifests() -> Vec<(String, String, String)> {
    let answer: Value =
        serde_json::from_str(&cargo(&["metadata", "--format-version", "1", "--no-deps", "--offline"]))
            .unwrap();
    let word = |value: &Value| value.as_str().unwrap_or("normal").to_owned();
    answer["packages"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|package| {
            let name = word(&package["name"]);
            package["dependencies"]
                .as_array()
                .unwrap()
                .iter()
                .map(move |dependency| (name.clone(), word(&dependency["kind"]), word(&dependency["name"])))
                .collect::<Vec<_>>()
        })
        .collect()
}

/// Names of everything that is compiled into a member.
fn tree(member: &str) -> BTreeSet<String> {
    let answer =
        cargo(&["tree", "--offline", "-p", member, "-e", "normal", "--prefix", "none", "--format", "{p}"]);
    let names: BTreeSet<String> = answer
        .lines()
        .filter_map(|line| line.split(' ').next())
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect();
    assert!(names.contains(member), "cargo tree does not name {member}");
    names
}

fn is_window_library(name: &str) -> bool {
    let stems = ["tauri", "wry", "tao", "gtk", "gdk", "webkit2gtk", "webview2", "muda", "tray-icon"];
    stems.iter().any(|stem| name == *stem || name.starts_with(&format!("{stem}-")))
}

#[test]
fn domain_depends_on_plain_data_only() {
    let allowed = [
        "jiff",
        "regex",
        // What `regex` reads patterns with: it tells faults by kind, not by a text in English.
        "regex-syntax",
        "rlibphonenumber",
        "serde",
        "thiserror",
        "unicode-normalization",
    ];
    let found: Vec<String> = manifests()
        .into_iter()
        .filter(|(member, kind, name)| {
            member == "domain" && kind != "dev" && !allowed.contains(&name.as_str())
        })
        .map(|(.., name)| name)
        .collect();
    nothing(&found, "domain has no async, no I/O, no clock and no serialiser, and its manifest proves it");
}

#[test]
fn domain_neither_waits_nor_reads_nor_looks_at_the_clock() {
    let words = [
        "async ",
        ".await",
        "std::fs",
        "TcpStream",
        "TcpListener",
        "UdpSocket",
        "ToSocketAddrs",
        "std::env",
        "std::io",
        "std::process",
        "std::thread",
        "SystemTime",
        "Instant",
        "Timestamp::now",
        "Zoned::now",
        "serde_json",
        "println!",
    ];
    let found = code_with(&under("src-tauri/domain/src/"), &words);
    nothing(&found, "domain decides and does nothing: pass it in, or return it as an effect");
}

#[test]
fn no_unsafe_code_in_rules_and_adapters() {
    let mut parts = under("src-tauri/domain/");
    parts.extend(under("src-tauri/engine/"));
    nothing(&code_with(&parts, &["unsafe "]), "domain and engine have no unsafe code");
}

#[test]
fn only_the_shell_depends_on_windows() {
    let found: Vec<String> = manifests()
        .into_iter()
        .filter(|(member, _, name)| member != "ringside" && is_window_library(name))
        .map(|(member, _, name)| format!("{member} depends on {name}"))
        .collect();
    nothing(&found, "only the root package may depend on Tauri and GTK");
    let outside: Vec<Source> = sources()
        .into_iter()
        .filter(|source| !source.path.starts_with("src-tauri/shell/") && !source.is_test())
        .collect();
    nothing(&code_with(&outside, &["tauri::", "tauri_build", "gtk::"]), "only src-tauri/shell names Tauri");
}

#[test]
fn ringsidectl_links_no_web_view() {
    let found: Vec<String> = tree("ringsidectl").into_iter().filter(|name| is_window_library(name)).collect();
    nothing(&found, "ringsidectl builds and runs without web view libraries");
}

#[test]
fn simulators_share_nothing_with_the_client() {
    let tree = tree("simulators");
    let found: Vec<String> = ["domain", "engine", "ringside"]
        .into_iter()
        .filter(|name| tree.contains(*name))
        .map(str::to_owned)
        .collect();
    nothing(&found, "the simulators have their own wire types, so that a misreading is not repeated");
}

#[test]
fn engine_is_not_built_on_the_simulators() {
    assert!(!tree("engine").contains("simulators"), "the engine talks to simulators over the network only");
}

#[test]
fn xtask_needs_nothing_installed() {
    let found: Vec<String> =
        manifests().into_iter().filter(|(member, ..)| member == "xtask").map(|(.., name)| name).collect();
    nothing(&found, "xtask installs what the others need, so it depends on nothing");
}

#[test]
fn adapters_do_not_know_each_other() {
    for (folder, others) in [
        ("phone", &["crm", "signin", "store", "directory", "view", "controller", "outbox"][..]),
        ("crm", &["phone", "store", "directory", "view", "controller", "outbox"][..]),
        ("store", &["phone", "crm", "signin", "view", "controller"][..]),
    ] {
        let words: Vec<String> = others.iter().map(|other| format!("crate::{other}::")).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let files: Vec<Source> = sources()
            .into_iter()
            .filter(|source| {
                let stem = format!("src-tauri/engine/src/{folder}");
                source.path.starts_with(&format!("{stem}/")) || source.path == format!("{stem}.rs")
            })
            .collect();
        nothing(&code_with(&files, &words), "adapters speak domain types; they meet in the controller");
    }
}

#[test]
fn every_member_has_the_lints_of_the_workspace() {
    let found: Vec<String> = sources()
        .iter()
        .filter(|source| source.path.ends_with("Cargo.toml") && source.path != "tests/fuzz/Cargo.toml")
        .filter(|source| !source.text.contains("[lints]\nworkspace = true"))
        .map(|source| source.path.clone())
        .collect();
    nothing(&found, "lints are inherited everywhere");
}

#[test]
fn only_the_host_names_the_native_side() {
    let found: Vec<String> = under("ui/")
        .iter()
        .filter(|source| {
            [".ts", ".svelte", ".js", ".mjs", ".html"].iter().any(|end| source.path.ends_with(end))
        })
        .filter(|source| !source.path.starts_with("ui/src/host/") && !source.path.starts_with("ui/tests/"))
        .filter(|source| source.text.contains("@tauri-apps") || source.text.contains("__TAURI"))
        .map(|source| source.path.clone())
        .collect();
    nothing(&found, "only ui/src/host talks to the native side: the pages run in a plain browser");
}

#[test]
fn the_top_level_holds_what_the_map_names() {
    let allowed = [
        "Cargo.toml",
        "Cargo.lock",
        "src-tauri",
        "ui",
        "icons",
        "tests",
        "tauri.conf.json",
        "README.md",
        "xtask",
        "CHANGELOG.md",
        "LICENSE",
        "LICENSE-MIT",
        "LICENSE-APACHE",
    ];
    let found: BTreeSet<String> = sources()
        .iter()
        .filter_map(|source| source.path.split('/').next())
        .filter(|name| !name.starts_with('.') && !allowed.contains(name))
        .map(str::to_owned)
        .collect();
    nothing(&found.into_iter().collect::<Vec<_>>(), "nothing else lies at the top of the repository");
}

fn folders(dir: &str) -> BTreeSet<String> {
    let entries = fs::read_dir(root().join(dir)).unwrap().map(Result::unwrap);
    entries
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect()
}

#[test]
fn rules_and_their_pictures_have_the_same_names() {
    let rule_only = ["number", "desk"];
    // `pop` and `main` are the two pages: they put the pictures together and draw nothing themselves.
    let picture_only = ["health", "parts", "host", "text", "pop", "main"];
    let rules = folders("src-tauri/domain/src");
    let concepts = ["call", "caller", "chat", "create", "dial", "journal", "outbox", "search", "settings"];
    let odd_rules =
        rules.iter().filter(|name| !concepts.contains(&name.as_str()) && !rule_only.contains(&name.as_str()));
    nothing(&odd_rules.cloned().collect::<Vec<_>>(), "domain is cut by concept");
    let pictures = folders("ui/src");
    let odd_pictures =
        pictures.iter().filter(|name| !rules.contains(*name) && !picture_only.contains(&name.as_str()));
    nothing(&odd_pictures.cloned().collect::<Vec<_>>(), "ui/src is cut by the concepts of domain");
}

#[test]
fn nothing_is_left_for_later() {
    let marks = [
        concat!("to", "do!("),
        concat!("unimple", "mented!("),
        concat!("#[ig", "nore"),
        concat!("db", "g!("),
        concat!("FIX", "ME"),
        concat!("TO", "DO"),
        concat!("test.", "skip("),
        concat!("it.", "skip("),
        concat!("test.", "only("),
    ];
    let found: Vec<String> = sources()
        .iter()
        .filter(|source| {
            [".rs", ".ts", ".svelte", ".mjs", ".css"].iter().any(|end| source.path.ends_with(end))
        })
        .flat_map(|source| {
            source
                .numbered()
                .filter(|(_, line)| marks.iter().any(|mark| line.contains(mark)))
                .map(|(number, line)| format!("{}:{number}: {}", source.path, line.trim()))
                .collect::<Vec<_>>()
        })
        .collect();
    nothing(&found, "what is here is finished, and every test runs");
}

#[test]
fn tests_wait_for_conditions_and_not_for_time() {
    let mut found = Vec::new();
    // Programs that measure or torture live in real time.
    let timed =
        |source: &Source| ["tests/bench/", "tests/torture/"].iter().any(|at| source.path.starts_with(at));
    for source in sources().iter().filter(|source| source.is_rust() && !timed(source)) {
        if source.text.contains("start_paused") || source.text.contains("time::pause()") {
            continue;
        }
        let first = if source.is_test() { 0 } else { source.product_lines().len() };
        let mut function = "";
        for (number, line) in source.numbered().skip(first) {
            if let Some((_, rest)) = code_of(line).split_once("fn ") {
                function = rest.split(['(', '<']).next().unwrap_or_default();
            }
            // A pause between two looks is what waiting for a condition is made of.
            let waits = ["wait", "until", "eventually"].iter().any(|stem| function.starts_with(stem));
            if code_of(line).contains(concat!("sle", "ep(")) && !waits {
                found.push(format!("{}:{number}: in {function}", source.path));
            }
        }
    }
    nothing(&found, "a test that sleeps is slow on a good day and red on a bad one");
}

#[test]
fn files_can_be_read_in_one_sitting() {
    const LINES_MAX: usize = 500;
    let found: Vec<String> = sources()
        .iter()
        .filter(|source| source.is_rust() && !source.is_test())
        .map(|source| (source.product_lines().len(), &source.path))
        .filter(|(lines, _)| *lines > LINES_MAX)
        .map(|(lines, path)| format!("{path}: {lines} lines"))
        .collect();
    nothing(&found, "split by concept before a file grows this long");
}

#[test]
fn functions_fit_on_a_screen() {
    const LINES_MAX: usize = 70;
    let mut found = Vec::new();
    for source in sources().iter().filter(|source| source.is_rust() && !source.is_test()) {
        let lines = source.product_lines();
        for (index, (number, line)) in lines.iter().enumerate() {
            let head = code_of(line);
            let is_function = head.trim_start().starts_with("fn ") || head.contains(" fn ");
            if !is_function || head.contains('"') || head.trim_end().ends_with(';') {
                continue;
            }
            let end = format!("{}}}", &head[..head.len() - head.trim_start().len()]);
            let length = lines[index..].iter().take_while(|(_, line)| *line != end).count() + 1;
            if !head.trim_end().ends_with('}') && length > LINES_MAX {
                found.push(format!("{}:{number}: {length} lines", source.path));
            }
        }
    }
    nothing(&found, "a function longer than a screen does more than one thing");
}

/// The messages of a text file: id, and the names of the values its text asks for.
fn messages(language: &str) -> BTreeMap<String, BTreeSet<String>> {
    let path = root().join(format!("ui/src/text/{language}.ftl"));
    let text = fs::read_to_string(&path).unwrap_or_else(|cause| panic!("{}: {cause}", path.display()));
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut id = String::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if let Some((name, _)) =
            line.split_once('=').filter(|_| line.starts_with(|c: char| c.is_alphabetic() || c == '-'))
        {
            id = name.trim().to_owned();
            assert!(!found.contains_key(&id), "{language}.ftl says {id} twice");
        }
        let values = found.entry(id.clone()).or_default();
        for value in line.split('$').skip(1) {
            let end =
                value.find(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_')).unwrap_or(value.len());
            values.insert(value[..end].to_owned());
        }
    }
    found
}

#[test]
fn both_languages_say_the_same_things() {
    let (english, german) = (messages("en"), messages("de"));
    let only = |one: &BTreeMap<String, BTreeSet<String>>, other: &BTreeMap<String, BTreeSet<String>>| {
        one.keys().filter(|id| !other.contains_key(*id)).cloned().collect::<Vec<_>>()
    };
    nothing(&only(&english, &german), "English only");
    nothing(&only(&german, &english), "German only");
    let odd: Vec<String> = english
        .iter()
        .filter(|(id, values)| german.get(*id) != Some(*values))
        .map(|(id, values)| format!("{id}: English {values:?}, German {:?}", german.get(id)))
        .collect();
    nothing(&odd, "a text asks for the same values in every language");
}

#[test]
fn every_problem_has_its_words_and_its_remedy() {
    for language in ["en", "de"] {
        let messages = messages(language);
        let missing: Vec<String> = ProblemCode::ALL
            .iter()
            .flat_map(|code| [format!("problem-{}", code.id()), format!("problem-{}-remedy", code.id())])
            .filter(|id| !messages.contains_key(id))
            .collect();
        nothing(&missing, &format!("not in {language}.ftl"));
    }
}

#[test]
fn lock_files_name_no_download_address() {
    let mut found = Vec::new();
    for source in sources() {
        let wrong: fn(&str) -> bool = match source.path.rsplit('/').next() {
            Some("package-lock.json") => |line| line.contains("\"resolved\""),
            Some("Cargo.lock") => {
                |line| line.starts_with("source = ") && !line.contains("/rust-lang/crates.io-index\"")
            }
            Some(".npmrc") => |line| line.contains(concat!("regis", "try=")),
            _ => continue,
        };
        found.extend(
            source
                .numbered()
                .filter(|(_, line)| wrong(line))
                .map(|(n, line)| format!("{}:{n}: {line}", source.path)),
        );
    }
    nothing(
        &found,
        "a lock file pins versions and contents; where they come from is each machine's own setting",
    );
}

#[test]
fn no_file_names_a_machine() {
    let marks = [
        concat!("/wo", "rk/"),
        concat!("/t", "mp/"),
        concat!("/ro", "ot/"),
        concat!("registry.npm", "js.org"),
    ];
    let found: Vec<String> = sources()
        .iter()
        .flat_map(|source| {
            source
                .numbered()
                .filter(|(_, line)| marks.iter().any(|mark| line.contains(mark)))
                .map(|(number, _)| format!("{}:{number}", source.path))
                .collect::<Vec<_>>()
        })
        .collect();
    nothing(&found, "paths and hosts of one machine mean nothing on another");
}
