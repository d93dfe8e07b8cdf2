//! Which org is signed in to, and what was made for another one: an entry goes to the org it was made
//! for, or to the one a person names. Not here: signing in.

use domain::outbox::Org;
use rusqlite::{Connection, OptionalExtension, params};

use super::people::forget_everybody;
use super::read::{meta, set_meta};
use super::{Store, StoreError};

/// In `meta`: the org signed in to, and the last one the index was filled from.
pub(super) const ORG: &str = "org";
const ORG_OF_INDEX: &str = "org_of_index";

/// SQL: the id of the org signed in to; empty: none is.
pub(super) const CURRENT: &str = "coalesce((SELECT value FROM meta WHERE name = 'org'), '')";

/// SQL: the words for the org a row was made for, where that is another one than is signed in to;
/// else empty.
pub(super) fn other_org(table: &str) -> String {
    format!(
        "CASE WHEN {table}.org IN ('', {CURRENT}) THEN ''
             ELSE coalesce((SELECT CASE WHEN host = '' THEN nullif(name, '') WHEN name = '' THEN host
                 ELSE name || ' (' || host || ')' END FROM orgs WHERE orgs.id = {table}.org), {table}.org) END"
    )
}

/// SQL: whether a row may go to the org that is signed in to.
pub(super) fn is_for_here(table: &str) -> String {
    format!("{table}.org IN ('', {CURRENT})")
}

/// The orgs of this profile.
pub struct Orgs<'a>(pub(super) &'a Store);

impl Orgs<'_> {
    /// Somebody is signed in to this org: what was made while nobody was is its from now on. Says
    /// whether it is another one than before; what was read of that one is forgotten.
    ///
    /// # Errors
    /// When it is not on disk; then nothing may be sent.
    pub async fn signed_in(&self, org: &Org) -> Result<bool, StoreError> {
        let org = org.clone();
        let words = self.0.words.clone();
        self.0
            .run(move |connection| {
                let transaction = connection.transaction()?;
                name(&transaction, &org)?;
                let other = meta(&transaction, ORG)? != Some(org.id.clone());
                if other {
                    set_meta(&transaction, ORG, &org.id)?;
                    for table in ["outbox", "removed", "creations"] {
                        transaction
                            .execute(&format!("UPDATE {table} SET org = ?1 WHERE org = ''"), [&org.id])?;
                    }
                }
                let index = meta(&transaction, ORG_OF_INDEX)?;
                let foreign = index.is_some_and(|index| index != org.id);
                if foreign {
                    forget_everybody(&transaction)?;
                }
                set_meta(&transaction, ORG_OF_INDEX, &org.id)?;
                transaction.commit()?;
                if foreign {
                    words.forget();
                }
                Ok(other)
            })
            .await
    }

    /// Nobody is signed in any more, because a person said so: what is made from now on is the next
    /// org's.
    ///
    /// # Errors
    /// When it is not on disk.
    pub async fn signed_out(&self) -> Result<(), StoreError> {
        self.0
            .run(|connection| {
                connection.execute("DELETE FROM meta WHERE name = ?1", [ORG])?;
                Ok(())
            })
            .await
    }

    /// The org signed in to.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn current(&self) -> Result<Option<Org>, StoreError> {
        self.0
            .run(|connection| {
                let found = connection.query_row(
                    "SELECT id, name, host FROM orgs
                     WHERE id = (SELECT value FROM meta WHERE name = 'org')",
                    [],
                    |row| Ok(Org { id: row.get(0)?, name: row.get(1)?, host: row.get(2)? }),
                );
                Ok(found.optional()?)
            })
            .await
    }

    /// How many entries and people wait for other orgs, by those orgs' words.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn waiting_elsewhere(&self) -> Result<Vec<(String, u32)>, StoreError> {
        let text = format!(
            "SELECT shown, count(*) FROM (
                 SELECT {} AS shown FROM outbox WHERE state <> 'written'
                 UNION ALL SELECT {} FROM creations WHERE state <> 'created'
             ) WHERE shown <> '' GROUP BY shown ORDER BY shown",
            other_org("outbox"),
            other_org("creations"),
        );
        self.0
            .run(move |connection| {
                let mut select = connection.prepare_cached(&text)?;
                let rows = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
                Ok(rows.collect::<Result<_, _>>()?)
            })
            .await
    }
}

