//! The link to the phone system, running: what it tells goes into the loop's queue, and chats are
//! read while it is up.

use std::sync::Arc;

use domain::call::PhoneEvent;
use tokio::sync::{mpsc, watch};

use super::{Connections, PhoneLink};
use crate::chats::Poller;
use crate::controller::{ChatEvent, Event, Handle};
use crate::phone::{EVENTS_MAX, PhoneSystem};

/// Runs the link; says whether there is one just now.
pub(super) fn run(link: &PhoneLink, handle: &Handle) -> watch::Receiver<bool> {
    let (events, mut told) = mpsc::channel(EVENTS_MAX);
    let (up, linked) = watch::channel(false);
    let (system, cancel, handle) = (link.system.clone(), link.running.cancel.clone(), handle.clone());
    link.running.tasks.spawn(async move { system.run(events, cancel).await });
    link.running.tasks.spawn(async move {
        while let Some(event) = told.recv().await {
            match event {
                PhoneEvent::Connected { .. } => drop(up.send_replace(true)),
                PhoneEvent::Lost { .. } => drop(up.send_replace(false)),
                PhoneEvent::Snapshot { .. } | PhoneEvent::LegChanged { .. } | PhoneEvent::LegGone { .. } => {}
            }
            handle.send(Event::Phone(event)).await;
        }
    });
    linked
}

impl Connections {
    pub(super) fn run_chats(&self, link: &PhoneLink, linked: watch::Receiver<bool>, handle: &Handle) {
        let (store, clock) = (self.store.clone(), Arc::clone(&self.clock));
        let (wanted, nudge) = (self.chats.subscribe(), self.chat_nudge.clone());
        let poller = Poller::new(link.system.chats(), wanted, linked, nudge, store, clock);
        let (handle, cancel) = (handle.clone(), link.running.cancel.clone());
        let tell = move |news| {
            let handle = handle.clone();
            async move { handle.send(Event::Chat(ChatEvent::News(news))).await }
        };
        link.running.tasks.spawn(poller.run(tell, cancel));
    }
}
