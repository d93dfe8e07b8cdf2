//! Two records of one entry: which one stays. A write whose answer was lost may be carried out
//! after its repeat; what is removed then is ours alone, and nobody's work.

use jiff::{SignedDuration, Timestamp};

/// Rules of an org touch a new record within its own transaction; what changed it later was a
/// person, or is taken for one.
pub(crate) const TOUCHED_AFTER: SignedDuration = SignedDuration::from_secs(5);

/// A record in the CRM under one of our keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    pub id: String,
    /// Made by the user who is signed in here.
    pub ours: bool,
    pub created: Timestamp,
    pub modified: Timestamp,
}

impl Written {
    fn is_edited(&self) -> bool {
        self.modified.duration_since(self.created) > TOUCHED_AFTER
    }
}

/// What becomes of the records of one key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The record that is the entry's. Another user's only where there is none of ours.
    pub id: String,
    /// Ours, made twice, and untouched.
    pub remove: Vec<String>,
    /// Ours as well, and somebody has worked on each: a person decides which one stays.
    pub rivals: Vec<String>,
    /// Made by others. They are never touched.
    pub foreign: Vec<String>,
}

impl Kept {
    /// More than one stays until a person decides.
    #[must_use]
    pub fn is_left(&self) -> bool {
        !self.rivals.is_empty() || !self.foreign.is_empty()
    }

    /// Whether this record is one of them.
    #[must_use]
    pub fn names(&self, record: &str) -> bool {
        let others = [&self.remove, &self.rivals, &self.foreign];
        self.id == record || others.into_iter().flatten().any(|id| id == record)
    }

    /// What goes when a person, to whom `shown` were shown, keeps this record: all of ours but it.
    /// `None`: it is not among those to choose from, or there is nothing to choose.
    #[must_use]
    pub fn without(&self, chosen: &str, shown: &[String]) -> Option<Vec<String>> {
        let may_stay = self.id == chosen || self.rivals.iter().any(|rival| rival == chosen);
        let all = [&self.id].into_iter().chain(&self.rivals).chain(&self.remove);
        let gone = all.filter(|id| *id != chosen && shown.contains(id)).cloned();
        (may_stay && !self.rivals.is_empty()).then(|| gone.collect())
    }
}

/// The oldest of our own stays, as others may have seen it, unless only a later one was edited.
/// What another user made is never removed, and nothing of ours goes because of it: it may be about
/// something else. What anybody edited is never removed. `None`: there is no record.
#[must_use]
pub fn kept(records: &[Written]) -> Option<Kept> {
    let mut records: Vec<&Written> = records.iter().collect();
    records.sort_by(|a, b| (a.created, &a.id).cmp(&(b.created, &b.id)));
    let mut own = records.iter().filter(|record| record.ours);
    let oldest = own.clone().next().or(records.first())?;
    let kept = own.find(|record| record.is_edited()).unwrap_or(oldest);
    let others = |which: fn(&Written) -> bool| {
        let others = records.iter().filter(|record| record.id != kept.id && which(record));
        others.map(|record| record.id.clone()).collect()
    };
    Some(Kept {
        id: kept.id.clone(),
        remove: others(|record| record.ours && !record.is_edited()),
        rivals: others(|record| record.ours && record.is_edited()),
        foreign: others(|record| !record.ours),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use proptest::prelude::*;

    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn record(id: &str, ours: bool, created: i64, modified: i64) -> Written {
        Written { id: id.into(), ours, created: at(created), modified: at(modified) }
    }

    #[test]
    fn the_younger_of_our_own_goes_and_nobodys_work_does() {
        for (what, records, keep, remove, left) in [
            ("one", vec![record("a", true, 0, 0)], "a", vec![], false),
            ("two", vec![record("b", true, 9, 9), record("a", true, 0, 0)], "a", vec!["b"], false),
            ("at once", vec![record("b", true, 0, 0), record("a", true, 0, 0)], "a", vec!["b"], false),
            (
                "younger edited",
                vec![record("a", true, 0, 0), record("b", true, 9, 90)],
                "b",
                vec!["a"],
                false,
            ),
            ("older edited", vec![record("a", true, 0, 90), record("b", true, 9, 9)], "a", vec!["b"], false),
            ("both edited", vec![record("a", true, 0, 90), record("b", true, 9, 99)], "a", vec![], true),
            (
                "a rule's touch",
                vec![record("a", true, 0, 1), record("b", true, 9, 10)],
                "a",
                vec!["b"],
                false,
            ),
            ("another's", vec![record("a", false, 0, 0), record("b", true, 9, 9)], "b", vec![], true),
            ("younger another's", vec![record("a", true, 0, 0), record("b", false, 9, 9)], "a", vec![], true),
            (
                "ours twice beside another's",
                vec![record("a", false, 0, 0), record("b", true, 5, 5), record("c", true, 9, 9)],
                "b",
                vec!["c"],
                true,
            ),
            ("only another's", vec![record("a", false, 0, 0), record("b", false, 9, 9)], "a", vec![], true),
        ] {
            let kept = kept(&records).unwrap();
            assert_eq!((kept.id.as_str(), kept.is_left()), (keep, left), "{what}");
            assert_eq!(kept.remove, remove, "{what}");
        }
        assert_eq!(kept(&[]), None);
    }

    #[test]
    fn a_person_decides_between_records_of_ours_that_were_shown() {
        let records = [
            record("a", true, 0, 90),
            record("b", true, 9, 99),
            record("c", true, 20, 20),
            record("x", false, 30, 30),
        ];
        let both = kept(&records).unwrap();
        assert_eq!((both.rivals.as_slice(), both.foreign.as_slice()), (&["b".into()][..], &["x".into()][..]));
        let shown = ["a", "b", "c", "x"].map(String::from);
        assert_eq!(both.without("b", &shown).unwrap(), ["a", "c"]);
        assert_eq!(both.without("a", &shown[..2]).unwrap(), ["b"], "what was not shown stays");
        assert_eq!(both.without("x", &shown), None, "another's is none of ours");
        let one = kept(&records[..1]).unwrap();
        assert_eq!(one.without("a", &shown), None, "nothing to choose");
    }

    proptest! {
        #[test]
        fn one_of_our_own_stays_and_only_its_untouched_doubles_go(
            records in proptest::collection::vec((any::<bool>(), 0..9_i64, 0..20_i64), 1..6),
        ) {
            let records: Vec<_> = records.into_iter().enumerate()
                .map(|(n, (ours, created, more))| record(&n.to_string(), ours, created, created + more))
                .collect();
            let kept = kept(&records).unwrap();
            prop_assert!(!kept.remove.contains(&kept.id));
            let stays = records.iter().find(|record| record.id == kept.id).unwrap();
            prop_assert_eq!(stays.ours, records.iter().any(|record| record.ours));
            for record in &records {
                let removed = kept.remove.contains(&record.id);
                prop_assert!(!removed || (record.ours && !record.is_edited()));
                let younger = (record.created, &record.id) > (stays.created, &stays.id);
                prop_assert!(!removed || younger || (stays.ours && stays.is_edited()));
                prop_assert!(removed || record.id == kept.id || kept.is_left());
            }
        }
    }
}
