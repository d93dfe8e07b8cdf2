//! What may be done to a record after it was written: field by field, and never over what a person
//! changed in the CRM since.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{About, DESCRIPTION_MAX};

/// How long after it was written an entry can be taken back.
pub const UNDO_FOR: Duration = Duration::from_secs(10 * 60);

/// Rules of an org touch a record within the transaction that wrote it; what changed it later was
/// a person, or is taken for one.
const TOUCHED_AFTER: SignedDuration = SignedDuration::from_secs(5);

/// Stands between what a person made of a text and what came late.
const LINE: &str = "\n\n---\n";

/// What is to be done to a written record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum Change {
    /// Take it back, if nobody has worked on it.
    Remove,
    /// Another person, or nobody. Everything else stays as it is there.
    Move { about: About },
    /// A later text. `addition` is what it says beyond the text as it was written.
    Text { description: String, addition: String },
}

/// A record as it stands in the CRM now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub created: Timestamp,
    pub modified: Timestamp,
    /// By the signed-in user.
    pub modified_by_us: bool,
    pub description: String,
    pub about: About,
}

/// Whether the record is as we left it. `left` is when we ourselves last changed it, by the CRM's
/// clock.
#[must_use]
pub fn is_untouched(standing: &Standing, left: Option<Timestamp>) -> bool {
    let ours = [Some(standing.created), left].into_iter().flatten();
    let since = ours.max().unwrap_or(standing.created);
    standing.modified_by_us && standing.modified.duration_since(since) <= TOUCHED_AFTER
}

/// The text the record gets, or `None` when it stays as it is. What a person wrote is kept: a text
/// that is not ours any more is added to, once.
#[must_use]
pub fn merged_text(there: &str, wrote: &str, wanted: &str, addition: &str) -> Option<String> {
    let (now, ours) = (plain(there), plain(wrote));
    if now == plain(wanted) {
        return None;
    }
    if now == ours {
        return Some(wanted.to_owned());
    }
    let addition = plain(addition);
    if addition.is_empty() || now.contains(&addition) {
        return None;
    }
    let room = DESCRIPTION_MAX.checked_sub(there.chars().count() + LINE.len())?;
    let kept = super::compose::shortened(&addition, room);
    (room > 0).then(|| format!("{}{LINE}{kept}", there.trim_end()))
}

/// What a later text says beyond an earlier one: its end, or the notes where more than the end
/// changed.
#[must_use]
pub fn addition(wrote: &str, wanted: &str, notes: &str) -> String {
    match plain(wanted).strip_prefix(&plain(wrote)) {
        Some(more) => more.trim().to_owned(),
        None => notes.trim().to_owned(),
    }
}

/// As texts compare: the CRM may give line ends another form, and trims.
fn plain(text: &str) -> String {
    text.replace("\r\n", "\n").trim().to_owned()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use proptest::prelude::*;

    use super::*;

    fn standing(created: i64, modified: i64, modified_by_us: bool) -> Standing {
        let at = |second| Timestamp::from_second(second).unwrap();
        Standing {
            created: at(created),
            modified: at(modified),
            modified_by_us,
            description: String::new(),
            about: About::Nobody,
        }
    }

    #[test]
    fn a_record_is_as_we_left_it_or_somebody_worked_on_it() {
        let left = |second| Some(Timestamp::from_second(second).unwrap());
        for (what, standing, left, untouched) in [
            ("as written", standing(100, 100, true), None, true),
            ("touched by a rule of the org", standing(100, 104, true), None, true),
            ("edited a minute later", standing(100, 160, true), None, false),
            ("edited at once by somebody else", standing(100, 100, false), None, false),
            ("changed by us", standing(100, 160, true), left(160), true),
            ("edited after we changed it", standing(100, 190, true), left(160), false),
            ("changed by us, then by somebody else", standing(100, 160, false), left(160), false),
        ] {
            assert_eq!(is_untouched(&standing, left), untouched, "{what}");
        }
    }

    #[test]
    fn a_late_text_replaces_ours_and_is_added_to_a_persons() {
        let (wrote, wanted, more) = ("Answered call", "Answered call\nCall back on Friday", "Call back on Friday");
        let added = "Answered call, spoke to Ana\n\n---\nCall back on Friday";
        for (there, becomes) in [
            ("Answered call", Some(wanted)),
            ("Answered call\r\n", Some(wanted)),
            (wanted, None),
            ("Answered call\r\nCall back on Friday", None),
            ("Answered call, spoke to Ana", Some(added)),
            (added, None),
            ("", Some("\n\n---\nCall back on Friday")),
        ] {
            assert_eq!(merged_text(there, wrote, wanted, more).as_deref(), becomes, "{there:?}");
        }
        assert_eq!(merged_text("Edited", wrote, "Answered", ""), None, "nothing is taken away from a person");
    }

    #[test]
    fn what_comes_late_is_the_end_or_the_notes() {
        assert_eq!(addition("a\nnote", "a\nnote and more", "note and more"), "and more");
        assert_eq!(addition("a\nnote", "a\nother", "other"), "other");
        assert_eq!(addition("a", "a", "x"), "");
    }

    #[test]
    fn a_full_text_is_not_cut_for_what_comes_late() {
        let full = "x".repeat(DESCRIPTION_MAX);
        assert_eq!(merged_text(&full, "y", "y z", "z"), None);
        let nearly = "x".repeat(DESCRIPTION_MAX - 20);
        let text = merged_text(&nearly, "y", "y z", &"z".repeat(40)).unwrap();
        assert!(text.starts_with(&nearly) && text.ends_with('…'));
        assert!(text.chars().count() <= DESCRIPTION_MAX);
    }

    proptest! {
        #[test]
        fn an_edited_text_stays_whole_and_twice_is_once(
            there in ".{0,60}", wrote in ".{0,60}", wanted in ".{0,60}", more in ".{0,60}",
        ) {
            if let Some(text) = merged_text(&there, &wrote, &wanted, &more) {
                prop_assert!(plain(&there) == plain(&wrote) || text.starts_with(there.trim_end()));
                prop_assert_eq!(merged_text(&text, &wrote, &wanted, &more), None);
            }
        }
    }
}
