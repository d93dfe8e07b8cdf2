//! Entries as Tasks: many in one request, each with its own answer; what is there already; what was
//! written twice. Not here: when to write, ask or repeat.

use std::collections::BTreeSet;
use std::ops::Range;
use std::time::Instant;

use domain::journal::Entry;
use domain::outbox::{Failure, FailureKind, Written, kept};

use super::answer::{self, CallError, Statuses, TaskRow, json};
use super::key_field::KeyField;
use super::request::{self, TaskForm};
use super::schema::Describe;
use super::send::Answer;
use super::{FACTS_FOR, FIELD_REFUSED, Salesforce, extra, owner};
use crate::crm::{Saved, unanswered};

/// Most records of one request (salesforce.md 8.1).
const BATCH_ROWS_MAX: usize = 200;
/// Longest texts of one request together, in bytes: a request that takes seconds to send is one
/// whose answer is lost more often.
const BATCH_BYTES_MAX: usize = 2 * 1024 * 1024;
/// Requests for the same entries: as they are, then without what the org refuses: fields, owner,
/// the key's field, further fields.
const ROUNDS_MAX: usize = 5;

/// What one round came to for the entry at this place.
type RowAnswer = (usize, Result<Saved, CallError>);

impl Salesforce {
    pub(super) async fn write_tasks(&self, entries: &[Entry]) -> Vec<Result<Saved, Failure>> {
        let mut answers: Vec<Option<Result<Saved, Failure>>> = entries.iter().map(|_| None).collect();
        let (mut open, mut in_doubt) = (Vec::new(), Vec::new());
        for (at, entry) in entries.iter().enumerate() {
            match self.tasks().fate(&entry.key) {
                Some(Some(saved)) => answers[at] = Some(Ok(Saved { found: true, ..saved.clone() })),
                Some(None) => in_doubt.push(at),
                // Another desk may have written it.
                None if entry.is_shared() => in_doubt.push(at),
                None => open.push(at),
            }
        }
        if !in_doubt.is_empty() {
            match self.found_in_doubt(entries, &in_doubt).await {
                Ok(found) => {
                    for (at, saved) in in_doubt.iter().copied().zip(found) {
                        if saved.is_none() {
                            open.push(at);
                        }
                        answers[at] = saved.map(Ok);
                    }
                }
                Err(failure) => in_doubt.iter().for_each(|at| answers[*at] = Some(Err(failure.clone()))),
            }
            open.sort_unstable();
        }
        for range in batches(entries, &open) {
            let places = &open[range];
            // Noted before sending: a caller that gives up half-way leaves them in doubt.
            places.iter().for_each(|at| self.tasks().remember(&entries[*at].key, None));
            for (at, outcome) in self.write_batch(entries, places).await {
                match &outcome {
                    Ok(saved) => self.tasks().remember(&entries[at].key, Some(saved.clone())),
                    Err(failure) if !failure.outcome_unknown && !in_doubt.contains(&at) => {
                        self.tasks().forget(&entries[at].key);
                    }
                    Err(_) => {}
                }
                answers[at] = Some(outcome);
            }
        }
        answers.into_iter().map(|answer| answer.unwrap_or_else(|| Err(unanswered()))).collect()
    }

    /// What is there of entries that an earlier request of this run may have written.
    async fn found_in_doubt(
        &self,
        entries: &[Entry],
        places: &[usize],
    ) -> Result<Vec<Option<Saved>>, Failure> {
        let asked: Vec<Entry> = places.iter().map(|at| entries[*at].clone()).collect();
        let records = self.written_tasks(&asked).await.map_err(|error| error.into_failure(false))?;
        let mut found = Vec::new();
        for (entry, records) in asked.iter().zip(records) {
            let saved = match kept(&records) {
                Some(kept) => Some(self.found(&kept.id).await),
                None => None,
            };
            if let Some(saved) = &saved {
                self.tasks().remember(&entry.key, Some(saved.clone()));
            }
            found.push(saved);
        }
        Ok(found)
    }

    async fn found(&self, id: &str) -> Saved {
        Saved { id: id.to_owned(), url: self.page_of_task(id).await, found: true }
    }

