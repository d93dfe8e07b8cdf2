//! Setting types that cannot hold a wrong value, and their defaults. Not here: files.

mod check;
mod creation;
mod dial;
mod facts;
mod journal;
mod login;

pub use check::{
    CALLBACK_PORT_MIN, CHAT_GAP_MIN_MAX, CHAT_GAP_MIN_MIN, INDEX_EVERY_MIN_MAX, INDEX_EVERY_MIN_MIN,
    LAN_PHONES_MAX, SettingError, SettingErrorKind, WRAP_UP_S_MAX, WRAP_UP_S_MIN,
};
pub use creation::{CreationSettings, DEFAULTS_MAX};
pub use dial::{AskWhen, DIAL_PREFIX_CHARS_MAX, DialForm, DialSettings, ExtensionSettings};
pub use facts::{FACT_FIELDS_MAX, FactKind, FactsSettings, fact_field};
pub use journal::{
    DateStyle, FIELDS_MAX, LIST_MAX, LineError, OutcomeSettings, Unmatched, WRAP_UP_CHARS_MAX,
    WRAP_UP_CODES_MAX, WriteAs, field_line, is_listed, is_own_task_field, task_field,
};
pub use login::login_address;

use serde::{Deserialize, Serialize};

use crate::caller::PersonKind;
use crate::number::{Number, RAW_MAX, Reformatting, Region, Strategy, read};

/// Everything an admin or agent can set. Secrets are never here.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    pub phone: PhoneSettings,
    pub salesforce: SalesforceSettings,
    pub matching: MatchingSettings,
    pub index: IndexSettings,
    pub journal: JournalSettings,
    pub chat: ChatSettings,
    pub creation: CreationSettings,
    pub pop: PopSettings,
    pub dial: DialSettings,
    pub facts: FactsSettings,
    pub look: LookSettings,
    pub network: NetworkSettings,
}

impl Settings {
    /// The same without what comes along when people paste: blanks around a value, and an address
    /// without its scheme. Texts of the journal stay as they are; empty lines of its lists go.
    #[must_use]
    pub fn tidied(mut self) -> Self {
        for value in [
            &mut self.phone.address,
            &mut self.phone.client_id,
            &mut self.phone.extension,
            &mut self.phone.email,
            &mut self.salesforce.login_address,
            &mut self.salesforce.consumer_key,
            &mut self.journal.owner,
            &mut self.journal.key_field,
            &mut self.creation.contact_phone,
            &mut self.creation.lead_phone,
            &mut self.creation.person_account_phone,
            &mut self.network.proxy,
            &mut self.network.ca_file,
            &mut self.dial.prefix,
            &mut self.dial.voicemail,
            &mut self.dial.device,
        ] {
            let trimmed = value.trim();
            if trimmed.len() != value.len() {
                *value = trimmed.to_owned();
            }
        }
        let fields = self.facts.fields.iter().map(|field| field.trim()).filter(|field| !field.is_empty());
        self.facts.fields = fields.map(str::to_owned).collect();
        let (journal, creation) = (&mut self.journal, &mut self.creation);
        for list in [
            &mut journal.never,
            &mut journal.private,
            &mut journal.wrap_up_codes,
            &mut journal.fields,
            &mut self.dial.never,
            &mut creation.contact_fields,
            &mut creation.lead_fields,
            &mut creation.person_account_fields,
        ] {
            list.iter_mut().for_each(|line| *line = line.trim().to_owned());
            list.retain(|line| !line.is_empty());
        }
        if let Ok(address) = login_address(&self.salesforce.login_address) {
            self.salesforce.login_address = address;
        }
        for (address, scheme) in [(&mut self.phone.address, "https"), (&mut self.network.proxy, "http")] {
            if !address.is_empty() && !address.contains("://") {
                *address = format!("{scheme}://{address}");
            }
        }
        self
    }
}

/// The 3CX system (3cx.md 1.3). The API key is in the keychain.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PhoneSettings {
    /// `https://pbx.example.com` or with port; `http` for loopback only. Empty: not configured.
    pub address: String,
    pub client_id: String,
    /// The agent's own extension.
    pub extension: String,
    /// The agent's e-mail address in 3CX, where the API client's role does not show it
    /// (3cx.md 3.2). Empty: 3CX is asked.
    pub email: String,
    pub hook: HookSettings,
}

/// The second source of calls: what the 3CX client, soft phones and desk phones tell by themselves
/// (3cx.md 8.1). The path secret is in the keychain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HookSettings {
    /// Programs of this computer are heard at `http://127.0.0.1:<port>`.
    pub enabled: bool,
    /// Of this computer's listener, and of the one for desk phones.
    pub port: u16,
    /// Addresses `ringside://…` opened on this computer are heard.
    pub links: bool,
    /// This computer's own address in the network, where desk phones are heard. Empty: off.
    pub lan_address: String,
    /// Addresses of the desk phones that are heard; no others are.
    pub lan_phones: Vec<String>,
}

impl Default for HookSettings {
    fn default() -> Self {
        Self { enabled: false, port: 47114, links: false, lan_address: String::new(), lan_phones: Vec::new() }
    }
}

/// The Salesforce org. Consumer secret and tokens are in the keychain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SalesforceSettings {
    /// `https://login.salesforce.com`, a sandbox or a My Domain; `http` for loopback only.
    pub login_address: String,
    /// Empty: not configured.
    pub consumer_key: String,
    /// Port of the callback `http://localhost:<port>/api/oauth2crm`.
    pub callback_port: u16,
    /// Requests of this computer in a day from which on entries wait for the next day. Callers are
    /// looked up all the same. 0: no such limit.
    pub api_daily_max: u32,
}

