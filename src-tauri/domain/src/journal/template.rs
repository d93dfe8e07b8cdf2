//! Texts with variables in square brackets.

/// A variable that can stand in a text (3cx.md 5.1; `Notes` is ours).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variable {
    DateTime,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    #[error("unknown variable [{name}]")]
    UnknownVariable { name: String },
}
