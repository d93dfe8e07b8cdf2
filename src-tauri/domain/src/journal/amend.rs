//! What may be done to a record after it was written: field by field, and never over what a person
//! changed in the CRM since.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{About, DESCRIPTION_MAX, EXTRA_MAX, Entry, SUBJECT_MAX, shortened};
use crate::outbox::TOUCHED_AFTER;

/// How long after it was written an entry can be taken back.
pub const UNDO_FOR: Duration = Duration::from_secs(10 * 60);

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
    Text {
        description: String,
        addition: String,
        /// The subject, where it reads otherwise now.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        subject: Option<String>,
        /// Further fields that hold something else now, by their API names.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        extra: Vec<(String, String)>,
    },
}

/// A field of a written record that gets another value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    pub name: String,
    pub wrote: String,
    pub wanted: String,
}

/// What becomes of such a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Merge {
    /// It holds the value already.
    Done,
    /// It is as we wrote it, and gets the value.
    Change,
    /// Somebody else put something there: it stays.
    Kept,
}

impl Wish {
    /// What of a later entry its fields are to hold that each hold one value.
    #[must_use]
    pub fn all(wrote: &Entry, subject: Option<&str>, extra: &[(String, String)]) -> Vec<Self> {
        let subject = subject.map(|wanted| Self {
            name: "Subject".to_owned(),
            wrote: wrote.subject.clone(),
            wanted: wanted.to_owned(),
        });
        let extra = extra.iter().map(|(name, wanted)| Self {
            name: name.clone(),
            wrote: value_of(&wrote.extra, name).unwrap_or_default().to_owned(),
            wanted: wanted.clone(),
        });
        subject.into_iter().chain(extra).collect()
    }

    /// A value that is ours alone is replaced, any other is left.
    #[must_use]
    pub fn merge(&self, there: &str) -> Merge {
        let now = plain(there);
        if now == plain(&self.wanted) {
            Merge::Done
        } else if now == plain(&self.wrote) {
            Merge::Change
        } else {
            Merge::Kept
        }
    }
}

/// The value under this name, whatever its capitals.
#[must_use]
pub fn value_of<'a>(extra: &'a [(String, String)], name: &str) -> Option<&'a str> {
    extra.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
}

impl Entry {
    /// What its subject and further fields say otherwise than they did as written. Nothing is taken
    /// away.
    #[must_use]
    pub fn beyond(&self, wrote: &Self) -> (Option<String>, Vec<(String, String)>) {
        let subject = (self.subject != wrote.subject).then(|| self.subject.clone());
        let is_new = |(name, value): &&(String, String)| value_of(&wrote.extra, name) != Some(value.as_str());
        (subject, self.extra.iter().filter(is_new).cloned().collect())
    }

    /// A step was taken on its record, except for the fields in `kept`.
    pub fn took(&mut self, change: Change, kept: &[String]) {
        let is_kept = |name: &str| kept.iter().any(|kept| kept == name);
        match change {
            Change::Remove => {}
            Change::Move { about } => self.about = about,
            Change::Text { description, subject, extra, .. } => {
                if !is_kept("Description") {
                    self.description = description;
                }
                if let Some(subject) = subject.filter(|_| !is_kept("Subject")) {
                    self.subject = subject;
                }
                for (name, value) in extra.into_iter().filter(|(name, _)| !is_kept(name)) {
                    self.extra.retain(|(known, _)| !known.eq_ignore_ascii_case(&name));
                    self.extra.push((name, value));
                }
            }
        }
    }
}

/// Whether a text, as it is left, does not say what was to be added to it. Other words for what it says
/// already are not missed.
#[must_use]
pub fn lacks(left: &str, wanted: &str, addition: &str) -> bool {
    let (left, addition) = (plain(left), plain(addition));
    left != plain(wanted) && !addition.is_empty() && !left.contains(&addition)
}

/// A record as it stands in the CRM now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub created: Timestamp,
    pub modified: Timestamp,
    /// By the signed-in user, like the next.
    pub created_by_us: bool,
    pub modified_by_us: bool,
    pub description: String,
    pub subject: String,
    /// Those of the further fields that were asked for.
    pub extra: Vec<(String, String)>,
    pub links: Links,
}

/// The records an activity hangs on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Links {
    pub who: Option<String>,
    pub what: Option<String>,
}

