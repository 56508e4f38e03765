//! Reset tickets (R35): what support makes without a network, and the server takes.
//!
//! A ticket is a code of sixteen signs: short enough to be read out over the phone, so it can’t be a signature of a
//! public key, whose shortest sound form has a hundred signs. It is a truncated HMAC-SHA256 under a key that the
//! server draws for one sign-in of one device from the keys that it seals second factors with. So the server keeps
//! nothing that a thief of its database could make tickets with, and whoever ends that sign-in ends the key. The
//! picture to be scanned holds the same code: another form beside it would be worth no more than the weaker of both.
//!
//! - Of its 80 bits, 12 say at which minute it was made (they come round after 68 hours, and no ticket holds longer
//!   than a day), 63 are the HMAC over organization, member and the whole minute, 5 are a check sign.
//! - A guess is right for one device with a chance of 2⁻⁶³, and tries are slowed as those of passwords are (R25), so
//!   the strength is that of the online guess and not that of the code’s length. Nothing can be tried without the
//!   server: whoever holds a ticket and not the key can’t tell whether another one is right.
//! - The check sign catches every wrong sign but 0 for Z, and every swap of neighbours but of those two: a slip of
//!   the tongue is told apart before it counts as a try.

use crate::{Secret, factor::FactorKeys, text::folded};
use data_encoding::BASE64;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::fmt;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// Crockford’s alphabet: digits and capital letters but I, L, O and U, so that no sign looks or sounds like another.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Signs of a code, the check sign among them.
const SIGNS: usize = 16;
/// Signs between blanks.
const GROUP: usize = 4;
/// Bits that say the minute.
const MINUTE_BITS: u32 = 12;
/// Bits of the HMAC.
const MAC_BITS: u32 = 63;
const MINUTES: i64 = 1 << MINUTE_BITS;

/// What one sign-in of one device makes tickets with.
#[derive(Clone, Debug)]
pub struct TicketKey(Secret<[u8; 32]>);

/// Whom a ticket is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TicketFor {
    /// The bytes of the organization’s id.
    pub organization: [u8; 16],
    /// The bytes of the member’s id.
    pub member: [u8; 16],
}

/// Which sign-in a key is for: nothing else is drawn for another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TicketDevice {
    /// The bytes of the organization’s id.
    pub organization: [u8; 16],
    /// The bytes of the id of whoever signed in.
    pub signer: [u8; 16],
    /// The bytes of the session’s id.
    pub session: [u8; 16],
}

impl FactorKeys {
    /// The key of a sign-in from now on.
    pub fn ticket_key(&self, of: &TicketDevice) -> TicketKey {
        drawn(self.newest_key().1, of)
    }

    /// Every key that the sign-in may have been given, the newest first.
    pub fn ticket_keys(&self, of: &TicketDevice) -> Vec<TicketKey> {
        let older = self.older();
        std::iter::once(self.newest())
            .chain(older)
            .filter_map(|number| self.key(number))
            .map(|key| drawn(key, of))
            .collect()
    }
}

fn drawn(key: &Secret<[u8; 32]>, of: &TicketDevice) -> TicketKey {
    let bytes =
        key.reveal(|key| mac(key, b"rollbook reset ticket key 1", &[&of.organization, &of.signer, &of.session]));
    TicketKey(Secret::new(bytes))
}

