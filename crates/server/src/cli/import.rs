//! `import`: tables into an organization, in one transaction.

use super::{
    Ended,
    args::Import,
    error::CliError,
    output,
    place::{For, Place},
    progress::Progress,
};
use rollbook_directory::{
    Desk, Entropy, ImportReport, Tables, Task,
    contract::{ImportOutcome, ImportRow, ImportView, PersonImpact, RunImport},
};
use rollbook_domain::{CommandId, Timestamp};
use rollbook_server::config::{BaseUrl, Settings};
use std::{path::Path, process::exit};

/// Carries it out, or says what it would do.
pub(super) async fn run(asked: Import, settings: Settings) -> Result<Ended, CliError> {
    let tables = Tables::load(asked.tables.iter().map(|path| read(path)).collect::<Result<_, _>>()?)?;
    if let Some(report) = &asked.report {
        check_folder(report)?;
    }
    let portal = asked.invite.then(|| portal(asked.portal.as_deref(), &settings)).transpose()?;
    let purpose = if asked.preview { For::Reading } else { For::Writing };
    let place = Place::open(asked.place.clone(), settings, portal.as_ref(), purpose).await?;
    let imported = place.used(async |place| {
        let (desk, organization) = place.desk().await?;
        let (view, report) = import(&desk, place.directory.now(), &tables, &asked).await?;
        Ok((organization, view, report))
    });
    let (organization, view, report) = imported.await?;

    let names: Vec<String> = tables.view(0).tables.into_iter().map(|table| table.name).collect();
    let answer =
        if asked.json { json(&organization.name, &names, &view) } else { words(&organization.name, &names, &view) };
    output::print(answer.as_bytes())?;
    if let Some(path) = &asked.report {
        let saved = report.csv().map_err(CliError::from).and_then(|(csv, _)| output::save(path, &csv));
        saved.map_err(|error| if asked.preview { error } else { CliError::Unreported(Box::new(error)) })?;
    }
    Ok(if asked.strict && view.refused > 0 { Ended::Refused } else { Ended::Well })
}

/// The import itself, with its progress; Ctrl-C takes it back.
async fn import(
    desk: &Desk,
    now: Timestamp,
    tables: &Tables,
    asked: &Import,
) -> Result<(ImportView, ImportReport), CliError> {
    let progress = Progress::of(if asked.preview { "Checking" } else { "Importing" });
    let task = Task::new(move |done, total| progress.tell(done, Some(total)));
    let watch = tokio::spawn(cancel_on_interrupt(task.clone()));
    let command = CommandId::new(&mut Entropy::from_system().ids(now));
    let ask = RunImport { import: 0, command, invite: asked.invite, preview: asked.preview };
    let imported = desk.import(tables, &ask, &task).await;
    watch.abort();
    // The line of progress goes with the last who may write it.
    drop(watch.await);
    drop(task);
    Ok(imported?)
}

/// Where the links in invitations point.
fn portal(asked: Option<&str>, settings: &Settings) -> Result<BaseUrl, CliError> {
    match asked {
        Some(text) => BaseUrl::parse(text).map_err(|why| CliError::Portal(text.to_owned(), why)),
        None if settings.has("base_url") => Ok(settings.base_url()?),
        None => Err(CliError::Arguments(
            "Invitations need an address for their links. Add --portal, or base_url to the configuration.",
        )),
    }
}

/// The first Ctrl-C takes everything back, the second leaves at once (and the database takes it back).
async fn cancel_on_interrupt(task: Task) {
    while tokio::signal::ctrl_c().await.is_ok() {
        if task.is_cancelled() {
            exit(130);
        }
        task.cancel();
    }
}

fn read(path: &Path) -> Result<(String, Vec<u8>), CliError> {
    let bytes = std::fs::read(path).map_err(|error| CliError::File(path.to_owned(), "read", error))?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok((name, bytes))
}

