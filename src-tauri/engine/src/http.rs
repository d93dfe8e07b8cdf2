//! The one HTTP client and its rules: TLS everywhere but on loopback, time limits, bounded bodies.

pub(crate) mod head;

use std::io::Read as _;
use std::net::IpAddr;
use std::path::Path;
use std::sync::Once;
use std::time::Duration;

use domain::settings::NetworkSettings;
use url::{Host, Url};

/// To connect; a desk that waits longer is offline.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// Whole request, unless a caller sets its own. Salesforce's slowest ordinary answers take 20 s.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(30);

/// A company's bundle of authorities; the whole system's takes some 250 KiB.
const CA_BYTES_MAX: u64 = 4 * 1024 * 1024;

/// Why an address is not used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    #[error("not an address")]
    Unreadable,
    #[error("only https is allowed; http is for this computer")]
    NotSecure,
    #[error("an address holds no user name or password")]
    Credentials,
}

/// Reads the address of a server: `https`, or `http` for loopback hosts only. Path, query and
/// fragment are cut off.
///
/// # Errors
/// When it is no address, not secure, or holds credentials.
pub fn server_address(text: &str) -> Result<Url, AddressError> {
    let text = text.trim();
    let mut url =
        if text.contains("://") { Url::parse(text) } else { Url::parse(&format!("https://{text}")) }
            .map_err(|_| AddressError::Unreadable)?;
    if !url.has_host() {
        return Err(AddressError::Unreadable);
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(AddressError::Credentials);
    }
    match url.scheme() {
        "https" => {}
        "http" if is_loopback(&url) => {}
        "http" | "ws" => return Err(AddressError::NotSecure),
        _ => return Err(AddressError::Unreadable),
    }
    url.set_path("");
    url.set_query(None);
    url.set_fragment(None);
    Ok(url)
}

/// Whether the host is this computer.
#[must_use]
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        Some(Host::Ipv4(ip)) => IpAddr::V4(ip).is_loopback(),
        Some(Host::Ipv6(ip)) => IpAddr::V6(ip).is_loopback(),
        None => false,
    }
}

/// How clients reach the network: the same proxy and certificates for all of them. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Net {
    proxy: Option<reqwest::Proxy>,
    authorities: Vec<reqwest::Certificate>,
    made_of: (NetworkSettings, Vec<u8>),
}

/// The same settings, and the same authorities in the file.
impl PartialEq for Net {
    fn eq(&self, other: &Self) -> bool {
        self.made_of == other.made_of
    }
}

/// Why the network settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum NetError {
    #[error("the proxy's address cannot be used")]
    Proxy,
    #[error("the file with certificate authorities cannot be read: {0}")]
    CaFile(#[from] std::io::Error),
    #[error("the file holds no certificate authority in PEM form")]
    NoCertificate,
}

impl Net {
    /// The network as the settings say; without any, the system's own proxy and certificates.
    ///
    /// # Errors
    /// When the proxy's address or the file of authorities cannot be used.
    pub fn new(settings: &NetworkSettings) -> Result<Self, NetError> {
        let proxy = match settings.proxy.as_str() {
            "" => None,
            address => {
                let proxy = reqwest::Proxy::all(address).map_err(|_| NetError::Proxy)?;
                // The simulators and the callback are on this computer.
                Some(proxy.no_proxy(reqwest::NoProxy::from_string("localhost,127.0.0.0/8,::1")))
            }
        };
        let (authorities, pem) = match settings.ca_file.as_str() {
            "" => Default::default(),
            path => authorities(Path::new(path))?,
        };
        Ok(Self { proxy, authorities, made_of: (settings.clone(), pem) })
    }

    /// A client with our limits. Redirects are not followed: no API of ours redirects, and a token
    /// must not travel to another host.
    ///
    /// # Errors
    /// When the system's certificates cannot be read.
    pub fn client(&self) -> Result<reqwest::Client, reqwest::Error> {
        self.builder().timeout(REQUEST_TIMEOUT).build()
    }

