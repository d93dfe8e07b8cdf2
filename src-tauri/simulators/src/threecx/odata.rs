//! The part of OData v4 the Configuration API is asked for (`3cx.md` 3.1): `$filter`, `$orderby`, `$select`, `$top`,
//! `$skip`, `$count`, `$search`. Rows are plain JSON objects.

use std::cmp::Ordering;

use serde_json::{Map, Value};

/// Parentheses and `not` inside each other; a filter written by a program stays far below.
const DEPTH_MAX: usize = 20;
/// Longest filter read.
const FILTER_CHARS_MAX: usize = 4_000;

/// Why a query cannot be answered; the text goes out in the error body.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum QueryError {
    #[error("The query specified in the URI is not valid. Syntax error at \"{0}\".")]
    Syntax(String),
    #[error("The query specified in the URI is not valid. Could not find a property named '{0}'.")]
    NoField(String),
    #[error("The query specified in the URI is not valid. It is too deep or too long.")]
    TooBig,
}

#[derive(Debug, Default)]
pub(super) struct Query {
    filter: Option<Filter>,
    order: Option<(String, bool)>,
    pub(super) select: Vec<String>,
    pub(super) top: Option<usize>,
    pub(super) skip: usize,
    pub(super) count: bool,
    search: String,
}

#[derive(Debug)]
enum Filter {
    And(Box<Filter>, Box<Filter>),
    Or(Box<Filter>, Box<Filter>),
    Not(Box<Filter>),
    Compare(Operand, &'static str, Operand),
    Function(&'static str, Operand, Operand),
}

#[derive(Debug)]
enum Operand {
    Field(String),
    Lower(Box<Operand>),
    Literal(Value),
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Open,
    Close,
    Comma,
    Word(String),
    Text(String),
}

impl Query {
    /// Reads the query string; `+` and `%20` are both blanks.
    pub(super) fn parse(query: &str) -> Result<Self, QueryError> {
        let mut parsed = Self::default();
        let number = |text: &str| text.trim().parse().map_err(|_| QueryError::Syntax(text.to_owned()));
        for (key, value) in url::form_urlencoded::parse(query.as_bytes()) {
            match key.as_ref() {
                "$filter" => parsed.filter = Some(Filter::parse(&value)?),
                "$orderby" => {
                    let mut words = value.split(',').next().unwrap_or_default().split_whitespace();
                    let field = words.next().map(str::to_owned);
                    let descending = words.next().is_some_and(|word| word.eq_ignore_ascii_case("desc"));
                    parsed.order = field.map(|field| (field, descending));
                }
                "$select" => {
                    parsed.select = value
                        .split(',')
                        .map(|field| field.trim().to_owned())
                        .filter(|field| !field.is_empty())
                        .collect()
                }
                "$top" => parsed.top = Some(number(&value)?),
                "$skip" => parsed.skip = number(&value)?,
                "$count" => parsed.count = value.eq_ignore_ascii_case("true"),
                "$search" => parsed.search = value.trim_matches(['"', ' ']).to_lowercase(),
                // Options this server does not know change nothing.
                _ => {}
            }
        }
        Ok(parsed)
    }

    /// The rows that match, in order, before paging and selecting.
    pub(super) fn matching(
        &self,
        rows: Vec<Map<String, Value>>,
    ) -> Result<Vec<Map<String, Value>>, QueryError> {
        if let Some(unknown) = rows.first().and_then(|row| self.unknown_field(row)) {
            return Err(QueryError::NoField(unknown.to_owned()));
        }
        let found = |row: &Map<String, Value>| {
            self.search.is_empty()
                || row.values().any(|value| {
                    value.as_str().is_some_and(|text| text.to_lowercase().contains(&self.search))
                })
        };
        let mut rows: Vec<_> = rows
            .into_iter()
            .filter(|row| found(row) && self.filter.as_ref().is_none_or(|filter| filter.holds(row)))
            .collect();
        if let Some((field, descending)) = &self.order {
            let key = |row: &Map<String, Value>| row.get(field).cloned().unwrap_or(Value::Null);
            rows.sort_by(|left, right| compare(&key(left), &key(right)).unwrap_or(Ordering::Equal));
            if *descending {
                rows.reverse();
            }
        }
        Ok(rows)
    }

    fn unknown_field<'a>(&'a self, row: &Map<String, Value>) -> Option<&'a str> {
        let mut named: Vec<&str> = self.select.iter().map(String::as_str).collect();
        named.extend(self.order.iter().map(|(field, _)| field.as_str()));
        if let Some(filter) = &self.filter {
            filter.fields(&mut named);
        }
        named.into_iter().find(|field| *field != "*" && !row.contains_key(*field))
    }

