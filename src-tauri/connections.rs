//! Organizations that aren't on this computer: connecting, signing in step by step, coming back.

use crate::{
    app::{App, SignsIn},
    handle::{Answer, browse, place},
    open::{Link, Open},
};
use rollbook_credentials::{Secret, password::Cost};
use rollbook_directory::contract::{
    ConnectTo, EnterOffline, GiveFactor, Greeting, KnownPlace, LineView, MakeTicket, NewPassword, OfflineStart,
    OrganizationView, PasskeyShown, SettleQueued, SignInStep, SignInWith, TicketMade, WireCode, WireError,
};
use rollbook_domain::OrganizationId;
use rollbook_keys::{KeyError, Place};
use rollbook_local::{apart, apart::Waiting, cost, wire};
use rollbook_offline::{Setting, Start};
use rollbook_remote::Far;
use std::sync::PoisonError;
use tauri::async_runtime;

pub(crate) async fn connect(app: &App, req: ConnectTo) -> Answer<Greeting> {
    let (far, greeting) = Far::connect(&req, cost(app).await?).await?;
    signs_in(app, Some(far), None);
    Ok(greeting)
}

pub(crate) async fn sign_in(app: &App, req: SignInWith) -> Answer<SignInStep> {
    let far = where_to(app).await?;
    let next = far.sign_in(&req, &Far::device()).await?;
    signs_in(app, Some(far.clone()), Some(req.password));
    go_on(app, far, next).await
}

pub(crate) async fn sign_in_factor(app: &App, req: GiveFactor) -> Answer<SignInStep> {
    let far = where_to(app).await?;
    let next = far.give_factor(&req).await?;
    go_on(app, far, next).await
}

/// A passkey, for which the person's browser asks (R27).
pub(crate) async fn sign_in_passkey(app: &App, (): ()) -> Answer<SignInStep> {
    let far = where_to(app).await?;
    let next = far.give_factor(&in_the_browser(app, &far).await?.into()).await?;
    go_on(app, far, next).await
}

/// The same for somebody who is in, and is to prove themselves again (R29).
pub(crate) async fn passkey_show(app: &App, (): ()) -> Answer<PasskeyShown> {
    in_the_browser(app, app.at_work().await?.far().ok_or_else(wire::nothing_open)?).await
}

async fn in_the_browser(app: &App, far: &Far) -> Answer<PasskeyShown> {
    let waiting = Waiting::begin(&far.ask_passkey().await?).await?;
    browse(app, waiting.page(), "Use a code of your app, or a recovery code.".to_owned())?;
    waiting.answer(&app.task("passkey")).await
}

/// Opens the portal, where a second factor is to be set up before anybody is in (R27).
pub(crate) async fn sign_in_enrol(app: &App, (): ()) -> Answer<()> {
    match where_to(app).await?.standing().await? {
        SignInStep::Enrol { address } => {
            let page = apart::page(&address)?;
            browse(app, page.as_str(), format!("Open {page} there yourself."))
        }
        // It was set up meanwhile.
        _ => Ok(()),
    }
}

pub(crate) async fn sign_in_choose(app: &App, req: OrganizationId) -> Answer<SignInStep> {
    let far = where_to(app).await?;
    let next = far.choose(req).await?;
    go_on(app, far, next).await
}

pub(crate) async fn sign_in_password(app: &App, req: NewPassword) -> Answer<SignInStep> {
    let far = where_to(app).await?;
    let next = far.new_password(&req.password).await?;
    signs_in(app, Some(far.clone()), Some(req.password));
    go_on(app, far, next).await
}

pub(crate) async fn line_get(app: &App, (): ()) -> Answer<Option<LineView>> {
    let Some(open) = app.opened().await else { return Ok(None) };
    let Link::Far(beyond) = &open.link else { return Ok(None) };
    Ok(beyond.line().await)
}

pub(crate) async fn line_try(app: &App, (): ()) -> Answer<()> {
    if let Some(keeper) = app.at_work().await?.keeper() {
        keeper.try_now();
    }
    Ok(())
}

pub(crate) async fn queue_settle(app: &App, req: SettleQueued) -> Answer<()> {
    let open = app.at_work().await?;
    open.keeper().ok_or_else(wire::nothing_open)?.settle(&req).await
}

/// Makes a reset ticket for somebody (R35).
pub(crate) async fn ticket_make(app: &App, req: MakeTicket) -> Answer<TicketMade> {
    let open = app.at_work().await?;
    open.keeper().ok_or_else(wire::nothing_open)?.make_ticket(&req).await
}

/// Ends the session and closes the organization.
pub(crate) async fn sign_out(app: &App, (): ()) -> Answer<()> {
    if let Some(open) = app.opened().await
        && let Some(far) = open.far()
    {
        far.sign_out(&open.place()).await?;
        if let Some(keeper) = open.keeper() {
            keeper.leave().await;
        }
    }
    app.close().await
}

