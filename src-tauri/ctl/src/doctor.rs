//! `doctor`: what works, what does not, and what mends it.

use std::path::PathBuf;

use engine::doctor::{Finding, Verdict, examine};

use crate::out::{self, Exit, Stop};
use crate::profile;

pub(crate) async fn run(dir: Option<PathBuf>, json: bool) -> Result<Exit, Stop> {
    let profile = profile::open(dir.as_deref())?;
    let findings = examine(&profile).await;
    if json {
        out::json(&findings);
    } else {
        for finding in &findings {
            out::line(&human(finding));
        }
    }
    let failed = findings.iter().any(|finding| finding.verdict == Verdict::Failed);
    Ok(if failed { Exit::No } else { Exit::Ok })
}

fn human(finding: &Finding) -> String {
    let mark = match finding.verdict {
        Verdict::Passed => "ok    ",
        Verdict::Failed => "FAILED",
        Verdict::NotChecked => "-     ",
    };
    let mut line = format!("{mark}  {}", finding.check);
    if let Some(detail) = &finding.detail {
        line.push_str(": ");
        line.push_str(detail);
    }
    if let Some(problem) = &finding.problem {
        let words = out::words();
        line.push_str(&format!(": {} {}", words.problem(problem), words.remedy(problem)));
    }
    line
}