impl SalesforceSettings {
    /// Whether a sign-in with these settings is worth nothing with the others.
    #[must_use]
    pub fn is_other_app(&self, other: &Self) -> bool {
        (&self.login_address, &self.consumer_key) != (&other.login_address, &other.consumer_key)
    }
}

impl Default for SalesforceSettings {
    fn default() -> Self {
        Self {
            login_address: "https://login.salesforce.com".into(),
            consumer_key: String::new(),
            callback_port: 47113,
            api_daily_max: 0,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MatchingSettings {
    /// The country numbers without country code belong to.
    pub default_region: Region,
    pub strategy: Strategy,
    /// Kinds of people, those that rank first first. What is left out follows in 3CX's order.
    pub objects: Vec<PersonKind>,
    /// What is done to the other side's number before it is read.
    pub rules: Reformatting,
}

impl MatchingSettings {
    /// The number the phone system sent, behind the admin's rules. `raw` stays what arrived.
    #[must_use]
    pub fn read(&self, raw: &str) -> Number {
        if self.rules.is_empty() {
            return read(raw, &self.default_region);
        }
        let reading = read(&self.rules.apply(raw), &self.default_region).reading;
        Number { raw: raw.chars().take(RAW_MAX).collect(), reading }
    }
}

impl Default for MatchingSettings {
    fn default() -> Self {
        Self {
            default_region: Region::home_default(),
            strategy: Strategy::LastDigits { digits: 7 },
            objects: PersonKind::ALL.to_vec(),
            rules: Reformatting::default(),
        }
    }
}

/// The index of people on this computer. It is filled with whoever was looked up; beyond that only
/// where the admin wants it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct IndexSettings {
    /// Keep everybody this user can see in it.
    pub sync: bool,
    /// Minutes between two looks for changes (5 to 1,440).
    pub every_min: u32,
}

impl Default for IndexSettings {
    fn default() -> Self {
        Self { sync: false, every_min: 30 }
    }
}

/// Journal texts with 3CX's variables (3cx.md 5.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct JournalSettings {
    pub enabled: bool,
    /// User name of the Salesforce user who owns the entries. Empty: the user whose e-mail
    /// address is the extension's.
    pub owner: String,
    /// Text field of activities that holds our key (`Call_Key__c`), unique and an external id: with
    /// it Salesforce itself refuses a second entry of a call. Empty: none.
    pub key_field: String,
    pub subject: String,
    pub answered_inbound: String,
    pub missed: String,
    pub answered_outbound: String,
    pub unanswered_outbound: String,
    /// How the times in them are spelled.
    pub dates: DateStyle,
    pub outcomes: OutcomeSettings,
    pub unmatched: Unmatched,
    /// Calls between extensions are journaled as well.
    pub internal: bool,
    /// Numbers, or beginnings with a `*` behind them, that are never journaled.
    pub never: Vec<String>,
    /// The same for calls that are private unless the agent says otherwise.
    pub private: Vec<String>,
    /// What a call came to, for the agent to choose from.
    pub wrap_up_codes: Vec<String>,
    /// Further Task fields (`Region__c = [Contact::CompanyName]`).
    pub fields: Vec<String>,
}

impl Default for JournalSettings {
    fn default() -> Self {
        Self {
            enabled: true,
            owner: String::new(),
            key_field: String::new(),
            subject: "3CX Phone System Call".into(),
            answered_inbound: "[DateTime]: Answered incoming call from [Number] [Name] to [Agent] ([Duration])[LineBreak][Notes]".into(),
            missed: "[DateTime]: Missed call from [Number] [Name] to [Agent][LineBreak][Notes]".into(),
            answered_outbound: "[DateTime]: Answered outgoing call from [Agent] to [Number] [Name] ([Duration])[LineBreak][Notes]".into(),
            unanswered_outbound: "[DateTime]: Unanswered outgoing call from [Agent] to [Number] [Name][LineBreak][Notes]".into(),
            dates: DateStyle::default(),
            outcomes: OutcomeSettings::default(),
            unmatched: Unmatched::default(),
            internal: false,
            never: Vec::new(),
            private: Vec::new(),
            wrap_up_codes: Vec::new(),
            fields: Vec::new(),
        }
    }
}

/// The chat journal, with 3CX's chat variables (3cx.md 5.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ChatSettings {
    /// Off until somebody wants it: the API client then reads the chats of the whole system.
    pub enabled: bool,
    pub subject: String,
    pub text: String,
    /// Minutes of silence that end a session (5 to 720).
    pub gap_min: u32,
}

impl Default for ChatSettings {
    fn default() -> Self {
        Self {
            enabled: false,
            subject: "3CX PhoneSystem Chat Session".into(),
            text: "[DateTime]: [Channel] of [Name] [Number] [Email] with [Agent] ([Duration])[LineBreak][ChatMessages]".into(),
            gap_min: 30,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PopSettings {
    /// Seconds after the call, or after the last input, until wrap-up ends by itself (10 to 3600).
    pub wrap_up_s: u32,
}

impl Default for PopSettings {
    fn default() -> Self {
        Self { wrap_up_s: 60 }
    }
}

/// How the network is reached. TLS is always verified.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NetworkSettings {
    /// `http://proxy.example.com:3128`. Empty: as the system says.
    pub proxy: String,
    /// A PEM file with certificate authorities to trust besides the system's. Empty: none.
    pub ca_file: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LookSettings {
    pub language: Language,
    pub theme: Theme,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    #[default]
    System,
    En,
    De,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
    HighContrast,
}
