//! Organizations that aren't on this computer: connecting, signing in step by step, coming back.

use crate::{app::App, cost, handle::Answer, open::Open, wire};
use rollbook_credentials::password::Cost;
use rollbook_directory::contract::{
    ConnectTo, GiveFactor, Greeting, NewPassword, SignInStep, SignInWith, WireCode, WireError,
};
use rollbook_domain::OrganizationId;
use rollbook_keys::Place;
use rollbook_remote::Far;
use std::sync::PoisonError;
use tauri::async_runtime;

pub(crate) async fn connect(app: &App, req: ConnectTo) -> Answer<Greeting> {
    let (far, greeting) = Far::connect(&req, cost(app).await?).await?;
    signs_in(app, Some(far));
    Ok(greeting)
}

pub(crate) async fn sign_in(app: &App, req: SignInWith) -> Answer<SignInStep> {
    let far = where_to(app).await?;
    let next = far.sign_in(&req, &device()).await?;
    go_on(app, far, next).await
}

pub(crate) async fn sign_in_factor(app: &App, req: GiveFactor) -> Answer<SignInStep> {
    let far = where_to(app).await?;
    let next = far.give_factor(&req).await?;
    go_on(app, far, next).await
}

pub(crate) async fn sign_in_choose(app: &App, req: OrganizationId) -> Answer<SignInStep> {
    let far = where_to(app).await?;
    let next = far.choose(req).await?;
    go_on(app, far, next).await
}

pub(crate) async fn sign_in_password(app: &App, req: NewPassword) -> Answer<SignInStep> {
    let far = where_to(app).await?;
    let next = far.new_password(&req.password).await?;
    go_on(app, far, next).await
}

/// Ends the session and closes the organization.
pub(crate) async fn sign_out(app: &App, (): ()) -> Answer<()> {
    if let Some(open) = app.opened().await
        && let Some(far) = open.far()
    {
        far.sign_out(&open.place()).await?;
    }
    app.close().await
}

/// Opens an organization again by the session that the keychain has; [`WireCode::SignedOut`] where it
/// has ended, and the sign-in goes on there.
pub(crate) async fn resume(app: &App, place: &Place) -> Result<Open, WireError> {
    let far = Far::again(place, cost(app).await?).await?;
    signs_in(app, Some(far.clone()));
    far.take_up_kept(place).await?;
    let open = Open::far_away(&app.screen, far).await?;
    signs_in(app, None);
    Ok(open)
}

/// Where a sign-in goes on: at the place that was connected to, or where the session ended.
async fn where_to(app: &App) -> Result<Far, WireError> {
    let pending = app.pending().lock().unwrap_or_else(PoisonError::into_inner).clone();
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
        let open = Open::far_away(&app.screen, far.clone()).await?;
        far.keep(&open.place()).await?;
        app.take(open).await?;
        signs_in(app, None);
    }
    Ok(next)
}

/// Remembers where somebody signs in.
fn signs_in(app: &App, far: Option<Far>) {
    *app.pending().lock().unwrap_or_else(PoisonError::into_inner) = far;
}

async fn cost(app: &App) -> Result<Cost, WireError> {
    let folder = app.folders.settings.clone();
    async_runtime::spawn_blocking(move || cost::measured(&folder)).await.map_err(|error| wire::internal(&error))
}

/// This computer as the list of sessions names it.
fn device() -> String {
    let system = match std::env::consts::OS {
        "macos" => "macOS",
        "windows" => "Windows",
        _ => "Linux",
    };
    format!("Rollbook on {system}")
}
