//! Passwords, sessions and the policy, as screens ask for them and show them.

use rollbook_credentials::Secret;
use rollbook_domain::{
    ChallengeId, CommandId, MemberId, Refusal, SessionId, Timestamp,
    member::AccessMode,
    organization::{Policy, Recovery, SecondFactor},
    session::{Ended, SessionKind},
    time::{DAY, HOUR, MINUTE},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Sets a password that is to be changed at the next sign-in (R24).
#[derive(Clone, Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SetTemporaryPassword {
    /// The command's id; the same again is carried out once.
    pub command: CommandId,
    /// Whose.
    pub member: MemberId,
    /// The password.
    #[ts(type = "string")]
    #[schemars(with = "String")]
    pub password: Secret<String>,
}

/// Ends one session of a user (R14).
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EndSession {
    /// The command's id.
    pub command: CommandId,
    /// Whose.
    pub member: MemberId,
    /// Which.
    pub session: SessionId,
}

/// Shuts somebody out at once (B11).
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LockUser {
    /// The command's id.
    pub command: CommandId,
    /// Whom.
    pub member: MemberId,
    /// Why, for the log.
    pub reason: String,
    /// Whether only to say what it would do.
    #[serde(default)]
    #[ts(optional)]
    pub preview: Option<bool>,
}

/// Asks for the link by which to sign in as a user (R29).
#[derive(Clone, Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AskSignInAs {
    /// The command's id.
    pub command: CommandId,
    /// As whom.
    pub member: MemberId,
    /// Why, for the log and for the person.
    pub reason: String,
    /// The own password, asked again.
    #[ts(type = "string")]
    #[schemars(with = "String")]
    pub password: Secret<String>,
    /// A code of the own second factor, where there is one, or a browser's answer to a
    /// [`PasskeyQuestion`](super::PasskeyQuestion) as JSON.
    #[serde(default)]
    #[ts(optional, type = "string")]
    #[schemars(with = "Option<String>")]
    pub code: Option<Secret<String>>,
    /// What a passkey was asked under; nothing for a code.
    #[serde(default)]
    #[ts(optional, type = "string")]
    pub challenge: Option<ChallengeId>,
}

/// The link by which to sign in as a user: it opens once, within a minute.
#[derive(Clone, PartialEq, Eq, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AsLink {
    /// The address to open in a private window.
    pub address: String,
    /// Until when it works.
    pub expires: Timestamp,
}

impl std::fmt::Debug for AsLink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AsLink").field("expires", &self.expires).finish_non_exhaustive()
    }
}

/// A user's session as administrators see it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct UserSession {
    /// Its id.
    pub id: SessionId,
    /// Where it is used.
    pub kind: SessionKind,
    /// From where it was used last.
    pub address: String,
    /// With what, as the browser or program calls itself.
    pub device: String,
    /// When it began.
    pub begun: Timestamp,
    /// When it was used last, to the minute.
    pub used: Timestamp,
    /// Whether it still counts.
    pub open: bool,
    /// Why it was ended before its time.
    pub ended: Option<Ended>,
    /// Who it was that signed in as this user (R29).
    pub by: Option<String>,
}

/// The policy, and whether the person at the desk may set it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PolicyView {
    /// The policy.
    pub policy: PolicyFields,
    /// How many active administrators have no second factor, the owner among them (R27).
    #[ts(type = "number")]
    pub administrators_without: u64,
    /// How many active users have none, administrators among them.
    #[ts(type = "number")]
    pub users_without: u64,
    /// Who could be the emergency account: active administrators with the role Super Admin, and who it is now.
    pub emergency_choices: Vec<EmergencyChoice>,
    /// Why the emergency account can't be named; `None` when it can (C17).
    pub emergency_refusal: Option<Refusal>,
    /// Why it can't be set; `None` when it can.
    pub refusal: Option<Refusal>,
}

/// Somebody who could be the emergency account (C17).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct EmergencyChoice {
    /// Who.
    pub member: MemberId,
    /// Their name.
    pub name: String,
}

/// Sets the policy.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SetPolicy {
    /// The command's id.
    pub command: CommandId,
    /// As the screen saw it.
    pub seen: PolicyFields,
    /// As it shall be.
    pub policy: PolicyFields,
}

