//! Carrying an import out, or saying what it would do: groups first, then people in parts, all in
//! one transaction.

use super::tables::{Loaded, Tables};
use crate::{
    Desk, DirectoryError, Task,
    contract::{ImportOutcome, ImportRow, ImportView, RunImport, Tag},
    door::{Begun, Run, STEP, unhindered},
};
use rollbook_domain::{
    Command, Event, Timestamp,
    command::{GroupRow, PersonRow},
    decide::RowOutcome,
    group::Permission,
    member::{AccessMode, Status, Tier},
};
use rollbook_exchange::{
    AccessWord, Outcome, Person, ReportRow, StatusWord, TableKind, TierWord, WriteOptions, groups, people, report_csv,
};
use std::collections::HashMap;

/// How many rows of each table and outcome an answer names.
const NAMED: usize = 200;

/// Every row of an import and what became of it, to be saved.
#[derive(Clone, Debug, Default)]
pub struct ImportReport {
    rows: Vec<(u32, ReportRow)>,
}

impl ImportReport {
    /// The report as CSV, and how many rows it has.
    pub fn csv(&self) -> Result<(Vec<u8>, u64), DirectoryError> {
        let rows = self.rows.iter().map(|(_, row)| row.clone());
        let bytes =
            report_csv(rows, &WriteOptions::default()).map_err(|error| DirectoryError::Table(error.to_string()))?;
        Ok((bytes, self.rows.len() as u64))
    }
}

impl Desk {
    /// Imports the tables in one transaction, or says what that would do.
    pub async fn import(
        &self,
        tables: &Tables,
        ask: &RunImport,
        task: &Task,
    ) -> Result<(ImportView, ImportReport), DirectoryError> {
        if let Some(unusable) = tables.all.iter().find(|loaded| !loaded.mapping.is_usable()) {
            return Err(DirectoryError::Table(format!(
                "{}: a column is missing. Choose what the columns hold.",
                unusable.name
            )));
        }
        unhindered!(self.try_import(tables, ask, task))
    }

    async fn try_import(
        &self,
        tables: &Tables,
        ask: &RunImport,
        task: &Task,
    ) -> Result<(ImportView, ImportReport), DirectoryError> {
        let mut run = match self.begin(ask.command, ask.preview).await? {
            // A command that was carried out is not carried out again; its rows are known no more.
            Begun::Already(_) => return Ok((Tally::new(ask).view, ImportReport::default())),
            Begun::Now(run) => run,
        };
        if ask.preview && of_kind(tables, TableKind::People).count() > 1 {
            run.unwritten = Some(HashMap::new());
        }
        let mut tally = Tally::new(ask);
        let total = tables.all.iter().map(|loaded| loaded.table.rows.len() as u64).sum();
        for (at, loaded) in of_kind(tables, TableKind::Groups) {
            self.import_groups(&mut run, at, loaded, &mut tally).await?;
        }
        for (at, loaded) in of_kind(tables, TableKind::People) {
            let cancelled = self.import_people(&mut run, at, loaded, ask.invite, &mut tally, task, total).await?;
            if cancelled {
                run.work.roll_back().await?;
                return Err(DirectoryError::Cancelled);
            }
        }
        run.outcome.done =
            tally.view.created + tally.view.changed + tally.view.groups_created + tally.view.groups_changed;
        tally.view.impact.clone_from(&run.outcome.impact);
        self.finish(*run, vec![Tag::Users, Tag::Groups, Tag::Mail]).await?;
        tally.report.rows.sort_by_key(|(table, row)| (*table, row.line));
        Ok((tally.view, tally.report))
    }

