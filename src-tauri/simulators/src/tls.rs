//! Certificates for `--tls`: given ones, or a fresh authority and a certificate for this computer.

use std::path::PathBuf;
use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DistinguishedName, DnType, IsCa, KeyPair,
    KeyUsagePurpose,
};
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// Names a client on this computer may use.
const NAMES: [&str; 3] = ["localhost", "127.0.0.1", "::1"];

#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    #[error("the certificate could not be made")]
    Make(#[from] rcgen::Error),
    #[error("{path} is not a usable PEM file")]
    Read { path: PathBuf, source: rustls::pki_types::pem::Error },
    #[error("certificate and key cannot be used together")]
    Use(#[from] rustls::Error),
}

/// A server's side of TLS, and the authority clients must trust if it was made here.
pub(crate) struct Tls {
    pub(crate) config: Arc<ServerConfig>,
    pub(crate) ca_pem: Option<String>,
}

/// Uses the given certificate chain and key.
pub(crate) fn from_files(cert: &PathBuf, key: &PathBuf) -> Result<Tls, TlsError> {
    let failed = |path: &PathBuf| {
        let path = path.clone();
        move |source| TlsError::Read { path, source }
    };
    let chain = CertificateDer::pem_file_iter(cert)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(failed(cert))?;
    let key = PrivateKeyDer::from_pem_file(key).map_err(failed(key))?;
    Ok(Tls { config: server_config(chain, key)?, ca_pem: None })
}

/// Makes an authority and, signed by it, a certificate for this computer.
pub(crate) fn fresh() -> Result<Tls, TlsError> {
    let mut authority = CertificateParams::new(Vec::new())?;
    authority.distinguished_name = named("Ringside simulators");
    authority.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    authority.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let authority = CertifiedIssuer::self_signed(authority, KeyPair::generate()?)?;
    let mut leaf = CertificateParams::new(NAMES.map(str::to_owned).to_vec())?;
    leaf.distinguished_name = named("localhost");
    let leaf_key = KeyPair::generate()?;
    let leaf = leaf.signed_by(&leaf_key, &authority)?;
    let key = PrivateKeyDer::Pkcs8(leaf_key.serialize_der().into());
    Ok(Tls { config: server_config(vec![leaf.der().clone()], key)?, ca_pem: Some(authority.pem()) })
}

fn named(name: &str) -> DistinguishedName {
    let mut distinguished = DistinguishedName::new();
    distinguished.push(DnType::CommonName, name);
    distinguished
}

fn server_config(
    chain: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
) -> Result<Arc<ServerConfig>, TlsError> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, key)?;
    // The socket upgrade of 3CX is an HTTP/1.1 one.
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}