/// Numbers and switches of the rules.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct PolicyFields {
    /// How long an invitation works, in hours (R2).
    pub invitation_hours: u32,
    /// The mode that new members start in (R12).
    pub default_access: AccessMode,
    /// How long a session lasts at most, in minutes.
    pub session_minutes: u32,
    /// How long it lasts without use, in minutes.
    pub idle_minutes: u32,
    /// Fewest characters of a password, where that is more than the rule asks for (R23).
    pub password_length: u32,
    /// Who may ask for a new password by mail (R26).
    pub recovery: Recovery,
    /// Whether the form for it keeps to itself which addresses are known (R26).
    pub hides_addresses: bool,
    /// Whether somebody without access may ask for an invitation on the sign-in page.
    #[serde(default)]
    pub invitation_asks: bool,
    /// Of whom a second factor is required, and from when (R27).
    pub second_factor: SecondFactor,
    /// Whether administrators may sign in as others (R29).
    pub sign_in_as: bool,
    /// Whether people may change the address that they sign in with (R7).
    #[serde(default)]
    pub own_address: bool,
    /// After how many days without a sign-in an active user counts as dormant (R31).
    #[serde(default = "dormant_days")]
    pub dormant_days: u32,
    /// The emergency account: a Super Admin of whom no second factor is required, and whose every sign-in alarms (C17).
    #[serde(default)]
    pub emergency: Option<MemberId>,
    /// How many mails may wait in the outbox before nobody can ask for more.
    #[serde(default = "waiting_mails")]
    pub waiting_mails: u32,
    /// For how many days everything may be read on a computer without a connection since it had one last (R34).
    #[serde(default = "offline_days")]
    pub offline_days: u32,
    /// How long a reset ticket works that was made without a network, in hours (R35).
    #[serde(default = "ticket_hours")]
    pub ticket_hours: u32,
}

/// Whoever asks without saying it means what it is by default.
fn dormant_days() -> u32 {
    Policy::default().dormant_days
}

fn waiting_mails() -> u32 {
    Policy::default().waiting_mails
}

fn offline_days() -> u32 {
    PolicyFields::from(&Policy::default()).offline_days
}

fn ticket_hours() -> u32 {
    PolicyFields::from(&Policy::default()).ticket_hours
}

impl From<&Policy> for PolicyFields {
    fn from(policy: &Policy) -> Self {
        let whole = |millis: i64, unit: i64| u32::try_from(millis / unit).unwrap_or(u32::MAX);
        Self {
            invitation_hours: whole(policy.invitation_lifetime, HOUR),
            default_access: policy.default_access,
            session_minutes: whole(policy.session_lifetime, MINUTE),
            idle_minutes: whole(policy.session_idle, MINUTE),
            password_length: policy.password_length,
            recovery: policy.recovery,
            hides_addresses: policy.hides_addresses,
            invitation_asks: policy.invitation_asks,
            second_factor: policy.second_factor,
            sign_in_as: policy.sign_in_as,
            own_address: policy.own_address,
            dormant_days: policy.dormant_days,
            emergency: policy.emergency,
            waiting_mails: policy.waiting_mails,
            offline_days: whole(policy.offline_lifetime, DAY),
            ticket_hours: whole(policy.ticket_lifetime, HOUR),
        }
    }
}

impl PolicyFields {
    /// The policy that these fields are; where they are those of `now`, `now` itself, whose times may be
    /// finer than a screen shows.
    pub fn onto(&self, now: &Policy) -> Policy {
        if *self == Self::from(now) {
            return now.clone();
        }
        Policy {
            invitation_lifetime: i64::from(self.invitation_hours) * HOUR,
            default_access: self.default_access,
            session_lifetime: i64::from(self.session_minutes) * MINUTE,
            session_idle: i64::from(self.idle_minutes) * MINUTE,
            password_length: self.password_length,
            recovery: self.recovery,
            hides_addresses: self.hides_addresses,
            invitation_asks: self.invitation_asks,
            second_factor: self.second_factor,
            sign_in_as: self.sign_in_as,
            own_address: self.own_address,
            dormant_days: self.dormant_days,
            emergency: self.emergency,
            waiting_mails: self.waiting_mails,
            offline_lifetime: i64::from(self.offline_days) * DAY,
            ticket_lifetime: i64::from(self.ticket_hours) * HOUR,
        }
    }
}
