//! `ringsidectl dial`: a call by the program that runs the profile.

use super::office::{Has, Office};

const FAR: &str = "+442079460321";

async fn linked(run: &mut super::program::Running) {
    run.until("the phone is linked", |line| line["view"]["health"]["phone"]["link"] == "up").await;
}

#[tokio::test]
async fn the_running_companion_calls_and_says_how_far_it_came() {
    let office = Office::open(Has::SignIn).await;
    let away = office.ended(&["dial", FAR]).await;
    assert_eq!(away.code, Some(4), "{away:?}");
    assert!(away.told.contains("Ringside does not run"), "{away:?}");

    let (mut run, _) = office.run().await;
    linked(&mut run).await;
    let told = office.ended(&["dial", "0044 20 7946-0321", "--json"]).await;
    assert_eq!(told.code, Some(0), "{told:?}");
    let steps: Vec<_> = told.lines().iter().map(|line| line["step"].clone()).collect();
    assert_eq!(steps.last().unwrap(), "rings", "{steps:?}");
    run.until("the call", |line| {
        let call = &line["view"]["pop"][0];
        call["direction"] == "outbound" && call["number"]["copied"] == FAR
    })
    .await;
    assert_eq!(run.end("TERM").await.code, Some(0));
}

#[tokio::test]
async fn two_who_call_one_number_at_once_are_both_told() {
    let office = Office::open(Has::SignIn).await;
    let (mut run, _) = office.run().await;
    linked(&mut run).await;
    let (one, other) =
        tokio::join!(office.ended(&["dial", FAR]), office.ended(&["dial", "0044 20 79460321"]));
    for told in [one, other] {
        assert_eq!(told.code, Some(0), "{told:?}");
    }
    assert_eq!(run.end("TERM").await.code, Some(0));
}

#[tokio::test]
async fn a_number_that_is_not_called_needs_a_yes_and_a_refusal_says_why() {
    let office = Office::open(Has::SignIn).await;
    let (mut run, _) = office.run().await;
    linked(&mut run).await;
    let set = office.ended(&["settings", "set", "dial.never=+44*"]).await;
    assert_eq!(set.code, Some(0), "{set:?}");
    linked(&mut run).await;
    let asked = office.ended(&["dial", FAR]).await;
    assert_eq!(asked.code, Some(1), "{asked:?}");
    assert!(asked.told.contains("--yes") && asked.told.contains("not called"), "{asked:?}");
    assert!(office.world.simulators.pbx.calls().is_empty());
    office.world.simulators.pbx.apply_fault("makecall-422", None).unwrap();
    let refused = office.ended(&["dial", FAR, "--yes"]).await;
    assert_eq!(refused.code, Some(1), "{refused:?}");
    assert!(refused.told.contains("refused"), "{refused:?}");
    let own = office.ended(&["dial", "812"]).await;
    assert!(own.code == Some(1) && own.told.contains("own extension"), "{own:?}");
    assert_eq!(run.end("TERM").await.code, Some(0));
}