    /// For a set that keeps an order of its own, whatever is asked.
    pub(super) fn forget_order(&mut self) {
        self.order = None;
    }

    pub(super) fn selected(&self, row: &Map<String, Value>) -> Value {
        if self.select.is_empty() || self.select.iter().any(|field| field == "*") {
            return Value::Object(row.clone());
        }
        let field = |name: &String| row.get(name).map(|value| (name.clone(), value.clone()));
        Value::Object(self.select.iter().filter_map(field).collect())
    }
}

impl Filter {
    fn parse(text: &str) -> Result<Self, QueryError> {
        if text.chars().count() > FILTER_CHARS_MAX {
            return Err(QueryError::TooBig);
        }
        let tokens = tokens(text)?;
        let mut parser = Parser { tokens: &tokens, depth: 0 };
        let filter = parser.or()?;
        match parser.tokens.first() {
            None => Ok(filter),
            Some(rest) => Err(QueryError::Syntax(format!("{rest:?}"))),
        }
    }

    fn holds(&self, row: &Map<String, Value>) -> bool {
        match self {
            Filter::And(left, right) => left.holds(row) && right.holds(row),
            Filter::Or(left, right) => left.holds(row) || right.holds(row),
            Filter::Not(inner) => !inner.holds(row),
            Filter::Compare(left, operator, right) => {
                let (left, right) = (left.value(row), right.value(row));
                let order = compare(&left, &right);
                match *operator {
                    "eq" => left == right || order == Some(Ordering::Equal),
                    "ne" => left != right && order != Some(Ordering::Equal),
                    "gt" => order == Some(Ordering::Greater),
                    "ge" => matches!(order, Some(Ordering::Greater | Ordering::Equal)),
                    "lt" => order == Some(Ordering::Less),
                    _ => matches!(order, Some(Ordering::Less | Ordering::Equal)),
                }
            }
            Filter::Function(name, field, part) => {
                let (field, part) = (field.value(row), part.value(row));
                let (Some(field), Some(part)) = (field.as_str(), part.as_str()) else { return false };
                match *name {
                    "contains" => field.contains(part),
                    "startswith" => field.starts_with(part),
                    _ => field.ends_with(part),
                }
            }
        }
    }

    fn fields<'a>(&'a self, into: &mut Vec<&'a str>) {
        match self {
            Filter::And(left, right) | Filter::Or(left, right) => {
                left.fields(into);
                right.fields(into);
            }
            Filter::Not(inner) => inner.fields(into),
            Filter::Compare(left, _, right) | Filter::Function(_, left, right) => {
                into.extend(left.field());
                into.extend(right.field());
            }
        }
    }
}

impl Operand {
    fn value(&self, row: &Map<String, Value>) -> Value {
        match self {
            Operand::Field(name) => row.get(name).cloned().unwrap_or(Value::Null),
            Operand::Literal(value) => value.clone(),
            Operand::Lower(inner) => {
                let value = inner.value(row);
                value.as_str().map(|text| Value::from(text.to_lowercase())).unwrap_or(value)
            }
        }
    }

