//! What a command was given.

use crate::process::Failure;

/// A part of the tests, for daily use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Ui,
    Rust,
    EndToEnd,
    JsForce,
}

#[derive(Debug, Default)]
pub(crate) struct Options {
    /// Install without asking.
    pub(crate) yes: bool,
    pub(crate) headless: bool,
    pub(crate) keep: bool,
    pub(crate) only: Option<Part>,
    /// How long, where a command runs as long as it is told.
    pub(crate) minutes: Option<u32>,
    /// How many at once.
    pub(crate) agents: Option<u32>,
    /// What chance begins with, to see the same again.
    pub(crate) seed: Option<u64>,
    /// What follows `--`.
    pub(crate) rest: Vec<String>,
}

impl Options {
    pub(crate) fn read(
        command: &str,
        known_options: &[&str],
        mut words: impl Iterator<Item = String>,
    ) -> Result<Self, Failure> {
        let mut options = Self { yes: std::env::var_os("CI").is_some(), ..Self::default() };
        while let Some(word) = words.next() {
            let known = known_options.iter().any(|option| option.split(' ').next() == Some(word.as_str()));
            match word.as_str() {
                "--yes" if known => options.yes = true,
                "--headless" if known => options.headless = true,
                "--keep" if known => options.keep = true,
                "--" if known => options.rest = words.by_ref().collect(),
                "--only" if known => options.only = Some(part(words.next().as_deref())?),
                "--minutes" if known => {
                    options.minutes = Some(from_one("--minutes", words.next().as_deref())?)
                }
                "--agents" if known => options.agents = Some(from_one("--agents", words.next().as_deref())?),
                "--seed" if known => options.seed = Some(seed(words.next().as_deref())?),
                other => {
                    let allowed = known_options.join(", ");
                    return Err(Failure::new(format!(
                        "\"{}\" does not take \"{other}\". It takes: {allowed}.",
                        command
                    )));
                }
            }
        }
        Ok(options)
    }
}

fn from_one(option: &str, word: Option<&str>) -> Result<u32, Failure> {
    let number = word.and_then(|word| word.parse().ok()).filter(|number| *number > 0);
    number.ok_or_else(|| Failure::new(format!("{option} wants a number from 1.")))
}

fn seed(word: Option<&str>) -> Result<u64, Failure> {
    let seed = word.and_then(|word| word.parse().ok());
    seed.ok_or_else(|| Failure::new("--seed wants a number.".to_owned()))
}

fn part(word: Option<&str>) -> Result<Part, Failure> {
    match word {
        Some("ui") => Ok(Part::Ui),
        Some("rust") => Ok(Part::Rust),
        Some("e2e") => Ok(Part::EndToEnd),
        Some("jsforce") => Ok(Part::JsForce),
        Some(_) | None => Err(Failure::new("--only wants one of: ui, rust, e2e, jsforce.".to_owned())),
    }
}