/// Keeps what an org is called; what is not told leaves the earlier words.
fn name(connection: &Connection, org: &Org) -> Result<(), StoreError> {
    connection.execute(
        "INSERT INTO orgs (id, name, host) VALUES (?1, ?2, ?3)
         ON CONFLICT (id) DO UPDATE SET
             name = CASE excluded.name WHEN '' THEN name ELSE excluded.name END,
             host = CASE excluded.host WHEN '' THEN host ELSE excluded.host END",
        params![org.id, org.name, org.host],
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use domain::call::{CallId, Direction, Outcome};
    use domain::caller::{Person, PersonKind};
    use domain::create::NewPerson;
    use domain::journal::{About, Entry, EntryKind};
    use domain::outbox::{Barred, EntryState, FailureKind};
    use jiff::Timestamp;
    use tempfile::TempDir;

    use super::*;
    use crate::store::{
        AmendmentState, CreationState, Group, Indexed, Next, NextStep, Outbox, Queued, Settled, Wanted,
    };

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_795_000_000 + second).unwrap()
    }

    fn org(id: &str, name: &str) -> Org {
        Org::new(id, name, &format!("{name}.my.salesforce.com")).unwrap()
    }

    fn acme() -> Org {
        org("00D5g000004abcDEAQ", "acme")
    }

    fn other() -> Org {
        org("00D9z000001xyzAEAS", "other")
    }

    fn entry(key: &str) -> Entry {
        Entry {
            key: key.into(),
            call: CallId(1),
            subject: "Call".into(),
            description: "text".into(),
            direction: Direction::Inbound,
            outcome: Outcome::AnsweredInbound,
            disposition: "Answered".into(),
            duration_s: 61,
            day: jiff::civil::date(2026, 11, 18),
            started: at(0),
            about: About::Who { id: "003A".into() },
            kind: EntryKind::Call,
            internal: false,
            status_open: false,
            extra: Vec::new(),
        }
    }

    async fn open(dir: &TempDir) -> Store {
        Store::open(dir.path(), [7; 32]).await.unwrap()
    }

    async fn due(rows: &Outbox<'_>) -> Vec<String> {
        match rows.due(at(9), 99).await.unwrap() {
            Next::Due(rows) => rows.into_iter().map(|row| row.key).collect(),
            Next::At(_) | Next::Nothing => Vec::new(),
        }
    }

    async fn write(rows: &Outbox<'_>, key: &str) {
        rows.queue(&entry(key), Some(at(0)), at(0)).await.unwrap();
        assert_eq!(rows.begin(&[key.to_owned()], at(1)).await.unwrap().len(), 1);
        let url = Some("https://acme.my.salesforce.com/00T".to_owned());
        let written = Settled::Written { task_id: "00T".into(), url, check_at: Some(at(2)) };
        rows.settle(&[(key.to_owned(), written)], at(2)).await.unwrap();
    }

    fn made_for(state: &EntryState) -> Option<&str> {
        let EntryState::Waiting { last: Some(FailureKind::NotAllowed { message, why }), .. } = state else {
            return None;
        };
        (*why == Barred::OtherOrg).then_some(message.as_str())
    }

    #[tokio::test]
    async fn what_was_made_for_one_org_is_not_sent_to_another() {
        let dir = TempDir::new().unwrap();
        let store = open(&dir).await;
        let rows = store.outbox();
        rows.queue(&entry("before"), Some(at(0)), at(0)).await.unwrap();
        assert!(store.orgs().signed_in(&acme()).await.unwrap());
        write(&rows, "written").await;
        for key in ["new", "doubt", "stuck"] {
            rows.queue(&entry(key), Some(at(0)), at(0)).await.unwrap();
        }
        rows.begin(&["doubt".to_owned()], at(1)).await.unwrap();
        let lost = Settled::InDoubt { ask_at: at(2), failure: FailureKind::Offline };
        let why = FailureKind::Broken { detail: "x".into() };
        let outcomes = [("doubt".to_owned(), lost), ("stuck".to_owned(), Settled::Stuck { why })];
        rows.settle(&outcomes, at(2)).await.unwrap();
        let late = Entry { description: "late".into(), ..entry("written") };
        assert!(rows.amend(&late, &[], at(3), at(3)).await.unwrap());
        assert_eq!(due(&rows).await, ["before", "new", "written", "doubt"]);

        assert!(store.orgs().signed_in(&other()).await.unwrap());
        assert!(due(&rows).await.is_empty());
        assert_eq!(rows.next_amendment(at(9)).await.unwrap(), NextStep::Nothing);
        for key in ["before", "new", "doubt", "stuck"] {
            assert!(rows.begin(&[key.to_owned()], at(4)).await.unwrap().is_empty(), "{key}");
            let row = rows.get(key).await.unwrap().unwrap();
            assert_eq!(made_for(&row.state), Some("acme (acme.my.salesforce.com)"), "{key}");
        }
        let row = rows.get("written").await.unwrap().unwrap();
        assert!(matches!(&row.state, EntryState::Written { url: None, .. }), "its page does not open here");
        assert_eq!(rows.refill(&entry("written"), at(4)).await.unwrap(), Queued::AlreadySent);
        let steps = rows.amendments().await.unwrap();
        assert!(matches!(&steps[0].state, AmendmentState::Waiting { last: Some(_), .. }), "{steps:?}");
        rows.queue(&entry("here"), Some(at(5)), at(5)).await.unwrap();
        assert_eq!(due(&rows).await, ["here"]);
        let elsewhere = store.orgs().waiting_elsewhere().await.unwrap();
        assert_eq!(elsewhere, [("acme (acme.my.salesforce.com)".to_owned(), 4)]);

        assert!(store.orgs().signed_in(&acme()).await.unwrap());
        assert_eq!(due(&rows).await, ["before", "new", "written", "doubt"]);
        assert_eq!(rows.begin(&["before".to_owned()], at(6)).await.unwrap()[0].org, acme().id);
        assert!(!store.orgs().signed_in(&acme()).await.unwrap());
    }

    #[tokio::test]
    async fn a_person_sends_it_here_or_gives_it_up() {
        let dir = TempDir::new().unwrap();
        let store = open(&dir).await;
        let rows = store.outbox();
        store.orgs().signed_in(&acme()).await.unwrap();
        for key in ["moved", "doubt"] {
            rows.queue(&entry(key), Some(at(0)), at(0)).await.unwrap();
        }
        rows.begin(&["doubt".to_owned()], at(1)).await.unwrap();
        let lost = Settled::InDoubt { ask_at: at(2), failure: FailureKind::Offline };
        rows.settle(&[("doubt".to_owned(), lost)], at(2)).await.unwrap();
        assert!(!rows.send_here("moved", at(3)).await.unwrap(), "it is for this org");
        assert!(!rows.discard("doubt", at(3)).await.unwrap(), "it is asked about");
        store.orgs().signed_in(&other()).await.unwrap();
        assert!(rows.send_here("moved", at(4)).await.unwrap());
        let begun = rows.begin(&["moved".to_owned()], at(5)).await.unwrap();
        assert_eq!((&begun[0].org, &begun[0].entry.about), (&other().id, &About::Nobody));
        assert!(rows.discard("doubt", at(6)).await.unwrap());
        assert!(rows.restore("doubt", at(7)).await.unwrap());
        let wanted = Wanted::newest(Some(Group::Open), 9);
        let open = rows.journal(wanted).await.unwrap();
        let doubt = open.iter().find(|item| item.row.entry.key == "doubt").unwrap();
        assert!(made_for(&doubt.row.state).is_some(), "put back, it is still the other org's");
    }

    #[tokio::test]
    async fn made_after_signing_out_it_is_the_next_orgs() {
        let dir = TempDir::new().unwrap();
        let store = open(&dir).await;
        let rows = store.outbox();
        store.orgs().signed_in(&acme()).await.unwrap();
        rows.queue(&entry("acme"), Some(at(0)), at(0)).await.unwrap();
        store.orgs().signed_out().await.unwrap();
        assert_eq!(store.orgs().current().await.unwrap(), None);
        rows.queue(&entry("nobody"), Some(at(0)), at(0)).await.unwrap();
        assert_eq!(due(&rows).await, ["nobody"]);
        store.orgs().signed_in(&Org { name: String::new(), ..other() }).await.unwrap();
        assert_eq!(due(&rows).await, ["nobody"]);
        store.orgs().signed_in(&other()).await.unwrap();
        assert_eq!(store.orgs().current().await.unwrap(), Some(other()), "its name came later");
    }

    #[tokio::test]
    async fn people_of_one_org_are_neither_shown_nor_created_in_another() {
        let dir = TempDir::new().unwrap();
        let store = open(&dir).await;
        store.orgs().signed_in(&acme()).await.unwrap();
        let person = Person {
            id: "003A".into(),
            kind: PersonKind::Contact,
            name: "Ana".into(),
            title: None,
            company: None,
            account_id: None,
            contact_id: None,
            owner: None,
            email: None,
            do_not_call: false,
            phones: Vec::new(),
            last_activity: None,
            modified: None,
            url: None,
        };
        let indexed = Indexed { said: domain::search::words(&person, &[]), person, tails: Vec::new() };
        store.people().keep(vec![indexed], at(0), None).await.unwrap();
        let new = NewPerson::default();
        store.creations().queue("d", "", "", &new, (at(0), at(0))).await.unwrap();
        assert!(!store.orgs().signed_in(&acme()).await.unwrap());
        assert_eq!(store.people().count().await.unwrap(), 1);

        store.orgs().signed_in(&other()).await.unwrap();
        assert_eq!(store.people().count().await.unwrap(), 0);
        assert!(store.creations().begin("d", at(1)).await.unwrap().is_none());
        let row = &store.creations().all().await.unwrap()[0];
        assert_eq!((row.state, row.other_org.is_some()), (CreationState::Waiting, true));
        store.orgs().signed_in(&acme()).await.unwrap();
        assert_eq!(store.creations().begin("d", at(2)).await.unwrap().unwrap().org, acme().id);
    }
}
