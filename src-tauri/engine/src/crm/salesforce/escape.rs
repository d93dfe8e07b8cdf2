//! The only places where a text becomes part of a query.

/// Puts a text between SOSL's braces or quotes: every reserved character gets its backslash
/// (salesforce.md 4.3). Control characters end a word, as any other separator does.
pub fn sosl(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        if character.is_control() {
            escaped.push(' ');
            continue;
        }
        if r#"?&|!{}[]()^~*:\"'+-"#.contains(character) {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

/// Makes a text a SOQL string literal, quotes included (salesforce.md 4.6).
pub fn soql(text: &str) -> String {
    let mut literal = String::with_capacity(text.len() + 2);
    literal.push('\'');
    for character in text.chars() {
        match character {
            '\'' | '\\' | '"' => {
                literal.push('\\');
                literal.push(character);
            }
            '\n' => literal.push_str("\\n"),
            '\r' => literal.push_str("\\r"),
            '\t' => literal.push_str("\\t"),
            character if character.is_control() => literal.push(' '),
            character => literal.push(character),
        }
    }
    literal.push('\'');
    literal
}

/// A SOQL literal for `LIKE` that finds `text` anywhere, its own wildcards taken as they are
/// (salesforce.md 4.6).
pub fn soql_anywhere(text: &str) -> String {
    let literal = soql(text);
    let inner = &literal[1..literal.len() - 1];
    format!("'%{}%'", inner.replace('%', "\\%").replace('_', "\\_"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn known_texts() {
        assert_eq!(sosl("+34915551234"), r"\+34915551234");
        assert_eq!(sosl("O'Neil"), r"O\'Neil");
        assert_eq!(sosl("a-b@x.com"), r"a\-b@x.com");
        assert_eq!(sosl("a} RETURNING User(Id"), r"a\} RETURNING User\(Id");
        assert_eq!(soql("O'Neil\n\\"), r"'O\'Neil\n\\'");
        assert_eq!(soql_anywhere("5 % o_k' \\"), r"'%5 \% o\_k\' \\%'");
    }

    /// What Salesforce reads back out of a literal.
    fn read_soql(literal: &str) -> Option<String> {
        let inner = literal.strip_prefix('\'')?.strip_suffix('\'')?;
        let mut text = String::new();
        let mut characters = inner.chars();
        while let Some(character) = characters.next() {
            match character {
                '\'' => return None,
                '\\' => match characters.next()? {
                    'n' => text.push('\n'),
                    'r' => text.push('\r'),
                    't' => text.push('\t'),
                    same @ ('\'' | '"' | '\\') => text.push(same),
                    _ => return None,
                },
                character => text.push(character),
            }
        }
        Some(text)
    }

    fn is_reserved(character: char) -> bool {
        r#"?&|!{}[]()^~*:\"'+-"#.contains(character)
    }

    proptest! {
        #[test]
        fn a_literal_reads_back_as_it_was(text in "[^\u{0}-\u{8}\u{b}\u{c}\u{e}-\u{1f}\u{7f}-\u{9f}]*") {
            let read = read_soql(&soql(&text));
            prop_assert_eq!(read.as_deref(), Some(text.as_str()));
        }

        #[test]
        fn any_literal_ends_where_it_should(text in any::<String>()) {
            prop_assert!(read_soql(&soql(&text)).is_some());
        }

        #[test]
        fn nothing_reserved_stays_bare(text in any::<String>()) {
            let escaped = sosl(&text);
            let mut characters = escaped.chars();
            while let Some(character) = characters.next() {
                if character == '\\' {
                    prop_assert!(characters.next().is_some_and(is_reserved));
                } else {
                    prop_assert!(!is_reserved(character), "{} in {}", character, escaped);
                    prop_assert!(!character.is_control());
                }
            }
        }
    }
}
