//! Heads of requests that arrive here: read with limits, and what every listener asks of them. No
//! bodies: nothing that arrives here has one.

use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// Why a head was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum HeadError {
    #[error("longer than allowed")]
    TooLong,
    /// Connections opened in advance send nothing.
    #[error("no whole head in time")]
    TooLate,
    #[error("the other side hung up")]
    HungUp,
    #[error("not text")]
    NotText,
}

/// Reads up to the empty line that ends a head.
pub(crate) async fn read_head(
    stream: &mut TcpStream,
    bytes_max: usize,
    within: Duration,
) -> Result<String, HeadError> {
    let read = async {
        let mut head = Vec::new();
        let mut chunk = [0; 2048];
        while !head.windows(4).any(|end| end == b"\r\n\r\n") {
            let length = stream.read(&mut chunk).await.map_err(|_| HeadError::HungUp)?;
            if length == 0 {
                return Err(HeadError::HungUp);
            }
            if head.len() + length > bytes_max {
                return Err(HeadError::TooLong);
            }
            head.extend_from_slice(chunk.get(..length).unwrap_or_default());
        }
        String::from_utf8(head).map_err(|_| HeadError::NotText)
    };
    tokio::time::timeout(within, read).await.map_err(|_| HeadError::TooLate)?
}

pub(crate) async fn send(stream: &mut TcpStream, reply: &str) {
    // The browser may have gone; nobody else would read this.
    let _ = stream.write_all(reply.as_bytes()).await;
    let _ = stream.shutdown().await;
}

pub(crate) fn request_line(head: &str) -> Option<(&str, &str)> {
    let mut parts = head.lines().next()?.split(' ');
    let (method, target, version) = (parts.next()?, parts.next()?, parts.next()?);
    (version.starts_with("HTTP/1.") && parts.next().is_none()).then_some((method, target))
}

pub(crate) fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let fields = head.lines().skip(1).take_while(|line| !line.is_empty());
    fields
        .filter_map(|line| line.split_once(':'))
        .find_map(|(key, value)| key.eq_ignore_ascii_case(name).then_some(value.trim()))
}

/// Whether the browser meant this computer: another name that leads here is somebody's trick.
pub(crate) fn is_this_computer(host: &str, port: u16) -> bool {
    ["localhost", "127.0.0.1", "[::1]"]
        .iter()
        .any(|name| host.eq_ignore_ascii_case(&format!("{name}:{port}")))
}

pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
