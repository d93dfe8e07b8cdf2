//! Where everything comes in that a phone tells: the secret is checked, the request is read, the
//! loop is told, and the arrival is remembered for the person who sets a phone up.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::call::{Heard, HeardVerdict};
use tokio::sync::mpsc;

use super::learned::{Arrival, Learned, Origin, Refusal, Verdict};
use super::rate::Bucket;
use super::{HookConfig, PathSecret, parse};
use crate::clock::Clock;

/// Scheme of the addresses this program opens.
pub const LINK_SCHEME: &str = "ringside";
/// What was heard and not taken by the loop yet. It takes one in milliseconds.
pub const HEARD_MAX: usize = 64;

/// The way in. Cheap to clone; all clones are one door. Closed until a hook is started.
#[derive(Clone)]
pub struct Door {
    inner: Arc<Inner>,
}

struct Inner {
    clock: Arc<dyn Clock>,
    heard: mpsc::Sender<Heard>,
    live: Mutex<Live>,
}

struct Live {
    /// `None`: closed.
    secret: Option<PathSecret>,
    links: bool,
    learned: Learned,
    /// Calls that may be told of.
    calls: Bucket,
    /// Refusals that are worth remembering.
    refusals: Bucket,
}

/// What became of a request at the door.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Knock {
    Taken,
    Refused(Refusal),
}

impl std::fmt::Debug for Door {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Door").finish_non_exhaustive()
    }
}

impl Door {
    /// A closed door, and where the loop hears what comes through it.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> (Self, mpsc::Receiver<Heard>) {
        let (heard, told) = mpsc::channel(HEARD_MAX);
        let live = Live {
            secret: None,
            links: false,
            learned: Learned::default(),
            calls: Bucket::CALLS,
            refusals: Bucket::REFUSALS,
        };
        (Self { inner: Arc::new(Inner { clock, heard, live: Mutex::new(live) }) }, told)
    }

    /// Takes an address `ringside://<secret>/<event>?…` that was opened on this computer. True
    /// when it told of a call.
    #[must_use]
    pub fn link(&self, link: &str) -> bool {
        let Some((path, query)) = link_parts(link) else {
            self.refuse(Origin::Link, Refusal::NoEvent);
            return false;
        };
        if !self.live().links {
            self.refuse(Origin::Link, Refusal::LinksOff);
            return false;
        }
        self.knock(Origin::Link, path, query) == Knock::Taken
    }

    /// The last arrivals, newest first.
    #[must_use]
    pub fn learned(&self) -> Vec<Arrival> {
        self.live().learned.newest_first()
    }

    /// What the loop made of an arrival.
    pub fn judged(&self, arrival: u64, verdict: HeardVerdict) {
        self.live().learned.judge(arrival, verdict);
    }

    pub(super) fn open(&self, config: &HookConfig) {
        let mut live = self.live();
        live.secret = config.is_on().then(|| config.secret.clone());
        live.links = config.links;
    }

    pub(super) fn close(&self) {
        let mut live = self.live();
        live.secret = None;
        live.links = false;
    }

    /// Whether a path begins with the secret; nothing is told or remembered.
    pub(super) fn knows(&self, path: &str) -> bool {
        let (secret, _) = split(path);
        self.live().secret.as_ref().is_some_and(|ours| ours.is(secret))
    }

    /// Takes the path and the query of a request.
    pub(super) fn knock(&self, origin: Origin, path: &str, query: &str) -> Knock {
        let now = self.inner.clock.now();
        let (secret, event) = split(path);
        let mut live = self.live();
        if !live.secret.as_ref().is_some_and(|ours| ours.is(secret)) {
            drop(live);
            return self.refuse(origin, Refusal::WrongSecret);
        }
        if !live.calls.take(now.mono) {
            drop(live);
            return self.refuse(origin, Refusal::TooMany);
        }
        let reading = parse::read(event, query);
        let told = match &reading {
            Ok(reading) => {
                let arrival = live.learned.next_id();
                let heard = Heard {
                    arrival,
                    event: reading.event,
                    direction: reading.direction,
                    number: reading.number.clone(),
                    name: reading.name.clone(),
                    call_hint: reading.call_hint.clone(),
                };
                // The loop is told before it can answer: the list is locked until this returns.
                self.inner.heard.try_send(heard).map_err(|_| Refusal::Busy)
            }
            Err(unread) => Err(Refusal::from(*unread)),
        };
        let verdict = match told {
            Ok(()) => Verdict::Told,
            Err(refusal) => Verdict::Refused { refusal },
        };
        live.learned.remember(now.wall, origin, (event, query), reading.ok(), verdict);
        match told {
            Ok(()) => Knock::Taken,
            Err(refusal) => Knock::Refused(refusal),
        }
    }

    /// Remembers that somebody was turned away, unless that happens all the time. Nothing of what
    /// was asked is kept: it may be anybody's.
    pub(super) fn refuse(&self, origin: Origin, refusal: Refusal) -> Knock {
        let now = self.inner.clock.now();
        let mut live = self.live();
        if live.refusals.take(now.mono) {
            live.learned.remember(now.wall, origin, ("", ""), None, Verdict::Refused { refusal });
        }
        Knock::Refused(refusal)
    }

    fn live(&self) -> MutexGuard<'_, Live> {
        self.inner.live.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// `/<secret>/<event>`; a slash at the end is no event.
