//! Whose Tasks they are: found once per sign-in and setting, with the address the phone system
//! gives of the agent.

use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::journal::{AgentAddress, NotFound, Owner, UserRow, address_forms, by_email, by_username};
use serde::Deserialize;
use url::Url;

use super::answer::{CallError, rows};
use super::send::Sender;
use super::{FACTS_FOR, request};
use crate::crm::AddressSource;
use crate::signin::Token;

/// After the phone system gave no answer it is asked again, though not for every entry.
const ASK_AGAIN_AFTER: Duration = Duration::from_secs(60);

/// Who is to own what is written.
#[derive(Clone)]
pub struct OwnerWish {
    /// User name of the owner. Empty: whoever has the agent's address.
    pub username: String,
    pub address: Arc<dyn AddressSource>,
}

/// What is known of it.
#[derive(Default)]
pub struct OwnerFacts {
    wish: Option<OwnerWish>,
    known: Option<Known>,
}

struct Known {
    owner: Owner,
    /// Of whoever was signed in: another user is another answer.
    identity: Url,
    until: Instant,
}

impl OwnerFacts {
    pub fn wish(&mut self, wish: OwnerWish) {
        *self = Self { wish: Some(wish), known: None };
    }

    /// Asks afresh next time.
    pub fn forget(&mut self) {
        self.known = None;
    }

    /// Salesforce does not take this owner for entries any more.
    pub fn refuse(&mut self, inactive: &str) {
        if let Some(known) = &mut self.known {
            known.owner = Owner::SignedIn { why: NotFound::OnlyInactive, asked: inactive.to_owned() };
        }
    }

    /// Whose Tasks they are; `None` when nobody asked for an owner.
    pub async fn find(&mut self, sender: &Sender) -> Result<Option<Owner>, CallError> {
        let Some(wish) = self.wish.clone() else { return Ok(None) };
        let token = sender.token().await?;
        if let Some(known) = &self.known
            && known.identity == token.identity
            && Instant::now() < known.until
        {
            return Ok(Some(known.owner.clone()));
        }
        let owner = find(&wish, sender, &token).await?;
        let lasts = match &owner {
            Owner::SignedIn { why: NotFound::PhoneSilent, .. } => ASK_AGAIN_AFTER,
            Owner::User { .. } | Owner::SignedIn { .. } => FACTS_FOR,
        };
        let until = Instant::now() + lasts;
        self.known = Some(Known { owner: owner.clone(), identity: token.identity.clone(), until });
        Ok(Some(owner))
    }
}

async fn find(wish: &OwnerWish, sender: &Sender, token: &Token) -> Result<Owner, CallError> {
    let nobody = |why| Owner::SignedIn { why, asked: String::new() };
    let signed_in = user_id(&token.identity);
    let (asked, shared, request) = if wish.username.is_empty() {
        match wish.address.agent_address().await {
            AgentAddress::Known { email, shared } => {
                let request = request::users_by_email(&address_forms(&email));
                (email, shared, request)
            }
            AgentAddress::None => return Ok(nobody(NotFound::NoEmail)),
            AgentAddress::Refused => return Ok(nobody(NotFound::PhoneRefused)),
            AgentAddress::Silent => return Ok(nobody(NotFound::PhoneSilent)),
        }
    } else {
        (wish.username.clone(), false, request::user_by_name(&wish.username))
    };
    let users: Vec<User> = match sender.send(&request).await {
        Ok(answer) => rows(&answer.body)?,
        // Users are not shown to this user; entries are written all the same.
        Err(error) if error.has_code(&["INVALID_FIELD", "INVALID_TYPE", "INSUFFICIENT_ACCESS"]) => {
            return Ok(Owner::SignedIn { why: NotFound::CrmRefused, asked });
        }
        Err(error) => return Err(error),
    };
    let users: Vec<UserRow> = users.into_iter().map(UserRow::from).collect();
    Ok(if wish.username.is_empty() {
        by_email(&asked, shared, &users, &signed_in)
    } else {
        by_username(&asked, &users, &signed_in)
    })
}

/// The identity's address ends with the user's id (salesforce.md 2.5).
pub fn user_id(identity: &Url) -> String {
    let last = identity.path_segments().and_then(|mut parts| parts.next_back());
    last.unwrap_or_default().to_owned()
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct User {
    id: String,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    username: Option<String>,
    #[serde(default)]
    email: Option<String>,
    is_active: bool,
}

impl From<User> for UserRow {
    fn from(user: User) -> Self {
        Self {
            id: user.id,
            name: user.name.unwrap_or_default(),
            username: user.username.unwrap_or_default(),
            email: user.email.unwrap_or_default(),
            is_active: user.is_active,
        }
    }
}
/// Whether a refusal is about the owner: inactive, or of a kind that may own nothing.
pub(super) fn is_refused(error: &CallError) -> bool {
    let names_owner = error.errors().iter().any(|error| error.fields.iter().any(|field| field == "OwnerId"));
    names_owner || error.has_code(&["INACTIVE_OWNER_OR_USER", "OP_WITH_INVALID_USER_TYPE_EXCEPTION"])
}
