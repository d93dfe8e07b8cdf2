//! The search text: words, phrases, wildcards and operators, with the escapes the platform insists on.

use super::words::{self, Pattern};
use crate::salesforce::error::RestError;

/// Characters that must follow a backslash to mean themselves (salesforce.md 4.3).
const RESERVED: &str = "?&|!{}[]()^~*:\\\"'+-";
/// Longer texts find nothing (salesforce.md 4.3).
const TEXT_MAX: usize = 10_000;
const DEPTH_MAX: usize = 32;

#[derive(Debug, Clone)]
pub enum Find {
    All(Vec<Find>),
    Any(Vec<Find>),
    /// The first but not the second.
    Without(Box<Find>, Box<Find>),
    Words(Vec<Pattern>),
    Nothing,
}

#[derive(Debug, Clone, PartialEq)]
enum Lexeme {
    And,
    Or,
    Not,
    Open,
    Close,
    Words(Vec<Pattern>),
}

/// Reads a search text; `strict` refuses a reserved character without its backslash, as a statement does and the
/// parameters of a search do not.
pub fn parse(text: &str, strict: bool) -> Result<Find, RestError> {
    let length = text.chars().filter(|c| !c.is_whitespace()).count();
    if length < 2 {
        return Err(malformed(&format!("search term must be longer than one character: {text}")));
    }
    if text.chars().count() > TEXT_MAX {
        return Ok(Find::Nothing);
    }
    let lexemes = lexemes(text, strict)?;
    let mut reader = Reader { lexemes: &lexemes, position: 0 };
    let found = reader.any(0)?;
    if reader.position < lexemes.len() {
        return Err(malformed("unexpected token: ')'"));
    }
    Ok(found)
}

fn malformed(message: &str) -> RestError {
    RestError::new(400, "MALFORMED_SEARCH", message)
}

fn lexemes(text: &str, strict: bool) -> Result<Vec<Lexeme>, RestError> {
    let mut found = Vec::new();
    let mut word = words::Builder::default();
    let mut phrase: Option<words::Builder> = None;
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        let in_phrase = phrase.is_some();
        let target = phrase.as_mut().unwrap_or(&mut word);
        match c {
            '\\' => match chars.next() {
                Some(next) if RESERVED.contains(next) || !strict => target.literal(next),
                Some(next) => return Err(malformed(&format!("unexpected token: '\\{next}'"))),
                None => return Err(malformed("unexpected token: '\\'")),
            },
            '"' => match phrase.take() {
                Some(done) => found.push(Lexeme::Words(done.finish())),
                None => {
                    flush(&mut word, &mut found);
                    phrase = Some(words::Builder::default());
                }
            },
            '*' => target.any(),
            '?' => target.one(),
            '(' | ')' if !in_phrase => {
                flush(&mut word, &mut found);
                found.push(if c == '(' { Lexeme::Open } else { Lexeme::Close });
            }
            c if c.is_whitespace() && !in_phrase => flush(&mut word, &mut found),
            c if strict && RESERVED.contains(c) => {
                return Err(malformed(&format!("unexpected token: '{c}'")));
            }
            c => target.literal(c),
        }
    }
    if phrase.is_some() {
        return Err(malformed("unexpected token: '\"'"));
    }
    flush(&mut word, &mut found);
    Ok(found)
}

fn flush(word: &mut words::Builder, found: &mut Vec<Lexeme>) {
    let done = std::mem::take(word);
    let operator = match done.as_text().to_ascii_uppercase().as_str() {
        "AND" => Some(Lexeme::And),
        "OR" => Some(Lexeme::Or),
        "NOT" => Some(Lexeme::Not),
        _ => None,
    };
    let patterns = done.finish();
    match operator {
        Some(operator) => found.push(operator),
        None if patterns.is_empty() => {}
        None => found.push(Lexeme::Words(patterns)),
    }
}

struct Reader<'text> {
    lexemes: &'text [Lexeme],
    position: usize,
}

impl Reader<'_> {
    fn take(&mut self, wanted: &Lexeme) -> bool {
        let found = self.lexemes.get(self.position) == Some(wanted);
        if found {
            self.position += 1;
        }
        found
    }

    fn any(&mut self, depth: usize) -> Result<Find, RestError> {
        if depth > DEPTH_MAX {
            return Err(malformed("search text is nested too deeply"));
        }
        let mut parts = vec![self.all(depth)?];
        while self.take(&Lexeme::Or) {
            parts.push(self.all(depth)?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Find::Any(parts) })
    }

    /// Words side by side are joined by AND; AND NOT takes away.
    fn all(&mut self, depth: usize) -> Result<Find, RestError> {
        let mut found = self.one(depth)?;
        loop {
            let joined = self.take(&Lexeme::And);
            if joined && self.take(&Lexeme::Not) {
                let without = self.one(depth)?;
                found = Find::Without(Box::new(found), Box::new(without));
                continue;
            }
            let next = self.lexemes.get(self.position);
            if !joined && !matches!(next, Some(Lexeme::Words(_) | Lexeme::Open)) {
                return Ok(found);
            }
            let next = self.one(depth)?;
            found = match found {
                Find::All(mut parts) => {
                    parts.push(next);
                    Find::All(parts)
                }
                first @ (Find::Any(_) | Find::Without(..) | Find::Words(_) | Find::Nothing) => {
                    Find::All(vec![first, next])
                }
            };
        }
    }

    fn one(&mut self, depth: usize) -> Result<Find, RestError> {
        if self.take(&Lexeme::Open) {
            let inside = self.any(depth + 1)?;
            return if self.take(&Lexeme::Close) {
                Ok(inside)
            } else {
                Err(malformed("unexpected token: <EOF>"))
            };
        }
        match self.lexemes.get(self.position) {
            Some(Lexeme::Words(patterns)) => {
                self.position += 1;
                Ok(Find::Words(patterns.clone()))
            }
            Some(Lexeme::And | Lexeme::Or | Lexeme::Not | Lexeme::Open | Lexeme::Close) | None => {
                Err(malformed("unexpected token: expecting a search term"))
            }
        }
    }
}
