//! Leads that became contacts while an entry about them waited (salesforce.md 7.2): the entry
//! follows them.

use std::collections::HashMap;

use domain::journal::{About, Entry};
use serde::Deserialize;

use super::Salesforce;
use super::answer::{CallError, rows};
use super::escape::soql;
use super::request::query;

/// What is said of a Task about a lead that is a contact now.
const CONVERTED: &[&str] = &["CANNOT_UPDATE_CONVERTED_LEAD", "FIELD_INTEGRITY_EXCEPTION"];
/// Key prefix of leads (salesforce.md 1.5).
const LEAD: &str = "00Q";

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Converted {
    id: String,
    converted_contact_id: Option<String>,
}

impl Salesforce {
    /// Sets those of the refused entries on the contact their lead became; which ones.
    pub(super) async fn follow_converted(
        &self,
        refused: &[(usize, CallError)],
        entries: &mut [Entry],
    ) -> Vec<usize> {
        let leads: Vec<(usize, String)> = refused
            .iter()
            .filter(|(_, error)| error.has_code(CONVERTED))
            .filter_map(|(at, _)| Some((*at, lead(&entries[*at])?.to_owned())))
            .collect();
        if leads.is_empty() {
            return Vec::new();
        }
        let ids: Vec<_> = leads.iter().map(|(_, id)| soql(id)).collect();
        let question = format!(
            "SELECT Id, ConvertedContactId FROM Lead WHERE IsConverted = true AND Id IN ({})",
            ids.join(", ")
        );
        let contacts: HashMap<String, String> = match self.converted(&question).await {
            Ok(contacts) => contacts,
            Err(error) => {
                tracing::warn!(%error, "what became of a lead is not known");
                return Vec::new();
            }
        };
        let mut followed = Vec::new();
        for (at, lead) in leads {
            if let Some(contact) = contacts.get(&lead) {
                entries[at].about = About::Who { id: contact.clone() };
                followed.push(at);
            }
        }
        followed
    }

    async fn converted(&self, question: &str) -> Result<HashMap<String, String>, CallError> {
        let answer = self.sender.send(&query(question)).await?;
        let found: Vec<Converted> = rows(&answer.body)?;
        Ok(found.into_iter().filter_map(|row| Some((row.id, row.converted_contact_id?))).collect())
    }
}

fn lead(entry: &Entry) -> Option<&str> {
    match &entry.about {
        About::Who { id } if id.starts_with(LEAD) => Some(id),
        // A lead's entry hangs on nothing besides.
        About::Who { .. } | About::What { .. } | About::Both { .. } | About::Nobody => None,
    }
}
