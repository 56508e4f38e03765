//! Who may do what, through the real window with the real file: a person's page, roles, groups,
//! licences, the invitation with its permissions, kinds of members, the palette, the glass room, and
//! an organization of four hundred groups.
#![expect(clippy::unwrap_used, reason = "in a test a panic is the report")]
#![cfg(target_os = "linux")]

#[path = "authority/activity.rs"]
mod activity;
mod at_work;
#[path = "authority/everyday.rs"]
mod everyday;
#[path = "authority/groups.rs"]
mod groups;
#[path = "authority/invite.rs"]
mod invite;
#[path = "authority/large.rs"]
mod large;
#[path = "authority/licences.rs"]
mod licences;
#[path = "authority/limited.rs"]
mod limited;
#[path = "authority/palette.rs"]
mod palette;
#[path = "authority/person.rs"]
mod person;
#[path = "authority/roles.rs"]
mod roles;

use at_work::{Place, far::Office};

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
async fn an_administrator_with_limits_sees_locks_with_their_reasons_and_nothing_of_the_owners() {
    let (place, office) = (Place::new().await, Office::open().await);
    let desk = place.open().await;
    limited::signs_in_over_a_server(&desk, &office).await;
    limited::cannot_change_her_own_role(&desk).await;
    limited::sees_her_ceiling_while_inviting(&desk).await;
    limited::touches_nobody_above(&desk).await;
    limited::is_offered_only_what_she_may(&desk).await;
    limited::leaves_to_the_owner_what_is_theirs(&desk).await;
    limited::searches_no_address(&desk).await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn b13_b6_b5_what_holds_for_a_while_what_a_change_costs_and_how_it_was_are_seen_in_the_window() {
    let place = Place::new().await;
    let desk = place.open().await;
    desk.sample().await;
    everyday::a_team_is_made_and_somebody_is_put_into_it(&desk).await;
    everyday::somebody_is_added_to_a_group_and_what_leaving_costs_is_said_before(&desk).await;
    everyday::a_permission_is_granted_for_a_while(&desk).await;
    everyday::a_first_day_to_come_says_that_it_suspends(&desk).await;
    everyday::it_is_seen_as_of_another_day(&desk).await;
    everyday::several_leave_a_group_after_it_was_said_what_they_lose(&desk).await;
    everyday::a_package_says_who_gains_before_it_is_taken(&desk).await;
    everyday::the_list_of_system_users_says_what_they_are(&desk).await;
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