    fn field(&self) -> Option<&str> {
        match self {
            Operand::Field(name) => Some(name),
            Operand::Lower(inner) => inner.field(),
            Operand::Literal(_) => None,
        }
    }
}

fn compare(left: &Value, right: &Value) -> Option<Ordering> {
    match (left, right) {
        (Value::String(left), Value::String(right)) => {
            // Date-times are compared as times: fractions of a second may be there or not.
            let times = left.parse::<jiff::Timestamp>().ok().zip(right.parse::<jiff::Timestamp>().ok());
            Some(times.map_or_else(|| left.cmp(right), |(left, right)| left.cmp(&right)))
        }
        (Value::Number(left), Value::Number(right)) => left.as_f64()?.partial_cmp(&right.as_f64()?),
        (Value::Bool(left), Value::Bool(right)) => Some(left.cmp(right)),
        _ => None,
    }
}

fn tokens(text: &str) -> Result<Vec<Token>, QueryError> {
    let mut tokens = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            char if char.is_whitespace() => {}
            '(' => tokens.push(Token::Open),
            ')' => tokens.push(Token::Close),
            ',' => tokens.push(Token::Comma),
            '\'' => {
                let mut literal = String::new();
                loop {
                    match chars.next() {
                        // An inner quote is doubled.
                        Some('\'') if chars.next_if_eq(&'\'').is_some() => literal.push('\''),
                        Some('\'') => break,
                        Some(inner) => literal.push(inner),
                        None => return Err(QueryError::Syntax(literal)),
                    }
                }
                tokens.push(Token::Text(literal));
            }
            first => {
                let mut word = String::from(first);
                while let Some(next) = chars.next_if(|next| !next.is_whitespace() && !"(),'".contains(*next))
                {
                    word.push(next);
                }
                tokens.push(Token::Word(word));
            }
        }
    }
    Ok(tokens)
}

struct Parser<'a> {
    tokens: &'a [Token],
    depth: usize,
}

