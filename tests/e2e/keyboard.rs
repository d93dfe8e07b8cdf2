//! Who has the keyboard, and what the keys of the pop and of the whole system do.

use engine::view::Phase;
use simulators::people::{BRANDT, KATHARINA_VOGELSANG};

use crate::app::{App, POP_SIDE};
use crate::screen::OtherWindow;
use crate::wait::until;
use crate::world::{Setting, World};

async fn has_it_back(app: &App, work: &OtherWindow) {
    until("the keyboard back where it was", async || {
        (app.screen().active().as_ref() == Some(&work.id)).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_pop_comes_to_its_corner_and_never_takes_the_keyboard() {
    let world = World::new(Setting::default()).await;
    let app = App::start_hidden(&world, "focus").await;
    let work = app.screen().other_window().await;
    let watch = app.screen().watch_keyboard().await;

    let first = world.ring(KATHARINA_VOGELSANG);
    app.pop().await.shows("Katharina Vogelsang").await;
    app.pop_in_its_corner(POP_SIDE).await;
    app.picture("corner");
    app.screen().press("ctrl+alt+Return");
    app.pop().await.shows("Talking").await;
    world.simulators.pbx.hang_up(first).unwrap();
    app.pop().await.shows("Ended").await;
    world.ring(BRANDT);
    app.pop().await.shows("Miriam Brandt").await;

    let work_number: u64 = work.id.parse().unwrap();
    assert_eq!(watch.seen(), [work_number], "something else got the keyboard");
    assert_eq!(app.screen().active().as_ref(), Some(&work.id));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_keyboard_is_lent_to_the_pop_and_comes_back() {
    let world = World::new(Setting::default()).await;
    let app = App::start_hidden(&world, "lent").await;
    let work = app.screen().other_window().await;
    world.ring(KATHARINA_VOGELSANG);
    let pop = app.pop().await;
    pop.shows("Katharina Vogelsang").await;
    // Again and again: the pressed key itself takes the keyboard away for a moment.
    for _ in 0..3 {
        app.give_pop_the_keyboard().await;
        app.screen().press("ctrl+alt+space");
        has_it_back(&app, &work).await;
    }
    app.give_pop_the_keyboard().await;
    app.picture("pop");
    app.screen().press("Escape");
    app.pop_goes().await;
    has_it_back(&app, &work).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_letter_answers_only_where_the_pop_has_the_keyboard() {
    let world = World::new(Setting::default()).await;
    let app = App::start_hidden(&world, "letter").await;
    let _work = app.screen().other_window().await;
    world.ring(KATHARINA_VOGELSANG);
    let pop = app.pop().await;
    pop.shows("Katharina Vogelsang").await;

    app.screen().press("a");
    // The keyboard comes after the letter: had the pop taken it, it would be answered now.
    app.give_pop_the_keyboard().await;
    assert_eq!(world.view().await.pop[0].phase, Phase::Ringing);
    app.screen().press("a");
    pop.shows("Talking").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_of_several_is_chosen_by_its_key() {
    let world = World::new(Setting::default()).await;
    let app = App::start_hidden(&world, "several").await;
    let _work = app.screen().other_window().await;
    let call = world.ring(BRANDT);
    let pop = app.pop().await;
    for name in ["Miriam Brandt", "Tobias Krahl", "Brandt & Söhne Maschinenbau GmbH"] {
        pop.shows(name).await;
    }
    let third = pop.run("return document.querySelectorAll('.row .name')[2].innerText").await;
    let third = third.as_str().unwrap();

    app.give_pop_the_keyboard().await;
    app.screen().press("3");
    world.simulators.pbx.answer(call, None).unwrap();
    pop.shows("Talking").await;
    pop.shows(third).await;
    world.simulators.pbx.hang_up(call).unwrap();
    pop.shows("Ended").await;
    app.screen().press("Escape");
    let task = world.one_task().await;
    assert_eq!(third, "Brandt & Söhne Maschinenbau GmbH");
    assert_eq!(task["WhatId"], world.id_of("Account", third), "{task:#}");
    assert!(task["WhoId"].is_null(), "{task:#}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn none_of_these_is_nobody_in_salesforce() {
    let world = World::new(Setting::default()).await;
    let app = App::start_hidden(&world, "none").await;
    let _work = app.screen().other_window().await;
    let call = world.ring(BRANDT);
    let pop = app.pop().await;
    pop.shows("Miriam Brandt").await;
    app.give_pop_the_keyboard().await;
    app.screen().press("0");
    pop.shows("None of the matches").await;
    world.simulators.pbx.hang_up(call).unwrap();
    pop.shows("Missed").await;
    app.screen().press("Escape");
    let task = world.one_task().await;
    assert!(task["WhoId"].is_null() && task["WhatId"].is_null(), "{task:#}");
}
