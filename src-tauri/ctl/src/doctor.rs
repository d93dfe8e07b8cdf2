//! `doctor`: what works, what does not, and what mends it.

use std::path::PathBuf;

use engine::doctor::{Case, Finding, Scope, Verdict, examine};
use engine::local::{Ask, LocalClient, Request};
use engine::words::Words;

use crate::out::{self, Exit, Stop};
use crate::profile;

/// Width of the marks, the longest with two blanks.
const MARK_CHARS: usize = 9;

pub(crate) async fn run(dir: Option<PathBuf>, json: bool) -> Result<Exit, Stop> {
    let profile = profile::open(dir.as_deref())?;
    // A second sign-in at the phone system would end the first one's token (3cx.md 1.1): a
    // companion that runs on this profile examines itself.
    let findings = match LocalClient::connect(&profile).await {
        Some(mut running) => {
            let mut answer = running.ask(&Request::Ask(Ask::Check { scope: Scope::All })).await?;
            serde_json::from_value(answer["findings"].take())?
        }
        None => examine(&Case::alone(&profile).await, Scope::All).await,
    };
    if json {
        out::json(&findings);
    } else {
        let words = out::words();
        for finding in &findings {
            for line in human(finding, &words) {
                out::line(&line);
            }
        }
        out::line(&summary(&findings, &words));
    }
    let failed = findings.iter().any(|finding| finding.verdict == Verdict::Failed);
    Ok(if failed { Exit::No } else { Exit::Ok })
}

/// What was found; below it, for what is wrong, the remedy and why it matters.
fn human(finding: &Finding, words: &Words) -> Vec<String> {
    let mark = match finding.verdict {
        Verdict::Passed => "doctor-passed",
        Verdict::Warned => "doctor-warned",
        Verdict::Failed => "doctor-failed",
        Verdict::NotChecked => "doctor-not-checked",
    };
    let mark = words.say(mark, &[]);
    let id = finding.check.id();
    let name = words.say(&format!("check-{id}"), &[]);
    let line = |text: &str| format!("{mark:MARK_CHARS$}{name}: {text}");
    let below = |text: &str| format!("{:MARK_CHARS$}{text}", "");
    match (&finding.problem, finding.verdict) {
        (Some(problem), _) => vec![
            line(&words.problem(problem)),
            below(&words.remedy(problem)),
            below(&words.say(&format!("check-{id}-why"), &[])),
        ],
        (None, Verdict::Passed) => {
            let facts: Vec<(&str, &str)> =
                finding.facts.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            vec![line(&words.say(&format!("check-{id}-ok"), &facts))]
        }
        (None, Verdict::Warned | Verdict::Failed | Verdict::NotChecked) => {
            vec![line(&words.say("doctor-not-checked-why", &[]))]
        }
    }
}

fn summary(findings: &[Finding], words: &Words) -> String {
    let count = |verdict| findings.iter().filter(|finding| finding.verdict == verdict).count().to_string();
    let (failed, warned) = (count(Verdict::Failed), count(Verdict::Warned));
    words.say("doctor-summary", &[("failed", &failed), ("warned", &warned)])
}
