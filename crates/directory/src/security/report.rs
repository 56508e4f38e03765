//! The security page as a table: its figures, and every list to its end. What an owner keeps or hands on.

use super::LISTS;
use crate::{
    Desk, DirectoryError, Task,
    contract::{SecurityAsk, SecurityList, SecurityListAsk, SecurityRow, SecurityView, TableFile},
    desk::PAGE_MAX,
    letters::moment,
    tables::file,
};
use rollbook_domain::{
    Timestamp,
    member::{Status, Tier},
    organization::RequiredOf,
};
use rollbook_exchange::table_csv;

/// How far back the figures look, in days.
const DAYS: u16 = 90;

const HEAD: [&str; 8] = ["part", "name", "email", "tier", "status", "second factor", "roles", "more"];

impl Desk {
    /// The page with all its lists, as CSV.
    pub async fn security_report(&self, (): &(), task: &Task) -> Result<TableFile, DirectoryError> {
        let view = self.security(&SecurityAsk { days: DAYS }).await?;
        let policy = self.policy().await?.policy;
        let required = match policy.second_factor.of {
            RequiredOf::Nobody => "nobody",
            RequiredOf::Administrators => "administrators",
            RequiredOf::Everybody => "everybody",
        };
        let mut rows = figures(&view, self.directory().now(), required);
        let total: u64 = view.lists.iter().map(|list| list.total).sum();
        let mut told = 0;
        for list in LISTS {
            let mut offset = 0;
            loop {
                if task.is_cancelled() {
                    return Err(DirectoryError::Cancelled);
                }
                let page = self.security_list(&SecurityListAsk { list, offset, take: PAGE_MAX }).await?;
                if page.rows.is_empty() {
                    break;
                }
                offset += page.rows.len() as u64;
                told += page.rows.len() as u64;
                rows.extend(page.rows.iter().map(|row| line(list, row)));
                task.tell(told, total.max(told));
            }
        }
        let count = rows.len() as u64;
        let head = HEAD.map(str::to_owned);
        file(table_csv(&head, rows).map_err(|error| DirectoryError::Table(error.to_string()))?, count)
    }
}

fn figures(view: &SecurityView, now: Timestamp, required: &str) -> Vec<Vec<String>> {
    let figure = |name: &str, value: String| {
        let mut row = vec!["Figures".to_owned(), name.to_owned()];
        row.resize(HEAD.len() - 1, String::new());
        row.push(value);
        row
    };
    let covered = view.totp + view.passkey;
    let mut rows = vec![
        figure("As of", moment(now)),
        figure("With a second factor", format!("{covered} of {}", view.people)),
        figure("By app", view.totp.to_string()),
        figure("By passkey", view.passkey.to_string()),
        figure("A second factor is required of", required.to_owned()),
        figure("Admin users", format!("{} of {}", view.administrators, view.limit)),
        figure("Dormant after", format!("{} days", view.dormant_days)),
    ];
    if let Some(first) = view.curve.first() {
        let then = format!("{} of {} ({})", first.covered, first.people, moment(first.at));
        rows.insert(2, figure("With a second factor before", then));
    }
    if let Some(last) = &view.last_review {
        rows.push(figure("Last access review", moment(last.at)));
    }
    rows
}

fn line(list: SecurityList, one: &SecurityRow) -> Vec<String> {
    let row = &one.row;
    let signed_in =
        || row.last_active.map_or_else(|| "Never signed in".to_owned(), |at| format!("Last sign-in {}", moment(at)));
    let (part, more) = match list {
        SecurityList::WithoutFactor => {
            let asked = one.asked_at.map(|at| match one.asks {
                1 => format!("Asked {}", moment(at)),
                asks => format!("Asked {asks} times, last {}", moment(at)),
            });
            ("Without 2FA", asked.unwrap_or_default())
        }
        SecurityList::WithoutRole => {
            let deleted = one.lost_role.as_ref().map(|role| format!("{} was deleted {}", role.name, moment(role.at)));
            ("Without role", deleted.unwrap_or_default())
        }
        SecurityList::HiddenAdministrators => ("Hidden admins", one.shut_at.map_or_else(String::new, moment)),
        SecurityList::Dormant => ("Dormant", signed_in()),
        SecurityList::StaleInvitations => ("Stale invitations", format!("Invited {}", moment(row.added_at))),
    };
    let tier = match row.tier {
        Tier::Owner => "owner",
        Tier::Admin => "admin",
        Tier::User => "user",
    };
    let status = match row.status {
        Status::Pending => "pending",
        Status::Active => "active",
        Status::Suspended => "suspended",
        Status::Archived => "archived",
    };
    [
        part,
        &row.name,
        &row.email,
        tier,
        status,
        row.second_factor.as_deref().unwrap_or_default(),
        &row.roles.join("; "),
        &more,
    ]
    .map(str::to_owned)
    .to_vec()
}
