//! The organization as the person at a desk sees it.

use crate::{
    Desk, DirectoryError,
    contract::{OrganizationDetails, YouView},
};
use rollbook_domain::{Code, Refusal, decide::authority, facts::Actor, text::initials, time::HOUR};

impl Desk {
    /// Name, plan and terms of the organization, and who is at the desk.
    pub async fn details(&self) -> Result<OrganizationDetails, DirectoryError> {
        let facts = self.facts().await?;
        authority::administrator(&facts)?;
        let Actor::Member(you) = &facts.actor else {
            return Err(Refusal::new(Code::NotAllowed, "Nobody is at this desk.", "Sign in first.").into());
        };
        let organization = &facts.organization;
        Ok(OrganizationDetails {
            id: organization.id,
            name: organization.name.clone(),
            initials: initials(&organization.name),
            plan: organization.plan,
            language: organization.language.clone(),
            you: YouView {
                id: you.id,
                name: you.name(),
                initials: initials(&you.name()),
                email: you.email.as_str().to_owned(),
            },
            portal: self.directory().portal(),
            invitation_hours: u32::try_from(organization.policy.invitation_millis() / HOUR).unwrap_or(0),
        })
    }
}
