//! The security page (R31, FEATURES rows 71–74): what an owner looks at for five minutes.

mod report;

use crate::{
    Desk, DirectoryError,
    contract::{
        CoveragePoint, LostRole, RuleMark, SecurityAsk, SecurityCount, SecurityList, SecurityListAsk, SecurityListView,
        SecurityRow, SecurityView,
    },
    desk::PAGE_MAX,
    permits::judged,
};
use rollbook_domain::{
    Event, Facts, MemberId, Timestamp,
    decide::{authority, may_lower},
    holding::Holding,
    member::{Status, Tab, Tier},
    time::DAY,
};
use rollbook_store::{ActorId, CoverageDay, Covered, ListFilter, Order, PageAt, RowRecord, SortBy};

/// The longest curve: a year and today.
const LONGEST: i64 = 366;

/// The lists in the order of the page.
const LISTS: [SecurityList; 5] = [
    SecurityList::WithoutFactor,
    SecurityList::WithoutRole,
    SecurityList::HiddenAdministrators,
    SecurityList::Dormant,
    SecurityList::StaleInvitations,
];

impl Desk {
    /// The page at one look.
    pub async fn security(&self, ask: &SecurityAsk) -> Result<SecurityView, DirectoryError> {
        let facts = self.facts().await?;
        authority::administrator(&facts)?;
        let (store, now) = (self.directory().store(), self.directory().now());
        let from = now.day() - i64::from(ask.days).clamp(1, LONGEST) + 1;
        let days = store.coverage(self.organization(), from).await?;
        let today = days.last().map_or_else(Covered::default, |day| day.covered);
        let mut lists = Vec::with_capacity(LISTS.len());
        for list in LISTS {
            let total = store.member_count(self.organization(), &filter(&facts, list, now)).await?.all;
            lists.push(SecurityCount { list, total });
        }
        Ok(SecurityView {
            people: today.people,
            totp: today.totp,
            passkey: today.passkey,
            curve: curve(&days, from, now.day()),
            last_review: self.last_review().await?,
            marks: self.marks(Timestamp(from * DAY)).await?,
            plan: facts.organization.plan,
            administrators: facts.administrators,
            limit: facts.organization.plan.administrators(),
            to_review: lists.iter().filter(|count| is_reviewed(count.list)).map(|count| count.total).sum(),
            lists,
            dormant_days: facts.organization.policy.dormant_days,
        })
    }

    /// A page of one list.
    pub async fn security_list(&self, ask: &SecurityListAsk) -> Result<SecurityListView, DirectoryError> {
        let facts = self.facts().await?;
        authority::administrator(&facts)?;
        let (store, now) = (self.directory().store(), self.directory().now());
        let filter = filter(&facts, ask.list, now);
        let total = store.member_count(self.organization(), &filter).await?.all;
        let at = PageAt { offset: ask.offset, take: ask.take.min(PAGE_MAX), anchor: None, total: Some(total) };
        let page = store.member_page(self.organization(), &filter, order(ask.list), &at).await?;
        Ok(SecurityListView { rows: self.security_rows(&facts, &page.rows).await?, total })
    }

    /// Rows as the page shows them, with what stands beside.
    pub(crate) async fn security_rows(
        &self,
        facts: &Facts,
        rows: &[RowRecord],
    ) -> Result<Vec<SecurityRow>, DirectoryError> {
        let now = self.directory().now();
        let ids: Vec<MemberId> = rows.iter().map(|row| row.id).collect();
        let beside = self.directory().store().beside(self.organization(), &ids).await?;
        let has_role = |row: &RowRecord| row.holdings.iter().any(|held| matches!(held, Holding::Role(_)));
        let without = rows.iter().filter(|row| row.tier.administers() && !has_role(row));
        let without: Vec<MemberId> = without.map(|row| row.id).collect();
        let mut lost = self.directory().store().lost_roles(self.organization(), &without).await?;
        let rows = rows.iter().map(|record| {
            let lost_role = lost.remove(&record.id).map(|(name, at)| LostRole { name, at });
            let beside = beside.get(&record.id).copied().unwrap_or_default();
            Ok(SecurityRow {
                row: self.row(facts, record, now)?,
                asks: beside.asks,
                asked_at: beside.asked_at,
                factor_lost_at: beside.lost_at,
                factor_required: beside.required,
                shut_at: beside.shut_at,
                lost_role,
                lower_refusal: may_lower(facts, &judged(record)?).err().or_else(|| self.line()),
            })
        });
        rows.collect()
    }

