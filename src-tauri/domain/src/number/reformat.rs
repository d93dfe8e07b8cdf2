//! The admin's reformatting rules: find and replace on what the phone system sent, before anything
//! reads it. Not here: what a number is.

use regex::{Regex, RegexBuilder};
use regex_syntax::ast::parse::ParserBuilder;
use serde::{Deserialize, Serialize};

use super::RAW_MAX;

/// Most rules in a list. Each is tried on every call; an admin needs a handful.
pub const REFORMATS_MAX: usize = 50;
/// Longest rule as written, in characters, so that a list stays readable.
pub const REFORMAT_CHARS_MAX: usize = 300;
/// Memory one compiled pattern may take. Patterns for numbers take a few kilobytes; `\w{9}{9}{9}`
/// would take all there is.
const PATTERN_BYTES_MAX: usize = 256 * 1024;
/// Brackets within brackets: deeper ones cost stack while they are read.
const PATTERN_DEPTH_MAX: u32 = 20;

/// More bytes than [`RAW_MAX`] characters can have.
const BYTES_MAX: usize = RAW_MAX * 4;

/// Between what is found and what replaces it.
const ARROW: &str = " =>";
/// Behind the name, and behind the word that switches a rule off.
const NAMED: &str = " :: ";
const OFF: &str = "off";

/// The admin's ordered rules. In the file each is one text, `FIND => REPLACE`, where FIND is a
/// regular expression and `$1` in REPLACE is its first group; `NAME :: ` may stand before it, and
/// `off :: ` before all switches it off. A rule that cannot be used is kept as written and does
/// nothing; [`Reformatting::errors`] names it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<String>", into = "Vec<String>")]
pub struct Reformatting(Vec<Reformat>);

/// One rule.
#[derive(Debug, Clone)]
pub struct Reformat {
    text: String,
    name: Option<String>,
    on: bool,
    change: Result<Change, ReformatError>,
}

#[derive(Debug, Clone)]
struct Change {
    find: Regex,
    replace: String,
}

/// Why a rule cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReformatError {
    #[error("not of the form FIND => REPLACE")]
    NoArrow,
    #[error("longer than {REFORMAT_CHARS_MAX} characters, or its pattern too big")]
    TooBig,
    /// In the words of the library that reads patterns, and as far as it can be said in others.
    #[error("{message}")]
    Pattern { fault: PatternFault, message: String },
    #[error("the pattern has no group {group}")]
    NoGroup { group: String },
}

/// What is wrong with a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PatternFault {
    /// `(` without `)`, and the other way round.
    GroupUnclosed,
    GroupUnopened,
    /// `[` without `]`, or a range in it that runs backwards.
    Class,
    /// `*`, `+`, `?` or `{}` with nothing before it, or with a wrong count.
    Repetition,
    /// A backslash before what needs none, or before nothing.
    Escape,
    /// Looking ahead or back, and references to groups: other tools know them.
    Unsupported,
    Other,
}

/// One rule as a person reads it: the parts of its text, and why it cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReformatParts {
    pub on: bool,
    pub name: Option<String>,
    /// All of a text without an arrow.
    pub find: String,
    pub replace: String,
    pub error: Option<ReformatError>,
}

/// What one rule did to a number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReformatStep {
    /// Its place in the list, from 1.
    pub rule: usize,
    pub name: Option<String>,
    pub effect: Effect,
    /// The number behind this rule.
    pub after: String,
}

/// What came of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    Changed,
    /// Its pattern is not in the number, or the replacement is what stood there.
    Nothing,
    /// Switched off.
    Off,
    /// It cannot be used.
    Wrong,
}

