//! The sync of the index as part of the link to the CRM: what the settings say of it, what wakes
//! it, and whom it tells.

use std::time::Duration;

use domain::settings::Settings;
use tokio_util::sync::CancellationToken;

use crate::controller::{Event, Handle};
use crate::directory::sync::{SyncHandle, Wanted};
use crate::signin::{SignIn, SignInState};

/// A sync tells of every few hundred people; a screen that shows its progress needs less.
const INDEX_TOLD_EVERY: Duration = Duration::from_secs(1);

pub(super) fn wanted(settings: &Settings) -> Wanted {
    Wanted {
        on: settings.index.sync,
        every: Duration::from_secs(60 * u64::from(settings.index.every_min)),
        home: settings.matching.default_region.clone(),
    }
}

/// Somebody who signs in need not wait for the next time.
pub(super) async fn wake(sign_in: SignIn, index: SyncHandle, cancel: CancellationToken) {
    let mut state = sign_in.state();
    loop {
        tokio::select! {
            changed = state.changed() => if changed.is_err() { return },
            () = cancel.cancelled() => return,
        }
        if matches!(*state.borrow_and_update(), SignInState::SignedIn { .. }) {
            index.wake().await;
        }
    }
}

/// Tells the loop that the index changed.
pub(super) async fn forward(index: SyncHandle, handle: Handle, cancel: CancellationToken) {
    let mut doing = index.doing();
    loop {
        tokio::select! {
            changed = doing.changed() => if changed.is_err() { return },
            () = cancel.cancelled() => return,
        }
        handle.send(Event::IndexChanged).await;
        tokio::select! {
            () = tokio::time::sleep(INDEX_TOLD_EVERY) => {}
            () = cancel.cancelled() => return,
        }
    }
}
