//! The pure function from the desk to the view.

use domain::call::{Abilities, Call, CallSource, CallState, Direction, Outcome, Pop, Step};
use domain::caller::{Caller, Choice, Match, PersonKind, Source, Why};
use domain::desk::{Context, Desk};
use domain::journal::{Decision, WhyNot, composed, decide, is_private};
use domain::number::{Mark, Number, Reading, Region};
use domain::outbox::{EntryState, FailureKind};
use domain::settings::Theme;
use jiff::Timestamp;

use super::chat::not_started_chats;
use super::dial::{consult_view, dial_view};
use super::related::related_to;
use super::{
    AbilitiesView, AgentView, ApiView, CallDetails, CallRow, CallView, CallerView, ChatsView, ChoiceView,
    CourseView, CreateKindView, CreationView, DirectionView, EntryStateView, EntryText, EntryView, FactsView,
    Health, IndexView, JournalCounts, KeychainView, KindView, LanguageView, LinkView, Look, MatchView,
    NotWritten, NumberView, OutcomeView, PastProblem, Phase, RemovalView, SetupView, SignInView, StepView,
    ThemeView, View, WhyView, facts_view,
};
use crate::problem::Problem;

/// Most runners-up and choices shown for one call.
pub(super) const MATCHES_SHOWN_MAX: usize = 8;

/// What the view shows besides the desk.
#[derive(Debug, Clone, PartialEq)]
pub struct Around {
    pub language: LanguageView,
    pub chats: ChatsView,
    pub journal: JournalCounts,
    pub health: Health,
    pub setup: SetupView,
}

/// The view of this moment. `since` is the start of the agent's day.
#[must_use]
pub fn build(desk: &Desk, around: &Around, revision: u64, since: Timestamp) -> View {
    let context = desk.context();
    let home = &context.settings.matching.default_region;
    let pop = if desk.pops_paused() {
        Vec::new()
    } else {
        desk.calls().filter(|call| wants_pop(call)).map(|call| call_view(call, desk)).collect()
    };
    View {
        revision,
        look: Look {
            language: around.language,
            theme: theme(context.settings.look.theme),
            region: home.as_str().to_owned(),
        },
        agent: agent_view(context),
        pop,
        pops_paused: desk.pops_paused(),
        dial: dial_view(desk),
        wrap_up_codes: context.settings.journal.wrap_up_codes.clone(),
        today: desk
            .calls()
            .filter(|call| call.is_live() || call.first_seen >= since)
            .map(|call| row(call, context))
            .collect(),
        chats: around.chats.clone(),
        journal: around.journal,
        health: Health {
            api: ApiView { saving: desk.saves_api_calls(), ..around.health.api },
            ..around.health.clone()
        },
        entries: Vec::new(),
        creation: CreationView {
            kinds: context.settings.creation.kinds().into_iter().map(CreateKindView::from).collect(),
            waiting: Vec::new(),
        },
        setup: around.setup.clone(),
    }
}

/// The view of a companion that has not started: what keeps it from it.
#[must_use]
pub fn not_started(language: LanguageView, keychain: KeychainView, problem: PastProblem) -> View {
    let down = LinkView::Down { since_ms: problem.at_ms, problem: problem.problem.clone() };
    View {
        revision: 0,
        look: Look { language, theme: ThemeView::System, region: Region::home_default().as_str().to_owned() },
        agent: AgentView { extension: String::new(), name: String::new() },
        pop: Vec::new(),
        pops_paused: false,
        dial: None,
        wrap_up_codes: Vec::new(),
        today: Vec::new(),
        chats: not_started_chats(),
        journal: JournalCounts::default(),
        entries: Vec::new(),
        creation: CreationView::default(),
        health: Health {
            phone: down.clone(),
            phone_version: None,
            salesforce: down,
            salesforce_host: None,
            salesforce_user: None,
            keychain,
            index_people: 0,
            index: IndexView::default(),
            api: ApiView::default(),
            problems: vec![problem],
        },
        setup: SetupView { sign_in: SignInView::SignedOut { problem: None }, revision: 0 },
    }
}

/// Everything about one call.
#[must_use]
pub fn details(call: &Call, desk: &Desk) -> CallDetails {
    let Context { settings, agent, zone, .. } = desk.context();
    CallDetails {
        call: call_view(call, desk),
        internal: call.internal,
        course: call
            .course
            .iter()
            .map(|step| CourseView { at_ms: ms(step.at), step: step_view(&step.what) })
            .collect(),
        text: composed(call, &settings.journal, agent, zone)
            .filter(|_| is_written_about(call, desk.context()))
            .map(|entry| EntryText { subject: entry.subject, description: entry.description }),
    }
}

