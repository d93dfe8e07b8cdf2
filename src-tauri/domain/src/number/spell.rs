use super::Number;
use super::read::main_digits;

/// The digit strings under which Salesforce may have indexed this number, most likely first: with
/// country code, national, with trunk prefix, with `00` (salesforce.md 4.4). At most
/// [`SPELLINGS_MAX`]; none for what is not public.
#[must_use]
pub fn spellings(number: &Number) -> Vec<String> {
    let Some(public) = number.public() else { return Vec::new() };
    let international = public.e164.trim_start_matches('+');
    let candidates = [
        international.to_owned(),
        public.national.clone(),
        // The national format carries the trunk prefix, and what else a country puts in front.
        main_digits(&public.shown_national, public.extension.as_deref()),
        format!("00{international}"),
    ];
    let mut spellings = Vec::with_capacity(SPELLINGS_MAX);
    for spelling in candidates {
        if !spelling.is_empty() && !spellings.contains(&spelling) && spellings.len() < SPELLINGS_MAX {
            spellings.push(spelling);
        }
    }
    spellings
}

/// Most spellings made for one number, so that a search stays one short request.
pub const SPELLINGS_MAX: usize = 6;
