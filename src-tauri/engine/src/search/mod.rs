//! Finding people by what is typed: this computer at once, the CRM aside. The window's search,
//! `ringsidectl lookup` and the pop's look-up ask here. Not here: what a text asks for and who
//! answers it best (`domain::search`, `domain::caller`), the tables.

use std::sync::Arc;
use std::time::Duration;

use domain::caller::{CANDIDATES_MAX, Person, PersonKind, Source};
use domain::number::Number;
use domain::outbox::{Failure, FailureKind};
use domain::search::{Asked, Keep, Query, Ranked, rank};
use domain::settings::MatchingSettings;
use jiff::Timestamp;
use tokio::sync::watch;

use crate::clock::Clock;
use crate::controller::{Event, Handle};
use crate::crm::{Crm, FOUND_EACH_MAX, counted};
use crate::directory::Directory;
use crate::problem::{Problem, ProblemCode};
use crate::signin::{SignIn, SignInState};
use crate::store::StoreError;
use crate::view::{SearchHere, SearchThere, found_views, number_view};

mod told;

pub use told::{Looked, Reaching};

/// Longest wait for the CRM's answer; whoever still waits then types it anew.
const THERE_TIMEOUT: Duration = Duration::from_secs(20);
/// Most people listed; who is not among them is found by typing on.
const LISTED_MAX: usize = 50;

/// What a search reaches: other settings, or another sign-in, make it another one.
#[derive(Clone)]
pub struct Reach {
    /// `None`: not configured.
    pub crm: Option<Arc<dyn Crm>>,
    pub sign_in: Option<SignIn>,
    /// `None`: this computer knows nobody, and keeps nobody.
    pub directory: Option<Directory>,
    pub matching: MatchingSettings,
}

/// Searches for one asker: of its questions to the CRM only the latest is answered. Cheap to
/// clone; clones are the same asker.
#[derive(Clone)]
pub struct Search {
    shared: Arc<Shared>,
    /// Counts up with every question to the CRM.
    turn: Arc<watch::Sender<u64>>,
}

struct Shared {
    reach: watch::Sender<Reach>,
    clock: Arc<dyn Clock>,
    /// Who is told that the index has changed.
    told: Option<Handle>,
}

/// What the CRM answered.
struct Answer {
    people: Vec<(Person, Source)>,
    more: bool,
    requests: u32,
}

impl Search {
    #[must_use]
    pub fn new(reach: Reach, clock: Arc<dyn Clock>, told: Option<Handle>) -> Self {
        let shared = Shared { reach: watch::channel(reach).0, clock, told };
        Self { shared: Arc::new(shared), turn: Arc::new(watch::channel(0).0) }
    }

    /// From now on it reaches this.
    pub fn reach(&self, reach: Reach) {
        self.shared.reach.send_replace(reach);
    }

    /// The same search for somebody else, whose questions are their own.
    #[must_use]
    pub fn other_asker(&self) -> Self {
        Self { shared: Arc::clone(&self.shared), turn: Arc::new(watch::channel(0).0) }
    }

    /// What this computer knows of a text. Asks no network.
    pub async fn here(&self, text: &str) -> SearchHere {
        let reach = self.reached();
        let query = Query::read(text, &reach.matching);
        let (people, more) = reach.known(&query).await;
        let ranked = reach.ranked(&query, &people, Keep::Matching).await;
        let listed = &ranked.hits[..ranked.hits.len().min(LISTED_MAX)];
        let home = &reach.matching.default_region;
        SearchHere {
            number: query.number().map(|number| number_view(number, home)),
            found: found_views(listed, query.number(), home),
            more: more || ranked.hits.len() > LISTED_MAX,
            ask: reach.is_signed_in() && *query.asked() != Asked::Nothing,
        }
    }

    /// What the CRM knows of a text. A later question by the same asker ends this one at once, its
    /// request included.
    pub async fn there(&self, text: &str) -> SearchThere {
        let (turn, mut latest) = self.turn();
        let reach = self.reached();
        let query = Query::read(text, &reach.matching);
        let answer = tokio::select! {
            biased;
            _ = latest.wait_for(|latest| *latest != turn) => return SearchThere::Stale,
            answer = self.ask(&query, &reach) => answer,
        };
        match answer {
            Ok(Answer { people, more, requests }) => {
                let ranked = reach.ranked(&query, &people, query.keep()).await;
                let home = &reach.matching.default_region;
                SearchThere::Found { found: found_views(&ranked.hits, query.number(), home), more, requests }
            }
            Err(problem) => SearchThere::Failed { problem },
        }
    }