/// Enters another organization of the place that is looked at, by the same sign-in; what else it asks for
/// is asked there.
pub(crate) async fn organization_enter(app: &App, req: OrganizationId) -> Answer<OrganizationView> {
    let open = app.at_work().await?;
    let Some(far) = open.far() else {
        return Err(WireError::new(WireCode::NothingOpen, "A file holds one organization.", "Open the other file."));
    };
    let (far, next) = far.beside(req, &Far::device(), cost(app).await?).await?;
    if next != SignInStep::In {
        return Err(WireError::new(
            WireCode::SignedOut,
            "This organization asks for something more.",
            "Connect to it, and sign in there.",
        ));
    }
    let open = Open::far_away(app, far.clone(), None).await?;
    far.keep(&open.place()).await?;
    app.take(open).await?;
    app.at_work().await?.view().await
}

/// Opens an organization again by the session that the keychain has; where it has ended, that is said, and the
/// sign-in goes on there.
pub(crate) async fn resume(app: &App, place: &Place) -> Result<Open, WireError> {
    let far = Far::again(place, cost(app).await?).await?;
    signs_in(app, Some(far.clone()), None);
    let far = match far.taken_up(place, &app.known().await?, cost(app).await?).await {
        Ok(far) => far,
        Err(error) => return Err(told(app, place, error).await),
    };
    let open = Open::far_away(app, far, None).await?;
    signs_in(app, None, None);
    Ok(open)
}

/// The same where nobody is asked for anything, and no sign-in goes on.
pub(crate) async fn resume_quietly(app: &App, place: &Place) -> Result<Open, WireError> {
    let far = Far::again(place, cost(app).await?).await?;
    if let Err(error) = far.take_up_kept(place).await {
        return Err(told(app, place, error).await);
    }
    Open::far_away(app, far, None).await
}

/// What the other side said of a session: where it was ended on purpose, nothing opens here any more without a
/// connection (R34).
async fn told(app: &App, place: &Place, error: WireError) -> WireError {
    if error.code == WireCode::SignedOut
        && let Ok(start) = start(app, place).await
    {
        start.shut().await;
    }
    error
}

/// What is here of a place for when there is no connection, of whoever signed in there last.
async fn start(app: &App, place: &Place) -> Result<Start, WireError> {
    let known = app.known().await?.into_iter().find(|known| known.place == *place);
    let (Some(known), Ok(organization)) = (known, place.organization.parse()) else {
        return Err(wire::key(KeyError::Missing));
    };
    let setting = Setting::of_person(app.folders.offline.clone(), organization, cost(app).await?);
    Ok(Start { setting, at: place.at.clone(), account: known.account })
}

pub(crate) async fn offline_look(app: &App, req: KnownPlace) -> Answer<OfflineStart> {
    Ok(start(app, &place(req)).await?.look().await)
}

/// Starts an organization without a connection, by the own password.
pub(crate) async fn offline_enter(app: &App, req: EnterOffline) -> Answer<OrganizationView> {
    let place = place(req.place);
    let started = start(app, &place).await?.enter(&req.password).await?;
    let far = Far::later(&place, cost(app).await?).await?;
    app.take(Open::started(app, far, started).await?).await?;
    app.at_work().await?.view().await
}

/// Where a sign-in goes on: at the place that was connected to, or where the session ended.
async fn where_to(app: &App) -> Result<Far, WireError> {
    let pending = app.pending().lock().unwrap_or_else(PoisonError::into_inner).far.clone();
    match pending {
        Some(far) => Ok(far),
        None => app
            .opened()
            .await
            .and_then(|open| open.far().cloned())
            .ok_or_else(|| WireError::new(WireCode::NothingOpen, "Nothing is connected.", "Connect first.")),
    }
}

/// Once somebody is in, the organization opens.
async fn go_on(app: &App, far: Far, next: SignInStep) -> Answer<SignInStep> {
    if next == SignInStep::In {
        let password = app.pending().lock().unwrap_or_else(PoisonError::into_inner).password.take();
        let open = Open::far_away(app, far.clone(), password).await?;
        far.keep(&open.place()).await?;
        app.take(open).await?;
        signs_in(app, None, None);
    }
    Ok(next)
}

/// Remembers where somebody signs in, and what they typed.
fn signs_in(app: &App, far: Option<Far>, password: Option<Secret<String>>) {
    *app.pending().lock().unwrap_or_else(PoisonError::into_inner) = SignsIn { far, password };
}

pub(crate) async fn cost(app: &App) -> Result<Cost, WireError> {
    let folder = app.folders.settings.clone();
    async_runtime::spawn_blocking(move || cost::measured(&folder)).await.map_err(|error| wire::internal(&error))
}
