//! Which mails there are.

use std::fmt;

use serde::{Deserialize, Serialize};

/// One kind of mail. The name is stable: it stands in stored overrides and in the outbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TemplateId {
    /// A new person gets the link to choose a password (R1).
    Invitation,
    /// A person who has an account already gets the link to confirm (R1).
    Joining,
    /// A created member gets the link and the user name (R5).
    AccessInfo,
    /// A portal member gets the link, the user name and the portals that it opens (R5, R8).
    PortalAccess,
    /// A person gets the link to choose a new password (R2).
    PasswordLink,
    /// Whoever reads a new address confirms it by a link (R7).
    AddressLink,
    /// A person learns, at the address that they have, that another one was asked for (R7).
    AddressAskedNotice,
    /// A person learns, at the address that they had, that they sign in with another one (R7, R24).
    AddressChangedNotice,
    /// A person learns that their password was changed (R24).
    PasswordChangedNotice,
    /// A person learns that an administrator set a temporary password for them (R24).
    TemporaryPasswordNotice,
    /// A person learns that an administrator signed in as them (R29).
    SignedInAsNotice,
    /// The administrators learn what an accepted invitation could no longer give (R6).
    InvitationAcceptedNotice,
    /// A person enrolled a second factor (R24, R27).
    FactorAdded,
    /// A person removed a second factor.
    FactorRemoved,
    /// Somebody took all second factors off a person (R28).
    FactorsReset,
    /// An administrator asks a person to set up a second factor (R31).
    FactorAsked,
    /// A person made new recovery codes.
    RecoveryCodesMade,
    /// A recovery code stood in for a second factor.
    RecoveryCodeUsed,
    /// The other administrators learn that an administrator came in by a recovery code (C17).
    RecoveryCodeAlarm,
    /// The owner and all Super Admins learn that somebody came in by the emergency account (C17).
    EmergencyAlarm,
    /// Sales learns what an organization wants an offer for.
    QuoteRequest,
    /// The administrators learn that somebody without access asks for an invitation.
    InvitationAsked,
    /// Somebody without an account registers to found an organization; a mail of the platform itself.
    Registration,
    /// An administrator tries the mail settings.
    Test,
}

impl TemplateId {
    /// Every kind, in the order in which settings list them.
    pub const ALL: [Self; 24] = [
        Self::Invitation,
        Self::Joining,
        Self::AccessInfo,
        Self::PortalAccess,
        Self::PasswordLink,
        Self::AddressLink,
        Self::AddressAskedNotice,
        Self::AddressChangedNotice,
        Self::PasswordChangedNotice,
        Self::TemporaryPasswordNotice,
        Self::SignedInAsNotice,
        Self::InvitationAcceptedNotice,
        Self::FactorAdded,
        Self::FactorRemoved,
        Self::FactorsReset,
        Self::FactorAsked,
        Self::RecoveryCodesMade,
        Self::RecoveryCodeUsed,
        Self::RecoveryCodeAlarm,
        Self::EmergencyAlarm,
        Self::QuoteRequest,
        Self::InvitationAsked,
        Self::Registration,
        Self::Test,
    ];

    /// The stable name, such as `password_link`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::Joining => "joining",
            Self::AccessInfo => "access_info",
            Self::PortalAccess => "portal_access",
            Self::PasswordLink => "password_link",
            Self::AddressLink => "address_link",
            Self::AddressAskedNotice => "address_asked_notice",
            Self::AddressChangedNotice => "address_changed_notice",
            Self::PasswordChangedNotice => "password_changed_notice",
            Self::TemporaryPasswordNotice => "temporary_password_notice",
            Self::SignedInAsNotice => "signed_in_as_notice",
            Self::InvitationAcceptedNotice => "invitation_accepted_notice",
            Self::FactorAdded => "factor_added",
            Self::FactorRemoved => "factor_removed",
            Self::FactorsReset => "factors_reset",
            Self::FactorAsked => "factor_asked",
            Self::RecoveryCodesMade => "recovery_codes_made",
            Self::RecoveryCodeUsed => "recovery_code_used",
            Self::RecoveryCodeAlarm => "recovery_code_alarm",
            Self::EmergencyAlarm => "emergency_alarm",
            Self::QuoteRequest => "quote_request",
            Self::InvitationAsked => "invitation_asked",
            Self::Registration => "registration",
            Self::Test => "test",
        }
    }

    /// The kind of that stable name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|id| id.as_str() == name)
    }
}

impl fmt::Display for TemplateId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
