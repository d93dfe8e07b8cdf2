//! A 3CX V20 phone system and a Salesforce org that run on this computer: to try the product, and for every test.
//!
//! Must not know `domain` or `engine`: the wire types here are its own, so a misreading in the client is not repeated.
//! Start reading at [`start`]; `threecx` and `salesforce` are the two pretenders, `day` the scripted working day.

// A described field of the org is one long `json!`.
#![recursion_limit = "256"]

pub mod browser;
mod control;
pub mod day;
pub mod faults;
pub mod people;
pub mod salesforce;
mod serve;
#[cfg(test)]
mod tests;
pub mod threecx;
mod tls;

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock};

use serde::Serialize;

pub use faults::{Fault, FaultError};
pub use serve::ListenError;
pub use tls::TlsError;

use serve::{Bound, Servers};

/// People and companies in the sample org when nothing is said.
const PEOPLE_DEFAULT: usize = 320;

/// How to start. Ports of 0 mean any free one.
#[derive(Debug, Clone)]
pub struct Options {
    pub threecx_port: u16,
    pub salesforce_port: u16,
    pub control_port: u16,
    /// Where the two pretenders listen; loopback unless told otherwise. The control interface never leaves loopback.
    pub bind: IpAddr,
    /// TLS on the two pretenders, for clients that insist on it. The control interface stays plain.
    pub tls: bool,
    /// Certificate chain and key as PEM files, instead of fresh ones.
    pub cert: Option<(PathBuf, PathBuf)>,
    pub people: usize,
    pub faults: Vec<Fault>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            threecx_port: 0,
            salesforce_port: 0,
            control_port: 0,
            bind: IpAddr::V4(Ipv4Addr::LOCALHOST),
            tls: false,
            cert: None,
            people: PEOPLE_DEFAULT,
            faults: Vec::new(),
        }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(transparent)]
    Listen(#[from] ListenError),
    #[error(transparent)]
    Tls(#[from] TlsError),
    #[error(transparent)]
    Fault(#[from] FaultError),
}

/// Everything a client needs; one JSON line of it is printed when all is up.
#[derive(Debug, Clone, Serialize)]
pub struct Ready {
    pub threecx: threecx::ThreeCxFacts,
    pub salesforce: salesforce::SalesforceFacts,
    pub control_url: String,
    /// The authority to trust, when certificates were made here.
    pub ca_pem: Option<String>,
}

/// The two pretenders and what their scripts remember; clones are the same ones.
#[derive(Clone)]
pub(crate) struct Handles {
    pub(crate) pbx: threecx::Pbx,
    pub(crate) org: salesforce::Org,
    ready: Arc<OnceLock<Ready>>,
    /// The calls a scripted day has named.
    named_calls: Arc<Mutex<BTreeMap<&'static str, i32>>>,
}

impl Handles {
    fn ready(&self) -> Option<&Ready> {
        self.ready.get()
    }

    fn apply(&self, fault: &Fault) -> Result<(), FaultError> {
        match fault {
            Fault::ThreeCx(fault, setting) => {
                self.pbx.set_fault(*fault, setting.clone());
                Ok(())
            }
            Fault::Salesforce { name, value } => Ok(self.org.apply_fault(name, value.as_deref())?),
        }
    }
}

/// Both pretenders, running until [`Simulators::stop`].
pub struct Simulators {
    pub pbx: threecx::Pbx,
    pub org: salesforce::Org,
    handles: Handles,
    ready: Ready,
    servers: Servers,
}

impl Simulators {
    #[must_use]
    pub fn ready(&self) -> &Ready {
        &self.ready
    }

    /// Sets a fault of either side.
    ///
    /// # Errors
    /// When the org has no such fault.
    pub fn set_fault(&self, fault: &Fault) -> Result<(), FaultError> {
        self.handles.apply(fault)
    }

    /// Stops listening and ends every connection.
    pub async fn stop(self) {
        self.pbx.drop_sockets(true);
        self.servers.stop().await;
    }
}

/// Starts both pretenders and the control interface.
///
/// # Errors
/// When a port is taken, a certificate cannot be used or a fault is not known.
#[allow(clippy::unused_async)] // Serving needs a runtime; the signature says so.
pub async fn start(options: Options) -> Result<Simulators, StartError> {
    let tls = match (&options.cert, options.tls) {
        (Some((cert, key)), _) => Some(tls::from_files(cert, key)?),
        (None, true) => Some(tls::fresh()?),
        (None, false) => None,
    };
    let threecx_bound = Bound::at(options.bind, options.threecx_port)?;
    let salesforce_bound = Bound::at(options.bind, options.salesforce_port)?;
    let control_bound = Bound::at(IpAddr::V4(Ipv4Addr::LOCALHOST), options.control_port)?;

    let pbx = threecx::Pbx::new();
    pbx.set_base_url(threecx_bound.url(tls.is_some()));
    let org = salesforce::Org::new(salesforce::OrgOptions {
        people: options.people,
        ..salesforce::OrgOptions::default()
    });
    org.set_base_url(salesforce_bound.url(tls.is_some()));
    let handles =
        Handles { pbx: pbx.clone(), org: org.clone(), ready: Arc::default(), named_calls: Arc::default() };
    for fault in &options.faults {
        handles.apply(fault)?;
    }
    let ready = Ready {
        threecx: pbx.facts(),
        salesforce: org.facts(),
        control_url: control_bound.url(false),
        ca_pem: tls.as_ref().and_then(|tls| tls.ca_pem.clone()),
    };
    let ready = handles.ready.get_or_init(|| ready).clone();
    let mut servers = Servers::new();
    servers.serve(threecx_bound, pbx.router(), tls.as_ref())?;
    servers.serve(salesforce_bound, org.router(), tls.as_ref())?;
    servers.serve(control_bound, control::router(handles.clone()), None)?;
    Ok(Simulators { pbx, org, handles, ready, servers })
}
