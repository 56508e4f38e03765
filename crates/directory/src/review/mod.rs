//! The access review (B14): an owner walks the administrators, signs what was decided, and gets a sheet that
//! can be verified later without the product and without the database.

mod paper;
mod sheet;

use crate::{
    Desk, DirectoryError,
    contract::{LastReview, Outcome, PaperFile, ReviewSheetAsk, ReviewView, SignReview, TableFile, Tag},
    desk::{PAGE_MAX, every_tag},
    door::{Begun, not_here, unhindered},
};
use rollbook_domain::{
    Code, Command, Facts, MemberId, Refusal, RoleId,
    chain::commit,
    command::Edit,
    decide::{authority, review::may_sign},
    member::{Status, Tab, Tier},
    organization::Organization,
    review::{ReviewLine, Verdict},
    role::Role,
};
use rollbook_store::{ActorId, ListFilter, Order, PageAt, Proven, Reviewed, SortBy};

impl Desk {
    /// Everybody whom a review has to decide about.
    pub async fn review(&self) -> Result<ReviewView, DirectoryError> {
        let facts = self.facts().await?;
        authority::administrator(&facts)?;
        let store = self.directory().store();
        let (order, at) = (
            Order { by: SortBy::Name, descending: false },
            PageAt { offset: 0, take: PAGE_MAX, anchor: None, total: None },
        );
        let mut rows = Vec::new();
        for tab in [Tab::Active, Tab::Pending] {
            let filter = ListFilter { tiers: vec![Tier::Admin, Tier::Owner], ..ListFilter::tab(tab) };
            let page = store.member_page(self.organization(), &filter, order, &at).await?;
            rows.extend(self.security_rows(&facts, &page.rows).await?);
        }
        Ok(ReviewView {
            rows,
            last: self.last_review().await?,
            refusal: may_sign(&facts).err().or_else(|| self.line()),
        })
    }

    /// The review that was signed off last.
    pub(crate) async fn last_review(&self) -> Result<Option<LastReview>, DirectoryError> {
        let store = self.directory().store();
        let Some((seq, at, actor)) = store.last_review(self.organization()).await? else { return Ok(None) };
        let names = store.names(self.organization(), &actor.into_iter().collect::<Vec<_>>()).await?;
        Ok(Some(LastReview {
            seq,
            at,
            by: actor.and_then(|actor| names.get(&actor).cloned()),
            by_you: actor.is_some_and(|actor| self.actor() == ActorId::Member(actor)),
        }))
    }

    /// Signs a review off. Who is removed loses their rights as it is signed, in the same transaction and by the
    /// commands that take them: all of it holds, or nothing is signed.
    pub async fn sign_review(&self, ask: &SignReview) -> Result<Outcome, DirectoryError> {
        unhindered!(self.try_sign_review(ask))
    }

    async fn try_sign_review(&self, ask: &SignReview) -> Result<Outcome, DirectoryError> {
        let mut run = match self.begin(ask.command, ask.preview).await? {
            Begun::Already(outcome) => return Ok(*outcome),
            Begun::Now(run) => run,
        };
        may_sign(&run.facts)?;
        let ids: Vec<_> = ask.lines.iter().map(|line| line.member).collect();
        run.work.know(&mut run.facts, &ids).await?;
        let removed = ask.lines.iter().filter(|line| line.verdict == Verdict::Remove).map(|line| line.member);
        for edit in removed.filter_map(|member| lowered(&run.facts, member)).collect::<Vec<_>>() {
            run.step(self, &Command::Edit(edit)).await?;
        }
        let (mut lines, mut named) = (Vec::with_capacity(ids.len()), Vec::with_capacity(ids.len()));
        for line in &ask.lines {
            let member = run.facts.members.get(&line.member).ok_or_else(not_here)?;
            let salt = self.directory().inner.entropy.salt();
            let (name, email) = (member.name(), member.email.as_str().to_owned());
            lines.push(ReviewLine {
                member: line.member,
                tier: member.tier,
                verdict: line.verdict,
                reason: line.reason.clone(),
                who: hex::encode(commit(&salt, &name, &email)),
            });
            named.push(Reviewed { member: line.member, salt: Some(salt), name, email });
        }
        run.step(self, &Command::SignOffReview(lines)).await?;
        // The event is the last one of its command.
        let seq = run.work.seq();
        run.work.keep_reviewed(seq, &named).await?;
        // What was signed stays signed, and what it took stays taken.
        run.outcome.undoable = false;
        self.finish(*run, [every_tag(), vec![Tag::Organization]].concat()).await
    }

    /// The sheet of a review, as JSON; and how many lines it has.
    pub async fn review_sheet(&self, ask: &ReviewSheetAsk) -> Result<TableFile, DirectoryError> {
        let (organization, proven, named) = self.signed_review(ask).await?;
        sheet::written(&organization, &proven, &named)
    }

    /// The same sheet to print and to keep, as PDF/A with the JSON attached.
    pub async fn review_paper(&self, ask: &ReviewSheetAsk) -> Result<PaperFile, DirectoryError> {
        let (organization, proven, named) = self.signed_review(ask).await?;
        paper::written(&organization, &proven, &named).await
    }

    async fn signed_review(
        &self,
        ask: &ReviewSheetAsk,
    ) -> Result<(Organization, Proven, Vec<Reviewed>), DirectoryError> {
        let facts = self.facts().await?;
        authority::administrator(&facts)?;
        let store = self.directory().store();
        let proven = store.proven_review(self.organization(), ask.seq).await?.ok_or_else(|| {
            Refusal::new(Code::NotFound, "There is no review with this number.", "Look at the list again.")
        })?;
        let named = store.reviewed(self.organization(), ask.seq).await?;
        Ok((facts.organization.clone(), proven, named))
    }
}

/// What takes the administration from somebody: their tier, and Super Admin where they have it. `None` for whoever is
/// no administrator any more.
fn lowered(facts: &Facts, member: MemberId) -> Option<Edit> {
    let member = facts.members.get(&member)?;
    if !member.tier.administers() || member.status == Status::Archived {
        return None;
    }
    let roles = &facts.structure.roles;
    let is_super = |role: &RoleId| roles.get(role).is_some_and(Role::is_super_admin);
    let held = &member.holds.roles;
    let left = held.iter().any(is_super).then(|| held.iter().copied().filter(|role| !is_super(role)).collect());
    Some(Edit { tier: Some(Tier::User), roles: left, ..Edit::of(member.id) })
}
