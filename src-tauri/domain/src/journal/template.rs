//! Texts with variables in square brackets.

use super::tidy::{Glyph, tidy};
use super::variable::{Variable, nearest};

/// Longest text of a setting, in characters. A description holds 32,000; a text is a few lines.
pub const TEMPLATE_MAX: usize = 4_000;

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    Variable(Variable),
}

/// A text, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// `nearest` is the known variable that looks most like it.
    #[error("unknown variable [{name}]")]
    UnknownVariable { name: String, nearest: Option<Variable> },
    #[error("longer than {TEMPLATE_MAX} characters")]
    TooLong,
}

impl Template {
    /// Reads a text. A bracket that is never closed is only a bracket.
    ///
    /// # Errors
    /// A variable nobody knows, or a text longer than [`TEMPLATE_MAX`].
    pub fn parse(text: &str) -> Result<Self, TemplateError> {
        if text.chars().count() > TEMPLATE_MAX {
            return Err(TemplateError::TooLong);
        }
        let mut parts = Vec::new();
        let mut plain = String::new();
        let text = text.replace('\r', "");
        let mut rest = text.as_str();
        while let Some((before, behind)) = rest.split_once('[') {
            plain.push_str(before);
            let end = behind.find(['[', ']']);
            match end.filter(|end| behind[*end..].starts_with(']')) {
                Some(end) => {
                    let variable = variable(&behind[..end])?;
                    parts.push(Part::Text(std::mem::take(&mut plain)));
                    parts.push(Part::Variable(variable));
                    rest = &behind[end + 1..];
                }
                None => {
                    plain.push('[');
                    rest = behind;
                }
            }
        }
        plain.push_str(rest);
        parts.push(Part::Text(plain));
        parts.retain(|part| *part != Part::Text(String::new()));
        Ok(Self { parts })
    }

    /// The variables that stand in it.
    pub fn variables(&self) -> impl Iterator<Item = Variable> + '_ {
        self.parts.iter().filter_map(|part| match part {
            Part::Variable(variable) => Some(*variable),
            Part::Text(_) => None,
        })
    }

    /// The text with every variable replaced by what `value` says. An empty value leaves no stray
    /// blanks, brackets or lines behind.
    #[must_use]
    pub fn render(&self, value: impl Fn(Variable) -> String) -> String {
        let mut glyphs = Vec::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => glyphs.extend(text.chars().map(Glyph::Text)),
                Part::Variable(Variable::LineBreak) => glyphs.push(Glyph::Text('\n')),
                Part::Variable(variable) => {
                    let value = value(*variable);
                    if value.trim().is_empty() {
                        glyphs.push(Glyph::Hole);
                    }
                    glyphs.extend(value.trim().chars().map(Glyph::Value));
                }
            }
        }
        tidy(glyphs)
    }
}

