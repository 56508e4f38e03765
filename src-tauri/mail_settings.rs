//! Where mails leave by: read and changed where this computer sends them itself.

use crate::{
    app::App,
    handle::Answer,
    open::{Open, OwnMail},
    transfer::read,
};
use rollbook_credentials::Secret;
use rollbook_directory::{
    Task,
    contract::{MailServer, MailSettingsView, SaveMailSettings, TestMail, WireCode, WireError},
};
use rollbook_local::mailer;
use rollbook_mail::smtp::Password;
use serde_json::Value;

pub(crate) async fn mail_settings(app: &App, (): ()) -> Answer<MailSettingsView> {
    let open = app.at_work().await?;
    let server = read(&open.ask("mail_server", Value::Null, &Task::unwatched()).await?)?;
    let (has_password, kept_in) = match open.own_mail() {
        Some(own) => (own.secret.get().await?.is_some(), own.secret.place()),
        None => (false, String::new()),
    };
    Ok(MailSettingsView { server, has_password, kept_in, by_server: open.own_mail().is_none() })
}

pub(crate) async fn mail_settings_save(app: &App, req: SaveMailSettings) -> Answer<MailSettingsView> {
    let open = app.at_work().await?;
    let OwnMail { desk, secret } = own(&open)?;
    let before = desk.mail_server().await?;
    let elsewhere = !same_account(before.as_ref(), req.server.as_ref());
    let password = match (&req.server, &req.password) {
        (None, _) => Some(Secret::new(String::new())),
        (Some(_), Some(password)) => Some(password.clone()),
        // A password that is kept for one server is never handed to another.
        (Some(server), None) if elsewhere && !server.username.trim().is_empty() => return Err(password_again()),
        (Some(_), None) => elsewhere.then(|| Secret::new(String::new())),
    };
    if let (Some(server), Some(password)) = (&req.server, &password) {
        mailer::mailer(server, Some(Password::new(password.reveal(Clone::clone))))?;
    }
    desk.set_mail_server(req.server.as_ref()).await?;
    if let Some(password) = &password {
        secret.set(password).await?;
    }
    mail_settings(app, ()).await
}

pub(crate) async fn mail_test(app: &App, req: TestMail) -> Answer<()> {
    let open = app.at_work().await?;
    let OwnMail { desk, secret } = own(&open)?;
    let password = match &req.password {
        Some(password) => Some(Password::new(password.reveal(Clone::clone))),
        None if same_account(desk.mail_server().await?.as_ref(), Some(&req.server)) => secret.get().await?,
        None if req.server.username.trim().is_empty() => None,
        None => return Err(password_again()),
    };
    let mailer = mailer::mailer(&req.server, password)?;
    let mail = desk.test_mail(&req.to)?;
    let now = desk.directory().now();
    mailer.send(&mail, now.0).await.map_err(|error| WireError::new(WireCode::Mail, error.words, ""))
}

fn own(open: &Open) -> Result<OwnMail<'_>, WireError> {
    open.own_mail().ok_or_else(|| {
        WireError::new(
            WireCode::Mail,
            "The server sends this organization’s mails.",
            "Whoever runs it sets its mail account.",
        )
    })
}

/// Whether two settings mean the same account at the same server.
fn same_account(one: Option<&MailServer>, other: Option<&MailServer>) -> bool {
    let account = |server: &MailServer| {
        (server.host.trim().to_lowercase(), server.port, server.security, server.username.trim().to_owned())
    };
    matches!((one, other), (Some(one), Some(other)) if account(one) == account(other))
}

fn password_again() -> WireError {
    WireError::new(WireCode::Mail, "The kept password belongs to another server or account. Type the one for this.", "")
        .at("password")
}
