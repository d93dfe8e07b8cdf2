//! Scenario files: what happens on the phone, and below each step what the agent then sees and
//! what Salesforce then holds. `UPDATE_SCENARIOS=1` rewrites the files; read the difference.
//!
//! A line `+3.5 STEP` lets 3.5 seconds pass and then does STEP; lines that begin with `|` are what
//! changed. Steps:
//!
//! ```text
//! leg 812/1 call 10 ringing from +4940… [name "ACME"] [via "Support"] [by "Anna"] [internal] [mine]
//! gone 812/1 · connected · lost · snapshot [leg …; leg …]
//! found CALL contact 003K "Name" Phone "(0)40 …"[; lead …] · nobody CALL · offline CALL · index CALL contact …
//! rules "FIND => REPLACE" …
//! answer|reject|hangup|open|dismiss|touch|retry CALL · refused CALL · done CALL
//! heard ring|dial|answer|end [from +4940…] [name "ACME"] [hint ID]
//! facts on|off · told PERSON [owner "Name"] [case NUMBER] [blocked] · untold PERSON · api USED/MOST
//! journal SETTING VALUE · wrapup CALL ["code"] · private CALL on|off · people
//! link CALL contact 003K "Name" [remember] · related CALL case|opportunity ID "Name" · related CALL nothing
//! log on|off · rows [CALL from|to +49… EXTENSION TALKED|- ago S [queue] [recording URL] [summary "text"] [sentiment N]; …] · silent
//! edited "text" (a person changes the last Task's text in Salesforce)
//! note CALL "text" · choose CALL ID [remember] · none CALL · pause · resume · crm ready · restart · wait
//! ```

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use domain::Moment;
use domain::call::{
    Abilities, Call, CallId, Direction, Heard, HeardEvent, Leg, LegId, LegStatus, LoggedDirection, LoggedEnd,
    LoggedLeg, LoggedPlace, LossReason, Party, PhoneEvent, PhoneFailure,
};
use domain::caller::{Case, Facts, Owned, Person, PersonKind, Phone, Source, judge};
use domain::desk::{AgentAction, Answer, AskFacts, Context, Desk, Due, Effect, Input, JournalOrder, LogNews};
use domain::journal::{About, Agent, Entry, Related, RelatedKind, addition, merged_text};
use domain::number::{Number, Reformatting};
use domain::outbox::{EntryState, FailureKind, Quota, saving};
use domain::settings::{JournalSettings, Settings};
use engine::settings::applied;
use engine::view::{
    Around, CallView, CallerView, ChoiceView, EntryStateView, FactRow, FactsView, Health, JournalCounts,
    KeychainView, LanguageView, LinkView, MatchView, Phase, RelatedTo, SettingValue, SetupView, SignInView,
    build,
};
use jiff::Timestamp;
use jiff::tz::TimeZone;

