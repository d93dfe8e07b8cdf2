//! The loop that takes steps on written entries, as a part of a link.

use std::sync::Arc;

use tokio::sync::mpsc;

use super::Running;
use crate::amend::{AmendNews, Amender};
use crate::clock::Clock;
use crate::controller::{EVENTS_MAX, Event, Handle};
use crate::crm::Crm;
use crate::outbox::Nudge;
use crate::store::Store;

/// Stands still until it is let run.
pub(super) struct Steps {
    amender: Amender,
    news: mpsc::Receiver<AmendNews>,
}

impl Steps {
    pub(super) fn new(store: Store, crm: Arc<dyn Crm>, clock: Arc<dyn Clock>, nudge: Nudge) -> Self {
        let (told, news) = mpsc::channel(EVENTS_MAX);
        Self { amender: Amender::new(store, crm, told, clock, nudge), news }
    }

    pub(super) fn run(self, running: &Running, handle: &Handle) {
        let Self { amender, mut news } = self;
        let handle = handle.clone();
        running.tasks.spawn(amender.run(running.cancel.clone()));
        running.tasks.spawn(async move {
            while let Some(news) = news.recv().await {
                handle.send(Event::Amended(news)).await;
            }
        });
    }
}