    /// Whom this computer knows for any of these texts. Asks no network.
    pub(crate) async fn people_here(&self, texts: &[String]) -> Vec<Person> {
        let reach = self.reached();
        let mut people = Vec::new();
        for text in texts {
            let (found, _) = reach.known(&Query::read(text, &reach.matching)).await;
            people.extend(found.into_iter().map(|(person, _)| person));
        }
        people
    }

    /// Whom the CRM knows for any of these texts, and the requests it took. `None`: given up for a
    /// later question of the same asker.
    pub(crate) async fn people_there(&self, texts: &[String]) -> Option<Result<(Vec<Person>, u32), Problem>> {
        let (turn, mut latest) = self.turn();
        let reach = self.reached();
        let asking = async {
            let (mut people, mut requests) = (Vec::new(), 0);
            for text in texts {
                let answer = self.ask(&Query::read(text, &reach.matching), &reach).await?;
                people.extend(answer.people.into_iter().map(|(person, _)| person));
                requests += answer.requests;
            }
            Ok((people, requests))
        };
        tokio::select! {
            biased;
            _ = latest.wait_for(|latest| *latest != turn) => None,
            answer = asking => Some(answer),
        }
    }

    /// A question of this asker begins: its number, and where a later one shows.
    fn turn(&self) -> (u64, watch::Receiver<u64>) {
        let mut turn = 0;
        self.turn.send_modify(|latest| {
            *latest += 1;
            turn = *latest;
        });
        (turn, self.turn.subscribe())
    }

    /// This computer first, then the CRM unless that is as good: everything, with the reasons.
    pub async fn look_up(&self, text: &str, reaching: Reaching) -> Looked {
        let reach = self.reached();
        let query = Query::read(text, &reach.matching);
        let (here, _) = reach.known(&query).await;
        let fresh = reach.fresh(&query, self.now()).await;
        let (people, keep, problem) = match (fresh, reaching) {
            (Some(people), Reaching::Both) => (people, Keep::Matching, None),
            (_, Reaching::Here) => (here, Keep::Matching, None),
            (None, Reaching::Both) => match self.ask(&query, &reach).await {
                // Who calls from a number is the CRM's to say; a name may be known here alone.
                Ok(Answer { people, .. }) if query.number().is_some() => (people, Keep::Matching, None),
                Ok(Answer { mut people, .. }) => {
                    people.extend(here);
                    (people, query.keep(), None)
                }
                Err(problem) => (here, Keep::Matching, Some(problem)),
            },
        };
        let ranked = reach.ranked(&query, &people, keep).await;
        Looked::new(text, query.number().cloned(), ranked, problem)
    }

    /// Asks the CRM, within [`THERE_TIMEOUT`], and keeps what it answered.
    async fn ask(&self, query: &Query, reach: &Reach) -> Result<Answer, Problem> {
        if *query.asked() == Asked::Nothing {
            return Ok(Answer { people: Vec::new(), more: false, requests: 0 });
        }
        let crm = reach.crm.as_deref().ok_or(ProblemCode::SalesforceNotConfigured);
        let crm = crm.map_err(|code| Problem { code, detail: None })?;
        if !reach.is_signed_in() {
            return Err(Problem::from(&FailureKind::SignedOut));
        }
        let directory = reach.directory.as_ref();
        let wipes = match directory {
            Some(directory) => logged(directory.wipes().await),
            None => 0,
        };
        let asking = async {
            match query.number() {
                Some(number) => ask_who(crm, directory, number, self.now()).await,
                None => crm.search(query.asked()).await,
            }
        };
        let asked = tokio::time::timeout(THERE_TIMEOUT, counted(asking)).await;
        let (people, requests) = match asked {
            Ok((Ok(people), requests)) => (people, requests),
            Ok((Err(failure), _)) => return Err(Problem::from(&failure.kind)),
            Err(_) => return Err(Problem::from(&FailureKind::Offline)),
        };
        let now = self.now();
        let strategy = reach.matching.strategy;
        let sourced = match (query.number(), directory) {
            (Some(number), Some(directory)) => {
                logged(directory.with_ours(&people, number, strategy, now).await)
            }
            (None, _) | (_, None) => people.iter().map(|person| (person.clone(), Source::Crm)).collect(),
        };
        self.learn(reach, &people, now, wipes).await;
        Ok(Answer { more: is_cut_off(&people), people: sourced, requests })
    }