impl From<&About> for Links {
    fn from(about: &About) -> Self {
        match about {
            About::Nobody => Self::default(),
            About::Who { id } => Self { who: Some(id.clone()), what: None },
            About::What { id } => Self { who: None, what: Some(id.clone()) },
            About::Both { who, what } => Self { who: Some(who.clone()), what: Some(what.clone()) },
        }
    }
}

/// What becomes of a record that is to hang on somebody else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relink {
    /// It does already.
    Done,
    /// Somebody else linked it anew in the CRM.
    Kept,
    /// These of its links change; the others are not ours.
    Change { who: bool, what: bool },
}

/// Changes only what we wrote ourselves and what is still as we wrote it.
#[must_use]
pub fn relink(there: &Links, wrote: &Links, wanted: &Links) -> Relink {
    let (who, what) = (wrote.who != wanted.who, wrote.what != wanted.what);
    if (!who || there.who == wanted.who) && (!what || there.what == wanted.what) {
        Relink::Done
    } else if (who && there.who != wrote.who) || (what && there.what != wrote.what) {
        Relink::Kept
    } else {
        Relink::Change { who, what }
    }
}

/// What a person changes of an entry that was not sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryEdit {
    pub subject: String,
    pub description: String,
    /// The field that was refused, by its API name, and its new value.
    #[serde(default)]
    pub field: Option<(String, String)>,
}

impl Entry {
    /// Takes over what a person changed, within what the CRM's fields hold.
    pub fn edit(&mut self, edit: EntryEdit) {
        let subject = edit.subject.split_whitespace().collect::<Vec<_>>().join(" ");
        if !subject.is_empty() {
            self.subject = shortened(&subject, SUBJECT_MAX);
        }
        self.description = shortened(&edit.description, DESCRIPTION_MAX);
        if let Some((name, value)) = edit.field.filter(|(name, _)| is_field_name(name)) {
            self.extra.retain(|(known, _)| !known.eq_ignore_ascii_case(&name));
            self.extra.push((name, shortened(&value, EXTRA_MAX)));
        }
    }
}

/// An API name, of a field that is not edited by itself.
fn is_field_name(name: &str) -> bool {
    const FIELD_NAME_MAX: usize = 80;
    let shaped = name.len() <= FIELD_NAME_MAX
        && name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    shaped && !["Subject", "Description", "Id", "CallObject"].iter().any(|own| name.eq_ignore_ascii_case(own))
}

/// Whether the record is ours, and as we left it. `left` is when we ourselves last changed it, by the CRM's
/// clock.
#[must_use]
pub fn is_untouched(standing: &Standing, left: Option<Timestamp>) -> bool {
    let ours = [Some(standing.created), left].into_iter().flatten();
    let since = ours.max().unwrap_or(standing.created);
    standing.created_by_us
        && standing.modified_by_us
        && standing.modified.duration_since(since) <= TOUCHED_AFTER
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
    let kept = shortened(&addition, room);
    (room > 0).then(|| format!("{}{LINE}{kept}", there.trim_end()))
}

/// What a later text says beyond an earlier one: its end, or what came late where more than the
/// end changed.
#[must_use]
pub fn addition(wrote: &str, wanted: &str, late: &[String]) -> String {
    match plain(wanted).strip_prefix(&plain(wrote)) {
        Some(more) => more.trim().to_owned(),
        None => unsaid(wrote, late).join("\n"),
    }
}