    /// The days on which the rule about second factors changed.
    async fn marks(&self, since: Timestamp) -> Result<Vec<RuleMark>, DirectoryError> {
        let store = self.directory().store();
        let changes = store.policy_changes(self.organization(), since).await?;
        let by: Vec<MemberId> = changes.iter().filter_map(|(_, actor, _)| *actor).collect();
        let names = store.names(self.organization(), &by).await?;
        let mark = |(at, actor, event): (Timestamp, Option<MemberId>, Event)| {
            let Event::PolicyChanged { before, after } = event else { return None };
            (before.second_factor != after.second_factor).then(|| RuleMark {
                at,
                rule: after.second_factor,
                by: actor.and_then(|actor| names.get(&actor).cloned()),
                by_you: actor.is_some_and(|actor| self.actor() == ActorId::Member(actor)),
            })
        };
        Ok(changes.into_iter().filter_map(mark).collect())
    }
}

/// Administrators are to be reviewed; dormant users and stale invitations are housekeeping, of which large
/// organizations always have some.
const fn is_reviewed(list: SecurityList) -> bool {
    matches!(list, SecurityList::WithoutFactor | SecurityList::WithoutRole | SecurityList::HiddenAdministrators)
}

/// Which members a list holds.
fn filter(facts: &Facts, list: SecurityList, now: Timestamp) -> ListFilter {
    let active = ListFilter { status: Some(Status::Active), ..ListFilter::tab(Tab::Active) };
    match list {
        SecurityList::WithoutFactor => {
            ListFilter { tiers: vec![Tier::Admin, Tier::Owner], without_second_factor: true, ..active }
        }
        SecurityList::WithoutRole => ListFilter { tiers: vec![Tier::Admin], without_role: true, ..active },
        SecurityList::HiddenAdministrators => {
            ListFilter { tab: None, hidden_administrators: true, ..ListFilter::tab(Tab::Active) }
        }
        SecurityList::Dormant => {
            let days = i64::from(facts.organization.policy.dormant_days);
            ListFilter { dormant_since: Some(now.0 - days * DAY), ..active }
        }
        SecurityList::StaleInvitations => ListFilter { without_link_at: Some(now.0), ..ListFilter::tab(Tab::Pending) },
    }
}

/// What waited longest stands first, where waiting is what it is about.
const fn order(list: SecurityList) -> Order {
    let by = match list {
        SecurityList::WithoutFactor | SecurityList::WithoutRole | SecurityList::HiddenAdministrators => SortBy::Name,
        SecurityList::Dormant => SortBy::LastActive,
        SecurityList::StaleInvitations => SortBy::Added,
    };
    Order { by, descending: false }
}

/// A point for every day, from the days on which something changed; none before the first that is known.
fn curve(days: &[CoverageDay], from: i64, today: i64) -> Vec<CoveragePoint> {
    let mut changes = days.iter().peekable();
    let mut last = None;
    let point = |day: i64| {
        while let Some(change) = changes.next_if(|change| change.day <= day) {
            last = Some(change.covered);
        }
        let covered = last?;
        Some(CoveragePoint { at: Timestamp(day * DAY), people: covered.people, covered: covered.covered() })
    };
    (from..=today).filter_map(point).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: i64, people: i64, totp: i64) -> CoverageDay {
        CoverageDay { day, covered: Covered { people, totp, passkey: 0 } }
    }

    #[test]
    fn r31_a_curve_has_a_point_a_day_and_begins_where_something_is_known() {
        let points = curve(&[day(3, 10, 1), day(6, 12, 3)], 5, 8);
        let told: Vec<_> = points.iter().map(|point| (point.at.day(), point.people, point.covered)).collect();
        assert_eq!(told, [(5, 10, 1), (6, 12, 3), (7, 12, 3), (8, 12, 3)], "days without a change are as the last one");
        let young = curve(&[day(7, 1, 0)], 5, 8);
        assert_eq!(young.iter().map(|point| point.at.day()).collect::<Vec<_>>(), [7, 8], "nobody was there before");
        assert_eq!(curve(&[], 5, 8), []);
    }
}
