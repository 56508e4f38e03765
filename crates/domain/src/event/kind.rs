//! What every event tells of itself: whom it is about, and the word of its kind.

use super::Event;
use crate::MemberId;

impl Event {
    /// The member that the event is about, where there is one.
    pub fn member(&self) -> Option<MemberId> {
        match self {
            Self::MemberAdded { member, .. } | Self::MemberWithdrawn { member } => Some(member.id),
            Self::MemberChanged { member, .. }
            | Self::PhotoChanged { member, .. }
            | Self::StatusChanged { member, .. }
            | Self::Given { member, .. }
            | Self::Taken { member, .. }
            | Self::EndMoved { member, .. }
            | Self::Scheduled { member, .. }
            | Self::Unscheduled { member, .. }
            | Self::SeatFreed { member, .. }
            | Self::SeatRegained { member, .. }
            | Self::NavigationChanged { member, .. }
            | Self::PeriodChanged { member, .. }
            | Self::KeyAdded { member, .. }
            | Self::KeyRevoked { member, .. }
            | Self::InvitationSent { member, .. }
            | Self::InvitationAccepted { member, .. }
            | Self::AccessSent { member, .. }
            | Self::PasswordSet { member }
            | Self::PasswordLinkSent { member, .. }
            | Self::RecoverySent { member, .. }
            | Self::AddressAsked { member, .. }
            | Self::LetIn { member, .. }
            | Self::TicketMade { member, .. }
            | Self::TicketRedeemed { member, .. }
            | Self::TemporaryPasswordSet { member }
            | Self::PasswordChangeForced { member }
            | Self::PasswordChanged { member, .. }
            | Self::SessionsEnded { member, .. }
            | Self::Locked { member, .. }
            | Self::SignInAsAsked { member, .. }
            | Self::SignedInAs { member, .. }
            | Self::SignedInBy { member, .. }
            | Self::FactorAdded { member, .. }
            | Self::FactorRemoved { member, .. }
            | Self::FactorsReset { member, .. }
            | Self::FactorAsked { member }
            | Self::FactorRequired { member, .. }
            | Self::RecoveryCodesMade { member }
            | Self::RecoveryCodeUsed { member, .. }
            | Self::SignInRefused { member, .. }
            | Self::EmergencyUsed { member, .. }
            | Self::SignedIn { member, .. }
            | Self::MemberErased { member } => Some(*member),
            Self::MailRetried { member, .. } => *member,
            Self::OrganizationCreated { .. }
            | Self::InvitationAsked
            | Self::MailServerChanged { .. }
            | Self::WordingChanged { .. }
            | Self::CatalogueExtended { .. }
            | Self::ProductTaken { .. }
            | Self::SeatsChanged { .. }
            | Self::PlanChanged { .. }
            | Self::DetailsChanged { .. }
            | Self::BillingChanged { .. }
            | Self::PolicyChanged { .. }
            | Self::ReviewSignedOff { .. }
            | Self::RoleAdded { .. }
            | Self::RoleChanged { .. }
            | Self::RoleRemoved { .. }
            | Self::PortalAdded { .. }
            | Self::PortalRemoved { .. }
            | Self::TeamAdded { .. }
            | Self::TeamRenamed { .. }
            | Self::TeamRemoved { .. }
            | Self::GroupAdded { .. }
            | Self::GroupRemoved { .. }
            | Self::GroupChanged { .. } => None,
        }
    }

    /// Whether it changes the structure: catalogue, roles, groups, portals, teams.
    pub const fn is_structural(&self) -> bool {
        matches!(
            self,
            Self::CatalogueExtended { .. }
                | Self::ProductTaken { .. }
                | Self::RoleAdded { .. }
                | Self::RoleChanged { .. }
                | Self::RoleRemoved { .. }
                | Self::PortalAdded { .. }
                | Self::PortalRemoved { .. }
                | Self::TeamAdded { .. }
                | Self::TeamRenamed { .. }
                | Self::TeamRemoved { .. }
                | Self::GroupAdded { .. }
                | Self::GroupChanged { .. }
                | Self::GroupRemoved { .. }
        )
    }

