//! What each command of the window does: hand the question on, and the answer back.

use crate::{app::App, mailer, open, open::Content, preferences, saved, wire};
use base64::Engine as _;
use rollbook_credentials::Secret;
use rollbook_directory::{
    Tables,
    contract::{
        AccessChoices, ActOnUsers, ActivityLine, AddPortal, AdjustTable, AppView, ChangeHoldings, CreateGroup,
        CreateOrganization, CreateRole, DeleteGroup, DeleteRole, EditGroup, EditRoles, EditUser, EndSession,
        ExportTable, GlassView, GroupChoice, GroupsView, HoldersPage, HoldersView, ImportView, InviteUser,
        JudgePassword, KeychainView, KnownFile, LicencesView, LoadTables, LockUser, MailServer, MailSettingsView,
        MailView, MailsPage, MailsPageView, OpenFile, OrganizationView, Outcome, PaletteView, PasswordView, PastGlass,
        PersonActivity, PersonView, PolicyView, Preferences, RetryMails, RolesView, RunImport, SaveMailSettings,
        SavedFile, SetNavigation, SetPeriod, SetPlan, SetPolicy, SetSeats, SetTemporaryPassword, TablesView, TestMail,
        UndoCommand, UserCounts, UserFilter, UserSession, UserView, UsersCount, UsersPage, UsersPageView, WireCode,
        WireError,
    },
    judge_password,
};
use rollbook_domain::{MailId, MemberId};
use rollbook_keys::{Keychain, Protection};
use std::{
    path::{Path, PathBuf},
    sync::PoisonError,
};
use tauri::async_runtime;
use tauri_plugin_dialog::DialogExt as _;
use tauri_plugin_opener::OpenerExt as _;

type Answer<T> = Result<T, WireError>;

pub(crate) async fn app_state(app: &App, (): ()) -> Answer<AppView> {
    let problem = app.first().await;
    let open = match app.opened().await {
        Some(open) => Some(open.view().await?),
        None => None,
    };
    // Asked only where it matters: a keychain can take its time to wake up.
    let keychain = if open.is_some() { Ok(()) } else { keychain().await };
    Ok(AppView {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        platform: std::env::consts::OS.to_owned(),
        folder: app.folders.organizations.to_string_lossy().into_owned(),
        keychain: KeychainView {
            available: keychain.is_ok(),
            name: Keychain::name().to_owned(),
            words: keychain.err().unwrap_or_default(),
        },
        known: known(app),
        open,
        named: App::named().map(|path| path.to_string_lossy().into_owned()),
        problem,
    })
}

async fn keychain() -> Result<(), String> {
    let asked = async_runtime::spawn_blocking(|| Keychain.answers().map_err(|problem| problem.to_string())).await;
    asked.unwrap_or_else(|error| Err(error.to_string()))
}