fn wants_pop(call: &Call) -> bool {
    let open = match call.state {
        CallState::Ringing | CallState::Dialing | CallState::Talking { .. } | CallState::WrapUp { .. } => {
            true
        }
        CallState::Closed { .. } => false,
    };
    open && call.pop == Pop::Shown
}

fn agent_view(context: &Context) -> AgentView {
    let agent = &context.agent;
    let name = format!("{} {}", agent.first_name, agent.last_name);
    AgentView { extension: agent.extension.clone(), name: name.trim().to_owned() }
}

fn call_view(call: &Call, desk: &Desk) -> CallView {
    let context = desk.context();
    let facts = facts(call, desk);
    let home = &context.settings.matching.default_region;
    CallView {
        id: call.id.0,
        phase: phase(call),
        direction: direction(call.direction),
        number: number(&call.number, home),
        phone_name: call.phone_name.clone(),
        via: call.via.clone(),
        from: call.from.clone(),
        started_ms: ms(call.first_seen),
        caller: caller(call, &facts),
        facts,
        offers: abilities(call.offers),
        can: abilities(call.abilities),
        notes: call.notes.clone(),
        notes_open: call.notes_open(),
        notes_saved_ms: call.notes_saved.map(ms),
        wrap_up: call.wrap_up.clone(),
        related: related_to(call),
        private: is_private(call, &context.settings),
        not_written: not_written(call, context),
        estimated: call.estimated,
        heard: call.source == CallSource::Heard,
        refused: call.refused.as_ref().map(Problem::from),
        consult: consult_view(call.id, desk),
        entry: entry(call, context),
    }
}

fn row(call: &Call, context: &Context) -> CallRow {
    let home = &context.settings.matching.default_region;
    let known = call.caller.person();
    let taken_by = call.course.iter().rev().find_map(|step| match &step.what {
        Step::AnsweredBy { who } => Some(who.clone()),
        Step::Rang { .. }
        | Step::Dialed
        | Step::Adopted
        | Step::AnsweredHere
        | Step::TransferredFrom { .. }
        | Step::LinkLost
        | Step::Ended => None,
    });
    CallRow {
        id: call.id.0,
        phase: phase(call),
        direction: direction(call.direction),
        started_ms: ms(call.first_seen),
        number: number(&call.number, home),
        name: known.map(|known| known.person.name.clone()),
        kind: known.map(|known| kind(known.person.kind)),
        company: known.and_then(|known| known.person.company.clone()),
        phone_name: call.phone_name.clone(),
        via: call.via.clone(),
        from: call.from.clone(),
        taken_by,
        internal: call.internal,
        unknown: matches!(call.caller, Caller::Unknown),
        entry: entry(call, context),
        not_written: not_written(call, context),
    }
}

fn phase(call: &Call) -> Phase {
    match call.state {
        CallState::Ringing => Phase::Ringing,
        CallState::Dialing => Phase::Dialing,
        CallState::Talking { answered } => Phase::Talking { answered_ms: ms(answered) },
        CallState::WrapUp { outcome, ended } | CallState::Closed { outcome, ended } => Phase::Ended {
            outcome: outcome_view(outcome),
            ended_ms: ms(ended),
            talked_s: u32::try_from(call.talked.as_secs()).unwrap_or(u32::MAX),
        },
    }
}

pub(super) fn number(number: &Number, home: &Region) -> NumberView {
    let region = number.public().and_then(|public| public.region.as_ref());
    NumberView {
        shown: number.shown(home).to_owned(),
        copied: number.canonical().to_owned(),
        region: region.map(|region| region.as_str().to_owned()),
        withheld: number.reading == Reading::Withheld,
    }
}

fn facts(call: &Call, desk: &Desk) -> FactsView {
    let person = call.caller.person().map(|known| &known.person);
    facts_view(&desk.facts(call), person, &desk.context().settings.facts.show)
}

