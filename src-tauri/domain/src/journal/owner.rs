//! Whose entries they are: the CRM user whose e-mail address is the extension's, or whom the
//! settings name; else whoever is signed in.

/// What the phone system tells of the agent's own e-mail address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AgentAddress {
    /// `shared`: another extension has the same one.
    Known { email: String, shared: bool },
    /// The extension has none.
    None,
    /// Our role there does not show it.
    Refused,
    /// It could not be asked.
    Silent,
}

/// A user of the CRM as a search for one found them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserRow {
    pub id: String,
    pub name: String,
    pub username: String,
    pub email: String,
    pub is_active: bool,
}

/// Whose entries they are, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Owner {
    User {
        id: String,
        name: String,
        how: Found,
    },
    /// The signed-in user, for want of a better one. `asked` is the user name or address that
    /// nobody, or too many, answered to.
    SignedIn {
        why: NotFound,
        asked: String,
    },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// The settings name the user.
    Setting,
    /// Their address is the extension's; `shared`: and another extension's as well.
    Email { shared: bool },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotFound {
    /// The phone system does not show addresses to us.
    PhoneRefused,
    /// The phone system did not answer.
    PhoneSilent,
    /// The extension has no address.
    NoEmail,
    NoUser,
    OnlyInactive,
    /// Several active users, none of them the signed-in one.
    Several,
    /// The CRM does not show its users to us.
    CrmRefused,
}

/// The end of an address in a sandbox, put there so that no mail leaves it (salesforce.md 13).
pub const SANDBOX_END: &str = ".invalid";

/// The forms in which an address may be stored: as it is, and as a sandbox keeps it.
#[must_use]
pub fn address_forms(email: &str) -> [String; 2] {
    let plain = plain(email);
    [format!("{plain}{SANDBOX_END}"), plain]
}

/// Chooses among the users found for an address.
#[must_use]
pub fn by_email(email: &str, shared: bool, users: &[UserRow], signed_in: &str) -> Owner {
    let wanted = plain(email);
    let with_it = users.iter().filter(|user| plain(&user.email) == wanted);
    decide(with_it, signed_in, &wanted, &Found::Email { shared })
}

/// Chooses the user the settings name. User names are unique.
#[must_use]
pub fn by_username(username: &str, users: &[UserRow], signed_in: &str) -> Owner {
    let wanted = username.trim().to_lowercase();
    let named = users.iter().filter(|user| user.username.trim().to_lowercase() == wanted);
    decide(named, signed_in, &wanted, &Found::Setting)
}

fn decide<'a>(users: impl Iterator<Item = &'a UserRow>, signed_in: &str, asked: &str, how: &Found) -> Owner {
    let users: Vec<_> = users.collect();
    let active: Vec<_> = users.iter().filter(|user| user.is_active).collect();
    let chosen = match active.as_slice() {
        [only] => Some(*only),
        several => several.iter().find(|user| user.id == signed_in).copied(),
    };
    let why = match (chosen, users.is_empty(), active.is_empty()) {
        (Some(user), _, _) => {
            return Owner::User { id: user.id.clone(), name: user.name.clone(), how: how.clone() };
        }
        (None, true, _) => NotFound::NoUser,
        (None, false, true) => NotFound::OnlyInactive,
        (None, false, false) => NotFound::Several,
    };
    Owner::SignedIn { why, asked: asked.to_owned() }
}

fn plain(email: &str) -> String {
    let email = email.trim().to_lowercase();
    match email.strip_suffix(SANDBOX_END) {
        Some(plain) => plain.to_owned(),
        None => email,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    const ANA: &str = "ana@acme.example";

    fn user(id: &str, email: &str, is_active: bool) -> UserRow {
        UserRow {
            id: id.into(),
            name: format!("User {id}"),
            username: format!("{id}@sf"),
            email: email.into(),
            is_active,
        }
    }

    /// The id chosen, or why none was.
    fn check(email: &str, users: &[UserRow], signed_in: &str) -> Result<String, NotFound> {
        match by_email(email, false, users, signed_in) {
            Owner::User { id, .. } => Ok(id),
            Owner::SignedIn { why, .. } => Err(why),
        }
    }

    #[test]
    fn the_user_with_the_extensions_address() {
        let active = user("1", ANA, true);
        let gone = user("2", ANA, false);
        let twin = user("3", "ANA@acme.example ", true);
        let sandbox = user("4", "Ana@acme.example.invalid", true);
        let other = user("5", "ana@acme.example.com", true);
        let masked = user("6", "ana=acme.example@example.com", true);
        for (users, signed_in, want) in [
            (vec![], "1", Err(NotFound::NoUser)),
            (vec![&active], "9", Ok("1")),
            (vec![&gone], "9", Err(NotFound::OnlyInactive)),
            (vec![&gone, &active], "9", Ok("1")),
            (vec![&active, &twin], "9", Err(NotFound::Several)),
            (vec![&active, &twin], "3", Ok("3")),
            (vec![&gone, &active, &twin], "2", Err(NotFound::Several)),
            (vec![&sandbox], "9", Ok("4")),
            (vec![&other], "9", Err(NotFound::NoUser)),
            (vec![&other, &masked, &active], "9", Ok("1")),
            (vec![&masked], "9", Err(NotFound::NoUser)),
        ] {
            let rows: Vec<UserRow> = users.into_iter().cloned().collect();
            assert_eq!(check(" Ana@Acme.example", &rows, signed_in), want.map(str::to_owned), "{rows:?}");
        }
        // A test system's phone may have taken over the sandbox's form.
        assert_eq!(check("ana@acme.example.invalid", &[active], "9"), Ok("1".to_owned()));
    }

    #[test]
    fn the_user_the_settings_name() {
        let users = [user("1", ANA, true), user("2", "x@y", false)];
        let owner = by_username(" 1@SF ", &users, "9");
        assert_eq!(owner, Owner::User { id: "1".into(), name: "User 1".into(), how: Found::Setting });
        let gone = Owner::SignedIn { why: NotFound::OnlyInactive, asked: "2@sf".into() };
        assert_eq!(by_username("2@sf", &users, "9"), gone);
        let nobody = Owner::SignedIn { why: NotFound::NoUser, asked: "3@sf".into() };
        assert_eq!(by_username("3@sf", &users, "9"), nobody);
    }

    #[test]
    fn an_address_is_asked_for_in_both_forms() {
        assert_eq!(address_forms(" Ana@acme.example"), ["ana@acme.example.invalid", ANA]);
        assert_eq!(address_forms("ana@acme.example.invalid"), ["ana@acme.example.invalid", ANA]);
    }
}
