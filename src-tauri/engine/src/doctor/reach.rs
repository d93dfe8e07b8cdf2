//! What servers tell anybody who asks: whether they answer, in trusted TLS, and what time it is
//! there. Nothing secret is sent.

use std::time::Duration;

use domain::settings::Settings;
use jiff::{SignedDuration, Timestamp};
use tokio::net::TcpStream;
use url::Url;

use crate::http::{Net, NetError, is_tls_failure, server_address};

/// Any answer will do, so a server that is there gives one soon.
const WITHIN: Duration = Duration::from_secs(10);
/// A proxy is near.
const PROXY_WITHIN: Duration = Duration::from_secs(5);

/// What came of asking one server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    /// How far its clock is ahead of this computer's, where it told.
    There {
        ahead: Option<SignedDuration>,
    },
    /// No trusted TLS connection.
    Tls,
    Silent,
}

impl Answer {
    pub(super) fn ahead(self) -> Option<SignedDuration> {
        match self {
            Answer::There { ahead } => ahead,
            Answer::Tls | Answer::Silent => None,
        }
    }
}

/// What can be told of the network.
pub(super) struct Reach {
    /// The network settings, where they cannot be used.
    pub(super) settings: Option<NetError>,
    /// The proxy of the settings, where it does not answer.
    pub(super) lost_proxy: Option<String>,
    /// `None`: not asked, for want of an address.
    pub(super) three_cx: Option<Answer>,
    pub(super) salesforce: Option<Answer>,
}

impl Reach {
    pub(super) async fn of(settings: &Settings) -> Self {
        let net = match Net::new(&settings.network) {
            Ok(net) => net,
            Err(error) => {
                return Self { settings: Some(error), lost_proxy: None, three_cx: None, salesforce: None };
            }
        };
        let client = net.client().ok();
        let configured = !settings.salesforce.consumer_key.is_empty();
        let login = if configured { settings.salesforce.login_address.as_str() } else { "" };
        let (lost_proxy, three_cx, salesforce) = tokio::join!(
            lost_proxy(&settings.network.proxy),
            ask(client.as_ref(), &settings.phone.address, "/"),
            // The one resource that is open to everybody (salesforce.md 1.2).
            ask(client.as_ref(), login, "/services/data"),
        );
        Self { settings: None, lost_proxy, three_cx, salesforce }
    }
}

async fn ask(client: Option<&reqwest::Client>, address: &str, path: &str) -> Option<Answer> {
    let mut address = server_address(address).ok()?;
    address.set_path(path);
    let answer = client?.get(address).timeout(WITHIN).send().await;
    Some(match answer {
        Ok(response) => {
            let date = response.headers().get(http::header::DATE).and_then(|value| value.to_str().ok());
            Answer::There { ahead: date.and_then(read_date).map(|at| at.duration_since(Timestamp::now())) }
        }
        Err(error) if is_tls_failure(&error) => Answer::Tls,
        Err(_) => Answer::Silent,
    })
}

/// `Sun, 22 Nov 2026 13:22:01 GMT`
fn read_date(text: &str) -> Option<Timestamp> {
    let text = text.strip_suffix("GMT")?;
    jiff::Timestamp::strptime("%a, %d %b %Y %H:%M:%S %z", format!("{}+0000", text)).ok()
}

async fn lost_proxy(proxy: &str) -> Option<String> {
    let proxy = Url::parse(proxy).ok()?;
    let (host, port) = (proxy.host_str()?.to_owned(), proxy.port_or_known_default()?);
    let bare = host.trim_matches(['[', ']']).to_owned();
    let connected = tokio::time::timeout(PROXY_WITHIN, TcpStream::connect((bare, port))).await;
    match connected {
        Ok(Ok(_)) => None,
        Ok(Err(_)) | Err(_) => Some(format!("{host}:{port}")),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_servers_clock_is_read() {
        let at = read_date("Sun, 22 Nov 2026 13:22:01 GMT").unwrap();
        assert_eq!(at.to_string(), "2026-11-22T13:22:01Z");
        for odd in ["", "yesterday", "Sun, 22 Nov 2026 13:22:01", "Sun, 41 Nov 2026 13:22:01 GMT"] {
            assert_eq!(read_date(odd), None, "{odd}");
        }
    }
}
