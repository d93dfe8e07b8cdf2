//! Lines of a bounded length, read in a way that loses nothing when it is interrupted.

use std::io;

use tokio::io::{AsyncRead, AsyncReadExt};

/// A line, or what is wrong with it.
pub(super) enum Line {
    Text(Vec<u8>),
    TooLong,
    End,
}

pub(super) struct Lines<R> {
    reader: R,
    buffer: Vec<u8>,
    limit: usize,
}

impl<R: AsyncRead + Unpin> Lines<R> {
    pub(super) fn new(reader: R, limit: usize) -> Self {
        Self { reader, buffer: Vec::new(), limit }
    }

    pub(super) fn reader_mut(&mut self) -> &mut R {
        &mut self.reader
    }

    /// The next line without its end. May be dropped at any await and called again.
    pub(super) async fn next(&mut self) -> io::Result<Line> {
        let mut searched = 0;
        loop {
            if let Some(end) = self.buffer[searched..].iter().position(|byte| *byte == b'\n') {
                let end = searched + end;
                let rest = self.buffer.split_off(end + 1);
                let mut line = std::mem::replace(&mut self.buffer, rest);
                line.truncate(end);
                return Ok(if line.len() > self.limit { Line::TooLong } else { Line::Text(line) });
            }
            if self.buffer.len() > self.limit {
                return Ok(Line::TooLong);
            }
            searched = self.buffer.len();
            if self.reader.read_buf(&mut self.buffer).await? == 0 {
                return Ok(Line::End);
            }
        }
    }
}