    /// A client for requests that become WebSockets: the same certificates and proxy as
    /// [`Net::client`], HTTP/1.1 because only that can be upgraded, and no limit on the whole,
    /// because a link lasts.
    ///
    /// # Errors
    /// When the system's certificates cannot be read.
    pub fn upgrade_client(&self) -> Result<reqwest::Client, reqwest::Error> {
        self.builder().http1_only().build()
    }

    fn builder(&self) -> reqwest::ClientBuilder {
        install_crypto();
        let mut builder = reqwest::Client::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .redirect(reqwest::redirect::Policy::none())
            .user_agent(concat!("Ringside/", env!("CARGO_PKG_VERSION")));
        if let Some(proxy) = &self.proxy {
            builder = builder.proxy(proxy.clone());
        }
        for authority in &self.authorities {
            builder = builder.add_root_certificate(authority.clone());
        }
        builder
    }
}

/// The authorities in a file, and its text.
fn authorities(path: &Path) -> Result<(Vec<reqwest::Certificate>, Vec<u8>), NetError> {
    let mut pem = Vec::new();
    std::fs::File::open(path)?.take(CA_BYTES_MAX).read_to_end(&mut pem)?;
    let found = reqwest::Certificate::from_pem_bundle(&pem).map_err(|_| NetError::NoCertificate)?;
    if found.is_empty() { Err(NetError::NoCertificate) } else { Ok((found, pem)) }
}

/// A client without a proxy of its own or further authorities.
///
/// # Errors
/// When the system's certificates cannot be read.
pub fn client() -> Result<reqwest::Client, reqwest::Error> {
    Net::default().client()
}

/// Whether a request failed because the certificate is not trusted or TLS broke.
#[must_use]
pub fn is_tls_failure(error: &reqwest::Error) -> bool {
    let mut next: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(error) = next {
        if error.is::<rustls::Error>() {
            return true;
        }
        // An io::Error hides what it wraps from `source`.
        next = match error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref) {
            Some(wrapped) => Some(wrapped),
            None => error.source(),
        };
    }
    false
}

/// Chooses ring for TLS, once per process. Needed before any TLS, WebSockets included.
pub fn install_crypto() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // Err means somebody else installed one first, which serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
}

/// Why a body was not read.
#[derive(Debug, thiserror::Error)]
pub enum BodyError {
    #[error("answer is larger than {limit} bytes")]
    TooLarge { limit: usize },
    #[error("answer broke off")]
    Broken(#[from] reqwest::Error),
}

/// Reads a body of at most `limit` bytes.
///
/// # Errors
/// When it is larger, or the connection breaks.
pub async fn body(mut response: reqwest::Response, limit: usize) -> Result<Vec<u8>, BodyError> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        if body.len() + chunk.len() > limit {
            return Err(BodyError::TooLarge { limit });
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn only_tls_or_this_computer() {
        for (text, want) in [
            ("pbx.example.com", Ok("https://pbx.example.com/")),
            (" https://pbx.example.com:5001/#/login ", Ok("https://pbx.example.com:5001/")),
            ("http://localhost:8080", Ok("http://localhost:8080/")),
            ("http://127.0.0.1:8080/x", Ok("http://127.0.0.1:8080/")),
            ("http://[::1]:1", Ok("http://[::1]:1/")),
            ("http://pbx.example.com", Err(AddressError::NotSecure)),
            ("http://localhost.example.com", Err(AddressError::NotSecure)),
            ("https://a:b@pbx.example.com", Err(AddressError::Credentials)),
            ("ftp://pbx", Err(AddressError::Unreadable)),
            ("", Err(AddressError::Unreadable)),
        ] {
            assert_eq!(server_address(text).map(|u| u.to_string()), want.map(String::from), "{text}");
        }
    }
}
