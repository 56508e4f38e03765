//! Many organizations in one window: files, a database, and a server that is gone, side by side; looked for
//! at once, changed at once, each by its own rules.
#![expect(clippy::unwrap_used, reason = "in a test a panic is the report")]
#![cfg(target_os = "linux")]

mod at_work;

use at_work::{
    Desk, OWNERS_PASSWORD, Place,
    far::{OWNER, Office},
};
use rollbook_testservers::line::Line;
use std::{
    fs,
    path::PathBuf,
    time::{Duration, Instant},
};

/// A server that was there once; nothing listens at the port any more.
const GONE: &str = "http://127.0.0.1:9";

/// A row of the list of organizations.
fn organization(name: &str) -> String {
    format!("//table[@aria-label='Organizations']//tr[contains(normalize-space(.), \"{name}\")]")
}

/// Has the window remember a server that isn't there any more.
fn remember_one_that_is_gone(place: &Place) {
    let list = list_of(place.session.home()).expect("the list of organizations");
    let mut all: Vec<serde_json::Value> = serde_json::from_slice(&fs::read(&list).unwrap()).unwrap();
    all.push(serde_json::json!({
        "kind": "server", "place": GONE, "organization": "01930000-0000-7000-8000-00000000dead",
        "account": "ingrid@gone.example", "name": "Gone AS", "opened_at": 1_700_000_000_000_i64,
        "by_passphrase": false, "at_work": false,
    }));
    fs::write(&list, serde_json::to_vec(&all).unwrap()).unwrap();
}

fn list_of(folder: &std::path::Path) -> Option<std::path::PathBuf> {
    let entries: Vec<_> = fs::read_dir(folder).ok()?.filter_map(Result::ok).map(|entry| entry.path()).collect();
    let here = entries.iter().find(|path| path.file_name().is_some_and(|name| name == "organizations.json"));
    here.cloned().or_else(|| entries.iter().filter(|path| path.is_dir()).find_map(|path| list_of(path)))
}

