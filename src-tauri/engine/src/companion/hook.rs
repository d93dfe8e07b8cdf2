//! Starts the second source of calls, and carries to the loop what comes of it.

use domain::call::Heard;
use domain::settings::Settings;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::controller::{Event, Handle};
use crate::phone::hook::{ClosingWords, Door, Hook, HookConfig, HookState, PathSecret};
use crate::signin::{Keychain, KeychainError, hook_secret};
use crate::words::{Words, language};

/// What is listened to, with the secret out of the keychain.
///
/// # Errors
/// When the keychain is locked or does not work.
pub async fn hook_config(settings: &Settings, keychain: &Keychain) -> Result<HookConfig, KeychainError> {
    let secret = hook_secret(keychain).await?;
    let words = Words::new(language(settings.look.language));
    let words = ClosingWords {
        language: words.say("language-tag", &[]),
        may_be_closed: words.say("done-page-call", &[]),
    };
    Ok(HookConfig::new(&settings.phone.hook, PathSecret::new(secret.reveal().to_owned()), words))
}

/// Starts what is set; `None` when nothing is, and the keychain is left alone.
///
/// # Errors
/// As [`hook_config`].
pub async fn start_hook(
    door: &Door,
    settings: &Settings,
    keychain: &Keychain,
) -> Result<Option<Hook>, KeychainError> {
    let hook = &settings.phone.hook;
    if !hook.enabled && !hook.links && hook.lan_address.is_empty() {
        return Ok(None);
    }
    let config = hook_config(settings, keychain).await?;
    Ok(Some(Hook::start(door, &config).await))
}

/// Carries to the loop what is heard, and whether anything can be.
pub(super) fn spawn(
    tasks: &mut JoinSet<()>,
    heard: mpsc::Receiver<Heard>,
    hook: Option<&Hook>,
    handle: &Handle,
    cancel: &CancellationToken,
) {
    tasks.spawn(forward_heard(heard, handle.clone(), cancel.child_token()));
    if let Some(hook) = hook {
        tasks.spawn(forward_state(hook.state(), handle.clone(), cancel.child_token()));
    }
}

async fn forward_heard(mut heard: mpsc::Receiver<Heard>, handle: Handle, cancel: CancellationToken) {
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

async fn forward_state(mut state: watch::Receiver<HookState>, handle: Handle, cancel: CancellationToken) {
    loop {
        let now = state.borrow_and_update().clone();
        handle.send(Event::Hook(now)).await;
        tokio::select! {
            changed = state.changed() => if changed.is_err() { return },
            () = cancel.cancelled() => return,
        }
    }
}
