use std::fmt;

/// A text nobody may see: a token, a client secret, a key. It has no `Display` and cannot be
/// serialised; its `Debug` says nothing, so that a struct around it can still be printed.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself, for the one place that sends or stores it.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Compares without telling by its duration where two texts differ.
    #[must_use]
    pub fn is(&self, other: &str) -> bool {
        let (ours, theirs) = (self.0.as_bytes(), other.as_bytes());
        let difference = ours.iter().zip(theirs).fold(0u8, |sum, (a, b)| sum | (a ^ b));
        ours.len() == theirs.len() && std::hint::black_box(difference) == 0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::Secret;

    #[test]
    fn says_nothing_and_compares_all_of_it() {
        let secret = Secret::new("5Aep861");
        assert_eq!(format!("{secret:?}"), "Secret(…)");
        assert!(secret.is("5Aep861"));
        for other in ["", "5Aep86", "5Aep8611", "5Aep862", "6Aep861"] {
            assert!(!secret.is(other), "{other}");
        }
    }
}
