//! `rotate-factor-keys`: seals anew what an older key sealed (R27). Servers go on meanwhile, as long as they know both
//! keys.

use super::{
    Ended,
    args::{RotateFactorKeys, Where},
    error::CliError,
    output,
    place::{For, Place},
};
use rollbook_credentials::factor::FactorKeys;
use rollbook_server::config::Settings;

/// Seals all of it anew, and says whether the older keys can go.
pub(super) async fn run(asked: RotateFactorKeys, settings: Settings) -> Result<Ended, CliError> {
    let Some(keys) = settings.factor_keys()? else {
        return Err(CliError::Arguments("There are no keys to seal with. Set factors.keys_file."));
    };
    let (newest, older) = (keys.newest(), keys.older());
    let place = Where { file: asked.file, database: asked.database, organization: None };
    let place = Place::open(place, settings, None, For::Writing).await?;
    let renewing = place.used(async |place| {
        let keys = match place.file_keys.clone() {
            Some(file) => FactorKeys::over_file(Some(keys), file).map_err(CliError::Factors)?,
            None => keys,
        };
        place.directory.set_factor_keys(keys);
        Ok(place.directory.renew_factor_seals().await?)
    });
    let (renewed, unread) = renewing.await?;
    if unread > 0 {
        return Err(CliError::Unread { renewed, unread });
    }
    let rest = if older.is_empty() {
        String::new()
    } else {
        let numbers: Vec<String> = older.iter().map(ToString::to_string).collect();
        format!(" Nothing needs an older key any more ({}).", numbers.join(", "))
    };
    output::print(format!("{renewed} sealed anew by key {newest}; all others were by it.{rest}\n").as_bytes())?;
    Ok(Ended::Well)
}
