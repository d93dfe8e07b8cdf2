//! Calls that start here: who it is, from the index alone, and the order to the phone system.

use std::collections::BTreeMap;

use domain::Moment;
use domain::call::PhoneFailure;
use domain::caller::Verdict;
use domain::desk::{DialId, Effect, Input};
use domain::number::Number;

use super::{Controller, Event};
use crate::view::SettingValue;

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
