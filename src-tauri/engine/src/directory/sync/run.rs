//! One run: everybody where that is due, then what changed and what was deleted.

use std::time::Duration;

use domain::caller::{Person, PersonKind};
use domain::number::Region;
use domain::outbox::{Failure, FailureKind};
use jiff::Timestamp;
use tokio_util::sync::CancellationToken;

use super::state::{Doing, Followed, JobAt, Pass, State, earlier};
use super::{CALLS_PER_DAY, CALLS_PER_RUN, SAVING_PERCENT, SyncStop, Synchronizer};
use crate::crm::mirror::{Job, Mark, MirrorError, Progress, READ_MAX, Span, What};
use crate::directory::{Directory, indexed};
use crate::store::{Indexed, StoreError, SyncStep};

/// People kept in one transaction. A look-up may have to wait for one of these.
const STEP_PEOPLE: usize = 250;
/// Pages of changes of one kind in one run. More than these hold is read again as a whole.
const CHANGE_PAGES_MAX: u32 = 50;
/// How often one run begins a collection anew that the CRM has failed or dropped.
const RESTARTS_MAX: u32 = 2;
/// People that became visible and are read one by one; more are read as a whole.
const NEWLY_SEEN_MAX: usize = 5_000;
/// Deletions are asked for over more than a minute (salesforce.md 11.2).
const DELETIONS_AFTER: Duration = Duration::from_secs(2 * 60);

pub(super) struct Run<'a> {
    sync: &'a Synchronizer,
    directory: Directory,
    home: Region,
    cancel: CancellationToken,
    /// As it stands in the store.
    kept: Option<String>,
    state: State,
    calls: u32,
    restarts: u32,
}

impl<'a> Run<'a> {
    pub(super) async fn begin(
        sync: &'a Synchronizer,
        home: &Region,
        cancel: CancellationToken,
    ) -> Result<Self, SyncStop> {
        let directory = Directory::open(sync.store.clone(), home.clone()).await?;
        let who = sync.mirror.who().await?;
        let mut kept = sync.store.people().sync_state().await?;
        let read = kept.as_deref().and_then(|text| serde_json::from_str::<State>(text).ok());
        let state = match read {
            Some(state) if state.who == who => state,
            known => {
                // What somebody else could see is not this user's.
                if known.is_some_and(|state| !state.who.is_empty()) {
                    sync.store.people().wipe().await?;
                    kept = None;
                }
                State { who, ..State::default() }
            }
        };
        let home = home.clone();
        Ok(Self { sync, directory, home, cancel, kept, state, calls: 0, restarts: 0 })
    }

    pub(super) async fn all(&mut self) -> Result<(), SyncStop> {
        let outcome = self.go().await;
        // The requests of a run that was stopped count, too.
        let counted = self.step(SyncStep::default()).await;
        outcome.and(counted.map(|_| ()))
    }

    async fn go(&mut self) -> Result<(), SyncStop> {
        let kinds = self.sync.mirror.kinds().await?;
        self.pass_if_due(&kinds).await?;
        let now = self.now();
        self.sync.tell(Doing::Following);
        for kind in &kinds {
            self.follow_changes(*kind).await?;
            self.follow_deletions(*kind, now).await?;
        }
        // The log of deletions may have had a gap, or there was too much to follow.
        self.pass_if_due(&kinds).await?;
        self.step(SyncStep { synced: Some(now), ..SyncStep::default() }).await?;
        Ok(())
    }

    async fn pass_if_due(&mut self, kinds: &[PersonKind]) -> Result<(), SyncStop> {
        if self.state.pass.is_none() {
            let Some(what) = self.state.due(self.now()) else { return Ok(()) };
            self.state.pass = Some(Pass { what, began: self.now(), done: Vec::new(), job: None, rows: 0 });
        }
        let mut newly_seen = 0;
        while let Some(kind) = self.next_kind(kinds) {
            newly_seen += self.pass_kind(kind).await?;
        }
        let Some(pass) = self.state.pass.take() else { return Ok(()) };
        self.directory.sweep(pass.began).await?;
        if pass.what == What::People {
            self.state.whole = Some(pass.began);
        }
        self.state.compared = Some(pass.began);
        if newly_seen > NEWLY_SEEN_MAX {
            self.state.whole = None;
        }
        self.step(SyncStep::default()).await?;
        Ok(())
    }

    /// The kind under way, else the next one.
    fn next_kind(&self, kinds: &[PersonKind]) -> Option<PersonKind> {
        let pass = self.state.pass.as_ref()?;
        let under_way = pass.job.as_ref().map(|job| job.kind).filter(|kind| kinds.contains(kind));
        under_way.or_else(|| kinds.iter().copied().find(|kind| !pass.done.contains(kind)))
    }

