//! The index of people with a million numbers, beside what else could be asked: an in-memory map,
//! and SQLite with `LIKE`. Needs neither screen nor keychain.

use std::collections::HashMap;
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::caller::{Person, PersonKind, Phone};
use domain::number::{Region, Strategy, read};
use domain::search::{Keep, Query, rank};
use domain::settings::MatchingSettings;
use engine::clock::SystemClock;
use engine::crm::Crm as _;
use engine::crm::salesforce::Salesforce;
use engine::directory::Directory;
use engine::directory::sync::{Pace, Synchronizer};
use engine::http::Net;
use engine::signin::{Keychain, Secret, SecretName, SignIn};
use engine::store::Store;
use jiff::Timestamp;
use rusqlite::Connection;
use simulators::{Options, browser};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

use crate::Outcome;
use crate::figures::Table;
use crate::memory;

/// Numbers in the index, and how many of them one person has.
const NUMBERS: usize = 1_000_000;
const NUMBERS_EACH: usize = 2;
/// Look-ups measured, each of another number.
const LOOK_UPS: usize = 20_000;
/// Searches measured of each sort.
const SEARCHES: usize = 500;
/// `LIKE` reads every row, so a few tell enough.
const LIKES: usize = 5;
/// People kept at a time, as a sync does.
const STEP: usize = 250;
/// People of the org that is synced.
const SYNCED: usize = 200_000;
const KEY: [u8; 32] = [9; 32];

/// Searching alone, in an index that is full.
pub async fn measure_search(table: &mut Table) -> Outcome<()> {
    let dir = TempDir::new()?;
    let store = Store::open(dir.path(), KEY).await?;
    let directory = Directory::open(store.clone(), Region::home_default()).await?;
    fill(&directory).await?;
    searches(&directory, table).await?;
    store.close().await;
    Ok(())
}

pub async fn measure(table: &mut Table) -> Outcome<()> {
    let before = memory::pss_mib(std::process::id())?;
    let dir = TempDir::new()?;
    let store = Store::open(dir.path(), KEY).await?;
    let directory = Directory::open(store.clone(), Region::home_default()).await?;
    let started = Instant::now();
    fill(&directory).await?;
    table.one("index: build", "numbers/s", rate(NUMBERS, started.elapsed()));
    let size = store.people().size().await?;
    table.one("index: numbers", "", count(size.numbers));
    table.one("index: size on disk", "bytes/number", count(size.bytes) / count(size.numbers));

    searches(&directory, table).await?;
    let map = look_ups(&directory, table).await?;
    let idle = memory::pss_mib(std::process::id())? - before - map.mib;
    table.one("index: memory after all look-ups, without the map", "MiB", idle);
    drop(map);
    drop(directory);
    store.close().await;
    like(table)?;
    sync(table).await
}

/// Fills an index with [`NUMBERS`] numbers.
pub async fn fill(directory: &Directory) -> Outcome<()> {
    let people = NUMBERS / NUMBERS_EACH;
    for first in (0..people).step_by(STEP) {
        let some: Vec<Person> = (first..people.min(first + STEP)).map(person).collect();
        directory.learn(&some, Timestamp::now()).await?;
    }
    Ok(())
}

/// As the phone system tells it: spread over all endings, and another one for each.
fn number(at: usize) -> String {
    // The factor shares no divisor with the count, so no number comes twice.
    format!("+4930{}", 10_000_000 + at * 55_620_131 % 90_000_000)
}

