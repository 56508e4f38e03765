//! Effects: what has to happen beside the events. Secrets that an effect needs (a token, a hash)
//! are made by the directory and never pass through here.

use crate::{
    AccountId, Email, KeyId, LinkId, MemberId, SessionId, Timestamp, factor::FactorChange, order::Order, session::Ended,
};

/// What a person is told by mail about their credentials.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Notice {
    /// Their password was changed, by themselves or whoever had the link.
    PasswordChanged,
    /// An administrator set a temporary password.
    TemporaryPassword,
}

impl Effect {
    /// Whether it is a mail that somebody asked for, unlike one that tells a person what was done.
    pub const fn is_asked_for_mail(&self) -> bool {
        matches!(
            self,
            Self::Invite { .. }
                | Self::SendAccess { .. }
                | Self::SendPasswordLink { .. }
                | Self::SendRecovery { .. }
                | Self::SendAddressLink { .. }
                | Self::AskFactor { .. }
                | Self::AskSales { .. }
                | Self::TellAsked { .. }
        )
    }
}

/// Something that the directory does in the same transaction as the events.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Effect {
    /// Make an invitation link, kill the older ones, and put its mail into the outbox.
    Invite {
        /// For whom.
        member: MemberId,
        /// The link's id.
        link: LinkId,
        /// Until when it works.
        expires: Timestamp,
        /// Whether the person has an account already and only confirms (R1).
        joining: bool,
    },
    /// Make a link to choose a first password, kill the older ones, and put its mail into the
    /// outbox (R5).
    SendAccess {
        /// For whom.
        member: MemberId,
        /// The link's id.
        link: LinkId,
        /// Until when it works.
        expires: Timestamp,
    },
    /// Kill every open link of the member (R2, R4).
    KillLinks {
        /// Whose.
        member: MemberId,
    },
    /// Make a link to choose a new password, kill the older ones, and put its mail into the outbox.
    SendPasswordLink {
        /// For whom.
        member: MemberId,
        /// The link's id.
        link: LinkId,
        /// Until when it works.
        expires: Timestamp,
    },
    /// The same for somebody who asked for it themselves (R26).
    SendRecovery {
        /// For whom.
        member: MemberId,
        /// The link's id.
        link: LinkId,
        /// Until when it works.
        expires: Timestamp,
    },
    /// Make a link to confirm a new address, kill the older ones of the account, and put its mail to that address into
    /// the outbox (R7).
    SendAddressLink {
        /// For whom.
        member: MemberId,
        /// The link's id.
        link: LinkId,
        /// Until when it works.
        expires: Timestamp,
        /// Where it goes, and what it confirms.
        email: Email,
    },
    /// Tell the person, at the address that they sign in with, that another one was asked for (R7, R24).
    TellAddressAsked {
        /// Whom.
        member: MemberId,
        /// The address that was asked for.
        email: Email,
    },
    /// Tell the person, at the address that they had, that they sign in with another one now (R7, R24).
    TellAddressChanged {
        /// Whom.
        member: MemberId,
        /// Where they are told.
        before: Email,
    },
    /// Have the other organizations that know the account take up its address.
    SpreadAddress {
        /// Whose account.
        account: AccountId,
    },
    /// Kill every open link to choose a password of an account or to confirm its address, in whatever organization.
    KillPasswordLinks {
        /// Whose account.
        account: AccountId,
    },
    /// End the member's sessions in this organization (R3).
    EndSessions {
        /// Whose.
        member: MemberId,
        /// Why.
        why: Ended,
    },
    /// End one session of the member in this organization.
    EndSession {
        /// Whose.
        member: MemberId,
        /// Which.
        session: SessionId,
    },
    /// End every session of an account, in whatever organization, but the one that asks (R24).
    EndAccountSessions {
        /// Whose account.
        account: AccountId,
    },
    /// Store the password hash that came beside the command.
    StorePassword {
        /// Whose account.
        account: AccountId,
        /// Whether it is to be changed at the next sign-in (R24).
        temporary: bool,
    },
    /// Keep the hash of the API key that came beside the command.
    StoreKey {
        /// Which key.
        key: KeyId,
    },
    /// Have the password changed at the next sign-in.
    ForceChange {
        /// Whose account.
        account: AccountId,
    },
    /// Keep the link by which the actor signs in as a member, whose token came beside the command.
    KeepAsLink {
        /// As whom.
        member: MemberId,
        /// Until when it works.
        expires: Timestamp,
        /// Why.
        reason: String,
    },
    /// Tell the person by mail that the actor signed in as them (R29, C48).
    NoticeSignedInAs {
        /// Whom.
        member: MemberId,
        /// Why, as the actor said.
        reason: String,
    },
    /// Tell the person by mail what happened to their credentials (R24).
    Notice {
        /// Whom.
        member: MemberId,
        /// What.
        notice: Notice,
    },
    /// Take every second factor off the account, recovery codes too, and end its sessions (R24, R28).
    ResetFactors {
        /// Whose.
        member: MemberId,
        /// The account behind them.
        account: AccountId,
    },
    /// Tell the person by mail what happened to their second factors (R24, R28).
    TellFactor {
        /// Whom.
        member: MemberId,
        /// What happened.
        change: FactorChange,
    },
    /// Ask the person by mail to set up a second factor (R31).
    AskFactor {
        /// Whom.
        member: MemberId,
    },
    /// Tell the other administrators that an administrator came in by a recovery code (C17).
    AlarmCodeUsed {
        /// Who came in.
        member: MemberId,
    },
    /// Tell the owner and all Super Admins that somebody came in by the emergency account (C17).
    AlarmEmergency {
        /// The emergency account.
        member: MemberId,
    },
    /// Tell the administrators that an invitation was accepted with less than it named (R6).
    NoticeLeftOut {
        /// Who accepted.
        member: MemberId,
        /// What was left out, in words.
        left_out: Vec<String>,
    },
    /// Tell sales by mail what the organization wants an offer for.
    AskSales {
        /// What it wants.
        order: Box<Order>,
    },
    /// Tell the administrators by mail who asks for an invitation.
    TellAsked {
        /// As they call themselves.
        name: String,
        /// Where an invitation would go.
        email: Email,
    },
    /// Wipe what the log and the outbox still say about the person.
    Anonymise {
        /// Who.
        member: MemberId,
        /// The account behind it.
        account: AccountId,
    },
}
