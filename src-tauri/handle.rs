//! What each command of the window does: hand the question on, and the answer back.

use crate::{app::App, connections, open::Open};
use rollbook_credentials::Secret;
use rollbook_directory::{
    Task,
    contract::{
        AppView, AskedFor, ConnectionKind, CreateOrganization, JudgePassword, KeychainView, KnownOrganization,
        KnownPlace, OpenFile, OpenLink, OrganizationView, PasswordView, PaymentPage, Preferences, SavedFile, WireCode,
        WireError,
    },
    judge_password, takes_long,
};
use rollbook_keys::{Keychain, Kind, Known, Place, Protection};
use rollbook_local::{
    browser::{self, PrivateWindow},
    file::{self, Content},
    preferences, wire,
};
use rollbook_offline::{KeychainFiles, forget_all, waiting_at};
use serde_json::Value;
use std::path::{Path, PathBuf};
use tauri::{Manager as _, async_runtime, ipc::Response};
use tauri_plugin_dialog::DialogExt as _;
use tauri_plugin_opener::OpenerExt as _;

pub(crate) use crate::{beside::*, connections::*, mail_settings::*, transfer::*};

pub(crate) type Answer<T> = Result<T, WireError>;

/// Whatever can be asked at a desk goes to where the organization is, and its answer comes back as it is.
pub(crate) async fn ask(app: &App, name: &'static str, req: Value) -> Answer<Response> {
    let open = app.at_work().await?;
    // What is quick is never what *cancel* means.
    let task = if takes_long(name) { app.task("act") } else { Task::unwatched() };
    Ok(Response::new(open.ask(name, req, &task).await?))
}

pub(crate) async fn app_state(app: &App, (): ()) -> Answer<AppView> {
    let problem = app.first().await;
    let open = match app.opened().await {
        Some(open) => match open.view().await {
            Err(error) if error.code.asks_to_sign_in() => {
                app.lapse(error).await;
                None
            }
            view => Some(view?),
        },
        None => None,
    };
    // Asked only where it matters: a keychain can take its time to wake up.
    let (keychain, all) =
        if open.is_some() { (Ok(()), app.known.all()) } else { (keychain().await, app.known().await?) };
    Ok(AppView {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        platform: std::env::consts::OS.to_owned(),
        folder: app.folders.organizations.to_string_lossy().into_owned(),
        keychain: KeychainView {
            available: keychain.is_ok(),
            name: Keychain::name().to_owned(),
            words: keychain.err().unwrap_or_default(),
        },
        known: known(all),
        open,
        named: App::named().map(|path| path.to_string_lossy().into_owned()),
        problem: app.lapsed().or(problem),
    })
}

async fn keychain() -> Result<(), String> {
    let asked = async_runtime::spawn_blocking(|| Keychain.answers().map_err(|problem| problem.to_string())).await;
    asked.unwrap_or_else(|error| Err(error.to_string()))
}

fn known(all: Vec<Known>) -> Vec<KnownOrganization> {
    all.into_iter()
        .map(|known| KnownOrganization {
            present: known.place.path().is_none_or(|path| path.is_file()),
            kind: match known.place.kind {
                Kind::File => ConnectionKind::File,
                Kind::Database => ConnectionKind::Database,
                Kind::Server => ConnectionKind::Server,
            },
            place: known.place.at,
            organization: known.place.organization,
            account: known.account,
            name: known.name,
            opened_at: rollbook_domain::Timestamp(known.opened_at),
            by_passphrase: known.by_passphrase,
        })
        .collect()
}

pub(crate) async fn organization_create(app: &App, req: CreateOrganization) -> Answer<OrganizationView> {
    let path = free_path(&app.folders.organizations, &req.name);
    let protection = req.passphrase.clone().map_or(Protection::Keychain, Protection::Passphrase);
    begin(app, &path, protection, Content::new(&req)).await
}

pub(crate) async fn sample_open(app: &App, (): ()) -> Answer<OrganizationView> {
    if keychain().await.is_err() {
        // Without a keychain the sample lives for this session alone, under a key that nobody keeps.
        let token = rand::random::<[u64; 4]>().map(|part| format!("{part:016x}")).concat();
        let name = format!("Rollbook sample {:016x}.rollbook", rand::random::<u64>());
        let path = std::env::temp_dir().join(name);
        let opened = file::create(
            &path,
            Protection::Passphrase(Secret::new(token)),
            Content::Sample,
            &app.folders.settings,
            true,
        )
        .await?;
        app.take(Open::file(opened)).await?;
        return app.at_work().await?.view().await;
    }
    let path = app.folders.organizations.join("Nordlys Rederi (sample).rollbook");
    if path.exists() {
        app.open_file(path, None).await?;
        return app.at_work().await?.view().await;
    }
    begin(app, &path, Protection::Keychain, Content::Sample).await
}

