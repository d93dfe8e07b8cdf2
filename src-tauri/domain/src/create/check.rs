//! What of a draft cannot be saved, before the CRM is asked.

use jiff::civil::{Date, DateTime};

use super::{Draft, FieldKind, Form, FormField};

/// A field that cannot be saved as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    pub field: String,
    pub why: WrongWhy,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WrongWhy {
    /// The org wants something there.
    Missing,
    TooLong {
        max: u32,
    },
    NotAnEmail,
    NotANumber,
    NotADate,
    /// Not among the field's values, or not with what the controlling field says.
    NotAChoice,
}

/// Everything that is wrong, in the form's order. The CRM has the last word: what is let through
/// here may still be refused there.
#[must_use]
pub fn wrong(draft: &Draft, form: &Form) -> Vec<Wrong> {
    form.fields
        .iter()
        .filter_map(|field| Some(Wrong { field: field.name.clone(), why: why(field, draft, form)? }))
        .collect()
}

fn why(field: &FormField, draft: &Draft, form: &Form) -> Option<WrongWhy> {
    if field.kind == FieldKind::Account {
        return match &draft.account {
            None if field.required => Some(WrongWhy::Missing),
            Some(account) if account.name().is_empty() => Some(WrongWhy::Missing),
            Some(_) | None => None,
        };
    }
    let value = draft.value(&field.name);
    if value.is_empty() {
        // What the org fills in itself is not missing.
        return (field.required && field.default.is_none()).then_some(WrongWhy::Missing);
    }
    if let Some(max) = field.length_max
        && value.chars().count() > usize::try_from(max).unwrap_or(usize::MAX)
    {
        return Some(WrongWhy::TooLong { max });
    }
    match field.kind {
        FieldKind::Email => (!is_email(value)).then_some(WrongWhy::NotAnEmail),
        FieldKind::Number { .. } => value.parse::<f64>().is_err().then_some(WrongWhy::NotANumber),
        FieldKind::Date => value.parse::<Date>().is_err().then_some(WrongWhy::NotADate),
        FieldKind::DateTime => value.parse::<DateTime>().is_err().then_some(WrongWhy::NotADate),
        FieldKind::Picklist => (!is_choice(field, value, draft, form)).then_some(WrongWhy::NotAChoice),
        FieldKind::MultiPicklist => {
            let all = value.split(';').all(|value| is_choice(field, value.trim(), draft, form));
            (!all).then_some(WrongWhy::NotAChoice)
        }
        FieldKind::Text
        | FieldKind::LongText
        | FieldKind::Phone
        | FieldKind::Url
        | FieldKind::Checkbox
        | FieldKind::Account
        | FieldKind::Record => None,
    }
}

/// Something on both sides of one `@`: the CRM knows better.
fn is_email(value: &str) -> bool {
    let sides = value.split_once('@');
    let plain = |side: &str| !side.is_empty() && !side.contains(['@', ' ', ',', ';']);
    sides.is_some_and(|(name, host)| plain(name) && plain(host) && host.contains('.'))
}

