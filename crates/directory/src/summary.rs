//! What an organization says of itself where many are looked at (B10): counts that are kept, and what waits
//! for somebody.

use crate::{
    Desk, DirectoryError,
    contract::{Need, NeedCode, OrganizationSummary},
};
use rollbook_domain::{
    decide::authority,
    member::{Status, Tab},
};
use rollbook_store::OpenEnds;

impl Desk {
    /// What the organization says of itself in an overview.
    pub async fn summary(&self) -> Result<OrganizationSummary, DirectoryError> {
        let (facts, counts) = self.standing().await?;
        authority::administrator(&facts)?;
        let details = self.details().await?;
        let ends = self.directory().store().open_ends(self.organization(), self.directory().now()).await?;
        let active = counts.of(|status, _| status == Status::Active);
        let administrators = counts.of(|status, tier| status.counts() && tier.administers());
        let limit = details.plan.administrators().unsigned_abs();
        Ok(OrganizationSummary {
            id: details.id,
            domain: details.you.email.rsplit_once('@').map(|(_, domain)| domain.to_owned()).unwrap_or_default(),
            members: counts.of(|status, _| status.tab() == Tab::Active),
            active,
            // Counted a moment after the others: never more than there are.
            protected: active.saturating_sub(ends.without_factor),
            pending: counts.of(|status, _| status == Status::Pending),
            administrators,
            administrator_limit: limit,
            needs: needs(ends, administrators, limit),
            name: details.name,
            initials: details.initials,
            plan: details.plan,
            you: details.you,
        })
    }
}

fn needs(ends: OpenEnds, administrators: u64, limit: u64) -> Vec<Need> {
    let full = if administrators >= limit { administrators } else { 0 };
    let all = [
        (
            NeedCode::EmergencyUsed,
            ends.emergencies,
            counted(
                ends.emergencies,
                "sign-in by the emergency account in the last 7 days.",
                "sign-ins by the emergency account in the last 7 days.",
            ),
        ),
        (NeedCode::AdministratorLimit, full, format!("{administrators} of {limit} admin users in use.")),
        (
            NeedCode::AdministratorsWithoutFactor,
            ends.administrators_without_factor,
            counted(ends.administrators_without_factor, "admin has no second factor.", "admins have no second factor."),
        ),
        (
            NeedCode::FailedMails,
            ends.failed_mails,
            counted(ends.failed_mails, "mail couldn’t be delivered.", "mails couldn’t be delivered."),
        ),
        (
            NeedCode::StaleInvitations,
            ends.stale_invitations,
            counted(ends.stale_invitations, "invitation ran out unanswered.", "invitations ran out unanswered."),
        ),
    ];
    all.into_iter().filter(|(_, count, _)| *count > 0).map(|(code, count, words)| Need { code, count, words }).collect()
}

fn counted(n: u64, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}