impl Reformatting {
    /// The rules as written, one a line of the file.
    #[must_use]
    pub fn new(texts: Vec<String>) -> Self {
        // What is beyond the bound is kept as written, but never compiled.
        let rules = texts.into_iter().enumerate();
        Self(rules.map(|(at, text)| Reformat::new(text, at < REFORMATS_MAX)).collect())
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Each rule that cannot be used, by its place from 1.
    #[must_use]
    pub fn errors(&self) -> Vec<(usize, ReformatError)> {
        (1..)
            .zip(&self.0)
            .filter_map(|(place, rule)| Some((place, rule.change.as_ref().err()?.clone())))
            .collect()
    }

    /// The parts of each rule, for a table of them.
    #[must_use]
    pub fn parts(&self) -> Vec<ReformatParts> {
        self.0.iter().map(Reformat::parts).collect()
    }

    /// What `raw` is behind all rules.
    #[must_use]
    pub fn apply(&self, raw: &str) -> String {
        self.0.iter().fold(bounded(raw), |text, rule| rule.apply(&text).1)
    }

    /// The same rule by rule, for the test box.
    #[must_use]
    pub fn steps(&self, raw: &str) -> Vec<ReformatStep> {
        let mut text = bounded(raw);
        (1..)
            .zip(&self.0)
            .map(|(place, rule)| {
                let (effect, after) = rule.apply(&text);
                text.clone_from(&after);
                ReformatStep { rule: place, name: rule.name.clone(), effect, after }
            })
            .collect()
    }
}

impl From<Vec<String>> for Reformatting {
    fn from(texts: Vec<String>) -> Self {
        Self::new(texts)
    }
}

impl From<Reformatting> for Vec<String> {
    fn from(rules: Reformatting) -> Self {
        rules.0.into_iter().map(|rule| rule.text).collect()
    }
}

impl PartialEq for Reformat {
    /// Everything else follows from the text, but for the bound of the list it stands in.
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Reformat {}

impl Reformat {
    fn new(text: String, within_bound: bool) -> Self {
        let (on, name, rest) = parted(&text);
        let fits = within_bound && text.chars().count() <= REFORMAT_CHARS_MAX;
        let change = if fits { Change::read(rest) } else { Err(ReformatError::TooBig) };
        Self { on, name, change, text }
    }

    fn parts(&self) -> ReformatParts {
        let (on, name, rest) = parted(&self.text);
        let (find, replace) = rest.split_once(ARROW).unwrap_or((rest, ""));
        let (find, replace) = (find.trim().to_owned(), replace.trim().to_owned());
        ReformatParts { on, name, find, replace, error: self.change.as_ref().err().cloned() }
    }

    fn apply(&self, text: &str) -> (Effect, String) {
        match &self.change {
            Err(_) => (Effect::Wrong, text.to_owned()),
            Ok(_) if !self.on => (Effect::Off, text.to_owned()),
            Ok(change) => {
                let after = change.apply(text);
                (if after == text { Effect::Nothing } else { Effect::Changed }, after)
            }
        }
    }
}

/// Whether the rule is on, its name, and what it does.
fn parted(text: &str) -> (bool, Option<String>, &str) {
    let (on, rest) = match text.split_once(NAMED) {
        Some((head, rest)) if head.trim().eq_ignore_ascii_case(OFF) => (false, rest),
        Some(_) | None => (true, text),
    };
    match rest.split_once(NAMED) {
        Some((name, rest)) => (on, Some(name.trim().to_owned()).filter(|name| !name.is_empty()), rest),
        None => (on, None, rest),
    }
}

impl Change {
    fn read(text: &str) -> Result<Self, ReformatError> {
        let (find, replace) = text.split_once(ARROW).ok_or(ReformatError::NoArrow)?;
        if find.trim().is_empty() {
            return Err(ReformatError::NoArrow);
        }
        let find = RegexBuilder::new(find.trim())
            .size_limit(PATTERN_BYTES_MAX)
            .dfa_size_limit(PATTERN_BYTES_MAX)
            .nest_limit(PATTERN_DEPTH_MAX)
            .build()
            .map_err(|error| refused(error, find.trim()))?;
        let replace = replace.trim().to_owned();
        let missing = groups(&replace).find(|group| !has_group(&find, group)).map(str::to_owned);
        match missing {
            Some(group) => Err(ReformatError::NoGroup { group }),
            None => Ok(Self { find, replace }),
        }
    }

