//! Keeps the link: opens it, and opens it again, without end and without haste.

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};
use domain::call::{LossReason, PhoneEvent};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep};

use super::Inner;
use super::pace::Pace;
use super::session::{End, Session};
use super::socket::Socket;

/// Tells of calls until nobody listens.
pub(super) async fn keep(inner: &Inner, events: &mpsc::Sender<PhoneEvent>) {
    let mut pauses = pauses(&inner.pace);
    let mut said = None;
    loop {
        let began = Instant::now();
        let (end, was_up) = once(inner, events).await;
        let End::Lost(reason) = end else { return };
        tracing::info!(?reason, "no link to the phone system");
        if was_up || said != Some(reason) {
            said = Some(reason);
            if events.send(PhoneEvent::Lost { reason }).await.is_err() {
                return;
            }
        }
        if was_up && began.elapsed() >= inner.pace.good_after {
            pauses = self::pauses(&inner.pace);
        }
        sleep(pause(reason, &inner.pace, &mut pauses)).await;
    }
}

/// One link; whether it was up before it ended.
async fn once(inner: &Inner, events: &mpsc::Sender<PhoneEvent>) -> (End, bool) {
    match Socket::open(&inner.api, &inner.upgrades).await {
        Ok(socket) => {
            let mut session = Session::new(inner, events, socket);
            let end = session.run().await;
            (end, session.is_up())
        }
        Err(error) => (End::Lost(inner.api.loss(&error).await), false),
    }
}

fn pause(reason: LossReason, pace: &Pace, pauses: &mut ExponentialBackoff) -> Duration {
    match reason {
        LossReason::SharedClient | LossReason::WrongCredentials => pace.pause_careful,
        LossReason::NotConfigured
        | LossReason::Unreachable
        | LossReason::Tls
        | LossReason::CallControlOff
        | LossReason::NoLicence
        | LossReason::NotMonitored
        | LossReason::NotThreeCx
        | LossReason::Dropped => pauses.next().unwrap_or(pace.pause_max).min(pace.pause_max),
    }
}

fn pauses(pace: &Pace) -> ExponentialBackoff {
    let builder =
        ExponentialBuilder::new().with_min_delay(pace.pause_min).with_max_delay(pace.pause_max).with_jitter();
    builder.without_max_times().build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_stay_within_their_bounds() {
        let pace = Pace::default();
        let mut pauses = pauses(&pace);
        let taken: Vec<Duration> = (0..200).map(|_| pause(LossReason::Dropped, &pace, &mut pauses)).collect();
        assert!(taken.iter().all(|pause| (pace.pause_min..=pace.pause_max).contains(pause)), "{taken:?}");
        assert!(taken[0] < Duration::from_secs(2), "{:?}", taken[0]);
        assert!(taken[8..].iter().all(|pause| *pause == pace.pause_max), "{taken:?}");
    }

    #[test]
    fn a_refused_key_is_not_tried_often() {
        let pace = Pace::default();
        let mut pauses = pauses(&pace);
        assert_eq!(pause(LossReason::WrongCredentials, &pace, &mut pauses), Duration::from_secs(60));
        assert_eq!(pause(LossReason::SharedClient, &pace, &mut pauses), Duration::from_secs(60));
    }
}
