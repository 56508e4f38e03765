//! Sessions: one sign-in each, and whether it still counts (R3, R29, C32). A session names the person
//! and the organization; what they may do there is read anew with every request.

use crate::{
    Timestamp,
    member::{Kind, Member, Status},
    organization::Policy,
    time::MINUTE,
};
use serde::{Deserialize, Serialize};

/// Where a session is used.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, ts_rs::TS, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SessionKind {
    /// The portal, in a browser.
    Portal,
    /// The desktop console, and the programs that speak for it.
    Desktop,
    /// The portal as another user (R29).
    As,
}

/// How far a sign-in got.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// The password was right; the second factor is awaited.
    Factor,
    /// The person is known; which organization is awaited.
    Choose,
    /// In an organization.
    In,
}

/// Why a session ended before its time.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, ts_rs::TS, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Ended {
    /// The person signed out.
    SignedOut,
    /// The person ended it from another session.
    ByPerson,
    /// An administrator ended it (R14).
    ByAdministrator,
    /// Suspended, archived, erased, or the membership's last day was over (R3, R4).
    Shut,
    /// A password or a second factor changed (R24).
    CredentialChanged,
    /// Who signed in as somebody else may not any more (C45).
    RightLost,
}

/// How long a sign-in may wait for its second factor or the choice of an organization.
pub const WAITING: i64 = 10 * MINUTE;
/// How long somebody may be signed in as another user (R29).
pub const AS: i64 = 15 * MINUTE;
/// How long the link works that opens it (R29).
pub const AS_LINK: i64 = MINUTE;

/// What decides whether a session still counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Times {
    /// How far the sign-in got.
    pub stage: Stage,
    /// When it began.
    pub begun: Timestamp,
    /// When it was used last, to the minute.
    pub used: Timestamp,
    /// Until when it lasts at most.
    pub expires: Timestamp,
}

impl Times {
    /// Whether the session counts at a moment, by the organization's policy of that moment: one that
    /// was shortened meanwhile holds at once. A clock that was set back ends nothing and lengthens
    /// nothing beyond the time that was given.
    pub fn count(&self, policy: Option<&Policy>, now: Timestamp) -> bool {
        let lasting = now < self.expires;
        let Some(policy) = policy.filter(|_| self.stage == Stage::In) else { return lasting };
        lasting && now < self.begun.plus(policy.session_millis()) && now < self.used.plus(policy.idle_millis())
    }
}

/// What decides whether a member may enter.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Entrant {
    /// How the member reaches the organization.
    pub kind: Kind,
    /// Where the member stands.
    pub status: Status,
    /// Whether a portal is named on the member (R8).
    pub has_portal: bool,
}

impl Entrant {
    /// Whether they may enter by a session of this kind: active (C32), no machine (R9, R10), and
    /// portal members into the portal alone, where one is named on them (R8).
    pub fn may_enter(self, session: SessionKind) -> bool {
        let fits = match self.kind {
            Kind::Regular => true,
            Kind::Portal => session == SessionKind::Portal && self.has_portal,
            Kind::Api | Kind::System => false,
        };
        fits && self.status == Status::Active
    }
}

impl From<&Member> for Entrant {
    fn from(member: &Member) -> Self {
        Self { kind: member.kind, status: member.status, has_portal: !member.holds.portals.is_empty() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::HOUR;

    const MORNING: Timestamp = Timestamp(1_795_248_000_000);

    fn times(stage: Stage) -> Times {
        Times { stage, begun: MORNING, used: MORNING, expires: MORNING.plus(12 * HOUR) }
    }

    #[test]
    fn a_session_lasts_twelve_hours_and_thirty_minutes_without_use() {
        let policy = Policy::default();
        let at = |used: i64, now: i64| {
            Times { used: MORNING.plus(used), ..times(Stage::In) }.count(Some(&policy), MORNING.plus(now))
        };
        assert!(at(0, 30 * MINUTE - 1));
        assert!(!at(0, 30 * MINUTE), "thirty minutes idle");
        assert!(at(12 * HOUR - MINUTE, 12 * HOUR - 1), "used to the end");
        assert!(!at(12 * HOUR - MINUTE, 12 * HOUR), "twelve hours in all");
    }

    #[test]
    fn a_policy_that_was_shortened_holds_for_sessions_that_run() {
        let policy = Policy { session_lifetime: HOUR, session_idle: HOUR, ..Policy::default() };
        assert!(times(Stage::In).count(Some(&policy), MORNING.plus(HOUR - 1)));
        assert!(!times(Stage::In).count(Some(&policy), MORNING.plus(HOUR)));
    }

    #[test]
    fn r8_r9_r10_c32_who_may_enter_by_which_session() {
        for status in [Status::Pending, Status::Active, Status::Suspended, Status::Archived] {
            for session in [SessionKind::Portal, SessionKind::Desktop, SessionKind::As] {
                let may = |kind, has_portal| Entrant { kind, status, has_portal }.may_enter(session);
                let active = status == Status::Active;
                assert_eq!(may(Kind::Regular, false), active);
                assert_eq!(may(Kind::Portal, true), active && session == SessionKind::Portal);
                assert!(!may(Kind::Portal, false) && !may(Kind::Api, true) && !may(Kind::System, true));
            }
        }
    }

    #[test]
    fn a_clock_set_back_ends_no_session() {
        assert!(times(Stage::In).count(Some(&Policy::default()), MORNING.plus(-HOUR)));
    }

    #[test]
    fn who_still_waits_has_the_time_of_waiting_alone() {
        let waiting = Times { expires: MORNING.plus(WAITING), ..times(Stage::Factor) };
        assert!(waiting.count(None, MORNING.plus(WAITING - 1)));
        assert!(!waiting.count(None, MORNING.plus(WAITING)));
    }
}
