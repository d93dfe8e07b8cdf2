//! Questions to the index of words: which beginnings, in which fields. A beginning that is as long
//! as the index has lists for, and a whole word, are read as far as answers are wanted; SQLite
//! would first join the lists of all words behind any other beginning, however many people have
//! them. So such a beginning is looked at before it is asked for.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use domain::search::Needle;
use rusqlite::{Connection, OptionalExtension, params};

use super::StoreError;

/// Beginnings of so many characters have lists of their own (`prefix` of the table `beginnings`).
const LISTED_CHARS: usize = 3;
/// Most entries looked at for one beginning: two milliseconds.
const SCANNED_MAX: i64 = 20_000;
/// Behind every word that begins with what it is put behind.
const LAST: char = char::MAX;

/// From where on a beginning is asked for in another way.
#[derive(Debug, Clone, Copy)]
struct Bounds {
    /// Entries SQLite may join the lists of.
    joined: i64,
    /// Words it may be asked for instead.
    words: usize,
}

impl Bounds {
    const DEFAULT: Self = Self { joined: SCANNED_MAX, words: 16 };
}

/// Fields of a person that words stand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fields {
    Name,
    Texts,
    Number,
}

impl Fields {
    /// As SQLite's full-text search writes them.
    fn filter(self) -> &'static str {
        match self {
            Fields::Name => "{name}",
            Fields::Texts => "{name company email}",
            Fields::Number => "{number}",
        }
    }
}

/// What is wanted of the people a question finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// Everything typed is a word of their name.
    WholeNames,
    /// Everything typed begins a word of their name.
    Names,
    /// Everything typed begins a word or a number of theirs.
    Anything,
}

/// How a beginning is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Asked {
    AsTyped,
    /// By all words that begin so.
    Words(Vec<String>),
    /// By the longest beginning there is a list for: too many words begin with the typed one. Names
    /// people who do not have it, too.
    Shorter(String),
}

/// Asks for needles; knows what it learnt of their words.
pub(super) struct Asking<'a> {
    connection: &'a Connection,
    needles: &'a [Needle],
    bounds: Bounds,
    known: HashMap<String, Asked>,
}

impl<'a> Asking<'a> {
    pub(super) fn new(connection: &'a Connection, needles: &'a [Needle]) -> Self {
        Self::within(Bounds::DEFAULT, connection, needles)
    }

    fn within(bounds: Bounds, connection: &'a Connection, needles: &'a [Needle]) -> Self {
        Self { connection, needles, bounds, known: HashMap::new() }
    }