    /// Keeps whom the CRM named, unless somebody signed out or emptied the index meanwhile.
    async fn learn(&self, reach: &Reach, people: &[Person], now: Timestamp, wipes: u64) {
        let Some(directory) = reach.directory.as_ref().filter(|_| reach.is_signed_in()) else { return };
        if people.is_empty() {
            return;
        }
        logged(directory.learn_unless_wiped(people, now, wipes).await);
        if let Some(told) = &self.shared.told {
            told.send(Event::IndexChanged).await;
        }
    }

    /// What it reaches now.
    pub(crate) fn reached(&self) -> Reach {
        self.shared.reach.borrow().clone()
    }

    fn now(&self) -> Timestamp {
        self.shared.clock.now().wall
    }
}

impl Reach {
    /// As it is now. A CRM without a sign-in has nobody to sign out.
    pub(crate) fn is_signed_in(&self) -> bool {
        self.crm.is_some() && is_signed_in(self.sign_in.as_ref())
    }

    /// Candidates of this computer, and whether there may be more of them.
    async fn known(&self, query: &Query) -> (Vec<(Person, Source)>, bool) {
        match &self.directory {
            Some(directory) => logged(directory.search(query, self.matching.strategy).await),
            None => (Vec::new(), false),
        }
    }

    /// What this computer knows of a number as well as the CRM.
    async fn fresh(&self, query: &Query, now: Timestamp) -> Option<Vec<(Person, Source)>> {
        let (directory, number) = self.directory.as_ref().zip(query.number())?;
        logged(directory.fresh(number, self.matching.strategy, now).await)
    }

    async fn ranked(&self, query: &Query, people: &[(Person, Source)], keep: Keep) -> Ranked {
        let remembered = match self.directory.as_ref().zip(query.number()) {
            Some((directory, number)) => logged(directory.chosen(number).await),
            None => None,
        };
        rank(query, people, &self.matching, remembered.as_deref(), keep)
    }
}

/// As it is now. A CRM without a sign-in has nobody to sign out.
pub(crate) fn is_signed_in(sign_in: Option<&SignIn>) -> bool {
    sign_in.is_none_or(|sign_in| matches!(*sign_in.state().borrow(), SignInState::SignedIn { .. }))
}

/// Everybody the CRM knows with this number. Its search lags behind its records, and misses odd
/// spellings (salesforce.md 4.4, 4.5): whom the index knows with the whole number and the search
/// does not name, their records are read before they are taken for gone.
///
/// # Errors
/// When the CRM refused or could not be asked.
pub(crate) async fn ask_who(
    crm: &dyn Crm,
    directory: Option<&Directory>,
    number: &Number,
    now: Timestamp,
) -> Result<Vec<Person>, Failure> {
    let mut people = crm.find_people(number).await?;
    // One that was cut off tells nothing of who is not in it.
    let Some(directory) = directory.filter(|_| people.len() < CANDIDATES_MAX) else { return Ok(people) };
    let unnamed = logged(directory.unnamed(&people, number, now).await);
    if unnamed.is_empty() {
        return Ok(people);
    }
    match crm.read_again(&unnamed).await {
        Ok(read) => people.extend(read),
        Err(failure) if is_refusal(&failure.kind) => {
            tracing::info!("records that the index knows may not be read, and are forgotten");
        }
        Err(failure) => return Err(failure),
    }
    Ok(people)
}

/// An answer all the same: asking again would end alike.
fn is_refusal(kind: &FailureKind) -> bool {
    match kind {
        FailureKind::NotAllowed { .. } | FailureKind::Refused { .. } | FailureKind::Broken { .. } => true,
        FailureKind::Offline | FailureKind::SignedOut | FailureKind::Busy | FailureKind::CapReached => false,
    }
}

/// As many as a request names at most, altogether or of one kind.
fn is_cut_off(people: &[Person]) -> bool {
    let of = |kind: PersonKind| people.iter().filter(|person| person.kind == kind).count();
    people.len() >= CANDIDATES_MAX || PersonKind::ALL.into_iter().any(|kind| of(kind) >= FOUND_EACH_MAX)
}

/// A store that fails finds nobody; what is wrong with it is told elsewhere.
fn logged<T: Default>(result: Result<T, StoreError>) -> T {
    result.unwrap_or_else(|error| {
        tracing::error!(%error, "the index could not be asked");
        T::default()
    })
}

#[cfg(test)]
mod tests;
