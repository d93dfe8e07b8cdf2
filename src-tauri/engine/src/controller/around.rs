//! What the view shows besides the desk.

use super::Neighbours;
use super::links::{Links, host};
use crate::crm::Usage;
use crate::view::{ApiView, Around, ChatsView, Health, IndexView, JournalCounts, SetupView};

/// What the loop counts and remembers besides desk and links.
#[derive(Default)]
pub(super) struct Counted {
    pub(super) journal: JournalCounts,
    pub(super) usage: Usage,
    pub(super) index: IndexView,
    pub(super) signing_in: bool,
    pub(super) setup_revision: u64,
}

pub(super) fn around(near: &Neighbours, links: &Links, counted: &Counted, chats: ChatsView) -> Around {
    let Counted { journal, usage, index, signing_in, setup_revision } = counted;
    let identity = links.identity();
    Around {
        language: near.language,
        chats,
        journal: *journal,
        health: Health {
            phone: links.phone_link(),
            phone_version: links.phone_version(),
            salesforce: links.crm_link(),
            salesforce_host: identity.map(|identity| host(&identity.address)),
            salesforce_user: identity.map(|identity| identity.name.clone()),
            keychain: near.keychain,
            index_people: index.people,
            index: index.clone(),
            api: ApiView { ours: usage.ours, org: usage.org, saving: false },
            problems: links.problems(),
        },
        setup: SetupView {
            sign_in: links.sign_in_view(*signing_in, near.linked.sign_in.as_ref()),
            revision: *setup_revision,
        },
    }
}
