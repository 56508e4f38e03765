//! The drawer that invites: what somebody new may do, and the other kinds of members.

use crate::at_work::{Desk, quoted};

/// Chooses among suggestions, by keys alone.
async fn choose(desk: &Desk<'_>, label: &str, names: &[&str]) {
    desk.field(label).await.click().await.expect("a field");
    for name in names {
        desk.keys(name).await;
        let first = format!("//*[@role='option' and @aria-selected='true' and contains(., {})]", quoted(name));
        desk.find(&first).await;
        desk.keys("\u{e007}").await;
        desk.find(&format!("//button[@aria-label={}]", quoted(&format!("Remove {name}")))).await;
    }
    // Closes the suggestions, not the drawer.
    desk.keys("\u{e00c}").await;
}

/// A line of the tree.
fn leaf(name: &str) -> String {
    format!("//*[@role='treeitem'][.//bdi[normalize-space(.)={}]]", quoted(name))
}

pub(crate) async fn gives_roles_groups_a_seat_and_single_permissions(desk: &Desk<'_>) {
    desk.go("Users").await;
    desk.press("Invite user").await;
    desk.fill("First name", "Sigrún").await;
    desk.fill("Last name", "Jónsdóttir").await;
    desk.fill("E-mail", "sigrun.jonsdottir@nordlys.example").await;
    desk.press("All").await;
    desk.reads("Everything in Nordlys Rederi that you may do yourself").await;
    desk.look("invite-all").await;
    desk.press("Custom").await;
    choose(desk, "Roles and groups", &["Staff", "Crewing"]).await;
    desk.reads("Staff and Crewing already grant").await;
    desk.click("//label[contains(., 'Crew') and contains(., 'Standard')]//input").await;

    // By keys: opens Invoices, ticks Edit, and View goes with it.
    desk.click(&format!("{}//*[contains(@class, 'name')]", leaf("Invoices"))).await;
    desk.find(&leaf("Edit")).await;
    desk.click(&format!("{}//*[contains(@class, 'name')]", leaf("Edit"))).await;
    desk.find(&format!("{}[@aria-checked='true']", leaf("View"))).await;
    desk.find("//*[@role='status' and contains(., 'permissions in all') and contains(., '2 set here')]").await;
    desk.look("invite-custom").await;
    desk.press("Send invitation").await;
    desk.reads("Invitation sent to Sigrún Jónsdóttir").await;
    desk.press("Pending").await;
    let row = Desk::row("sigrun.jonsdottir@nordlys.example");
    desk.click(&format!("{row}//a")).await;
    desk.find("//h1[normalize-space(.)='Sigrún Jónsdóttir']").await;
    for held in ["Staff", "Crewing"] {
        desk.find(&format!("//button[@aria-label='Remove {held}']")).await;
    }
    desk.look("person-pending").await;
    desk.go("Users").await;
}

pub(crate) async fn brings_in_portal_users_and_machines(desk: &Desk<'_>) {
    let kinds = "//select[@aria-label='Kind of members']";
    desk.press("Active").await;
    desk.find(kinds).await.select_by_label("Portal").await.expect("the kind");
    desk.find(&Desk::row("weijie.tan@straits-grain.example")).await;
    desk.look("users-portal").await;
    desk.press("Invite user").await;
    desk.press("Portal").await;
    desk.fill("First name", "Mei").await;
    desk.fill("Last name", "Lim").await;
    desk.fill("E-mail", "mei.lim@straits-grain.example").await;
    choose(desk, "Portals", &["Charterers"]).await;
    choose(desk, "Portal roles", &["Charterer"]).await;
    desk.fill("Contact", "Mei Lim, operations").await;
    desk.fill("Customer", "Straits Grain Trading").await;
    desk.look("invite-portal").await;
    desk.press("Send invitation").await;
    desk.reads("Invitation sent to Mei Lim").await;
    desk.press("Pending").await;
    desk.find(&Desk::row("mei.lim@straits-grain.example")).await;

    // A machine is there at once, and no mail goes anywhere.
    desk.press("Active").await;
    desk.find(kinds).await.select_by_label("API").await.expect("the kind");
    desk.find(&Desk::row("Fleet tracker")).await;
    desk.press("Invite user").await;
    desk.press("API").await;
    desk.fill("Name", "Berth sensor").await;
    choose(desk, "Roles and groups", &["Read-Only"]).await;
    desk.look("invite-api").await;
    desk.press("Add user").await;
    desk.reads("Berth sensor added").await;
    desk.find(&Desk::row("Berth sensor")).await;
    assert!(!desk.text().await.contains("machine.invalid"), "what stands in for an address isn’t one");
    desk.find("//tbody[not(contains(., '@'))]").await;
    desk.look("users-api").await;
    desk.find(kinds).await.select_by_label("Regular").await.expect("the kind");
    desk.go("Mail").await;
    desk.find("//ul[@aria-label='Mails']//*[contains(normalize-space(.), 'mei.lim@straits-grain.example')]").await;
    assert!(!desk.text().await.contains("Berth sensor"), "R9: no mail goes to a machine");
}
