//! Creating people: the form and its draft, who may be there already, saving. Forms ask here. Not
//! here: what a form is filled with and what of it cannot be saved (`domain::create`), the
//! tables, the requests.
//!
//! What is typed is on disk before anything is said about it, under a key of the call, chat or
//! search it came from: the same place finds it again.

mod drafts;
mod duplicates;
mod save;
mod sender;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use domain::create::{AccountChoice, CreateKind, Draft, Form, Origin, Prefill, standard_form};
use domain::number::Region;
use domain::search::Query;
use domain::settings::Settings;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::clock::Clock;
use crate::controller::{Handle, OriginAsk, OriginTold};
use crate::problem::{Problem, ProblemCode};
use crate::search::Search;
use crate::settings;
use crate::store::{Store, StoreError, Trouble};
use crate::view::{
    CreateField, CreateForm, CreateFrom, CreateKindView, RecordTypeView, Refusals, SearchHere, SearchThere,
    ValueSource,
};
use drafts::Kept;
use save::{Saves, refusals};
use tokio::sync::{Mutex, Notify};

/// Longest wait for what the org asks for; until then there is a form of what every org does.
const FORM_TIMEOUT: Duration = Duration::from_secs(8);
/// Longest text of a search that a draft is named by, in characters.
const NAMED_CHARS_MAX: usize = 80;

/// Creates people for the forms of one profile. Cheap to clone.
#[derive(Clone)]
pub struct Creation {
    shared: Arc<Shared>,
}

struct Shared {
    profile_dir: PathBuf,
    store: Store,
    clock: Arc<dyn Clock>,
    handle: Handle,
    /// Accounts and doubles are asked for side by side.
    accounts: Search,
    doubles: Search,
    /// Held while somebody is saved.
    saves: Mutex<Saves>,
    /// Somebody new waits, or a try has ended.
    queued: Notify,
}

impl Creation {
    pub(crate) fn new(
        profile_dir: &Path,
        store: Store,
        clock: &Arc<dyn Clock>,
        handle: Handle,
        search: Search,
    ) -> Self {
        let (accounts, doubles) = (search.other_asker(), search);
        let (profile_dir, clock) = (profile_dir.to_owned(), Arc::clone(clock));
        let (saves, queued) = (Mutex::default(), Notify::new());
        let shared = Shared { profile_dir, store, clock, handle, accounts, doubles, saves, queued };
        Self { shared: Arc::new(shared) }
    }

    /// The form for somebody new, with the draft of the same place if there is one. `kind` and
    /// `record_type` say what was chosen meanwhile; what was typed before stays.
    ///
    /// # Errors
    /// When settings or store cannot be read; without a problem when the call is not known any
    /// more.
    pub async fn form(
        &self,
        from: CreateFrom,
        kind: Option<CreateKindView>,
        record_type: Option<String>,
    ) -> Result<CreateForm, Option<Problem>> {
        let settings = self.settings()?;
        let (key, told) = self.place(&from, &settings).await.ok_or(None)?;
        let drafts = self.shared.store.drafts();
        let kept: Option<Kept> = drafts.draft(&key).await.map_err(broken)?;
        let kept = match kept {
            Some(kept) => Some(kept),
            None => self.of_waiting(&key).await.map_err(broken)?,
        };
        let typed = kept.as_ref().filter(|kept| kept.typed);
        let kinds = settings.creation.kinds();
        let preferred = *kinds.first().ok_or(Some(Problem::from(ProblemCode::CreationOff)))?;
        let chosen = kind.map(CreateKind::from).or(typed.map(|kept| kept.draft.kind)).unwrap_or(preferred);
        let chosen = if kinds.contains(&chosen) { chosen } else { preferred };
        let record_type = record_type.or_else(|| typed?.draft.record_type.clone());
        let (form, problem) = self.org_form(chosen, record_type.as_deref()).await;
        // What a call told stays told when it is gone.
        let is_gone = matches!(from, CreateFrom::Draft { .. });
        let before = kept.as_ref().filter(|_| is_gone);
        let origin = before.map_or(&told.origin, |kept| &kept.origin).clone();
        let entry_key = before.map_or(&told.key, |kept| &kept.entry_key).clone();
        let with = Prefilling::new(&settings, &told, self.now());
        let draft = match typed {
            Some(kept) => with.completed(&form, &origin, kept.draft.clone()),
            None => with.prefill().draft(&form, &origin),
        };
        let draft = Draft { kind: chosen, record_type: record_type.or(draft.record_type), ..draft };
        let is_typed = typed.is_some();
        let keeping = Kept { draft: draft.clone(), typed: is_typed, origin: origin.clone(), entry_key };
        drafts.keep(&key, &keeping, self.now()).await.map_err(broken)?;
        let mut view = shown(key, &form, draft, &with, &origin);
        let offered = |kind: &CreateKind| *kind != CreateKind::PersonAccount || form.has_person_accounts;
        view.kinds = kinds.into_iter().filter(offered).map(CreateKindView::from).collect();
        (view.problem, view.refused) = (problem, self.refused(&view.draft).await);
        (view.call, view.restored) = (told.call.map(|call| call.0), is_typed);
        Ok(view)
    }

