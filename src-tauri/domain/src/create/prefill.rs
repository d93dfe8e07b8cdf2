//! What a form is filled with before anybody types.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::{AccountChoice, CreateKind, Draft, FieldKind, Form, FormField, is_company, split};
use crate::call::{Call, Direction};
use crate::journal::{Agent, Template, Variable};
use crate::number::{Number, NumberKind};
use crate::settings::{CreationSettings, DateStyle, field_line};

/// What is known of somebody who is not in the CRM.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Origin {
    pub number: Option<Number>,
    /// As the phone system, a chat or a search has it.
    pub name: Option<String>,
    pub email: Option<String>,
    pub company: Option<String>,
    /// The account they belong to.
    pub account: Option<AccountChoice>,
    pub notes: String,
    pub wrap_up: Option<String>,
    /// Queue or line.
    pub via: Option<String>,
    /// Who had the call before.
    pub from: Option<String>,
    pub direction: Option<Direction>,
    /// When the call or chat began; else now.
    pub at: Option<Timestamp>,
}

impl Origin {
    /// What a call tells of its other side.
    #[must_use]
    pub fn of_call(call: &Call) -> Self {
        // Without a name of its own the phone system repeats the number there.
        let name = call.phone_name.clone().filter(|name| *name != call.number.raw);
        Self {
            number: Some(call.number.clone()).filter(|number| number.public().is_some()),
            name: name.filter(|name| name.chars().any(char::is_alphabetic)),
            notes: call.notes.clone(),
            wrap_up: call.wrap_up.clone(),
            via: call.via.clone(),
            from: call.from.clone(),
            direction: Some(call.direction),
            at: Some(call.first_seen),
            ..Self::default()
        }
    }
}

/// The rules by which a form is filled.
#[derive(Debug, Clone, Copy)]
pub struct Prefill<'a> {
    pub settings: &'a CreationSettings,
    pub agent: &'a Agent,
    pub zone: &'a TimeZone,
    pub dates: DateStyle,
    pub now: Timestamp,
}

impl Prefill<'_> {
    /// A form filled with what the org, the admin and the call say; later ones of these win. Which
    /// fields are the call's and which the admin's is told by [`Prefill::is_preset`].
    #[must_use]
    pub fn draft(&self, form: &Form, origin: &Origin) -> Draft {
        let mut draft = Draft { kind: form.kind, record_type: form.record_type.clone(), ..Draft::default() };
        for field in &form.fields {
            if let Some(default) = &field.default {
                put(&mut draft, field, default);
            }
        }
        for (name, text) in self.presets(form.kind, origin) {
            if let Some(field) = form.fields.iter().find(|field| field.name.eq_ignore_ascii_case(&name)) {
                put(&mut draft, field, &text);
            }
        }
        self.fill_origin(&mut draft, form, origin);
        if form.kind == CreateKind::Lead && draft.value("Company").is_empty() {
            self.set(&mut draft, form, "Company", &self.text(&self.settings.lead_company, origin));
        }
        draft
    }

    /// Whether the admin's settings fill this field.
    #[must_use]
    pub fn is_preset(&self, kind: CreateKind, field: &str) -> bool {
        let named =
            |line: &String| default_line(line).is_some_and(|(name, _)| name.eq_ignore_ascii_case(field));
        self.settings.fields(kind).iter().any(named)
    }

    fn presets(&self, kind: CreateKind, origin: &Origin) -> Vec<(String, String)> {
        let lines = self.settings.fields(kind).iter().filter_map(|line| default_line(line));
        lines.map(|(name, template)| (name, self.filled(&template, origin))).collect()
    }

    fn fill_origin(&self, draft: &mut Draft, form: &Form, origin: &Origin) {
        let number = origin.number.as_ref().and_then(Number::public);
        let region = number.and_then(|number| number.region.as_ref());
        let mut company = origin.company.clone().unwrap_or_default();
        if let Some(name) = &origin.name {
            let parts = split(name, region);
            if is_company(name) || parts.last.is_empty() {
                company = if company.is_empty() { parts.company } else { company };
            } else {
                let field = form.fields.iter().find(|field| field.name == "Salutation");
                let offered = |value: &&str| {
                    field.is_some_and(|field| field.choices.iter().any(|choice| choice.value == *value))
                };
                let salutation = parts.salutation.filter(offered);
                self.set(draft, form, "Salutation", salutation.unwrap_or_default());
                // A title that has no field of its own is not lost.
                let titles = if salutation.is_some() { "" } else { parts.titles.as_str() };
                let first = [titles, &parts.first].into_iter().filter(|part| !part.is_empty());
                self.set(draft, form, "FirstName", &first.collect::<Vec<_>>().join(" "));
                self.set(draft, form, "LastName", &parts.last);
            }
        }
        if let Some(AccountChoice::Existing { name, .. } | AccountChoice::New { name }) = &origin.account {
            match form.kind {
                CreateKind::Contact => draft.account = origin.account.clone(),
                CreateKind::Lead => company = name.clone(),
                CreateKind::PersonAccount => {}
            }
        }
        if !company.is_empty() {
            match form.kind {
                CreateKind::Lead => self.set(draft, form, "Company", &company),
                CreateKind::Contact if draft.account.is_none() => {
                    draft.account = Some(AccountChoice::New { name: company });
                }
                CreateKind::Contact | CreateKind::PersonAccount => {}
            }
        }
        if let Some(email) = &origin.email {
            let field = if form.kind == CreateKind::PersonAccount { "PersonEmail" } else { "Email" };
            self.set(draft, form, field, email);
        }
        if let Some(number) = number {
            let field = self.phone_field(form, number.kind);
            self.set(draft, form, field, &number.e164);
        }
    }

    /// Where the caller's number goes.
    #[must_use]
    pub fn phone_field(&self, form: &Form, kind: NumberKind) -> &str {
        let mobile = match form.kind {
            CreateKind::Contact | CreateKind::Lead => "MobilePhone",
            CreateKind::PersonAccount => "PersonMobilePhone",
        };
        let has = |name: &str| form.fields.iter().any(|field| field.name == name);
        match self.settings.phone(form.kind) {
            Some(named) if has(named) => named,
            Some(_) | None if kind == NumberKind::Mobile && has(mobile) => mobile,
            Some(_) | None => "Phone",
        }
    }

    fn set(&self, draft: &mut Draft, form: &Form, name: &str, value: &str) {
        if let Some(field) = form.fields.iter().find(|field| field.name == name)
            && !value.trim().is_empty()
        {
            put(draft, field, value);
        }
    }

    fn text(&self, text: &str, origin: &Origin) -> String {
        Template::parse(text).map(|template| self.filled(&template, origin)).unwrap_or_default()
    }

    fn filled(&self, template: &Template, origin: &Origin) -> String {
        template.render(|variable| variable_value(variable, origin, self))
    }
}

