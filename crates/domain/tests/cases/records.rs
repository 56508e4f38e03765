//! Cases about what is written and read: C24 and C33.

use super::{Cast, cast};
use crate::model::{Book, code, forms, invite, package, refusal};
use rollbook_domain::{
    Code, Command, Event,
    catalogue::Package,
    command::{Action, Edit},
    event::{Field, RefusedBy},
    factor::{FactorChange, FactorKind},
    facts::Actor,
    group::Permission,
    holding::{Holding, Period},
    organization::Policy,
    session::SessionKind,
};
use serde_json::{Value, json};
use std::collections::BTreeSet;

#[test]
fn c24_keys_are_read_whole_and_nothing_unknown_is_taken() {
    for bad in
        ["", ".", "vehicles", "vehicles.", ".view", "Vehicles.view", "vehicles.view ", "vehicles.View", "a b.view"]
    {
        assert_eq!(Permission::parse(bad), None, "{bad:?}");
        assert!(serde_json::from_value::<Permission>(bad.into()).is_err(), "{bad:?}");
    }
    for bad in ["fleet", "fleet.base.more", "fleet..base", "FLEET.base"] {
        assert!(serde_json::from_value::<Package>(bad.into()).is_err(), "{bad:?}");
    }
    for bad in [
        json!({ "is": "owner", "of": "x" }),
        json!({ "is": "role", "of": "Super Admin" }),
        json!({ "is": "role" }),
        json!({ "is": "grant", "of": "everything" }),
        json!({ "is": "grant", "of": ["vehicles.view"] }),
    ] {
        assert!(serde_json::from_value::<Holding>(bad.clone()).is_err(), "{bad}");
    }
    for bad in [json!({ "from": 1, "until": 2, "tier": "owner" }), json!({ "from": "tomorrow", "until": null })] {
        assert!(serde_json::from_value::<Period>(bad.clone()).is_err(), "{bad}");
    }
    for bad in ["tier.owner", "holds.roles", "roles", "first_name ", "FirstName"] {
        assert!(serde_json::from_value::<Field>(bad.into()).is_err(), "{bad:?}");
    }
}

#[test]
fn c24_a_dotted_key_is_another_permission_and_permits_nothing_of_the_first() {
    let Cast { mut book, tom, .. } = cast();
    let owner = book.owner;
    for dotted in ["vehicles.view.view", "x.vehicles.view", "vehicles-.view"] {
        let grants = Some(vec![Permission::parse(dotted).expect("well formed")]);
        let why = refusal(book.edit(owner, Edit { grants, ..Edit::of(tom) }));
        assert_eq!((why.code, why.field.as_deref()), (Code::NotFound, Some("grants")), "{dotted}");
    }
}

