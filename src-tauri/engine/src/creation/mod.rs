//! Creating people: the form and its draft, who may be there already, saving. Forms ask here. Not
//! here: what a form is filled with and what of it cannot be saved (`domain::create`), the
//! tables, the requests.
//!
//! What is typed is on disk before anything is said about it, under a key of its own: two people
//! who were begun in the same place are two. The call, chat or search it came from finds it again
//! as long as it is not finished.

mod drafts;
mod duplicates;
mod existing;
mod outcome;
mod save;
mod sender;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use domain::create::{AccountChoice, CreateKind, Draft, Form, Origin, Prefill, carried, standard_form};
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
use crate::store::{CreationStep, Store, StoreError, Trouble};
use crate::view::{
    CreateField, CreateForm, CreateFrom, CreateKindView, RecordTypeView, Refusals, SearchHere, SearchThere,
    ValueSource,
};
use drafts::{Kept, Opened};
use outcome::refusals;
use save::Saves;
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
    opened: Mutex<Opened>,
    /// What came of requests, where the disk did not take it yet.
    unsettled: Mutex<Vec<(String, CreationStep)>>,
    /// Somebody new waits, or a try has ended.
    queued: Notify,
}

/// Where somebody is created from.
struct Place {
    /// The draft is named.
    draft: Option<String>,
    /// Else this finds it.
    name: String,
    told: OriginTold,
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
        let shared = Shared {
            profile_dir,
            store,
            clock,
            handle,
            accounts,
            doubles,
            saves: Mutex::default(),
            opened: Mutex::default(),
            unsettled: Mutex::default(),
            queued: Notify::new(),
        };
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
        let kinds = settings.creation.kinds();
        let preferred = *kinds.first().ok_or(Some(Problem::from(ProblemCode::CreationOff)))?;
        let place = self.place(&from, &settings).await.ok_or(None)?;
        let (key, before) = self.opened(&place).await.map_err(broken)?;
        let typed = Some(&before).filter(|kept| kept.typed);
        let chosen = kind.map(CreateKind::from).or(typed.map(|kept| kept.draft.kind)).unwrap_or(preferred);
        let chosen = if kinds.contains(&chosen) { chosen } else { preferred };
        let same_kind = typed.filter(|kept| kept.draft.kind == chosen);
        let record_type = record_type.or_else(|| same_kind?.draft.record_type.clone());
        let (form, problem) = self.org_form(chosen, record_type.as_deref()).await;
        // What a call told stays told when it is gone.
        let origin = if place.draft.is_some() { &before.origin } else { &place.told.origin };
        let with = Prefilling::new(&settings, &place.told, self.now());
        let mut filled = with.prefill().draft(&form, origin);
        if problem.is_some() {
            filled.record_type = record_type;
        }
        let draft = match typed {
            Some(kept) => carried(&kept.draft, &kept.filled, &filled, &form),
            None => filled.clone(),
        };
        let is_typed = typed.is_some();
        let entry_key = if place.draft.is_some() { &before.entry_key } else { &place.told.key };
        let is_other = !is_typed || draft.kind != before.draft.kind;
        let kept = Kept {
            draft: draft.clone(),
            typed: is_typed,
            origin: origin.clone(),
            entry_key: entry_key.clone(),
            place: before.place.clone(),
            filled: if is_other { filled.values.clone() } else { before.filled.clone() },
            fields: form.kinds(),
        };
        self.shown(&key, &before, kept).await.map_err(broken)?;
        let refused = self.refused(&key, &form).await;
        let mut view = shown(key, &form, draft, &with, &filled);
        let offered = |kind: &CreateKind| *kind != CreateKind::PersonAccount || form.has_person_accounts;
        view.kinds = kinds.into_iter().filter(offered).map(CreateKindView::from).collect();
        (view.problem, view.refused) = (problem, refused);
        (view.call, view.restored) = (place.told.call.map(|call| call.0), is_typed);
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

    /// What somebody who is stuck was refused for.
    async fn refused(&self, draft: &str, form: &Form) -> Option<Refusals> {
        let row = self.shared.store.creations().of(draft).await.ok().flatten()?;
        match row.trouble? {
            Trouble::Refused { fields, general } => Some(refusals(fields, general, form)),
            Trouble::Failed { .. } | Trouble::Duplicates { .. } => None,
        }
    }

    async fn place(&self, from: &CreateFrom, settings: &Settings) -> Option<Place> {
        let handle = &self.shared.handle;
        let nowhere = || handle.origin(OriginAsk::None);
        let (name, told) = match from {
            CreateFrom::Call { call } => {
                let told = handle.origin(OriginAsk::Call(domain::call::CallId(*call))).await?;
                (format!("call {}", told.key), told)
            }
            CreateFrom::Chat { chat } => {
                let told = handle.origin(OriginAsk::Chat(chat.clone())).await?;
                (format!("chat {}", told.key), told)
            }
            CreateFrom::Text { text } => {
                let text: String = text.trim().chars().take(NAMED_CHARS_MAX).collect();
                let mut told = nowhere().await?;
                told.origin = of_text(&text, settings);
                (format!("text {}", text.to_lowercase()), told)
            }
            CreateFrom::Account { account } => {
                let mut told = nowhere().await?;
                let directory = self.shared.doubles.reached().directory?;
                let known = directory.person(account).await.ok().flatten()?;
                told.origin.account = Some(AccountChoice::Existing { id: known.id, name: known.name });
                (format!("account {account}"), told)
            }
            CreateFrom::Draft { draft } => {
                let draft = Some(draft.clone());
                return Some(Place { draft, name: String::new(), told: nowhere().await? });
            }
        };
        Some(Place { draft: None, name, told })
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
}

fn shown(key: String, form: &Form, values: Draft, with: &Prefilling<'_>, filled: &Draft) -> CreateForm {
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
        draft: key,
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