/// HMAC-SHA256 over parts of a fixed length, apart from every other use by `what`.
fn mac(key: &[u8; 32], what: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    // RFC 2104: a key that is shorter than a block is filled up with zeros.
    let mut block = Zeroizing::new([0; 64]);
    block[..32].copy_from_slice(key);
    let mut mac = Hmac::<Sha256>::new(&(*block).into());
    mac.update(what);
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

impl TicketKey {
    /// The key as a device keeps it.
    pub fn written(&self) -> Secret<String> {
        Secret::new(self.0.reveal(|key| BASE64.encode(key)))
    }

    /// A key as it was written.
    pub fn read(text: &Secret<String>) -> Option<Self> {
        text.reveal(|text| {
            let bytes = Zeroizing::new(BASE64.decode(text.as_bytes()).ok()?);
            let bytes: [u8; 32] = bytes.as_slice().try_into().ok()?;
            Some(Self(Secret::new(bytes)))
        })
    }

    /// A ticket for somebody, made at a minute since 1970: such as `7QK2 M9XF 03HT VWB8`.
    pub fn ticket(&self, of: &TicketFor, minute: i64) -> Secret<String> {
        let bits =
            u128::from(minute.rem_euclid(MINUTES).unsigned_abs()) << MAC_BITS | u128::from(self.proof(of, minute));
        let mut signs = Vec::with_capacity(SIGNS);
        for at in (0..SIGNS - 1).rev() {
            signs.push(usize::try_from(bits >> (5 * at) & 31).unwrap_or_default());
        }
        signs.push(check(&signs));
        let mut text = String::with_capacity(SIGNS + SIGNS / GROUP);
        for (at, sign) in signs.iter().enumerate() {
            if at > 0 && at % GROUP == 0 {
                text.push(' ');
            }
            text.push(char::from(ALPHABET[*sign]));
        }
        Secret::new(text)
    }

    /// What shows that whoever has the key made a ticket for somebody at a minute. It opens nothing, and tells nothing of
    /// the ticket.
    pub fn made(&self, of: &TicketFor, minute: i64) -> String {
        BASE64.encode(&self.shows_made(of, minute))
    }

    /// Whether it was shown that a ticket was made with this key.
    pub fn has_made(&self, of: &TicketFor, minute: i64, shown: &str) -> bool {
        BASE64.decode(shown.as_bytes()).is_ok_and(|shown| shown.ct_eq(&self.shows_made(of, minute)).into())
    }

    fn shows_made(&self, of: &TicketFor, minute: i64) -> [u8; 32] {
        let parts: [&[u8]; 3] = [&of.organization, &of.member, &minute.to_be_bytes()];
        self.0.reveal(|key| mac(key, b"rollbook reset ticket made 1", &parts))
    }

    fn proof(&self, of: &TicketFor, minute: i64) -> u64 {
        let whole = self
            .0
            .reveal(|key| mac(key, b"rollbook reset ticket 1", &[&of.organization, &of.member, &minute.to_be_bytes()]));
        let mut first = [0; 8];
        first.copy_from_slice(&whole[..8]);
        u64::from_be_bytes(first) >> (64 - MAC_BITS)
    }
}

/// A code that somebody typed, or that a camera read. Can’t be printed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Ticket {
    minute: i64,
    proof: u64,
}

impl fmt::Debug for Ticket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ticket(..)")
    }
}

impl Ticket {
    /// What was typed; `None` for anything that can’t be a code. Case, blanks and dashes don’t matter, and signs that
    /// are easily mistaken are read as what they were.
    pub fn from_typed(typed: &str) -> Option<Self> {
        const LONGEST: usize = 128;
        if typed.len() > LONGEST {
            return None;
        }
        let mut signs = Vec::with_capacity(SIGNS);
        for c in folded(typed).chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '\u{2010}'..='\u{2015}')) {
            let sign = match c {
                'o' => '0',
                'i' | 'l' => '1',
                other => other.to_ascii_uppercase(),
            };
            signs.push(ALPHABET.iter().position(|known| char::from(*known) == sign)?);
        }
        let (last, rest) = signs.split_last()?;
        if signs.len() != SIGNS || check(rest) != *last {
            return None;
        }
        let bits = rest.iter().fold(0_u128, |bits, sign| bits << 5 | *sign as u128);
        let minute = i64::try_from(bits >> MAC_BITS).ok()?;
        let proof = u64::try_from(bits & ((1 << MAC_BITS) - 1)).ok()?;
        Some(Self { minute, proof })
    }

    /// At which minute it was made: the newest that isn’t after `latest`.
    pub const fn made(self, latest: i64) -> i64 {
        latest - (latest - self.minute).rem_euclid(MINUTES)
    }

    /// Whether it was made with a key, for somebody, at a minute. Compared in constant time.
    pub fn is_by(self, key: &TicketKey, of: &TicketFor, minute: i64) -> bool {
        let same_minute = minute.rem_euclid(MINUTES) == self.minute;
        same_minute && bool::from(key.proof(of, minute).to_be_bytes().ct_eq(&self.proof.to_be_bytes()))
    }
}