    async fn import_groups(
        &self,
        run: &mut Run,
        table: u32,
        loaded: &Loaded,
        tally: &mut Tally,
    ) -> Result<(), DirectoryError> {
        let existing: Vec<String> = run.facts.structure.groups.values().map(|group| group.name.clone()).collect();
        let mut rows = Vec::new();
        let mut lines = Vec::new();
        for row in groups::rows(&loaded.table, &loaded.mapping, &existing) {
            match row.group {
                Ok(group) => {
                    lines.push((row.line, group.name.clone()));
                    rows.push(GroupRow {
                        name: group.name,
                        description: group.description,
                        parent: group.parent,
                        permissions: group.permissions.iter().filter_map(|text| Permission::parse(text)).collect(),
                    });
                }
                Err(problems) => tally.refused(table, row.line, loaded.who(row.line), &words(&problems)),
            }
        }
        tally.unread(table, loaded);
        let command = Command::ImportGroups(rows);
        run.know(&command).await?;
        let decision = run.step(self, &command).await?;
        tally.view.modules +=
            decision.events.iter().filter(|event| matches!(event, Event::CatalogueExtended { .. })).count() as u64;
        for ((line, name), outcome) in lines.into_iter().zip(&decision.rows) {
            tally.group(table, line, &name, outcome);
        }
        Ok(())
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one table's import")]
    async fn import_people(
        &self,
        run: &mut Run,
        table: u32,
        loaded: &Loaded,
        invite: bool,
        tally: &mut Tally,
        task: &Task,
        total: u64,
    ) -> Result<bool, DirectoryError> {
        let read = people::rows(&loaded.table, &loaded.mapping);
        tally.unread(table, loaded);
        let mut done = 0;
        for part in read.chunks(STEP) {
            if task.is_cancelled() {
                return Ok(true);
            }
            run.forget_people();
            let mut rows = Vec::new();
            let mut lines = Vec::new();
            for row in part {
                match &row.person {
                    Ok(person) => {
                        lines.push((row.line, person.email.clone(), words(&row.notes)));
                        rows.push(person_row(person));
                    }
                    Err(problems) => tally.refused(table, row.line, loaded.who(row.line), &words(problems)),
                }
            }
            let command = Command::ImportPeople { rows, invite };
            run.know(&command).await?;
            let decision = run.step(self, &command).await?;
            let new_groups = decision.events.iter().filter(|event| matches!(event, Event::GroupAdded { .. })).count();
            tally.view.groups_created += new_groups as u64;
            for ((line, who, notes), outcome) in lines.into_iter().zip(&decision.rows) {
                tally.person(table, line, &who, &notes, outcome);
            }
            done += part.len() as u64;
            task.tell(done, total);
        }
        Ok(false)
    }
}

fn of_kind(tables: &Tables, kind: TableKind) -> impl Iterator<Item = (u32, &Loaded)> {
    let numbered = tables.all.iter().enumerate().filter(move |(_, loaded)| loaded.mapping.kind == kind);
    numbered.map(|(at, loaded)| (u32::try_from(at).unwrap_or(u32::MAX), loaded))
}

fn words(problems: &[rollbook_exchange::Problem]) -> String {
    problems.iter().map(|problem| problem.words.as_str()).collect::<Vec<_>>().join(" ")
}

fn person_row(person: &Person) -> PersonRow {
    PersonRow {
        email: person.email.clone(),
        first_name: person.first_name.clone(),
        last_name: person.last_name.clone(),
        // There is one owner, and a table doesn't make another (R15): who was the owner elsewhere
        // comes as an administrator.
        tier: person.tier.map(|tier| match tier {
            TierWord::Owner | TierWord::Admin => Tier::Admin,
            TierWord::User => Tier::User,
        }),
        groups: person.groups.clone(),
        status: person.status.map(|status| match status {
            StatusWord::Pending => Status::Pending,
            StatusWord::Active => Status::Active,
            StatusWord::Suspended => Status::Suspended,
            StatusWord::Archived => Status::Archived,
        }),
        phone: person.phone.clone().unwrap_or_default(),
        language: person.language.clone().unwrap_or_default(),
        last_sign_in: person.last_sign_in.as_deref().and_then(moment),
        access: person.access.map(|access| match access {
            AccessWord::All => AccessMode::All,
            AccessWord::Custom => AccessMode::Custom,
        }),
        note: person.note.clone().unwrap_or_default(),
    }
}

/// A time as tables write it: with a zone, without one (UTC), or a day alone; anything else is none.
fn moment(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    let zoned = text.parse::<jiff::Timestamp>().ok();
    let civil = || text.parse::<jiff::civil::DateTime>().or_else(|_| text.replace('/', "-").parse()).ok();
    let at = zoned.or_else(|| civil()?.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|zoned| zoned.timestamp()))?;
    Some(Timestamp(at.as_millisecond()))
}

