//! Tables in and out in one piece, for callers that keep nothing between two requests.

use crate::{
    Desk, DirectoryError, Tables, Task,
    contract::{ExportKind, ExportTable, ImportAnswer, ImportTables, LoadedFile, Report, TableFile},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};

impl Desk {
    /// A table as CSV (B2).
    pub async fn table(&self, ask: &ExportTable, task: &Task) -> Result<TableFile, DirectoryError> {
        let (bytes, rows) = match ask.kind {
            ExportKind::People => self.export_people(ask.target.as_ref(), task).await?,
            ExportKind::Groups => self.export_groups().await?,
            ExportKind::Roles => self.export_roles().await?,
            ExportKind::Licenses => self.export_licences().await?,
            ExportKind::Away => self.export_report(Report::Away).await?,
            ExportKind::SignIns => self.export_report(Report::SignIns).await?,
            ExportKind::UnusedLicences => self.export_report(Report::UnusedLicences).await?,
            ExportKind::Invitations => self.export_report(Report::Invitations).await?,
        };
        file(bytes, rows)
    }

    /// Reads files, corrects how they are read, and imports them in one transaction, or says what that
    /// would do.
    pub async fn import_files(&self, ask: &ImportTables, task: &Task) -> Result<ImportAnswer, DirectoryError> {
        self.administrates().await?;
        let (files, corrections) = (ask.files.clone(), ask.corrections.clone());
        // Reading a large table takes its time; the threads that answer others don't wait for it.
        let tables = tokio::task::spawn_blocking(move || {
            let mut tables = Tables::from_base64(files)?;
            corrections.iter().try_for_each(|correction| tables.adjust(correction))?;
            Ok::<_, DirectoryError>(tables)
        });
        let tables = tables.await.map_err(|error| DirectoryError::Table(error.to_string()))??;
        let (view, report) = self.import(&tables, &ask.run, task).await?;
        let (bytes, rows) = report.csv()?;
        Ok(ImportAnswer { view, report: file(bytes, rows)? })
    }
}

impl Tables {
    /// Reads files as they come from a page.
    pub fn from_base64(files: Vec<LoadedFile>) -> Result<Self, DirectoryError> {
        let files = files.into_iter().map(|file| match STANDARD.decode(&file.base64) {
            Ok(bytes) => Ok((file.name, bytes)),
            Err(_) => Err(DirectoryError::Table(format!("{}: the file can’t be read. Choose it again.", file.name))),
        });
        Self::load(files.collect::<Result<_, _>>()?)
    }
}

/// A table’s bytes, as they travel.
pub(crate) fn file(bytes: Vec<u8>, rows: u64) -> Result<TableFile, DirectoryError> {
    let text = String::from_utf8(bytes).map_err(|error| DirectoryError::Table(error.to_string()))?;
    Ok(TableFile { text, rows })
}