    /// What this org asks for; with a problem, what every org does.
    async fn org_form(&self, kind: CreateKind, record_type: Option<&str>) -> (Form, Option<Problem>) {
        let reach = self.shared.doubles.reached();
        let signed_in = reach.is_signed_in();
        let standard = |problem: Problem| (standard_form(kind), Some(problem));
        let Some(crm) = reach.crm else { return standard(ProblemCode::SalesforceNotConfigured.into()) };
        let Some(creator) = crm.creator().filter(|_| signed_in) else {
            return standard(ProblemCode::SalesforceSignedOut.into());
        };
        match tokio::time::timeout(FORM_TIMEOUT, creator.form(kind, record_type)).await {
            Ok(Ok(form)) => (form, None),
            Ok(Err(failure)) => standard(Problem::from(&failure.kind)),
            Err(_) => standard(ProblemCode::SalesforceOffline.into()),
        }
    }

    /// The draft of somebody who waits, where it was dropped meanwhile.
    async fn of_waiting(&self, draft: &str) -> Result<Option<Kept>, StoreError> {
        let row = self.shared.store.creations().of(draft).await?;
        Ok(row.map(|row| Kept {
            draft: row.person.draft,
            typed: true,
            origin: Origin::default(),
            entry_key: row.entry_key,
        }))
    }

    /// What somebody who is stuck was refused for.
    async fn refused(&self, draft: &str) -> Option<Refusals> {
        let row = self.shared.store.creations().of(draft).await.ok().flatten()?;
        match row.trouble? {
            Trouble::Refused { fields, general } => Some(refusals(fields, general)),
            Trouble::Failed { .. } | Trouble::Duplicates { .. } => None,
        }
    }

    /// Where somebody is created from: the draft's key, and what is known there.
    async fn place(&self, from: &CreateFrom, settings: &Settings) -> Option<(String, OriginTold)> {
        let handle = &self.shared.handle;
        let nowhere = || handle.origin(OriginAsk::None);
        match from {
            CreateFrom::Call { call } => {
                let told = handle.origin(OriginAsk::Call(domain::call::CallId(*call))).await?;
                Some((format!("call {}", told.key), told))
            }
            CreateFrom::Chat { chat } => {
                let told = handle.origin(OriginAsk::Chat(chat.clone())).await?;
                Some((format!("chat {}", told.key), told))
            }
            CreateFrom::Text { text } => {
                let text: String = text.trim().chars().take(NAMED_CHARS_MAX).collect();
                let mut told = nowhere().await?;
                told.origin = of_text(&text, settings);
                Some((format!("text {}", text.to_lowercase()), told))
            }
            CreateFrom::Account { account } => {
                let mut told = nowhere().await?;
                let directory = self.shared.doubles.reached().directory?;
                let known = directory.person(account).await.ok().flatten()?;
                told.origin.account = Some(AccountChoice::Existing { id: known.id, name: known.name });
                Some((format!("account {account}"), told))
            }
            CreateFrom::Draft { draft } => Some((draft.clone(), nowhere().await?)),
        }
    }