#[test]
fn every_scenario_holds() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let mut files: Vec<_> = std::fs::read_dir(&dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(files.len() >= 12, "scenario files are missing");
    let mut wrong = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let played = play(&text);
        if played == text {
            continue;
        }
        if std::env::var_os("UPDATE_SCENARIOS").is_some() {
            std::fs::write(&file, &played).unwrap();
        } else {
            let name = file.file_name().unwrap().to_string_lossy().into_owned();
            wrong.push(format!("--- {name}\n{}", first_difference(&text, &played)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn first_difference(want: &str, have: &str) -> String {
    let mut step = "";
    let (mut want, mut have) = (want.lines(), have.lines());
    loop {
        let (w, h) = (want.next(), have.next());
        if w != h {
            return format!(
                "after: {step}\n want: {}\n have: {}",
                w.unwrap_or("(end)"),
                h.unwrap_or("(end)")
            );
        }
        if let Some(line) = w.filter(|line| line.starts_with('+')) {
            step = line;
        }
    }
}

/// The file again, with what really happens below each step.
fn play(text: &str) -> String {
    let mut world = World::new();
    let mut out = String::new();
    for line in text.lines().filter(|line| !line.starts_with('|')) {
        writeln!(out, "{line}").unwrap();
        if let Some(step) = line.strip_prefix('+') {
            let (wait, step) = step.split_once(' ').unwrap_or((step, "wait"));
            world.wait(Duration::from_secs_f64(wait.parse().unwrap()));
            world.step(step);
            for change in world.changes() {
                writeln!(out, "| {change}").unwrap();
            }
        }
    }
    out
}

struct World {
    desk: Desk,
    now: Moment,
    saved: BTreeMap<CallId, Call>,
    /// What the outbox holds: the entry, and when it is due.
    outbox: BTreeMap<String, (Entry, Option<Duration>)>,
    shown: Vec<String>,
    told: Vec<String>,
    arrivals: u64,
    /// Questions about people that are not answered yet.
    asked: Vec<AskFacts>,
    /// What was written: the text as we wrote it, and as it stands in Salesforce.
    written: BTreeMap<String, [String; 2]>,
    last_written: String,
    /// What the written records hang on.
    hangs: BTreeMap<String, About>,
    /// As set in the scenario; a restart reads it again.
    journal: JournalSettings,
}

impl World {
    fn new() -> Self {
        let wall: Timestamp = "2026-11-23T09:00:00Z".parse().unwrap();
        Self {
            desk: Desk::new(context(), 1),
            now: Moment { wall, mono: Duration::ZERO },
            saved: BTreeMap::new(),
            outbox: BTreeMap::new(),
            shown: Vec::new(),
            told: Vec::new(),
            arrivals: 0,
            asked: Vec::new(),
            hangs: BTreeMap::new(),
            written: BTreeMap::new(),
            last_written: String::new(),
            journal: JournalSettings::default(),
        }
    }

    fn wait(&mut self, time: Duration) {
        let end = self.now.mono + time;
        loop {
            let due = self.outbox.values().filter_map(|(_, due)| *due).min();
            let next = self.desk.wake_at().into_iter().chain(due).min().filter(|at| *at <= end);
            let Some(at) = next else { break };
            self.to(at.max(self.now.mono));
            self.handle(Input::Wake);
            self.send_due();
        }
        self.to(end);
    }

    fn to(&mut self, mono: Duration) {
        let passed = mono - self.now.mono;
        self.now = Moment { wall: self.now.wall.checked_add(passed).unwrap(), mono };
    }

    fn handle(&mut self, input: Input) {
        for effect in self.desk.handle(self.now, input) {
            match effect {
                Effect::Save { call } => drop(self.saved.insert(call.id, *call)),
                Effect::LookUp { number, .. } => self.told.push(format!("look up {}", number.canonical())),
                Effect::Command { leg, command, .. } => {
                    self.told.push(format!("command {command:?} {}/{}", leg.extension, leg.leg));
                }
                Effect::WhoIs { number, .. } => self.told.push(format!("who is {}", number.canonical())),
                Effect::Dial { destination, device, .. } => {
                    self.told.push(format!("dial {destination} at {device:?}"));
                }
                Effect::Queue { entry, due } => self.queue(*entry, due),
                Effect::Withdraw { key } => {
                    self.outbox.remove(&key);
                    self.told.push("entry taken back".into());
                }
                Effect::Retry { key } => self.told.push(format!("retry {key}")),
                Effect::AskLog { from, to } => {
                    let time = |at: Timestamp| at.strftime("%H:%M:%S").to_string();
                    self.told.push(format!("ask the log for {} to {}", time(from), time(to)));
                }
                Effect::Journal(JournalOrder::Amend { entry, late }) => self.amend(&entry, &late),
                Effect::Journal(order) => self.told.push(format!("journal {order:?}")),
                Effect::Remember { number, person, linked } => {
                    let how = if linked { " by the agent's word" } else { "" };
                    self.told.push(format!("remember {person} for {number}{how}"));
                }
                Effect::FindPerson { person, .. } => self.told.push(format!("find person {person}")),
                Effect::Forget { number } => self.told.push(format!("forget {number}")),
                Effect::OpenLink { url } => self.told.push(format!("open {url}")),
                Effect::OpenPerson { id } => self.told.push(format!("open person {id}")),
                Effect::Notify { call } => self.told.push(format!("notify call {}", call.0)),
                Effect::TrustExtension => self.told.push("trust the extension".into()),
                Effect::SignIn => self.told.push("sign in".into()),
                Effect::StopSignIn => self.told.push("stop signing in".into()),
                Effect::SignOut => self.told.push("sign out".into()),
                Effect::Judged { arrival, verdict } => {
                    self.told.push(format!("arrival {arrival}: {verdict:?}"));
                }
            }
        }
        for ask in self.desk.facts_to_ask() {
            self.told.push(format!("ask facts of {}", ask.person.id));
            self.asked.push(ask);
        }
        self.send_due();
    }

    fn queue(&mut self, entry: Entry, due: Due) {
        let due = match due {
            Due::Now => Some(self.now.mono),
            Due::After(wait) => Some(self.now.mono + wait),
            Due::At(at) => {
                Some(self.now.mono + Duration::try_from(at.duration_since(self.now.wall)).unwrap_or_default())
            }
            Due::WhenFound => None,
        };
        let key = entry.key.clone();
        self.outbox.insert(key.clone(), (entry, due));
        let state = EntryState::Waiting { due: due.map(|_| self.now.wall), attempts: 0, last: None };
        for effect in self.desk.handle(self.now, Input::Entry { key, state }) {
            if let Effect::Save { call } = effect {
                self.saved.insert(call.id, *call);
            }
        }
    }

    /// Salesforce takes everything that is due.
    fn send_due(&mut self) {
        let due: Vec<String> = self
            .outbox
            .iter()
            .filter(|(_, (_, due))| due.is_some_and(|at| at <= self.now.mono))
            .map(|(key, _)| key.clone())
            .collect();
        for key in due {
            let (entry, _) = self.outbox.remove(&key).unwrap();
            self.told.push(task(&entry));
            self.hangs.insert(entry.key.clone(), entry.about.clone());
            self.written.insert(key.clone(), [entry.description.clone(), entry.description.clone()]);
            self.last_written.clone_from(&key);
            let state = EntryState::Written { task_id: "00T".into(), url: None, at: self.now.wall };
            self.handle(Input::Entry { key, state });
        }
    }

    /// The record gets a later text, as the adapters merge it.
    fn amend(&mut self, entry: &Entry, late: &[String]) {
        if self.hangs.insert(entry.key.clone(), entry.about.clone()) != Some(entry.about.clone()) {
            self.told.push(format!("LINK of {}: {}", entry.key, about(&entry.about)));
        }
        let Some([wrote, there]) = self.written.get_mut(&entry.key) else { return };
        let more = addition(wrote, &entry.description, late);
        if let Some(text) = merged_text(there, wrote, &entry.description, &more) {
            self.told.push(format!("TEXT of {}: {}", entry.key, text.replace('\n', " / ")));
            *there = text;
        }
        wrote.clone_from(&entry.description);
    }

    fn changes(&mut self) -> Vec<String> {
        let mut changes = std::mem::take(&mut self.told);
        let view = build(&self.desk, &around(), 1, Timestamp::UNIX_EPOCH);
        let mut shown: Vec<String> = view.pop.iter().map(seen).collect();
        let held = self.outbox.values().filter(|(_, due)| due.is_none()).count();
        if held > 0 {
            shown.push(format!("{held} waiting for the caller's name"));
        }
        if shown != self.shown {
            if shown.is_empty() {
                changes.push("no pop".into());
            }
            changes.extend(shown.iter().map(|line| format!("pop {line}")));
            self.shown = shown;
        }
        changes
    }

    fn step(&mut self, step: &str) {
        let words = split(step);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let call = |at: usize| CallId(words[at].parse().unwrap());
        match words.as_slice() {
            ["wait"] => self.handle(Input::Wake),
            ["leg", ..] => self.phone(PhoneEvent::LegChanged { leg: leg(step) }),
            ["heard", event, ..] => self.heard(event, step),
            ["gone", id] => self.phone(PhoneEvent::LegGone { leg: leg_id(id) }),
            ["connected"] => self.phone(PhoneEvent::Connected { version: None }),
            ["lost"] => self.phone(PhoneEvent::Lost { reason: LossReason::Dropped }),
            ["snapshot", ..] => {
                let legs =
                    step.trim_start_matches("snapshot").split(';').map(str::trim).filter(|s| !s.is_empty());
                let legs = legs.map(leg).collect();
                self.phone(PhoneEvent::Snapshot { legs });
            }
            ["found", ..] => self.found(call(1), step, &Source::Crm),
            ["index", ..] => {
                let read_at = self.now.wall;
                self.found(call(1), step, &Source::Index { read_at });
            }
            ["nobody", _] => self.answer(call(1), Answer::Settled(domain::caller::Verdict::Nobody)),
            ["offline", _] => self.answer(call(1), Answer::Failed { cause: FailureKind::Offline }),
            ["refused", _] => {
                let result = Err(PhoneFailure::Refused { text: "device busy".into() });
                self.handle(Input::Commanded { call: call(1), result });
            }
            ["done", _] => self.handle(Input::Commanded { call: call(1), result: Ok(()) }),
            ["facts", switch] => {
                let mut settings = self.desk.context().settings.clone();
                settings.facts.enabled = *switch == "on";
                settings.phone.extension = self.desk.context().agent.extension.clone();
                self.desk.configure(settings, self.desk.context().pbx.clone());
            }
            ["told", person, ..] => self.told_facts(person, Ok(facts(step))),
            ["untold", person] => self.told_facts(person, Err(FailureKind::Busy)),
            ["api", share] => {
                let (used, most) = share.split_once('/').unwrap();
                let quota = Quota { used: used.parse().unwrap(), most: most.parse().unwrap() };
                self.desk.save_api_calls(saving(Some(quota), &self.desk.context().settings.facts));
                self.handle(Input::Wake);
            }

            ["people"] => self.handle(Input::PeopleChanged),
            ["journal", field, values @ ..] => self.set(field, values),
            ["wrapup", _] => self.act(AgentAction::WrapUp { call: call(1), code: None }),
            ["wrapup", _, code] => {
                self.act(AgentAction::WrapUp { call: call(1), code: Some((*code).to_owned()) });
            }
            ["link", _, ..] => {
                let (spec, remember) = match step.strip_suffix(" remember") {
                    Some(spec) => (spec, true),
                    None => (step, false),
                };
                let person = Box::new(person(spec.splitn(3, ' ').nth(2).unwrap().trim()));
                let action = AgentAction::Link { call: call(1), person: person.id.clone(), remember };
                self.act(action);
                self.handle(Input::Linked { call: call(1), person, remember });
            }
            ["related", _, "nothing"] => self.act(AgentAction::Relate { call: call(1), related: None }),
            ["related", _, kind, id, name] => {
                let kind = if *kind == "case" { RelatedKind::Case } else { RelatedKind::Opportunity };
                let related = Some(Related { kind, id: (*id).to_owned(), name: (*name).to_owned() });
                self.act(AgentAction::Relate { call: call(1), related });
            }
            ["private", _, word] => {
                self.act(AgentAction::Private { call: call(1), on: *word == "on" });
            }
            ["log", word] => self.handle(Input::Log(LogNews::Possible(*word == "on"))),
            ["silent"] => self.handle(Input::Log(LogNews::Unread)),
            ["rows", ..] => {
                let rows = step.trim_start_matches("rows").split(';').map(str::trim);
                let legs = rows.enumerate().filter(|(_, row)| !row.is_empty());
                let legs = legs.map(|(at, row)| self.logged(at, row)).collect();
                self.handle(Input::Log(LogNews::Read { legs }));
            }
            ["edited", text] => {
                let record = self.written.get_mut(&self.last_written).expect("nothing is written");
                record[1] = (*text).to_owned();
            }
            ["crm", "ready"] => self.handle(Input::CrmReady),
            ["restart"] => self.restart(),
            ["rules", rules @ ..] => {
                let mut context = self.desk.context().clone();
                let rules = rules.iter().map(|rule| (*rule).to_owned()).collect();
                context.settings.matching.rules = Reformatting::new(rules);
                context.settings.phone.extension = context.agent.extension;
                self.desk.configure(context.settings, context.pbx);
            }
            ["pause"] => self.act(AgentAction::PausePops),
            ["resume"] => self.act(AgentAction::ResumePops),
            ["answer", _] => self.act(AgentAction::Answer { call: call(1) }),
            ["reject", _] => self.act(AgentAction::Reject { call: call(1) }),
            ["hangup", _] => self.act(AgentAction::HangUp { call: call(1) }),
            ["open", _] => self.act(AgentAction::Open { call: call(1) }),
            ["dismiss", _] => self.act(AgentAction::Dismiss { call: call(1) }),
            ["touch", _] => self.act(AgentAction::Touch { call: call(1) }),
            ["retry", _] => self.act(AgentAction::RetryLookup { call: call(1) }),
            ["none", _] => self.act(AgentAction::ChooseNobody { call: call(1) }),
            ["note", _, text] => self.act(AgentAction::Note { call: call(1), text: (*text).to_owned() }),
            ["choose", _, person, rest @ ..] => {
                let remember = rest == ["remember"];
                self.act(AgentAction::Choose { call: call(1), person: (*person).to_owned(), remember });
            }
            _ => panic!("unknown step: {step}"),
        }
    }

    fn told_facts(&mut self, person: &str, answer: Result<Facts, FailureKind>) {
        let asked = self.asked.iter().rposition(|ask| ask.person.id == person).expect("nobody asked");
        let ask = self.asked.remove(asked);
        self.desk.facts_told(self.now, ask.generation, person, answer);
    }

    /// A setting of the journal, by its name in the file: a word, a switch, or a list.
    fn set(&mut self, field: &str, values: &[&str]) {
        let value = match values {
            ["on"] => SettingValue::Switch(true),
            ["list", lines @ ..] => SettingValue::List(lines.iter().map(|line| (*line).to_owned()).collect()),
            words => SettingValue::Text(words.concat()),
        };
        let mut context = self.desk.context().clone();
        let change = BTreeMap::from([(format!("journal.{field}"), value)]);
        context.settings = applied(&context.settings, &change).unwrap();
        context.settings.phone.extension = context.agent.extension;
        self.journal = context.settings.journal.clone();
        self.desk.configure(context.settings, context.pbx);
    }

    fn heard(&mut self, event: &str, step: &str) {
        let words = split(step);
        let after =
            |word: &str| words.iter().position(|w| w == word).and_then(|at| words.get(at + 1)).cloned();
        let (event, direction) = match event {
            "ring" => (HeardEvent::Began, Some(Direction::Inbound)),
            "dial" => (HeardEvent::Began, Some(Direction::Outbound)),
            "answer" => (HeardEvent::Answered, None),
            "end" => (HeardEvent::Ended, None),
            _ => panic!("unknown event: {step}"),
        };
        self.arrivals += 1;
        let (number, name, call_hint) = (after("from"), after("name"), after("hint"));
        let arrival = self.arrivals;
        self.handle(Input::Heard(Heard { arrival, event, direction, number, name, call_hint }));
    }

    /// A row of the phone system's log.
    fn logged(&self, at: usize, row: &str) -> LoggedLeg {
        let words = split(row);
        let after =
            |word: &str| words.iter().position(|w| w == word).and_then(|at| words.get(at + 1)).cloned();
        let outbound = words[1] == "to";
        let outside = LoggedEnd { dn: "10000".into(), number: words[2].clone(), name: String::new() };
        let inside = LoggedEnd {
            dn: words[3].clone(),
            number: words[3].clone(),
            name: if words[3] == "812" { "Mara Lindqvist".into() } else { format!("Colleague {}", words[3]) },
        };
        let ago = Duration::from_secs(after("ago").map_or(0, |ago| ago.parse().unwrap()));
        let (source, destination) = if outbound { (inside, outside) } else { (outside, inside) };
        LoggedLeg {
            call: words[0].clone(),
            id: format!("{} {at}", words[0]),
            started: self.now.wall.checked_sub(ago).unwrap(),
            direction: if outbound { LoggedDirection::Outbound } else { LoggedDirection::Inbound },
            source,
            destination,
            place: if words.iter().any(|w| w == "queue") {
                LoggedPlace::Queue
            } else {
                LoggedPlace::Extension
            },
            ringing: Duration::from_secs(5),
            talking: Duration::from_secs(words[4].parse().unwrap_or(0)),
            answered: words[4] != "-",
            recording: after("recording"),
            transcription: after("transcription"),
            summary: after("summary"),
            sentiment: after("sentiment").map(|score| score.parse().unwrap()),
            reason: String::new(),
        }
    }

    fn phone(&mut self, event: PhoneEvent) {
        self.handle(Input::Phone(event));
    }

    fn act(&mut self, action: AgentAction) {
        self.handle(Input::Agent(action));
    }

    fn answer(&mut self, call: CallId, answer: Answer) {
        self.handle(Input::Found { call, answer });
    }

    fn found(&mut self, id: CallId, step: &str, source: &Source) {
        let spec = step.splitn(3, ' ').nth(2).unwrap();
        let people: Vec<_> = spec.split(';').map(|one| (person(one.trim()), source.clone())).collect();
        let number: Number = self.desk.call(id).unwrap().number.clone();
        let matching = &self.desk.context().settings.matching;
        let verdict = judge(&number, &people, matching, None);
        let answer = match source {
            Source::Crm | Source::Agent => Answer::Settled(verdict),
            Source::Index { .. } => Answer::Local(verdict),
        };
        self.answer(id, answer);
    }

    /// The program is killed and started again: only what was saved is left.
    fn restart(&mut self) {
        let json = serde_json::to_string(&self.saved.values().collect::<Vec<_>>()).unwrap();
        let calls = serde_json::from_str(&json).unwrap();
        self.now.mono = Duration::ZERO;
        for (_, due) in self.outbox.values_mut() {
            *due = due.map(|_| Duration::from_secs(3600));
        }
        let mut context = context();
        context.settings.journal = self.journal.clone();
        self.desk = Desk::new(context, 1);
        self.handle(Input::Restored { calls });
    }
}

fn context() -> Context {
    let agent = Agent {
        extension: "812".into(),
        first_name: "Mara".into(),
        last_name: "Lindqvist".into(),
        email: "mara.lindqvist@nordwind.example".into(),
    };
    let mut settings = Settings::default();
    // Switched on by the scenarios that are about them.
    settings.facts.enabled = false;
    Context { settings, agent, pbx: "pbx.example.com".into(), zone: TimeZone::UTC }
}

fn around() -> Around {
    let health = Health {
        phone: LinkView::Connecting,
        phone_version: None,
        salesforce: LinkView::Connecting,
        salesforce_host: None,
        salesforce_user: None,
        keychain: KeychainView::Ok,
        index_people: 0,
        index: engine::view::IndexView::default(),
        api: engine::view::ApiView::default(),
        problems: Vec::new(),
    };
    let setup = SetupView { sign_in: SignInView::SignedIn { account: None }, revision: 0 };
    let chats = engine::view::not_started_chats();
    Around { language: LanguageView::En, chats, journal: JournalCounts::default(), health, setup }
}

/// One line for what the pop shows of a call.
fn seen(call: &CallView) -> String {
    let mut line = format!("{}: ", call.id);
    let about = if call.estimated { "about " } else { "" };
    match &call.phase {
        Phase::Ringing => line.push_str("ringing"),
        Phase::Dialing => line.push_str("dialing"),
        Phase::Talking { .. } => line.push_str("talking"),
        Phase::Ended { outcome, talked_s, .. } => {
            write!(line, "ended {outcome:?} {about}{talked_s} s").unwrap()
        }
    }
    let number = if call.number.withheld { "withheld" } else { &call.number.shown };
    write!(line, " · {number}").unwrap();
    for (word, value) in [("via", &call.via), ("from", &call.from), ("phone says", &call.phone_name)] {
        if let Some(value) = value {
            write!(line, " {word} {value}").unwrap();
        }
    }
    let who = match &call.caller {
        CallerView::NotLookedUp => "not looked up".into(),
        CallerView::Searching => "searching".into(),
        CallerView::Unknown => "unknown".into(),
        CallerView::One { best, .. } => known(best),
        CallerView::Several { matches, choice } => {
            let names: Vec<_> = matches.iter().map(|one| one.name.as_str()).collect();
            let choice = match choice {
                ChoiceView::Open => "open".into(),
                ChoiceView::Remembered { at } => format!("remembered {at}"),
                ChoiceView::Chosen { at } => format!("chosen {at}"),
                ChoiceView::Nobody => "nobody".into(),
            };
            format!("several ({}) {choice}", names.join(", "))
        }
        CallerView::Unreachable { problem, local, .. } => {
            format!("{} · {}", problem.code.id(), local.as_ref().map_or("nothing here".into(), known))
        }
    };
    write!(line, " · {who}").unwrap();
    match &call.facts {
        FactsView::Off => {}
        FactsView::Saving => line.push_str(" · no facts, calls are saved"),
        FactsView::Asking => line.push_str(" · facts?"),
        FactsView::Known { rows, do_not_call, .. } => {
            let rows: Vec<_> = rows.iter().map(fact).collect();
            write!(line, " · facts: {}", rows.join(", ")).unwrap();
            if *do_not_call {
                line.push_str(", do not call");
            }
        }
        FactsView::Failed { problem } => write!(line, " · facts: {}", problem.code.id()).unwrap(),
    }
    if !call.notes.is_empty() {
        write!(line, " · notes \"{}\"", call.notes).unwrap();
    }
    if let Some(code) = &call.wrap_up {
        write!(line, " · {code}").unwrap();
    }
    match &call.related {
        RelatedTo::Nobody | RelatedTo::Offered { chosen: None } => {}
        RelatedTo::Lead => {}
        RelatedTo::Offered { chosen: Some(chosen) } => write!(line, " · about {}", chosen.name).unwrap(),
    }
    if let Some(why) = &call.not_written {
        write!(line, " · not written: {why:?}").unwrap();
    }
    if let Some(problem) = &call.refused {
        write!(line, " · {}", problem.code.id()).unwrap();
    }
    if let Some(entry) = &call.entry {
        let state = match &entry.state {
            EntryStateView::Waiting { .. } => "will be written",
            EntryStateView::Kept => "kept",
            EntryStateView::InDoubt { .. } => "in doubt",
            EntryStateView::Stuck { .. } => "stuck",
            EntryStateView::Written { .. } => "written",
            EntryStateView::Removed { .. } => "taken out",
        };
        write!(line, " · {state}").unwrap();
    }
    line
}

fn fact(row: &FactRow) -> String {
    match row {
        FactRow::Owner { name, .. } => format!("of {name}"),
        FactRow::Case { number, more, .. } => format!("case {number} +{more}"),
        FactRow::LastActivity { .. }
        | FactRow::Opportunity { .. }
        | FactRow::NextTask { .. }
        | FactRow::Field { .. } => panic!("no scenario tells this"),
    }
}

/// `told 003K owner "Jonas Weber" case 00012841 blocked`
fn facts(step: &str) -> Facts {
    let mut facts = Facts { do_not_call: Some(false), ..Facts::default() };
    let words = split(step);
    for (at, word) in words.iter().enumerate() {
        match word.as_str() {
            "owner" => facts.owner = Some(Owned { name: words[at + 1].clone(), mine: false }),
            "case" => {
                let (id, number) = (format!("500{}", words[at + 1]), words[at + 1].clone());
                facts.cases.push(Case { id, number, subject: None, opened: None });
            }
            "blocked" => facts.do_not_call = Some(true),
            _ => {}
        }
    }
    facts
}

fn known(best: &MatchView) -> String {
    if best.why.linked {
        return format!("{} ({:?}, linked by the agent)", best.name, best.kind);
    }
    let rule = best.why.last_digits.map_or("exact".into(), |digits| format!("last {digits}"));
    let source = if best.why.index_read_ms.is_some() { ", this computer" } else { "" };
    format!("{} ({:?}, {} {rule}{source})", best.name, best.kind, best.why.label)
}

fn about(about: &About) -> String {
    match about {
        About::Nobody => "nobody".to_owned(),
        About::Who { id } => format!("who {id}"),
        About::What { id } => format!("what {id}"),
        About::Both { who, what } => format!("who {who} what {what}"),
    }
}

fn task(entry: &Entry) -> String {
    let about = about(&entry.about);
    let mut text = entry.description.replace('\n', " / ");
    if entry.status_open {
        text.push_str(" · open");
    }
    for (field, value) in &entry.extra {
        write!(text, " · {field} = {value}").unwrap();
    }
    format!("TASK {} · {about} · {} · {} s · {text}", entry.key, entry.disposition, entry.duration_s)
}

/// Words, and texts in double quotes as one word.
fn split(step: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (at, part) in step.split('"').enumerate() {
        if at % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

fn leg_id(id: &str) -> LegId {
    let (extension, leg) = id.split_once('/').unwrap();
    LegId { extension: extension.into(), leg: leg.parse().unwrap() }
}

fn leg(step: &str) -> Leg {
    let words = split(step);
    let after = |word: &str| {
        words.iter().position(|w| w == word).and_then(|at| words.get(at + 1)).cloned().unwrap_or_default()
    };
    let has = |word: &str| words.iter().any(|w| w == word);
    let some = |text: String| (!text.is_empty()).then_some(text);
    let status = match words[4].as_str() {
        "ringing" => LegStatus::Ringing,
        "dialing" => LegStatus::Dialing,
        "connected" => LegStatus::Connected,
        "other" => LegStatus::Other,
        status => panic!("unknown status {status}"),
    };
    let id = leg_id(&words[1]);
    let own = id.extension == "812";
    Leg {
        extension_name: (!own).then(|| format!("Colleague {}", id.extension)),
        call: after("call").parse().unwrap(),
        status,
        party: if has("internal") { Party::Extension } else { Party::External },
        party_number: after("from"),
        party_name: after("name"),
        originated_here: has("mine"),
        via: some(after("via")),
        referred_by: some(after("by")),
        abilities: Abilities {
            answer: own && status == LegStatus::Ringing,
            reject: own && status == LegStatus::Ringing,
            hang_up: own && status != LegStatus::Ringing,
            transfer: own && matches!(status, LegStatus::Ringing | LegStatus::Connected),
        },
        id,
    }
}

fn person(spec: &str) -> Person {
    let words = split(spec);
    let kind = match words[0].as_str() {
        "contact" => PersonKind::Contact,
        "lead" => PersonKind::Lead,
        "account" => PersonKind::Account,
        "personaccount" => PersonKind::PersonAccount,
        kind => panic!("unknown kind {kind}"),
    };
    Person {
        id: words[1].clone(),
        kind,
        name: words[2].clone(),
        title: None,
        company: None,
        account_id: None,
        contact_id: (kind == PersonKind::PersonAccount).then(|| "003P".into()),
        owner: None,
        email: None,
        do_not_call: false,
        phones: words[3..]
            .chunks(2)
            .map(|pair| Phone { field: pair[0].clone(), label: pair[0].clone(), value: pair[1].clone() })
            .collect(),
        last_activity: None,
        modified: None,
        url: Some(format!("https://acme.lightning.force.com/{}", words[1])),
    }
}