fn person(at: usize) -> Person {
    let phone = |field: &str, value: String| Phone { field: field.into(), label: field.into(), value };
    let (one, two) = (number(at * NUMBERS_EACH), number(at * NUMBERS_EACH + 1));
    let national = |number: &str| format!("030 / {}", number.trim_start_matches("+4930"));
    let id = format!("0035g{at:010}AAA");
    Person {
        kind: PersonKind::Contact,
        name: format!("Person Number {at}"),
        title: Some("Managing Director".into()),
        company: Some(format!("Company {} GmbH", at / 4)),
        account_id: Some(format!("0015g{:010}AAA", at / 4)),
        contact_id: None,
        owner: Some(format!("Owner {}", at % 50)),
        email: Some(format!("person.{at}@company.example")),
        do_not_call: false,
        phones: vec![phone("Phone", national(&one)), phone("MobilePhone", two)],
        last_activity: None,
        modified: Timestamp::from_second(1_790_000_000).ok(),
        url: Some(format!("https://acme.lightning.force.com/lightning/r/Contact/{id}/view")),
        id,
    }
}

/// As typed: the beginnings of two words, of one, and of a number.
async fn searches(directory: &Directory, table: &mut Table) -> Outcome<()> {
    let matching = MatchingSettings::default();
    for (what, text) in [
        ("two words", &(|at: usize| format!("per {at}")) as &dyn Fn(usize) -> String),
        ("a company and a name", &|at: usize| format!("comp {} num", at / 4)),
        ("three letters of everybody", &|_: usize| "per".to_owned()),
        ("the beginning of a number", &|at: usize| number(at).get(..8).unwrap_or_default().to_owned()),
    ] {
        let mut times = Vec::with_capacity(SEARCHES);
        let mut worked = Vec::with_capacity(SEARCHES);
        for at in 0..SEARCHES {
            let query = Query::read(&text(at * (NUMBERS / NUMBERS_EACH / SEARCHES)), &matching);
            let started = Instant::now();
            let before = memory::worked()?;
            let (people, _) = directory.search(&query, matching.strategy).await?;
            black_box(rank(&query, &people, &matching, None, Keep::Matching));
            times.push(started.elapsed());
            worked.push(memory::worked()?.saturating_sub(before).as_secs_f64() * 1e6);
        }
        report(&format!("index: search, {what}"), &times, table);
        table.times(&format!("index: search, {what}: processor time"), "µs", worked);
    }
    Ok(())
}

struct Map {
    by_number: HashMap<String, Vec<Person>>,
    mib: f64,
}

/// Exact, by the last seven digits, and of nobody; then the same of a map in memory.
async fn look_ups(directory: &Directory, table: &mut Table) -> Outcome<Map> {
    let home = Region::home_default();
    let known: Vec<_> = (0..LOOK_UPS).map(|at| read(&number(at * (NUMBERS / LOOK_UPS)), &home)).collect();
    let nobody: Vec<_> = (0..LOOK_UPS).map(|at| read(&format!("+49405{at:07}"), &home)).collect();
    let suffix = Strategy::LastDigits { digits: 7 };
    for (what, numbers, strategy) in [
        ("exact", &known, Strategy::Exact),
        ("last 7 digits", &known, suffix),
        ("exact, nobody's number", &nobody, Strategy::Exact),
    ] {
        let mut times = Vec::with_capacity(LOOK_UPS);
        for number in numbers {
            let started = Instant::now();
            black_box(directory.lookup(number, strategy).await?);
            times.push(started.elapsed());
        }
        report(&format!("index: look-up, {what}"), &times, table);
    }
    let before = memory::pss_mib(std::process::id())?;
    let mut by_number: HashMap<String, Vec<Person>> = HashMap::new();
    for at in 0..NUMBERS / NUMBERS_EACH {
        let person = person(at);
        for place in 0..NUMBERS_EACH {
            by_number.entry(number(at * NUMBERS_EACH + place)).or_default().push(person.clone());
        }
    }
    let map = Map { mib: memory::pss_mib(std::process::id())? - before, by_number };
    table.one("index: memory of the map alone", "MiB", map.mib);
    let mut times = Vec::with_capacity(LOOK_UPS);
    for number in &known {
        let started = Instant::now();
        black_box(number.public().and_then(|public| map.by_number.get(&public.e164)).cloned());
        times.push(started.elapsed());
    }
    report("index: look-up in the map, exact", &times, table);
    Ok(map)
}

