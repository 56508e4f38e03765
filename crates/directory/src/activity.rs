//! Entries of the log in words.

use crate::person::name_of;
use rollbook_domain::{
    Event, Facts, Timestamp,
    billing::{Billing, Payment},
    command::ChosenBy,
    event::{Change, Field, RefusedBy},
    group::Permission,
    holding::Holding,
    member::Status,
    review::{ReviewLine, Verdict},
    wording::WordingOf,
};

/// What happened, and more about it.
pub(crate) fn words(facts: &Facts, event: &Event) -> (String, String) {
    let plain = |title: &str| (title.to_owned(), String::new());
    let lasting = |title: &str, expires| (title.to_owned(), format!("works until {}", day(expires)));
    match event {
        Event::Given { what, until, .. } => (given(facts, what), ends(*until)),
        Event::Taken { what, .. } => (taken(facts, what), String::new()),
        Event::EndMoved { what, after, .. } => (
            format!("End of {} {}", name_of(facts, what), if after.is_some() { "set" } else { "taken away" }),
            ends(*after),
        ),
        Event::Scheduled { waiting, .. } => {
            let from = waiting.period.from.map_or_else(String::new, |at| format!("from {}", day(at)));
            (format!("{} is to begin", name_of(facts, &waiting.what)), from)
        }
        Event::Unscheduled { waiting, left_out, .. } => {
            let name = name_of(facts, &waiting.what);
            if left_out.is_empty() {
                (format!("{name} no longer waits"), String::new())
            } else {
                (format!("{name} did not begin"), left_out.clone())
            }
        }
        Event::SeatFreed { package, .. } => {
            (format!("Seat of {} freed", name_of(facts, &Holding::Licence(package.clone()))), String::new())
        }
        Event::SeatRegained { package, .. } => {
            (format!("Seat of {} used again", name_of(facts, &Holding::Licence(package.clone()))), String::new())
        }
        Event::KeyAdded { key, .. } => {
            let reach = if key.scope.len() == 1 {
                "1 permission".to_owned()
            } else {
                format!("{} permissions", key.scope.len())
            };
            (format!("Key {} made", key.name), format!("{reach} {}", ends(key.expires)).trim().to_owned())
        }
        Event::KeyRevoked { key, .. } => (format!("Key {} revoked", key.name), String::new()),
        Event::NavigationChanged { hidden, shown, .. } => navigation(facts, hidden, shown),
        Event::PeriodChanged { left_out, .. } if !left_out.is_empty() => {
            ("The first day came, and nobody was let in".to_owned(), left_out.clone())
        }
        Event::PeriodChanged { after, .. } => {
            let words = match (after.from, after.until) {
                (None, None) => "no dates".to_owned(),
                (Some(from), None) => format!("from {}", day(from)),
                (None, Some(until)) => format!("until {}", day(until)),
                (Some(from), Some(until)) => format!("from {} until {}", day(from), day(until)),
            };
            ("Membership dates changed".to_owned(), words)
        }
        Event::MemberAdded { member, .. } => match member.status {
            Status::Pending => plain("Added"),
            _ => plain("Added as active"),
        },
        Event::MemberWithdrawn { .. } => plain("Addition taken back"),
        Event::MemberChanged { changes, .. } => changed(changes),
        Event::PhotoChanged { photo, .. } => plain(if photo.is_some() { "Photo changed" } else { "Photo removed" }),
        Event::StatusChanged { before, after, .. } => plain(moved(*before, *after)),
        Event::InvitationSent { expires, .. } => lasting("Invitation sent", *expires),
        Event::InvitationAccepted { left_out, .. } => {
            let more = if left_out.is_empty() { String::new() } else { format!("without {}", left_out.join(", ")) };
            ("Invitation accepted".to_owned(), more)
        }
        Event::AccessSent { expires, .. } => lasting("Access info sent", *expires),
        Event::MailRetried { .. } => plain("Mail sent again by hand"),
        Event::PolicyChanged { .. } => plain("Policy changed"),
        Event::ReviewSignedOff { lines } => ("Access review signed off".to_owned(), reviewed(lines)),
        Event::PasswordSet { .. }
        | Event::PasswordLinkSent { .. }
        | Event::RecoverySent { .. }
        | Event::AddressAsked { .. }
        | Event::LetIn { .. }
        | Event::TicketMade { .. }
        | Event::TicketRedeemed { .. }
        | Event::TemporaryPasswordSet { .. }
        | Event::PasswordChangeForced { .. }
        | Event::PasswordChanged { .. }
        | Event::SessionsEnded { .. }
        | Event::Locked { .. }
        | Event::SignInAsAsked { .. }
        | Event::SignedInAs { .. }
        | Event::SignedInBy { .. }
        | Event::FactorAdded { .. }
        | Event::FactorRemoved { .. }
        | Event::FactorsReset { .. }
        | Event::FactorAsked { .. }
        | Event::FactorRequired { .. }
        | Event::RecoveryCodesMade { .. }
        | Event::RecoveryCodeUsed { .. }
        | Event::SignInRefused { .. }
        | Event::EmergencyUsed { .. } => of_credentials(event),
        Event::SignedIn { .. } => plain("Signed in"),
        Event::MemberErased { .. } => plain("Erased"),
        // Whatever is about nobody in particular.
        _ => of_organization(event),
    }
}

