//! Texts about chats, with 3CX's chat variables in square brackets (3cx.md 5.2).

use crate::journal::{Filled, Glyph, TEMPLATE_MAX, distance, tidy};

macro_rules! variables {
    ($($(#[$meaning:meta])* $name:ident: $filled:ident,)+) => {
        /// A variable that can stand in a text about a chat (3cx.md 5.2; `Channel` is ours).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum ChatVariable {
            $($(#[$meaning])* $name,)+
        }

        impl ChatVariable {
            /// Every variable, in the order they are offered in.
            pub const ALL: &[ChatVariable] = &[$(ChatVariable::$name,)+];

            /// As it stands between the brackets.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(ChatVariable::$name => stringify!($name),)+
                }
            }

            /// When it says something.
            #[must_use]
            pub fn filled(self) -> Filled {
                match self {
                    $(ChatVariable::$name => Filled::$filled,)+
                }
            }
        }
    };
}

variables! {
    /// The whole transcript.
    ChatMessages: Always,
    /// What carries it: `Chat`, `SMS`, `WhatsApp` ...
    Channel: Always,
    Number: Given,
    Email: Given,
    /// The person found, else the name as given.
    Name: Given,
    /// Extension number of the agent who spoke last.
    Agent: Always,
    AgentFirstName: Always,
    AgentLastName: Always,
    AgentEmail: Always,
    QueueExtension: Queued,
    /// From the first to the last message, `hh:mm:ss`.
    Duration: Always,
    /// The same, spelled as .NET does.
    DurationTimespan: Always,
    /// The first message, local.
    DateTime: Always,
    ChatStartTimeLocal: Always,
    ChatStartTimeUTC: Always,
    ChatEndTimeLocal: Always,
    ChatEndTimeUTC: Always,
    /// Id and kind of the record found.
    EntityId: Found,
    EntityType: Found,
    /// The subject as the settings have it; in the subject itself it is empty.
    ChatSubject: Always,
    /// A new line.
    LineBreak: Always,
}

impl ChatVariable {
    /// The id of its words.
    #[must_use]
    pub fn id(self) -> String {
        self.name().to_lowercase()
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Variable(ChatVariable),
}

/// A text about a chat, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChatTemplate {
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChatTextError {
    /// `nearest` is the known variable that looks most like it.
    #[error("unknown variable [{name}]")]
    UnknownVariable { name: String, nearest: Option<ChatVariable> },
    #[error("longer than {TEMPLATE_MAX} characters")]
    TooLong,
}

impl ChatTemplate {
    /// Reads a text. A bracket that is never closed is only a bracket.
    ///
    /// # Errors
    /// A variable nobody knows, or a text longer than [`TEMPLATE_MAX`].
    pub fn parse(text: &str) -> Result<Self, ChatTextError> {
        if text.chars().count() > TEMPLATE_MAX {
            return Err(ChatTextError::TooLong);
        }
        let text = text.replace('\r', "");
        let (mut pieces, mut plain, mut rest) = (Vec::new(), String::new(), text.as_str());
        while let Some((before, behind)) = rest.split_once('[') {
            plain.push_str(before);
            match behind.find(['[', ']']).filter(|end| behind[*end..].starts_with(']')) {
                Some(end) => {
                    let variable = variable(&behind[..end])?;
                    pieces.push(Piece::Text(std::mem::take(&mut plain)));
                    pieces.push(Piece::Variable(variable));
                    rest = &behind[end + 1..];
                }
                None => {
                    plain.push('[');
                    rest = behind;
                }
            }
        }
        plain.push_str(rest);
        pieces.push(Piece::Text(plain));
        Ok(Self { pieces })
    }

    /// How often a variable stands in it.
    #[must_use]
    pub fn count(&self, variable: ChatVariable) -> usize {
        self.pieces.iter().filter(|piece| **piece == Piece::Variable(variable)).count()
    }

    /// The text with every variable replaced by what `value` says. An empty value leaves no stray
    /// blanks, brackets or lines behind.
    #[must_use]
    pub fn render(&self, value: impl Fn(ChatVariable) -> String) -> String {
        let mut glyphs = Vec::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => glyphs.extend(text.chars().map(Glyph::Text)),
                Piece::Variable(ChatVariable::LineBreak) => glyphs.push(Glyph::Text('\n')),
                Piece::Variable(variable) => {
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

fn variable(name: &str) -> Result<ChatVariable, ChatTextError> {
    let known = ChatVariable::ALL.iter().copied().find(|variable| variable.name() == name);
    known.ok_or_else(|| ChatTextError::UnknownVariable { name: name.to_owned(), nearest: nearest(name) })
}

/// More changed letters than one in this many are another name.
const TYPO_SHARE: usize = 2;

fn nearest(name: &str) -> Option<ChatVariable> {
    let name = name.trim().to_lowercase();
    ChatVariable::ALL
        .iter()
        .map(|variable| (distance(&name, &variable.name().to_lowercase()), *variable))
        .filter(|(distance, variable)| *distance <= variable.name().len() / TYPO_SHARE)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, variable)| variable)
}