fn variable(name: &str) -> Result<Variable, TemplateError> {
    let known = Variable::ALL.iter().copied().find(|variable| variable.name() == name);
    known.ok_or_else(|| TemplateError::UnknownVariable { name: name.to_owned(), nearest: nearest(name) })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use proptest::prelude::{ProptestConfig, any, prop_assert, proptest};

    use super::*;

    fn rendered(text: &str, values: &[(Variable, &str)]) -> String {
        Template::parse(text).unwrap().render(|wanted| {
            values
                .iter()
                .find(|(variable, _)| *variable == wanted)
                .map(|(_, value)| (*value).to_owned())
                .unwrap_or_default()
        })
    }

    const FILLED: &[(Variable, &str)] = &[
        (Variable::Number, "+494066969412"),
        (Variable::Name, "Katharina Vogelsang"),
        (Variable::Agent, "104"),
        (Variable::Duration, "00:06:42"),
        (Variable::Notes, "  first [Name]\n\nsecond  (  )\n "),
    ];

    #[test]
    fn variables_are_replaced_and_values_left_alone() {
        assert_eq!(
            rendered("from [Number] [Name] to [Agent] ([Duration])[LineBreak][Notes]", FILLED),
            "from +494066969412 Katharina Vogelsang to 104 (00:06:42)\nfirst [Name]\n\nsecond  (  )"
        );
    }

    #[test]
    fn empty_values_leave_nothing_stray() {
        for (text, expected) in [
            ("from [Number] [AgentEmail] to [Agent]", "from +494066969412 to 104"),
            ("to [Agent] ([AgentEmail])[LineBreak][EntityId]", "to 104"),
            ("to [Agent] ([AgentEmail] [EntityId]) done", "to 104 done"),
            ("to [Agent] ([AgentEmail], [Name])", "to 104 (, Katharina Vogelsang)"),
            ("([AgentEmail] [Name])", "(Katharina Vogelsang)"),
            ("([Name] [AgentEmail])", "(Katharina Vogelsang)"),
            ("“[AgentEmail]” {[EntityId]} <[EntityType]> [Agent]", "104"),
            ("[AgentEmail] [Agent]", "104"),
            ("[Agent] [AgentEmail]", "104"),
            ("[Agent] [AgentEmail], then", "104, then"),
            ("[Agent][LineBreak][AgentEmail][LineBreak][Name]", "104\nKatharina Vogelsang"),
            ("[Agent][LineBreak][LineBreak][Name]", "104\n\nKatharina Vogelsang"),
            ("[Agent]\n[AgentEmail]\n\n", "104"),
            ("[AgentEmail]\r\n[Agent]\r\nx", "104\nx"),
            ("[AgentEmail]", ""),
            ("keep  two blanks ( ) here", "keep  two blanks ( ) here"),
            ("(([AgentEmail])) x", "x"),
        ] {
            assert_eq!(rendered(text, FILLED), expected, "{text}");
        }
    }

    #[test]
    fn a_bracket_never_closed_is_a_bracket() {
        assert_eq!(rendered("a [ b", FILLED), "a [ b");
        assert_eq!(rendered("[[Agent]]", FILLED), "[104]");
        assert_eq!(rendered("] [Agent", FILLED), "] [Agent");
    }

    #[test]
    fn an_unknown_variable_is_an_error_with_a_hint() {
        for (name, nearest) in [
            ("Nmae", Some(Variable::Name)),
            ("number", Some(Variable::Number)),
            ("Agent First Name", Some(Variable::AgentFirstName)),
            ("CallStartTimeUtc", Some(Variable::CallStartTimeUTC)),
            ("Linebreak", Some(Variable::LineBreak)),
            ("Date", Some(Variable::DateTime)),
            ("Dauer", Some(Variable::Duration)),
            ("zeilenumbruch", Some(Variable::LineBreak)),
            ("Contact::Company", Some(Variable::ContactCompanyName)),
            ("Weather", None),
            ("", None),
        ] {
            let error = TemplateError::UnknownVariable { name: name.to_owned(), nearest };
            assert_eq!(Template::parse(&format!("x [{name}] y")), Err(error), "{name}");
        }
    }

    #[test]
    fn every_variable_is_known_by_its_name() {
        for variable in Variable::ALL {
            assert!(Template::parse(&format!("[{}]", variable.name())).is_ok());
        }
    }

    #[test]
    fn a_text_is_bounded() {
        assert_eq!(Template::parse(&"ä".repeat(TEMPLATE_MAX + 1)), Err(TemplateError::TooLong));
        assert!(Template::parse(&"ä".repeat(TEMPLATE_MAX)).is_ok());
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_text_is_read_or_refused(text in any::<String>(), value in any::<String>()) {
            if let Ok(template) = Template::parse(&text) {
                let _ = template.render(|_| value.clone());
            }
        }

        #[test]
        fn no_mixture_leaves_doubled_blanks(text in "(\\[Name\\]|\\[Agent\\]| |\\(|\\)|x|,|\\[LineBreak\\]){0,20}") {
            if !text.contains("  ") {
                let shown = rendered(&text, &[(Variable::Name, "N")]);
                prop_assert!(!shown.contains("  ") && !shown.ends_with(' '), "{text:?} is {shown:?}");
            }
        }
    }
}
