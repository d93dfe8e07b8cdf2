//! What was typed goes along when somebody becomes a lead instead of a contact: each value to the
//! field that means the same. What the other form has no field for stays in the draft, in case the
//! choice is taken back, and is not saved.

use std::collections::BTreeMap;

use super::{AccountChoice, CreateKind, Draft, FieldKind, Form};

/// Fields that mean the same on contacts, leads and person accounts.
const SAME: &[&[&str]] = &[
    &["MobilePhone", "PersonMobilePhone"],
    &["HomePhone", "PersonHomePhone"],
    &["OtherPhone", "PersonOtherPhone"],
    &["AssistantPhone", "PersonAssistantPhone"],
    &["AssistantName", "PersonAssistantName"],
    &["Email", "PersonEmail"],
    &["Title", "PersonTitle"],
    &["Department", "PersonDepartment"],
    &["LeadSource", "PersonLeadSource"],
    &["Birthdate", "PersonBirthdate"],
    &["DoNotCall", "PersonDoNotCall"],
    &["HasOptedOutOfEmail", "PersonHasOptedOutOfEmail"],
    &["MailingStreet", "Street", "PersonMailingStreet"],
    &["MailingCity", "City", "PersonMailingCity"],
    &["MailingState", "State", "PersonMailingState"],
    &["MailingStateCode", "StateCode", "PersonMailingStateCode"],
    &["MailingPostalCode", "PostalCode", "PersonMailingPostalCode"],
    &["MailingCountry", "Country", "PersonMailingCountry"],
    &["MailingCountryCode", "CountryCode", "PersonMailingCountryCode"],
];
const COMPANY: &str = "Company";
const ACCOUNT: &str = "AccountId";

/// A draft under another form. `filled`: what of it nobody typed; `fresh`: what the form is filled
/// with of itself.
#[must_use]
pub fn carried(kept: &Draft, filled: &BTreeMap<String, String>, fresh: &Draft, form: &Form) -> Draft {
    if kept.kind == form.kind && kept.record_type == fresh.record_type {
        return kept.clone();
    }
    let mut draft = fresh.clone();
    // Emptied by hand: that is a word as well.
    for name in filled.keys().filter(|name| kept.value(name).is_empty()) {
        draft.values.remove(same_in(form, name).unwrap_or(name));
    }
    let is_typed = |name: &String, value: &String| filled.get(name) != Some(value);
    for (name, value) in kept.values.iter().filter(|(name, value)| is_typed(name, value)) {
        let name = same_in(form, name).unwrap_or(name);
        draft.values.insert(name.to_owned(), value.clone());
    }
    let company = kept.values.get(COMPANY).filter(|value| is_typed(&COMPANY.to_owned(), value));
    draft.account = kept.account.clone().or(draft.account);
    match form.kind {
        CreateKind::Contact => {
            draft.values.remove(COMPANY);
            if let Some(company) = company.map(|company| company.trim()).filter(|name| !name.is_empty())
                && kept.account.as_ref().is_none_or(|account| account.name() != company)
            {
                draft.account = Some(AccountChoice::New { name: company.to_owned() });
            }
        }
        CreateKind::Lead => {
            let account = kept.account.as_ref().map(AccountChoice::name).or_else(|| typed_account(kept));
            if let Some(name) = account.filter(|_| kept.kind != CreateKind::Lead) {
                draft.values.insert(COMPANY.to_owned(), name.to_owned());
            }
        }
        CreateKind::PersonAccount => {}
    }
    draft
}

/// A name typed where the account stands that was not chosen yet.
fn typed_account(kept: &Draft) -> Option<&str> {
    Some(kept.value(ACCOUNT)).filter(|name| !name.is_empty())
}

/// The form's field that means the same; `None`: it has none.
fn same_in<'a>(form: &'a Form, name: &str) -> Option<&'a str> {
    let of =
        |name: &str| form.fields.iter().find(|field| field.name == name).map(|field| field.name.as_str());
    let custom = match (name.strip_suffix("__pc"), name.strip_suffix("__c")) {
        (Some(stem), _) => Some(format!("{stem}__c")),
        (None, Some(stem)) => Some(format!("{stem}__pc")),
        (None, None) => None,
    };
    let same = SAME.iter().find(|same| same.contains(&name)).copied().unwrap_or_default();
    of(name)
        .or_else(|| same.iter().find_map(|other| of(other)))
        .or_else(|| custom.and_then(|custom| of(&custom)))
}

