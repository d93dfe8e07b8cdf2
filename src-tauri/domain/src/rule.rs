//! The rules by which a number is read, compared and ranked, by name (product.md section 5). They
//! have names so that the labelled cases can show that each one is needed: without it, some case
//! comes out wrong. The program itself always follows all of them.

/// One rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rule {
    /// Zero-width and control characters are not there.
    InvisibleCharacters,
    /// Full-width, Arabic-Indic and other digits and signs count as the plain ones.
    DigitsOfEveryScript,
    /// `tel:`, `sip:` and their like, angle brackets and host are wrapping.
    Addresses,
    /// Of an address' parameters, `ext` and an international `phone-context` belong to the number.
    Parameters,
    /// Texts for a hidden number are nobody's number.
    Withheld,
    /// Emergency, service and feature codes are nobody's number.
    ShortCodes,
    /// `00` is `+`, whatever the country's own prefix.
    DoubleZero,
    /// A trunk zero in brackets behind a country code is not dialled.
    TrunkInBrackets,
    /// A number that cannot be national is tried with `+` before it.
    LostPlus,
    /// Words behind a number are a remark.
    Remarks,
    /// `Durchwahl`, `poste`, `ramal` and their like stand before an extension.
    ExtensionWords,
    /// `#31#` and its like before a number hide or show the own one.
    DialPrefixes,
    /// A prefix that Mexico gave up is not part of the number.
    FormerPrefixes,
    /// Of two numbers in one field the first counts.
    TwoNumbers,
    /// Letters are keys only where a number comes of it that people write so.
    Letters,
    /// A few digits that are no valid number are a line of the own phone system.
    OwnLines,
    /// A number of possible length counts, valid or not: ranges open, and local numbers are stored.
    PossibleNumbers,
    /// Two different extensions are two people.
    ExtensionsNarrow,
    /// Whoever has the whole number ranks above whoever has its last digits.
    ExactFirst,
    /// Kinds of people ahead in the admin's order come first.
    ObjectOrder,
    /// Among neighbouring kinds of people the field decides first.
    FieldOrder,
    /// Whoever was in touch lately ranks above others.
    RecentActivity,
    /// Whoever shares the whole number with somebody is not guessed.
    SharedIsNotGuessed,
    /// What the agent chose before is preselected.
    RememberedChoice,
    /// A person account is one person, not also an account and a contact.
    PersonAccountOnce,
    /// Of two readings of one record the fresher counts.
    FreshestReading,
}

impl Rule {
    pub const ALL: [Rule; 26] = [
        Rule::InvisibleCharacters,
        Rule::DigitsOfEveryScript,
        Rule::Addresses,
        Rule::Parameters,
        Rule::Withheld,
        Rule::ShortCodes,
        Rule::DoubleZero,
        Rule::TrunkInBrackets,
        Rule::LostPlus,
        Rule::Remarks,
        Rule::ExtensionWords,
        Rule::DialPrefixes,
        Rule::FormerPrefixes,
        Rule::TwoNumbers,
        Rule::Letters,
        Rule::OwnLines,
        Rule::PossibleNumbers,
        Rule::ExtensionsNarrow,
        Rule::ExactFirst,
        Rule::ObjectOrder,
        Rule::FieldOrder,
        Rule::RecentActivity,
        Rule::SharedIsNotGuessed,
        Rule::RememberedChoice,
        Rule::PersonAccountOnce,
        Rule::FreshestReading,
    ];
}

/// The rules followed: all, or all but one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rules {
    without: Option<Rule>,
}

impl Rules {
    pub const ALL: Rules = Rules { without: None };

    /// All but this one. For showing what it is there for.
    #[must_use]
    pub const fn without(rule: Rule) -> Self {
        Self { without: Some(rule) }
    }

    pub(crate) fn follow(self, rule: Rule) -> bool {
        self.without != Some(rule)
    }
}