    pub(super) async fn page_of_task(&self, id: &str) -> Option<String> {
        let token = self.sender.token().await.ok()?;
        answer::record_page(&token.instance, "Task", id)
    }

    async fn write_batch(&self, entries: &[Entry], places: &[usize]) -> Vec<(usize, Result<Saved, Failure>)> {
        let form = match self.task_form().await {
            Ok(form) => form,
            Err(error) => {
                let failure = error.into_failure(false);
                return places.iter().map(|at| (*at, Err(failure.clone()))).collect();
            }
        };
        let mut fitted = entries.to_vec();
        for at in places {
            fitted[*at] = self.fitted(&entries[*at]).await;
        }
        self.write_rounds(fitted, places.to_vec(), form).await
    }

    /// What all Tasks written now have in common.
    async fn task_form(&self) -> Result<TaskForm, CallError> {
        let (statuses, owner) = (self.statuses().await?, self.other_owner().await?);
        let key_field = self.key_field().await;
        let tasks = self.tasks();
        let (left_out, left_out_of_chats) = (tasks.left_out.clone(), tasks.left_out_of_chats.clone());
        Ok(TaskForm { statuses, owner, key_field, left_out, left_out_of_chats })
    }

    /// Writes them; those that are refused for what an entry can do without, once more without it.
    async fn write_rounds(
        &self,
        mut entries: Vec<Entry>,
        mut places: Vec<usize>,
        mut form: TaskForm,
    ) -> Vec<(usize, Result<Saved, Failure>)> {
        let mut done = Vec::new();
        for round in 1..=ROUNDS_MAX {
            let rows = match self.send_tasks(&entries, &places, &form).await {
                Ok(rows) => rows,
                Err(error) => {
                    let failure = error.into_failure(true);
                    done.extend(places.iter().map(|at| (*at, Err(failure.clone()))));
                    return done;
                }
            };
            let (written, refused): (Vec<RowAnswer>, Vec<RowAnswer>) =
                rows.into_iter().partition(|(_, row)| row.is_ok());
            done.extend(written.into_iter().map(|(at, row)| (at, row.map_err(|e| e.into_failure(true)))));
            let (again, refused) = self.mended(refused, &mut entries, &mut form).await;
            let again = if round == ROUNDS_MAX { Vec::new() } else { again };
            let given_up = refused.into_iter().filter(|(at, _)| !again.contains(at));
            for (at, error) in given_up {
                let outcome = self.settle_refusal(&entries[at], error, &form).await;
                done.push((at, outcome));
            }
            if again.is_empty() {
                return done;
            }
            places = again;
        }
        done
    }

    /// Which of the refused may be taken now that the form was changed, and all refusals.
    async fn mended(
        &self,
        refused: Vec<RowAnswer>,
        entries: &mut [Entry],
        form: &mut TaskForm,
    ) -> (Vec<usize>, Vec<(usize, CallError)>) {
        let refused: Vec<(usize, CallError)> =
            refused.into_iter().filter_map(|(at, row)| Some((at, row.err()?))).collect();
        let mut again = Vec::new();
        let of_fields: Vec<&(usize, CallError)> =
            refused.iter().filter(|(_, error)| error.has_code(FIELD_REFUSED)).collect();
        if !of_fields.is_empty() && self.leave_out_fields(&of_fields, entries, form).await {
            again.extend(of_fields.iter().map(|(at, _)| *at));
        }
        // Nothing was written; the user has left since they were found, or may own no Tasks.
        let of_owner: Vec<usize> =
            refused.iter().filter(|(_, error)| owner::is_refused(error)).map(|(at, _)| *at).collect();
        if !of_owner.is_empty()
            && let Some(refused_owner) = form.owner.take()
        {
            self.owner.lock().await.refuse(&refused_owner);
            again.extend(of_owner.into_iter().filter(|at| !again.contains(at)).collect::<Vec<_>>());
        }
        for at in self.follow_converted(&refused, entries).await {
            if !again.contains(&at) {
                again.push(at);
            }
        }
        for (at, error) in &refused {
            if !again.contains(at)
                && let Some(without) = extra::without_refused(&entries[*at], error)
            {
                entries[*at] = without;
                again.push(*at);
            }
        }
        again.sort_unstable();
        (again, refused)
    }