/// How many were kept, and how many removed.
fn reviewed(lines: &[ReviewLine]) -> String {
    let kept = lines.iter().filter(|line| line.verdict == Verdict::Keep).count();
    format!("{kept} kept, {} removed", lines.len() - kept)
}

/// What changed about paying, the most telling first.
fn paid(before: &Billing, after: &Billing) -> &'static str {
    let payment = |billing: &Billing| billing.provider.as_ref().map(|provider| provider.payment);
    match (payment(before), payment(after)) {
        (was, Some(Payment::Failed { .. })) if was != payment(after) => "A payment failed",
        (was, Some(Payment::Ended)) if was != payment(after) => "The subscription ended",
        (Some(Payment::Failed { .. }), Some(Payment::Fine)) => "The payment went through",
        (was, Some(Payment::Fine)) if was != payment(after) => "Subscribed",
        _ if before.quote.is_none() && after.quote.is_some() => "Sales asked for a quote",
        _ if before.standing != after.standing => "Ordered",
        _ => "Payment changed",
    }
}

/// What is about nobody in particular; what it is about is named beside ([`crate::log`]).
fn of_organization(event: &Event) -> (String, String) {
    let plain = |title: &str| (title.to_owned(), String::new());
    let moved = |gained: &[Permission], lost: &[Permission]| match (gained.len(), lost.len()) {
        (0, 0) => String::new(),
        (gained, 0) => format!("{gained} permissions gained"),
        (0, lost) => format!("{lost} permissions lost"),
        (gained, lost) => format!("{gained} permissions gained, {lost} lost"),
    };
    match event {
        Event::OrganizationCreated { .. } => plain("Organization created"),
        Event::MailServerChanged { before: None, .. } => plain("Mail server set"),
        Event::MailServerChanged { after: None, .. } => plain("Mail server removed"),
        Event::MailServerChanged { .. } => plain("Mail server changed"),
        Event::WordingChanged { of, .. } => ("Words of a mail changed".to_owned(), spoken(of)),
        Event::CatalogueExtended { actions, .. } => ("Module added".to_owned(), actions.join(", ")),
        Event::ProductTaken { .. } => plain("Product taken up"),
        Event::SeatsChanged { before, after, .. } => ("Seats changed".to_owned(), format!("{before} \u{2192} {after}")),
        Event::InvitationAsked => plain("Somebody without access asked for an invitation"),
        Event::PlanChanged { .. } => plain("Plan changed"),
        Event::DetailsChanged { .. } => plain("Details changed"),
        Event::BillingChanged { before, after } => plain(paid(before, after)),
        Event::RoleAdded { role } => ("Role created".to_owned(), moved(&role.permissions, &[])),
        Event::RoleChanged { gained, lost, .. } => ("Role changed".to_owned(), moved(gained, lost)),
        Event::RoleRemoved { .. } => plain("Role deleted"),
        Event::PortalAdded { .. } => plain("Portal added"),
        Event::PortalRemoved { .. } => plain("Portal removed"),
        Event::TeamRenamed { name: (before, after), .. } => {
            ("Team renamed".to_owned(), format!("{before} \u{2192} {after}"))
        }
        Event::GroupAdded { group } => ("Group created".to_owned(), moved(&group.permissions, &[])),
        Event::GroupChanged { gained, lost, .. } => ("Group changed".to_owned(), moved(gained, lost)),
        Event::GroupRemoved { .. } => plain("Group deleted"),
        other => plain(crate::log::label(other.kind())),
    }
}