/// Into the field, as long as it fits: a preset that is too long must not keep anybody from saving.
fn put(draft: &mut Draft, field: &FormField, value: &str) {
    let length = field.length_max.and_then(|max| usize::try_from(max).ok()).unwrap_or(usize::MAX);
    let is_text = match field.kind {
        FieldKind::Text | FieldKind::LongText => true,
        FieldKind::Email
        | FieldKind::Phone
        | FieldKind::Url
        | FieldKind::Number { .. }
        | FieldKind::Checkbox
        | FieldKind::Date
        | FieldKind::DateTime
        | FieldKind::Picklist
        | FieldKind::MultiPicklist
        | FieldKind::Account
        | FieldKind::Record => false,
    };
    let value = if is_text { value.chars().take(length).collect() } else { value.to_owned() };
    draft.values.insert(field.name.clone(), value);
}

/// A field and the text it is filled with, where the line can be read.
#[must_use]
pub fn default_line(line: &str) -> Option<(String, Template)> {
    field_line(line, &[]).ok()
}

/// What a variable stands for before the call is over. What belongs to a record, or to the end of
/// the call, is empty.
#[must_use]
pub fn variable_value(variable: Variable, origin: &Origin, with: &Prefill<'_>) -> String {
    let at = origin.at.unwrap_or(with.now);
    let local = |at: Timestamp| at.to_zoned(with.zone.clone()).strftime(with.dates.pattern()).to_string();
    let utc = |at: Timestamp| at.to_zoned(TimeZone::UTC).strftime(with.dates.pattern()).to_string();
    match variable {
        Variable::Number => origin.number.as_ref().map(|n| n.canonical().to_owned()).unwrap_or_default(),
        Variable::Name => origin.name.clone().unwrap_or_default(),
        Variable::Agent => with.agent.extension.clone(),
        Variable::AgentFirstName => with.agent.first_name.clone(),
        Variable::AgentLastName => with.agent.last_name.clone(),
        Variable::AgentEmail => with.agent.email.clone(),
        Variable::DateTime | Variable::CallStartTimeLocal => local(at),
        Variable::CallStartTimeUTC => utc(at),
        Variable::Notes => origin.notes.clone(),
        Variable::WrapUp => origin.wrap_up.clone().unwrap_or_default(),
        Variable::LineBreak => "\n".to_owned(),
        Variable::CallDirection | Variable::CallType => match origin.direction {
            Some(Direction::Inbound) => "Inbound".to_owned(),
            Some(Direction::Outbound) => "Outbound".to_owned(),
            None => String::new(),
        },
        Variable::QueueExtension => origin.via.clone().unwrap_or_default(),
        Variable::TransferredFrom => origin.from.clone().unwrap_or_default(),
        Variable::ContactCompanyName => origin.company.clone().unwrap_or_default(),
        Variable::Duration
        | Variable::DurationTimespan
        | Variable::CallResult
        | Variable::CallEstablishedTimeLocal
        | Variable::CallEstablishedTimeUTC
        | Variable::CallEndTimeLocal
        | Variable::CallEndTimeUTC
        | Variable::EntityId
        | Variable::EntityType
        | Variable::ContactFullName
        | Variable::ContactFirstName
        | Variable::ContactLastName
        | Variable::ContactTitle
        | Variable::ContactEmail
        | Variable::ContactPhoneBusiness
        | Variable::ContactPhoneMobile
        | Variable::ContactUrl
        | Variable::Summary
        | Variable::Transcription
        | Variable::Sentiment
        | Variable::RecordingUrl
        | Variable::RecordingHyperLink => String::new(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::super::standard_form;
    use super::*;
    use crate::number::{Region, read};

    fn filled(kind: CreateKind, origin: &Origin, change: impl FnOnce(&mut CreationSettings)) -> Draft {
        let mut settings = CreationSettings::default();
        change(&mut settings);
        let agent = Agent { extension: "104".into(), ..Agent::default() };
        let with = Prefill {
            settings: &settings,
            agent: &agent,
            zone: &TimeZone::UTC,
            dates: DateStyle::Iso,
            now: Timestamp::UNIX_EPOCH,
        };
        with.draft(&standard_form(kind), origin)
    }

    fn caller(name: &str, number: &str) -> Origin {
        Origin {
            name: Some(name.into()),
            number: Some(read(number, &Region::home_default())),
            ..Origin::default()
        }
    }

    #[test]
    fn the_number_goes_where_it_belongs() {
        for (number, kind, named, field) in [
            ("040 66969412", CreateKind::Contact, "", "Phone"),
            ("0170 1234567", CreateKind::Contact, "", "MobilePhone"),
            ("0170 1234567", CreateKind::Lead, "", "MobilePhone"),
            ("0170 1234567", CreateKind::PersonAccount, "", "PersonMobilePhone"),
            ("0170 1234567", CreateKind::Contact, "Phone", "Phone"),
            ("040 66969412", CreateKind::Contact, "MobilePhone", "MobilePhone"),
            ("040 66969412", CreateKind::Contact, "Gone__c", "Phone"),
        ] {
            let draft = filled(kind, &caller("Anna Vogl", number), |settings| {
                settings.contact_phone = named.into();
            });
            let e164 = read(number, &Region::home_default()).canonical().to_owned();
            assert_eq!(draft.value(field), e164, "{number} {kind:?} {named}");
        }
    }

    #[test]
    fn a_company_is_an_account_or_the_leads_company() {
        let origin = caller("Rheinhafen Logistik GmbH", "040 66969412");
        let contact = filled(CreateKind::Contact, &origin, |_| {});
        assert_eq!(contact.account, Some(AccountChoice::New { name: "Rheinhafen Logistik GmbH".into() }));
        assert_eq!(contact.value("LastName"), "");
        let lead = filled(CreateKind::Lead, &origin, |_| {});
        assert_eq!(lead.value("Company"), "Rheinhafen Logistik GmbH");
    }

    #[test]
    fn a_lead_has_a_company_whatever_happens() {
        let lead = filled(CreateKind::Lead, &caller("Anna Vogl", "040 66969412"), |settings| {
            settings.lead_company = "Caller [Number]".into();
        });
        assert_eq!(lead.value("Company"), "Caller +494066969412");
        assert_eq!((lead.value("FirstName"), lead.value("LastName")), ("Anna", "Vogl"));
    }

    #[test]
    fn presets_fill_what_the_form_has_and_the_call_wins() {
        let draft = filled(CreateKind::Contact, &caller("Dr. Anna Vogl", "040 66969412"), |settings| {
            settings.contact_fields = vec![
                "title = From [Agent] on [DateTime]".into(),
                "Gone__c = x".into(),
                "LastName = Unknown".into(),
            ];
        });
        assert_eq!(draft.value("Title"), "From 104 on 1970-01-01 00:00:00");
        assert_eq!(draft.value("Gone__c"), "");
        assert_eq!((draft.value("FirstName"), draft.value("LastName")), ("Dr. Anna", "Vogl"));
    }
}