    /// Whether anything is left out now that was not before.
    async fn leave_out_fields(
        &self,
        refused: &[&(usize, CallError)],
        entries: &[Entry],
        form: &mut TaskForm,
    ) -> bool {
        // Of calls and of chats the first news is enough for one round.
        let mut news = BTreeSet::new();
        for (at, error) in refused {
            let kind = &entries[*at].kind;
            if news.contains(&entries[*at].is_shared()) {
                continue;
            }
            let hidden = self.hidden_fields(error).await;
            if !hidden.is_subset(form.left_out_of(kind)) {
                news.insert(entries[*at].is_shared());
                self.tasks().left_out(kind).extend(&hidden);
                form.left_out_of(kind).extend(&hidden);
            }
        }
        let fields = !news.is_empty();
        let names_key = form.key_field.as_ref().is_some_and(|key| {
            let named = |error: &CallError| error.errors().iter().any(|one| one.fields.contains(key));
            refused.iter().any(|(_, error)| named(error))
        });
        if fields || form.key_field.is_none() {
            return fields;
        }
        // The refusal may be about the key's field, which has gone or was hidden since.
        let before = form.key_field.clone();
        self.tasks().key.forget();
        form.key_field = if names_key { None } else { self.key_field().await };
        form.key_field != before
    }

    /// The last word on an entry that was refused. With a unique key, "there already" means that an
    /// earlier request of ours was carried out.
    async fn settle_refusal(
        &self,
        entry: &Entry,
        error: CallError,
        form: &TaskForm,
    ) -> Result<Saved, Failure> {
        let key = form.key_field.as_deref().filter(|key| answer::is_taken(&error, key));
        let Some(key) = key else { return Err(error.into_failure(true)) };
        let answer = self.sender.send(&request::tasks_by_field(key, &entry.key)).await;
        let records = answer.and_then(|answer| answer::ids(&answer.body));
        match records.map_err(|error| error.into_failure(false))?.into_iter().next() {
            Some(id) => Ok(self.found(&id).await),
            // It holds the key and is not to be seen: not committed yet.
            None => Err(Failure { kind: FailureKind::Busy, outcome_unknown: true, retry_after: None }),
        }
    }

    /// One request. An error of the request as a whole is one of every entry's.
    async fn send_tasks(
        &self,
        entries: &[Entry],
        places: &[usize],
        form: &TaskForm,
    ) -> Result<Vec<RowAnswer>, CallError> {
        if let [at] = places {
            let answer = self.sender.send(&request::create_task(&entries[*at], form)).await;
            let row = match answer {
                Ok(answer) => answer::created(&answer.body).map(|id| saved(&answer, id)),
                // A refusal of this one; anything else may be one of the request.
                Err(error) if error.is_status(400) || error.is_status(404) => Err(error),
                Err(error) => return Err(error),
            };
            return row.map_or_else(
                |error| if error.errors().is_empty() { Err(error) } else { Ok(vec![(*at, Err(error))]) },
                |saved| Ok(vec![(*at, Ok(saved))]),
            );
        }
        let answer =
            self.sender.send(&request::create_tasks(places.iter().map(|at| &entries[*at]), form)).await?;
        let rows = answer::task_rows(&answer.body, places.len())?;
        let rows = rows.into_iter().map(|row| match row {
            TaskRow::Created { id } => Ok(saved(&answer, id)),
            TaskRow::Refused { errors } => Err(CallError::Status { status: 400, errors, retry_after: None }),
        });
        Ok(places.iter().copied().zip(rows).collect())
    }

