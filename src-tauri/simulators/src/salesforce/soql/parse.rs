//! Tokens to a query. Recursive descent with a bounded depth; refuses with the platform's words and position.

use jiff::civil::Date;

use super::literal;
use super::token::{Placed, Token, tokens, unexpected};
use super::{Condition, Literal, Operator, Order, Query, Select};
use crate::salesforce::error::RestError;

/// Parentheses and sub-queries nested deeper than any real client writes.
const DEPTH_MAX: usize = 32;
/// Offsets beyond this are refused (salesforce.md 4.6).
pub const OFFSET_MAX: usize = 2000;
/// A text literal in a condition is at most this long (salesforce.md 4.6).
const TEXT_MAX: usize = 4000;

pub fn query(statement: &str, today: Date) -> Result<Query, RestError> {
    let mut parser = Parser::new(statement, "MALFORMED_QUERY", today)?;
    let query = parser.query(0)?;
    parser.end()?;
    Ok(query)
}

pub struct Parser<'text> {
    statement: &'text str,
    code: &'static str,
    tokens: Vec<Placed>,
    position: usize,
    today: Date,
}

impl<'text> Parser<'text> {
    pub fn new(statement: &'text str, code: &'static str, today: Date) -> Result<Self, RestError> {
        Ok(Self { statement, code, tokens: tokens(statement, code)?, position: 0, today })
    }

    pub fn end(&self) -> Result<(), RestError> {
        if self.position < self.tokens.len() { Err(self.refuse()) } else { Ok(()) }
    }

    /// The refusal at the current token.
    pub fn refuse(&self) -> RestError {
        let at = self.tokens.get(self.position).map_or(self.statement.len(), |placed| placed.at);
        unexpected(self.statement, at, self.code)
    }

