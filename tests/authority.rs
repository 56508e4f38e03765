//! Who may do what, through the real window with the real file: a person's page, roles, groups,
//! licences, the invitation with its permissions, kinds of members, the palette, the glass room, and
//! an organization of four hundred groups.
#![expect(clippy::unwrap_used, reason = "in a test a panic is the report")]
#![cfg(target_os = "linux")]

#[path = "authority/activity.rs"]
mod activity;
mod at_work;
#[path = "authority/groups.rs"]
mod groups;
#[path = "authority/invite.rs"]
mod invite;
#[path = "authority/large.rs"]
mod large;
#[path = "authority/licences.rs"]
mod licences;
#[path = "authority/palette.rs"]
mod palette;
#[path = "authority/person.rs"]
mod person;
#[path = "authority/roles.rs"]
mod roles;

use at_work::Place;

#[tokio::test(flavor = "multi_thread")]
async fn what_a_person_may_do_is_read_given_restricted_and_taken_back() {
    let place = Place::new().await;
    let desk = place.open().await;
    desk.sample().await;
    person::opens_by_enter(&desk).await;
    person::gets_a_role_and_loses_it_by_undo(&desk).await;
    person::is_restricted_and_sees_less(&desk).await;
    person::gets_a_seat_and_an_end(&desk).await;
    palette::shows_what_they_see(&desk).await;
    palette::suspends_and_finds(&desk).await;
    palette::shows_my_permissions(&desk).await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn roles_and_groups_are_made_changed_seen_through_deleted_and_brought_back() {
    let place = Place::new().await;
    let desk = place.open().await;
    desk.sample().await;
    roles::are_a_matrix_with_locks(&desk).await;
    roles::wait_for_save_and_say_whom_they_reach(&desk).await;
    roles::are_compared_found_and_cloned(&desk).await;
    roles::go_and_come_back_with_everybody(&desk).await;
    roles::leave_as_a_table(&desk, &place).await;
    groups::are_made_filled_and_deleted(&desk).await;
    groups::that_are_built_in_stay(&desk).await;
    activity::tells_what_happened_and_seals_it(&desk).await;
    activity::is_narrowed_searched_and_exported(&desk, &place).await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn seats_are_given_as_far_as_there_are_any_and_people_of_every_kind_come_in() {
    let place = Place::new().await;
    let desk = place.open().await;
    desk.sample().await;
    licences::show_seats_holders_and_the_plan(&desk).await;
    licences::end_where_no_seat_is_left(&desk).await;
    invite::gives_roles_groups_a_seat_and_single_permissions(&desk).await;
    invite::brings_in_portal_users_and_machines(&desk).await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn four_hundred_groups_and_a_thousand_permissions_stay_quick() {
    let place = Place::new().await;
    let desk = place.open().await;
    desk.found("Kubernetes SIGs", None).await;
    large::comes_in_by_tables(&desk).await;
    large::stays_quick(&desk).await;
    desk.close().await;
}