async fn begin(app: &App, path: &Path, protection: Protection, content: Content) -> Answer<OrganizationView> {
    let opened = file::create(path, protection, content, &app.folders.settings, false).await?;
    app.take(Open::file(opened)).await?;
    app.at_work().await?.view().await
}

/// A file name from the organization's, free and fit for every platform.
fn free_path(folder: &Path, name: &str) -> PathBuf {
    // Forty characters of any script stay well under the 255 bytes that file systems allow.
    let kept: String = name.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_')).take(40).collect();
    let stem = if kept.trim().is_empty() { "Organization".to_owned() } else { kept.trim().to_owned() };
    let named = |n: u32| if n == 1 { format!("{stem}.rollbook") } else { format!("{stem} {n}.rollbook") };
    // Past these, making the file says that there is one already.
    (1..10_000).map(|n| folder.join(named(n))).find(|path| !path.exists()).unwrap_or_else(|| folder.join(named(1)))
}

pub(crate) async fn organization_open(app: &App, req: OpenFile) -> Answer<OrganizationView> {
    let path = PathBuf::from(req.path);
    app.may_name(&path)?;
    app.open_file(path, req.passphrase).await?;
    app.at_work().await?.view().await
}

pub(crate) async fn organization_pick(app: &App, (): ()) -> Answer<Option<String>> {
    let dialog = app.screen.handle()?.dialog().file().add_filter("Rollbook", &["rollbook"]);
    let picked = async_runtime::spawn_blocking(move || dialog.blocking_pick_file())
        .await
        .map_err(|error| wire::internal(&error))?;
    let path = picked.and_then(|file| file.into_path().ok());
    if let Some(path) = &path {
        app.trust(path);
    }
    Ok(path.map(|path| path.to_string_lossy().into_owned()))
}

pub(crate) async fn organization_close(app: &App, (): ()) -> Answer<()> {
    app.close().await
}

/// What would be lost with the connection.
pub(crate) async fn organization_waiting(app: &App, req: KnownPlace) -> Answer<u32> {
    let place = place(req);
    let Ok(organization) = place.organization.parse() else { return Ok(0) };
    let waiting = waiting_at(&app.folders.offline, &place.at, organization, &KeychainFiles).await;
    Ok(u32::try_from(waiting?).unwrap_or(u32::MAX))
}

pub(crate) async fn organization_forget(app: &App, req: KnownPlace) -> Answer<()> {
    let place = place(req);
    if app.opened().await.is_some_and(|open| open.place() == place) {
        app.close().await?;
    }
    app.let_go(&place).await;
    // A session that nobody can find any more is of no use to anybody but a thief.
    rollbook_remote::forget_session(&place).await?;
    if let Ok(organization) = place.organization.parse() {
        let (folder, at) = (app.folders.offline.clone(), place.at.clone());
        let forget = move || forget_all(&folder, &at, organization, &KeychainFiles);
        async_runtime::spawn_blocking(forget).await.map_err(|error| wire::internal(&error))?;
    }
    app.known.forget(&place).map_err(|error| wire::io(&error, "The list of organizations can’t be kept."))
}

pub(crate) async fn organization_resume(app: &App, req: KnownPlace) -> Answer<OrganizationView> {
    let place = place(req);
    if let Some(held) = app.held(&place).await {
        match app.seat(held).await {
            Err(error) if error.code.asks_to_sign_in() => app.let_go(&place).await,
            seated => {
                seated?;
                return app.at_work().await?.view().await;
            }
        }
    }
    let open = connections::resume(app, &place).await?;
    app.take(open).await?;
    app.at_work().await?.view().await
}

pub(crate) fn place(req: KnownPlace) -> Place {
    let kind = match req.kind {
        ConnectionKind::File => Kind::File,
        ConnectionKind::Database => Kind::Database,
        ConnectionKind::Server => Kind::Server,
    };
    Place { kind, at: req.place, organization: req.organization }
}

pub(crate) async fn password_judge(_: &App, req: JudgePassword) -> Answer<PasswordView> {
    // zxcvbn takes its time with long passwords; the window's thread is not to wait.
    let judged = async_runtime::spawn_blocking(move || {
        req.password.reveal(|password| judge_password(password, &req.names, &req.email, &req.organization))
    });
    judged.await.map_err(|error| wire::internal(&error))
}

