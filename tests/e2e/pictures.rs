//! Every state of the pop in both languages and both themes: nothing that must be read is cut off,
//! and a picture of each for people to look at.

use domain::call::CallId;
use domain::desk::AgentAction;
use domain::settings::{Language, Theme};
use simulators::people::{BRANDT, KATHARINA_VOGELSANG, NOBODY, PRIYA_RAGHUNATHAN, SABINE_ACHTERBERG_VOGEL};
use simulators::threecx::Ring;

use crate::app::{App, Page};
use crate::wait::until;
use crate::world::{Setting, World};

struct Gallery<'app> {
    world: &'app World,
    app: &'app App,
    pop: Page<'app>,
    language: Language,
    folder: String,
}

impl Gallery<'_> {
    async fn shows(&self, english: &str, german: &str) {
        self.pop.shows(if self.language == Language::De { german } else { english }).await;
    }

    async fn take(&self, what: &str) {
        self.app.picture_of_pop(&self.folder, what).await;
        let cut = self.pop.cut_off().await;
        assert!(cut.is_empty(), "cut off in {}/{what}: {cut:?}", self.folder);
    }

    /// Ends what is on the phone and clears the pop.
    async fn clear(&self) {
        for call in self.world.simulators.pbx.calls() {
            self.world.simulators.pbx.hang_up(call).unwrap();
        }
        until("an empty pop", async || {
            let view = self.world.view().await;
            for call in &view.pop {
                self.world.act(AgentAction::Dismiss { call: CallId(call.id) }).await;
            }
            view.pop.is_empty().then_some(())
        })
        .await;
        self.app.pop_goes().await;
    }

    async fn searching_and_cannot(&self) {
        self.world.org_fault("api-delay-ms", "15000");
        self.world.ring(NOBODY[1]);
        self.shows("Searching Salesforce", "Suche in Salesforce").await;
        self.take("searching").await;
        self.world.org_fault("api-delay-ms", "0");
        self.clear().await;
        self.world.org_fault("html-503", "on");
        self.world.ring(NOBODY[1]);
        self.shows("Retry", "Wiederholen").await;
        self.take("cannot").await;
        self.clear().await;
        self.world.org_fault("html-503", "off");
    }

    async fn one_talking_ended(&self) {
        let call = self.world.simulators.pbx.ring(&Ring {
            from: KATHARINA_VOGELSANG.to_owned(),
            queue: Some("800".to_owned()),
            ..Ring::default()
        });
        let call = call.unwrap();
        self.shows("Contact", "Kontakt").await;
        self.take("one").await;
        self.app.give_pop_the_keyboard().await;
        self.take("one-with-the-keyboard").await;
        self.app.screen().press("w");
        self.shows("Why this person", "Warum diese Person").await;
        self.take("why").await;
        self.world.simulators.pbx.answer(call, None).unwrap();
        self.shows("Talking", "Im Gespräch").await;
        self.pop.type_into("[data-notes]", "Wants the offer for the second hall by Friday.").await;
        self.shows("Saved", "Gespeichert").await;
        self.take("talking").await;
        self.world.simulators.pbx.hang_up(call).unwrap();
        self.shows("Will be written", "Wird eingetragen").await;
        self.take("ended").await;
        self.clear().await;
    }

    async fn several_and_none(&self) {
        self.world.ring(BRANDT);
        self.shows("matches", "Treffer").await;
        self.take("several").await;
        self.app.give_pop_the_keyboard().await;
        self.app.screen().press("2");
        self.world.until_view("a choice", chosen).await;
        self.take("several-chosen").await;
        self.clear().await;
        let stranger = self.world.ring(NOBODY[0]);
        self.shows("Not in Salesforce", "Nicht in Salesforce").await;
        self.take("none").await;
        self.world.simulators.pbx.hang_up(stranger).unwrap();
        self.shows("Written to Salesforce", "In Salesforce eingetragen").await;
        self.take("missed").await;
        self.clear().await;
    }

    async fn withheld_and_dialing(&self) {
        self.world.ring("");
        self.shows("Number withheld", "Nummer unterdrückt").await;
        self.take("withheld").await;
        self.clear().await;
        self.world.simulators.pbx.dialled("812", SABINE_ACHTERBERG_VOGEL).unwrap();
        self.shows("Dialling", "Wählt").await;
        self.shows("Sabine Achterberg-Vogel", "Sabine Achterberg-Vogel").await;
        self.take("dialing").await;
        self.clear().await;
    }

    async fn two(&self) {
        let older = self.world.ring(KATHARINA_VOGELSANG);
        self.world.simulators.pbx.answer(older, None).unwrap();
        self.shows("Talking", "Im Gespräch").await;
        self.world.ring(PRIYA_RAGHUNATHAN);
        self.pop.shows("Priya Raghunathan").await;
        self.take("two").await;
        self.clear().await;
    }
}

fn chosen(view: &engine::view::View) -> Option<()> {
    use engine::view::{CallerView, ChoiceView};
    let caller = &view.pop.first()?.caller;
    matches!(caller, CallerView::Several { choice: ChoiceView::Chosen { .. }, .. }).then_some(())
}

async fn every_state(language: Language, theme: Theme, name: &'static str) {
    let world = World::new(Setting { language, theme }).await;
    let app = App::start_hidden(&world, name).await;
    let _work = app.screen().other_window().await;
    let pop = app.pop().await;
    let gallery = Gallery { world: &world, app: &app, pop, language, folder: format!("shots/{name}") };
    gallery.one_talking_ended().await;
    gallery.several_and_none().await;
    gallery.withheld_and_dialing().await;
    gallery.two().await;
    gallery.searching_and_cannot().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_cut_off_in_light_english() {
    every_state(Language::En, Theme::Light, "en-light").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_cut_off_in_dark_english() {
    every_state(Language::En, Theme::Dark, "en-dark").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_cut_off_in_light_german() {
    every_state(Language::De, Theme::Light, "de-light").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_cut_off_in_dark_german() {
    every_state(Language::De, Theme::Dark, "de-dark").await;
}