/// Those of the pieces that came late which a text does not hold yet.
#[must_use]
pub fn unsaid(text: &str, late: &[String]) -> Vec<String> {
    let text = plain(text);
    late.iter().map(|piece| plain(piece)).filter(|piece| !text.contains(piece.as_str())).collect()
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
            created_by_us: true,
            modified_by_us,
            description: String::new(),
            subject: String::new(),
            extra: Vec::new(),
            links: Links::default(),
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
            (
                "another user's, though we changed it last",
                Standing { created_by_us: false, ..standing(100, 160, true) },
                left(160),
                false,
            ),
        ] {
            assert_eq!(is_untouched(&standing, left), untouched, "{what}");
        }
    }

    #[test]
    fn a_late_text_replaces_ours_and_is_added_to_a_persons() {
        let (wrote, wanted, more) =
            ("Answered call", "Answered call\nCall back on Friday", "Call back on Friday");
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
    fn a_record_is_linked_anew_where_it_is_as_we_linked_it() {
        let links = |who: &str, what: &str| {
            let id = |id: &str| (!id.is_empty()).then(|| id.to_owned());
            Links { who: id(who), what: id(what) }
        };
        let (nobody, ana, ben, acme) = (links("", ""), links("ana", ""), links("ben", ""), links("", "acme"));
        let change = |who, what| Relink::Change { who, what };
        for (what, there, wrote, wanted, expected) in [
            ("to another", &ana, &ana, &ben, change(true, false)),
            ("to nobody", &ana, &ana, &nobody, change(true, false)),
            ("from an account to a contact", &acme, &acme, &ana, change(true, true)),
            ("done already", &ben, &ana, &ben, Relink::Done),
            ("nothing to do", &ana, &ana, &ana, Relink::Done),
            ("somebody put a case beside", &links("ana", "case"), &ana, &ben, change(true, false)),
            ("somebody linked it elsewhere", &links("cem", ""), &ana, &ben, Relink::Kept),
            ("somebody linked what was nobody", &links("cem", ""), &nobody, &ben, Relink::Kept),
        ] {
            assert_eq!(relink(there, wrote, wanted), expected, "{what}");
        }
    }

    #[test]
    fn an_edit_stays_within_the_fields() {
        let mut entry = Entry {
            key: "k".into(),
            call: crate::call::CallId(1),
            subject: "s".into(),
            description: String::new(),
            direction: crate::call::Direction::Inbound,
            outcome: crate::call::Outcome::Missed,
            disposition: "Missed".into(),
            duration_s: 0,
            day: jiff::civil::date(2026, 11, 22),
            started: Timestamp::UNIX_EPOCH,
            about: About::Nobody,
            kind: super::super::EntryKind::Call,
            internal: false,
            status_open: false,
            extra: Vec::new(),
        };
        let field = |name: &str| Some((name.to_owned(), "Other".to_owned()));
        for (name, extra) in [
            ("Type", vec![("Type".to_owned(), "Other".to_owned())]),
            ("type", vec![("type".to_owned(), "Other".to_owned())]),
            ("CallObject", Vec::new()),
            ("1; DROP", Vec::new()),
        ] {
            entry.extra =
                if extra.is_empty() { Vec::new() } else { vec![("TYPE".into(), "Callback".into())] };
            entry.edit(EntryEdit {
                subject: " a\nb ".into(),
                description: "x".repeat(40_000),
                field: field(name),
            });
            assert_eq!((entry.subject.as_str(), &entry.extra), ("a b", &extra), "{name}");
            assert_eq!(entry.description.chars().count(), DESCRIPTION_MAX);
        }
        entry.edit(EntryEdit { subject: " ".into(), description: String::new(), field: None });
        assert_eq!((entry.subject.as_str(), entry.description.as_str()), ("a b", ""));
    }

    #[test]
    fn a_field_of_one_value_is_ours_until_a_person_changes_it() {
        let wish = Wish { name: "Subject".into(), wrote: "Call".into(), wanted: "Call: sold".into() };
        for (there, merge) in [
            ("Call", Merge::Change),
            ("Call ", Merge::Change),
            ("Call: sold", Merge::Done),
            ("Sold!", Merge::Kept),
            ("", Merge::Kept),
        ] {
            assert_eq!(wish.merge(there), merge, "{there:?}");
        }
        let empty = Wish { wrote: String::new(), ..wish };
        assert_eq!(empty.merge(""), Merge::Change, "it was left empty by us");
    }

    #[test]
    fn a_text_lacks_what_could_not_be_added() {
        for (left, addition, lacking) in [
            ("Answered\nmore", "more", false),
            ("Edited\n\n---\nmore", "more", false),
            ("Edited", "more", true),
            ("Edited", "", false),
        ] {
            assert_eq!(lacks(left, "Answered\nmore", addition), lacking, "{left:?} {addition:?}");
        }
    }

    #[test]
    fn what_comes_late_is_the_end_or_the_notes() {
        let late = |pieces: &[&str]| pieces.iter().map(|piece| (*piece).to_owned()).collect::<Vec<_>>();
        assert_eq!(addition("a\nnote", "a\nnote and more", &late(&["note and more"])), "and more");
        assert_eq!(addition("a\nnote", "a\nother", &late(&["other", ""])), "other");
        assert_eq!(addition("a", "a", &late(&["x"])), "");
        // The summary stands before the notes, which are there already.
        assert_eq!(addition("a\nnote", "a\nsummary\nnote", &late(&["note", "summary"])), "summary");
        assert_eq!(addition("a\nnote", "b\nboth\nnotes", &late(&["notes", "both"])), "notes\nboth");
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
