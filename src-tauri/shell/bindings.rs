//! Writes `ui/src/bindings.ts`: the shapes of `engine::view` and the ids of all texts. The test
//! fails when the committed file is stale; run it with `UPDATE_BINDINGS=1` to renew it.

#![allow(clippy::unwrap_used)]

use engine::doctor::{Check, Finding, Scope, Verdict};
use engine::local::IndexOrder;
use engine::problem::{Problem, ProblemCode};
use engine::reconcile::CompareOrder;
use engine::view as v;
use ts_rs::{Config, TS};

const HEAD: &str =
    "// Generated from engine/src/view.rs and text/en.ftl by src-tauri/shell/bindings.rs. Never edited.\n\n";

fn generate() -> String {
    let config = Config::new().with_large_int("number");
    let mut out = String::from(HEAD);
    macro_rules! shapes {
        ($($shape:ty),+ $(,)?) => {
            $(out.push_str(&format!("export {}\n", <$shape as TS>::decl(&config)));)+
        };
    }
    shapes!(
        Problem,
        ProblemCode,
        v::View,
        v::Look,
        v::LanguageView,
        v::ThemeView,
        v::AgentView,
        v::CallView,
        v::Phase,
        v::DirectionView,
        v::OutcomeView,
        v::NumberView,
        v::AbilitiesView,
        v::CallerView,
        v::ChoiceView,
        v::MatchView,
        v::KindView,
        v::WhyView,
        v::FactsView,
        v::FactRow,
        v::FactValue,
        v::ActivityView,
        v::ActivityKind,
        v::SearchHere,
        v::SearchThere,
        v::RelatedTo,
        v::RelatedView,
        v::RelatedKindView,
        v::RelatedFound,
        v::RelatedOption,
        v::FoundView,
        v::FoundPhone,
        v::DigitsView,
        v::NumberPartView,
        v::EntryView,
        v::EntryStateView,
        v::EntryStep,
        v::StepKind,
        v::StepState,
        v::RemovalView,
        v::EntryRow,
        v::EntryPage,
        v::EntryDetails,
        v::LeftAlone,
        v::RefusedField,
        v::TechnicalView,
        v::EntryFacts,
        v::OwnerView,
        v::OwnerHow,
        v::FieldView,
        v::CallRow,
        v::CallDetails,
        v::EntryText,
        v::ChatsView,
        v::ChatsState,
        v::ChatRow,
        v::ChatStateView,
        v::ChannelView,
        v::ChatDetails,
        v::ChatLine,
        v::ChatSide,
        v::ChatActionView,
        v::ColleagueView,
        v::ConsultView,
        v::DialOrder,
        v::DialSourceView,
        v::DialStateView,
        v::DialView,
        v::DialWarningView,
        v::CourseView,
        v::StepView,
        v::JournalCounts,
        v::Health,
        v::SetupView,
        v::SignInView,
        v::AccountView,
        v::SettingValue,
        v::SettingsView,
        v::SecretId,
        v::SecretView,
        v::SettingsChange,
        v::SaveOutcome,
        v::FieldProblem,
        v::FieldError,
        v::JournalPreview,
        v::PreviewKind,
        v::PreviewText,
        v::ChatPreview,
        v::TaskFieldsView,
        v::TaskFieldView,
        v::NotWritten,
        v::VariableView,
        v::FilledView,
        v::CreationView,
        v::CreateKindView,
        v::WaitingPerson,
        v::WaitingState,
        v::CreateFrom,
        v::CreateForm,
        v::RecordTypeView,
        v::ValueSource,
        v::CreateField,
        v::FieldKindView,
        v::CreateChoice,
        v::DraftValues,
        v::AccountChoiceView,
        v::DraftCheck,
        v::DuplicatesThere,
        v::DuplicateView,
        v::DuplicateWhy,
        v::PersonSaved,
        v::Refusals,
        v::FieldRefusal,
        v::RefusalWhy,
        v::PersonUsed,
        v::NumberAdded,
        v::HookView,
        v::HookState,
        v::PresetView,
        v::PresetId,
        v::PresetLine,
        v::HeardView,
        v::HeardVerdict,
        Finding,
        Check,
        Verdict,
        Scope,
        v::RegionView,
        v::RuleView,
        v::RuleError,
        v::NumberTryView,
        v::RuleStepView,
        v::RuleEffect,
        v::ReadingKind,
        v::TryFound,
        v::TriedIn,
        v::PopsBecause,
        v::ChoiceLine,
        v::ChoicesView,
        v::IndexView,
        v::IndexDoing,
        IndexOrder,
        v::CompareView,
        v::CompareDoing,
        v::ComparedView,
        v::FindingView,
        v::FindingWhat,
        v::MissingWhy,
        v::MendedView,
        CompareOrder,
        v::LinkView,
        v::KeychainView,
        v::ApiView,
        v::PastProblem,
        v::Action,
    );
    out.push_str("\n/** Paths of all settings. */\nexport type FieldId =\n");
    for field in engine::settings::fields(&domain::settings::Settings::default()).keys() {
        out.push_str(&format!("  | \"{field}\"\n"));
    }
    out.push_str(";\n\n/** What settings are where nobody set them. */\n");
    out.push_str("export const DEFAULTS: Record<FieldId, SettingValue> = {\n");
    for (field, value) in engine::settings::fields(&domain::settings::Settings::default()) {
        out.push_str(&format!("  \"{field}\": {},\n", serde_json::to_string(&value).unwrap()));
    }
    out.push_str("};\n\n/** Variables of texts about calls, in the order they are offered in. */\n");
    out.push_str("export const VARIABLES = [\n");
    for variable in v::variables() {
        out.push_str(&format!("  {},\n", serde_json::to_string(&variable).unwrap()));
    }
    out.push_str("] as const satisfies readonly VariableView[];\n\n/** The same of texts about chats. */\n");
    out.push_str("export const CHAT_VARIABLES = [\n");
    for variable in v::chat_variables() {
        out.push_str(&format!("  {},\n", serde_json::to_string(&variable).unwrap()));
    }
    out.push_str("] as const satisfies readonly VariableView[];\n\nexport const CHECKS = [\n");
    for check in Check::ALL {
        out.push_str(&format!("  \"{}\",\n", check.id()));
    }
    out.push_str("] as const satisfies readonly Check[];\n");
    out.push_str("\nexport const PROBLEM_CODES = [\n");
    for code in ProblemCode::ALL {
        out.push_str(&format!("  \"{}\",\n", code.id()));
    }
    out.push_str("] as const satisfies readonly ProblemCode[];\n");
    out.push_str("\n/** Nobody is signed in: what mends these ends with signing in. */\n");
    out.push_str("export const SIGNED_OUT_CODES: readonly ProblemCode[] = [\n");
    for code in ProblemCode::ALL.iter().filter(|code| code.is_signed_out()) {
        out.push_str(&format!("  \"{}\",\n", code.id()));
    }
    out.push_str("];\n\nexport type TextId =\n");
    let english = include_str!("../../ui/src/text/en.ftl");
    for line in english.lines() {
        if let Some((id, _)) = line.split_once(" =")
            && id.starts_with(|c: char| c.is_ascii_lowercase())
        {
            out.push_str(&format!("  | \"{id}\"\n"));
        }
    }
    out.push_str(";\n");
    out
}

#[test]
fn bindings_are_fresh() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/ui/src/bindings.ts");
    let fresh = generate();
    if std::env::var_os("UPDATE_BINDINGS").is_some() {
        std::fs::write(path, &fresh).unwrap();
    }
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        committed == fresh,
        "ui/src/bindings.ts is stale: run UPDATE_BINDINGS=1 cargo test -p ringside bindings"
    );
}
