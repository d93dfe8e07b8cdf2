//! `signin`: signs in to Salesforce through the browser of this computer.

use std::path::PathBuf;

use engine::problem::{Problem, ProblemCode};
use engine::setup::keep_secret;
use engine::signin::{KeychainState, Secret, SignInError};
use engine::view::SecretId;
use serde_json::json;
use tokio_util::sync::CancellationToken;

use crate::out::{self, Exit, Stop};
use crate::profile::{self, Alone};
use crate::{settings, whoami};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// First keep the Consumer Secret in this environment variable; an empty one is forgotten.
    #[arg(long, value_name = "NAME", conflicts_with = "secret_stdin")]
    secret_env: Option<String>,
    /// First keep the Consumer Secret on the first line of standard input; an empty one is forgotten.
    #[arg(long)]
    secret_stdin: bool,
}

impl Args {
    fn secret(&self) -> Result<Option<Secret>, Stop> {
        if let Some(name) = &self.secret_env {
            let value = std::env::var(name)
                .map_err(|_| Stop::new(Exit::NotConfigured, format!("{name} is not set or not text")))?;
            return Ok(Some(Secret::new(value.trim())));
        }
        if self.secret_stdin {
            let mut line = String::new();
            std::io::stdin().read_line(&mut line)?;
            return Ok(Some(Secret::new(line.trim())));
        }
        Ok(None)
    }
}

pub(crate) async fn run(args: Args, dir: Option<PathBuf>, json: bool) -> Result<Exit, Stop> {
    let profile = profile::open(dir.as_deref())?;
    let alone = Alone::open(&profile).await?;
    let sign_in = alone.sign_in(&profile)?;
    if alone.keychain.state() == KeychainState::Absent {
        // The token would be gone with this program.
        return refused(&Problem { code: ProblemCode::KeychainAbsent, detail: None }, json);
    }
    if let Some(secret) = args.secret()? {
        keep_secret(&alone.keychain, SecretId::ConsumerSecret, secret.reveal())
            .await
            .map_err(|problem| Stop::problem(Exit::No, &problem))?;
    }
    let stop = CancellationToken::new();
    let outcome = async {
        let (address, outcome) = sign_in.begin(out::words(), stop.clone()).await?;
        if json {
            out::json(&json!({"open": address}));
        } else {
            out::line(&out::words().say("ctl-open", &[]));
            out::line(address.as_str());
        }
        outcome.await
    };
    tokio::pin!(outcome);
    let outcome = tokio::select! {
        outcome = &mut outcome => outcome,
        () = out::interrupted() => {
            stop.cancel();
            outcome.await
        }
    };
    if let Err(error) = outcome {
        let problem = Problem::from(&error);
        return match error {
            SignInError::Offline | SignInError::Unavailable => unreachable(&problem, json),
            SignInError::NotConfigured
            | SignInError::Address(_)
            | SignInError::PortBusy { .. }
            | SignInError::TimedOut
            | SignInError::Stopped
            | SignInError::Refused(_)
            | SignInError::Broken
            | SignInError::Keychain(_) => refused(&problem, json),
        };
    }
    settings::reload(&profile).await?;
    let account = sign_in.account().unwrap_or_default();
    if json {
        out::json(&json!({"signed_in": whoami::facts(&account, sign_in.kept_in())}));
    } else {
        let who = if account.username.is_empty() { &account.user_id } else { &account.username };
        out::line(&out::words().say("ctl-signed-in", &[("who", who)]));
    }
    Ok(Exit::Ok)
}

fn refused(problem: &Problem, json: bool) -> Result<Exit, Stop> {
    ended(Exit::No, problem, json)
}

fn unreachable(problem: &Problem, json: bool) -> Result<Exit, Stop> {
    ended(Exit::Unreachable, problem, json)
}

/// The problem for programs, and in words for people; in both cases what Salesforce said as well.
pub(crate) fn ended(exit: Exit, problem: &Problem, json: bool) -> Result<Exit, Stop> {
    if json {
        out::json(&json!({"problem": problem}));
    }
    let Stop { exit, mut why } = Stop::problem(exit, problem);
    if let Some(detail) = &problem.detail {
        why.push_str(&format!(" ({detail})"));
    }
    Err(Stop { exit, why })
}