/// What was asked of the person last knows best whether they may be called.
fn caller(call: &Call, facts: &FactsView) -> CallerView {
    let compared = call.number.public().map_or("", |public| public.shown_international.as_str());
    let mut view = caller_view(&call.caller, compared);
    let certain = call.caller.person().map(|known| known.person.id.as_str());
    if let FactsView::Known { do_not_call, .. } = facts {
        let shown = match &mut view {
            CallerView::One { best, runners_up } => {
                std::iter::once(best).chain(runners_up.iter_mut()).collect()
            }
            CallerView::Several { matches, .. } => matches.iter_mut().collect(),
            CallerView::NotLookedUp
            | CallerView::Searching
            | CallerView::Unknown
            | CallerView::Unreachable { .. } => Vec::new(),
        };
        for known in shown.into_iter().filter(|known| certain == Some(known.id.as_str())) {
            known.do_not_call = *do_not_call;
        }
    }
    view
}

/// What is known of somebody whose number reads `compared`.
pub(super) fn caller_view(caller: &Caller, compared: &str) -> CallerView {
    let views = |matches: &[Match]| -> Vec<MatchView> {
        matches.iter().take(MATCHES_SHOWN_MAX).map(|known| match_view(known, compared)).collect()
    };
    match caller {
        Caller::NotLookedUp => CallerView::NotLookedUp,
        Caller::Searching => CallerView::Searching,
        Caller::Unknown => CallerView::Unknown,
        Caller::One { best, runners_up } => {
            CallerView::One { best: match_view(best, compared), runners_up: views(runners_up) }
        }
        Caller::Several { matches, choice } => {
            CallerView::Several { matches: views(matches), choice: choice_view(*choice) }
        }
        Caller::Unreachable { cause, since, local } => CallerView::Unreachable {
            problem: Problem::from(cause),
            since_ms: ms(*since),
            local: local.as_deref().map(|known| match_view(known, compared)),
        },
    }
}

/// Whom a call may have been with, and whom its entry is linked to.
pub(super) fn matches_of(call: &Call) -> (Vec<MatchView>, Option<usize>) {
    match caller(call, &FactsView::Off) {
        CallerView::One { best, runners_up } => {
            (std::iter::once(best).chain(runners_up).take(MATCHES_SHOWN_MAX).collect(), Some(0))
        }
        CallerView::Several { matches, choice } => {
            let at = match choice {
                ChoiceView::Remembered { at } | ChoiceView::Chosen { at } => Some(at),
                ChoiceView::Open | ChoiceView::Nobody => None,
            };
            (matches, at)
        }
        CallerView::Unreachable { local, .. } => {
            let linked = local.is_some().then_some(0);
            (local.into_iter().collect(), linked)
        }
        CallerView::NotLookedUp | CallerView::Searching | CallerView::Unknown => (Vec::new(), None),
    }
}

fn choice_view(choice: Choice) -> ChoiceView {
    match choice {
        Choice::Open => ChoiceView::Open,
        Choice::Remembered { at } => ChoiceView::Remembered { at },
        Choice::Chosen { at } => ChoiceView::Chosen { at },
        Choice::Nobody => ChoiceView::Nobody,
    }
}

pub(super) fn match_view(known: &Match, compared: &str) -> MatchView {
    let Match { person, why } = known;
    MatchView {
        id: person.id.clone(),
        kind: kind(person.kind),
        name: person.name.clone(),
        title: person.title.clone(),
        company: person.company.clone(),
        owner: person.owner.clone(),
        do_not_call: person.do_not_call,
        last_activity: person.last_activity.map(|day| day.to_string()),
        can_open: person.url.is_some(),
        why: why_view(why, compared),
    }
}

pub(super) fn why_view(why: &Why, compared: &str) -> WhyView {
    WhyView {
        label: why.label.clone(),
        spelling: why.spelling.clone(),
        last_digits: why.last_digits,
        caller: compared.to_owned(),
        caller_marks: pairs(&why.caller_marks),
        stored_marks: pairs(&why.stored_marks),
        index_read_ms: index_read_ms(&why.source),
        linked: why.source == Source::Agent,
    }
}

pub(super) fn pairs(marks: &[Mark]) -> Vec<(u32, u32)> {
    marks.iter().map(|mark| (mark.start, mark.end)).collect()
}

pub(super) fn index_read_ms(source: &Source) -> Option<i64> {
    match source {
        Source::Index { read_at } => Some(ms(*read_at)),
        Source::Crm | Source::Agent => None,
    }
}