fn known(app: &App) -> Vec<KnownFile> {
    let all = app.known.all().into_iter();
    all.map(|known| KnownFile {
        present: known.path.is_file(),
        path: known.path.to_string_lossy().into_owned(),
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
        let opened = open::create(
            &app.screen,
            &path,
            Protection::Passphrase(Secret::new(token)),
            Content::Sample,
            &app.folders.settings,
        )
        .await?;
        app.take(opened.for_once()).await?;
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
    let opened = open::create(&app.screen, path, protection, content, &app.folders.settings).await?;
    app.take(opened).await?;
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

pub(crate) async fn organization_forget(app: &App, req: OpenFile) -> Answer<()> {
    app.known.forget(Path::new(&req.path)).map_err(|error| wire::io(&error, "The list of organizations can’t be kept."))
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

pub(crate) async fn users_page(app: &App, req: UsersPage) -> Answer<UsersPageView> {
    Ok(app.at_work().await?.desk.users_page(&req).await?)
}

pub(crate) async fn users_count(app: &App, req: UserFilter) -> Answer<UsersCount> {
    Ok(app.at_work().await?.desk.users_count(&req).await?)
}

pub(crate) async fn users_counts(app: &App, (): ()) -> Answer<UserCounts> {
    Ok(app.at_work().await?.desk.users_counts().await?)
}

pub(crate) async fn user_get(app: &App, req: MemberId) -> Answer<UserView> {
    Ok(app.at_work().await?.desk.user(req).await?)
}

pub(crate) async fn user_invite(app: &App, req: InviteUser) -> Answer<Outcome> {
    Ok(app.at_work().await?.desk.invite(&req).await?)
}

pub(crate) async fn user_edit(app: &App, req: EditUser) -> Answer<Outcome> {
    Ok(app.at_work().await?.desk.edit(&req).await?)
}

pub(crate) async fn users_act(app: &App, req: ActOnUsers) -> Answer<Outcome> {
    Ok(app.at_work().await?.desk.act(&req, &app.task("act")).await?)
}

pub(crate) async fn command_undo(app: &App, req: UndoCommand) -> Answer<Outcome> {
    let desk = &app.at_work().await?.desk;
    let undo =
        if req.preview.unwrap_or(false) { desk.preview_undo(req.command).await } else { desk.undo(req.command).await };
    Ok(undo?)
}

pub(crate) async fn access_choices(app: &App, (): ()) -> Answer<AccessChoices> {
    Ok(app.at_work().await?.desk.access_choices().await?)
}

pub(crate) async fn person_get(app: &App, req: MemberId) -> Answer<PersonView> {
    Ok(app.at_work().await?.desk.person(req).await?)
}

pub(crate) async fn person_activity(app: &App, req: PersonActivity) -> Answer<Vec<ActivityLine>> {
    Ok(app.at_work().await?.desk.person_activity(&req).await?)
}

pub(crate) async fn glass_get(app: &App, req: MemberId) -> Answer<GlassView> {
    Ok(app.at_work().await?.desk.glass(req).await?)
}

pub(crate) async fn glass_past(app: &App, req: PastGlass) -> Answer<GlassView> {
    Ok(app.at_work().await?.desk.past_glass(&req).await?)
}

pub(crate) async fn glass_mine(app: &App, (): ()) -> Answer<GlassView> {
    Ok(app.at_work().await?.desk.my_glass().await?)
}

pub(crate) async fn holdings_change(app: &App, req: ChangeHoldings) -> Answer<Outcome> {
    Ok(app.at_work().await?.desk.change_holdings(&req, &app.task("act")).await?)
}

pub(crate) async fn navigation_set(app: &App, req: SetNavigation) -> Answer<Outcome> {
    Ok(app.at_work().await?.desk.set_navigation(&req).await?)
}

pub(crate) async fn period_set(app: &App, req: SetPeriod) -> Answer<Outcome> {
    Ok(app.at_work().await?.desk.set_period(&req).await?)
}

pub(crate) async fn roles_get(app: &App, (): ()) -> Answer<RolesView> {
    Ok(app.at_work().await?.desk.roles().await?)
}

pub(crate) async fn role_create(app: &App, req: CreateRole) -> Answer<Outcome> {
    Ok(app.at_work().await?.desk.create_role(&req).await?)
}

pub(crate) async fn roles_edit(app: &App, req: EditRoles) -> Answer<Outcome> {
    Ok(app.at_work().await?.desk.edit_roles(&req).await?)
}

pub(crate) async fn role_delete(app: &App, req: DeleteRole) -> Answer<Outcome> {
    Ok(app.at_work().await?.desk.delete_role(&req, &app.task("act")).await?)
}

pub(crate) async fn roles_export(app: &App, (): ()) -> Answer<SavedFile> {
    let open = app.at_work().await?;
    let (bytes, rows) = open.desk.export_roles().await?;
    let name = open.view().await?.name;
    Ok(trusted(app, saved::write(&app.folders.downloads, &format!("{name} roles"), "csv", &bytes, rows)?))
}

pub(crate) async fn groups_get(app: &App, (): ()) -> Answer<GroupsView> {
    Ok(app.at_work().await?.desk.groups_view().await?)
}

pub(crate) async fn group_create(app: &App, req: CreateGroup) -> Answer<Outcome> {
    Ok(app.at_work().await?.desk.create_group(&req).await?)
}

pub(crate) async fn group_edit(app: &App, req: EditGroup) -> Answer<Outcome> {
    Ok(app.at_work().await?.desk.edit_group(&req).await?)
}

pub(crate) async fn group_delete(app: &App, req: DeleteGroup) -> Answer<Outcome> {
    Ok(app.at_work().await?.desk.delete_group(&req, &app.task("act")).await?)
}

pub(crate) async fn licences_get(app: &App, (): ()) -> Answer<LicencesView> {
    Ok(app.at_work().await?.desk.licences().await?)
}

pub(crate) async fn holders_page(app: &App, req: HoldersPage) -> Answer<HoldersView> {
    Ok(app.at_work().await?.desk.holders(&req).await?)
}

pub(crate) async fn seats_set(app: &App, req: SetSeats) -> Answer<Outcome> {
    Ok(app.at_work().await?.desk.set_seats(&req).await?)
}

pub(crate) async fn plan_set(app: &App, req: SetPlan) -> Answer<Outcome> {
    Ok(app.at_work().await?.desk.set_plan(&req).await?)
}

pub(crate) async fn licences_export(app: &App, (): ()) -> Answer<SavedFile> {
    let open = app.at_work().await?;
    let (bytes, rows) = open.desk.export_licences().await?;
    let name = open.view().await?.name;
    Ok(trusted(app, saved::write(&app.folders.downloads, &format!("{name} licenses"), "csv", &bytes, rows)?))
}

pub(crate) async fn user_password_set(app: &App, req: SetTemporaryPassword) -> Answer<Outcome> {
    Ok(app.at_work().await?.desk.set_temporary_password(&req).await?)
}

pub(crate) async fn user_sessions(app: &App, req: MemberId) -> Answer<Vec<UserSession>> {
    Ok(app.at_work().await?.desk.user_sessions(req).await?)
}

pub(crate) async fn user_session_end(app: &App, req: EndSession) -> Answer<Outcome> {
    Ok(app.at_work().await?.desk.end_user_session(&req).await?)
}

pub(crate) async fn user_lock(app: &App, req: LockUser) -> Answer<Outcome> {
    Ok(app.at_work().await?.desk.lock_user(&req).await?)
}

pub(crate) async fn policy_get(app: &App, (): ()) -> Answer<PolicyView> {
    Ok(app.at_work().await?.desk.policy().await?)
}

pub(crate) async fn policy_set(app: &App, req: SetPolicy) -> Answer<Outcome> {
    Ok(app.at_work().await?.desk.set_policy(&req).await?)
}

pub(crate) async fn portal_add(app: &App, req: AddPortal) -> Answer<Outcome> {
    Ok(app.at_work().await?.desk.add_portal(&req).await?)
}

pub(crate) async fn palette_find(app: &App, req: String) -> Answer<PaletteView> {
    Ok(app.at_work().await?.desk.palette(&req).await?)
}

pub(crate) async fn groups_list(app: &App, (): ()) -> Answer<Vec<GroupChoice>> {
    Ok(app.at_work().await?.desk.groups().await?)
}

pub(crate) async fn import_load(app: &App, req: LoadTables) -> Answer<TablesView> {
    let loaded = async_runtime::spawn_blocking(move || {
        let files = req.files.into_iter().map(|file| {
            let bytes = base64::engine::general_purpose::STANDARD.decode(&file.base64);
            bytes.map(|bytes| (file.name.clone(), bytes)).map_err(|_| {
                WireError::new(
                    WireCode::BadTable,
                    format!("{}: the file can’t be read.", file.name),
                    "Choose it again.",
                )
            })
        });
        Tables::load(files.collect::<Result<Vec<_>, _>>()?).map_err(WireError::from)
    });
    let tables = loaded.await.map_err(|error| wire::internal(&error))??;
    let number = app.keep_import(tables);
    let import = app.import(number)?;
    let held = import.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(held.tables.view(number))
}

pub(crate) async fn import_adjust(app: &App, req: AdjustTable) -> Answer<TablesView> {
    let import = app.import(req.import)?;
    let adjusted = async_runtime::spawn_blocking(move || {
        let mut held = import.lock().unwrap_or_else(PoisonError::into_inner);
        held.tables.adjust(&req)?;
        Ok::<_, WireError>(held.tables.view(req.import))
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
        let (view, report) = async_runtime::block_on(open.desk.import(&held.tables, &req, &task))?;
        held.report = Some(report);
        Ok::<_, WireError>(view)
    });
    run.await.map_err(|error| wire::internal(&error))?
}

pub(crate) async fn import_report(app: &App, req: u32) -> Answer<SavedFile> {
    let import = app.import(req)?;
    let (bytes, rows) = {
        let held = import.lock().unwrap_or_else(PoisonError::into_inner);
        let report = held.report.as_ref().ok_or_else(|| {
            WireError::new(WireCode::BadTable, "There is no report yet.", "Look at the preview, or import, first.")
        })?;
        report.csv()?
    };
    Ok(trusted(app, saved::write(&app.folders.downloads, "Import report", "csv", &bytes, rows)?))
}

pub(crate) async fn task_cancel(app: &App, (): ()) -> Answer<()> {
    app.cancel();
    Ok(())
}

pub(crate) async fn export_table(app: &App, req: ExportTable) -> Answer<SavedFile> {
    let open = app.at_work().await?;
    let name = open.view().await?.name;
    let (what, (bytes, rows)) = match req.kind.as_str() {
        "groups" => ("groups", open.desk.export_groups().await?),
        _ => ("people", open.desk.export_people(req.target.as_ref(), &app.task("export")).await?),
    };
    Ok(trusted(app, saved::write(&app.folders.downloads, &format!("{name} {what}"), "csv", &bytes, rows)?))
}

/// What was written for the person may be shown to them.
fn trusted(app: &App, file: SavedFile) -> SavedFile {
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

pub(crate) async fn text_copy(app: &App, req: String) -> Answer<()> {
    app.screen.copy(req)
}

pub(crate) async fn mails_page(app: &App, req: MailsPage) -> Answer<MailsPageView> {
    Ok(app.at_work().await?.desk.mails_page(&req).await?)
}

pub(crate) async fn mail_get(app: &App, req: MailId) -> Answer<MailView> {
    Ok(app.at_work().await?.desk.mail(req).await?)
}

pub(crate) async fn mail_retry(app: &App, req: RetryMails) -> Answer<Outcome> {
    Ok(app.at_work().await?.desk.retry_mails(&req).await?)
}

pub(crate) async fn mail_settings(app: &App, (): ()) -> Answer<MailSettingsView> {
    let open = app.at_work().await?;
    let server = open.desk.mail_server().await?;
    let has_password = open.mail.get().await?.is_some();
    Ok(MailSettingsView { server, has_password, kept_in: open.mail.place() })
}

pub(crate) async fn mail_settings_save(app: &App, req: SaveMailSettings) -> Answer<MailSettingsView> {
    let open = app.at_work().await?;
    let before = open.desk.mail_server().await?;
    let elsewhere = !same_account(before.as_ref(), req.server.as_ref());
    let password = match (&req.server, &req.password) {
        (None, _) => Some(Secret::new(String::new())),
        (Some(_), Some(password)) => Some(password.clone()),
        // A password that is kept for one server is never handed to another.
        (Some(server), None) if elsewhere && !server.username.trim().is_empty() => return Err(password_again()),
        (Some(_), None) => elsewhere.then(|| Secret::new(String::new())),
    };
    if let (Some(server), Some(password)) = (&req.server, &password) {
        mailer::mailer(server, Some(rollbook_mail::smtp::Password::new(password.reveal(Clone::clone))))?;
    }
    open.desk.set_mail_server(req.server.as_ref()).await?;
    if let Some(password) = &password {
        open.mail.set(password).await?;
    }
    mail_settings(app, ()).await
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

pub(crate) async fn mail_test(app: &App, req: TestMail) -> Answer<()> {
    let open = app.at_work().await?;
    let password = match &req.password {
        Some(password) => Some(rollbook_mail::smtp::Password::new(password.reveal(Clone::clone))),
        None if same_account(open.desk.mail_server().await?.as_ref(), Some(&req.server)) => open.mail.get().await?,
        None if req.server.username.trim().is_empty() => None,
        None => return Err(password_again()),
    };
    let mailer = mailer::mailer(&req.server, password)?;
    let mail = open.desk.test_mail(&req.to)?;
    let now = open.desk.directory().now();
    mailer.send(&mail, now.0).await.map_err(|error| WireError::new(WireCode::Mail, error.words, ""))
}
