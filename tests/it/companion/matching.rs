//! Where matching is set up: a number tried with settings that are not saved, choices that are
//! remembered and forgotten, the index synced and wiped.

use std::collections::BTreeMap;

use engine::local::IndexOrder;
use engine::setup::read_rules;
use engine::view::{
    ChoiceView, FieldError, IndexDoing, NumberTryView, PopsBecause, ReadingKind, RuleEffect, RuleError,
    SaveOutcome, SettingValue, SettingsChange, TriedIn, TryFound,
};
use simulators::people::BRANDT;

use super::*;

type Values = BTreeMap<String, SettingValue>;

fn rules(texts: &[&str]) -> Values {
    let list = texts.iter().map(|text| (*text).to_owned()).collect();
    BTreeMap::from([("matching.rules".to_owned(), SettingValue::List(list))])
}

impl World {
    async fn tried(&self, raw: &str, values: Values, ask: bool) -> NumberTryView {
        self.setup().try_number(raw, values, ask).await.unwrap()
    }

    async fn found(&self, raw: &str, values: Values, ask: bool) -> TryFound {
        match self.tried(raw, values, ask).await {
            NumberTryView::Read { found, .. } => found,
            NumberTryView::Refused { fields } => panic!("{fields:?}"),
        }
    }

    /// Rings once; what the pop offers for the number, and that call.
    async fn offered(&self, number: &str) -> (ChoiceView, CallId) {
        let call = self.pbx().ring(&Ring::from(number)).unwrap();
        let several = |view: &View| match view.pop.first() {
            Some(CallView {
                id, caller: CallerView::Several { choice, .. }, phase: Phase::Ringing, ..
            }) => Some((*choice, CallId(*id))),
            Some(_) | None => None,
        };
        let offered = self.until("several", several).await;
        self.pbx().hang_up(call).unwrap();
        offered
    }

    async fn gone(&self, call: CallId) {
        self.until_ended().await;
        self.act(AgentAction::Dismiss { call }).await;
        self.until("no pop", |view| view.pop.is_empty().then_some(())).await;
    }
}

fn because(found: &TryFound) -> PopsBecause {
    match found {
        TryFound::Judged { because, .. } => *because,
        TryFound::NotLookedUp | TryFound::Failed { .. } => panic!("{found:?}"),
    }
}

fn names(found: &TryFound) -> Vec<&str> {
    match found {
        TryFound::Judged { matches, .. } => matches.iter().map(|one| one.name.as_str()).collect(),
        TryFound::NotLookedUp | TryFound::Failed { .. } => panic!("{found:?}"),
    }
}

#[tokio::test]
async fn a_number_is_tried_with_rules_that_are_not_saved() {
    let world = World::linked().await;
    let raw = "9,0049 40 / 66969 412";
    let unsaved = rules(&["Outside line :: ^9, => ", "off :: Never :: .* => 1", "(0 => 1", "x => y"]);
    let NumberTryView::Read { steps, reading, read, number, found } =
        world.tried(raw, unsaved.clone(), false).await
    else {
        panic!()
    };
    let effects: Vec<_> = steps.iter().map(|step| (step.rule, step.effect)).collect();
    assert_eq!(
        effects,
        [(1, RuleEffect::Changed), (2, RuleEffect::Off), (3, RuleEffect::Wrong), (4, RuleEffect::Nothing)]
    );
    assert_eq!(
        (steps[0].name.as_deref(), steps[0].after.as_str()),
        (Some("Outside line"), "0049 40 / 66969 412")
    );
    assert_eq!(
        (reading, number.copied.as_str(), number.region.as_deref()),
        (ReadingKind::Public, KATHARINA, Some("DE"))
    );
    assert_eq!(read, "+49 40 66969412");
    // This computer knows nobody yet, and was not asked to ask.
    assert_eq!(because(&found), PopsBecause::Nobody);
    let asked = |world: &World| world.view().health.api.ours;
    let before = asked(&world);
    let found = world.found(raw, unsaved.clone(), true).await;
    assert_eq!((names(&found), because(&found)), (vec!["Katharina Vogelsang"], PopsBecause::OnlyExact));
    let TryFound::Judged { matches, from: TriedIn::Salesforce { requests }, .. } = found else { panic!() };
    assert!(requests >= 1 && matches[0].why.index_read_ms.is_none(), "{requests}");
    world
        .until("the calls counted", |view| {
            (view.health.api.ours >= before + u64::from(requests)).then_some(())
        })
        .await;
    // Neither the rules nor whoever was found are kept.
    assert_eq!(because(&world.found(raw, unsaved, false).await), PopsBecause::Nobody);
    assert!(
        world.setup().settings().await.unwrap().values["matching.rules"] == SettingValue::List(Vec::new())
    );
    for (raw, expected) in [
        ("anonymous", ReadingKind::Withheld),
        ("112", ReadingKind::Short),
        ("4711", ReadingKind::Internal),
        ("nobody knows", ReadingKind::Unreadable),
    ] {
        let NumberTryView::Read { reading, found, .. } = world.tried(raw, Values::new(), true).await else {
            panic!()
        };
        assert_eq!((reading, found), (expected, TryFound::NotLookedUp), "{raw}");
    }
}

