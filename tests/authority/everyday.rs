//! Smaller things of every day: teams, groups from a person's page, what holds for a while, how it was on another
//! day, the lists of other kinds, and the way to the settings by one's own name.

use crate::at_work::{Desk, quoted};

async fn open(desk: &Desk<'_>, typed: &str, address: &str, name: &str) {
    desk.open_person(typed, address).await;
    desk.find(&format!("//h1[normalize-space(.)={}]", quoted(name))).await;
}

/// A day in the field under a label; how the field writes it depends on the machine.
async fn day(desk: &Desk<'_>, label: &str, day: &str) {
    let field = serde_json::to_value(desk.field(label).await).expect("a reference");
    let set = "const [field, day] = arguments; field.value = day; field.dispatchEvent(new Event('input', { bubbles: true }));";
    desk.window.execute(set, vec![field, day.into()]).await.expect("a day");
}

/// Row 58: a team is made in the settings, and people are put into it on their page.
pub(crate) async fn a_team_is_made_and_somebody_is_put_into_it(desk: &Desk<'_>) {
    // Row 98: by one's own name at the foot of the menu.
    desk.click("//button[contains(@class, 'me')][.//*[contains(@class, 'who-mail')]]").await;
    desk.there("//*[normalize-space(.)='Business settings']").await;
    desk.look("me-menu").await;
    desk.click("//*[@role='menuitem' and contains(., 'Settings')]").await;
    desk.find("//h1[normalize-space(.)='Settings']").await;
    desk.find("//h2[normalize-space(.)='Teams']").await;
    let teams = "//section[.//h2[normalize-space(.)='Teams']]";
    desk.type_at(&format!("{teams}//form//input"), "Night watch").await;
    desk.click(&format!("{teams}//form//button[@type='submit']")).await;
    desk.reads("Team Night watch added").await;
    open(desk, "nils", "nils.oberg@nordlys.example", "Nils Öberg").await;
    desk.press("Add to team").await;
    desk.click("//li[@role='option' and contains(., 'Night watch')]").await;
    desk.touch("//button[normalize-space(.)='Add Night watch']").await;
    desk.find("//button[@aria-label='Remove Night watch']").await;
}

/// Row 57: both ways; this is the way from the person.
pub(crate) async fn somebody_is_added_to_a_group_and_what_leaving_costs_is_said_before(desk: &Desk<'_>) {
    desk.press("Add to group").await;
    desk.type_at("//input[@aria-label='Find a group']", "finance").await;
    desk.find("//li[@role='option' and contains(@class, 'is-hover') and contains(., 'Finance')]").await;
    desk.keys("\u{e007}").await;
    desk.reads("permissions gained").await;
    desk.keys("\u{e007}").await;
    desk.find("//button[@aria-label='Remove Finance']").await;
    // B6: nothing is pressed yet.
    let tip = desk.hover("//button[@aria-label='Remove Finance']").await;
    assert!(tip.contains("Remove Finance"), "{tip}");
    desk.find("//*[@role='tooltip' and contains(., 'Loses ') and contains(., 'permission')]").await;
    desk.look("person-remove-foreseen").await;
}

/// B13: a grant that ends and a restriction that begins, both seen in the table and taken back there.
pub(crate) async fn a_permission_is_granted_for_a_while(desk: &Desk<'_>) {
    desk.press("Grant for a while").await;
    desk.type_at("//input[@aria-label='Find a permission']", "approve pay").await;
    desk.find("//li[@role='option' and contains(@class, 'is-hover') and contains(., 'Approve payroll')]").await;
    desk.keys("\u{e007}").await;
    desk.find("//button[normalize-space(.)='Grant Approve payroll' and @aria-disabled='true']").await;
    day(desk, "Until", "2031-03-09").await;
    desk.reads("permission gained").await;
    desk.look("person-grant-dated").await;
    desk.touch("//button[normalize-space(.)='Grant Approve payroll']").await;
    let chips = "//*[@aria-label='Permissions with dates']";
    desk.find(&format!("{chips}//*[contains(., 'Approve payroll') and contains(., 'until 9 Mar')]")).await;

    desk.gone("//input[@aria-label='Find a permission']").await;
    desk.press("Restrict for a while").await;
    desk.type_at("//input[@aria-label='Find a permission']", "view contacts").await;
    desk.find("//li[@role='option' and contains(@class, 'is-hover') and contains(., 'View contacts')]").await;
    desk.keys("\u{e007}").await;
    day(desk, "From", "2031-02-01").await;
    day(desk, "Until", "2031-02-09").await;
    desk.touch("//button[normalize-space(.)='Restrict View contacts']").await;
    desk.find(&format!("{chips}//button[@aria-label='Remove View contacts, which begins later']")).await;
    let mark = "//table//button[starts-with(@aria-label, 'View Contacts:')]";
    let tip = desk.hover(mark).await;
    assert!(tip.contains("Is restricted by itself: 1 Feb"), "{tip}");
    desk.look("person-dated").await;

    desk.touch(&format!("{chips}//button[@aria-label='Remove View contacts, which begins later']")).await;
    desk.gone(&format!("{chips}//button[@aria-label='Remove View contacts, which begins later']")).await;
    desk.touch(&format!("{chips}//button[@aria-label='Remove Approve payroll']")).await;
    desk.gone(&format!("{chips}//button[@aria-label='Remove Approve payroll']")).await;
}

