//! What a person tries out and looks after where matching is set up: a number with settings that
//! are not saved yet, remembered choices, the index.

use std::collections::BTreeMap;
use std::time::Duration;

use domain::caller::{Person, Source, judge};
use domain::number::{Number, Reformatting, Region, read};
use domain::settings::{MatchingSettings, Settings};

use super::Setup;
use crate::controller::Event;
use crate::crm::Crm as _;
use crate::directory::{Directory, sync};
use crate::local::IndexOrder;
use crate::problem::{Problem, ProblemCode};
use crate::settings;
use crate::store::{Chosen, StoreError};
use crate::view::{
    ChoiceLine, ChoicesView, FieldProblem, NumberTryView, RegionView, RuleView, SettingValue, TriedIn,
    TryFound, choice_line, judged_view, reading_view,
};

/// Longest wait for Salesforce's answer: somebody sits before it.
const TRY_WITHIN: Duration = Duration::from_secs(20);
/// Choices listed. Whoever shares a number is one of a few in any company.
const CHOICES_LISTED_MAX: u32 = 200;
const RULES: &str = "matching.rules";

/// Every country that can be the default region.
#[must_use]
pub fn regions() -> Vec<RegionView> {
    let all = Region::all().into_iter();
    all.map(|(region, calling_code)| RegionView { region: region.into(), calling_code }).collect()
}

/// Rules as they stand in the settings, in their parts.
#[must_use]
pub fn read_rules(texts: Vec<String>) -> Vec<RuleView> {
    Reformatting::new(texts).parts().into_iter().map(RuleView::from).collect()
}

impl Setup {
    /// How a number is read and whom it finds with these settings of matching, saved or not. Looks
    /// on this computer, or with `ask` in Salesforce; what is found is not kept.
    ///
    /// # Errors
    /// When the saved settings or the store cannot be read.
    pub async fn try_number(
        &self,
        raw: &str,
        values: BTreeMap<String, SettingValue>,
        ask: bool,
    ) -> Result<NumberTryView, Problem> {
        let saved = self.load()?;
        let matching = match sketched(&saved, values) {
            Ok(matching) => matching,
            Err(fields) => return Ok(NumberTryView::Refused { fields }),
        };
        let tried = matching.read(raw);
        let (reading, read, number) = reading_view(&tried, &matching.default_region);
        let steps = matching.rules.steps(raw).into_iter().map(Into::into).collect();
        let found = match tried.public() {
            None => TryFound::NotLookedUp,
            Some(_) => self.find_tried(&tried, &matching, &saved.matching.default_region, ask).await?,
        };
        Ok(NumberTryView::Read { steps, reading, read, number, found })
    }

    async fn find_tried(
        &self,
        tried: &Number,
        matching: &MatchingSettings,
        home: &Region,
        ask: bool,
    ) -> Result<TryFound, Problem> {
        let store = &self.shared.store;
        let directory = Directory::to_look(store.clone(), home.clone());
        let (people, from) = if ask {
            match self.ask_tried(tried, matching, &directory).await {
                Ok(answer) => answer,
                Err(problem) => return Ok(TryFound::Failed { problem }),
            }
        } else {
            let people = directory.lookup(tried, matching.strategy).await.map_err(broken)?;
            (people, TriedIn::Index { other_region: *home != matching.default_region })
        };
        let chosen = store.choices().chosen(tried.canonical()).await.map_err(broken)?;
        let verdict = judge(tried, &people, matching, chosen.as_deref());
        Ok(judged_view(&verdict, tried, chosen.as_deref(), from))
    }

    async fn ask_tried(
        &self,
        tried: &Number,
        matching: &MatchingSettings,
        directory: &Directory,
    ) -> Result<(Vec<(Person, Source)>, TriedIn), Problem> {
        let salesforce = self.shared.connections.lock().await.salesforce().cloned();
        let missing = Problem { code: ProblemCode::SalesforceNotConfigured, detail: None };
        let salesforce = salesforce.ok_or(missing)?;
        let usage = salesforce.usage();
        let before = usage.borrow().ours;
        let answer = tokio::time::timeout(TRY_WITHIN, salesforce.find_people(tried)).await;
        let silent = Problem { code: ProblemCode::SalesforceOffline, detail: None };
        let people = answer.map_err(|_| silent)?.map_err(|failure| Problem::from(&failure.kind))?;
        let requests = u32::try_from(usage.borrow().ours.saturating_sub(before)).unwrap_or(u32::MAX);
        let now = self.shared.clock.now().wall;
        let with_ours = directory.with_ours(&people, tried, matching.strategy, now).await;
        Ok((with_ours.map_err(broken)?, TriedIn::Salesforce { requests }))
    }

    /// Who was chosen for which number, to be preselected next time.
    ///
    /// # Errors
    /// When settings or store cannot be read.
    pub async fn choices(&self) -> Result<ChoicesView, Problem> {
        let matching = self.load()?.matching;
        let store = &self.shared.store;
        let directory = Directory::to_look(store.clone(), matching.default_region.clone());
        let (listed, all) = store.choices().list(CHOICES_LISTED_MAX).await.map_err(broken)?;
        let mut choices = Vec::with_capacity(listed.len());
        for chosen in listed {
            choices.push(line(chosen, &directory, &matching).await.map_err(broken)?);
        }
        let more = all.saturating_sub(u32::try_from(choices.len()).unwrap_or(u32::MAX));
        Ok(ChoicesView { choices, more })
    }

