//! Without Salesforce, without its answer, and without the program.

use super::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn offline_they_wait_in_pop_and_journal_and_are_created_from_there() {
    let world = World::new(Setting::default()).await;
    let app = App::start(&world, "create-offline").await;
    let form = form_of_nobody(&world, &app, "n").await;
    world.org_fault("html-503", None);
    form.type_into(LAST, "Vogl").await;
    form.press("Save").await;
    form.shows("Vogl waits for Salesforce").await;
    app.picture("queued");
    form.press("Done").await;
    app.form_goes().await;
    app.pop().await.shows("Vogl is not in Salesforce yet").await;
    let main = app.main_window().await;
    main.press("Journal").await;
    main.shows("1 person not in Salesforce yet").await;
    app.picture("journal");
    // What was typed is in the form again.
    main.press("Open the form").await;
    until("what was typed", async || (main.value_of(LAST).await == "Vogl").then_some(())).await;
    app.screen().press("Escape");
    assert!(called(&world, "Contact", "Vogl").is_empty());
    main.turn_to_it().await;
    main.press("Try again").await;
    until("why that did not work", async || {
        let told = main.run("return document.querySelector('.details-side [role=alert]')?.innerText ?? null");
        (!told.await.is_null()).then_some(())
    })
    .await;
    world.org_fault("html-503", "off");
    // By itself after a while, or as soon as somebody wants it.
    const AGAIN: &str = "[...document.querySelectorAll('.details-side button:enabled')] \
        .find((one) => one.innerText.includes('Try again'))?.click(); return true";
    until("the contact", async || {
        main.run(AGAIN).await;
        (!called(&world, "Contact", "Vogl").is_empty()).then_some(())
    })
    .await;
    named_in_the_pop(&world, "Vogl").await;
    world.until_view("nobody who waits", |view| view.creation.waiting.is_empty().then_some(())).await;
    assert_eq!(called(&world, "Contact", "Vogl").len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_lost_after_the_commit_makes_nobody_twice() {
    let world = World::new(Setting::default()).await;
    let app = App::start_hidden(&world, "create-lost").await;
    let _work = app.screen().other_window().await;
    let form = form_of_nobody(&world, &app, "n").await;
    form.type_into(LAST, "Vogl").await;
    world.org_fault("reset-after-commit", "1");
    form.press("Save").await;
    named_in_the_pop(&world, "Vogl").await;
    app.form_goes().await;
    assert_eq!(called(&world, "Contact", "Vogl").len(), 1);
}