    /// Numbers of rows that answer, at most `most`.
    pub(super) fn rows(&mut self, wanted: Wanted, most: usize) -> Result<Vec<i64>, StoreError> {
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        if let [needle] = self.needles
            && let Some(begun) = self.one_of_many(needle, wanted)?
        {
            return self.scanned(&begun, wanted, most);
        }
        let Some(question) = self.question(wanted)? else { return Ok(Vec::new()) };
        let mut ask = self
            .connection
            .prepare_cached("SELECT rowid FROM beginnings WHERE beginnings MATCH ?1 LIMIT ?2")?;
        let rows = ask.query_map(params![question, most], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// As SQLite's full-text search writes it; `None`: nobody has one of the needles.
    fn question(&mut self, wanted: Wanted) -> Result<Option<String>, StoreError> {
        let mut parts = Vec::with_capacity(self.needles.len());
        for needle in self.needles {
            let Some(part) = self.part(needle, wanted)? else { return Ok(None) };
            parts.push(format!("({part})"));
        }
        Ok(Some(parts.join(" AND ")))
    }

    /// The one beginning that is typed, where too many words begin with it.
    fn one_of_many(&mut self, needle: &Needle, wanted: Wanted) -> Result<Option<String>, StoreError> {
        let [word] = needle.words.as_slice() else { return Ok(None) };
        let ([word], false) = (word.as_slice(), wanted == Wanted::WholeNames) else { return Ok(None) };
        Ok(matches!(self.asked(word)?, Asked::Shorter(_)).then(|| word.clone()))
    }

    /// Whoever comes first among those with a word that begins so.
    fn scanned(&self, begun: &str, wanted: Wanted, most: i64) -> Result<Vec<i64>, StoreError> {
        let names_only = wanted != Wanted::Anything;
        let mut ask = self.connection.prepare_cached(
            "SELECT DISTINCT doc FROM
                 (SELECT doc, col FROM said WHERE term BETWEEN ?1 AND ?2 LIMIT ?3)
             WHERE col = 'name' OR NOT ?4 LIMIT ?5",
        )?;
        let rows =
            ask.query_map(params![begun, after(begun), SCANNED_MAX, names_only, most], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// `None`: nobody has any of it.
    fn part(&mut self, needle: &Needle, wanted: Wanted) -> Result<Option<String>, StoreError> {
        let fields = if wanted == Wanted::Anything { Fields::Texts } else { Fields::Name };
        let mut ways = Vec::new();
        for words in &needle.words {
            ways.extend(self.way(words, fields, wanted)?);
        }
        if wanted == Wanted::Anything {
            for digits in &needle.numbers {
                ways.extend(self.way(std::slice::from_ref(digits), Fields::Number, wanted)?);
            }
        }
        Ok((!ways.is_empty()).then(|| ways.join(" OR ")))
    }

    /// All of the words in these fields; `None`: one of them nobody has.
    fn way(
        &mut self,
        words: &[String],
        fields: Fields,
        wanted: Wanted,
    ) -> Result<Option<String>, StoreError> {
        let mut all = Vec::with_capacity(words.len());
        for word in words {
            if wanted == Wanted::WholeNames {
                all.push(quoted(word));
                continue;
            }
            all.push(match self.asked(word)? {
                Asked::AsTyped => format!("{}*", quoted(word)),
                Asked::Shorter(shorter) => format!("{}*", quoted(shorter)),
                Asked::Words(words) if words.is_empty() => return Ok(None),
                Asked::Words(words) => {
                    let words: Vec<String> = words.iter().map(|word| quoted(word)).collect();
                    format!("({})", words.join(" OR "))
                }
            });
        }
        Ok(Some(format!("{} : ({})", fields.filter(), all.join(" AND "))))
    }

    fn asked(&mut self, word: &str) -> Result<&Asked, StoreError> {
        Ok(match self.known.entry(word.to_owned()) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(look_at(self.connection, word, self.bounds)?),
        })
    }
}

fn look_at(connection: &Connection, begun: &str, bounds: Bounds) -> Result<Asked, StoreError> {
    if begun.chars().count() <= LISTED_CHARS {
        return Ok(Asked::AsTyped);
    }
    let last = after(begun);
    let entries: i64 = connection
        .prepare_cached("SELECT count(*) FROM (SELECT 1 FROM said WHERE term BETWEEN ?1 AND ?2 LIMIT ?3)")?
        .query_row(params![begun, last, bounds.joined], |row| row.get(0))?;
    if entries == 0 {
        return Ok(Asked::Words(Vec::new()));
    }
    if entries < bounds.joined {
        return Ok(Asked::AsTyped);
    }
    let mut next = connection.prepare_cached("SELECT term FROM said WHERE term BETWEEN ?1 AND ?2 LIMIT 1")?;
    let (mut words, mut from) = (Vec::new(), begun.to_owned());
    while let Some(word) = next.query_row([&from, &last], |row| row.get::<_, String>(0)).optional()? {
        if words.len() == bounds.words {
            return Ok(Asked::Shorter(begun.chars().take(LISTED_CHARS).collect()));
        }
        from = format!("{word}\0");
        words.push(word);
    }
    Ok(Asked::Words(words))
}

fn after(begun: &str) -> String {
    format!("{begun}{LAST}")
}

/// A word that means nothing but itself.
fn quoted(word: &str) -> String {
    format!("\"{}\"", word.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use domain::caller::{Person, PersonKind, Phone, Source};
    use domain::number::Region;
    use domain::search::{Keep, Query, numbers, rank, words};
    use domain::settings::MatchingSettings;
    use jiff::Timestamp;
    use proptest::prelude::*;
    use tempfile::TempDir;

    use super::super::{Indexed, Store};
    use super::*;

    fn person(at: usize, name: &str, company: &str, phone: &str) -> Indexed {
        let person = Person {
            id: format!("p{at}"),
            kind: PersonKind::Contact,
            name: name.into(),
            title: None,
            company: Some(company.into()),
            account_id: None,
            contact_id: None,
            owner: None,
            email: None,
            do_not_call: false,
            phones: vec![Phone { field: "Phone".into(), label: "Phone".into(), value: phone.into() }],
            last_activity: None,
            modified: None,
            url: None,
        };
        let said = words(&person, &numbers(&person, &Region::home_default()));
        Indexed { person, tails: Vec::new(), said }
    }

    async fn kept(people: Vec<Indexed>) -> (TempDir, Store) {
        let dir = TempDir::new().unwrap();
        let store = Store::open(dir.path(), [7; 32]).await.unwrap();
        store.people().keep(people, Timestamp::UNIX_EPOCH, None).await.unwrap();
        (dir, store)
    }

    fn typed(text: &str) -> Query {
        Query::read(text, &MatchingSettings::default())
    }

    async fn question(store: &Store, text: &str, wanted: Wanted, bounds: Bounds) -> Option<String> {
        let needles = typed(text).needles();
        store
            .run(move |connection| Asking::within(bounds, connection, &needles).question(wanted))
            .await
            .unwrap()
    }

    #[tokio::test]
    async fn a_beginning_is_asked_for_as_it_costs_least() {
        let people = vec![
            person(0, "Weber", "", ""),
            person(1, "Webermann", "", ""),
            person(2, "Webermann", "Weberei", ""),
            person(3, "O'Neil", "", ""),
        ];
        let (_dir, store) = kept(people).await;
        let ask = |text: &'static str, wanted, joined, words| {
            question(&store, text, wanted, Bounds { joined, words })
        };
        let names = |text: &str| Some(format!("({{name}} : ({text}))"));
        assert_eq!(ask("webe", Wanted::WholeNames, 1, 1).await, names(r#""webe""#));
        assert_eq!(ask("webe", Wanted::Names, 5, 1).await, names(r#""webe"*"#));
        let all = r#"("weber" OR "weberei" OR "webermann")"#;
        assert_eq!(ask("webe", Wanted::Names, 1, 3).await, names(all));
        assert_eq!(ask("webe", Wanted::Names, 4, 2).await, names(r#""web"*"#));
        assert_eq!(ask("webermann", Wanted::Names, 1, 2).await, names(r#"("webermann")"#));
        assert_eq!(ask("we", Wanted::Names, 1, 1).await, names(r#""we"*"#));
        assert_eq!(ask("nobody", Wanted::Names, 1, 1).await, None);
        assert_eq!(
            ask("o'neil w", Wanted::WholeNames, 1, 1).await.unwrap(),
            r#"({name} : ("oneil") OR {name} : ("o" AND "neil")) AND ({name} : ("w"))"#
        );
    }

    fn syllables(most: usize) -> impl Strategy<Value = String> {
        prop::collection::vec(
            prop::sample::select(vec!["an", "ann", "weber", "ei", " ", "na", "-", "ä"]),
            1..most,
        )
        .prop_map(|parts| parts.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        /// The index against everybody looked at one by one.
        #[test]
        fn nobody_is_lost_however_a_beginning_is_asked_for(
            people in prop::collection::vec((syllables(6), syllables(4), 0..40_u32), 1..60),
            text in prop_oneof![syllables(5), (0..40_u32).prop_map(|n| format!("03066{n}")),
                (syllables(3), 0..40_u32).prop_map(|(word, n)| format!("{word} 4930{n}"))],
            joined in 1..6_i64, words in 0..4_usize,
        ) {
            let people: Vec<Indexed> = (0..).zip(&people)
                .map(|(at, (name, company, number))| person(at, name, company, &format!("+49 30 66{number}12345")))
                .collect();
            let query = typed(&text);
            let (matching, bounds) = (MatchingSettings::default(), Bounds { joined, words });
            let everybody: Vec<(Person, Source)> =
                people.iter().map(|indexed| (indexed.person.clone(), Source::Crm)).collect();
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            let found = runtime.block_on(async {
                let (_dir, store) = kept(people).await;
                let needles = query.needles();
                store.run(move |connection| {
                    if needles.is_empty() { return Ok(Vec::new()); }
                    Asking::within(bounds, connection, &needles).rows(Wanted::Anything, 300)
                }).await.unwrap()
            });
            // Rows are numbered from 1 in the order people came.
            let found: Vec<(Person, Source)> = found.into_iter()
                .map(|row| everybody[usize::try_from(row - 1).unwrap()].clone()).collect();
            let ids = |people: &[(Person, Source)]| rank(&query, people, &matching, None, Keep::Matching)
                .hits.into_iter().map(|hit| hit.person.id).collect::<Vec<_>>();
            prop_assert_eq!(ids(&found), ids(&everybody));
        }
    }
}