/// A report that can't be written is better known before the import than after.
fn check_folder(report: &Path) -> Result<(), CliError> {
    let folder = report.parent().filter(|folder| !folder.as_os_str().is_empty());
    let there = folder.is_none_or(Path::is_dir) && !report.is_dir();
    let missing = || std::io::Error::from(std::io::ErrorKind::NotFound);
    if there { Ok(()) } else { Err(CliError::File(report.to_owned(), "written", missing())) }
}

fn json(organization: &str, tables: &[String], view: &ImportView) -> String {
    let answer = serde_json::json!({ "organization": organization, "tables": tables, "import": view });
    format!("{answer:#}\n")
}

fn words(organization: &str, tables: &[String], view: &ImportView) -> String {
    let counts = [
        ("People created", view.created),
        ("People changed", view.changed),
        ("Groups created", view.groups_created),
        ("Groups changed", view.groups_changed),
        ("Modules added", view.modules),
        ("Rows unchanged", view.unchanged),
        ("Rows refused", view.refused),
    ];
    let mut lines = vec![output::shown(organization)];
    lines.extend(counts.map(|(what, count)| format!("  {what:<16}{count:>9}")));
    let of = |outcome| view.rows.iter().filter(move |row| row.outcome == outcome && !row.words.is_empty());
    let line = |row| format!("  {}", output::shown(&place_and_reason(row, tables)));
    let refused: Vec<String> = of(ImportOutcome::Refused).map(line).collect();
    let hidden = view.refused.saturating_sub(refused.len() as u64);
    let more = (hidden > 0).then(|| format!("  and {hidden} more; --report names them all"));
    // What was taken otherwise than it stands in the table.
    let noted: Vec<String> = of(ImportOutcome::Created).map(line).collect();
    let rights: Vec<String> = view.impact.iter().flat_map(|impact| &impact.people).filter_map(rights).collect();
    let refused = refused.into_iter().chain(more).collect();
    for (head, part) in [("Refused", refused), ("Noted", noted), ("Rights of those who are here", rights)] {
        if !part.is_empty() {
            lines.extend([String::new(), head.to_owned()]);
            lines.extend(part);
        }
    }
    if view.preview {
        lines.extend([String::new(), "A preview: nothing was changed.".to_owned()]);
    }
    lines.join("\n") + "\n"
}

/// What an import does to the rights of somebody who is here already (B6); `None` where nothing changes.
fn rights(person: &PersonImpact) -> Option<String> {
    let (gained, lost) = (person.gained.len(), person.lost.len());
    let name = output::shown(&person.name);
    (gained + lost > 0).then(|| format!("  {name}: {gained} permissions gained, {lost} lost"))
}

fn place_and_reason(row: &ImportRow, tables: &[String]) -> String {
    let table = usize::try_from(row.table).ok().and_then(|at| tables.get(at)).map_or("", String::as_str);
    let who = if row.who.is_empty() { String::new() } else { format!("{}: ", row.who) };
    format!("{table}, line {}: {who}{}", row.line, row.words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refused_rows_are_named_by_table_line_and_reason_and_the_rest_is_counted() {
        let command = CommandId::new(&mut Entropy::seeded(1).ids(rollbook_domain::Timestamp(0)));
        let row = ImportRow {
            table: 1,
            line: 12,
            who: "ada@example.org".to_owned(),
            outcome: ImportOutcome::Refused,
            words: "The plan is full.".to_owned(),
        };
        let view = ImportView {
            preview: true,
            command,
            created: 2,
            changed: 0,
            unchanged: 1,
            refused: 202,
            groups_created: 0,
            groups_changed: 0,
            modules: 0,
            rows: vec![row],
            impact: None,
        };
        let said = words("Nordlys", &["groups.csv".to_owned(), "people.csv".to_owned()], &view);
        assert!(said.contains("  people.csv, line 12: ada@example.org: The plan is full.\n"), "{said}");
        assert!(said.contains("  and 201 more; --report names them all\n"), "{said}");
        assert!(said.ends_with("A preview: nothing was changed.\n"), "{said}");
    }
}
