//! Reports: who is away, who signs in, which licences are unused, which invitations are open. The picture,
//! the table and the file show the same lines.

use crate::{
    Desk, DirectoryError,
    contract::{Report, ReportAsk, ReportLine, ReportView},
    licences::{IDLE, packages},
};
use rollbook_domain::{Timestamp, decide::authority, time::DAY};
use rollbook_exchange::table_csv;
use std::collections::HashMap;

/// The longest report of days: a year and today.
const LONGEST: i64 = 366;
/// Over how many days a file of sign-ins goes.
const FILED: u16 = 90;

/// Since how many days somebody is away, and how it is said.
const AWAY: [(i64, &str); 5] = [
    (7, "In the last 7 days"),
    (30, "8 to 30 days ago"),
    (90, "31 to 90 days ago"),
    (180, "91 to 180 days ago"),
    (365, "181 to 365 days ago"),
];

/// How old an invitation is, in days.
const AGES: [(i64, &str); 4] =
    [(1, "In the last day"), (7, "2 to 7 days ago"), (30, "8 to 30 days ago"), (90, "31 to 90 days ago")];

impl Desk {
    /// A report.
    pub async fn report(&self, ask: &ReportAsk) -> Result<ReportView, DirectoryError> {
        let facts = self.facts().await?;
        authority::administrator(&facts)?;
        match ask.report {
            Report::Away => self.away().await,
            Report::SignIns => self.sign_ins(ask.days).await,
            Report::UnusedLicences => {
                let mut lines = Vec::new();
                let idle_since = self.directory().now().0 - IDLE * DAY;
                for package in packages(&facts) {
                    let (store, which) = (self.directory().store(), &package.package);
                    let held = store.licence_holders(self.organization(), which, "", None, (0, 0), idle_since).await?;
                    let idle = i64::try_from(held.idle).unwrap_or(i64::MAX);
                    let label = format!("{} {}", package.product, package.name);
                    let numbers = vec![package.free.max(0), idle, (package.used - idle).max(0), package.seats];
                    lines.push(ReportLine { label, day: None, numbers });
                }
                let idle = format!("Idle for {IDLE} days");
                Ok(view(&["Package", "Not assigned", &idle, "In use", "Seats"], lines))
            }
            Report::Invitations => self.invitations().await,
        }
    }

    /// A report as CSV, and how many lines it has.
    pub(crate) async fn export_report(&self, report: Report) -> Result<(Vec<u8>, u64), DirectoryError> {
        let ReportView { columns, lines } = self.report(&ReportAsk { report, days: FILED }).await?;
        let count = lines.len() as u64;
        let row = |line: ReportLine| {
            let mut cells = vec![line.label];
            cells.extend(line.numbers.iter().map(ToString::to_string));
            cells
        };
        let bytes = table_csv(&columns, lines.into_iter().map(row));
        Ok((bytes.map_err(|error| DirectoryError::Table(error.to_string()))?, count))
    }

    async fn away(&self) -> Result<ReportView, DirectoryError> {
        let now = self.directory().now();
        let since = AWAY.map(|(days, _)| now.plus(-days * DAY));
        let counts = self.directory().store().away(self.organization(), &since).await?;
        let labels = AWAY.iter().map(|(_, label)| *label).chain(["Over a year ago", "Never"]);
        let lines = labels.zip(counts).map(|(label, count)| line(label, vec![count]));
        Ok(view(&["Last sign-in", "Users"], lines.collect()))
    }

    async fn sign_ins(&self, days: u16) -> Result<ReportView, DirectoryError> {
        let today = self.directory().now().day();
        let first = today - i64::from(days).clamp(1, LONGEST) + 1;
        let found = self.directory().store().sign_ins(self.organization(), Timestamp(first * DAY)).await?;
        let found: HashMap<i64, (i64, i64)> =
            found.into_iter().map(|day| (day.day, (day.sign_ins, day.people))).collect();
        let lines = (first..=today).map(|day| {
            let (sign_ins, people) = found.get(&day).copied().unwrap_or_default();
            let at = Timestamp(day * DAY);
            ReportLine { label: date(at), day: Some(at), numbers: vec![sign_ins, people] }
        });
        Ok(view(&["Day (UTC)", "Sign-ins", "People"], lines.collect()))
    }

    async fn invitations(&self) -> Result<ReportView, DirectoryError> {
        let now = self.directory().now();
        let since = AGES.map(|(days, _)| now.plus(-days * DAY));
        let counts = self.directory().store().invited(self.organization(), &since, now).await?;
        let labels = AGES.iter().map(|(_, label)| *label).chain(["Over 90 days ago"]);
        let lines = labels.zip(counts).map(|(label, one)| line(label, vec![one.open, one.run_out]));
        Ok(view(&["Invited", "Open invitations", "Link ran out"], lines.collect()))
    }
}

fn view(columns: &[&str], lines: Vec<ReportLine>) -> ReportView {
    ReportView { columns: columns.iter().map(|&column| column.to_owned()).collect(), lines }
}

fn line(label: &str, numbers: Vec<i64>) -> ReportLine {
    ReportLine { label: label.to_owned(), day: None, numbers }
}

/// The date of a moment (UTC), as ISO 8601 writes it.
fn date(at: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(at.0)
        .map_or_else(|_| at.0.to_string(), |at| at.to_zoned(jiff::tz::TimeZone::UTC).date().to_string())
}
