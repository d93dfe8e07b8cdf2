//! Desktop notifications, where the pop may not or cannot be shown.

use domain::call::CallId;
use domain::desk::AgentAction;
use engine::screen::Notice;
use engine::words::Words;
use notify_rust::{Hint, Notification, Timeout, Urgency};
use tauri::{AppHandle, Manager};

use crate::{App, windows};

/// How long a ringing call stays on screen, in milliseconds.
const SHOWN_MS: u32 = 20_000;

/// Tells of a ringing call. Waiting for the person's answer blocks, so it has a thread of its own.
pub(crate) fn ringing(app: &AppHandle, notice: Notice) {
    let app = app.clone();
    let spawned = std::thread::Builder::new().name("notice".into()).spawn(move || tell(&app, &notice));
    if let Err(error) = spawned {
        tracing::warn!(%error, "no notification");
    }
}

fn tell(app: &AppHandle, notice: &Notice) {
    let Some(state) = app.try_state::<App>() else { return };
    let Some(handle) = state.handle().cloned() else { return };
    let words = Words::new(handle.views().borrow().look.language);
    let company = notice.company.as_deref().unwrap_or_default();
    let body = words.say("notify-ringing-body", &[("number", &notice.number), ("company", company)]);
    let mut notification = Notification::new();
    notification
        .appname("Ringside")
        .summary(&words.say("notify-ringing", &[("who", &notice.who)]))
        // Servers may read markup in a body: text from outside must not become any.
        .body(&escape(body.trim()))
        .timeout(Timeout::Milliseconds(SHOWN_MS));
    #[cfg(target_os = "linux")]
    notification
        // A later notice of the same call takes the earlier one's place.
        .id(notice_id(notice.call))
        .urgency(Urgency::Critical)
        .hint(Hint::Category("call.incoming".into()))
        .action("default", &words.say("notify-open", &[]));
    #[cfg(target_os = "linux")]
    if notice.can_answer {
        notification.action("answer", &words.say("notify-answer", &[]));
    }
    match notification.show() {
        #[cfg(target_os = "linux")]
        Ok(shown) => {
            let call = notice.call;
            let app = app.clone();
            shown.wait_for_action(move |action| match action {
                "answer" => {
                    let answer = AgentAction::Answer { call: CallId(call) };
                    tauri::async_runtime::spawn(async move { handle.act(answer).await });
                }
                "default" => {
                    let opener = app.clone();
                    let _ = app.run_on_main_thread(move || windows::open_main(&opener));
                }
                _ => {}
            });
        }
        #[cfg(not(target_os = "linux"))]
        Ok(_) => {}
        Err(error) => tracing::warn!(%error, "no notification"),
    }
}

/// Never 0, which asks for a new one.
fn notice_id(call: u64) -> u32 {
    u32::try_from(call % u64::from(u32::MAX)).unwrap_or(0) + 1
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
