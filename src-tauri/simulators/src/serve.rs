//! Listeners: binding, plain or TLS, path clean-up, stopping.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use axum_server::Handle;
use axum_server::accept::NoDelayAcceptor;
use axum_server::tls_rustls::{RustlsAcceptor, RustlsConfig};
use http::uri::{PathAndQuery, Uri};
use tokio::task::JoinSet;

use crate::tls::Tls;

/// Requests under way may end in this time when the simulators stop.
const STOP_GRACE: Duration = Duration::from_millis(200);

#[derive(Debug, thiserror::Error)]
#[error("cannot listen on {address}")]
pub struct ListenError {
    address: SocketAddr,
    source: std::io::Error,
}

/// A bound address, not served yet; connections already queue.
pub(crate) struct Bound {
    listener: TcpListener,
    address: SocketAddr,
}

impl Bound {
    pub(crate) fn at(ip: IpAddr, port: u16) -> Result<Self, ListenError> {
        let wanted = SocketAddr::new(ip, port);
        let failed = |source| ListenError { address: wanted, source };
        let listener = TcpListener::bind(wanted).map_err(failed)?;
        listener.set_nonblocking(true).map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        Ok(Self { listener, address })
    }

    /// An address a client on this computer can use.
    pub(crate) fn url(&self, tls: bool) -> String {
        let mut address = self.address;
        if address.ip().is_unspecified() {
            address.set_ip(IpAddr::V4(Ipv4Addr::LOCALHOST));
        }
        format!("{}://{address}", if tls { "https" } else { "http" })
    }
}

/// The `Date` of an answer by a clock that is ahead of this computer's.
pub(crate) fn http_date(ahead: jiff::SignedDuration) -> Option<http::HeaderValue> {
    let at = jiff::Timestamp::now().checked_add(ahead).ok()?;
    http::HeaderValue::from_str(&at.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()).ok()
}

/// The servers of one simulation.
#[derive(Debug)]
pub(crate) struct Servers {
    handle: Handle<SocketAddr>,
    tasks: JoinSet<std::io::Result<()>>,
}

impl Servers {
    pub(crate) fn new() -> Self {
        Self { handle: Handle::new(), tasks: JoinSet::new() }
    }

    pub(crate) fn serve(
        &mut self,
        bound: Bound,
        router: Router,
        tls: Option<&Tls>,
    ) -> Result<(), ListenError> {
        let address = bound.address;
        let failed = |source| ListenError { address, source };
        let app = tolerant(router).into_make_service();
        let handle = self.handle.clone();
        let server = axum_server::from_tcp(bound.listener).map_err(failed)?.handle(handle);
        // An event must not wait for the acknowledgement of the one before.
        let at_once = NoDelayAcceptor::new();
        match tls {
            None => self.tasks.spawn(server.acceptor(at_once).serve(app)),
            Some(tls) => {
                let config = RustlsConfig::from_config(tls.config.clone());
                self.tasks.spawn(server.acceptor(RustlsAcceptor::new(config).acceptor(at_once)).serve(app))
            }
        };
        Ok(())
    }

    pub(crate) async fn stop(mut self) {
        self.handle.graceful_shutdown(Some(STOP_GRACE));
        while self.tasks.join_next().await.is_some() {}
    }
}

/// Clients written by others send trailing and doubled slashes.
fn tolerant(router: Router) -> Router {
    Router::new().fallback_service(router).layer(axum::middleware::from_fn(clean_path))
}

async fn clean_path(mut request: Request, next: Next) -> Response {
    if let Some(cleaned) = cleaned(request.uri()) {
        *request.uri_mut() = cleaned;
    }
    next.run(request).await
}

fn cleaned(uri: &Uri) -> Option<Uri> {
    let path = uri.path();
    if path == "/" || (!path.ends_with('/') && !path.contains("//")) {
        return None;
    }
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    let cleaned = format!("/{}{query}", segments.join("/"));
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::try_from(cleaned).ok()?);
    Uri::from_parts(parts).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn slashes_too_many_are_passed_over() {
        let check = |from: &str, to: Option<&str>| {
            assert_eq!(cleaned(&from.parse().unwrap()).map(|uri| uri.to_string()).as_deref(), to, "{from}");
        };
        check("/callcontrol", None);
        check("/", None);
        check("/callcontrol/", Some("/callcontrol"));
        check("//callcontrol//812/?a=b//c", Some("/callcontrol/812?a=b//c"));
    }
}
