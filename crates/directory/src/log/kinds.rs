//! The kinds of events by name, for filters and for words that are typed.

use crate::contract::{LogKind, LogTopic};
use LogTopic::{Groups, Mail, Organization, People, Rights, Roles, SigningIn};

/// Each kind of event ([`rollbook_domain::Event::kind`]), what it is about, and what people call it.
pub(super) const KINDS: [(&str, LogTopic, &str); 69] = [
    ("organization_created", Organization, "Organization created"),
    ("plan_changed", Organization, "Plan changed"),
    ("details_changed", Organization, "Organization’s details changed"),
    ("billing_changed", Organization, "Payment changed"),
    ("seats_changed", Organization, "Seats changed"),
    ("policy_changed", Organization, "Policy changed"),
    ("review_signed_off", Organization, "Access review signed off"),
    ("product_taken", Organization, "Product taken up"),
    ("catalogue_extended", Organization, "Module added"),
    ("portal_added", Organization, "Portal added"),
    ("portal_removed", Organization, "Portal removed"),
    ("team_added", Organization, "Team created"),
    ("team_renamed", Organization, "Team renamed"),
    ("team_removed", Organization, "Team deleted"),
    ("mail_server_changed", Mail, "Mail server changed"),
    ("wording_changed", Mail, "Words of a mail changed"),
    ("mail_retried", Mail, "Mail sent again by hand"),
    ("role_added", Roles, "Role created"),
    ("role_changed", Roles, "Role changed"),
    ("role_removed", Roles, "Role deleted"),
    ("group_added", Groups, "Group created"),
    ("group_changed", Groups, "Group changed"),
    ("group_removed", Groups, "Group deleted"),
    ("member_added", People, "Added"),
    ("member_withdrawn", People, "Addition taken back"),
    ("member_changed", People, "Details changed"),
    ("photo_changed", People, "Photo changed"),
    ("status_changed", People, "Status changed"),
    ("period_changed", People, "Membership dates changed"),
    ("member_erased", People, "Erased"),
    ("invitation_sent", People, "Invitation sent"),
    ("invitation_asked", People, "Invitation asked for"),
    ("invitation_accepted", People, "Invitation accepted"),
    ("access_sent", People, "Access info sent"),
    ("given", Rights, "Given"),
    ("taken", Rights, "Taken"),
    ("end_moved", Rights, "End changed"),
    ("scheduled", Rights, "To begin later"),
    ("unscheduled", Rights, "No longer to begin"),
    ("seat_freed", Rights, "Seat freed"),
    ("seat_regained", Rights, "Seat used again"),
    ("navigation_changed", Rights, "Menu changed"),
    ("signed_in", SigningIn, "Signed in"),
    ("sign_in_refused", SigningIn, "Sign-in refused"),
    ("password_set", SigningIn, "Password chosen"),
    ("password_changed", SigningIn, "Password changed"),
    ("password_link_sent", SigningIn, "Password link sent"),
    ("recovery_sent", SigningIn, "New password asked for"),
    ("address_asked", SigningIn, "Another address asked for"),
    ("let_in", SigningIn, "Let back in at the server"),
    ("ticket_made", SigningIn, "Reset ticket made"),
    ("ticket_redeemed", SigningIn, "Reset ticket used"),
    ("temporary_password_set", SigningIn, "Temporary password set"),
    ("password_change_forced", SigningIn, "Password to be changed"),
    ("sessions_ended", SigningIn, "Sessions ended"),
    ("locked", SigningIn, "Locked"),
    ("sign_in_as_asked", SigningIn, "Link to sign in as a user"),
    ("signed_in_as", SigningIn, "Signed in as a user"),
    ("signed_in_by", SigningIn, "Was signed in as"),
    ("factor_added", SigningIn, "Second factor added"),
    ("factor_removed", SigningIn, "Second factor removed"),
    ("factors_reset", SigningIn, "Second factors reset"),
    ("factor_asked", SigningIn, "Asked for a second factor"),
    ("factor_required", SigningIn, "Second factor required"),
    ("recovery_codes_made", SigningIn, "Recovery codes made"),
    ("recovery_code_used", SigningIn, "Recovery code used"),
    ("emergency_used", SigningIn, "Emergency account used"),
    ("key_added", SigningIn, "Key made"),
    ("key_revoked", SigningIn, "Key revoked"),
];

/// Kinds by what they are about.
pub(super) fn of_topics(topics: &[LogTopic]) -> impl Iterator<Item = &'static str> {
    KINDS.iter().filter(|(_, topic, _)| topics.contains(topic)).map(|(kind, _, _)| *kind)
}

/// All kinds, for a filter to choose from.
pub(super) fn all() -> Vec<LogKind> {
    KINDS
        .iter()
        .map(|(kind, topic, label)| LogKind { kind: (*kind).to_owned(), topic: *topic, label: (*label).to_owned() })
        .collect()
}

/// What people call a kind of event.
pub(crate) fn label(kind: &str) -> &'static str {
    KINDS.iter().find(|(known, _, _)| *known == kind).map_or("Changed", |(_, _, label)| *label)
}
