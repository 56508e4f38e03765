//! Who asks: the bearer token, and from where.

use super::answers::Refused;
use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{
        StatusCode,
        header::{AUTHORIZATION, USER_AGENT},
        request::Parts,
    },
};
use rollbook_directory::{
    Directory, Place,
    contract::{WireCode, WireError},
};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// From where somebody asks, and with what.
pub(super) struct Peer(pub(super) Place);

impl FromRequestParts<Directory> for Peer {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, _: &Directory) -> Result<Self, Refused> {
        let address: IpAddr =
            parts.extensions.get().map_or(Ipv4Addr::UNSPECIFIED.into(), |ConnectInfo::<SocketAddr>(peer)| peer.ip());
        let device = parts.headers.get(USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
        Ok(Self(Place { address, device: device.to_owned() }))
    }
}

/// The token of somebody who signs in or is signed in. Can't be printed.
pub(super) struct Bearer(pub(super) String);

impl FromRequestParts<Directory> for Bearer {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, _: &Directory) -> Result<Self, Refused> {
        let header = parts.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = header.and_then(|value| {
            let (scheme, token) = value.split_once(' ')?;
            scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned())
        });
        token.map(Self).ok_or_else(|| {
            Refused(
                StatusCode::UNAUTHORIZED,
                Box::new(WireError::new(WireCode::SignedOut, "Nobody is signed in.", "Sign in first.")),
            )
        })
    }
}