/// Counts and rows of an import so far.
struct Tally {
    view: ImportView,
    report: ImportReport,
    /// How many rows of a table and an outcome are named already.
    named: std::collections::HashMap<(u32, usize), usize>,
}

impl Tally {
    fn new(ask: &RunImport) -> Self {
        let view = ImportView {
            preview: ask.preview,
            command: ask.command,
            created: 0,
            changed: 0,
            unchanged: 0,
            refused: 0,
            groups_created: 0,
            groups_changed: 0,
            modules: 0,
            rows: Vec::new(),
            impact: None,
        };
        Self { view, report: ImportReport::default(), named: std::collections::HashMap::new() }
    }

    fn person(&mut self, table: u32, line: u64, who: &str, notes: &str, outcome: &RowOutcome) {
        match outcome {
            RowOutcome::Created => self.view.created += 1,
            RowOutcome::Changed(_) => self.view.changed += 1,
            RowOutcome::Unchanged | RowOutcome::Ignored(_) => self.view.unchanged += 1,
            RowOutcome::Refused(_) => self.view.refused += 1,
        }
        self.row(table, line, who, notes, outcome);
    }

    fn group(&mut self, table: u32, line: u64, who: &str, outcome: &RowOutcome) {
        match outcome {
            RowOutcome::Created => self.view.groups_created += 1,
            RowOutcome::Changed(_) => self.view.groups_changed += 1,
            RowOutcome::Unchanged | RowOutcome::Ignored(_) => self.view.unchanged += 1,
            RowOutcome::Refused(_) => self.view.refused += 1,
        }
        self.row(table, line, who, "", outcome);
    }

    fn row(&mut self, table: u32, line: u64, who: &str, notes: &str, outcome: &RowOutcome) {
        let (outcome, mut words) = match outcome {
            RowOutcome::Created => (ImportOutcome::Created, String::new()),
            RowOutcome::Changed(what) => (ImportOutcome::Changed, what.clone()),
            RowOutcome::Unchanged => (ImportOutcome::Unchanged, String::new()),
            RowOutcome::Ignored(what) => (ImportOutcome::Unchanged, what.clone()),
            RowOutcome::Refused(refusal) => {
                (ImportOutcome::Refused, format!("{} {}", refusal.message, refusal.help).trim().to_owned())
            }
        };
        if !notes.is_empty() {
            format!("{words} {notes}").trim().clone_into(&mut words);
        }
        self.tell(table, line, who, outcome, words);
    }

    fn refused(&mut self, table: u32, line: u64, who: &str, words: &str) {
        self.view.refused += 1;
        self.tell(table, line, who, ImportOutcome::Refused, words.to_owned());
    }

    /// Rows that couldn't even be taken apart.
    fn unread(&mut self, table: u32, loaded: &Loaded) {
        for problem in loaded.table.problems.iter().filter(|problem| !problem.kept) {
            self.refused(table, problem.line, "", &problem.problem.words);
        }
    }

    fn tell(&mut self, table: u32, line: u64, who: &str, outcome: ImportOutcome, words: String) {
        let (slot, reported) = match outcome {
            ImportOutcome::Created => (0, Outcome::Created),
            ImportOutcome::Changed => (1, Outcome::Changed),
            ImportOutcome::Unchanged => (2, Outcome::Unchanged),
            ImportOutcome::Refused => (3, Outcome::Refused),
        };
        self.report
            .rows
            .push((table, ReportRow { line, email: who.to_owned(), outcome: reported, words: words.clone() }));
        let named = self.named.entry((table, slot)).or_default();
        // Of what stays as it is, only what a row says in vain is worth reading.
        let worth = outcome != ImportOutcome::Unchanged || !words.is_empty();
        if worth && *named < NAMED {
            *named += 1;
            self.view.rows.push(ImportRow { table, line, who: who.to_owned(), outcome, words });
        }
    }
}