    /// Reads everybody of one kind. How many became visible.
    async fn pass_kind(&mut self, kind: PersonKind) -> Result<usize, SyncStop> {
        let mut newly_seen = 0;
        loop {
            let job = self.job(kind).await?;
            match self.read_job(&job, &mut newly_seen).await {
                Err(SyncStop::Gone | SyncStop::JobFailed) if self.restarts < RESTARTS_MAX => {
                    self.restarts += 1;
                    self.set_job(None);
                    self.step(SyncStep::default()).await?;
                }
                Err(other) => {
                    if matches!(other, SyncStop::Gone | SyncStop::JobFailed) {
                        self.set_job(None);
                    }
                    return Err(other);
                }
                Ok(()) => {
                    self.sync.mirror.end(&job.id).await;
                    self.finish_kind(&job);
                    self.step(SyncStep::default()).await?;
                    return Ok(newly_seen);
                }
            }
        }
    }

    fn finish_kind(&mut self, job: &JobAt) {
        let Some(pass) = &mut self.state.pass else { return };
        pass.done.push(job.kind);
        pass.job = None;
        // Where changes are followed already, they go on from where they are.
        if pass.what == What::People || !self.state.followed.contains_key(&job.kind) {
            self.state.follow_from(job.kind, job.begun);
        }
    }

    fn set_job(&mut self, job: Option<JobAt>) {
        if let Some(pass) = &mut self.state.pass {
            pass.job = job;
        }
    }

    /// The collection under way for this kind, else a new one.
    async fn job(&mut self, kind: PersonKind) -> Result<JobAt, SyncStop> {
        let Some(pass) = &self.state.pass else { return Err(SyncStop::Gone) };
        if let Some(job) = pass.job.as_ref().filter(|job| job.kind == kind) {
            return Ok(job.clone());
        }
        let what = pass.what;
        self.sync.tell(Doing::Collecting { kind });
        self.spend()?;
        let Job { id, begun } = self.sync.mirror.begin(kind, what).await?;
        let job = JobAt { kind, id, begun, next: None };
        self.set_job(Some(job.clone()));
        self.step(SyncStep::default()).await?;
        Ok(job)
    }

    async fn read_job(&mut self, job: &JobAt, newly_seen: &mut usize) -> Result<(), SyncStop> {
        if job.next.is_none() {
            self.wait_for(job).await?;
        }
        let mut next = job.next.clone();
        loop {
            self.spend()?;
            let page = self.sync.mirror.page(job.kind, &job.id, next.as_deref()).await?;
            next.clone_from(&page.next);
            let at = JobAt { next: page.next.clone(), ..job.clone() };
            let Some(pass) = &mut self.state.pass else { return Err(SyncStop::Gone) };
            let (what, began) = (pass.what, pass.began);
            match what {
                What::People => self.keep_people(page.people, began).await?,
                What::Ids => *newly_seen += self.see(job.kind, page.ids, began, *newly_seen).await?,
            }
            let Some(pass) = &mut self.state.pass else { return Err(SyncStop::Gone) };
            if next.is_none() {
                return Ok(());
            }
            pass.job = Some(at);
            self.step(SyncStep::default()).await?;
        }
    }

