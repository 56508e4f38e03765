//! Sub-accounts: the organizations that whoever owns this one owns in the same place (FEATURES row 81, R18).

use crate::{
    Desk, DirectoryError,
    contract::{SubAccount, SubAccountStanding, SubAccountsView},
};
use rollbook_domain::{
    Facts,
    decide::authority,
    factor::Duty,
    member::{Tab, Tier},
};
use rollbook_store::{ActorId, MemberCounts};

impl Desk {
    /// The organizations of the owner at this desk, by name (R18). Each is asked by the owner’s own member there, so one
    /// where they may not see to its subscription (any more) isn’t among them.
    pub async fn sub_accounts(&self) -> Result<SubAccountsView, DirectoryError> {
        let facts = self.facts().await?;
        let account = authority::owner(&facts)?.account;
        let directory = self.directory();
        let (has_factor, now) = (directory.has_factor(account).await?, directory.now());
        let mut rows = Vec::new();
        for opening in directory.store().openings(account).await? {
            if opening.tier != Tier::Owner {
                continue;
            }
            let desk = directory.desk(opening.organization, ActorId::Member(opening.member));
            let (facts, counts) = desk.standing().await?;
            if authority::owner(&facts).is_err() {
                continue;
            }
            let here = opening.organization == self.organization();
            let asks_more = !here && !has_factor && opening.duty(now) == Duty::Now;
            rows.push(SubAccount {
                id: opening.organization,
                here,
                founded: facts.organization.created_at,
                stands: (!asks_more).then(|| standing(&facts, &counts)),
                name: opening.name,
            });
        }
        Ok(SubAccountsView { rows })
    }
}

fn standing(facts: &Facts, counts: &MemberCounts) -> SubAccountStanding {
    let organization = &facts.organization;
    SubAccountStanding {
        plan: organization.plan,
        members: counts.of(|status, _| status.tab() == Tab::Active),
        administrators: facts.administrators.unsigned_abs(),
        administrator_limit: organization.plan.administrators().unsigned_abs(),
        standing: organization.billing.standing,
        by: organization.billing.terms.by,
        payment: organization.billing.provider.as_ref().map(|provider| provider.payment),
    }
}
