//! An administrator with limits: what is locked for her says why, and what is the owner's alone isn't hers.

use crate::at_work::{Desk, OWNERS_PASSWORD, far::Office, quoted};

/// She has the role Admin and what her groups carry: neither payroll nor Super Admin.
const INGRID: &str = "ingrid@nordlys.example";
const PALETTE: &str = "//input[@role='combobox' and contains(@aria-label, 'Find people')]";

pub(crate) async fn signs_in_over_a_server(desk: &Desk<'_>, office: &Office) {
    office.give_password_to(INGRID).await;
    desk.connect("A server", &office.server).await;
    desk.sign_in(INGRID, OWNERS_PASSWORD).await;
    desk.find("//h1[normalize-space(.)='Users']").await;
    desk.find(&Desk::row("lukasz.wojcik@nordlys.example")).await;
}

/// Presses what is locked, and reads why in its tooltip.
async fn is_locked(desk: &Desk<'_>, path: &str, why: &str) {
    let locked = desk.find(&format!("{path}[@aria-disabled='true']")).await;
    let words = [locked.attr("title").await, locked.attr("data-tip").await, locked.attr("data-tip-more").await];
    let words: Vec<String> = words.into_iter().filter_map(|word| word.expect("an answer")).collect();
    assert!(words.iter().any(|word| word.contains(why)), "{path}: {words:?}");
}

/// R17: her own role, and Super Admin.
pub(crate) async fn cannot_change_her_own_role(desk: &Desk<'_>) {
    desk.go("Roles").await;
    desk.press("Module and action").await;
    is_locked(desk, "//button[@aria-label='Admin: View Contacts, locked']", "You can’t change your own role").await;
    is_locked(desk, "//button[@aria-label='Super Admin: View Contacts, locked']", "Super Admin always has").await;
    // R14: nor one that carries what she lacks.
    is_locked(desk, "//button[@aria-label='Finance: View Contacts, locked']", "permissions that you don’t have").await;
    desk.look("limited-roles").await;
}

/// R13: what she lacks stands in the tree of an invitation, with its lock and its reason.
pub(crate) async fn sees_her_ceiling_while_inviting(desk: &Desk<'_>) {
    desk.go("Users").await;
    desk.press("Invite user").await;
    desk.press("Custom").await;
    let leaf = |name: &str| format!("//*[@role='treeitem'][.//bdi[normalize-space(.)={}]]", quoted(name));
    desk.click(&format!("{}//*[contains(@class, 'name')]", leaf("Payroll"))).await;
    let inside = "//*[@role='treeitem' and @aria-level>'1' and @aria-disabled='true']";
    desk.find(inside).await;
    let tip = desk.hover(inside).await;
    assert!(tip.contains("You don’t have this") || tip.contains("yours to set"), "{tip}");
    desk.look("limited-invite").await;
    desk.keys("\u{e00c}").await;
    desk.gone("//h2[normalize-space(.)='Invite user']").await;
}

/// R14: whoever has more than she has is read and not touched.
pub(crate) async fn touches_nobody_above(desk: &Desk<'_>) {
    desk.search("παππά").await;
    desk.gone(&Desk::row("lukasz.wojcik@nordlys.example")).await;
    desk.click(&format!("{}//a", Desk::row("theodora.pappa@nordlys.example"))).await;
    desk.find("//h1[contains(., 'Παππά')]").await;
    is_locked(desk, "//button[normalize-space(.)='Add Role']", "rights that you don’t have").await;
    is_locked(desk, "//button[normalize-space(.)='Grant for a while']", "rights that you don’t have").await;
    desk.look("limited-person").await;
}

/// B9: the palette offers what she may, and says of the rest why not.
pub(crate) async fn is_offered_only_what_she_may(desk: &Desk<'_>) {
    desk.go("Users").await;
    desk.keys("\u{e009}k").await;
    desk.type_at(PALETTE, "susp παππά").await;
    let suspend = "//*[@role='option' and contains(., 'Παππά') and @aria-disabled='true']";
    desk.find(suspend).await;
    desk.find(&format!("{suspend}//*[contains(., 'Locked: ')]")).await;
    desk.look("limited-palette").await;
    desk.keys("\u{e009}a").await;
    desk.type_at(PALETTE, "change plan").await;
    desk.find("//*[@role='option' and @aria-disabled='true' and contains(., 'Locked: ')]").await;
    desk.keys("\u{e007}").await;
    desk.find(PALETTE).await;
    desk.keys("\u{e00c}").await;
    desk.gone(PALETTE).await;
}

/// R18: seats, plan, payment and details are the owner's; what can be read is read, and locked with words.
pub(crate) async fn leaves_to_the_owner_what_is_theirs(desk: &Desk<'_>) {
    desk.go("Licenses").await;
    is_locked(desk, "//button[normalize-space(.)='Add seats']", "owner").await;
    desk.look("limited-licenses").await;
    desk.go("Settings").await;
    desk.find("//h2[normalize-space(.)='Organization']").await;
    desk.reads("Company, plan, seats and payment are the owner’s alone. Ask the owner of the organization.").await;
    assert!(
        desk.glance("//h2[normalize-space(.)='Billing']").await.is_none(),
        "R18: what is paid is the owner's to see"
    );
    desk.look("limited-settings").await;
}

/// C33: from where others come is searched for by nobody who would be told of people above them.
pub(crate) async fn searches_no_address(desk: &Desk<'_>) {
    desk.go("Activity").await;
    desk.find("//input[@placeholder='Person, action or entry']").await;
    desk.press("Filter").await;
    desk.find("//*[@role='dialog']//label[contains(., 'Groups')]").await;
    assert!(desk.glance("//label[normalize-space(.)='Address or device']").await.is_none(), "it would be refused");
    desk.keys("\u{e00c}").await;
}
