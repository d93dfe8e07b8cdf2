//! What the extension asks, and what is answered without a call.

use domain::number::{self, Region};
use domain::settings::Settings;
use engine::local::{LocalClient, Profile};
use engine::view::{LanguageView, LinkView, SignInView, View};
use engine::words::{Words, language};
use serde::{Deserialize, Serialize};

/// Texts of a page in one message.
const TEXTS_MAX: usize = 500;
/// Longest text in which numbers are looked for, in bytes. Paragraphs have some thousand.
const TEXT_BYTES_MAX: usize = 16 * 1024;
/// Numbers told in one answer: far below the longest one that browsers take.
const FOUND_MAX: usize = 4_000;

/// A message of the extension.
#[derive(Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Ask {
    /// Comes back with each answer to it.
    pub(super) id: u32,
    #[serde(flatten)]
    pub(super) kind: AskKind,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case")]
pub(super) enum AskKind {
    /// How it stands with the app.
    Hello,
    /// Where numbers are in these texts.
    Find { texts: Vec<String> },
    /// Call this number, which a person clicked.
    Dial { number: String },
}

/// What the extension knows of the app.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct State {
    running: bool,
    signed_in: bool,
    /// The phone system is linked.
    phone: bool,
    /// The settings let pages call.
    enabled: bool,
    region: String,
    language: LanguageView,
}

impl State {
    pub(super) async fn of(profile: &Profile) -> Self {
        let settings = settings(profile);
        let view = view(profile).await;
        Self {
            running: view.is_some(),
            signed_in: view
                .as_ref()
                .is_some_and(|view| matches!(view.setup.sign_in, SignInView::SignedIn { .. })),
            phone: view.as_ref().is_some_and(|view| matches!(view.health.phone, LinkView::Up { .. })),
            enabled: settings.dial.extension.enabled,
            region: settings.matching.default_region.as_str().to_owned(),
            language: view.map_or_else(|| language(settings.look.language), |view| view.look.language),
        }
    }
}

/// A number in one of the texts, by UTF-16 units as pages count.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Found {
    start: usize,
    end: usize,
    /// What is dialled for it.
    number: String,
    shown: String,
}

impl Found {
    /// One list for each text.
    pub(super) fn in_texts(texts: &[String], home: &Region) -> Vec<Vec<Self>> {
        let mut left = FOUND_MAX;
        let mut one = |text: &String| {
            if text.len() > TEXT_BYTES_MAX {
                return Vec::new();
            }
            let found =
                number::find(text, home).into_iter().take(left).map(|found| Self::new(text, found, home));
            let found: Vec<Self> = found.collect();
            left -= found.len();
            found
        };
        texts.iter().take(TEXTS_MAX).map(&mut one).collect()
    }

    fn new(text: &str, found: number::Found, home: &Region) -> Self {
        let units = |to: usize| text[..to].encode_utf16().count();
        let (start, end) = (units(found.range.start), units(found.range.end));
        let shown = found.number.shown(home).to_owned();
        // With its extension, which its canonical form does not have.
        Self { start, end, number: text[found.range].to_owned(), shown }
    }
}

/// The country of numbers without one.
pub(super) fn region(profile: &Profile) -> Region {
    settings(profile).matching.default_region
}

/// The words of the language that the app speaks.
pub(super) async fn words(profile: &Profile) -> Words {
    let spoken = view(profile).await.map(|view| view.look.language);
    Words::new(spoken.unwrap_or_else(|| language(settings(profile).look.language)))
}

async fn view(profile: &Profile) -> Option<View> {
    LocalClient::connect(profile).await?.view().await.ok()
}

/// Settings that cannot be read let nobody call.
fn settings(profile: &Profile) -> Settings {
    engine::settings::look(&profile.dir).unwrap_or_default()
}