pub(crate) async fn preferences_get(app: &App, (): ()) -> Answer<Preferences> {
    Ok(preferences::read(&app.folders.settings))
}

pub(crate) async fn preferences_set(app: &App, req: Preferences) -> Answer<()> {
    preferences::write(&app.folders.settings, &req)
}

pub(crate) async fn task_cancel(app: &App, (): ()) -> Answer<()> {
    app.cancel();
    Ok(())
}

/// What was written for the person may be shown to them.
pub(crate) fn trusted(app: &App, file: SavedFile) -> SavedFile {
    app.trust(Path::new(&file.path));
    file
}

pub(crate) async fn file_show(app: &App, req: String) -> Answer<()> {
    app.may_name(Path::new(&req))?;
    app.screen.handle()?.opener().reveal_item_in_dir(&req).map_err(|_| {
        WireError::new(
            WireCode::FileMissing,
            "The folder can’t be shown on this computer.",
            format!("The file is at {req}."),
        )
    })
}

/// Opens the payment provider’s page in the browser. Its address comes from where the organization is, never from
/// the page; and nothing but a web page is opened.
pub(crate) async fn payment_open(app: &App, (): ()) -> Answer<PaymentPage> {
    let open = app.at_work().await?;
    let page: PaymentPage = read(&open.ask("payment_page", Value::Null, &Task::unwatched()).await?)?;
    if page.address.starts_with("https://")
        && let Err(error) = app.screen.handle()?.opener().open_url(&page.address, None::<&str>)
    {
        // The address is shown as well, to be copied.
        tracing::warn!(%error, "no browser opens the payment page");
    }
    Ok(page)
}

/// The browser of which a private window can be opened, as people call it.
pub(crate) async fn private_browser(_: &App, (): ()) -> Answer<Option<String>> {
    let window = async_runtime::spawn_blocking(PrivateWindow::of_person).await;
    Ok(window.map_err(|error| wire::internal(&error))?.map(|window| window.browser().to_owned()))
}

/// Opens a link of the organization’s own portal, and nothing else, in the browser (R29).
pub(crate) async fn link_open(app: &App, req: OpenLink) -> Answer<()> {
    if !browser::is_of(&portal(app).await?, &req.address) {
        return Err(WireError::new(WireCode::Malformed, "This isn’t a page of the organization’s portal.", ""));
    }
    if !req.apart {
        return browse(app, &req.address, "Copy the link, and paste it there.".to_owned());
    }
    let opened = async_runtime::spawn_blocking(move || match PrivateWindow::of_person() {
        Some(window) => window.open(&req.address),
        None => Err(std::io::ErrorKind::NotFound.into()),
    });
    opened.await.map_err(|error| wire::internal(&error))?.map_err(|error| {
        tracing::warn!(%error, "no browser opens a private window");
        let words = "The browser can’t be asked for a private window.";
        WireError::new(WireCode::Unreachable, words, "Open one, and paste the link there.")
    })
}

/// Opens the person’s own page of second factors in the browser (R27).
pub(crate) async fn factor_open(app: &App, (): ()) -> Answer<()> {
    let page = format!("{}/me/factor", portal(app).await?);
    browse(app, &page, format!("Open {page} there yourself."))
}

/// Where the organization’s people sign in by a browser.
async fn portal(app: &App) -> Answer<String> {
    let portal = app.at_work().await?.details().await?.portal;
    if browser::is_of(&portal, &portal) {
        return Ok(portal);
    }
    let words = "This organization has no portal yet.";
    Err(WireError::new(WireCode::Unreachable, words, "It has one once a server serves its database."))
}

pub(crate) fn browse(app: &App, page: &str, help: String) -> Answer<()> {
    app.screen.handle()?.opener().open_url(page, None::<&str>).map_err(|error| {
        tracing::warn!(%error, "no browser opens a page");
        WireError::new(WireCode::Unreachable, "The browser can’t be opened from here.", help)
    })
}

pub(crate) async fn asked_take(app: &App, (): ()) -> Answer<Option<AskedFor>> {
    let asked = app.screen.handle()?.state::<rollbook_native::Asked>().take();
    if let Some(AskedFor::File { path }) = &asked {
        app.trust(Path::new(path));
    }
    Ok(asked)
}

pub(crate) async fn text_copy(app: &App, req: String) -> Answer<()> {
    app.screen.copy(req)
}
