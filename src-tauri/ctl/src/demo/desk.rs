//! The agent of the demo: sees the view, acts, and waits for what must show.

use std::time::Duration;

use domain::call::CallId;
use domain::desk::AgentAction;
use engine::local::{LocalClient, Profile, Request};
use engine::view::{CallView, CallerView, ChoiceView, EntryStateView, LinkView, MatchView, Phase, View};
use simulators::day::{ScreenAct, Settle};

use crate::out::{Exit, Stop};

/// How long the app may take to start and connect.
const START_MAX: Duration = Duration::from_secs(40);
/// How long anything else may take to show.
const SHOW_MAX: Duration = Duration::from_secs(45);
/// Between two looks.
const LOOK_EVERY: Duration = Duration::from_millis(50);

pub(super) struct Desk {
    client: LocalClient,
    view: View,
    /// The call acted on last, by its place in the day.
    last: Option<u64>,
}

impl Desk {
    /// Connects to whoever runs the profile, as soon as it answers.
    pub(super) async fn at(profile: &Profile) -> Result<Self, Stop> {
        let connected = tokio::time::timeout(START_MAX, async {
            loop {
                if let Some(mut client) = LocalClient::connect(profile).await
                    && let Ok(view) = client.view().await
                {
                    return Self { client, view, last: None };
                }
                tokio::time::sleep(LOOK_EVERY).await;
            }
        });
        connected.await.map_err(|_| Stop::new(Exit::Unreachable, "the app did not start"))
    }

    async fn look(&mut self) -> Result<(), Stop> {
        self.view = self.client.view().await?;
        if let Some(call) = self.view.pop.first() {
            self.last = Some(call.id);
        }
        Ok(())
    }

    /// Waits until `shows`.
    async fn until(
        &mut self,
        within: Duration,
        what: &str,
        shows: impl Fn(&Self) -> bool,
    ) -> Result<(), Stop> {
        let waited = tokio::time::timeout(within, async {
            loop {
                self.look().await?;
                if shows(self) {
                    return Ok(());
                }
                tokio::time::sleep(LOOK_EVERY).await;
            }
        });
        waited.await.unwrap_or_else(|_| Err(Stop::new(Exit::No, format!("{what} did not show"))))
    }

    /// Both connections are up.
    pub(super) async fn connected(&mut self) -> Result<(), Stop> {
        self.until(START_MAX, "both connections", |desk| {
            let health = &desk.view.health;
            matches!(health.phone, LinkView::Up { .. }) && matches!(health.salesforce, LinkView::Up { .. })
        })
        .await
    }

    pub(super) async fn settle(&mut self, settle: Settle) -> Result<(), Stop> {
        let what = format!("{settle:?}");
        self.until(SHOW_MAX, &what, |desk| desk.shows(settle)).await
    }

    fn shows(&self, settle: Settle) -> bool {
        let pop = self.view.pop.first();
        let caller = pop.map(|call| &call.caller);
        let phase = pop.map(|call| &call.phase);
        match settle {
            Settle::Searching => matches!(caller, Some(CallerView::Searching)),
            Settle::CannotLookUp => matches!(caller, Some(CallerView::Unreachable { .. })),
            Settle::TwoCalls => self.view.pop.len() == 2,
            Settle::OneMatch => matches!(caller, Some(CallerView::One { .. })),
            Settle::SeveralMatches => matches!(caller, Some(CallerView::Several { .. })),
            Settle::NoMatch => matches!(caller, Some(CallerView::Unknown)),
            Settle::Withheld => pop.is_some_and(|call| call.number.withheld),
            Settle::Talking => matches!(phase, Some(Phase::Talking { .. })),
            Settle::Dialing => matches!(phase, Some(Phase::Dialing)),
            Settle::Ended => matches!(phase, Some(Phase::Ended { .. })),
            Settle::Written => self.last_is_written(),
            Settle::NoPop => self.view.pop.is_empty(),
        }
    }

