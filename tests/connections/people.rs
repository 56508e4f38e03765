//! Two administrators at two desktops: by which factor they get in, whose password has to be replaced,
//! and what each sees of the other at once.

use crate::at_work::{Desk, far::App, quoted};

const USERS: &str = "//h1[normalize-space(.)='Users']";
const INGRID: &str = "ingrid@nordlys.example";
const NEW_PASSWORD: &str = "harbour-violet-83-stone";
const ENDED: &str = "Your session has ended. Sign in again.";

/// R27: the code of an app, computed by somebody else.
pub(crate) async fn get_in_by_what_the_app_shows(desk: &Desk<'_>, app: &App) {
    desk.find("//h1[normalize-space(.)='Second factor']").await;
    desk.look("connect-factor").await;
    desk.submit("Go on").await;
    desk.reads("Type the code.").await;
    desk.fill("Code", "12").await;
    desk.submit("Go on").await;
    desk.find("//input[@aria-invalid='true']").await;
    desk.fill("Code", &app.shows("now")).await;
    desk.submit("Go on").await;
    desk.find(USERS).await;
}

/// One of the ten codes.
pub(crate) async fn get_in_by_a_recovery_code(desk: &Desk<'_>, code: &str) {
    desk.find("//h1[normalize-space(.)='Second factor']").await;
    desk.gone("//*[@role='radio']").await;
    desk.reads("It works once.").await;
    desk.fill("Code", code).await;
    desk.submit("Go on").await;
    desk.find(USERS).await;
}

pub(crate) async fn sign_out_and_get_in_by_a_recovery_code(desk: &Desk<'_>, code: &str) {
    desk.go("Settings").await;
    desk.find("//h2[normalize-space(.)='Signing in']").await;
    desk.look("settings-rules").await;
    write_the_invitation(desk).await;
    desk.press("Sign out").await;
    desk.press("Open Nordlys Rederi").await;
    desk.reads(ENDED).await;
    desk.fill("Password", crate::OWNERS_PASSWORD).await;
    desk.submit("Sign in").await;
    desk.press("Recovery code").await;
    desk.fill("Code", code).await;
    desk.submit("Go on").await;
    desk.find(USERS).await;
}

/// Rows 93–95: the words of a mail are the organization’s, as long as a person can get in by it.
async fn write_the_invitation(desk: &Desk<'_>) {
    desk.find("//iframe[@title='The mail as HTML']").await;
    desk.fill("Subject", "{{ nobody }}").await;
    desk.reads("There is no variable").await;
    desk.fill("Subject", "Come aboard, {{ first_name }}").await;
    desk.reads("Come aboard, Sigrún").await;
    let frame = "document.querySelector('iframe').scrollIntoView({ block: 'center' })";
    desk.window.execute(frame, vec![]).await.expect("an answer");
    desk.look("settings-mails").await;
    desk.submit("Save mail").await;
    desk.reads("Invitation saved").await;
    desk.reads("Invitation (own words)").await;
    desk.press("Use the product’s words").await;
    desk.gone("//button[normalize-space(.)='Use the product’s words']").await;
}

pub(crate) async fn open_ingrid(desk: &Desk<'_>) {
    desk.search("ingrid").await;
    desk.gone(&Desk::row("henrik.aas@nordlys.example")).await;
    desk.keys("\u{e015}").await;
    desk.find(&format!("//tr[contains(., {}) and @tabindex='0']", quoted(INGRID))).await;
    desk.keys("\u{e007}").await;
    desk.find("//h1[normalize-space(.)='Ingrid Solbakken']").await;
}

/// R24: it is made, set and handed over by hand.
pub(crate) async fn give_a_temporary_password(desk: &Desk<'_>) -> String {
    open_ingrid(desk).await;
    desk.click("//button[@aria-label='Make one']").await;
    desk.reads("Strong").await;
    let field = desk.field("Temporary password").await;
    let password = field.prop("value").await.expect("an answer").expect("a value");
    desk.click("//button[normalize-space(.)='Set password']").await;
    desk.reads("no mail has it").await;
    let security = "document.querySelector('[data-secret]').scrollIntoView({ block: 'center' })";
    desk.window.execute(security, vec![]).await.expect("an answer");
    desk.look("person-security").await;
    password
}