/// A plain file without encryption: the best case for it.
fn like(table: &mut Table) -> Outcome<()> {
    let dir = TempDir::new()?;
    let mut connection = Connection::open(dir.path().join("like.db"))?;
    connection.execute_batch("CREATE TABLE phones (person INTEGER NOT NULL, phone TEXT NOT NULL)")?;
    let transaction = connection.transaction()?;
    for at in 0..NUMBERS {
        transaction
            .prepare_cached("INSERT INTO phones VALUES (?1, ?2)")?
            .execute((i64::try_from(at / NUMBERS_EACH)?, number(at)))?;
    }
    transaction.commit()?;
    let mut times = Vec::new();
    for at in 0..LIKES {
        let number = number(at * (NUMBERS / LIKES));
        let ending = format!("%{}", number.get(number.len() - 7..).unwrap_or_default());
        let started = Instant::now();
        let found: Vec<i64> = connection
            .prepare_cached("SELECT person FROM phones WHERE phone LIKE ?1")?
            .query_map([ending], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        times.push(started.elapsed());
        black_box(found);
    }
    report("index: SQLite LIKE '%1234567'", &times, table);
    Ok(())
}

/// The simulated org through real requests: its own work is part of the figure.
async fn sync(table: &mut Table) -> Outcome<()> {
    let started = Instant::now();
    let simulators = simulators::start(Options { people: SYNCED, ..Options::default() }).await?;
    table.one("index: simulated org made", "people/s", rate(SYNCED, started.elapsed()));
    let ready = simulators.ready();
    let dir = TempDir::new()?;
    let keychain = Keychain::in_memory("bench");
    keychain.set(SecretName::ConsumerSecret, &Secret::new(&ready.salesforce.consumer_secret)).await?;
    let mut settings = domain::settings::Settings::default();
    settings.salesforce.login_address.clone_from(&ready.salesforce.login_url);
    settings.salesforce.consumer_key.clone_from(&ready.salesforce.consumer_key);
    let sign_in = SignIn::new(&settings.salesforce, keychain, dir.path(), &Net::default())?;
    sign_in.adopt(Secret::new(browser::refresh_token(&ready.salesforce).await?)).await?;
    let salesforce = Arc::new(Salesforce::new(sign_in.tokens(), &Net::default())?);
    let store = Store::open(dir.path(), KEY).await?;
    let usage = salesforce.usage();
    let calls = || usage.borrow().ours;
    let clock = Arc::new(SystemClock::new());
    let sync =
        Synchronizer::new(store.clone(), salesforce.clone(), salesforce.usage(), clock, Pace::default());
    for (what, unit) in [("first sync", true), ("sync without changes", false)] {
        let (started, before) = (Instant::now(), calls());
        sync.run_once(&Region::home_default(), CancellationToken::new()).await?;
        let took = started.elapsed();
        let size = store.people().size().await?;
        if unit {
            table.one(&format!("index: {what}, people"), "", count(size.people));
            table.one(&format!("index: {what}"), "numbers/s", count(size.numbers) / took.as_secs_f64());
        } else {
            table.one(&format!("index: {what}"), "ms", took.as_secs_f64() * 1000.0);
        }
        table.one(&format!("index: {what}, API calls"), "", count(calls() - before));
    }
    simulators.stop().await;
    Ok(())
}

fn report(what: &str, times: &[Duration], table: &mut Table) {
    let all: Duration = times.iter().sum();
    table.one(what, "look-ups/s", rate(times.len(), all));
    let micros = times.iter().map(|time| time.as_secs_f64() * 1e6).collect();
    table.times(&format!("{what}: each"), "µs", micros);
}

#[allow(clippy::cast_precision_loss, reason = "figures of a bench are far below 2^52")]
fn rate(what: usize, time: Duration) -> f64 {
    what as f64 / time.as_secs_f64()
}

#[allow(clippy::cast_precision_loss, reason = "figures of a bench are far below 2^52")]
fn count(what: u64) -> f64 {
    what as f64
}
