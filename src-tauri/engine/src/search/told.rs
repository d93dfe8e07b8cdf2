//! A look-up as other programs are told it.

use domain::caller::{Match, Verdict};
use domain::number::Number;
use domain::search::{Hit, Ranked};
use serde_json::{Value, json};

use crate::problem::Problem;

/// How far a look-up goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reaching {
    /// This computer alone.
    Here,
    /// The CRM as well, unless this computer knows as well.
    Both,
}

/// What a look-up came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Looked {
    pub text: String,
    /// The number it is, where it is one.
    pub number: Option<Number>,
    pub verdict: Option<Verdict>,
    /// Best first.
    pub hits: Vec<Hit>,
    /// Why the CRM did not answer; what is found is what this computer knows.
    pub problem: Option<Problem>,
}

impl Looked {
    pub(super) fn new(text: &str, number: Option<Number>, ranked: Ranked, problem: Option<Problem>) -> Self {
        let Ranked { hits, verdict } = ranked;
        Self { text: text.to_owned(), number, verdict, hits, problem }
    }

    /// As `lookup --json` prints it. `matches` explains a number, `people` is everybody found;
    /// where nobody was and the CRM did not answer, the problem stands alone.
    #[must_use]
    pub fn to_json(&self) -> Value {
        if self.hits.is_empty()
            && let Some(problem) = &self.problem
        {
            return json!({"problem": problem});
        }
        let mut told = json!({
            "text": self.text,
            "people": self.hits.iter().map(hit_json).collect::<Vec<_>>(),
        });
        if let Some(problem) = &self.problem {
            told["problem"] = json!(problem);
        }
        if let (Some(number), Some(verdict)) = (&self.number, &self.verdict) {
            told["number"] = json!(number);
            told["verdict"] = verdict_name(verdict).into();
            told["matches"] = json!(matches(verdict));
            told["remembered"] = json!(remembered(verdict));
        }
        told
    }
}

/// The person, and besides what agreed with the text and where they were read.
fn hit_json(hit: &Hit) -> Value {
    let mut told = json!(hit.person);
    told["source"] = json!(hit.source);
    told["name_marks"] = json!(hit.name_marks);
    told["company_marks"] = json!(hit.company_marks);
    told["email_marks"] = json!(hit.email_marks);
    told["digits"] = json!(hit.digits);
    told
}

/// Every match, best first.
fn matches(verdict: &Verdict) -> Vec<&Match> {
    match verdict {
        Verdict::Nobody => Vec::new(),
        Verdict::One { best, runners_up } => std::iter::once(&**best).chain(runners_up).collect(),
        Verdict::Several { matches, .. } => matches.iter().collect(),
    }
}

/// The place of whoever was chosen for this number before.
fn remembered(verdict: &Verdict) -> Option<usize> {
    match verdict {
        Verdict::Nobody | Verdict::One { .. } => None,
        Verdict::Several { remembered, .. } => *remembered,
    }
}

fn verdict_name(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Nobody => "nobody",
        Verdict::One { .. } => "one",
        Verdict::Several { .. } => "several",
    }
}