#[tokio::test]
async fn what_cannot_be_used_is_named_and_other_settings_are_left_out() {
    let world = World::bare().await;
    let wrong = BTreeMap::from([
        ("matching.strategy.digits".to_owned(), SettingValue::Number(16)),
        ("phone.address".to_owned(), SettingValue::Text("nowhere at all".into())),
    ]);
    let NumberTryView::Refused { fields } = world.tried(KATHARINA, wrong, false).await else { panic!() };
    assert_eq!(fields.len(), 1, "{fields:?}");
    assert_eq!(
        (fields[0].field.as_str(), fields[0].error, fields[0].max),
        ("matching.strategy", FieldError::OutOfRange, Some(15))
    );

    let other = BTreeMap::from([("matching.default_region".to_owned(), SettingValue::Text("GB".into()))]);
    let NumberTryView::Read { number, found, .. } = world.tried("020 7946 0321", other, false).await else {
        panic!()
    };
    assert_eq!(number.copied, "+442079460321");
    assert!(
        matches!(found, TryFound::Judged { from: TriedIn::Index { other_region: true }, .. }),
        "{found:?}"
    );
    let TryFound::Failed { problem } = world.found(KATHARINA, Values::new(), true).await else { panic!() };
    assert_eq!(problem.code, ProblemCode::SalesforceNotConfigured);

    let read = read_rules(vec!["off :: Nine :: ^9 => ".into(), "(0 => 1".into(), "0 => $2".into()]);
    assert_eq!(
        (read[0].on, read[0].name.as_str(), read[0].find.as_str(), read[0].error),
        (false, "Nine", "^9", None)
    );
    assert_eq!(
        (read[1].error, read[2].error),
        (Some(RuleError::PatternGroupUnclosed), Some(RuleError::NoGroup))
    );
    assert_eq!(read[2].detail.as_deref(), Some("2"));
}

