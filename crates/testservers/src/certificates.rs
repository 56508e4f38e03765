//! A certificate authority that lives as long as one test.

use std::io;
use std::path::{Path, PathBuf};

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose, date_time_ymd};

/// A root certificate nobody else trusts, and one server certificate that it signed.
#[derive(Debug)]
pub struct Certificates {
    /// The root as PEM: what a client is given to trust.
    pub root_pem: String,
    /// The server's certificate, a PEM file.
    pub cert: PathBuf,
    /// The server's key, a PEM file.
    pub key: PathBuf,
}

impl Certificates {
    /// Makes both and writes the server's part into `folder`. `names` are host names or addresses.
    pub fn make(folder: &Path, names: &[&str]) -> io::Result<Self> {
        Self::with(folder, names, |_| {})
    }

    /// The same with a server's certificate whose time is over.
    pub fn expired(folder: &Path, names: &[&str]) -> io::Result<Self> {
        Self::with(folder, names, |params| {
            params.not_before = date_time_ymd(2020, 1, 1);
            params.not_after = date_time_ymd(2021, 1, 1);
        })
    }

    fn with(folder: &Path, names: &[&str], change: impl FnOnce(&mut CertificateParams)) -> io::Result<Self> {
        let (root_pem, issuer) = root().map_err(io::Error::other)?;
        let server_key = KeyPair::generate().map_err(io::Error::other)?;
        let server = CertificateParams::new(names.iter().map(ToString::to_string).collect::<Vec<_>>())
            .and_then(|mut params| {
                change(&mut params);
                params.signed_by(&server_key, &issuer)
            })
            .map_err(io::Error::other)?;
        let (cert, key) = (folder.join("server.pem"), folder.join("server.key"));
        std::fs::write(&cert, server.pem())?;
        std::fs::write(&key, server_key.serialize_pem())?;
        Ok(Self { root_pem, cert, key })
    }
}

fn root() -> Result<(String, Issuer<'static, KeyPair>), rcgen::Error> {
    let mut params = CertificateParams::new(Vec::default())?;
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.distinguished_name.push(DnType::CommonName, "Root of one test");
    params.key_usages.push(KeyUsagePurpose::KeyCertSign);
    let key = KeyPair::generate()?;
    let pem = params.self_signed(&key)?.pem();
    Ok((pem, Issuer::new(params, key)))
}
