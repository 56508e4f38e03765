//! `seed`: creates an organization with its owner, or the sample.

use super::{
    Ended,
    args::{PlanName, Seed, Where},
    error::CliError,
    output,
    place::{For, Place},
    recover,
};
use rollbook_credentials::Secret;
use rollbook_directory::{Founder, NewOrganization};
use rollbook_domain::organization::Plan;
use rollbook_server::config::Settings;
use std::{io, io::IsTerminal as _, path::Path};

/// Creates it, and says whose it is.
pub(super) async fn run(asked: Seed, settings: Settings) -> Result<Ended, CliError> {
    let base = settings.has("base_url").then(|| settings.base_url()).transpose()?;
    let nowhere = Where { file: None, database: None, organization: None };
    let place = Place::open(nowhere, settings, base.as_ref(), For::Writing).await?;
    let made = place.used(async |place| create(place, asked).await).await?;
    output::print(made.as_bytes())?;
    Ok(Ended::Well)
}

async fn create(place: &Place, asked: Seed) -> Result<String, CliError> {
    let directory = &place.directory;
    let invite = asked.invite;
    if invite && directory.portal().is_empty() {
        return Err(CliError::Arguments("The link needs an address. Add base_url to the configuration."));
    }
    let (organization, email) = if let (Some(name), Some(email)) = (asked.organization, asked.email) {
        let founder = Founder {
            first_name: asked.first_name.unwrap_or_default(),
            last_name: asked.last_name,
            email,
            // One that nobody knows, until the owner chooses theirs by the link.
            password: if invite { directory.unguessable() } else { password(asked.password_file.as_deref()).await? },
        };
        let (language, plan) = (asked.language, plan(asked.plan));
        let new = NewOrganization { name, language, plan, founder };
        (directory.create(&new).await?.0, new.founder.email)
    } else {
        let (organization, owner) = directory.create_sample().await?;
        let owner = directory.store().members(organization, &[owner]).await?.pop();
        (organization, owner.map(|owner| owner.email.as_str().to_owned()).unwrap_or_default())
    };
    let all = directory.store().organizations().await?;
    let found = all.into_iter().find(|one| one.id == organization);
    let name = found.as_ref().map(|one| one.name.as_str()).unwrap_or_default();
    let said = format!("{} was created. Its owner signs in with {}.\n", output::shown(name), output::shown(&email));
    match found.filter(|_| invite) {
        Some(organization) => Ok(said + &recover::first_link(place, &organization).await?),
        None => Ok(said),
    }
}

/// The password, from a file or typed twice.
async fn password(file: Option<&Path>) -> Result<Secret<String>, CliError> {
    if let Some(path) = file {
        let text = std::fs::read_to_string(path).map_err(|error| CliError::File(path.to_owned(), "read", error))?;
        return Ok(Secret::new(text.trim_end_matches(['\r', '\n']).to_owned()));
    }
    if !io::stdin().is_terminal() {
        return Err(CliError::Arguments(
            "The owner’s password is missing. Add --password-file, or run this in a terminal to type it.",
        ));
    }
    let typing = tokio::task::spawn_blocking(|| {
        let typed = Secret::new(rpassword::prompt_password("Password of the owner: ").map_err(CliError::Typing)?);
        let again = Secret::new(rpassword::prompt_password("The same again: ").map_err(CliError::Typing)?);
        let same = typed.reveal(|one| again.reveal(|other| one == other));
        if same { Ok(typed) } else { Err(CliError::Arguments("The two passwords aren’t the same.")) }
    });
    typing.await.map_err(io::Error::other)?
}

const fn plan(name: PlanName) -> Plan {
    match name {
        PlanName::Starter => Plan::Starter,
        PlanName::Professional => Plan::Professional,
        PlanName::Business => Plan::Business,
        PlanName::Enterprise => Plan::Enterprise,
    }
}