#[tokio::test]
async fn a_remembered_choice_is_listed_and_forgotten_from_the_next_call_on() {
    let world = World::linked().await;
    let (choice, call) = world.offered(BRANDT).await;
    assert_eq!(choice, ChoiceView::Open);
    let shared = world.found(BRANDT, Values::new(), false).await;
    assert_eq!(because(&shared), PopsBecause::Shared);
    let person = world.id_of("Contact", "Tobias Krahl").as_str().unwrap().to_owned();
    world.act(AgentAction::Choose { call, person: person.clone(), remember: true }).await;
    world.gone(call).await;

    let listed = world.setup().choices().await.unwrap();
    assert_eq!((listed.choices.len(), listed.more), (1, 0));
    let line = &listed.choices[0];
    assert_eq!((line.number.as_str(), line.shown.shown.as_str()), (BRANDT, "030 23125100"));
    assert_eq!((line.person.as_str(), line.name.as_deref()), (person.as_str(), Some("Tobias Krahl")));
    let tried = world.found(BRANDT, Values::new(), false).await;
    let TryFound::Judged { matches, because, remembered: Some(at), .. } = &tried else { panic!("{tried:?}") };
    assert_eq!(*because, PopsBecause::Remembered);
    assert_eq!(matches[*at as usize].name, "Tobias Krahl");
    let (choice, call) = world.offered(BRANDT).await;
    assert!(matches!(choice, ChoiceView::Remembered { .. }), "{choice:?}");
    world.gone(call).await;

    world.setup().forget_choice(Some(BRANDT)).await.unwrap();
    assert!(world.setup().choices().await.unwrap().choices.is_empty());
    let (choice, call) = world.offered(BRANDT).await;
    assert_eq!(choice, ChoiceView::Open);
    world.act(AgentAction::Choose { call, person, remember: true }).await;
    world.gone(call).await;
    // Whom the index does not know any more has no name.
    world.setup().index(IndexOrder::Wipe).await.unwrap();
    assert_eq!(world.setup().choices().await.unwrap().choices[0].name, None);
    world.setup().forget_choice(None).await.unwrap();
    assert!(world.setup().choices().await.unwrap().choices.is_empty());
}

#[tokio::test]
async fn the_index_is_synced_told_of_and_wiped() {
    let world = World::linked().await;
    assert_eq!(world.view().health.index.synced_ms, None);
    let begun = world.setup().index(IndexOrder::Sync).await.unwrap();
    assert!(begun.doing.is_busy(), "{begun:?}");
    world
        .until("a sync under way", |view| (view.health.index.doing != IndexDoing::Waiting).then_some(()))
        .await;
    let done = world
        .until("a synced index", |view| {
            let index = &view.health.index;
            (index.doing == IndexDoing::Waiting && index.synced_ms.is_some()).then(|| index.clone())
        })
        .await;
    assert!(done.people > 300 && done.numbers >= done.people && done.bytes > 0, "{done:?}");
    assert!(done.api_calls_today > 0 && done.api_calls_max >= done.api_calls_today, "{done:?}");
    assert_eq!(world.view().health.index_people, done.people);

    // Known at once now, and by which rule is the admin's, saved or not.
    let ours = world.view().health.api.ours;
    let exact =
        BTreeMap::from([("matching.strategy.strategy".to_owned(), SettingValue::Text("exact".into()))]);
    let brandt = world.found(BRANDT, Values::new(), false).await;
    let only_exact = world.found(BRANDT, exact.clone(), false).await;
    assert!(
        names(&brandt).contains(&"Elif Demir") && !names(&only_exact).contains(&"Elif Demir"),
        "{brandt:?}"
    );
    assert_eq!(world.view().health.api.ours, ours, "no request");
    let saved = world.setup().change(SettingsChange { values: exact, ..SettingsChange::default() }).await;
    assert_eq!(saved, SaveOutcome::Saved);
    assert_eq!(names(&world.found(BRANDT, Values::new(), false).await), names(&only_exact));

    world.setup().index(IndexOrder::Wipe).await.unwrap();
    world.until("an empty index", |view| (view.health.index.people == 0).then_some(())).await;
    assert_eq!(world.view().health.index.synced_ms, None);
    world.fault("bulk-fail", Some("9"));
    world.setup().index(IndexOrder::Sync).await.unwrap();
    let code = |view: &View| match &view.health.index.doing {
        IndexDoing::Stopped { problem } => Some(problem.code),
        IndexDoing::Waiting
        | IndexDoing::Collecting { .. }
        | IndexDoing::Reading { .. }
        | IndexDoing::Following => None,
    };
    assert_eq!(world.until("a stopped sync", code).await, ProblemCode::IndexJobFailed);
}