fn entry(call: &Call, context: &Context) -> Option<EntryView> {
    let undated = |last: Option<&FailureKind>| match decide(call, &context.settings) {
        Decision::Keep { .. } => EntryStateView::Kept,
        Decision::Write { .. } | Decision::Nothing(_) => {
            EntryStateView::Waiting { due_ms: None, problem: last.map(Problem::from) }
        }
    };
    let state = match call.entry.as_ref() {
        Some(EntryState::Waiting { due: None, last, .. }) => undated(last.as_ref()),
        // Kept and due all the same: the agent wants it written as it is.
        Some(state) => entry_state(state),
        // The call is over, and its entry is about to go to disk.
        None if is_written_about(call, context) => undated(None),
        None => return None,
    };
    Some(EntryView { key: call.key.clone(), state, step: None })
}

pub(super) fn entry_state(state: &EntryState) -> EntryStateView {
    match state {
        EntryState::Waiting { due, last, .. } => {
            EntryStateView::Waiting { due_ms: due.map(ms), problem: last.as_ref().map(Problem::from) }
        }
        EntryState::InDoubt { ask_at, .. } => EntryStateView::InDoubt { ask_ms: ms(*ask_at) },
        EntryState::Stuck { why } => EntryStateView::Stuck { problem: Problem::from(why) },
        EntryState::Written { at, url, .. } => {
            EntryStateView::Written { at_ms: ms(*at), can_open: url.is_some() }
        }
        EntryState::Removed { how, at } => {
            EntryStateView::Removed { how: RemovalView::from(*how), at_ms: ms(*at) }
        }
    }
}

fn is_written_about(call: &Call, context: &Context) -> bool {
    call.entry.is_some() || !matches!(decide(call, &context.settings), Decision::Nothing(_))
}

fn not_written(call: &Call, context: &Context) -> Option<NotWritten> {
    if call.entry.is_some() {
        return None;
    }
    match decide(call, &context.settings) {
        Decision::Write { .. } | Decision::Keep { .. } | Decision::Nothing(WhyNot::Live) => None,
        Decision::Nothing(why) => Some(NotWritten::from(why)),
    }
}

fn step_view(step: &Step) -> StepView {
    match step {
        Step::Rang { via } => StepView::Rang { via: via.clone() },
        Step::Dialed => StepView::Dialed,
        Step::Adopted => StepView::Adopted,
        Step::AnsweredHere => StepView::AnsweredHere,
        Step::AnsweredBy { who } => StepView::AnsweredBy { who: who.clone() },
        Step::TransferredFrom { who } => StepView::TransferredFrom { who: who.clone() },
        Step::LinkLost => StepView::LinkLost,
        Step::Ended => StepView::Ended,
    }
}

pub(super) fn direction(direction: Direction) -> DirectionView {
    match direction {
        Direction::Inbound => DirectionView::Inbound,
        Direction::Outbound => DirectionView::Outbound,
    }
}

pub(super) fn outcome_view(outcome: Outcome) -> OutcomeView {
    match outcome {
        Outcome::AnsweredInbound => OutcomeView::AnsweredInbound,
        Outcome::Missed => OutcomeView::Missed,
        Outcome::Rejected => OutcomeView::Rejected,
        Outcome::AnsweredOutbound => OutcomeView::AnsweredOutbound,
        Outcome::UnansweredOutbound => OutcomeView::UnansweredOutbound,
        Outcome::AnsweredElsewhere => OutcomeView::AnsweredElsewhere,
        Outcome::NotKnown => OutcomeView::NotKnown,
    }
}

pub(super) fn kind(kind: PersonKind) -> KindView {
    match kind {
        PersonKind::Contact => KindView::Contact,
        PersonKind::Lead => KindView::Lead,
        PersonKind::Account => KindView::Account,
        PersonKind::PersonAccount => KindView::PersonAccount,
        PersonKind::User => KindView::User,
    }
}

fn abilities(abilities: Abilities) -> AbilitiesView {
    AbilitiesView {
        answer: abilities.answer,
        reject: abilities.reject,
        hang_up: abilities.hang_up,
        transfer: abilities.transfer,
    }
}

fn theme(theme: Theme) -> ThemeView {
    match theme {
        Theme::System => ThemeView::System,
        Theme::Light => ThemeView::Light,
        Theme::Dark => ThemeView::Dark,
        Theme::HighContrast => ThemeView::HighContrast,
    }
}

pub(super) fn ms(at: Timestamp) -> i64 {
    at.as_millisecond()
}
