//! Random days against the desk: calls in any order, doubled, late and lost events, a link that
//! breaks, a program that is killed. What must hold of every day stands in `Day::check`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod day;
mod journal;
mod org;
mod told;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, FileFailurePersistence};

use day::Day;

/// Who can be at the other end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Other {
    Known,
    Nobody,
    Withheld,
    Colleague,
}

/// One thing that happens.
#[derive(Debug, Clone)]
enum Happens {
    /// A call appears in one of a few places; a busy place stays busy.
    Rings {
        place: usize,
        other: Other,
    },
    Dials {
        place: usize,
        other: Other,
    },
    Connects {
        place: usize,
    },
    /// A colleague picks up what rings here.
    TakenByColleague {
        place: usize,
    },
    Ends {
        place: usize,
    },
    /// The last event comes again.
    Doubled,
    /// A ring of the call that ended last, out of order.
    Late,
    /// The link is lost; what happens meanwhile is not heard.
    LinkLost,
    LinkBack,
    Answered {
        nth: usize,
        reached: bool,
    },
    CrmReady,
    Refused {
        nth: usize,
    },
    Agent {
        nth: usize,
        act: usize,
    },
    /// The program is killed; one place's call may end before it is back.
    Killed {
        ends: usize,
    },
    /// A queue's next wave, or another device: a new leg of the same call.
    Moves {
        place: usize,
    },
    Passes {
        seconds: u64,
    },
}

fn happens() -> impl Strategy<Value = Happens> {
    let other = prop_oneof![
        4 => Just(Other::Known),
        2 => Just(Other::Nobody),
        1 => Just(Other::Withheld),
        1 => Just(Other::Colleague),
    ];
    let place = 0..4_usize;
    prop_oneof![
        6 => (place.clone(), other.clone()).prop_map(|(place, other)| Happens::Rings { place, other }),
        2 => (place.clone(), other).prop_map(|(place, other)| Happens::Dials { place, other }),
        6 => place.clone().prop_map(|place| Happens::Connects { place }),
        1 => place.clone().prop_map(|place| Happens::TakenByColleague { place }),
        5 => place.prop_map(|place| Happens::Ends { place }),
        2 => Just(Happens::Doubled),
        1 => Just(Happens::Late),
        1 => Just(Happens::LinkLost),
        2 => Just(Happens::LinkBack),
        4 => (0..3_usize, any::<bool>()).prop_map(|(nth, reached)| Happens::Answered { nth, reached }),
        1 => Just(Happens::CrmReady),
        1 => (0..3_usize).prop_map(|nth| Happens::Refused { nth }),
        4 => (0..3_usize, 0..9_usize).prop_map(|(nth, act)| Happens::Agent { nth, act }),
        1 => (0..6_usize).prop_map(|ends| Happens::Killed { ends }),
        2 => (0..4_usize).prop_map(|place| Happens::Moves { place }),
        6 => (0..40_u64).prop_map(|seconds| Happens::Passes { seconds }),
    ]
}

proptest! {
    #![proptest_config(Config {
        cases: 400,
        max_shrink_iters: 20_000,
        failure_persistence: Some(Box::new(FileFailurePersistence::Off)),
        ..Config::default()
    })]

    #[test]
    fn whatever_happens_every_call_leaves_its_record_once(script in vec(happens(), 1..60)) {
        let mut day = Day::new();
        for what in script {
            day.happen(what);
        }
        day.finish();
        day.check();
    }

    /// The same day with every event told twice leaves the same records.
    #[test]
    fn doubled_events_leave_the_same_records(script in vec(happens(), 1..40)) {
        let (mut once, mut twice) = (Day::new(), Day::new());
        for what in script {
            if matches!(what, Happens::Doubled | Happens::Late) {
                continue;
            }
            once.happen(what.clone());
            twice.happen(what);
            twice.happen(Happens::Doubled);
        }
        once.finish();
        twice.finish();
        prop_assert_eq!(once.written, twice.written);
    }
}