/// Which mail, in which language.
fn spoken(of: &WordingOf) -> String {
    format!("{}, {}", of.template.replace('_', " "), of.language)
}

/// Passwords, second factors, sessions, and who looked as whom.
fn of_credentials(event: &Event) -> (String, String) {
    let plain = |title: &str| (title.to_owned(), String::new());
    match event {
        Event::PasswordSet { .. } => plain("Password chosen"),
        Event::PasswordLinkSent { expires, .. } => {
            ("Password link sent".to_owned(), format!("works until {}", day(*expires)))
        }
        Event::RecoverySent { .. } => plain("New password asked for by mail"),
        Event::AddressAsked { email, .. } => ("Another address asked for".to_owned(), email.clone()),
        Event::LetIn { by, .. } => ("Let back in at the server itself".to_owned(), format!("by {by}")),
        Event::TicketMade { made, .. } => {
            ("Reset ticket made".to_owned(), format!("on their computer, {}", crate::letters::moment(*made)))
        }
        Event::TicketRedeemed { made, .. } => {
            ("Reset ticket used".to_owned(), format!("made {}", crate::letters::moment(*made)))
        }
        Event::TemporaryPasswordSet { .. } => plain("Temporary password set"),
        Event::PasswordChangeForced { .. } => plain("Password to be changed at the next sign-in"),
        Event::PasswordChanged { by, .. } => {
            let how = match by {
                ChosenBy::Themselves => "with the old one",
                ChosenBy::Link => "by a link that an administrator sent",
                ChosenBy::Recovery => "by a link that was asked for",
                ChosenBy::Local => "by a link that was made at the server itself",
            };
            ("Password changed".to_owned(), how.to_owned())
        }
        Event::SessionsEnded { session: None, .. } => plain("All sessions ended"),
        Event::SessionsEnded { session: Some(_), .. } => plain("A session ended"),
        Event::Locked { reason, .. } => ("Locked".to_owned(), reason.clone()),
        Event::SignInAsAsked { reason, .. } => ("Link to sign in as this user asked for".to_owned(), reason.clone()),
        Event::SignedInAs { reason, .. } => ("Signed in as somebody else".to_owned(), reason.clone()),
        Event::SignedInBy { reason, .. } => ("Somebody signed in as this user".to_owned(), reason.clone()),
        Event::FactorAdded { name, .. } => ("Second factor added".to_owned(), name.clone()),
        Event::FactorRemoved { name, .. } => ("Second factor removed".to_owned(), name.clone()),
        Event::FactorsReset { .. } => plain("Second factors reset"),
        Event::FactorAsked { .. } => plain("Asked by mail to set up a second factor"),
        Event::FactorRequired { required: true, .. } => plain("Second factor required at the next sign-in"),
        Event::FactorRequired { required: false, .. } => plain("Second factor no longer required in person"),
        Event::RecoveryCodesMade { .. } => plain("New recovery codes made"),
        Event::SignInRefused { by, failures, .. } => ("Sign-in refused".to_owned(), refused(*by, *failures)),
        Event::EmergencyUsed { .. } => plain("Came in by the emergency account"),
        Event::RecoveryCodeUsed { left, .. } => ("Recovery code used".to_owned(), format!("{left} left")),
        other => plain(crate::log::label(other.kind())),
    }
}

/// What was wrong, and how often by then.
fn refused(by: RefusedBy, failures: i64) -> String {
    let what = match by {
        RefusedBy::Password => "password",
        RefusedBy::Factor => "second factor, right password",
    };
    if failures == 1 { format!("wrong {what}") } else { format!("wrong {what}, {failures} times in a row") }
}

