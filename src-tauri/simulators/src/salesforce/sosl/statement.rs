//! `FIND {…} IN … FIELDS RETURNING …` to a search.

use jiff::civil::Date;

use super::{Returning, Scope, Search, find};
use crate::salesforce::error::RestError;
use crate::salesforce::soql::parse::{OFFSET_MAX, Parser};

/// Objects one statement may return; the platform's cap.
const OBJECTS_MAX: usize = 20;

pub fn parse(statement: &str, today: Date) -> Result<Search, RestError> {
    let mut parser = Parser::new(statement, "MALFORMED_SEARCH", today)?;
    parser.expect_word("FIND")?;
    let find = find::parse(&parser.braced()?, true)?;
    let mut scope = Scope::All;
    if parser.take_word("IN") {
        scope = Scope::parse(&parser.word()?).ok_or_else(|| parser.refuse())?;
        parser.expect_word("FIELDS")?;
    }
    let mut returning = Vec::new();
    if parser.take_word("RETURNING") {
        returning.push(returned(&mut parser)?);
        while parser.take_symbol(",") {
            returning.push(returned(&mut parser)?);
        }
        if returning.len() > OBJECTS_MAX {
            return Err(RestError::new(400, "MALFORMED_SEARCH", "too many objects in the RETURNING clause"));
        }
    }
    let mut with_labels = false;
    while parser.take_word("WITH") {
        with_labels |= with_clause(&mut parser)?;
    }
    let limit = if parser.take_word("LIMIT") { Some(parser.count()?) } else { None };
    if parser.take_word("UPDATE") && !parser.take_word("VIEWSTAT") && !parser.take_word("TRACKING") {
        return Err(parser.refuse());
    }
    parser.end()?;
    if returning.len() > 1 && returning.iter().any(|one| one.offset > 0) {
        return Err(RestError::new(400, "MALFORMED_SEARCH", "OFFSET is allowed for a single object only"));
    }
    Ok(Search { find, scope, returning, limit, with_labels })
}

fn returned(parser: &mut Parser<'_>) -> Result<Returning, RestError> {
    let mut returning = Returning {
        sobject: parser.word()?,
        fields: Vec::new(),
        filter: None,
        order: Vec::new(),
        limit: None,
        offset: 0,
    };
    if !parser.take_symbol("(") {
        return Ok(returning);
    }
    returning.fields.push(parser.word()?);
    while parser.take_symbol(",") {
        returning.fields.push(parser.word()?);
    }
    if parser.take_word("WHERE") {
        returning.filter = Some(parser.condition(0)?);
    }
    returning.order = parser.order_by()?;
    if parser.take_word("LIMIT") {
        returning.limit = Some(parser.count()?);
    }
    if parser.take_word("OFFSET") {
        returning.offset = parser.count()?;
        if returning.offset > OFFSET_MAX {
            return Err(parser.refuse());
        }
    }
    parser.expect_symbol(")")?;
    Ok(returning)
}

/// `WITH NAME = 'value'`; tells whether it asked for labels.
fn with_clause(parser: &mut Parser<'_>) -> Result<bool, RestError> {
    let name = parser.word()?;
    parser.expect_symbol("=")?;
    let value = parser.text_or_word()?;
    Ok(name.eq_ignore_ascii_case("METADATA") && value.eq_ignore_ascii_case("LABELS"))
}