/// R29: a reason and the own password are asked first.
pub(crate) async fn are_asked_why_before_they_see_as_others(desk: &Desk<'_>) {
    desk.click("//header//button[@aria-label='More']").await;
    desk.press("Sign in as…").await;
    desk.find("//*[@role='dialog']//h2[contains(., 'Sign in as Ingrid Solbakken')]").await;
    desk.look("sign-in-as").await;
    desk.fill("Reason", "A question about the roster").await;
    desk.fill("Your own password", "not the password at all").await;
    desk.submit("Make link").await;
    desk.find("//*[@role='dialog']//input[@aria-invalid='true']").await;
    desk.press("Cancel").await;
    desk.gone("//*[@role='dialog']").await;
}

/// R24: nothing opens before the temporary password is replaced.
pub(crate) async fn replace_the_password_before_anything_else(desk: &Desk<'_>, temporary: &str) {
    desk.fill("E-mail", INGRID).await;
    desk.fill("Password", temporary).await;
    desk.submit("Sign in").await;
    desk.find("//h1[normalize-space(.)='Choose a new password']").await;
    assert!(desk.glance("//nav").await.is_none(), "nothing of the organization is there yet");
    desk.fill("New password", "short").await;
    desk.fill("New password again", "short").await;
    desk.submit("Change password").await;
    desk.find("//input[@aria-invalid='true']").await;
    desk.look("connect-new-password").await;
    desk.fill("New password", NEW_PASSWORD).await;
    desk.fill("New password again", NEW_PASSWORD).await;
    desk.submit("Change password").await;
    desk.find(USERS).await;
}

/// What one does the other sees, without asking for it.
pub(crate) async fn see_each_others_changes(one: &Desk<'_>, other: &Desk<'_>) {
    one.go("Users").await;
    one.search("wojcik").await;
    let off = format!("{}[contains(normalize-space(.), 'Suspended')]", Desk::row("lukasz.wojcik@nordlys.example"));
    other.search("wojcik").await;
    let switch = format!("{}//input[@role='switch']", Desk::row("lukasz.wojcik@nordlys.example"));
    other.find(&switch).await;
    one.touch(&switch).await;
    other.find(&off).await;
    one.undo("uspended").await;
    other.gone(&off).await;
}

/// R14, B11: whoever is signed out or locked out hears it at once.
pub(crate) async fn end_a_session_and_lock_somebody_out(desk: &Desk<'_>, theirs: &Desk<'_>) {
    open_ingrid(desk).await;
    desk.click("//button[starts-with(@aria-label, 'End session')]").await;
    theirs.reads(ENDED).await;
    theirs.fill("Password", "not hers at all").await;
    theirs.submit("Sign in").await;
    theirs.reads("open anything here").await;
    theirs.fill("Password", NEW_PASSWORD).await;
    theirs.submit("Sign in").await;
    theirs.find(USERS).await;
    // R25: where she wasn't let in stands beside where she was.
    desk.find("//ul[@aria-labelledby='refused-sign-ins']/li[contains(., 'Wrong password')]").await;
    let refused = "document.querySelector('#refused-sign-ins').scrollIntoView({ block: 'center' })";
    desk.window.execute(refused, vec![]).await.expect("an answer");
    desk.look("person-refused").await;

    desk.click("//header//button[@aria-label='More']").await;
    desk.press("Lock out now…").await;
    desk.fill("Reason", "A lost laptop").await;
    desk.look("lock-out").await;
    desk.submit("Lock out now").await;
    desk.reads("Ingrid Solbakken is locked out").await;
    theirs.reads(ENDED).await;
    theirs.fill("Password", NEW_PASSWORD).await;
    theirs.submit("Sign in").await;
    theirs.reads("open anything here").await;
}
