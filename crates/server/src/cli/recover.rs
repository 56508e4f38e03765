//! `recover`: the way back in for an owner or administrator who is locked out (C16). Whoever can run it holds the
//! database; it can't be asked over the network, and the log says who did it and where.

use super::{
    Ended,
    args::Recover,
    error::CliError,
    output,
    place::{For, Place},
};
use rollbook_directory::LetIn;
use rollbook_domain::{Timestamp, member::Member, organization::Organization};
use rollbook_server::config::{BaseUrl, Settings};

/// Makes the link, and says where it leads and until when.
pub(super) async fn run(asked: Recover, settings: Settings) -> Result<Ended, CliError> {
    let portal = portal(asked.portal.as_deref(), &settings)?;
    let place = Place::open(asked.place, settings, portal.as_ref(), For::Writing).await?;
    let said = place.used(async |place| let_in(place, asked.email.as_deref(), asked.factors).await).await?;
    output::print(said.as_bytes())?;
    Ok(Ended::Well)
}

async fn let_in(place: &Place, email: Option<&str>, factors: bool) -> Result<String, CliError> {
    let directory = &place.directory;
    if directory.portal().is_empty() && !directory.take_portal().await? {
        return Err(CliError::Arguments("The link needs an address. Add --portal, or base_url to the configuration."));
    }
    let organization = place.organization().await?;
    let member = directory.named(organization.id, email).await?;
    let Some(member) = member else {
        let words = format!("{} has nobody with the address {}.", organization.name, email.unwrap_or_default());
        return Err(CliError::Organization(words));
    };
    let link = directory.let_in(organization.id, member.id, &here()).await?;
    if factors {
        directory.recover_factors(organization.id, member.id).await?;
    }
    Ok(words(&organization, &member, &link, factors))
}

fn words(organization: &Organization, member: &Member, link: &LetIn, factors: bool) -> String {
    let name = output::shown(&format!("{} ({})", member.name(), member.email.as_str()));
    let off = if factors { "Every second factor was taken off them, and they were told by mail.\n" } else { "" };
    format!(
        "{name} chooses a new password for {} here, once, until {}:\n\n  {}\n\n{off}It stands in the log that this was done by {}.\n",
        output::shown(&organization.name),
        time(link.expires),
        link.link.reveal(Clone::clone),
        output::shown(&here()),
    )
}

/// A link of its own for whoever owns a new organization; see `seed --invite`.
pub(super) async fn first_link(place: &Place, organization: &Organization) -> Result<String, CliError> {
    let owner = place.directory.owner(organization.id).await?;
    let link = place.directory.let_in(organization.id, owner.id, &here()).await?;
    let until = time(link.expires);
    Ok(format!("The password is chosen here, once, until {until}:\n\n  {}\n", link.link.reveal(Clone::clone)))
}

/// Where the link points, where that is said here; else the server that serves the database has told it.
fn portal(asked: Option<&str>, settings: &Settings) -> Result<Option<BaseUrl>, CliError> {
    match asked {
        Some(text) => BaseUrl::parse(text).map(Some).map_err(|why| CliError::Portal(text.to_owned(), why)),
        None if settings.has("base_url") => Ok(Some(settings.base_url()?)),
        None => Ok(None),
    }
}

/// Who does this and at which machine, as the system tells it.
fn here() -> String {
    let told =
        |names: &[&str]| names.iter().find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    let who = told(&["SUDO_USER", "LOGNAME", "USER", "USERNAME"]).unwrap_or_else(|| "somebody".to_owned());
    let machine = std::fs::read_to_string("/proc/sys/kernel/hostname").ok().map(|name| name.trim().to_owned());
    let machine = machine.filter(|name| !name.is_empty()).or_else(|| told(&["HOSTNAME", "COMPUTERNAME"]));
    let machine = machine.unwrap_or_else(|| "the server".to_owned());
    format!("{who} at {machine}")
}

/// A moment as the terminal shows it.
fn time(at: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(at.0).map_or_else(
        |_| at.0.to_string(),
        |at| at.to_zoned(jiff::tz::TimeZone::UTC).strftime("%Y-%m-%d %H:%M UTC").to_string(),
    )
}
