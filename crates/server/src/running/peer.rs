//! Who asks, behind proxies: `X-Forwarded-For` is believed as far as trusted proxies wrote it, and no
//! further.

use axum::{
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, HeaderName},
    middleware::Next,
    response::Response,
};
use ipnet::IpNet;
use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

const FORWARDED: HeaderName = HeaderName::from_static("x-forwarded-for");

/// Puts the address of who asks in the place of the nearest proxy's.
pub(super) async fn make_out(State(proxies): State<Arc<[IpNet]>>, mut request: Request, next: Next) -> Response {
    let nearest = request.extensions().get().map(|ConnectInfo::<SocketAddr>(peer)| *peer);
    if let Some(nearest) = nearest {
        let asking = who(nearest.ip(), request.headers(), &proxies);
        if asking != nearest.ip() {
            request.extensions_mut().insert(ConnectInfo(SocketAddr::new(asking, 0)));
        }
    }
    next.run(request).await
}

/// Walks from the nearest to the farthest, as long as trusted proxies speak.
fn who(nearest: IpAddr, headers: &HeaderMap, proxies: &[IpNet]) -> IpAddr {
    let trusted = |address: IpAddr| proxies.iter().any(|network| network.contains(&address));
    let mut asking = nearest.to_canonical();
    let lines: Vec<&str> = headers.get_all(FORWARDED).iter().filter_map(|line| line.to_str().ok()).collect();
    let mut said = lines.iter().rev().flat_map(|line| line.rsplit(','));
    while trusted(asking) {
        // What can't be read was written by nobody who is trusted.
        let Some(before) = said.next().and_then(read) else { break };
        asking = before;
    }
    asking
}

/// An address, with or without a port.
fn read(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let bare = text.parse::<IpAddr>().ok();
    let ported = || text.parse::<SocketAddr>().ok().map(|address| address.ip());
    let bracketed = || text.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
    bare.or_else(ported).or_else(bracketed).map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;
    use rstest::rstest;

    #[rstest]
    #[case::nobody_forwards("203.0.113.9", &[], "203.0.113.9")]
    #[case::a_stranger_forges("203.0.113.9", &["198.51.100.1"], "203.0.113.9")]
    #[case::a_proxy_tells("10.0.0.2", &["198.51.100.1"], "198.51.100.1")]
    #[case::a_stranger_forges_through_a_proxy("10.0.0.2", &["1.2.3.4, 198.51.100.1"], "198.51.100.1")]
    #[case::two_proxies("10.0.0.2", &["1.2.3.4, 198.51.100.1, 10.0.0.3"], "198.51.100.1")]
    #[case::two_lines("10.0.0.2", &["1.2.3.4", "198.51.100.1, 10.0.0.3"], "198.51.100.1")]
    #[case::all_are_proxies("10.0.0.2", &["10.0.0.4, 10.0.0.3"], "10.0.0.4")]
    #[case::nonsense("10.0.0.2", &["198.51.100.1, unknown"], "10.0.0.2")]
    #[case::empty("10.0.0.2", &[""], "10.0.0.2")]
    #[case::ported("10.0.0.2", &["198.51.100.1:4711"], "198.51.100.1")]
    #[case::six("10.0.0.2", &["[2001:db8::1]:4711"], "2001:db8::1")]
    #[case::six_bracketed("10.0.0.2", &["[2001:db8::1]"], "2001:db8::1")]
    #[case::mapped("::ffff:10.0.0.2", &["198.51.100.1"], "198.51.100.1")]
    fn only_what_trusted_proxies_wrote_is_believed(
        #[case] nearest: &str,
        #[case] lines: &[&'static str],
        #[case] expected: &str,
    ) {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(FORWARDED, HeaderValue::from_static(line));
        }
        let proxies = ["10.0.0.0/8".parse().unwrap()];
        assert_eq!(who(nearest.parse().unwrap(), &headers, &proxies), expected.parse::<IpAddr>().unwrap());
    }
}