/// A permission as people know it: "Edit invoices".
pub(crate) fn permission(facts: &Facts, permission: &Permission) -> String {
    let modules = facts.structure.products.iter().flat_map(|product| &product.modules);
    let module = modules.into_iter().find(|module| module.key == permission.module());
    let action = module.and_then(|module| module.actions.iter().find(|action| action.key == permission.action()));
    match (module, action) {
        (Some(module), Some(action)) => format!("{} {}", action.label, module.label.to_lowercase()),
        _ => permission.to_string(),
    }
}

fn given(facts: &Facts, what: &Holding) -> String {
    let name = name_of(facts, what);
    match what {
        Holding::Role(_) => format!("Role {name} added"),
        Holding::Group(_) => format!("Added to group {name}"),
        Holding::Licence(_) => format!("License {name} granted"),
        Holding::Grant(_) => format!("{name} granted"),
        Holding::Restriction(_) => format!("{name} restricted"),
        Holding::Portal(_) => format!("Portal {name} opened"),
        Holding::Team(_) => format!("Added to team {name}"),
    }
}

fn taken(facts: &Facts, what: &Holding) -> String {
    let name = name_of(facts, what);
    match what {
        Holding::Role(_) => format!("Role {name} removed"),
        Holding::Group(_) => format!("Removed from group {name}"),
        Holding::Licence(_) => format!("License {name} revoked"),
        Holding::Grant(_) => format!("{name} no longer granted"),
        Holding::Restriction(_) => format!("{name} no longer restricted"),
        Holding::Portal(_) => format!("Portal {name} closed"),
        Holding::Team(_) => format!("Removed from team {name}"),
    }
}

fn navigation(facts: &Facts, hidden: &[String], shown: &[String]) -> (String, String) {
    let label = |key: &String| {
        let modules = facts.structure.products.iter().flat_map(|product| &product.modules);
        modules.into_iter().find(|module| module.key == *key).map_or_else(|| key.clone(), |module| module.label.clone())
    };
    let list = |keys: &[String]| keys.iter().map(label).collect::<Vec<_>>().join(", ");
    match (hidden.is_empty(), shown.is_empty()) {
        (false, true) => ("Hidden in the menu".to_owned(), list(hidden)),
        (true, _) => ("Shown in the menu".to_owned(), list(shown)),
        (false, false) => ("Menu changed".to_owned(), format!("{} hidden, {} shown", list(hidden), list(shown))),
    }
}

/// A field of a person's record as people know it.
pub(crate) const fn field(field: Field) -> &'static str {
    match field {
        Field::FirstName => "First name",
        Field::LastName => "Last name",
        Field::Email => "E-mail",
        Field::Tier => "Standing",
        Field::Access => "Access",
        Field::Language => "Language",
        Field::Phone => "Phone",
        Field::Note => "Note",
        Field::Contact => "Contact",
        Field::Customer => "Customer",
    }
}

fn changed(changes: &[Change]) -> (String, String) {
    match changes {
        [one] if !one.before.is_empty() && !one.after.is_empty() => {
            (format!("{} changed", field(one.field)), format!("{} \u{2192} {}", one.before, one.after))
        }
        [one] => (format!("{} changed", field(one.field)), String::new()),
        many => ("Profile changed".to_owned(), many.iter().map(|c| field(c.field)).collect::<Vec<_>>().join(", ")),
    }
}

const fn moved(before: Status, after: Status) -> &'static str {
    match (before, after) {
        (_, Status::Suspended) => "Suspended",
        (Status::Suspended, Status::Active) => "Reactivated",
        (Status::Pending, Status::Active) => "Became active",
        (Status::Pending, Status::Archived) => "Invitation revoked",
        (_, Status::Archived) => "Archived",
        (Status::Archived, _) => "Restored",
        (_, Status::Active) => "Active",
        (_, Status::Pending) => "Invited",
    }
}

fn ends(until: Option<Timestamp>) -> String {
    until.map_or_else(String::new, |at| format!("until {}", day(at)))
}

/// A day as the log's words name it, the same in every language: `2026-11-24`.
pub(crate) fn day(at: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(at.0).map_or_else(|_| String::new(), |at| at.strftime("%Y-%m-%d").to_string())
}