/// A log with an entry of every kind that a history brings.
fn a_full_log() -> Book {
    let Cast { mut book, tom, garage, crew, .. } = cast();
    let owner = book.owner;
    let until = Some(book.now.plus(9_000_000));
    book.run(owner, &Command::SetMailServer { before: None, after: Some("{\"host\":\"a\"}".into()) }).expect("allowed");
    book.run(owner, &super::own_words(None)).expect("allowed");
    let policy = Policy { hides_addresses: false, own_address: true, ..Policy::default() };
    book.run(owner, &Command::SetPolicy { seen: Box::default(), policy: Box::new(policy.clone()) }).expect("allowed");
    let seats = Command::SetSeats { package: package("forms.base"), seats: 2, product: Some(Box::new(forms())) };
    book.run(owner, &seats).expect("allowed");
    book.run(owner, &Command::SetPlan(rollbook_domain::organization::Plan::Enterprise)).expect("allowed");
    for command in super::owners().into_iter().skip(3) {
        book.run(owner, &command).expect("allowed");
    }
    for what in [Holding::Role(garage), Holding::Group(crew), Holding::Licence(package("fleet.base"))] {
        book.given(owner, what, tom);
    }
    for period in [Period { from: None, until }, Period { from: until, until: None }] {
        let hold = |what| rollbook_domain::command::Hold { period, ..crate::model::give(what, tom) };
        book.hold(owner, hold(Holding::Role(garage))).expect("allowed");
        book.hold(owner, hold(super::grant("trips.view"))).expect("allowed");
    }
    book.run(owner, &Command::SetPeriod { member: tom, seen: None, period: Period { from: None, until } })
        .expect("allowed");
    let hide = vec!["trips".to_owned()];
    book.run(owner, &Command::SetNavigation { member: tom, show: vec![], hide }).expect("allowed");
    book.run(owner, &Command::AddPortal { name: "Customers".into() }).expect("allowed");
    book.run(owner, &Command::AddTeam { name: "Night crew".into() }).expect("allowed");
    book.edit(owner, Edit { note: Some("n".into()), ..Edit::of(tom) }).expect("allowed");
    let feeder = book.of_kind(rollbook_domain::member::Kind::Api, "Feeder");
    book.run(owner, &super::key_of(feeder)).expect("allowed");
    book.undo(owner).expect("revoked");
    let ada = book.invited(owner, invite("Ada", "ada@example.org"));
    book.accept(ada).expect("allowed");
    let bea = book.created("Bea", rollbook_domain::member::Tier::User, &[]);
    book.acted(owner, Action::SendAccess, bea);
    book.choose_password(bea).expect("allowed");
    book.run(bea, &Command::SignIn { member: bea, kind: SessionKind::Desktop }).expect("allowed");
    let sent = [Action::PasswordLink, Action::ForceChange, Action::EndSessions];
    for action in sent.into_iter().chain([Action::AskFactor, Action::RequireFactor]) {
        book.acted(owner, action, tom);
    }
    book.choose_new_password(tom).expect("allowed");
    let reason = || "A question".to_owned();
    for command in [
        Command::SetTemporaryPassword { member: tom },
        Command::AskSignInAs { member: tom, reason: reason() },
        Command::SignInAs { member: tom, reason: reason() },
        Command::Lock { member: bea, reason: reason() },
        Command::SetPolicy { seen: Box::new(policy.clone()), policy: Box::new(Policy { sign_in_as: false, ..policy }) },
    ] {
        book.run(owner, &command).expect("allowed");
    }
    book.run_as(&Actor::System, &Command::Recover { member: tom }).expect("allowed");
    book.run(owner, &Command::AskAddress { member: owner, email: "sigrun@jonsdottir.example".into() })
        .expect("allowed by the policy");
    for change in [
        FactorChange::Added { factor: FactorKind::Totp, name: "Phone".into() },
        FactorChange::CodesMade,
        FactorChange::CodeUsed { left: 9 },
        FactorChange::Removed { factor: FactorKind::Totp, name: "Phone".into() },
        FactorChange::Reset,
    ] {
        let now = matches!(change, FactorChange::Added { .. }).then_some(FactorKind::Totp);
        let note = Command::NoteFactor { member: bea, change, now, mails: false };
        book.run_as(&Actor::System, &note).expect("Rollbook says so");
    }
    let refused = Command::NoteRefusedSignIn { member: bea, by: RefusedBy::Factor, failures: 3 };
    book.run_as(&Actor::System, &refused).expect("Rollbook says so");
    book.run(owner, &Command::NoteTicket { member: tom, made: book.now }).expect("recorded");
    let link = rollbook_domain::LinkId::from_uuid(uuid::Uuid::nil());
    let ticket = Command::RedeemTicket { member: tom, by: owner, made: book.now, link };
    book.run_as(&Actor::Invited(tom), &ticket).expect("allowed");
    for action in [Action::Suspend, Action::Reactivate, Action::Archive, Action::Erase] {
        book.acted(owner, action, tom);
    }
    for what in [Holding::Role(garage), Holding::Group(crew)] {
        book.delete(owner, what).expect("allowed");
    }
    book.invited(owner, invite("Cy", "cy@example.org"));
    book.undo(owner).expect("allowed");
    book
}