    /// The records under these entries' keys, each list oldest first.
    pub(super) async fn written_tasks(&self, entries: &[Entry]) -> Result<Vec<Vec<Written>>, CallError> {
        let us = owner::user_id(&self.sender.token().await?.identity);
        let now = self.sender.server_time();
        let mut found = Vec::new();
        for request in request::tasks_by_keys(entries, now) {
            let rows = self.sender.rows(&request).await?;
            found.extend(answer::task_records(rows, &us)?);
        }
        let of = |entry: &Entry| {
            let key = request::key_of(entry);
            let own = found.iter().filter(|(known, _)| *known == key);
            own.map(|(_, record)| record.clone()).collect::<Vec<_>>()
        };
        let lists: Vec<Vec<Written>> = entries.iter().map(of).collect();
        for (entry, list) in entries.iter().zip(&lists) {
            // Whoever asked knows: it is not asked a second time before it is written.
            if list.is_empty() {
                self.tasks().forget(&entry.key);
            }
        }
        Ok(lists)
    }

    pub(super) async fn remove_task(&self, id: &str) -> Result<(), CallError> {
        match self.sender.send(&request::delete_task(id)).await {
            Ok(_) => Ok(()),
            Err(error) if error.is_status(404) || error.has_code(&["ENTITY_IS_DELETED"]) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// The optional fields a refusal is about: those it names, else those missing from the
    /// describe.
    pub(super) async fn hidden_fields(&self, error: &CallError) -> BTreeSet<&'static str> {
        let named: Vec<_> = error.errors().iter().flat_map(|error| &error.fields).collect();
        let optional = request::OPTIONAL_TASK_FIELDS.into_iter();
        if !named.is_empty() {
            return optional.filter(|field| named.iter().any(|name| name == field)).collect();
        }
        let answer = self.sender.send(&request::describe("Task")).await;
        let described = answer.and_then(|answer| json::<Describe>(&answer.body));
        described.map_or_else(
            |_| BTreeSet::new(),
            |task| {
                let writable =
                    |name: &str| task.fields.iter().any(|field| field.name == name && field.createable);
                optional.filter(|field| !writable(field)).collect()
            },
        )
    }

    /// The org's words for done and for open; the usual ones where this user cannot see them.
    async fn statuses(&self) -> Result<Statuses, CallError> {
        let known = self.tasks().statuses.clone();
        if let Some((statuses, read_at)) = known
            && read_at.elapsed() < FACTS_FOR
        {
            return Ok(statuses);
        }
        let answer = self.sender.send(&request::task_statuses()).await;
        match answer.and_then(|answer| answer::statuses(&answer.body)) {
            Ok(statuses) => {
                self.tasks().statuses = Some((statuses.clone(), Instant::now()));
                Ok(statuses)
            }
            // The Task itself would meet the same end.
            Err(error @ (CallError::SignedOut | CallError::Before(_) | CallError::NoAnswer { .. })) => {
                Err(error)
            }
            Err(CallError::OtherOrg | CallError::Status { .. } | CallError::Unusable { .. }) => {
                Ok(Statuses::default())
            }
        }
    }

    /// The field that holds our key, where the admin named one and it can.
    async fn key_field(&self) -> Option<String> {
        let wanted = self.tasks().key.unknown()?;
        let Some(wanted) = wanted else { return self.tasks().key.usable() };
        let answer = self.sender.send(&request::describe("Task")).await;
        // Not told: written without it this time, as before the admin named it.
        let describe = answer.and_then(|answer| json::<Describe>(&answer.body)).ok()?;
        let checked = KeyField::checked(wanted, &describe);
        let usable = checked.usable();
        self.tasks().key = checked;
        usable
    }
}

fn saved(answer: &Answer, id: String) -> Saved {
    Saved { url: answer::record_page(&answer.instance, "Task", &id), id, found: false }
}

/// Parts of `open` that fit into one request each.
fn batches(entries: &[Entry], open: &[usize]) -> Vec<Range<usize>> {
    let mut batches = Vec::new();
    let (mut start, mut bytes) = (0, 0);
    for (nth, at) in open.iter().enumerate() {
        let entry = &entries[*at];
        let size = entry.subject.len() + entry.description.len();
        if nth > start && (nth - start == BATCH_ROWS_MAX || bytes + size > BATCH_BYTES_MAX) {
            batches.push(start..nth);
            (start, bytes) = (nth, 0);
        }
        bytes += size;
    }
    if start < open.len() {
        batches.push(start..open.len());
    }
    batches
}
