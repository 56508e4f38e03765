//! `verify`: whether a log is what was written (R30).

use super::{
    Ended,
    args::Verify,
    error::CliError,
    output,
    place::{For, Place},
    progress::Progress,
};
use rollbook_server::config::Settings;
use std::sync::atomic::{AtomicI64, Ordering};

/// Checks every organization that is meant, and names the first broken entry of each.
pub(super) async fn run(asked: Verify, settings: Settings) -> Result<Ended, CliError> {
    let place = Place::open(asked.place, settings, None, For::Reading).await?;
    place.used(check).await
}

async fn check(place: &Place) -> Result<Ended, CliError> {
    let mut ended = Ended::Well;
    let organizations = place.organizations().await?;
    if organizations.is_empty() {
        return Err(CliError::Organization("There is no organization in it.".to_owned()));
    }
    for organization in organizations {
        let (progress, checked) = (Progress::of("Checking entry"), AtomicI64::new(0));
        let told = |seq: i64| {
            checked.store(seq, Ordering::Relaxed);
            progress.tell(seq.unsigned_abs(), None);
        };
        let broken = place.directory.store().verify_log(organization.id, told).await?;
        drop(progress);
        let name = output::shown(&organization.name);
        let line = if let Some(broken) = broken {
            ended = Ended::Broken;
            format!(
                "{name}: broken at entry {}. It, or what came before it, was changed, removed or put in. Compare with a backup.\n",
                broken.seq
            )
        } else {
            format!("{name}: whole, {} entries.\n", checked.load(Ordering::Relaxed))
        };
        output::print(line.as_bytes())?;
    }
    Ok(ended)
}