impl Draft {
    /// What of it stands in these fields: the rest belongs to a form that was left.
    #[must_use]
    pub fn within(mut self, fields: &BTreeMap<String, FieldKind>) -> Self {
        self.values.retain(|name, _| fields.contains_key(name));
        self.account = self.account.filter(|_| fields.values().any(|kind| *kind == FieldKind::Account));
        self
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::super::standard_form;
    use super::*;

    fn values(values: &[(&str, &str)]) -> BTreeMap<String, String> {
        values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    fn draft(kind: CreateKind, typed: &[(&str, &str)], account: Option<&str>) -> Draft {
        let account = account.map(|name| AccountChoice::Existing { id: "001A".into(), name: name.into() });
        Draft { kind, record_type: None, values: values(typed), account }
    }

    fn fresh(kind: CreateKind) -> Draft {
        let company: &[_] = if kind == CreateKind::Lead { &[("Company", "Unknown")] } else { &[] };
        draft(kind, company, None)
    }

    fn turned(kept: &Draft, kind: CreateKind) -> Draft {
        carried(kept, &fresh(kept.kind).values, &fresh(kind), &standard_form(kind))
    }

    #[test]
    fn a_value_goes_to_the_field_that_means_the_same() {
        use CreateKind::{Contact, Lead, PersonAccount};
        let typed = [("LastName", "Vogl"), ("MobilePhone", "0170"), ("Email", "a@v.example")];
        let person = turned(&draft(Contact, &typed, None), PersonAccount);
        let expected = [("LastName", "Vogl"), ("PersonMobilePhone", "0170"), ("PersonEmail", "a@v.example")];
        assert_eq!(person.values, values(&expected));
        assert_eq!(turned(&person, Lead).value("MobilePhone"), "0170");
    }

    #[test]
    fn the_company_is_the_accounts_name_and_back() {
        use CreateKind::{Contact, Lead, PersonAccount};
        let contact = draft(Contact, &[("LastName", "Vogl")], Some("Rhein"));
        let lead = turned(&contact, Lead);
        assert_eq!((lead.value("Company"), lead.company()), ("Rhein", "Rhein"));
        // Taken back, it is the account that was chosen.
        assert_eq!(turned(&lead, Contact), contact);
        assert_eq!(turned(&turned(&lead, PersonAccount), Contact).account, contact.account);
        let typed = draft(Contact, &[("AccountId", "Vogl")], None);
        assert_eq!(turned(&typed, Lead).value("Company"), "Vogl");
        let mut other = lead;
        other.values.insert("Company".into(), "Vogl Bau".into());
        assert_eq!(other.company(), "Vogl Bau");
        let account = turned(&other, Contact).account;
        assert_eq!(account, Some(AccountChoice::New { name: "Vogl Bau".into() }));
    }

    #[test]
    fn what_nobody_typed_does_not_go_along() {
        let contact = turned(&fresh(CreateKind::Lead), CreateKind::Contact);
        assert_eq!((contact.account, contact.values), (None, values(&[])));
        let lead = turned(&draft(CreateKind::Contact, &[], None), CreateKind::Lead);
        assert_eq!(lead.value("Company"), "Unknown");
    }

    #[test]
    fn what_the_form_has_no_field_for_stays_and_is_not_saved() {
        use CreateKind::{Contact, Lead};
        let contact = draft(Contact, &[("LastName", "Vogl"), ("Segment__c", "Trade")], Some("Rhein"));
        let lead = turned(&contact, Lead);
        assert_eq!(lead.value("Segment__c"), "Trade");
        let saved = lead.within(&standard_form(Lead).kinds());
        assert_eq!(saved.values, values(&[("Company", "Rhein"), ("LastName", "Vogl")]));
        assert_eq!(saved.account, None);
    }

    #[test]
    fn what_was_emptied_stays_empty() {
        let filled = values(&[("MobilePhone", "0170")]);
        let fresh = draft(CreateKind::PersonAccount, &[("PersonMobilePhone", "0170")], None);
        let kept = draft(CreateKind::Contact, &[("LastName", "Vogl")], None);
        let form = standard_form(CreateKind::PersonAccount);
        assert_eq!(carried(&kept, &filled, &fresh, &form).value("PersonMobilePhone"), "");
    }
}
