//! What people are created as, and what their fields are filled with.

use serde::{Deserialize, Serialize};

use super::check::{Checked, SettingErrorKind, text, unless_empty};
use super::journal::{LineError, field_line, is_api_name, lines};
use crate::create::CreateKind;

/// Fields filled for one kind. Each is one more to look at before saving.
pub const DEFAULTS_MAX: usize = 40;

/// Creating people from calls, chats and searches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CreationSettings {
    /// People can be created at all.
    pub enabled: bool,
    /// What they are created as.
    pub kind: CreateKind,
    /// The agent may create another kind than that.
    pub agent_may_choose: bool,
    /// Company of a lead that nobody named one for; the CRM wants one.
    pub lead_company: String,
    /// What fields are filled with (`LeadSource = Phone`), variables included.
    pub contact_fields: Vec<String>,
    pub lead_fields: Vec<String>,
    pub person_account_fields: Vec<String>,
    /// Where the caller's number goes. Empty: a mobile number to the mobile field, any other to the
    /// business one.
    pub contact_phone: String,
    pub lead_phone: String,
    pub person_account_phone: String,
    /// Open the record in the browser afterwards.
    pub open_after: bool,
    /// Somebody may be saved although the org's rules take them for somebody else, where those
    /// rules leave that to the user.
    pub save_anyway: bool,
}

impl Default for CreationSettings {
    fn default() -> Self {
        Self {
            enabled: true,
            kind: CreateKind::Contact,
            agent_may_choose: true,
            lead_company: "Unknown".into(),
            contact_fields: Vec::new(),
            lead_fields: Vec::new(),
            person_account_fields: Vec::new(),
            contact_phone: String::new(),
            lead_phone: String::new(),
            person_account_phone: String::new(),
            open_after: false,
            save_anyway: true,
        }
    }
}

impl CreationSettings {
    /// The lines of one kind.
    #[must_use]
    pub fn fields(&self, kind: CreateKind) -> &[String] {
        match kind {
            CreateKind::Contact => &self.contact_fields,
            CreateKind::Lead => &self.lead_fields,
            CreateKind::PersonAccount => &self.person_account_fields,
        }
    }

    /// The phone field named for one kind; `None`: by the kind of number.
    #[must_use]
    pub fn phone(&self, kind: CreateKind) -> Option<&str> {
        let named = match kind {
            CreateKind::Contact => &self.contact_phone,
            CreateKind::Lead => &self.lead_phone,
            CreateKind::PersonAccount => &self.person_account_phone,
        };
        (!named.is_empty()).then_some(named)
    }

    /// What the agent may create, the preferred kind first; empty when creating is off.
    #[must_use]
    pub fn kinds(&self) -> Vec<CreateKind> {
        if !self.enabled {
            return Vec::new();
        }
        let mut kinds = vec![self.kind];
        if self.agent_may_choose {
            kinds.extend(CreateKind::ALL.into_iter().filter(|kind| *kind != self.kind));
        }
        kinds
    }
}

/// Names of fields that a line may not fill: what the form itself puts there.
const OWN_FIELDS: [&str; 3] = ["AccountId", "RecordTypeId", "Id"];

pub(super) fn checks(settings: &CreationSettings) -> [(&'static str, Checked); 7] {
    [
        ("creation.lead_company", text(&settings.lead_company)),
        ("creation.contact_fields", defaults(&settings.contact_fields)),
        ("creation.lead_fields", defaults(&settings.lead_fields)),
        ("creation.person_account_fields", defaults(&settings.person_account_fields)),
        ("creation.contact_phone", unless_empty(&settings.contact_phone, field_name)),
        ("creation.lead_phone", unless_empty(&settings.lead_phone, field_name)),
        ("creation.person_account_phone", unless_empty(&settings.person_account_phone, field_name)),
    ]
}

fn field_name(value: &str) -> Checked {
    if is_api_name(value) { Ok(()) } else { Err(SettingErrorKind::NotAFieldName) }
}

fn defaults(list: &[String]) -> Checked {
    lines(list, DEFAULTS_MAX, |before, line| {
        let (name, _) = field_line(line, &OWN_FIELDS)?;
        let named = |line: &String| line.split('=').next().unwrap_or_default().trim().to_lowercase();
        if before.iter().any(|other| named(other) == name.to_lowercase()) {
            return Err(LineError::Twice { name });
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;
    use crate::settings::Settings;

    fn wrong(change: impl FnOnce(&mut Settings)) -> Vec<(&'static str, SettingErrorKind)> {
        let mut settings = Settings::default();
        change(&mut settings);
        settings.check().into_iter().map(|error| (error.field, error.kind)).collect()
    }

    #[test]
    fn lines_name_a_field_and_a_text() {
        let line = |place, error| vec![("creation.lead_fields", SettingErrorKind::Line { place, error })];
        for (lines, expected) in [
            (&["LeadSource = Phone", "Description = [DateTime] [Number]"][..], vec![]),
            (&["LeadSource"], line(1, LineError::NotATaskField)),
            (&["LeadSource = a", "leadsource = b"], line(2, LineError::Twice { name: "leadsource".into() })),
            (&["RecordTypeId = x"], line(1, LineError::OwnTaskField { name: "RecordTypeId".into() })),
        ] {
            let lines = lines.iter().map(|line| (*line).to_owned()).collect();
            assert_eq!(wrong(|settings| settings.creation.lead_fields = lines), expected);
        }
        assert_eq!(
            wrong(|settings| settings.creation.contact_phone = "Mobile Phone".into()),
            [("creation.contact_phone", SettingErrorKind::NotAFieldName)]
        );
    }

    #[test]
    fn the_preferred_kind_comes_first_and_may_be_the_only_one() {
        let mut settings = CreationSettings { kind: CreateKind::Lead, ..Default::default() };
        assert_eq!(settings.kinds(), [CreateKind::Lead, CreateKind::Contact, CreateKind::PersonAccount]);
        settings.agent_may_choose = false;
        assert_eq!(settings.kinds(), [CreateKind::Lead]);
        settings.enabled = false;
        assert_eq!(settings.kinds(), []);
    }
}