fn split(path: &str) -> (&str, &str) {
    let path = path.strip_prefix('/').unwrap_or(path);
    let (secret, event) = path.split_once('/').unwrap_or((path, ""));
    (secret, event.trim_end_matches('/'))
}

/// Path and query of one of our addresses. Browsers and shells may add or drop slashes.
fn link_parts(link: &str) -> Option<(&str, &str)> {
    let head = link.get(..LINK_SCHEME.len())?;
    let rest = link.get(LINK_SCHEME.len()..)?.strip_prefix(':')?;
    let rest = rest.trim_start_matches('/');
    let rest = rest.split_once('#').map_or(rest, |(rest, _)| rest);
    head.eq_ignore_ascii_case(LINK_SCHEME).then(|| rest.split_once('?').unwrap_or((rest, "")))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use domain::call::{Direction, HeardEvent};

    use super::*;
    use crate::clock::SystemClock;
    use crate::phone::hook::ClosingWords;

    fn open(links: bool) -> (Door, mpsc::Receiver<Heard>) {
        let (door, heard) = Door::new(Arc::new(SystemClock::new()));
        door.open(&HookConfig {
            loopback: true,
            port: 0,
            links,
            lan: None,
            secret: PathSecret::new("s3cret".into()),
            words: ClosingWords::default(),
        });
        (door, heard)
    }

    #[test]
    fn an_address_of_ours_is_taken_however_it_was_handed_over() {
        let (door, mut heard) = open(true);
        for link in [
            "ringside://s3cret/ring?number=%2B494066969412&name=ACME",
            "RINGSIDE://s3cret/ring/?number=+494066969412&name=ACME",
            "ringside:s3cret/ring?number=+494066969412&name=ACME#top",
            "ringside:///s3cret/ring?number=+494066969412&name=ACME",
        ] {
            assert!(door.link(link), "{link}");
            let told = heard.try_recv().unwrap();
            assert_eq!((told.event, told.direction), (HeardEvent::Began, Some(Direction::Inbound)));
            assert_eq!((told.number.as_deref(), told.name.as_deref()), (Some("+494066969412"), Some("ACME")));
        }
        for link in [
            "ringside://S3cret/ring?number=1",
            "ringside://s3cre/ring",
            "ringside:///ring",
            "ringside://s3cret",
            "ringside",
            "https://s3cret/ring",
            "",
            "ß://",
        ] {
            assert!(!door.link(link), "{link}");
        }
        assert!(heard.try_recv().is_err());
    }

    #[test]
    fn nothing_is_heard_while_it_is_off() {
        let (door, mut heard) = open(false);
        assert!(!door.link("ringside://s3cret/ring?number=1"));
        assert_eq!(door.learned()[0].verdict, Verdict::Refused { refusal: Refusal::LinksOff });
        door.close();
        assert_eq!(door.knock(Origin::Link, "/s3cret/ring", ""), Knock::Refused(Refusal::WrongSecret));
        assert_eq!(door.knock(Origin::Link, "//ring", ""), Knock::Refused(Refusal::WrongSecret));
        assert!(heard.try_recv().is_err());
    }

    #[test]
    fn an_empty_secret_opens_nothing() {
        let (door, _heard) = open(true);
        let mut config = HookConfig::new(
            &domain::settings::HookSettings { enabled: true, ..Default::default() },
            PathSecret::new(String::new()),
            ClosingWords::default(),
        );
        config.links = true;
        door.open(&config);
        assert_eq!(door.knock(Origin::Link, "//ring", ""), Knock::Refused(Refusal::WrongSecret));
    }

    #[test]
    fn what_was_asked_is_kept_without_the_secret() {
        let (door, _heard) = open(true);
        door.knock(Origin::Link, "/s3cret/ring", "number=040123456");
        door.knock(Origin::Link, "/wrong/ring", "number=040654321");
        door.knock(Origin::Link, "/s3cret/mute", "number=1");
        let learned = door.learned();
        let verdicts: Vec<_> = learned.iter().map(|arrival| arrival.verdict).collect();
        assert_eq!(
            verdicts,
            [
                Verdict::Refused { refusal: Refusal::NoEvent },
                Verdict::Refused { refusal: Refusal::WrongSecret },
                Verdict::Told
            ]
        );
        assert_eq!((learned[2].event.as_str(), learned[2].query.as_str()), ("ring", "number=040123456"));
        assert_eq!((learned[1].event.as_str(), learned[1].query.as_str()), ("", ""));
        assert!(!format!("{learned:?}").contains("s3cret"));
        door.judged(learned[2].id, HeardVerdict::Taken);
        assert_eq!(door.learned()[2].verdict, Verdict::Heard { verdict: HeardVerdict::Taken });
    }

    #[test]
    fn a_loop_that_does_not_take_makes_the_door_refuse() {
        let (door, heard) = open(true);
        drop(heard);
        assert_eq!(door.knock(Origin::Link, "/s3cret/ring", ""), Knock::Refused(Refusal::Busy));
    }
}
