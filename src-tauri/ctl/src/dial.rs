//! `dial`: a call, by the program that runs the profile, and how far it came. The browser's extension
//! calls in the same way.

use std::path::PathBuf;
use std::time::Duration;

use domain::desk::{AgentAction, DialId};
use domain::dial::DialSource;
use engine::local::{LocalClient, LocalError, Profile, Request, Watch};
use engine::problem::{Problem, ProblemCode};
use engine::view::{CallView, DialStateView, DialView, DialWarningView, DirectionView, Phase, View};
use serde_json::json;
use tokio::time::timeout;

use crate::out::{self, Exit, Stop};
use crate::profile;

/// The companion itself gives a call up sooner.
pub(crate) const CALL_MAX: Duration = Duration::from_secs(60);

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// In any spelling; an extension too.
    number: String,
    /// Call although the record says Do Not Call, or the number is on the list of those not called.
    #[arg(long)]
    yes: bool,
}

pub(crate) async fn run(args: Args, dir: Option<PathBuf>, json: bool) -> Result<Exit, Stop> {
    let profile = profile::open(dir.as_deref())?;
    let nobody = || Stop::new(Exit::Unreachable, out::words().say("ctl-dial-nobody", &[]));
    let wish = Wish::make(&profile, args.number, DialSource::Terminal).await?;
    let mut wish = wish.ok_or_else(nobody)?;
    let mut told = Told { step: None, json };
    let followed = async {
        while let Some(step) = wish.next().await? {
            match step {
                Step::Asked { number } => told.tell("ctl-dial-asked", &number),
                Step::Question { id, .. } if args.yes => {
                    wish.answer(AgentAction::ConfirmDial { dial: id, device: None }).await?;
                }
                Step::Question { id, warnings } => {
                    wish.answer(AgentAction::DismissDial { dial: id }).await?;
                    let why: Vec<String> = warnings.iter().map(warning).collect();
                    let first = out::words().say("ctl-dial-confirm", &[]);
                    return Err(Stop::new(Exit::No, format!("{first} {}", why.join(" "))));
                }
                Step::Failed { id, problem } => {
                    wish.answer(AgentAction::DismissDial { dial: id }).await?;
                    let away = problem.code == ProblemCode::PhoneUnreachable;
                    return Err(Stop::problem(if away { Exit::Unreachable } else { Exit::No }, &problem));
                }
                Step::Rings { number } => {
                    told.tell("ctl-dial-rings", &number);
                    return Ok(Exit::Ok);
                }
                Step::Talks { number } => {
                    told.tell("ctl-dial-talks", &number);
                    return Ok(Exit::Ok);
                }
                Step::Gone => {}
            }
        }
        Err(nobody())
    };
    timeout(CALL_MAX, followed).await.unwrap_or_else(|_| Err(nobody()))
}

/// How far a wish to call came.
pub(crate) enum Step {
    /// The phone system was told to call.
    Asked {
        number: String,
    },
    /// A person is asked first.
    Question {
        id: DialId,
        warnings: Vec<DialWarningView>,
    },
    Failed {
        id: DialId,
        problem: Problem,
    },
    Rings {
        number: String,
    },
    Talks {
        number: String,
    },
    /// It was taken back, and no call came of it.
    Gone,
}

/// A wish to call that the program which runs the profile was told of.
pub(crate) struct Wish {
    asking: LocalClient,
    views: Watch,
    before: View,
    /// A wish of before that is another one.
    known: Option<u64>,
    dial: Option<u64>,
}

impl Wish {
    /// Tells it; `None` when no program runs the profile.
    pub(crate) async fn make(
        profile: &Profile,
        number: String,
        source: DialSource,
    ) -> Result<Option<Self>, LocalError> {
        let Some(mut asking) = LocalClient::connect(profile).await else { return Ok(None) };
        let Some(watching) = LocalClient::connect(profile).await else { return Ok(None) };
        let before = asking.view().await?;
        let views = watching.watch().await?;
        let (dial, known) = match &before.dial {
            Some(dial) if is_wished_already(dial, &number) => (Some(dial.id), None),
            other => (None, other.as_ref().map(|dial| dial.id)),
        };
        asking.ask(&Request::Act(AgentAction::Dial { number, source })).await?;
        Ok(Some(Self { asking, views, before, known, dial }))
    }

    pub(crate) async fn answer(&mut self, action: AgentAction) -> Result<(), LocalError> {
        self.asking.ask(&Request::Act(action)).await.map(|_| ())
    }

    /// The next step, which may be the one before once more; `None` when that program ended.
    pub(crate) async fn next(&mut self) -> Result<Option<Step>, LocalError> {
        while let Some(mut told) = self.views.next().await? {
            let Ok(view) = serde_json::from_value::<View>(told["view"].take()) else { continue };
            if let Some(step) = self.step(&view) {
                return Ok(Some(step));
            }
        }
        Ok(None)
    }

    fn step(&mut self, view: &View) -> Option<Step> {
        let wish = view.dial.as_ref().filter(|dial| Some(dial.id) != self.known);
        let Some(dial) = wish else {
            return self.dial.map(|_| self.call(view).map_or(Step::Gone, became));
        };
        self.dial = Some(dial.id);
        let id = DialId(dial.id);
        match &dial.state {
            DialStateView::Checking => None,
            DialStateView::Asked => Some(Step::Asked { number: dial.number.shown.clone() }),
            DialStateView::Question { warnings } => Some(Step::Question { id, warnings: warnings.clone() }),
            DialStateView::Failed { problem, .. } => Some(Step::Failed { id, problem: problem.clone() }),
        }
    }

    /// The call that the wish became.
    fn call<'a>(&self, view: &'a View) -> Option<&'a CallView> {
        let is_new = |call: &&CallView| self.before.pop.iter().all(|known| known.id != call.id);
        view.pop.iter().filter(is_new).find(|call| call.direction == DirectionView::Outbound)
    }
}

/// The companion takes a number that it is calling just now for the same wish.
fn is_wished_already(dial: &DialView, number: &str) -> bool {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let number = digits(number);
    let number = number.trim_start_matches('0');
    let begun = matches!(dial.state, DialStateView::Checking | DialStateView::Asked);
    begun && !number.is_empty() && digits(&dial.number.copied).ends_with(number)
}

fn became(call: &CallView) -> Step {
    let number = call.number.shown.clone();
    if matches!(call.phase, Phase::Talking { .. }) { Step::Talks { number } } else { Step::Rings { number } }
}

/// What was told last, so that nothing is told twice.
struct Told {
    step: Option<&'static str>,
    json: bool,
}

impl Told {
    fn tell(&mut self, step: &'static str, number: &str) {
        if self.step.replace(step) == Some(step) {
            return;
        }
        if self.json {
            out::json(&json!({ "step": step.trim_start_matches("ctl-dial-"), "number": number }));
        } else {
            out::line(&out::words().say(step, &[("number", number)]));
        }
    }
}

fn warning(warning: &DialWarningView) -> String {
    let words = out::words();
    match warning {
        DialWarningView::Outside => words.say("ctl-dial-warning-outside", &[]),
        DialWarningView::NeverCall => words.say("dial-warning-never", &[]),
        DialWarningView::Premium => words.say("dial-warning-premium", &[]),
        DialWarningView::Service => words.say("dial-warning-service", &[]),
        DialWarningView::DoNotCall { name } => words.say("dial-warning-do-not-call", &[("name", name)]),
    }
}