/// The check sign: every place weighs otherwise, so a wrong sign and a swap are both seen.
fn check(signs: &[usize]) -> usize {
    signs.iter().enumerate().map(|(at, sign)| (at + 1) * sign).sum::<usize>() % 31
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 29_000_000;
    const FOR: TicketFor = TicketFor { organization: [1; 16], member: [2; 16] };
    const DEVICE: TicketDevice = TicketDevice { organization: [1; 16], signer: [3; 16], session: [4; 16] };

    fn keys() -> FactorKeys {
        FactorKeys::new(1, Secret::new([7; 32]))
    }

    fn code() -> String {
        keys().ticket_key(&DEVICE).ticket(&FOR, NOW).reveal(String::clone)
    }

    #[test]
    fn r35_a_ticket_is_read_again_however_it_is_typed() {
        let code = code();
        assert_eq!(code.len(), 19);
        let key = keys().ticket_key(&DEVICE);
        for typed in [code.clone(), code.to_lowercase(), code.replace(' ', ""), code.replace(' ', "-")] {
            let ticket = Ticket::from_typed(&typed).expect("a code");
            assert_eq!(ticket.made(NOW + 3), NOW);
            assert_eq!(ticket.made(NOW + 4_000), NOW);
            assert!(ticket.is_by(&key, &FOR, NOW));
        }
        let misread = Ticket::from_typed(&code.replace('0', "O").replace('1', "l"));
        assert_eq!(misread, Ticket::from_typed(&code));
    }

    #[test]
    fn r35_a_ticket_is_of_one_device_one_person_one_organization_and_one_minute() {
        let ticket = Ticket::from_typed(&code()).expect("a code");
        let key = keys().ticket_key(&DEVICE);
        let other = |device: TicketDevice| ticket.is_by(&keys().ticket_key(&device), &FOR, NOW);
        assert!(!other(TicketDevice { session: [5; 16], ..DEVICE }));
        assert!(!other(TicketDevice { signer: [5; 16], ..DEVICE }));
        assert!(!other(TicketDevice { organization: [5; 16], ..DEVICE }));
        assert!(!ticket.is_by(&key, &TicketFor { member: [5; 16], ..FOR }, NOW));
        assert!(!ticket.is_by(&key, &TicketFor { organization: [5; 16], ..FOR }, NOW));
        assert!(!ticket.is_by(&key, &FOR, NOW - 1));
        assert!(!ticket.is_by(&key, &FOR, NOW - MINUTES), "the minutes come round, and what is proved doesn’t");
    }

    #[test]
    fn r35_a_slip_of_the_tongue_is_no_code() {
        let code: Vec<char> = code().replace(' ', "").chars().collect();
        for at in 0..SIGNS {
            for sign in ALPHABET.iter().map(|sign| char::from(*sign)) {
                let pair = [sign, code[at]];
                if sign == code[at] || (pair.contains(&'0') && pair.contains(&'Z')) {
                    continue;
                }
                let mut slipped = code.clone();
                slipped[at] = sign;
                let typed: String = slipped.iter().collect();
                assert_eq!(Ticket::from_typed(&typed), None, "{at} {sign}");
            }
        }
        for typed in ["", "7QK2", "7QK2 M9XF 03HT VWB8 7", "!!!! !!!! !!!! !!!!", &"7".repeat(300)] {
            assert_eq!(Ticket::from_typed(typed), None, "{typed}");
        }
    }

    #[test]
    fn r35_a_key_that_was_given_before_the_keys_changed_still_counts() {
        let rotated = keys().with(2, Secret::new([8; 32])).expect("two");
        let ticket = Ticket::from_typed(&code()).expect("a code");
        let all = rotated.ticket_keys(&DEVICE);
        assert_eq!(all.len(), 2);
        assert!(all.iter().any(|key| ticket.is_by(key, &FOR, NOW)));
        assert!(!ticket.is_by(&rotated.ticket_key(&DEVICE), &FOR, NOW));
    }

    #[test]
    fn a_key_is_kept_as_text_and_never_printed() {
        let key = keys().ticket_key(&DEVICE);
        let again = TicketKey::read(&key.written()).expect("a key");
        assert_eq!(again.ticket(&FOR, NOW).reveal(String::clone), code());
        assert!(TicketKey::read(&Secret::new("short".to_owned())).is_none());
        assert!(!format!("{key:?}").contains("Bwc"));
    }
}
