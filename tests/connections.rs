//! The window over a server and over a database: connecting, signing in, working, hearing of each other,
//! and coming back.
#![expect(clippy::unwrap_used, reason = "in a test a panic is the report")]
#![cfg(target_os = "linux")]

mod at_work;
#[path = "connections/browsers.rs"]
mod browsers;
#[path = "connections/people.rs"]
mod people;

use at_work::{
    Desk, OWNERS_PASSWORD, Place,
    far::{OWNER, Office},
};

const USERS: &str = "//h1[normalize-space(.)='Users']";

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_connects_to_a_server_signs_in_and_works_there() {
    let (place, office) = (Place::new().await, Office::open().await);
    let desk = place.open().await;
    desk.press("Connect…").await;
    desk.look("connect-place").await;
    desk.press("Back").await;

    desk.connect("A server", "http://127.0.0.1:9").await;
    desk.reads("Nothing answers at 127.0.0.1").await;
    desk.look("connect-refused").await;
    desk.fill("Address", "http://accounts.example.org").await;
    desk.submit("Connect").await;
    desk.reads("isn’t protected on its way").await;

    desk.fill("Address", &office.server).await;
    desk.submit("Connect").await;
    desk.reads("The server enforces every rule").await;
    desk.look("connect-sign-in").await;
    desk.sign_in(OWNER, "not the password at all").await;
    desk.reads("open anything here").await;
    desk.sign_in(OWNER, OWNERS_PASSWORD).await;
    desk.find(USERS).await;
    desk.find(&Desk::row("lukasz.wojcik@nordlys.example")).await;
    desk.there("//*[contains(@class, 'org-sync') and contains(., 'Server')]").await;
    desk.look("users-over-a-server").await;

    // Somebody else changes something there: the window shows it by itself.
    let organization = office.directory.store().organizations().await.unwrap().remove(0).id;
    let owner = office.directory.owner(organization).await.unwrap();
    let other = office.directory.desk(organization, rollbook_directory::ActorId::Member(owner.id));
    let ask = serde_json::json!({
        "command": "01930000-0000-7000-8000-0000000000aa", "name": "Night watch", "description": "",
        "portal": false, "permissions": [], "preview": false,
    });
    desk.go("Roles").await;
    other.create_role(&serde_json::from_value(ask).unwrap()).await.unwrap();
    desk.reads("Night watch").await;

    // The session is ended elsewhere: the window says so at once, and goes on after signing in again.
    office.end_sessions().await;
    desk.go("Groups").await;
    desk.reads("Your session has ended. Sign in again.").await;
    desk.look("session-ended").await;
    desk.fill("Password", OWNERS_PASSWORD).await;
    desk.submit("Sign in").await;
    desk.find(USERS).await;

    // Closed and opened again, it is where it was: the session is in the keychain.
    desk.close().await;
    let desk = place.open().await;
    desk.find(USERS).await;
    desk.go("Settings").await;
    desk.reads("where no administrator can reach").await;
    desk.look("settings-over-a-server").await;
    desk.press("Sign out").await;
    desk.reads("Open an organization").await;
    desk.look("start-known-server").await;
    desk.press("Open Nordlys Rederi").await;
    desk.reads("Your session has ended. Sign in again.").await;
    desk.fill("Password", OWNERS_PASSWORD).await;
    desk.submit("Sign in").await;
    desk.find(USERS).await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_connects_to_a_database_signs_in_and_comes_back() {
    let (place, office) = (Place::new().await, Office::open().await);
    let desk = place.open().await;
    let mut url: url::Url = office.database.parse().unwrap();
    let password = url.password().unwrap_or_default().to_owned();
    url.set_password(None).unwrap();

    desk.connect("A database", url.as_str()).await;
    desk.reads("The database refuses the user or the password").await;
    desk.look("connect-database").await;
    desk.fill("Password of the database", &password).await;
    desk.submit("Connect").await;
    desk.reads("stands above every rule").await;
    desk.sign_in(OWNER, OWNERS_PASSWORD).await;
    desk.find(USERS).await;
    desk.find(&Desk::row("lukasz.wojcik@nordlys.example")).await;
    desk.close().await;

    // Both secrets are in the keychain; the list of organizations has neither.
    let desk = place.open().await;
    desk.find(USERS).await;
    let list = find(place.session.home(), "organizations.json");
    let kept = std::fs::read_to_string(list).unwrap();
    assert!(!kept.contains(&password) && !kept.contains(OWNERS_PASSWORD), "{kept}");
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_administrators_at_two_desktops_over_a_server() {
    let (place, office) = (Place::new().await, Office::open().await);
    let (app, codes) = office.owner_gets_an_app().await;
    let desk = place.open().await;
    desk.connect("A server", &office.server).await;
    desk.sign_in(OWNER, OWNERS_PASSWORD).await;
    people::get_in_by_what_the_app_shows(&desk, &app).await;
    people::sign_out_and_get_in_by_a_recovery_code(&desk, &codes[0]).await;
    let password = people::give_a_temporary_password(&desk).await;
    people::are_asked_why_before_they_see_as_others(&desk).await;

    let other = place.beside();
    let second = other.open().await;
    second.connect("A server", &office.server).await;
    people::replace_the_password_before_anything_else(&second, &password).await;
    people::see_each_others_changes(&desk, &second).await;
    people::end_a_session_and_lock_somebody_out(&desk, &second).await;
    second.close().await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_administrators_at_two_desktops_over_a_database() {
    let (place, office) = (Place::new().await, Office::open().await);
    let (_, codes) = office.owner_gets_an_app().await;
    let desk = place.open().await;
    desk.connect("A database", &office.database).await;
    desk.sign_in(OWNER, OWNERS_PASSWORD).await;
    // The key of the apps’ secrets is the server’s: here recovery codes alone can be tried.
    people::get_in_by_a_recovery_code(&desk, &codes[0]).await;
    let password = people::give_a_temporary_password(&desk).await;

    let other = place.beside();
    let second = other.open().await;
    second.connect("A database", &office.database).await;
    people::replace_the_password_before_anything_else(&second, &password).await;
    people::see_each_others_changes(&desk, &second).await;
    people::end_a_session_and_lock_somebody_out(&desk, &second).await;
    second.close().await;
    desk.close().await;
}

fn find(folder: &std::path::Path, name: &str) -> std::path::PathBuf {
    let entries = || std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let here = entries().find(|entry| entry.file_name() == name).map(|entry| entry.path());
    let below = || {
        let folders = entries().filter(|entry| entry.path().is_dir());
        folders.map(|entry| find(&entry.path(), name)).find(|path| path.exists())
    };
    here.or_else(below).unwrap_or_default()
}
