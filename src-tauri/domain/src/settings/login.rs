//! The address people sign in at, read from whatever an admin copied out of the browser.

use super::SettingErrorKind;
use super::check::{host, is_loopback};

const PRODUCTION: &str = "login.salesforce.com";
const SANDBOX: &str = "test.salesforce.com";
const MY_DOMAIN: &str = ".my.salesforce.com";

/// Hosts of an org beside its My Domain, by how they end. What stands before is the same name.
const SAME_NAME: &[&str] = &[".lightning.force.com", ".my.salesforce-setup.com", ".file.force.com"];
/// Hosts whose first label ends in `--` and a package's name or `c`.
const PACKAGE_NAME: &[&str] = &[".vf.force.com", ".visualforce.com", ".documentforce.com"];
/// What may stand between an org's name and its host: a partition of Salesforce (salesforce.md 1.4).
const PARTITIONS: &[&str] =
    &["sandbox", "develop", "scratch", "demo", "patch", "stage", "free", "trailblaze", "trial"];

/// The address to sign in at: Production, Sandbox or a My Domain, without path, and with the hosts
/// of Lightning, Setup, Visualforce and files led back to the My Domain they belong to.
///
/// # Errors
/// When it is no address, or not encrypted and not of this computer.
pub fn login_address(text: &str) -> Result<String, SettingErrorKind> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '\u{200b}'));
    let (scheme, rest) = text.split_once("://").unwrap_or(("https", text));
    let encrypted = match scheme.to_ascii_lowercase().as_str() {
        "https" => true,
        "http" => false,
        _ => return Err(SettingErrorKind::NotAnAddress),
    };
    let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default().to_ascii_lowercase();
    let host = host(&authority).ok_or(SettingErrorKind::NotAnAddress)?;
    if is_loopback(host) {
        let scheme = if encrypted { "https" } else { "http" };
        return Ok(format!("{scheme}://{authority}"));
    }
    if !encrypted {
        return Err(SettingErrorKind::NotEncrypted);
    }
    let named = of_salesforce(host.trim_end_matches('.'));
    match named {
        Some(own) => Ok(format!("https://{own}")),
        None if host.contains(['.', ':']) => Ok(format!("https://{authority}")),
        None => Err(SettingErrorKind::NotAnAddress),
    }
}

/// The host that signs people in, for every host known to be Salesforce's; `None` for others.
fn of_salesforce(host: &str) -> Option<String> {
    match host {
        "production" | "login" | "salesforce.com" | "www.salesforce.com" => return Some(PRODUCTION.into()),
        "sandbox" | "test" => return Some(SANDBOX.into()),
        _ => {}
    }
    if let Some(name) = SAME_NAME.iter().find_map(|end| host.strip_suffix(end)) {
        return Some(format!("{name}{MY_DOMAIN}"));
    }
    if let Some(name) = PACKAGE_NAME.iter().find_map(|end| host.strip_suffix(end)) {
        let (first, partition) = name.split_once('.').map_or((name, None), |(a, b)| (a, Some(b)));
        let org = first.rsplit_once("--").map_or(first, |(org, _)| org);
        // Older hosts name a server here instead, which no My Domain has.
        let partition = partition.filter(|partition| PARTITIONS.contains(partition));
        let partition = partition.map(|partition| format!(".{partition}")).unwrap_or_default();
        return Some(format!("{org}{partition}{MY_DOMAIN}"));
    }
    if let Some(server) = host.strip_suffix(".salesforce.com").filter(|server| is_server(server)) {
        return Some(if server.starts_with("cs") { SANDBOX } else { PRODUCTION }.into());
    }
    // A name with two hyphens is a sandbox's, and nothing else has one.
    if !host.contains('.') && host.contains("--") && is_label(host) {
        return Some(format!("{host}.sandbox{MY_DOMAIN}"));
    }
    (host.ends_with(".salesforce.com") || host.ends_with(".force.com")).then(|| host.to_owned())
}

/// `na139`, `eu45s`, `cs12`: a server of Salesforce's, where nobody signs in any more.
fn is_server(label: &str) -> bool {
    let letters = label.bytes().take_while(u8::is_ascii_alphabetic).count();
    let digits = label.get(letters..).unwrap_or_default();
    let digits = digits.strip_suffix('s').unwrap_or(digits);
    (2..=3).contains(&letters) && !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}