impl Parser<'_> {
    fn next(&mut self) -> Option<Token> {
        let (first, rest) = self.tokens.split_first()?;
        self.tokens = rest;
        Some(first.clone())
    }

    fn take(&mut self, expected: &Token) -> Result<(), QueryError> {
        match self.next() {
            Some(token) if token == *expected => Ok(()),
            other => Err(QueryError::Syntax(format!("{other:?}"))),
        }
    }

    fn take_word(&mut self, word: &str) -> bool {
        let there = matches!(self.tokens.first(), Some(Token::Word(next)) if next.eq_ignore_ascii_case(word));
        if there {
            self.next();
        }
        there
    }

    fn or(&mut self) -> Result<Filter, QueryError> {
        let mut left = self.and()?;
        while self.take_word("or") {
            left = Filter::Or(Box::new(left), Box::new(self.and()?));
        }
        Ok(left)
    }

    fn and(&mut self) -> Result<Filter, QueryError> {
        let mut left = self.term()?;
        while self.take_word("and") {
            left = Filter::And(Box::new(left), Box::new(self.term()?));
        }
        Ok(left)
    }

    fn term(&mut self) -> Result<Filter, QueryError> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err(QueryError::TooBig);
        }
        let term = if self.take_word("not") {
            Filter::Not(Box::new(self.term()?))
        } else if self.tokens.first() == Some(&Token::Open) {
            self.next();
            let inner = self.or()?;
            self.take(&Token::Close)?;
            inner
        } else {
            self.comparison()?
        };
        self.depth -= 1;
        Ok(term)
    }

    fn comparison(&mut self) -> Result<Filter, QueryError> {
        for name in ["contains", "startswith", "endswith"] {
            if self.take_word(name) {
                self.take(&Token::Open)?;
                let field = self.operand()?;
                self.take(&Token::Comma)?;
                let part = self.operand()?;
                self.take(&Token::Close)?;
                return Ok(Filter::Function(name, field, part));
            }
        }
        let left = self.operand()?;
        let operator =
            ["eq", "ne", "gt", "ge", "lt", "le"].into_iter().find(|operator| self.take_word(operator));
        let operator = operator.ok_or_else(|| QueryError::Syntax(format!("{:?}", self.tokens.first())))?;
        Ok(Filter::Compare(left, operator, self.operand()?))
    }

    fn operand(&mut self) -> Result<Operand, QueryError> {
        if self.take_word("tolower") {
            self.take(&Token::Open)?;
            let Some(Token::Word(field)) = self.next() else {
                return Err(QueryError::Syntax("tolower".to_owned()));
            };
            self.take(&Token::Close)?;
            return Ok(Operand::Lower(Box::new(Operand::Field(field))));
        }
        match self.next() {
            Some(Token::Text(text)) => Ok(Operand::Literal(Value::String(text))),
            Some(Token::Word(word)) => Ok(match word.as_str() {
                "true" => Operand::Literal(Value::Bool(true)),
                "false" => Operand::Literal(Value::Bool(false)),
                "null" => Operand::Literal(Value::Null),
                number if number.starts_with(|first: char| first.is_ascii_digit() || first == '-') => {
                    Operand::Literal(number.parse().unwrap_or(Value::String(word)))
                }
                _ => Operand::Field(word),
            }),
            other => Err(QueryError::Syntax(format!("{other:?}"))),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn rows() -> Vec<Map<String, Value>> {
        let row = |number: &str, email: &str, id: u32| {
            json!({ "Number": number, "EmailAddress": email, "Id": id }).as_object().cloned().unwrap()
        };
        vec![
            row("812", "Mara@x.example", 29),
            row("813", "tom@x.example", 30),
            row("9", "o'brien@x.example", 31),
        ]
    }

    fn check(query: &str, expected: &[&str]) {
        let found = Query::parse(query).unwrap().matching(rows()).unwrap();
        let numbers: Vec<_> = found.iter().map(|row| row["Number"].as_str().unwrap()).collect();
        assert_eq!(numbers, expected, "{query}");
    }

    #[test]
    fn filters_select_rows() {
        check("$filter=Number eq '812'", &["812"]);
        check("$filter=Number+eq+%27812%27", &["812"]);
        check("$filter=tolower(EmailAddress) eq 'mara@x.example'", &["812"]);
        check("$filter=EmailAddress eq 'mara@x.example'", &[]);
        check("$filter=EmailAddress eq 'o''brien@x.example'", &["9"]);
        check("$filter=contains(EmailAddress,'@x') and not (Id ge 31 or Number eq '812')", &["813"]);
        check("$filter=startswith(Number,'81')&$orderby=Number desc", &["813", "812"]);
        check("$search=BRIEN", &["9"]);
    }

    #[test]
    fn nonsense_is_refused() {
        for text in [
            "Number eq",
            "eq eq eq eq",
            "(Number eq '1'",
            "Number eq 'x",
            "Number like 'x'",
            "Number eq '1' '2'",
        ] {
            assert!(Filter::parse(text).is_err(), "{text}");
        }
        assert_eq!(Filter::parse(&format!("{}Id eq 1", "not ".repeat(200))).unwrap_err(), QueryError::TooBig);
        let unknown = Query::parse("$filter=Nowhere eq 1").unwrap().matching(rows());
        assert_eq!(unknown, Err(QueryError::NoField("Nowhere".to_owned())));
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_parser(text in "\\PC{0,80}") {
            let _ = Query::parse(&text);
            if let Ok(filter) = Filter::parse(&text) {
                for row in rows() {
                    let _ = filter.holds(&row);
                }
            }
        }

        #[test]
        fn no_mix_of_words_breaks_the_parser(words in prop::collection::vec(
            prop::sample::select(vec!["Number", "eq", "and", "or", "not", "(", ")", "'a'", "contains", ",", "1", "tolower"]), 0..40)) {
            let _ = Filter::parse(&words.join(" "));
        }
    }
}
