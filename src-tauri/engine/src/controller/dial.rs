//! Calls that start here: who it is, from the index alone, and the order to the phone system.

use std::collections::BTreeMap;

use domain::Moment;
use domain::call::PhoneFailure;
use domain::caller::Verdict;
use domain::desk::{DialId, Effect, Input};
use domain::number::Number;
use tokio::sync::oneshot;

use super::{Controller, Event, Handle};
use crate::problem::Problem;
use crate::view::{ColleagueView, SettingValue, colleagues_found};

/// Longest text a colleague is looked for by, in characters.
const TEXT_MAX: usize = 80;

/// What is asked about the ways out of the phone system.
#[derive(Debug)]
pub enum ReachAsk {
    /// What the agent's own phones call themselves.
    Devices { reply: oneshot::Sender<Result<Vec<String>, Problem>> },
    /// To whom a call can be sent.
    Colleagues { text: String, reply: oneshot::Sender<Vec<ColleagueView>> },
}

impl Handle {
    /// What the agent's own phones call themselves.
    ///
    /// # Errors
    /// When the phone system did not say, or the loop has ended: then without a problem.
    pub async fn devices(&self) -> Result<Vec<String>, Option<Problem>> {
        let (reply, answer) = oneshot::channel();
        self.send(Event::Reach(ReachAsk::Devices { reply })).await;
        answer.await.map_err(|_| None)?.map_err(Some)
    }

    /// To whom in the phone system a call can be sent, as typed; `None` when the loop has ended.
    pub async fn colleagues(&self, text: &str) -> Option<Vec<ColleagueView>> {
        let (reply, answer) = oneshot::channel();
        let text = text.chars().take(TEXT_MAX).collect();
        self.send(Event::Reach(ReachAsk::Colleagues { text, reply })).await;
        answer.await.ok()
    }
}

impl Controller {
    /// Asks the index, which answers within the frame; the CRM would hold the call up.
    pub(super) async fn who_is(&mut self, now: Moment, dial: DialId, number: &Number) -> Vec<Effect> {
        let strategy = self.desk.context().settings.matching.strategy;
        let known = match self.near.directory.lookup(number, strategy).await {
            Ok(known) => known,
            Err(error) => {
                self.store_failed(&error, now);
                Vec::new()
            }
        };
        let who = match self.verdict(number, &known).await {
            Verdict::Nobody => Vec::new(),
            Verdict::One { best, .. } => vec![*best],
            Verdict::Several { matches, .. } => matches,
        };
        self.desk.handle(now, Input::WhoIs { dial, who })
    }

    pub(super) fn trust_extension(&self) {
        let never = SettingValue::Text("never".to_owned());
        let change = BTreeMap::from([("dial.extension.ask".to_owned(), never)]);
        // Full or closed: it is asked once more after the next start.
        if self.near.own_changes.try_send(change).is_err() {
            tracing::warn!("that the extension may call was not kept");
        }
    }

    pub(super) fn reach_asked(&self, ask: ReachAsk) {
        let phone = self.near.linked.phone.clone();
        let own = self.desk.context().agent.extension.clone();
        self.spawn(async move {
            // Err of a reply means that nobody waits any more.
            match ask {
                ReachAsk::Devices { reply } => {
                    let told = match phone {
                        Some(phone) => phone.devices().await,
                        None => Err(PhoneFailure::Unreachable),
                    };
                    let _ = reply.send(told.map_err(|failure| Problem::from(&failure)));
                }
                ReachAsk::Colleagues { text, reply } => {
                    let all = match phone {
                        Some(phone) => phone.colleagues().await,
                        None => Vec::new(),
                    };
                    let _ = reply.send(colleagues_found(all, &text, &own));
                }
            }
        });
    }

    pub(super) fn dial(&self, dial: DialId, destination: String, device: String) {
        let (phone, queue) = (self.near.linked.phone.clone(), self.queue.clone());
        self.spawn(async move {
            let result = match phone {
                Some(phone) => phone.dial(&destination, &device).await,
                None => Err(PhoneFailure::Unreachable),
            };
            // Err: the loop has ended.
            let _ = queue.send(Event::Dialled { dial, result }).await;
        });
    }
}