fn keys(value: &Value, out: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (key, inner) in fields {
                out.insert(key.clone());
                keys(inner, out);
            }
        }
        Value::Array(all) => all.iter().for_each(|inner| keys(inner, out)),
        _ => {}
    }
}

/// What an entry of the log may have; everybody who sees the log sees it.
const LISTED: [&str; 129] = [
    "access",
    "account",
    "action",
    "actions",
    "added_at",
    "added_by",
    "administrators",
    "after",
    "at",
    "before",
    "billing",
    "built_in",
    "by",
    "changes",
    "company",
    "contact",
    "country",
    "created_at",
    "customer",
    "default_access",
    "description",
    "details",
    "dormant_days",
    "email",
    "emergency",
    "ends",
    "expires",
    "explanation",
    "factor",
    "failures",
    "field",
    "first_name",
    "freed",
    "from",
    "gained",
    "grants",
    "group",
    "groups",
    "has_password",
    "heard",
    "held",
    "hidden",
    "hides_addresses",
    "holds",
    "html",
    "id",
    "invitation_asks",
    "invitation_lifetime",
    "is",
    "key",
    "kind",
    "label",
    "language",
    "last_name",
    "last_sign_in",
    "left",
    "left_out",
    "licences",
    "link",
    "lost",
    "made",
    "member",
    "module",
    "modules",
    "name",
    "note",
    "now",
    "of",
    "offline_lifetime",
    "organization",
    "own_address",
    "package",
    "packages",
    "parent",
    "password_length",
    "payment",
    "period",
    "period_by",
    "permissions",
    "phone",
    "place",
    "plan",
    "policy",
    "portal",
    "portals",
    "postalCode",
    "postal_code",
    "product",
    "provider",
    "quote",
    "reason",
    "recovery",
    "reference",
    "required",
    "restrictions",
    "role",
    "roles",
    "scope",
    "seats",
    "second_factor",
    "session",
    "session_idle",
    "session_lifetime",
    "shown",
    "sign_in_as",
    "since",
    "standing",
    "status",
    "street",
    "subdomain",
    "subject",
    "subscription",
    "team",
    "teams",
    "template",
    "terms",
    "text",
    "ticket_lifetime",
    "tier",
    "timeZone",
    "time_zone",
    "until",
    "users",
    "vat",
    "version",
    "waiting",
    "waiting_mails",
    "what",
    "whom",
];

#[test]
fn c33_an_entry_has_only_fields_that_are_listed_here_and_none_holds_a_secret() {
    let book = a_full_log();
    let mut found = BTreeSet::new();
    let mut kinds = BTreeSet::new();
    for (_, event) in &book.log {
        keys(&serde_json::to_value(event).expect("an event can be written"), &mut found);
        kinds.insert(event.kind());
    }
    let unlisted: Vec<_> = found.iter().filter(|key| !LISTED.contains(&key.as_str())).collect();
    assert!(unlisted.is_empty(), "think whether it may be seen by all who see the log: {unlisted:?}");
    assert!(kinds.len() >= 40, "the log shows what it should: {} kinds, {kinds:?}", kinds.len());
}

#[test]
fn c33_a_password_leaves_no_trace_but_that_there_is_one() {
    let book = a_full_log();
    let set = book.log.iter().filter(|(_, event)| matches!(event, Event::PasswordSet { .. }));
    for (_, event) in set {
        let value = serde_json::to_value(event).expect("written");
        let fields: Vec<_> = value.as_object().expect("an object").keys().cloned().collect();
        assert_eq!(fields, ["kind", "member"]);
    }
}

#[test]
fn c33_who_was_erased_cant_be_brought_back_from_the_log() {
    let Cast { mut book, tom, .. } = cast();
    let owner = book.owner;
    for action in [Action::Archive, Action::Erase] {
        book.acted(owner, action, tom);
    }
    assert_eq!(code(&book.undo(owner)), Some(Code::NothingToUndo));
    assert!(!book.state.members.contains_key(&tom));
}