/// B6, B13: a first day that is to come suspends until then, and that is said before.
pub(crate) async fn a_first_day_to_come_says_that_it_suspends(desk: &Desk<'_>) {
    let dates = "//section[.//h2[normalize-space(.)='Membership']]//button[contains(., 'Without dates')]";
    desk.click(dates).await;
    day(desk, "From", "2031-02-01").await;
    desk.reads("Suspended at once, until 1 Feb").await;
    desk.look("person-membership-foreseen").await;
    desk.keys("\u{e00c}").await;
    desk.find(dates).await;
}

/// B5: how it was on a day before.
pub(crate) async fn it_is_seen_as_of_another_day(desk: &Desk<'_>) {
    desk.click("//header//button[@aria-label='More']").await;
    desk.press("See as they do").await;
    desk.find("//h1[normalize-space(.)='Nils Öberg sees']").await;
    desk.find("//*[contains(., 'Granted by group Finance')]").await;
    let field = serde_json::to_value(desk.find("//label[contains(., 'As of')]//input").await).expect("a reference");
    let set = "const [field] = arguments; const day = new Date(Date.now() - 5 * 86400000).toLocaleDateString('sv'); \
        field.value = day; field.dispatchEvent(new Event('input', { bubbles: true }));";
    desk.window.execute(set, vec![field]).await.expect("a day");
    desk.reads("As of that day, from the log").await;
    desk.gone("//*[contains(., 'Granted by group Finance')]").await;
    desk.look("glass-past").await;
}

/// B6: taking a package says before who gains by it.
pub(crate) async fn a_package_says_who_gains_before_it_is_taken(desk: &Desk<'_>) {
    desk.go("Licenses").await;
    desk.touch("//button[@aria-label='Take Fleet Standard']").await;
    desk.fill("Seats", "5").await;
    // Its product is here already, so nobody gains a permission.
    desk.reads("Nobody gains a permission by it yet.").await;
    desk.look("licenses-take").await;
    desk.press("Cancel").await;
}

/// B6: of several who leave a group, who loses what stands in a dialog before.
pub(crate) async fn several_leave_a_group_after_it_was_said_what_they_lose(desk: &Desk<'_>) {
    desk.go("Groups").await;
    desk.click("//button[@data-group][.//bdi[normalize-space(.)='Finance']]").await;
    desk.find("//h2[contains(normalize-space(.), 'Finance')]").await;
    desk.find(&format!("//*[@role='tabpanel']{}", Desk::row("nils.oberg@nordlys.example"))).await;
    for who in ["nils.oberg@nordlys.example", "heike.ludemann@nordlys.example"] {
        desk.touch(&format!("//*[@role='tabpanel']{}//input[@type='checkbox']", Desk::row(who))).await;
    }
    desk.press("Remove 2…").await;
    desk.find("//*[@role='dialog']//h2[contains(., 'Remove 2 from Finance?')]").await;
    desk.find("//*[@role='dialog']//li[contains(., 'Nils') and contains(., 'Loses')]").await;
    desk.look("groups-remove-several").await;
    desk.click("//*[@role='dialog']//button[normalize-space(.)='Remove 2']").await;
    desk.reads("2 people removed from Finance").await;
    desk.gone(&format!("//*[@role='tabpanel']{}", Desk::row("heike.ludemann@nordlys.example"))).await;
    desk.undo("2 people removed from Finance").await;
    desk.find(&format!("//*[@role='tabpanel']{}", Desk::row("heike.ludemann@nordlys.example"))).await;
}

/// R10: Rollbook's own members have a list of their own.
pub(crate) async fn the_list_of_system_users_says_what_they_are(desk: &Desk<'_>) {
    desk.go("Users").await;
    desk.find("//select[@aria-label='Kind of members']").await.select_by_label("System").await.expect("the kind");
    desk.reads("No system users here").await;
    desk.reads("Nobody can change them").await;
    desk.look("users-system").await;
    desk.press("Show regular users").await;
    desk.find(&Desk::row("lukasz.wojcik@nordlys.example")).await;
}
