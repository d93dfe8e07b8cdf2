//! Text of a query to tokens, by winnow. Knows quoting, escapes and how dates look; knows no grammar.

use winnow::{
    ModalResult, Parser,
    ascii::multispace0,
    combinator::{alt, delimited, opt, preceded, repeat},
    error::{ContextError, ErrMode},
    token::{any, literal, none_of, one_of, take_while},
};

use super::Wild;
use crate::salesforce::error::RestError;

/// A statement longer than this is refused unread (salesforce.md 4.6).
pub const STATEMENT_MAX: usize = 100_000;

#[derive(Debug, Clone, PartialEq)]
pub enum Token {
    /// A word, dots included: `Account.Name`.
    Word(String),
    Text(Quoted),
    /// Digits, or what starts with one: numbers, dates, date-times.
    Number(String),
    /// The search text between braces, still escaped; only the full-text language has it.
    Braced(String),
    Symbol(&'static str),
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Quoted {
    pub value: String,
    pub pattern: Vec<Wild>,
    /// `\_` or `\%` occurred, which only LIKE may have.
    pub has_wild_escape: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    pub token: Token,
    /// Bytes from the start of the statement.
    pub at: usize,
}

/// All tokens of a statement, or the refusal with the position of the first bad character.
pub fn tokens(statement: &str, code: &'static str) -> Result<Vec<Placed>, RestError> {
    if statement.len() > STATEMENT_MAX {
        return Err(RestError::new(400, code, "statement exceeds the maximum length of 100000 characters"));
    }
    let mut input = statement;
    let mut found = Vec::new();
    loop {
        skip_space(&mut input);
        if input.is_empty() {
            return Ok(found);
        }
        let at = statement.len() - input.len();
        match token.parse_next(&mut input) {
            Ok(token) => found.push(Placed { token, at }),
            Err(_) => return Err(unexpected(statement, at, code)),
        }
    }
}

/// `unexpected token` with the fragment, a caret and the position, as the platform writes it.
pub fn unexpected(statement: &str, at: usize, code: &'static str) -> RestError {
    let start = statement.floor_char_boundary(at.saturating_sub(40));
    let end = statement.ceil_char_boundary(at.saturating_add(40).min(statement.len()));
    let column = statement.get(..at).map_or(at, |before| before.chars().count()) + 1;
    let caret = " ".repeat(statement.get(start..at).map_or(0, |before| before.chars().count()));
    let word: String =
        statement.get(at..).unwrap_or_default().chars().take_while(|c| !c.is_whitespace()).take(40).collect();
    let what = if word.is_empty() { String::from("<EOF>") } else { format!("'{word}'") };
    RestError::new(
        400,
        code,
        format!(
            "\n{}\n{caret}^\nERROR at Row:1:Column:{column}\nunexpected token: {what}",
            statement.get(start..end).unwrap_or_default()
        ),
    )
}

fn skip_space(input: &mut &str) {
    let skipped: ModalResult<&str> = multispace0.parse_next(input);
    drop(skipped);
}

fn token(input: &mut &str) -> ModalResult<Token> {
    alt((
        quoted.map(Token::Text),
        braced.map(Token::Braced),
        number.map(Token::Number),
        word.map(Token::Word),
        symbol.map(Token::Symbol),
    ))
    .parse_next(input)
}

fn word(input: &mut &str) -> ModalResult<String> {
    (
        one_of(|c: char| c.is_ascii_alphabetic() || c == '_'),
        take_while(0.., |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.'),
    )
        .take()
        .map(String::from)
        .parse_next(input)
}

fn number(input: &mut &str) -> ModalResult<String> {
    (
        opt(one_of(['-', '+'])),
        one_of(|c: char| c.is_ascii_digit()),
        take_while(0.., |c: char| c.is_ascii_alphanumeric() || matches!(c, ':' | '.' | '+' | '-')),
    )
        .take()
        .map(String::from)
        .parse_next(input)
}

fn symbol(input: &mut &str) -> ModalResult<&'static str> {
    let comparison = alt((
        literal("<=").value("<="),
        literal(">=").value(">="),
        literal("!=").value("!="),
        literal("<>").value("!="),
        literal("=").value("="),
        literal("<").value("<"),
        literal(">").value(">"),
    ));
    let punctuation = alt((
        literal("(").value("("),
        literal(")").value(")"),
        literal(",").value(","),
        literal(":").value(":"),
    ));
    alt((comparison, punctuation)).parse_next(input)
}

/// `{…}` where a backslash keeps the next character, a closing brace included.
fn braced(input: &mut &str) -> ModalResult<String> {
    let inside = repeat::<_, _, (), _, _>(0.., alt((('\\', any).void(), none_of(['}', '\\']).void()))).take();
    delimited('{', inside, '}').map(String::from).parse_next(input)
}

enum Piece {
    Plain(char),
    WildEscape(char),
}

fn quoted(input: &mut &str) -> ModalResult<Quoted> {
    let pieces = repeat(0.., alt((preceded('\\', escape), none_of(['\'', '\\']).map(Piece::Plain)))).fold(
        Quoted::default,
        |mut quoted: Quoted, piece| {
            match piece {
                Piece::Plain(c) => {
                    quoted.value.push(c);
                    quoted.pattern.push(match c {
                        '%' => Wild::Any,
                        '_' => Wild::One,
                        other => Wild::Char(other),
                    });
                }
                Piece::WildEscape(c) => {
                    quoted.value.push(c);
                    quoted.pattern.push(Wild::Char(c));
                    quoted.has_wild_escape = true;
                }
            }
            quoted
        },
    );
    delimited('\'', pieces, '\'').parse_next(input)
}

fn escape(input: &mut &str) -> ModalResult<Piece> {
    let plain = |c: char| Piece::Plain(c);
    match any.parse_next(input)? {
        'n' | 'N' => Ok(plain('\n')),
        'r' | 'R' => Ok(plain('\r')),
        't' | 'T' => Ok(plain('\t')),
        'b' | 'B' => Ok(plain('\u{8}')),
        'f' | 'F' => Ok(plain('\u{c}')),
        c @ ('"' | '\'' | '\\') => Ok(plain(c)),
        c @ ('_' | '%') => Ok(Piece::WildEscape(c)),
        'u' => {
            let hex = take_while(4..=4, |c: char| c.is_ascii_hexdigit()).parse_next(input)?;
            let code = u32::from_str_radix(hex, 16).ok().and_then(char::from_u32);
            code.map(plain).ok_or_else(|| ErrMode::Backtrack(ContextError::new()))
        }
        _ => Err(ErrMode::Backtrack(ContextError::new())),
    }
}
