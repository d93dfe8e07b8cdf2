//! `dial`: a call, by the program that runs the profile, and how far it came.

use std::path::PathBuf;
use std::time::Duration;

use domain::desk::{AgentAction, DialId};
use domain::dial::DialSource;
use engine::local::{LocalClient, Request};
use engine::problem::ProblemCode;
use engine::view::{CallView, DialStateView, DialView, DialWarningView, DirectionView, Phase, View};
use serde_json::json;
use tokio::time::timeout;

use crate::out::{self, Exit, Stop};
use crate::profile;

/// The companion itself gives a call up sooner.
const CALL_MAX: Duration = Duration::from_secs(60);

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
    let mut asking = LocalClient::connect(&profile).await.ok_or_else(nobody)?;
    let watching = LocalClient::connect(&profile).await.ok_or_else(nobody)?;
    let before = asking.view().await?;
    let mut views = watching.watch().await?;
    let wish = AgentAction::Dial { number: args.number, source: DialSource::Terminal };
    asking.ask(&Request::Act(wish)).await?;
    let mut steps = Steps { before, dial: None, told: None, yes: args.yes, json };
    let followed = async {
        while let Some(mut told) = views.next().await? {
            let Ok(view) = serde_json::from_value::<View>(told["view"].take()) else { continue };
            if let Some(exit) = steps.follow(&view, &mut asking).await? {
                return Ok(exit);
            }
        }
        Err(nobody())
    };
    timeout(CALL_MAX, followed).await.unwrap_or_else(|_| Err(nobody()))
}

/// How far the call came, and what was told of it.
struct Steps {
    before: View,
    /// The wish, once it was seen.
    dial: Option<u64>,
    told: Option<&'static str>,
    yes: bool,
    json: bool,
}

impl Steps {
    async fn follow(&mut self, view: &View, asking: &mut LocalClient) -> Result<Option<Exit>, Stop> {
        let known = self.before.dial.as_ref().map(|dial| dial.id);
        let wish = view.dial.as_ref().filter(|dial| Some(dial.id) != known);
        match (wish, self.dial) {
            (Some(dial), _) => {
                self.dial = Some(dial.id);
                self.wished(dial, asking).await
            }
            (None, Some(_)) => Ok(self.call(view).map(|call| {
                let talks = matches!(call.phase, Phase::Talking { .. });
                self.tell(if talks { "ctl-dial-talks" } else { "ctl-dial-rings" }, &call.number.shown);
                Exit::Ok
            })),
            (None, None) => Ok(None),
        }
    }

    async fn wished(&mut self, dial: &DialView, asking: &mut LocalClient) -> Result<Option<Exit>, Stop> {
        let id = DialId(dial.id);
        match &dial.state {
            DialStateView::Checking => Ok(None),
            DialStateView::Asked => {
                self.tell("ctl-dial-asked", &dial.number.shown);
                Ok(None)
            }
            DialStateView::Question { .. } if self.yes => {
                asking.ask(&Request::Act(AgentAction::ConfirmDial { dial: id, device: None })).await?;
                Ok(None)
            }
            DialStateView::Question { warnings } => {
                asking.ask(&Request::Act(AgentAction::DismissDial { dial: id })).await?;
                let why: Vec<String> = warnings.iter().map(warning).collect();
                let first = out::words().say("ctl-dial-confirm", &[]);
                Err(Stop::new(Exit::No, format!("{first} {}", why.join(" "))))
            }
            DialStateView::Failed { problem, .. } => {
                asking.ask(&Request::Act(AgentAction::DismissDial { dial: id })).await?;
                let away = problem.code == ProblemCode::PhoneUnreachable;
                Err(Stop::problem(if away { Exit::Unreachable } else { Exit::No }, problem))
            }
        }
    }

    /// The call that the wish became.
    fn call<'a>(&self, view: &'a View) -> Option<&'a CallView> {
        let is_new = |call: &&CallView| self.before.pop.iter().all(|known| known.id != call.id);
        view.pop.iter().filter(is_new).find(|call| call.direction == DirectionView::Outbound)
    }

    fn tell(&mut self, step: &'static str, number: &str) {
        if self.told.replace(step) == Some(step) {
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
