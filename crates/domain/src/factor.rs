//! Second factors as the rules see them (R27, R28): their kinds, what happens to them, and who has to have one. What
//! they keep secret is never here.

use crate::{
    MemberId, Timestamp,
    member::{Kind, Tier},
    organization::Policy,
};
use serde::{Deserialize, Serialize};

/// A kind of second factor. Recovery codes are none: they stand in for one, and go with the last.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, ts_rs::TS, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum FactorKind {
    /// Codes of an authenticator app.
    Totp,
    /// A passkey or security key: nobody can be talked into giving it away, so it counts as the stronger one.
    Passkey,
}

impl FactorKind {
    /// The stable word, as columns and events hold it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Totp => "totp",
            Self::Passkey => "passkey",
        }
    }
    /// The kind of that word.
    pub fn of(word: &str) -> Option<Self> {
        [Self::Totp, Self::Passkey].into_iter().find(|kind| kind.word() == word)
    }
}

/// What happened to an account's second factors.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum FactorChange {
    /// One was enrolled.
    Added {
        /// Which kind.
        factor: FactorKind,
        /// What the person calls it.
        name: String,
    },
    /// One was removed by its person.
    Removed {
        /// Which kind.
        factor: FactorKind,
        /// What the person called it.
        name: String,
    },
    /// All were taken off by somebody else, recovery codes too (R28).
    Reset,
    /// New recovery codes took the place of the old ones.
    CodesMade,
    /// A recovery code stood in for a factor at a sign-in.
    CodeUsed {
        /// How many are left.
        left: u32,
    },
}

/// Whether a second factor is required of a member (R27).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Duty {
    /// Not required.
    None,
    /// Required from a moment that is still to come.
    From(Timestamp),
    /// Required.
    Now,
}

/// Of whom a second factor may be required.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Whom {
    /// The member.
    pub member: MemberId,
    /// Their kind.
    pub kind: Kind,
    /// Their tier.
    pub tier: Tier,
    /// Whether an administrator requires one of them in person.
    pub in_person: bool,
}

/// What policy asks of a member at a moment, or an administrator of them in person. Machines don't sign in, so
/// nothing is asked of them (R9, R10); of the emergency account the rule asks nothing either (C17).
pub fn duty(policy: &Policy, whom: Whom, now: Timestamp) -> Duty {
    let Whom { member, kind, tier, in_person } = whom;
    let rule = policy.second_factor;
    match (kind, rule.from) {
        (Kind::Api | Kind::System, _) => Duty::None,
        _ if in_person => Duty::Now,
        _ if !rule.covers(tier) || policy.emergency == Some(member) => Duty::None,
        (_, Some(from)) if from > now => Duty::From(from),
        _ => Duty::Now,
    }
}

/// What all of a person's organizations ask together: the strictest, the earliest.
pub fn strictest(duties: impl IntoIterator<Item = Duty>) -> Duty {
    duties.into_iter().fold(Duty::None, |one, other| match (one, other) {
        (Duty::Now, _) | (_, Duty::Now) => Duty::Now,
        (Duty::From(one), Duty::From(other)) => Duty::From(one.min(other)),
        (Duty::From(at), Duty::None) | (Duty::None, Duty::From(at)) => Duty::From(at),
        (Duty::None, Duty::None) => Duty::None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        organization::{RequiredOf, SecondFactor},
        time::DAY,
    };

    const NOW: Timestamp = Timestamp(1_795_248_000_000);

    fn whom(kind: Kind, tier: Tier, in_person: bool) -> Whom {
        Whom { member: MemberId::from_uuid(uuid::Uuid::nil()), kind, tier, in_person }
    }

    fn asks(of: RequiredOf, from: Option<Timestamp>) -> Policy {
        Policy { second_factor: SecondFactor { of, from }, ..Policy::default() }
    }

    #[test]
    fn r27_policy_asks_a_factor_of_administrators_or_of_all_from_a_date() {
        let day = NOW.plus(DAY);
        for (of, user, admin) in [
            (RequiredOf::Nobody, false, false),
            (RequiredOf::Administrators, false, true),
            (RequiredOf::Everybody, true, true),
        ] {
            let expect = |asked: bool, duty: Duty| if asked { duty } else { Duty::None };
            for (from, at) in [(None, Duty::Now), (Some(NOW), Duty::Now), (Some(day), Duty::From(day))] {
                let policy = asks(of, from);
                assert_eq!(duty(&policy, whom(Kind::Regular, Tier::User, false), NOW), expect(user, at));
                assert_eq!(duty(&policy, whom(Kind::Portal, Tier::User, false), NOW), expect(user, at));
                assert_eq!(duty(&policy, whom(Kind::Regular, Tier::Admin, false), NOW), expect(admin, at));
                assert_eq!(duty(&policy, whom(Kind::Regular, Tier::Owner, false), NOW), expect(admin, at));
                assert_eq!(duty(&policy, whom(Kind::Api, Tier::User, false), NOW), Duty::None, "R9");
                assert_eq!(duty(&policy, whom(Kind::System, Tier::User, false), NOW), Duty::None, "R10");
            }
        }
        let policy = asks(RequiredOf::Everybody, Some(day));
        assert_eq!(duty(&policy, whom(Kind::Regular, Tier::User, false), day), Duty::Now, "the moment comes by itself");
        let emergency = Policy { emergency: Some(MemberId::from_uuid(uuid::Uuid::nil())), ..policy };
        assert_eq!(duty(&emergency, whom(Kind::Regular, Tier::Admin, false), day), Duty::None, "C17");
        assert_eq!(duty(&emergency, whom(Kind::Regular, Tier::Admin, true), day), Duty::Now, "C17: but in person");
        let nobody = asks(RequiredOf::Nobody, None);
        assert_eq!(duty(&nobody, whom(Kind::Regular, Tier::User, true), NOW), Duty::Now, "R31: of one in person");
        assert_eq!(duty(&nobody, whom(Kind::Api, Tier::User, true), NOW), Duty::None, "R9");
    }

    #[test]
    fn of_several_organizations_the_strictest_counts() {
        let (soon, later) = (Duty::From(NOW), Duty::From(NOW.plus(DAY)));
        assert_eq!(strictest([]), Duty::None);
        assert_eq!(strictest([Duty::None, later, soon]), soon);
        assert_eq!(strictest([soon, Duty::Now, Duty::None]), Duty::Now);
    }

    #[test]
    fn a_kind_is_found_again_by_its_word() {
        for kind in [FactorKind::Totp, FactorKind::Passkey] {
            assert_eq!(FactorKind::of(kind.word()), Some(kind));
            assert_eq!(serde_json::to_string(&kind).unwrap_or_default(), format!("\"{}\"", kind.word()));
        }
        assert_eq!(FactorKind::of("sms"), None);
        assert!(FactorKind::Passkey > FactorKind::Totp, "of two kinds, lists show the stronger");
    }
}