    /// Forgets who was chosen for a number, or with `None` for every number. The next call asks
    /// again.
    ///
    /// # Errors
    /// When the store does not take it.
    pub async fn forget_choice(&self, number: Option<&str>) -> Result<(), Problem> {
        let choices = self.shared.store.choices();
        let forgotten = match number {
            Some(number) => choices.forget(number).await,
            None => choices.forget_all().await,
        };
        forgotten.map_err(broken)
    }

    /// Looks at the index of people, has it synced, or empties it; how it is then.
    ///
    /// # Errors
    /// When nothing is set up that could be synced, or the store fails.
    pub async fn index(&self, order: IndexOrder) -> Result<sync::Status, Problem> {
        let handle = self.shared.connections.lock().await.index().cloned();
        match order {
            IndexOrder::Status => {}
            IndexOrder::Sync => {
                let begun = match &handle {
                    Some(handle) => handle.sync_now().await,
                    None => false,
                };
                if !begun {
                    return Err(Problem { code: ProblemCode::SalesforceNotConfigured, detail: None });
                }
            }
            IndexOrder::Wipe => {
                self.shared.store.people().wipe().await.map_err(broken)?;
                self.shared.handle.send(Event::IndexChanged).await;
            }
        }
        let doing = handle.map(|handle| handle.doing().borrow().clone()).unwrap_or_default();
        let now = self.shared.clock.now().wall;
        sync::status(&self.shared.store, doing, now).await.map_err(broken)
    }
}

/// The settings of matching with these values. A rule that cannot be used does nothing, and the
/// steps say so.
fn sketched(
    saved: &Settings,
    mut values: BTreeMap<String, SettingValue>,
) -> Result<MatchingSettings, Vec<FieldProblem>> {
    values.retain(|field, _| field.starts_with("matching."));
    let rules = match values.remove(RULES) {
        Some(SettingValue::List(texts)) => Reformatting::new(texts),
        Some(_) | None => saved.matching.rules.clone(),
    };
    // Nothing else in the file is in question, nor rules on disk that cannot be used.
    let matching = MatchingSettings { rules: Reformatting::default(), ..saved.matching.clone() };
    let alone = Settings { matching, ..Settings::default() };
    let tried = settings::applied(&alone, &values)?;
    Ok(MatchingSettings { rules, ..tried.matching })
}

async fn line(
    chosen: Chosen,
    directory: &Directory,
    matching: &MatchingSettings,
) -> Result<ChoiceLine, StoreError> {
    let number = read(&chosen.number, &matching.default_region);
    let known = directory.lookup(&number, matching.strategy).await?.into_iter();
    let found = known.map(|(person, _)| person).find(|person| person.id == chosen.person);
    let found = found.map(|person| (person.name, person.kind));
    Ok(choice_line(chosen, &number, &matching.default_region, found))
}

fn broken(error: StoreError) -> Problem {
    tracing::error!(%error, "the store did not do what was asked");
    Problem { code: ProblemCode::StoreBroken, detail: None }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use domain::number::Strategy;

    use super::*;
    use crate::view::FieldError;

    fn value(field: &str, value: SettingValue) -> BTreeMap<String, SettingValue> {
        BTreeMap::from([(field.to_owned(), value)])
    }

    #[test]
    fn unsaved_settings_are_tried_whatever_else_is_wrong_in_the_file() {
        let mut saved = Settings::default();
        saved.phone.extension = "8a".into();
        saved.matching.rules = Reformatting::new(vec!["(0 => 1".into()]);
        let exact = value("matching.strategy.strategy", SettingValue::Text("exact".into()));
        // Neither the extension nor the rule on disk is in question here.
        let matching = sketched(&saved, BTreeMap::new()).unwrap();
        assert_eq!(matching.rules.errors().len(), 1);
        let rules = value(RULES, SettingValue::List(vec!["^9 => ".into()]));
        assert_eq!(sketched(&saved, rules).unwrap().rules.apply("90"), "0");
        assert_eq!(sketched(&saved, exact).unwrap().strategy, Strategy::Exact);
        let digits = value("matching.strategy.digits", SettingValue::Number(4));
        let wrong = sketched(&saved, digits).unwrap_err();
        assert_eq!((wrong.len(), wrong[0].error), (1, FieldError::OutOfRange));
        let kind = value("matching.objects", SettingValue::List(vec!["leads".into()]));
        assert_eq!(sketched(&Settings::default(), kind).unwrap_err()[0].error, FieldError::NotASetting);
    }

    #[test]
    fn every_country_is_offered_with_its_code() {
        let all = regions();
        let germany = RegionView { region: "DE".into(), calling_code: 49 };
        assert!(all.len() > 240 && all.contains(&germany));
    }
}
