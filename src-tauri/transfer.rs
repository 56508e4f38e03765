//! Tables in and out: files that the person dropped, and files written for them.

use crate::{
    app::{App, Import},
    handle::{Answer, trusted},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use rollbook_directory::{
    Tables,
    contract::{
        AdjustTable, ExportLog, ExportTable, ImportAnswer, ImportTables, ImportView, LoadTables, LogFormat, PaperFile,
        ReviewSheetAsk, RunImport, SavedFile, TableFile, TablesView, WireCode, WireError,
    },
};
use rollbook_local::{saved, wire};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::sync::PoisonError;
use tauri::async_runtime;

pub(crate) async fn import_load(app: &App, req: LoadTables) -> Answer<TablesView> {
    let files = req.files.clone();
    let loaded = async_runtime::spawn_blocking(move || Tables::from_base64(files).map_err(WireError::from));
    let tables = loaded.await.map_err(|error| wire::internal(&error))??;
    let number = app.keep_import(Import { tables, files: req.files, corrections: Vec::new(), report: None });
    let import = app.import(number)?;
    let held = import.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(held.tables.view(number))
}

pub(crate) async fn import_adjust(app: &App, req: AdjustTable) -> Answer<TablesView> {
    let import = app.import(req.import)?;
    let adjusted = async_runtime::spawn_blocking(move || {
        let mut held = import.lock().unwrap_or_else(PoisonError::into_inner);
        held.tables.adjust(&req)?;
        let view = held.tables.view(req.import);
        held.corrections.push(req);
        Ok::<_, WireError>(view)
    });
    adjusted.await.map_err(|error| wire::internal(&error))?
}

pub(crate) async fn import_run(app: &App, req: RunImport) -> Answer<ImportView> {
    let open = app.at_work().await?;
    let import = app.import(req.import)?;
    let task = app.task("import");
    // The tables are held for the whole import: nobody corrects them meanwhile.
    let run = async_runtime::spawn_blocking(move || {
        let mut held = import.lock().unwrap_or_else(PoisonError::into_inner);
        let (view, report) = if let Some(desk) = open.own_desk() {
            // The tables as they were read are at hand; elsewhere they are read again.
            let (view, report) = async_runtime::block_on(desk.import(&held.tables, &req, &task))?;
            let (bytes, rows) = report.csv()?;
            (view, (bytes, rows))
        } else {
            let ask = ImportTables { files: held.files.clone(), corrections: held.corrections.clone(), run: req };
            let answer = async_runtime::block_on(open.ask("tables_import", json!(ask), &task))?;
            let ImportAnswer { view, report } = read(&answer)?;
            (view, (report.text.into_bytes(), report.rows))
        };
        held.report = Some(report);
        Ok::<_, WireError>(view)
    });
    run.await.map_err(|error| wire::internal(&error))?
}

pub(crate) async fn import_report(app: &App, req: u32) -> Answer<SavedFile> {
    let import = app.import(req)?;
    let (bytes, rows) = {
        let held = import.lock().unwrap_or_else(PoisonError::into_inner);
        held.report.clone().ok_or_else(|| {
            WireError::new(WireCode::BadTable, "There is no report yet.", "Look at the preview, or import, first.")
        })?
    };
    Ok(trusted(app, saved::write(&app.folders.downloads, "Import report", "csv", &bytes, rows)?))
}

pub(crate) async fn export_table(app: &App, req: ExportTable) -> Answer<SavedFile> {
    let called = req.kind.word().to_owned();
    save(app, "table_get", json!(req), &called, "csv").await
}

/// The log as a file among the downloads.
pub(crate) async fn log_save(app: &App, req: ExportLog) -> Answer<SavedFile> {
    let end = match req.format {
        LogFormat::Csv => "csv",
        LogFormat::JsonLines => "jsonl",
    };
    save(app, "log_export", json!(req), "activity", end).await
}

/// The figures and lists of the security page as a file among the downloads.
pub(crate) async fn security_save(app: &App, (): ()) -> Answer<SavedFile> {
    save(app, "security_report", json!(null), "security", "csv").await
}

/// The sheet of an access review among the downloads: as JSON for the verifier, and as PDF, which is told of.
pub(crate) async fn review_save(app: &App, req: ReviewSheetAsk) -> Answer<SavedFile> {
    let called = format!("access review {}", req.seq);
    save(app, "review_sheet", json!(req), &called, "json").await?;
    let open = app.at_work().await?;
    let paper: PaperFile = read(&open.ask("review_paper", json!(req), &app.task("export")).await?)?;
    let bytes = STANDARD.decode(&paper.base64).map_err(|error| wire::internal(&error))?;
    let name = format!("{} {called}", open.details().await?.name);
    Ok(trusted(app, saved::write(&app.folders.downloads, &name, "pdf", &bytes, paper.rows)?))
}

/// Asks for a file of the organization, and keeps it among the downloads under the organization's name.
async fn save(app: &App, ask: &str, request: Value, called: &str, end: &str) -> Answer<SavedFile> {
    let open = app.at_work().await?;
    let name = open.details().await?.name;
    let file: TableFile = read(&open.ask(ask, request, &app.task("export")).await?)?;
    let name = format!("{name} {called}");
    Ok(trusted(app, saved::write(&app.folders.downloads, &name, end, file.text.as_bytes(), file.rows)?))
}

/// Reads an answer where this program, and not its page, is who asked.
pub(crate) fn read<T: DeserializeOwned>(answer: &str) -> Result<T, WireError> {
    serde_json::from_str(answer).map_err(|error| wire::internal(&error))
}