    /// The stable word of this kind of event, as the log stores and filters it.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::OrganizationCreated { .. } => "organization_created",
            Self::MailServerChanged { .. } => "mail_server_changed",
            Self::WordingChanged { .. } => "wording_changed",
            Self::MailRetried { .. } => "mail_retried",
            Self::CatalogueExtended { .. } => "catalogue_extended",
            Self::ProductTaken { .. } => "product_taken",
            Self::SeatsChanged { .. } => "seats_changed",
            Self::PlanChanged { .. } => "plan_changed",
            Self::DetailsChanged { .. } => "details_changed",
            Self::BillingChanged { .. } => "billing_changed",
            Self::RoleAdded { .. } => "role_added",
            Self::RoleChanged { .. } => "role_changed",
            Self::RoleRemoved { .. } => "role_removed",
            Self::PortalAdded { .. } => "portal_added",
            Self::PortalRemoved { .. } => "portal_removed",
            Self::TeamAdded { .. } => "team_added",
            Self::TeamRenamed { .. } => "team_renamed",
            Self::TeamRemoved { .. } => "team_removed",
            Self::GroupAdded { .. } => "group_added",
            Self::GroupRemoved { .. } => "group_removed",
            Self::GroupChanged { .. } => "group_changed",
            Self::MemberAdded { .. } => "member_added",
            Self::MemberWithdrawn { .. } => "member_withdrawn",
            Self::MemberChanged { .. } => "member_changed",
            Self::PhotoChanged { .. } => "photo_changed",
            Self::StatusChanged { .. } => "status_changed",
            Self::Given { .. } => "given",
            Self::Taken { .. } => "taken",
            Self::EndMoved { .. } => "end_moved",
            Self::Scheduled { .. } => "scheduled",
            Self::Unscheduled { .. } => "unscheduled",
            Self::SeatFreed { .. } => "seat_freed",
            Self::SeatRegained { .. } => "seat_regained",
            Self::NavigationChanged { .. } => "navigation_changed",
            Self::PeriodChanged { .. } => "period_changed",
            Self::KeyAdded { .. } => "key_added",
            Self::KeyRevoked { .. } => "key_revoked",
            Self::InvitationSent { .. } => "invitation_sent",
            Self::InvitationAsked => "invitation_asked",
            Self::InvitationAccepted { .. } => "invitation_accepted",
            Self::AccessSent { .. } => "access_sent",
            Self::PasswordSet { .. } => "password_set",
            Self::PasswordLinkSent { .. } => "password_link_sent",
            Self::RecoverySent { .. } => "recovery_sent",
            Self::AddressAsked { .. } => "address_asked",
            Self::LetIn { .. } => "let_in",
            Self::TicketMade { .. } => "ticket_made",
            Self::TicketRedeemed { .. } => "ticket_redeemed",
            Self::TemporaryPasswordSet { .. } => "temporary_password_set",
            Self::PasswordChangeForced { .. } => "password_change_forced",
            Self::PasswordChanged { .. } => "password_changed",
            Self::SessionsEnded { .. } => "sessions_ended",
            Self::Locked { .. } => "locked",
            Self::SignInAsAsked { .. } => "sign_in_as_asked",
            Self::SignedInAs { .. } => "signed_in_as",
            Self::SignedInBy { .. } => "signed_in_by",
            Self::PolicyChanged { .. } => "policy_changed",
            Self::ReviewSignedOff { .. } => "review_signed_off",
            Self::FactorAdded { .. } => "factor_added",
            Self::FactorRemoved { .. } => "factor_removed",
            Self::FactorsReset { .. } => "factors_reset",
            Self::FactorAsked { .. } => "factor_asked",
            Self::FactorRequired { .. } => "factor_required",
            Self::RecoveryCodesMade { .. } => "recovery_codes_made",
            Self::RecoveryCodeUsed { .. } => "recovery_code_used",
            Self::SignInRefused { .. } => "sign_in_refused",
            Self::EmergencyUsed { .. } => "emergency_used",
            Self::SignedIn { .. } => "signed_in",
            Self::MemberErased { .. } => "member_erased",
        }
    }
}
