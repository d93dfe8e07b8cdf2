//! What the second source of calls is set to, and what comes of it on its way to the loop.

use domain::call::Heard;
use domain::settings::Settings;
use tokio::sync::{mpsc, watch};
use tokio_util::sync::CancellationToken;

use crate::controller::{Event, Handle};
use crate::phone::hook::{ClosingWords, HookConfig, HookState, PathSecret};
use crate::signin::Secret;
use crate::words::{Words, language};

/// What is listened to.
pub(crate) fn hook_config(settings: &Settings, secret: &Secret) -> HookConfig {
    let words = Words::new(language(settings.look.language));
    let words = ClosingWords {
        language: words.say("language-tag", &[]),
        may_be_closed: words.say("done-page-call", &[]),
    };
    HookConfig::new(&settings.phone.hook, PathSecret::new(secret.reveal().to_owned()), words)
}

/// Carries to the loop what is heard.
pub(super) async fn forward_heard(
    mut heard: mpsc::Receiver<Heard>,
    handle: Handle,
    cancel: CancellationToken,
) {
    loop {
        tokio::select! {
            told = heard.recv() => match told {
                Some(heard) => handle.send(Event::Heard(heard)).await,
                None => return,
            },
            () = cancel.cancelled() => return,
        }
    }
}

/// Carries to the loop whether anything can be heard.
pub(crate) async fn forward_state(
    mut state: watch::Receiver<HookState>,
    handle: Handle,
    cancel: CancellationToken,
) {
    loop {
        let now = state.borrow_and_update().clone();
        handle.send(Event::Hook(now)).await;
        tokio::select! {
            changed = state.changed() => if changed.is_err() { return },
            () = cancel.cancelled() => return,
        }
    }
}
