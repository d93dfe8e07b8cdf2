//! Who is who: the agent's extension, their e-mail address, and with it their user in the CRM.

use async_trait::async_trait;
use domain::journal::AgentAddress;
use domain::settings::Settings;
use std::sync::Arc;

use crate::crm::AddressSource;
use crate::crm::salesforce::OwnerWish;
use crate::phone::threecx::ThreeCx;

/// The agent's address: as the settings have it, else as the phone system tells.
struct Agent {
    email: String,
    three_cx: Option<ThreeCx>,
}

#[async_trait]
impl AddressSource for Agent {
    async fn agent_address(&self) -> AgentAddress {
        if !self.email.is_empty() {
            return AgentAddress::Known { email: self.email.clone(), shared: false };
        }
        match &self.three_cx {
            Some(three_cx) => three_cx.agent_address().await,
            None => AgentAddress::Silent,
        }
    }
}

/// Who is to own entries, as the settings say.
#[must_use]
pub fn wish(settings: &Settings, three_cx: Option<ThreeCx>) -> OwnerWish {
    let email = settings.phone.email.trim().to_owned();
    OwnerWish {
        username: settings.journal.owner.trim().to_owned(),
        address: Arc::new(Agent { email, three_cx }),
    }
}
