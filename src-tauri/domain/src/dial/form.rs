//! How a public number is given to the phone system.

use crate::number::{Public, Region, international};
use crate::settings::{DialForm, DialSettings};

/// What is dialled abroad where a country's own prefix cannot be told.
const COMMON_PREFIX: &str = "00";

pub(super) fn public(public: &Public, home: &Region, settings: &DialSettings) -> String {
    let at_home = public.region.as_ref() == Some(home);
    let number = match settings.form {
        DialForm::National if at_home => digits(&public.shown_national),
        // A `+` in the middle is no number: behind a prefix the country's own way out is dialled.
        DialForm::E164 if settings.prefix.is_empty() => public.e164.clone(),
        DialForm::E164 | DialForm::National | DialForm::International => abroad(public, home),
    };
    format!("{}{number}", settings.prefix)
}

fn abroad(public: &Public, home: &Region) -> String {
    let bare = public.e164.trim_start_matches('+');
    let prefix = international(home).unwrap_or_else(|| COMMON_PREFIX.to_owned());
    format!("{prefix}{bare}")
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}
