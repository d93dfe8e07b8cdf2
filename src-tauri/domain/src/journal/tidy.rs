//! What an empty value takes with it: the blank beside it, brackets around it, its line. Only what
//! the text itself put there; values stay as they are.

/// A character of a rendered text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Glyph {
    /// Written in the text.
    Text(char),
    /// Part of a value.
    Value(char),
    /// An empty value stood here.
    Hole,
}

const BRACKETS: [(char, char); 7] =
    [('(', ')'), ('[', ']'), ('{', '}'), ('<', '>'), ('“', '”'), ('„', '“'), ('"', '"')];

/// Punctuation that stands right behind what it follows.
const CLOSING: [char; 6] = [',', ';', '.', ':', '!', '?'];

/// The text without holes and without what they leave stray.
pub(crate) fn tidy(glyphs: Vec<Glyph>) -> String {
    let lines = glyphs.split(|glyph| *glyph == Glyph::Text('\n')).filter_map(tidy_line).collect::<Vec<_>>();
    lines.join("\n").trim_end().to_owned()
}

/// `None`: nothing but holes was in it.
fn tidy_line(line: &[Glyph]) -> Option<String> {
    let mut line = line.to_vec();
    let had_hole = line.contains(&Glyph::Hole);
    while let Some(at) = line.iter().position(|glyph| *glyph == Glyph::Hole) {
        fill(&mut line, at);
    }
    if had_hole {
        while line.last().is_some_and(is_blank) {
            line.pop();
        }
    }
    let text: String = line.iter().filter_map(Glyph::shown).collect();
    (!had_hole || !text.trim().is_empty()).then_some(text)
}

impl Glyph {
    fn shown(&self) -> Option<char> {
        match self {
            Glyph::Text(c) | Glyph::Value(c) => Some(*c),
            Glyph::Hole => None,
        }
    }
}

/// Takes the hole at `at` away, with the brackets it leaves empty and one of two blanks.
fn fill(line: &mut Vec<Glyph>, at: usize) {
    let (mut start, mut end) = (at, at + 1);
    loop {
        let left = line[..start].iter().rposition(|glyph| !is_nothing(glyph));
        let right = line[end..].iter().position(|glyph| !is_nothing(glyph)).map(|offset| end + offset);
        match (left, right) {
            (Some(left), Some(right)) if are_brackets(line[left], line[right]) => {
                (start, end) = (left, right + 1)
            }
            _ => break,
        }
    }
    let blank_before = line[..start].last().is_some_and(is_blank);
    let opened_before = line[..start].last().is_none_or(|glyph| is_opening(*glyph));
    let blank_behind = line.get(end).is_some_and(is_blank);
    let closed_behind = line.get(end).is_none_or(|glyph| is_closing(*glyph));
    if blank_behind && (blank_before || opened_before) {
        end += line[end..].iter().take_while(|glyph| is_blank(glyph)).count();
    } else if blank_before && closed_behind {
        start -= line[..start].iter().rev().take_while(|glyph| is_blank(glyph)).count();
    }
    line.drain(start..end);
}

fn is_blank(glyph: &Glyph) -> bool {
    matches!(glyph, Glyph::Text(c) if c.is_whitespace())
}

fn is_nothing(glyph: &Glyph) -> bool {
    *glyph == Glyph::Hole || is_blank(glyph)
}

fn are_brackets(left: Glyph, right: Glyph) -> bool {
    BRACKETS.iter().any(|(open, close)| left == Glyph::Text(*open) && right == Glyph::Text(*close))
}

fn is_opening(glyph: Glyph) -> bool {
    BRACKETS.iter().any(|(open, _)| glyph == Glyph::Text(*open))
}

fn is_closing(glyph: Glyph) -> bool {
    BRACKETS.iter().any(|(_, close)| glyph == Glyph::Text(*close))
        || CLOSING.iter().any(|mark| glyph == Glyph::Text(*mark))
}