    /// Accounts of this computer, as typed.
    pub async fn accounts_here(&self, text: &str) -> SearchHere {
        let mut found = self.shared.accounts.here(text).await;
        found.found.retain(|found| is_account(found.kind));
        found
    }

    /// Accounts of Salesforce; a later question ends an earlier one.
    pub async fn accounts_there(&self, text: &str) -> SearchThere {
        match self.shared.accounts.there(text).await {
            SearchThere::Found { mut found, more, requests } => {
                found.retain(|found| is_account(found.kind));
                SearchThere::Found { found, more, requests }
            }
            other @ (SearchThere::Stale | SearchThere::Failed { .. }) => other,
        }
    }

    fn settings(&self) -> Result<Settings, Problem> {
        settings::look(&self.shared.profile_dir)
            .map_err(|error| Problem { code: ProblemCode::SettingsBroken, detail: Some(error.to_string()) })
    }

    fn home(&self) -> Region {
        self.shared.doubles.reached().matching.default_region
    }

    fn now(&self) -> Timestamp {
        self.shared.clock.now().wall
    }
}

/// What prefilling needs besides the form.
struct Prefilling<'a> {
    settings: &'a Settings,
    told: &'a OriginTold,
    zone: TimeZone,
    now: Timestamp,
}

impl<'a> Prefilling<'a> {
    fn new(settings: &'a Settings, told: &'a OriginTold, now: Timestamp) -> Self {
        let zone = told.zone.clone().unwrap_or(TimeZone::UTC);
        Self { settings, told, zone, now }
    }

    fn prefill(&self) -> Prefill<'_> {
        Prefill {
            settings: &self.settings.creation,
            agent: &self.told.agent,
            zone: &self.zone,
            dates: self.settings.journal.dates,
            now: self.now,
        }
    }

    /// A draft under another form: what was typed stays, what the form wants besides is filled in.
    fn completed(&self, form: &Form, origin: &Origin, kept: Draft) -> Draft {
        if kept.kind == form.kind && kept.record_type == form.record_type {
            return kept;
        }
        let mut draft = self.prefill().draft(form, origin);
        draft.values.extend(kept.values);
        draft.account = kept.account.or(draft.account);
        draft
    }
}

fn shown(draft: String, form: &Form, values: Draft, with: &Prefilling<'_>, origin: &Origin) -> CreateForm {
    let filled = with.prefill().draft(form, origin);
    let source = |name: &String| {
        let field = form.fields.iter().find(|field| field.name == *name)?;
        let value = values.value(name);
        if value.is_empty() || filled.value(name) != value {
            return None;
        }
        if with.prefill().is_preset(form.kind, name) {
            Some(ValueSource::Settings)
        } else if field.default.as_deref() == Some(value) {
            Some(ValueSource::Org)
        } else {
            Some(ValueSource::Origin)
        }
    };
    let sources = values.values.keys().filter_map(|name| Some((name.clone(), source(name)?))).collect();
    CreateForm {
        draft,
        kinds: Vec::new(),
        record_types: form.record_types.iter().map(RecordTypeView::from).collect(),
        fields: form.fields.iter().map(CreateField::from).collect(),
        sources,
        values: values.into(),
        call: None,
        restored: false,
        problem: None,
        refused: None,
    }
}

fn of_text(text: &str, settings: &Settings) -> Origin {
    let query = Query::read(text, &settings.matching);
    if let Some(number) = query.number() {
        return Origin { number: Some(number.clone()), ..Origin::default() };
    }
    let text = Some(text.to_owned()).filter(|text| !text.is_empty());
    if text.as_ref().is_some_and(|text| text.contains('@') && !text.contains(' ')) {
        return Origin { email: text, ..Origin::default() };
    }
    Origin { name: text, ..Origin::default() }
}

fn is_account(kind: crate::view::KindView) -> bool {
    match kind {
        crate::view::KindView::Account => true,
        crate::view::KindView::Contact
        | crate::view::KindView::Lead
        | crate::view::KindView::PersonAccount
        | crate::view::KindView::User => false,
    }
}

fn broken(error: StoreError) -> Problem {
    tracing::error!(%error, "the store did not do what was asked");
    Problem::from(ProblemCode::StoreBroken)
}
