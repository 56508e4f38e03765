//! What is slowed, and by how much (R25, C15, C41). Attempts are counted before they are made, so many
//! at once get no further than one after the other, and by all servers together.

use crate::{Directory, DirectoryError};
use rollbook_domain::{
    AccountId, OrganizationId,
    pace::{Slope, Wait},
};
use rollbook_store::AttemptKey;
use sha2::{Digest as _, Sha256};
use std::net::IpAddr;

/// Something that somebody tries.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Slowed<'a> {
    /// Passwords for an address (its key), whether anybody has it or not.
    Password(&'a str),
    /// The same where the account got in before from this place: strangers don’t slow it down there.
    PasswordAtHome(&'a str, &'a str),
    /// Passwords from a place.
    From(IpAddr),
    /// Reset tickets for an address (its key), whether anybody has it or not.
    Ticket(&'a str),
    /// Second factors of an account, each sort on its own.
    Factor(AccountId, &'a str),
    /// The own password, asked again of somebody who is signed in.
    OwnPassword(AccountId),
    /// Recovery mails for an address (its key).
    Recovery(&'a str),
    /// Mails to a new address of one's own, whatever the address.
    OwnAddress(AccountId),
    /// Recovery mails asked from a place.
    RecoveryFrom(IpAddr),
    /// Invitations asked for an address (its key).
    Asking(&'a str),
    /// Invitations asked from a place.
    AskingFrom(IpAddr),
    /// Invitations asked of an organization.
    AskingOf(OrganizationId),
    /// Registrations for an address (its key).
    Registering(&'a str),
    /// Registrations from a place.
    RegisteringFrom(IpAddr),
    /// API keys presented from a place that work no more, or never did.
    KeyFrom(IpAddr),
}

impl Slowed<'_> {
    fn slope(self) -> Slope {
        match self {
            Self::Password(_)
            | Self::PasswordAtHome(..)
            | Self::Ticket(_)
            | Self::Factor(..)
            | Self::OwnPassword(_) => Slope::ACCOUNT,
            Self::From(_) | Self::KeyFrom(_) => Slope::ADDRESS,
            Self::Recovery(_) | Self::OwnAddress(_) | Self::Asking(_) | Self::Registering(_) => Slope::RECOVERY,
            Self::RecoveryFrom(_) | Self::AskingFrom(_) | Self::RegisteringFrom(_) => Slope::RECOVERY_ADDRESS,
            Self::AskingOf(_) => Slope::ASKING,
        }
    }

    fn key(self) -> AttemptKey {
        let (sort, parts): (&str, [String; 2]) = match self {
            Self::Password(email) => ("password", [email.to_owned(), String::new()]),
            Self::PasswordAtHome(email, place) => ("password at home", [email.to_owned(), place.to_owned()]),
            Self::Ticket(email) => ("ticket", [email.to_owned(), String::new()]),
            Self::From(place) => ("password from", [network(place), String::new()]),
            Self::Factor(account, sort) => ("factor", [account.to_string(), sort.to_owned()]),
            Self::OwnPassword(account) => ("own password", [account.to_string(), String::new()]),
            Self::OwnAddress(account) => ("own address", [account.to_string(), String::new()]),
            Self::Recovery(email) => ("recovery", [email.to_owned(), String::new()]),
            Self::RecoveryFrom(place) => ("recovery from", [network(place), String::new()]),
            Self::Asking(email) => ("asking", [email.to_owned(), String::new()]),
            Self::AskingFrom(place) => ("asking from", [network(place), String::new()]),
            Self::AskingOf(organization) => ("asking of", [organization.to_string(), String::new()]),
            Self::Registering(email) => ("registering", [email.to_owned(), String::new()]),
            Self::RegisteringFrom(place) => ("registering from", [network(place), String::new()]),
            Self::KeyFrom(place) => ("key from", [network(place), String::new()]),
        };
        let mut hash = Sha256::new();
        for part in [sort, parts[0].as_str(), parts[1].as_str()] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
        let mut key: AttemptKey = hash.finalize().into();
        // A place is shared by whoever is there: its row is taken last, so that they wait shortest.
        key[0] = u8::from(self.is_shared());
        key
    }

    /// Whether people of different accounts try it.
    const fn is_shared(self) -> bool {
        matches!(
            self,
            Self::From(_)
                | Self::KeyFrom(_)
                | Self::RecoveryFrom(_)
                | Self::AskingFrom(_)
                | Self::AskingOf(_)
                | Self::RegisteringFrom(_)
        )
    }
}

/// What one household or office has: a whole IPv4 address, the first half of an IPv6 address.
fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

impl Directory {
    /// Counts one attempt, before it is made, or says how long it has to wait. The counts are those of `what`, in its
    /// order, this attempt among them.
    pub(crate) async fn slow(&self, what: &[Slowed<'_>]) -> Result<Result<Vec<i64>, Wait>, DirectoryError> {
        let keys: Vec<_> = what.iter().map(|slowed| (slowed.key(), slowed.slope())).collect();
        Ok(self.store().attempt(&keys, self.now()).await?)
    }

    /// An attempt went well: what is forgotten with it, and where only this one is taken back.
    pub(crate) async fn went_well(
        &self,
        forget: &[Slowed<'_>],
        take_back: &[Slowed<'_>],
    ) -> Result<(), DirectoryError> {
        let keys = |all: &[Slowed<'_>]| all.iter().map(|slowed| slowed.key()).collect::<Vec<_>>();
        Ok(self.store().attempt_went_well(&keys(forget), &keys(take_back)).await?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r25_one_ipv6_network_is_one_place_and_mapped_ipv4_is_ipv4() {
        let at = |text: &str| network(text.parse().expect("an address"));
        assert_eq!(at("2001:db8:1:2:a:b:c:d"), at("2001:db8:1:2::1"));
        assert_ne!(at("2001:db8:1:2::1"), at("2001:db8:1:3::1"));
        assert_eq!(at("::ffff:192.0.2.7"), at("192.0.2.7"));
        assert_ne!(at("192.0.2.7"), at("192.0.2.8"));
    }

    #[test]
    fn r25_what_is_slowed_is_told_apart_wherever_its_parts_begin() {
        assert_ne!(Slowed::Password("ab").key(), Slowed::PasswordAtHome("ab", "").key());
        assert_ne!(Slowed::PasswordAtHome("a", "bc").key(), Slowed::PasswordAtHome("ab", "c").key());
        assert_eq!(Slowed::Password("ab").key(), Slowed::Password("ab").key());
    }
}
