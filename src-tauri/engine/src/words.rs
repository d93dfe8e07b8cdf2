//! The words people read, for everything that is not a web page: tray, notifications, terminal.
//! One source with the web UI: `ui/src/text/*.ftl` (Fluent). `build.rs` refuses
//! to build while a problem has no words.

use std::borrow::Cow;

use domain::settings::Language;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::problem::Problem;
use crate::view::LanguageView;

const EN: &str = include_str!("../../../ui/src/text/en.ftl");
const DE: &str = include_str!("../../../ui/src/text/de.ftl");

/// The language texts are shown in: the setting, else the system's, else English.
#[must_use]
pub fn language(setting: Language) -> LanguageView {
    match setting {
        Language::En => LanguageView::En,
        Language::De => LanguageView::De,
        Language::System => {
            let system = sys_locale::get_locale().unwrap_or_default();
            if system.to_ascii_lowercase().starts_with("de") { LanguageView::De } else { LanguageView::En }
        }
    }
}

/// All texts in one language.
pub struct Words {
    bundle: FluentBundle<FluentResource>,
    tag: &'static str,
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Words").finish_non_exhaustive()
    }
}

impl Words {
    #[must_use]
    pub fn new(language: LanguageView) -> Self {
        let (tag, text) = match language {
            LanguageView::En => ("en", EN),
            LanguageView::De => ("de", DE),
        };
        let id: LanguageIdentifier = tag.parse().unwrap_or_default();
        // A broken line is left out by the parser; a test finds it.
        let resource = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(resource, _)| resource);
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        // Terminals and menus show isolation marks as boxes.
        bundle.set_use_isolating(false);
        bundle.add_resource_overriding(resource);
        Self { bundle, tag }
    }

    /// The language as a page names it: `en`.
    #[must_use]
    pub fn tag(&self) -> &'static str {
        self.tag
    }

    /// The text of `id`, or the id itself when there is none.
    #[must_use]
    pub fn say(&self, id: &str, args: &[(&str, &str)]) -> String {
        let Some(pattern) = self.bundle.get_message(id).and_then(|message| message.value()) else {
            return id.to_owned();
        };
        let args: FluentArgs<'_> =
            args.iter().map(|(name, value)| (Cow::from(*name), variable(value))).collect();
        self.bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned()
    }

    /// What went wrong, in one sentence.
    #[must_use]
    pub fn problem(&self, problem: &Problem) -> String {
        let detail = problem.detail.as_deref().unwrap_or_default();
        self.say(&format!("problem-{}", problem.code.id()), &[("detail", detail)])
    }

    /// What mends it.
    #[must_use]
    pub fn remedy(&self, problem: &Problem) -> String {
        let detail = problem.detail.as_deref().unwrap_or_default();
        self.say(&format!("problem-{}-remedy", problem.code.id()), &[("detail", detail)])
    }
}

/// A count chooses its plural; it is printed as it came.
fn variable(text: &str) -> FluentValue<'_> {
    match text.parse::<u32>() {
        Ok(count) if count.to_string() == text => FluentValue::from(count),
        Ok(_) | Err(_) => FluentValue::from(text),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_line_of_the_texts_is_read() {
        for text in [EN, DE] {
            assert!(FluentResource::try_new(text.to_owned()).is_ok());
        }
    }

    #[test]
    fn words_come_in_both_languages() {
        let args = [("extension", "812")];
        let (en, de) = (Words::new(LanguageView::En), Words::new(LanguageView::De));
        assert!(en.say("tray-phone-up", &args).contains("812"));
        assert_ne!(en.say("tray-quit", &[]), de.say("tray-quit", &[]));
    }

    #[test]
    fn a_count_chooses_its_plural_and_stays_as_it_is() {
        let words = Words::new(LanguageView::En);
        let stuck = |count: &str| words.say("problem-outbox-stuck", &[("detail", count)]);
        assert_eq!(stuck("1"), "1 entry cannot be written");
        assert_eq!(stuck("1200"), "1200 entries cannot be written");
        assert!(words.say("tray-phone-up", &[("extension", "007")]).contains("007"));
    }
}
