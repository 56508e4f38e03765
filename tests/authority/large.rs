//! A real organization: 405 groups, 1,153 people, a thousand permissions of its own.

use crate::at_work::Desk;
use fantoccini::Locator;
use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

/// Longer than a person waits; a busy test machine is slower than theirs.
const QUICK: Duration = Duration::from_secs(5);

async fn quick<T>(what: &str, deed: impl Future<Output = T>) -> T {
    let begun = Instant::now();
    let done = deed.await;
    let took = begun.elapsed();
    eprintln!("{what}: {} ms", took.as_millis());
    assert!(took < QUICK, "{what} took {took:?}");
    done
}

pub(crate) async fn comes_in_by_tables(desk: &Desk<'_>) {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/kubernetes/kubernetes-sigs");
    desk.press("More").await;
    desk.press("Import").await;
    desk.find("//h1[normalize-space(.)='Import']").await;
    desk.pick(&[folder.join("people.csv"), folder.join("groups.csv")]).await;
    desk.reads("groups.csv").await;
    desk.press("Continue").await;
    desk.press("Preview").await;
    desk.click("//button[starts-with(normalize-space(.), 'Import ')]").await;
    desk.find("//button[normalize-space(.)='Show users']").await;
    desk.press("Show users").await;
    desk.find("//h1[normalize-space(.)='Users']").await;
}

pub(crate) async fn stays_quick(desk: &Desk<'_>) {
    let first = "//button[@data-group][contains(., 'about-api-admins')]";
    quick("groups open", async {
        desk.go("Groups").await;
        desk.press("By kind of work").await;
        desk.find("//button[@data-group]").await;
    })
    .await;
    quick("a group is found", async {
        desk.search("about-api").await;
        desk.click(first).await;
        desk.find("//h2[contains(normalize-space(.), 'about-api-admins')]").await;
    })
    .await;
    desk.look("groups-found").await;
    desk.click("//input[@type='search']").await;
    desk.keys("\u{e00c}").await;
    quick("its permissions open", async {
        desk.press("Permissions").await;
        desk.press("Module and action").await;
        desk.find("//button[starts-with(@aria-label, 'about-api-admins: ')]").await;
    })
    .await;
    desk.look("groups-many").await;
    quick("roles open with a thousand permissions", async {
        desk.go("Roles").await;
        desk.find("//*[@role='grid']").await;
        desk.press("Module and action").await;
        desk.find("//button[contains(@aria-label, ', locked')]").await;
    })
    .await;
    desk.look("roles-many").await;
    // Only what is visible is drawn.
    let drawn = desk.window.find_all(Locator::Css("[role=grid] [role=row]")).await.expect("rows").len();
    assert!(drawn < 120, "{drawn} rows are drawn");
    quick("a permission is found", async {
        desk.search("about-api manage").await;
        desk.find("//button[@aria-label='Admin: Manage about-api' or contains(@aria-label, 'about-api')]").await;
    })
    .await;
}