fn is_label(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_admins_paste_leads_to_the_host_that_signs_in() {
        const UAT: &str = "https://acme--uat.sandbox.my.salesforce.com";
        const ACME: &str = "https://acme.my.salesforce.com";
        for (pasted, want) in [
            ("https://login.salesforce.com", "https://login.salesforce.com"),
            ("https://login.salesforce.com/?locale=de", "https://login.salesforce.com"),
            ("login.salesforce.com", "https://login.salesforce.com"),
            ("Production", "https://login.salesforce.com"),
            ("www.salesforce.com", "https://login.salesforce.com"),
            ("https://na139.salesforce.com/home/home.jsp", "https://login.salesforce.com"),
            (" TEST.salesforce.com ", "https://test.salesforce.com"),
            ("sandbox", "https://test.salesforce.com"),
            ("https://cs12.salesforce.com/", "https://test.salesforce.com"),
            ("acme.my.salesforce.com", ACME),
            ("  https://Acme.My.Salesforce.com/one/one.app#/home\n", ACME),
            ("<https://acme.my.salesforce.com.>", ACME),
            ("https://acme.lightning.force.com/lightning/page/home", ACME),
            ("https://acme.lightning.force.com/lightning/setup/SetupOneHome/home", ACME),
            (
                "https://acme.my.salesforce-setup.com/lightning/setup/ManageExternalClientApplication/home",
                ACME,
            ),
            ("https://acme--c.vf.force.com/apex/Page", ACME),
            ("https://acme--skuid.vf.force.com", ACME),
            ("https://acme--c.na139.visual.force.com", "https://acme--c.na139.visual.force.com"),
            ("https://acme--c.documentforce.com", ACME),
            ("https://acme.file.force.com/sfc/x", ACME),
            ("https://acme--uat.sandbox.lightning.force.com/", UAT),
            ("https://acme--uat.sandbox.my.salesforce-setup.com/lightning/setup", UAT),
            ("https://acme--uat--c.sandbox.vf.force.com/apex/x", UAT),
            ("https://acme--uat.sandbox.file.force.com", UAT),
            ("acme--uat.sandbox.my.salesforce.com", UAT),
            ("acme--uat", UAT),
            ("https://orgfarm-1.develop.lightning.force.com", "https://orgfarm-1.develop.my.salesforce.com"),
            (
                "https://orgfarm-1-dev-ed--c.develop.vf.force.com",
                "https://orgfarm-1-dev-ed.develop.my.salesforce.com",
            ),
            ("http://localhost:8080/x", "http://localhost:8080"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("http://[::1]:1/", "http://[::1]:1"),
            ("https://crm.example.com:8443/path", "https://crm.example.com:8443"),
        ] {
            assert_eq!(login_address(pasted).as_deref(), Ok(want), "{pasted}");
        }
    }

    #[test]
    fn what_is_no_address_is_said() {
        for (pasted, want) in [
            ("", SettingErrorKind::NotAnAddress),
            ("  ", SettingErrorKind::NotAnAddress),
            ("acme", SettingErrorKind::NotAnAddress),
            ("my domain", SettingErrorKind::NotAnAddress),
            ("ftp://acme.my.salesforce.com", SettingErrorKind::NotAnAddress),
            ("https://", SettingErrorKind::NotAnAddress),
            ("https://user:secret@acme.my.salesforce.com", SettingErrorKind::NotAnAddress),
            ("ana@acme.example", SettingErrorKind::NotAnAddress),
            ("https://acme.my.salesforce.com:0", SettingErrorKind::NotAnAddress),
            ("http://login.salesforce.com", SettingErrorKind::NotEncrypted),
            ("http://localhost.example.com", SettingErrorKind::NotEncrypted),
        ] {
            assert_eq!(login_address(pasted), Err(want), "{pasted}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_pasted_is_read_once_and_for_all(
            text in "(https?://)?[a-z0-9<:.@ /-]{0,12}(--)?[a-z]{0,4}(\\.(sandbox|lightning|my|vf|na1|salesforce|force|com))*[:0-9/.]{0,4}"
        ) {
            if let Ok(address) = login_address(&text) {
                prop_assert!(address.starts_with("https://") || address.starts_with("http://"), "{address}");
                prop_assert_eq!(login_address(&address), Ok(address.clone()));
            }
        }
    }

    #[test]
    fn an_address_that_was_read_once_stays_as_it_is() {
        for pasted in ["acme--uat", "https://acme.lightning.force.com/x", "sandbox", "crm.example.com"] {
            let once = login_address(pasted).unwrap();
            assert_eq!(login_address(&once), Ok(once.clone()));
        }
    }
}
