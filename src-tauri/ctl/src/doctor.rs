//! `doctor`: what works, what does not, and what mends it.

use std::path::PathBuf;

use engine::doctor::{Case, Finding, Scope, Verdict, examine};
use engine::local::{Ask, LocalClient, Request};
use engine::words::Words;

use crate::out::{self, Exit, Stop};
use crate::profile;

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
            out::line(&human(finding, &words));
        }
    }
    let failed = findings.iter().any(|finding| finding.verdict == Verdict::Failed);
    Ok(if failed { Exit::No } else { Exit::Ok })
}

fn human(finding: &Finding, words: &Words) -> String {
    let mark = match finding.verdict {
        Verdict::Passed => "ok    ",
        Verdict::Warned => "warn  ",
        Verdict::Failed => "FAILED",
        Verdict::NotChecked => "-     ",
    };
    let id = finding.check.id();
    let mut line = format!("{mark}  {}", words.say(&format!("check-{id}"), &[]));
    if let Some(problem) = &finding.problem {
        line.push_str(&format!(": {}. {}", words.problem(problem), words.remedy(problem)));
    } else if finding.verdict == Verdict::Passed {
        let facts: Vec<(&str, &str)> =
            finding.facts.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        line.push_str(&format!(": {}", words.say(&format!("check-{id}-ok"), &facts)));
    }
    line
}
