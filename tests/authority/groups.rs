//! The groups screen.

use crate::at_work::{Desk, quoted};

fn line(group: &str) -> String {
    format!("//button[@data-group][.//bdi[normalize-space(.)={}]]", quoted(group))
}

/// Adds people by their names, by keys alone.
async fn add(desk: &Desk<'_>, people: &[(&str, &str)]) {
    desk.press("Add people").await;
    for (typed, name) in people {
        desk.type_at("//input[contains(@aria-label, 'Whom to add')]", typed).await;
        desk.find(&format!("//*[@role='option' and contains(@class, 'is-hover') and contains(., {})]", quoted(name)))
            .await;
        desk.keys("\u{e007}").await;
        desk.find(&format!("//button[@aria-label={}]", quoted(&format!("Remove {name}")))).await;
    }
}

pub(crate) async fn are_made_filled_and_deleted(desk: &Desk<'_>) {
    desk.go("Groups").await;
    desk.find(&line("Fleet operations")).await;
    desk.look("groups").await;
    desk.press("New group").await;
    desk.fill("Name", "Harbour pilots").await;
    desk.field("Stands under").await.select_by_label("Technical").await.expect("the group");
    desk.look("groups-new").await;
    desk.submit("Create group").await;
    desk.reads("Harbour pilots is a group now").await;
    desk.find("//h2[normalize-space(.)='Harbour pilots']").await;
    desk.find("//nav[@aria-label='Where Harbour pilots stands']//button[normalize-space(.)='Technical']").await;
    desk.reads("Nobody is in this group").await;

    // Two people at once.
    add(desk, &[("zoe", "Zoë Van den Broeck"), ("nils", "Nils Öberg")]).await;
    desk.reads("Nobody gains a permission by it").await;
    desk.look("groups-add").await;
    desk.press("Add 2 people").await;
    desk.reads("2 people added to Harbour pilots").await;
    let member = |name: &str| format!("//*[@role='tabpanel']{}", Desk::row(name));
    desk.find(&member("zoe.vandenbroeck@nordlys.example")).await;
    desk.find(&member("nils.oberg@nordlys.example")).await;
    desk.look("groups-members").await;

    // What it lets them do: seen before it is saved.
    desk.press("Permissions").await;
    desk.press("Module and action").await;
    desk.click("//button[@aria-label='Harbour pilots: Export Contacts']").await;
    desk.find("//*[@data-region='changes' and contains(., '2 people as soon as you save')]").await;
    desk.find("//button[normalize-space(.)='Who gains, who loses']").await;
    desk.look("groups-permissions").await;
    desk.press("Who gains, who loses").await;
    desk.find("//*[@role='dialog']//li[contains(., 'Nils') and contains(., 'Export Contacts')]").await;
    desk.submit("Save changes").await;
    desk.reads("to Harbour pilots saved").await;

    // One leaves; then the group, which says who loses what.
    desk.press("Members").await;
    desk.touch("//button[@aria-label='Remove Zoë Van den Broeck']").await;
    desk.reads("isn’t in Harbour pilots any more").await;
    desk.gone(&member("zoe.vandenbroeck@nordlys.example")).await;
    desk.press("Delete…").await;
    desk.find("//*[@role='dialog']//*[contains(., '1 person is in it')]").await;
    desk.find("//*[@role='dialog']//li[contains(., 'Loses') and contains(., 'Export Contacts')]").await;
    desk.look("groups-delete").await;
    desk.press("Delete group").await;
    desk.reads("Harbour pilots deleted").await;
    desk.gone(&line("Harbour pilots")).await;
    desk.undo("Harbour pilots deleted").await;
    desk.find(&line("Harbour pilots")).await;
}

pub(crate) async fn that_are_built_in_stay(desk: &Desk<'_>) {
    desk.press("By kind of work").await;
    desk.look("groups-by-work").await;
    for group in ["Admin", "User", "Guest"] {
        desk.click(&line(group)).await;
        desk.find(&format!("//h2[.//bdi[normalize-space(.)='{group}']][contains(., 'Built-in')]")).await;
        let delete = desk.find("//button[normalize-space(.)='Delete…']").await;
        assert_eq!(delete.attr("aria-disabled").await.expect("a button").as_deref(), Some("true"), "row 52, {group}");
        let why = delete.attr("title").await.expect("a button").unwrap_or_default();
        assert!(why.contains("can’t be deleted"), "{group}: {why}");
    }
}