fn is_choice(field: &FormField, value: &str, draft: &Draft, form: &Form) -> bool {
    let choice = field.choices.iter().find(|choice| choice.value == value);
    let Some(choice) = choice else { return !field.is_closed };
    let Some(with) = &choice.with else { return true };
    let Some(controller) = &field.controlled_by else { return true };
    // A controlling field that is not on the form says nothing.
    let Some(control) = form.fields.iter().find(|field| field.name == *controller) else { return true };
    let chosen = draft.value(controller);
    let is_unticked = chosen.is_empty() && control.kind == FieldKind::Checkbox;
    let chosen = if is_unticked { "false" } else { chosen };
    with.iter().any(|value| value == chosen)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::super::{AccountChoice, CreateKind, FieldChoice, standard_form};
    use super::*;

    fn form() -> Form {
        let mut form = standard_form(CreateKind::Contact);
        let choice = |value: &str, with: Option<&[&str]>| FieldChoice {
            value: value.into(),
            label: value.into(),
            with: with.map(|with| with.iter().map(|value| (*value).to_owned()).collect()),
        };
        let list = |name: &str, choices| FormField {
            choices,
            is_closed: true,
            ..FormField::plain(name, name, FieldKind::Picklist, 255)
        };
        let segments = vec![choice("Trade", None), choice("Public", None)];
        form.fields.push(FormField { required: true, ..list("Segment__c", segments) });
        let levels = vec![choice("Gold", Some(&["Trade"])), choice("Basic", Some(&["Trade", "Public"]))];
        form.fields.push(FormField { controlled_by: Some("Segment__c".into()), ..list("Level__c", levels) });
        let number = FormField::plain("Seats__c", "Seats", FieldKind::Number { decimals: 0 }, 18);
        form.fields.push(FormField { length_max: None, ..number });
        form.fields.push(FormField::plain("Since__c", "Since", FieldKind::Date, 10));
        form
    }

    fn draft(values: &[(&str, &str)]) -> Draft {
        let mut draft = Draft::default();
        for (name, value) in [("LastName", "Vogl"), ("Segment__c", "Trade")].iter().chain(values) {
            draft.values.insert((*name).into(), (*value).into());
        }
        draft
    }

    fn check(values: &[(&str, &str)], expected: &[(&str, WrongWhy)]) {
        let found = wrong(&draft(values), &form());
        let found: Vec<_> = found.iter().map(|wrong| (wrong.field.as_str(), wrong.why.clone())).collect();
        assert_eq!(found, expected, "{values:?}");
    }

    #[test]
    fn each_kind_of_field_has_its_own_rule() {
        check(&[], &[]);
        check(&[("LastName", "  ")], &[("LastName", WrongWhy::Missing)]);
        check(&[("Segment__c", "")], &[("Segment__c", WrongWhy::Missing)]);
        check(&[("LastName", &"x".repeat(81))], &[("LastName", WrongWhy::TooLong { max: 80 })]);
        check(&[("Email", "j.meyer@rheinhafen")], &[("Email", WrongWhy::NotAnEmail)]);
        check(&[("Email", "a@b@c.de")], &[("Email", WrongWhy::NotAnEmail)]);
        check(&[("Email", "j.meyer@rheinhafen.example")], &[]);
        check(&[("Segment__c", "Other")], &[("Segment__c", WrongWhy::NotAChoice)]);
        check(&[("Seats__c", "many")], &[("Seats__c", WrongWhy::NotANumber)]);
        check(&[("Seats__c", "-12.5")], &[]);
        check(&[("Since__c", "22.11.2026")], &[("Since__c", WrongWhy::NotADate)]);
        check(&[("Since__c", "2026-11-22")], &[]);
    }

    #[test]
    fn a_dependent_value_goes_with_its_controlling_one() {
        check(&[("Level__c", "Gold")], &[]);
        check(&[("Level__c", "Gold"), ("Segment__c", "Public")], &[("Level__c", WrongWhy::NotAChoice)]);
        check(&[("Level__c", "Basic"), ("Segment__c", "Public")], &[]);
    }

    #[test]
    fn a_required_account_is_chosen_or_named() {
        let mut form = form();
        let account = form.fields.iter_mut().find(|field| field.kind == FieldKind::Account).unwrap();
        account.required = true;
        let missing = [Wrong { field: "AccountId".into(), why: WrongWhy::Missing }];
        let mut draft = draft(&[]);
        assert_eq!(wrong(&draft, &form), missing);
        draft.account = Some(AccountChoice::New { name: " ".into() });
        assert_eq!(wrong(&draft, &form), missing);
        draft.account = Some(AccountChoice::New { name: "Rhein".into() });
        assert_eq!(wrong(&draft, &form), []);
    }
}