    fn apply(&self, text: &str) -> String {
        let (mut after, mut from) = (String::new(), 0);
        for found in self.find.captures_iter(text) {
            let Some(whole) = found.get(0) else { continue };
            after.push_str(text.get(from..whole.start()).unwrap_or_default());
            found.expand(&self.replace, &mut after);
            from = whole.end();
            // Nothing behind the bound is kept, so nothing more is replaced: texts would grow by
            // each rule.
            if after.len() > BYTES_MAX {
                return bounded(&after);
            }
        }
        after.push_str(text.get(from..).unwrap_or_default());
        bounded(&after)
    }
}

fn bounded(text: &str) -> String {
    text.chars().take(RAW_MAX).collect()
}

fn refused(error: regex::Error, pattern: &str) -> ReformatError {
    let message = match error {
        // The last line says why; those before it draw the pattern with marks below.
        regex::Error::Syntax(text) => {
            text.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned()
        }
        regex::Error::CompiledTooBig(_) => return ReformatError::TooBig,
        other => other.to_string(),
    };
    ReformatError::Pattern { fault: fault(pattern), message }
}

/// Reads the pattern once more with the same library's reader, which tells what is wrong by kind.
fn fault(pattern: &str) -> PatternFault {
    use regex_syntax::ast::ErrorKind as Kind;
    let mut reader = ParserBuilder::new().nest_limit(PATTERN_DEPTH_MAX).build();
    let Err(error) = reader.parse(pattern) else { return PatternFault::Other };
    let kind = error.kind();
    if matches!(kind, Kind::GroupUnclosed) {
        PatternFault::GroupUnclosed
    } else if matches!(kind, Kind::GroupUnopened) {
        PatternFault::GroupUnopened
    } else if matches!(kind, Kind::ClassUnclosed | Kind::ClassRangeInvalid | Kind::ClassRangeLiteral) {
        PatternFault::Class
    } else if matches!(
        kind,
        Kind::RepetitionMissing
            | Kind::RepetitionCountInvalid
            | Kind::RepetitionCountDecimalEmpty
            | Kind::RepetitionCountUnclosed
            | Kind::DecimalEmpty
            | Kind::DecimalInvalid
    ) {
        PatternFault::Repetition
    } else if matches!(kind, Kind::EscapeUnrecognized | Kind::EscapeUnexpectedEof | Kind::ClassEscapeInvalid)
    {
        PatternFault::Escape
    } else if matches!(kind, Kind::UnsupportedBackreference | Kind::UnsupportedLookAround) {
        PatternFault::Unsupported
    } else {
        PatternFault::Other
    }
}

/// The groups a replacement asks for: `$1`, `$name`, `${1}`; `$$` is a dollar.
fn groups(replace: &str) -> impl Iterator<Item = &str> {
    let mut rest = replace;
    std::iter::from_fn(move || {
        loop {
            let (_, after) = rest.split_once('$')?;
            if let Some(after) = after.strip_prefix('$') {
                rest = after;
                continue;
            }
            let (group, after) = match after.strip_prefix('{').and_then(|inside| inside.split_once('}')) {
                Some(braced) => braced,
                None => {
                    let end = after.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
                    after.split_at(end.unwrap_or(after.len()))
                }
            };
            rest = after;
            if !group.is_empty() {
                return Some(group);
            }
        }
    })
}

fn has_group(find: &Regex, group: &str) -> bool {
    match group.parse::<usize>() {
        Ok(place) => place < find.captures_len(),
        Err(_) => find.capture_names().flatten().any(|name| name == group),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    fn rules(texts: &[&str]) -> Reformatting {
        Reformatting::new(texts.iter().map(|text| (*text).to_owned()).collect())
    }

    #[test]
    fn what_is_wrong_with_a_pattern_is_told_by_kind() {
        for (pattern, wanted) in [
            ("^88(49", PatternFault::GroupUnclosed),
            ("49)", PatternFault::GroupUnopened),
            ("[0-9", PatternFault::Class),
            ("[9-0]", PatternFault::Class),
            ("*9", PatternFault::Repetition),
            ("9{2,1}", PatternFault::Repetition),
            (r"\y", PatternFault::Escape),
            ("(?=9)", PatternFault::Unsupported),
            (r"(9)\1", PatternFault::Unsupported),
            (r"\p{Nothing}", PatternFault::Other),
        ] {
            let errors = Reformatting::new(vec![format!("{pattern} => 1")]).errors();
            let [(1, ReformatError::Pattern { fault, message })] = errors.as_slice() else {
                panic!("{pattern}: {errors:?}")
            };
            assert_eq!(*fault, wanted, "{pattern}: {message}");
            assert!(!message.is_empty());
        }
    }

    #[test]
    fn each_rule_takes_what_the_one_before_left() {
        let rules = rules(&[
            r"One zero too many :: ^\+?0?049 => +49",
            r"Outside line 9 :: ^9(0) => $1",
            r"Slash :: \s*/\s* => ",
            r"off :: Nothing left :: .* =>",
        ]);
        assert_eq!(rules.errors(), []);
        assert_eq!(rules.apply("0049 40 / 66969 412"), "+49 4066969 412");
        let told: Vec<_> = rules
            .steps("0049 40 / 66969 412")
            .into_iter()
            .map(|step| (step.rule, step.effect, step.after))
            .collect();
        assert_eq!(
            told,
            [
                (1, Effect::Changed, "+49 40 / 66969 412".to_owned()),
                (2, Effect::Nothing, "+49 40 / 66969 412".to_owned()),
                (3, Effect::Changed, "+49 4066969 412".to_owned()),
                (4, Effect::Off, "+49 4066969 412".to_owned()),
            ]
        );
        assert_eq!(rules.steps("9030")[1].name.as_deref(), Some("Outside line 9"));
        assert_eq!(rules.apply("9030 1"), "030 1");
    }

    #[test]
    fn a_rule_is_written_as_one_text_and_stays_as_written() {
        let texts = vec!["^00 => +".to_owned(), "  a  =>b ".to_owned(), "no arrow".to_owned()];
        let read = Reformatting::new(texts.clone());
        assert_eq!(read.len(), 3);
        assert_eq!(Vec::<String>::from(read), texts);
        assert_eq!(rules(&["a => x::y"]).apply("a"), "x::y");
        assert_eq!(rules(&["^0 =>"]).apply("040"), "40");
        assert_eq!(rules(&["(?P<x>[0-9])- => ${x}0$$"]).apply("4-"), "40$");
        assert_eq!(rules(&["a => $"]).apply("a"), "$");
    }

    #[test]
    fn a_rule_is_shown_in_its_parts() {
        let parts =
            rules(&[r"off :: Outside line 9 :: ^9(0) => $1", "^0 =>", "Slash :: \\s*/", " OFF :: (0 => 1"])
                .parts();
        let told: Vec<_> = parts
            .iter()
            .map(|rule| (rule.on, rule.name.as_deref(), rule.find.as_str(), rule.replace.as_str()))
            .collect();
        assert_eq!(
            told,
            [
                (false, Some("Outside line 9"), "^9(0)", "$1"),
                (true, None, "^0", ""),
                (true, Some("Slash"), r"\s*/", ""),
                (false, None, "(0", "1"),
            ]
        );
        assert_eq!((&parts[0].error, &parts[2].error), (&None, &Some(ReformatError::NoArrow)));
        assert!(matches!(parts[3].error, Some(ReformatError::Pattern { .. })));
    }

    #[test]
    fn what_cannot_be_used_is_named_and_does_nothing() {
        let long = format!("{} => 1", "4".repeat(REFORMAT_CHARS_MAX));
        let read = rules(&[
            "0049",
            "^9(?=0) =>",
            "(0 => 1",
            r"\w{99}{99} => 1",
            "(0) => $2",
            "0 => ${name}",
            &long,
            "49 => 50",
        ]);
        let errors: Vec<_> = read.errors();
        assert_eq!(rules(&[" => 1", "=> 1"]).errors().len(), 2);
        assert_eq!(errors.iter().map(|(place, _)| *place).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6, 7]);
        assert_eq!(errors[0].1, ReformatError::NoArrow);
        assert!(
            matches!(&errors[1].1, ReformatError::Pattern { message, .. } if message.contains("look-around"))
        );
        assert!(matches!(errors[2].1, ReformatError::Pattern { .. }));
        assert_eq!((&errors[3].1, &errors[6].1), (&ReformatError::TooBig, &ReformatError::TooBig));
        assert_eq!(errors[4].1, ReformatError::NoGroup { group: "2".into() });
        assert_eq!(errors[5].1, ReformatError::NoGroup { group: "name".into() });
        assert_eq!(read.apply("0049"), "0050");
        assert_eq!(read.steps("0049")[0].effect, Effect::Wrong);
    }

    #[test]
    fn texts_and_lists_are_bounded() {
        let grows = rules(&["(.*) => $1$1$1$1$1$1$1$1"; 9]);
        assert_eq!(grows.apply("0049").chars().count(), RAW_MAX);
        assert_eq!(rules(&[]).apply(&"٣".repeat(5_000)).chars().count(), RAW_MAX);
        let many = rules(&["^0 => 00"; REFORMATS_MAX + 1]);
        assert_eq!(many.errors(), [(REFORMATS_MAX + 1, ReformatError::TooBig)]);
        assert_eq!(many.apply("0").len(), 1 + REFORMATS_MAX);
    }
}
