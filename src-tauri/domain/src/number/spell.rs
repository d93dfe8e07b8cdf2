use super::Number;

/// The digit strings under which Salesforce may have indexed this number, most likely first:
/// with country code, national, with trunk prefix, with `00`. At most [`SPELLINGS_MAX`].
#[must_use]
pub fn spellings(number: &Number) -> Vec<String> {
    let _ = number;
    Vec::new()
}

/// Most spellings made for one number, so that a search stays one short request.
pub const SPELLINGS_MAX: usize = 6;
