//! `export`: people or groups as CSV.

use super::{
    Ended,
    args::{Export, Kind},
    error::CliError,
    output,
    place::{For, Place},
    progress::Progress,
};
use rollbook_directory::Task;
use rollbook_server::config::Settings;

/// Writes the table to a file, or to the standard output.
pub(super) async fn run(asked: Export, settings: Settings) -> Result<Ended, CliError> {
    let place = Place::open(asked.place, settings, None, For::Reading).await?;
    let exported = place.used(async |place| {
        let (desk, _) = place.desk().await?;
        Ok(match asked.kind {
            Kind::People => {
                let progress = Progress::of("Exporting");
                let task = Task::new(move |done, total| progress.tell(done, Some(total)));
                desk.export_people(None, &task).await?
            }
            Kind::Groups => desk.export_groups().await?,
        })
    });
    let (bytes, _) = exported.await?;
    match asked.output {
        Some(path) => output::save(&path, &bytes)?,
        None => output::print(&bytes)?,
    }
    Ok(Ended::Well)
}
