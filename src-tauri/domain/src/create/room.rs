//! Where a further number goes on a record that is there.

use crate::caller::{Person, PersonKind};
use crate::number::{Number, NumberKind, Region};
use crate::search::numbers;

/// The phone field of a record that is empty and takes this number; nothing is ever overwritten.
/// `None` where the number is there already, where every field is filled, or where numbers are not
/// ours to add.
#[must_use]
pub fn room(person: &Person, number: &Number, home: &Region) -> Option<&'static str> {
    let public = number.public()?;
    let has = |other: &Number| other.public().is_some_and(|other| other.e164 == public.e164);
    if numbers(person, home).iter().any(has) {
        return None;
    }
    let is_free = |field: &&&str| !person.phones.iter().any(|phone| phone.field == ***field);
    fields(person.kind, public.kind == NumberKind::Mobile).iter().find(is_free).copied()
}

fn fields(kind: PersonKind, is_mobile: bool) -> &'static [&'static str] {
    match (kind, is_mobile) {
        (PersonKind::Contact, true) => &["MobilePhone", "OtherPhone", "Phone", "HomePhone"],
        (PersonKind::Contact, false) => &["Phone", "OtherPhone", "HomePhone", "MobilePhone"],
        (PersonKind::Lead, true) => &["MobilePhone", "Phone"],
        (PersonKind::Lead, false) => &["Phone", "MobilePhone"],
        (PersonKind::PersonAccount, true) => {
            &["PersonMobilePhone", "PersonOtherPhone", "Phone", "PersonHomePhone"]
        }
        (PersonKind::PersonAccount, false) => {
            &["Phone", "PersonOtherPhone", "PersonHomePhone", "PersonMobilePhone"]
        }
        (PersonKind::Account, _) => &["Phone"],
        // Colleagues are looked after by the admin.
        (PersonKind::User, _) => &[],
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;
    use crate::caller::Phone;
    use crate::number::read;

    #[test]
    fn an_empty_field_that_fits_best_takes_it() {
        use PersonKind::{Account, Contact, Lead, PersonAccount, User};
        let (fixed, mobile) = ("040 66969412", "0170 1234567");
        for (kind, filled, number, field) in [
            (Contact, &[][..], fixed, Some("Phone")),
            (Contact, &[], mobile, Some("MobilePhone")),
            (Contact, &[("Phone", "040 1111111")], fixed, Some("OtherPhone")),
            (Contact, &[("MobilePhone", "0170 7654321")], mobile, Some("OtherPhone")),
            (Contact, &[("OtherPhone", "+49 40 66969-412")], fixed, None),
            (Lead, &[("Phone", "040 1111111"), ("MobilePhone", "0170 7654321")], fixed, None),
            (PersonAccount, &[], mobile, Some("PersonMobilePhone")),
            (Account, &[("Phone", "040 1111111")], fixed, None),
            (User, &[], fixed, None),
        ] {
            let home = Region::home_default();
            let phone = |(field, value): &(&str, &str)| Phone {
                field: (*field).into(),
                label: (*field).into(),
                value: (*value).into(),
            };
            let person = Person {
                id: "1".into(),
                kind,
                name: "Anna Vogl".into(),
                title: None,
                company: None,
                account_id: None,
                contact_id: None,
                owner: None,
                email: None,
                do_not_call: false,
                phones: filled.iter().map(phone).collect(),
                last_activity: None,
                modified: None,
                url: None,
            };
            assert_eq!(room(&person, &read(number, &home), &home), field, "{kind:?} {filled:?} {number}");
        }
    }
}