    async fn wait_for(&mut self, job: &JobAt) -> Result<(), SyncStop> {
        let mut pause = self.sync.pace.first;
        loop {
            self.spend()?;
            match self.sync.mirror.progress(&job.id).await? {
                Progress::Done => return Ok(()),
                Progress::Failed => return Err(SyncStop::JobFailed),
                Progress::Running => {}
            }
            self.sync.tell(Doing::Collecting { kind: job.kind });
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                () = self.cancel.cancelled() => return Err(SyncStop::Cancelled),
            }
            pause = (pause * 2).min(self.sync.pace.most);
        }
    }

    async fn keep_people(&mut self, people: Vec<Person>, read_at: Timestamp) -> Result<(), SyncStop> {
        let mut people = people.into_iter();
        loop {
            let some: Vec<Person> = people.by_ref().take(STEP_PEOPLE).collect();
            let Some(kind) = some.first().map(|person| person.kind) else { return Ok(()) };
            self.state.saw_change(some.iter().filter_map(|person| person.modified).max());
            if let Some(pass) = &mut self.state.pass {
                pass.rows += some.len() as u64;
                self.sync.tell(Doing::Reading { kind, people: pass.rows });
            }
            let kept = self.indexed(some).await?;
            self.step(SyncStep { kept, read_at, ..SyncStep::default() }).await?;
        }
    }

    /// Notes that these can still be seen, and reads who is new among them. How many are.
    async fn see(
        &mut self,
        kind: PersonKind,
        ids: Vec<String>,
        read_at: Timestamp,
        newly_seen: usize,
    ) -> Result<usize, SyncStop> {
        let mut unknown = Vec::new();
        let mut ids = ids.into_iter();
        loop {
            let seen: Vec<String> = ids.by_ref().take(STEP_PEOPLE).collect();
            if seen.is_empty() {
                break;
            }
            if let Some(pass) = &mut self.state.pass {
                pass.rows += seen.len() as u64;
                self.sync.tell(Doing::Reading { kind, people: pass.rows });
            }
            unknown.extend(self.step(SyncStep { seen, read_at, ..SyncStep::default() }).await?);
        }
        let count = unknown.len();
        if newly_seen + count <= NEWLY_SEEN_MAX {
            for some in unknown.chunks(READ_MAX) {
                self.spend()?;
                let people = self.sync.mirror.read(kind, some).await?;
                self.keep_people(people, read_at).await?;
            }
        }
        Ok(count)
    }

    async fn follow_changes(&mut self, kind: PersonKind) -> Result<(), SyncStop> {
        let Some(Followed { mark, .. }) = self.state.followed.get(&kind) else { return Ok(()) };
        let mut after = mark.clone();
        for _ in 0..CHANGE_PAGES_MAX {
            self.spend()?;
            let now = self.now();
            let changes = self.sync.mirror.changes(kind, &after).await?;
            let mut gone = changes.gone;
            let mut people = changes.people;
            self.state.saw_change(people.iter().filter_map(|person| person.modified).max());
            if let Some(last) = changes.last {
                after = last;
                if let Some(followed) = self.state.followed.get_mut(&kind) {
                    // Within a run on from the last one read; the next run looks back a little.
                    let looked_back = Mark { at: earlier(after.at), id: String::new() };
                    followed.mark = if changes.more { after.clone() } else { looked_back };
                }
            }
            while !people.is_empty() || !gone.is_empty() {
                let rest = people.split_off(people.len().min(STEP_PEOPLE));
                let later = gone.split_off(gone.len().min(STEP_PEOPLE));
                let kept = self.indexed(std::mem::replace(&mut people, rest)).await?;
                let gone = std::mem::replace(&mut gone, later);
                self.step(SyncStep { kept, read_at: now, gone, ..SyncStep::default() }).await?;
            }
            if !changes.more {
                return Ok(());
            }
        }
        self.state.whole = None;
        Ok(())
    }

    async fn follow_deletions(&mut self, kind: PersonKind, now: Timestamp) -> Result<(), SyncStop> {
        let Some(since) = self.state.followed.get(&kind).map(|followed| followed.deleted) else {
            return Ok(());
        };
        if crate::clock::later(since, DELETIONS_AFTER) > now {
            return Ok(());
        }
        self.spend()?;
        let (gone, until) = match self.sync.mirror.deletions(kind, Span { from: since, to: now }).await {
            Ok(deletions) => (deletions.gone, deletions.until),
            // Whoever was deleted meanwhile is found by who can still be seen.
            Err(MirrorError::Gone) => {
                self.state.compared = None;
                (Vec::new(), earlier(now))
            }
            Err(other) => return Err(other.into()),
        };
        if let Some(followed) = self.state.followed.get_mut(&kind) {
            followed.deleted = until;
        }
        for some in gone.chunks(STEP_PEOPLE) {
            self.step(SyncStep { gone: some.to_vec(), ..SyncStep::default() }).await?;
        }
        Ok(())
    }

    /// Reading numbers takes a while; not on the thread that others' events wait for.
    async fn indexed(&self, people: Vec<Person>) -> Result<Vec<Indexed>, SyncStop> {
        let home = self.home.clone();
        let read = tokio::task::spawn_blocking(move || {
            people.into_iter().map(|person| indexed(person, &home)).collect()
        });
        read.await.map_err(|_| SyncStop::Cancelled)
    }

    /// Before each request: may there be another one?
    fn spend(&mut self) -> Result<(), SyncStop> {
        if self.cancel.is_cancelled() {
            return Err(SyncStop::Cancelled);
        }
        let now = self.now();
        if self.calls >= CALLS_PER_RUN || self.state.calls.on(now) >= CALLS_PER_DAY {
            return Err(SyncStop::Limit);
        }
        if let Some((used, most)) = self.sync.usage.borrow().org
            && used.saturating_mul(100) >= most.saturating_mul(SAVING_PERCENT)
        {
            return Err(SyncStop::Saving);
        }
        self.calls += 1;
        self.state.calls.count(now);
        Ok(())
    }

    /// Puts a step and how far we are on disk together. Which of those seen are unknown.
    async fn step(&mut self, step: SyncStep) -> Result<Vec<String>, SyncStop> {
        let state = serde_json::to_string(&self.state).map_err(StoreError::from)?;
        let step = SyncStep { state: state.clone(), ..step };
        let done = self.sync.store.people().sync_step(self.kept.take(), step).await?;
        self.kept = Some(state);
        done.ok_or(SyncStop::Overtaken)
    }

    fn now(&self) -> Timestamp {
        self.sync.clock.now().wall
    }
}

impl From<MirrorError> for SyncStop {
    fn from(error: MirrorError) -> Self {
        match error {
            MirrorError::Gone => SyncStop::Gone,
            MirrorError::Failed(failure) => failure.into(),
        }
    }
}

impl From<Failure> for SyncStop {
    fn from(failure: Failure) -> Self {
        match failure.kind {
            FailureKind::SignedOut => SyncStop::SignedOut,
            FailureKind::Offline
            | FailureKind::NotAllowed { .. }
            | FailureKind::Refused { .. }
            | FailureKind::Busy
            | FailureKind::Broken { .. } => SyncStop::Crm(failure),
        }
    }
}