async fn overview(desk: &Desk<'_>) {
    desk.click("//button[contains(@class, 'org-switch')]").await;
    desk.find("//*[@role='dialog' and @aria-label='Switch organization']").await;
    desk.press("All organizations").await;
    desk.find("//h1[normalize-space(.)='Organizations']").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn b10_files_a_database_and_a_server_that_is_gone_stand_side_by_side() {
    let (place, office) = (Place::new().await, Office::open().await);
    let desk = place.open().await;
    for company in ["Fjord AS", "Havn AS", "Brygge AS"] {
        desk.found(company, None).await;
        desk.switch().await;
    }
    desk.connect("A database", &office.database).await;
    desk.sign_in(OWNER, OWNERS_PASSWORD).await;
    desk.find("//h1[normalize-space(.)='Users']").await;
    desk.close().await;
    remember_one_that_is_gone(&place);

    // Each answers on its own; the one that is gone says so, with what helps.
    let desk = place.open().await;
    desk.find("//h1[normalize-space(.)='Users']").await;
    overview(&desk).await;
    for company in ["Fjord AS", "Havn AS", "Brygge AS"] {
        desk.find(&format!("{}[contains(., 'Saved')]", organization(company))).await;
    }
    desk.find(&format!("{}[contains(., ' ago')]", organization("Nordlys Rederi"))).await;
    desk.find(&format!("{}[contains(., 'Signed out') or contains(., 'Offline')]", organization("Gone AS"))).await;
    desk.reads("4 of 5 online").await;
    desk.look("organizations").await;

    // What needs somebody leads to its remedy.
    desk.press("Review: Fjord AS").await;
    desk.find("//*[contains(@class, 'org-name') and contains(., 'Fjord AS')]").await;
    desk.find("//h1[normalize-space(.)='Security']").await;

    // One person in three files and the database is one card; who is gone isn't waited for.
    overview(&desk).await;
    desk.press("Everyone").await;
    desk.find("//h1[normalize-space(.)='Everyone']").await;
    desk.search("ingrid@nordlys").await;
    desk.find("//li[contains(@class, 'card-of')][contains(., '4 organizations')]").await;
    desk.reads("No answer from Gone AS").await;
    desk.look("everyone").await;

    // The owner stays the owner: each refuses for itself (R15).
    desk.touch("//input[@aria-label='Choose Ingrid Solbakken in 4 organizations']").await;
    desk.press("Suspend").await;
    desk.find("//*[@role='dialog']//h2[normalize-space(.)='Suspend in 4 organizations?']").await;
    desk.find("//ul[@aria-label='What it would do' and @aria-busy='false']/li[contains(., 'Havn AS')]").await;
    desk.look("everyone-foreseen").await;
    desk.press("Cancel").await;
    desk.press("Clear").await;

    // Somebody of the database is suspended there, and it is taken back there.
    desk.search("lukasz wojcik").await;
    desk.touch("//input[contains(@aria-label, 'Choose') and contains(@aria-label, 'in 1 organization')]").await;
    desk.press("Suspend").await;
    desk.find("//ul[@aria-label='What it would do']/li[contains(., '1 person would be suspended.')]").await;
    desk.look("everyone-foreseen-one").await;
    desk.click("//*[@role='dialog']//button[@type='submit' and normalize-space(.)='Suspend (1)']").await;
    desk.find("//li[contains(@class, 'membership')][contains(., 'Suspended')]").await;
    desk.press("Undo in Nordlys Rederi").await;
    desk.find("//li[contains(@class, 'membership')][contains(., 'Active')]").await;

    // A membership opens where it is.
    desk.click("//li[contains(@class, 'membership')]//button[contains(., 'Nordlys Rederi')]").await;
    desk.find("//*[contains(@class, 'org-name') and contains(., 'Nordlys Rederi')]").await;
    desk.reads("lukasz.wojcik@nordlys.example").await;

    // The switcher goes from one to the next by keyboard alone.
    desk.click("//button[contains(@class, 'org-switch')]").await;
    desk.keys("havn").await;
    desk.keys("\u{e007}").await;
    desk.find("//*[contains(@class, 'org-name') and contains(., 'Havn AS')]").await;
    desk.close().await;
}

/// Has the window remember as many files as make `all` of what it knows: copies of one, each with a place of its own.
fn remember_copies(place: &Place, all: usize) {
    let list = list_of(place.session.home()).expect("the list of organizations");
    let mut known: Vec<serde_json::Value> = serde_json::from_slice(&fs::read(&list).unwrap()).unwrap();
    let of = |one: &serde_json::Value| one["kind"] == "file" && one["name"] == "Fjord AS";
    let one = known.iter().find(|one| of(one)).expect("a file").clone();
    let file = PathBuf::from(one["place"].as_str().unwrap());
    for number in known.len()..all {
        let copy = file.with_file_name(format!("office-{number}.rollbook"));
        fs::copy(&file, &copy).unwrap();
        let mut another = one.clone();
        another["place"] = copy.to_str().unwrap().into();
        another["name"] = format!("Office {number}").into();
        another["opened_at"] = 1_700_000_000_000_i64.into();
        known.push(another);
    }
    fs::write(&list, serde_json::to_vec(&known).unwrap()).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn b10_fifty_connections_of_three_kinds_and_the_one_that_falls_silent_holds_nobody_up() {
    let (place, office) = (Place::new().await, Office::open().await);
    let port = office.server.rsplit(':').next().unwrap().parse().unwrap();
    let line = Line::to(port).await.unwrap();
    let desk = place.open().await;
    let server = format!("http://127.0.0.1:{}", line.port);
    for (kind, address) in [("A server", &server), ("A database", &office.database)] {
        desk.connect(kind, address).await;
        desk.sign_in(OWNER, OWNERS_PASSWORD).await;
        desk.find("//h1[normalize-space(.)='Users']").await;
        desk.switch().await;
    }
    for company in ["Fjord AS", "Havn AS"] {
        desk.found(company, None).await;
        if company == "Fjord AS" {
            desk.switch().await;
        }
    }
    desk.close().await;
    remember_copies(&place, 50);

    // From now on the server takes connections and never says a word.
    line.fall_silent();
    let desk = place.open().await;
    desk.find("//h1[normalize-space(.)='Users']").await;
    let begun = Instant::now();
    overview(&desk).await;
    desk.reads("49 of 50 online").await;
    let silent = |words: &str| format!("{}[contains(., '{words}')]", organization("Nordlys"));
    let waited_for = desk.glance(&silent("Asking")).await.is_some();
    // A machine that is as slow as that proves nothing.
    let given_up = begun.elapsed() > Duration::from_secs(8);
    assert!(waited_for || given_up, "the others are there before the silent one is given up");
    desk.find(&format!("{}[contains(., 'Saved')]", organization("Havn AS"))).await;
    desk.find(&silent("Offline")).await;
    desk.reads("49 of 50 online").await;
    desk.look("organizations-fifty").await;
    desk.close().await;
}