    fn last_is_written(&self) -> bool {
        let row = self.last.and_then(|id| self.view.today.iter().find(|row| row.id == id));
        let entry = row.and_then(|row| row.entry.as_ref());
        entry.is_some_and(|entry| matches!(entry.state, EntryStateView::Written { .. }))
    }

    /// As many entries are written as the day has calls for, and none is stuck. A call is held for
    /// a moment after its end before it becomes an entry, so "none waits" says nothing.
    pub(super) async fn settled(&mut self, entries: usize) -> bool {
        let written = |desk: &Self| {
            let journal = &desk.view.journal;
            journal.waiting == 0 && usize::try_from(journal.written_today).is_ok_and(|done| done >= entries)
        };
        self.until(SHOW_MAX, "everything written", written).await.is_ok() && self.view.journal.stuck == 0
    }

    pub(super) async fn act(&mut self, act: ScreenAct) -> Result<(), Stop> {
        self.look().await?;
        let Some(call) = self.view.pop.first() else {
            return Err(Stop::new(Exit::No, "there is no pop to act in"));
        };
        let id = CallId(call.id);
        let action = match act {
            ScreenAct::TypeNotes { text } => AgentAction::Note { call: id, text: text.to_owned() },
            ScreenAct::Choose { name } => {
                let CallerView::Several { matches, .. } = &call.caller else {
                    return Err(Stop::new(Exit::No, "there is nobody to choose from"));
                };
                let chosen = matches.iter().find(|known| known.name == name);
                let chosen = chosen.ok_or_else(|| Stop::new(Exit::No, format!("{name} is not offered")))?;
                AgentAction::Choose { call: id, person: chosen.id.clone(), remember: true }
            }
            ScreenAct::Reject => AgentAction::Reject { call: id },
            ScreenAct::NoneOfThese => AgentAction::ChooseNobody { call: id },
            ScreenAct::Dismiss => AgentAction::Dismiss { call: id },
        };
        self.client.ask(&Request::Act(action)).await?;
        Ok(())
    }

    /// What the pop shows, one line a call.
    pub(super) fn seen(&self) -> Vec<String> {
        if self.view.pop.is_empty() {
            return vec!["no pop".to_owned()];
        }
        self.view.pop.iter().map(line).collect()
    }
}

fn line(call: &CallView) -> String {
    let phase = match &call.phase {
        Phase::Ringing => "Ringing".to_owned(),
        Phase::Dialing => "Dialing".to_owned(),
        Phase::Talking { .. } => "Talking".to_owned(),
        Phase::Ended { outcome, talked_s, .. } => format!("Ended ({outcome:?}, {talked_s} s)"),
    };
    let number = if call.number.withheld { "number withheld" } else { &call.number.shown };
    let who = match &call.caller {
        CallerView::NotLookedUp => "not looked up".to_owned(),
        CallerView::Searching => "searching Salesforce".to_owned(),
        CallerView::Unknown => "not in Salesforce".to_owned(),
        CallerView::One { best, .. } => named(best),
        CallerView::Several { matches, choice } => match choice {
            ChoiceView::Chosen { at } | ChoiceView::Remembered { at } => {
                matches.get(*at).map(named).unwrap_or_default()
            }
            ChoiceView::Open | ChoiceView::Nobody => {
                let names: Vec<String> = matches.iter().map(named).collect();
                format!("{} matches: {}", matches.len(), names.join("; "))
            }
        },
        CallerView::Unreachable { problem, .. } => format!("cannot look up ({})", problem.code.id()),
    };
    let notes = if call.notes.is_empty() { String::new() } else { format!(" · notes: {}", call.notes) };
    format!("pop: {phase} · {number} · {who}{notes}")
}

fn named(known: &MatchView) -> String {
    let company = known.company.as_ref().map(|company| format!(", {company}")).unwrap_or_default();
    let rule =
        known.why.last_digits.map_or_else(|| "exact".to_owned(), |digits| format!("last {digits} digits"));
    format!("{} ({:?}{company}; {} {rule})", known.name, known.kind, known.why.label)
}