    pub fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.position).map(|placed| &placed.token)
    }

    fn peek_second(&self) -> Option<&Token> {
        self.tokens.get(self.position + 1).map(|placed| &placed.token)
    }

    pub fn take_symbol(&mut self, symbol: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Symbol(next)) if *next == symbol);
        if found {
            self.position += 1;
        }
        found
    }

    pub fn expect_symbol(&mut self, symbol: &str) -> Result<(), RestError> {
        if self.take_symbol(symbol) { Ok(()) } else { Err(self.refuse()) }
    }

    pub fn is_word(&self, word: &str) -> bool {
        matches!(self.peek(), Some(Token::Word(next)) if next.eq_ignore_ascii_case(word))
    }

    pub fn take_word(&mut self, word: &str) -> bool {
        let found = self.is_word(word);
        if found {
            self.position += 1;
        }
        found
    }

    pub fn expect_word(&mut self, word: &str) -> Result<(), RestError> {
        if self.take_word(word) { Ok(()) } else { Err(self.refuse()) }
    }

    pub fn word(&mut self) -> Result<String, RestError> {
        match self.peek() {
            Some(Token::Word(word)) if !word.ends_with('.') && !word.contains("..") => {
                let word = word.clone();
                self.position += 1;
                Ok(word)
            }
            Some(
                Token::Word(_) | Token::Text(_) | Token::Number(_) | Token::Braced(_) | Token::Symbol(_),
            )
            | None => Err(self.refuse()),
        }
    }

    pub fn braced(&mut self) -> Result<String, RestError> {
        match self.peek() {
            Some(Token::Braced(text)) => {
                let text = text.clone();
                self.position += 1;
                Ok(text)
            }
            Some(Token::Word(_) | Token::Text(_) | Token::Number(_) | Token::Symbol(_)) | None => {
                Err(self.refuse())
            }
        }
    }

    /// A quoted text or a bare word, for clauses that only carry a setting.
    pub fn text_or_word(&mut self) -> Result<String, RestError> {
        if let Some(Token::Text(quoted)) = self.peek() {
            let value = quoted.value.clone();
            self.position += 1;
            return Ok(value);
        }
        self.word()
    }

    pub fn count(&mut self) -> Result<usize, RestError> {
        let count = match self.peek() {
            Some(Token::Number(text)) => text.parse().ok(),
            Some(Token::Word(_) | Token::Text(_) | Token::Braced(_) | Token::Symbol(_)) | None => None,
        };
        let count = count.ok_or_else(|| self.refuse())?;
        self.position += 1;
        Ok(count)
    }

    fn query(&mut self, depth: usize) -> Result<Query, RestError> {
        if depth > DEPTH_MAX {
            return Err(self.refuse());
        }
        self.expect_word("SELECT")?;
        let mut select = vec![self.select_item(depth)?];
        while self.take_symbol(",") {
            select.push(self.select_item(depth)?);
        }
        self.expect_word("FROM")?;
        let from = self.word()?;
        let filter = if self.take_word("WHERE") { Some(self.condition(depth)?) } else { None };
        let mut group_by = Vec::new();
        if self.take_word("GROUP") {
            self.expect_word("BY")?;
            group_by.push(self.word()?);
            while self.take_symbol(",") {
                group_by.push(self.word()?);
            }
        }
        let order = self.order_by()?;
        let limit = if self.take_word("LIMIT") { Some(self.count()?) } else { None };
        let offset = if self.take_word("OFFSET") { Some(self.count()?) } else { None };
        if self.take_word("FOR") && !self.take_word("VIEW") && !self.take_word("REFERENCE") {
            return Err(self.refuse());
        }
        if offset.is_some_and(|offset| offset > OFFSET_MAX) {
            return Err(RestError::new(
                400,
                "NUMBER_OUTSIDE_VALID_RANGE",
                "Maximum SOQL offset allowed is 2000",
            ));
        }
        Ok(Query { select, from, filter, group_by, order, limit, offset })
    }

    fn select_item(&mut self, depth: usize) -> Result<Select, RestError> {
        if self.take_symbol("(") {
            let child = self.query(depth + 1)?;
            self.expect_symbol(")")?;
            return Ok(Select::Child(Box::new(child)));
        }
        let counts = self.is_word("COUNT") && matches!(self.peek_second(), Some(Token::Symbol("(")));
        let word = self.word()?;
        if !counts {
            return Ok(Select::Field(word));
        }
        self.expect_symbol("(")?;
        if self.take_symbol(")") {
            return Ok(Select::Count);
        }
        let path = self.word()?;
        self.expect_symbol(")")?;
        let alias = matches!(self.peek(), Some(Token::Word(_))) && !self.is_word("FROM");
        let alias = if alias { Some(self.word()?) } else { None };
        Ok(Select::CountField { path, alias })
    }

    pub fn order_by(&mut self) -> Result<Vec<Order>, RestError> {
        let mut order = Vec::new();
        if !self.take_word("ORDER") {
            return Ok(order);
        }
        self.expect_word("BY")?;
        loop {
            let path = self.word()?;
            let descending = self.take_word("DESC");
            if !descending {
                self.take_word("ASC");
            }
            let mut nulls_last = false;
            if self.take_word("NULLS") {
                nulls_last = self.take_word("LAST");
                if !nulls_last {
                    self.expect_word("FIRST")?;
                }
            }
            order.push(Order { path, descending, nulls_last });
            if !self.take_symbol(",") {
                return Ok(order);
            }
        }
    }

    /// AND and OR may not meet without parentheses, as on the platform.
    pub fn condition(&mut self, depth: usize) -> Result<Condition, RestError> {
        let first = self.negatable(depth + 1)?;
        let mut all = vec![first];
        if self.is_word("AND") {
            while self.take_word("AND") {
                all.push(self.negatable(depth + 1)?);
            }
            if self.is_word("OR") { Err(self.refuse()) } else { Ok(Condition::And(all)) }
        } else if self.is_word("OR") {
            while self.take_word("OR") {
                all.push(self.negatable(depth + 1)?);
            }
            if self.is_word("AND") { Err(self.refuse()) } else { Ok(Condition::Or(all)) }
        } else {
            Ok(Condition::And(all))
        }
    }

    fn negatable(&mut self, depth: usize) -> Result<Condition, RestError> {
        if depth > DEPTH_MAX {
            return Err(RestError::new(
                400,
                "QUERY_TOO_COMPLICATED",
                "Query is either selecting too many fields or the filter conditions are too complicated.",
            ));
        }
        if self.take_word("NOT") {
            return Ok(Condition::Not(Box::new(self.negatable(depth + 1)?)));
        }
        if self.take_symbol("(") {
            let inside = self.condition(depth + 1)?;
            self.expect_symbol(")")?;
            return Ok(inside);
        }
        self.comparison(depth)
    }

    fn comparison(&mut self, depth: usize) -> Result<Condition, RestError> {
        let path = self.word()?;
        let negated = self.take_word("NOT");
        if self.take_word("IN") {
            return self.membership(path, negated, depth);
        }
        if negated {
            return Err(self.refuse());
        }
        let operator = self.operator()?;
        if operator == Operator::Like && !matches!(self.peek(), Some(Token::Text(_))) {
            return Err(self.refuse());
        }
        let literal = self.literal(operator == Operator::Like)?;
        Ok(Condition::Compare { path, operator, literal })
    }

    fn operator(&mut self) -> Result<Operator, RestError> {
        const SYMBOLS: [(&str, Operator); 6] = [
            ("=", Operator::Equal),
            ("!=", Operator::NotEqual),
            ("<", Operator::Less),
            ("<=", Operator::LessOrEqual),
            (">", Operator::Greater),
            (">=", Operator::GreaterOrEqual),
        ];
        for (symbol, operator) in SYMBOLS {
            if self.take_symbol(symbol) {
                return Ok(operator);
            }
        }
        if self.take_word("LIKE") { Ok(Operator::Like) } else { Err(self.refuse()) }
    }

    fn membership(&mut self, path: String, negated: bool, depth: usize) -> Result<Condition, RestError> {
        self.expect_symbol("(")?;
        if self.is_word("SELECT") {
            let query = Box::new(self.query(depth + 1)?);
            self.expect_symbol(")")?;
            return Ok(Condition::InQuery { path, negated, query });
        }
        let mut literals = vec![self.literal(false)?];
        while self.take_symbol(",") {
            literals.push(self.literal(false)?);
        }
        self.expect_symbol(")")?;
        Ok(Condition::In { path, negated, literals })
    }

    fn literal(&mut self, is_pattern: bool) -> Result<Literal, RestError> {
        let found = match self.peek() {
            Some(Token::Text(quoted)) if quoted.has_wild_escape && !is_pattern => None,
            Some(Token::Text(quoted)) if quoted.value.chars().count() > TEXT_MAX => None,
            Some(Token::Text(quoted)) => {
                Some(Literal::Text { value: quoted.value.clone(), pattern: quoted.pattern.clone() })
            }
            Some(Token::Number(text)) => literal::of_number(text),
            Some(Token::Word(word)) if literal::wants_count(word) => return self.counted_days(),
            Some(Token::Word(word)) => match word.to_ascii_lowercase().as_str() {
                "null" => Some(Literal::Null),
                "true" => Some(Literal::Boolean(true)),
                "false" => Some(Literal::Boolean(false)),
                _ => literal::of_word(word, 0, self.today),
            },
            Some(Token::Braced(_) | Token::Symbol(_)) | None => None,
        };
        let found = found.ok_or_else(|| self.refuse())?;
        self.position += 1;
        Ok(found)
    }

    fn counted_days(&mut self) -> Result<Literal, RestError> {
        let word = self.word()?;
        self.expect_symbol(":")?;
        let count = self.count()?;
        literal::of_word(&word, i64::try_from(count).unwrap_or(i64::MAX), self.today)
            .ok_or_else(|| self.refuse())
    }
}
