//! A profile as commands use it: through the program that runs it, or on their own.

use std::path::Path;
use std::sync::Arc;

use domain::settings::Settings;
use engine::crm::Crm;
use engine::crm::salesforce::Salesforce;
use engine::http::Net;
use engine::local::Profile;
use engine::problem::Problem;
use engine::signin::{Keychain, Secret, SignIn, SignInState};

use crate::out::{self, Exit, Stop};

/// Opens the profile's folder.
pub(crate) fn open(dir: Option<&Path>) -> Result<Profile, Stop> {
    Ok(Profile::open(dir)?)
}

/// What a command needs that works alone.
pub(crate) struct Alone {
    pub(crate) settings: Settings,
    pub(crate) keychain: Keychain,
}

impl Alone {
    pub(crate) async fn open(profile: &Profile) -> Result<Self, Stop> {
        let settings = engine::settings::look(&profile.dir)?;
        let keychain = Keychain::open(&profile.id).await;
        Ok(Self { settings, keychain })
    }

    /// The sign-in of the profile, nothing asked yet.
    pub(crate) fn sign_in(&self, profile: &Profile) -> Result<SignIn, Stop> {
        let net = Net::new(&self.settings.network)
            .map_err(|error| Stop::new(Exit::NotConfigured, error.to_string()))?;
        SignIn::new(&self.settings.salesforce, self.keychain.clone(), &profile.dir, &net)
            .map_err(|error| Stop::problem(Exit::NotConfigured, &Problem::from(&error)))
    }

    /// Salesforce, signed in.
    pub(crate) async fn crm(&self, profile: &Profile, token: Option<Secret>) -> Result<Arc<dyn Crm>, Stop> {
        Ok(self.salesforce(profile, token).await?)
    }

    /// The same, for what only Salesforce can do.
    pub(crate) async fn salesforce(
        &self,
        profile: &Profile,
        token: Option<Secret>,
    ) -> Result<Arc<Salesforce>, Stop> {
        let not_configured = || Stop::new(Exit::NotConfigured, out::words().say("ctl-not-configured", &[]));
        let net = Net::new(&self.settings.network)
            .map_err(|error| Stop::new(Exit::NotConfigured, error.to_string()))?;
        let sign_in = SignIn::new(&self.settings.salesforce, self.keychain.clone(), &profile.dir, &net)
            .map_err(|_| not_configured())?;
        if let Some(token) = token {
            sign_in.adopt(token).await?;
        }
        match sign_in.resume().await {
            SignInState::SignedIn { .. } => Ok(Arc::new(Salesforce::new(sign_in.tokens(), &net)?)),
            SignInState::SignedOut { .. } => {
                Err(Stop::new(Exit::NotConfigured, out::words().say("ctl-not-signed-in", &[])))
            }
        }
    }
}

/// Where a refresh token may come from besides the keychain.
#[derive(Debug, clap::Args)]
pub(crate) struct TokenArgs {
    /// Take a Salesforce refresh token from this environment variable.
    #[arg(long, value_name = "NAME", conflicts_with = "refresh_token_stdin")]
    refresh_token_env: Option<String>,
    /// Take a Salesforce refresh token from the first line of standard input.
    #[arg(long)]
    refresh_token_stdin: bool,
}

impl TokenArgs {
    pub(crate) fn read(&self) -> Result<Option<Secret>, Stop> {
        if let Some(name) = &self.refresh_token_env {
            let value = std::env::var(name)
                .map_err(|_| Stop::new(Exit::NotConfigured, format!("{name} is not set or not text")))?;
            return Ok(Some(Secret::new(value.trim())));
        }
        if self.refresh_token_stdin {
            let mut line = String::new();
            std::io::stdin().read_line(&mut line)?;
            return Ok(Some(Secret::new(line.trim())));
        }
        Ok(None)
    }
}

/// Where a secret comes from: never from the command line, which others can read.
#[derive(Debug, clap::Args)]
pub(crate) struct SecretArgs {
    /// Take it from this environment variable instead of the first line of standard input.
    #[arg(long, value_name = "NAME")]
    env: Option<String>,
}

impl SecretArgs {
    pub(crate) fn read(&self) -> Result<Secret, Stop> {
        match &self.env {
            Some(name) => std::env::var(name)
                .map(|value| Secret::new(value.trim()))
                .map_err(|_| Stop::new(Exit::NotConfigured, format!("{name} is not set or not text"))),
            None => {
                let mut line = String::new();
                std::io::stdin().read_line(&mut line)?;
                Ok(Secret::new(line.trim()))
            }
        }
    }
}
