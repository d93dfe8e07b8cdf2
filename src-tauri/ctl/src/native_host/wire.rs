//! Messages as browsers frame them: a length of four bytes in the machine's own order, then so many
//! bytes of JSON.

use std::io;

use serde_json::Value;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};

/// Longest message taken: the texts of a full page, many times over.
pub(super) const MESSAGE_MAX: usize = 2 * 1024 * 1024;
/// Longest message that browsers take; ours stay far below.
const ANSWER_MAX: usize = 1024 * 1024;

const LENGTH_BYTES: usize = 4;

/// Reads messages; loses nothing when it is interrupted.
#[derive(Default)]
pub(super) struct Reader {
    buffer: Vec<u8>,
}

impl Reader {
    /// The next message; `None` at the end. May be dropped at any await and called again.
    pub(super) async fn next(&mut self, input: &mut (impl AsyncRead + Unpin)) -> io::Result<Option<Vec<u8>>> {
        loop {
            if let Some(message) = self.take()? {
                return Ok(Some(message));
            }
            if input.read_buf(&mut self.buffer).await? == 0 {
                return Ok(None);
            }
        }
    }

    fn take(&mut self) -> io::Result<Option<Vec<u8>>> {
        let Some(length) = self.buffer.first_chunk::<LENGTH_BYTES>() else { return Ok(None) };
        let length = usize::try_from(u32::from_ne_bytes(*length)).unwrap_or(usize::MAX);
        if length > MESSAGE_MAX {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "the browser's message is too long"));
        }
        if self.buffer.len() < LENGTH_BYTES + length {
            return Ok(None);
        }
        let rest = self.buffer.split_off(LENGTH_BYTES + length);
        let mut message = std::mem::replace(&mut self.buffer, rest);
        message.drain(..LENGTH_BYTES);
        Ok(Some(message))
    }
}

/// Sends a message.
pub(super) async fn write(output: &mut (impl AsyncWrite + Unpin), message: &Value) -> io::Result<()> {
    let text = message.to_string();
    let length = u32::try_from(text.len()).ok().filter(|_| text.len() <= ANSWER_MAX);
    let Some(length) = length else {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "an answer is too long for the browser"));
    };
    output.write_all(&length.to_ne_bytes()).await?;
    output.write_all(text.as_bytes()).await?;
    output.flush().await
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use serde_json::json;
    use tokio::io::duplex;

    use super::*;

    #[tokio::test]
    async fn messages_come_whole_however_the_pipe_cuts_them() {
        let (mut near, mut far) = duplex(3);
        let sent = [json!({"id": 1}), json!({"text": "x".repeat(200)}), json!({})];
        let writing = async {
            for message in &sent {
                write(&mut near, message).await.unwrap();
            }
            drop(near);
        };
        let reading = async {
            let mut reader = Reader::default();
            for message in &sent {
                let read = reader.next(&mut far).await.unwrap().unwrap();
                assert_eq!(serde_json::from_slice::<Value>(&read).unwrap(), *message);
            }
            assert_eq!(reader.next(&mut far).await.unwrap(), None);
        };
        tokio::join!(writing, reading);
    }

    #[tokio::test]
    async fn what_is_too_long_ends_it_before_it_is_kept() {
        let (mut near, mut far) = duplex(64);
        near.write_all(&u32::try_from(MESSAGE_MAX + 1).unwrap().to_ne_bytes()).await.unwrap();
        assert!(Reader::default().next(&mut far).await.is_err());
        let long = json!("x".repeat(ANSWER_MAX));
        assert!(write(&mut near, &long).await.is_err());
    }
}
