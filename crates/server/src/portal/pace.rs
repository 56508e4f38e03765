//! Slowing down who tries wrong links again and again. A token can't be guessed (128 random bits); this
//! keeps the trying cheap for the machine.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// How many peers are remembered.
const PEERS: usize = 1024;
/// Wrong links that are answered at once: a person who copies badly notices nothing.
const FREE: u32 = 3;
/// The first wait; it doubles with every further wrong link.
const FIRST: Duration = Duration::from_millis(125);
/// The longest wait.
const LONGEST: Duration = Duration::from_secs(2);
/// After this long without a wrong link, a peer begins anew.
const FORGIVEN: Duration = Duration::from_mins(1);

/// Who tried wrong links lately.
#[derive(Debug, Default)]
pub(super) struct Pace {
    peers: Mutex<HashMap<IpAddr, (u32, Instant)>>,
}

impl Pace {
    /// A peer came with a wrong link: how long its answer waits.
    pub(super) fn wrong(&self, peer: IpAddr, now: Instant) -> Duration {
        // Nothing can panic while it is held; if it did, the counts are as good as before.
        let mut peers = self.peers.lock().unwrap_or_else(PoisonError::into_inner);
        let peer = household(peer);
        if peers.len() >= PEERS && !peers.contains_key(&peer) {
            peers.retain(|_, (_, last)| now.duration_since(*last) < FORGIVEN);
            let oldest = peers.iter().min_by_key(|(_, (_, last))| *last).map(|(oldest, _)| *oldest);
            if let Some(oldest) = oldest.filter(|_| peers.len() >= PEERS) {
                peers.remove(&oldest);
            }
        }
        let (count, last) = peers.entry(peer).or_insert((0, now));
        *count = if now.duration_since(*last) < FORGIVEN { count.saturating_add(1) } else { 1 };
        *last = now;
        match count.checked_sub(FREE + 1) {
            None => Duration::ZERO,
            Some(over) => FIRST.saturating_mul(1 << over.min(8)).min(LONGEST),
        }
    }
}

/// An IPv6 peer has a whole /64 to choose addresses from; it counts as one.
fn household(peer: IpAddr) -> IpAddr {
    match peer.to_canonical() {
        IpAddr::V6(six) => {
            let [a, b, c, d, ..] = six.segments();
            IpAddr::from([a, b, c, d, 0, 0, 0, 0])
        }
        four @ IpAddr::V4(_) => four,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn peer(n: u32) -> IpAddr {
        IpAddr::V4(n.into())
    }

    #[test]
    fn a_few_wrong_links_cost_nothing_then_each_waits_longer_up_to_two_seconds() {
        let (pace, now) = (Pace::default(), Instant::now());
        let waits: Vec<u128> = (0..10).map(|_| pace.wrong(peer(1), now).as_millis()).collect();
        assert_eq!(waits, [0, 0, 0, 125, 250, 500, 1000, 2000, 2000, 2000]);
        assert_eq!(pace.wrong(peer(2), now), Duration::ZERO, "another peer is not slowed down");
    }

    #[test]
    fn a_minute_of_peace_is_forgiven() {
        let (pace, now) = (Pace::default(), Instant::now());
        for _ in 0..10 {
            pace.wrong(peer(1), now);
        }
        assert_eq!(pace.wrong(peer(1), now + FORGIVEN), Duration::ZERO);
    }

    #[test]
    fn only_so_many_peers_are_remembered_and_the_busy_one_among_them() {
        let (pace, now) = (Pace::default(), Instant::now());
        for n in 0..5_000_u32 {
            let at = now + Duration::from_millis(u64::from(n));
            pace.wrong(peer(n + 10), at);
            pace.wrong(peer(1), at);
        }
        assert_eq!(pace.peers.lock().unwrap().len(), PEERS);
        assert_eq!(pace.wrong(peer(1), now + Duration::from_secs(5)), LONGEST);
    }

    #[test]
    fn addresses_of_one_ipv6_network_count_together() {
        let (pace, now) = (Pace::default(), Instant::now());
        for n in 0..10_u16 {
            pace.wrong(IpAddr::from([0x2001, 0xdb8, 1, 2, 0, 0, 0, n]), now);
        }
        assert_eq!(pace.wrong("2001:db8:1:2::ffff".parse().unwrap(), now), LONGEST);
        assert_eq!(pace.wrong("2001:db8:1:3::1".parse().unwrap(), now), Duration::ZERO);
    }
}
