//! `signout`: gives the sign-in back and forgets it, with the people known by it.

use std::path::PathBuf;
use std::time::Duration;

use domain::desk::AgentAction;
use engine::local::{LocalClient, LocalError, Profile, Request};
use engine::signin::{SignInState, SignedOut};
use engine::store::Store;
use engine::view::SignInView;
use serde_json::json;

use crate::out::{self, Exit, Stop};
use crate::profile::{self, Alone};

/// A companion gives the token back first, which asks the network.
const COMPANION_WITHIN: Duration = Duration::from_secs(30);

pub(crate) async fn run(dir: Option<PathBuf>, json: bool) -> Result<Exit, Stop> {
    let profile = profile::open(dir.as_deref())?;
    match LocalClient::connect(&profile).await {
        Some(running) => through(running, &profile).await?,
        None => alone(&profile).await?,
    }
    if json {
        out::json(&json!({"signed_out": true}));
    } else {
        out::line(&out::words().say("ctl-signed-out", &[]));
    }
    Ok(Exit::Ok)
}

/// The program that runs the profile holds tokens and people in its memory.
async fn through(mut running: LocalClient, profile: &Profile) -> Result<(), Stop> {
    if matches!(running.view().await?.setup.sign_in, SignInView::SignedOut { problem: None }) {
        return Err(nobody());
    }
    running.ask(&Request::Act(AgentAction::SignOut)).await?;
    let done = async {
        let Some(watch) = LocalClient::connect(profile).await else { return Ok(()) };
        let mut watch = watch.watch().await?;
        while let Some(line) = watch.next().await? {
            let view = &line["view"];
            let is_out = view["setup"]["sign_in"]["sign_in"] == "signed_out";
            if is_out && view["health"]["index_people"] == 0 {
                break;
            }
        }
        Ok::<(), LocalError>(())
    };
    match tokio::time::timeout(COMPANION_WITHIN, done).await {
        Ok(done) => Ok(done?),
        Err(_) => Err(Stop::new(Exit::No, LocalError::TooLate.to_string())),
    }
}

async fn alone(profile: &Profile) -> Result<(), Stop> {
    let alone = Alone::open(profile).await?;
    let sign_in = alone.sign_in(profile)?;
    if sign_in.resume().await == (SignInState::SignedOut { why: SignedOut::NotYet }) {
        return Err(nobody());
    }
    let forgotten = sign_in.sign_out().await;
    let key = alone.keychain.store_key(&profile.dir).await?;
    let store = Store::open(&profile.dir, *key.bytes()).await?;
    let (wiped, left) = (store.people().wipe().await, store.orgs().signed_out().await);
    store.close().await;
    wiped.and(left)?;
    Ok(forgotten?)
}

fn nobody() -> Stop {
    Stop::new(Exit::NotConfigured, out::words().say("ctl-not-signed-in", &[]))
}
