//! Lines from standard input, of a bounded length and in whatever bytes somebody sends.

use std::io;

use tokio::io::{AsyncBufRead, AsyncBufReadExt as _, BufReader, Stdin};

/// Longest line taken, in bytes; a note holds 30,000 characters.
const LINE_MAX: usize = 256 * 1024;

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// Without its end. What is no UTF-8 is replaced.
    Text(String),
    TooLong,
}

pub(crate) struct Lines<R> {
    reader: R,
}

/// Standard input.
pub(crate) fn lines() -> Lines<BufReader<Stdin>> {
    Lines { reader: BufReader::new(tokio::io::stdin()) }
}

impl<R: AsyncBufRead + Unpin> Lines<R> {
    /// The next line; `None` at the end.
    pub(crate) async fn next(&mut self) -> io::Result<Option<Line>> {
        let mut line: Vec<u8> = Vec::new();
        let (mut began, mut too_long) = (false, false);
        loop {
            let chunk = self.reader.fill_buf().await?;
            if chunk.is_empty() {
                return Ok(began.then(|| finish(&line, too_long)));
            }
            began = true;
            let end = chunk.iter().position(|byte| *byte == b'\n');
            let taken = end.unwrap_or(chunk.len());
            too_long |= line.len() + taken > LINE_MAX;
            if !too_long {
                line.extend_from_slice(&chunk[..taken]);
            }
            self.reader.consume(end.map_or(taken, |end| end + 1));
            if end.is_some() {
                return Ok(Some(finish(&line, too_long)));
            }
        }
    }
}

fn finish(line: &[u8], too_long: bool) -> Line {
    if too_long {
        return Line::TooLong;
    }
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    Line::Text(String::from_utf8_lossy(line).into_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[tokio::test]
    async fn lines_are_bounded_and_bad_bytes_are_no_end() {
        let mut bytes = b"one\r\n\nt\xffo\n".to_vec();
        bytes.extend(vec![b'x'; LINE_MAX + 1]);
        bytes.extend(b"\nlast");
        let mut lines = Lines { reader: BufReader::with_capacity(7, bytes.as_slice()) };
        let mut seen = Vec::new();
        while let Some(line) = lines.next().await.unwrap() {
            seen.push(line);
        }
        let text = |text: &str| Line::Text(text.to_owned());
        assert_eq!(seen, [text("one"), text(""), text("t\u{fffd}o"), Line::TooLong, text("last")]);
    }
}
