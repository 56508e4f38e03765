//! What the organization says of itself, orders and payments: the owner's alone (R18), never below what is in use
//! (R21, R22), and the payment provider takes nothing away.

use crate::model::{Book, Outcome, code, fleet, package, refusal};
use rollbook_domain::{
    Code, Command, Event, MemberId,
    billing::{Billing, Payment, PaymentNews, PaymentStep, Provider, Standing, Terms},
    command::Action,
    company::Details,
    decide::authority,
    facts::{Actor, Taken},
    holding::Holding,
    member::{Kind, Tier},
    order::{Order, Seating},
    organization::Plan,
};

fn organization(book: &Book) -> &rollbook_domain::organization::Organization {
    book.state.organization.as_ref().expect("an organization")
}

fn describe(book: &mut Book, actor: MemberId, change: impl FnOnce(&mut Details)) -> Outcome {
    let seen = organization(book).details();
    let mut details = seen.clone();
    change(&mut details);
    book.run(actor, &Command::SetDetails { seen: Box::new(seen), details: Box::new(details) })
}

fn order(plan: Plan, seats: i64) -> Command {
    let packages = vec![Seating { package: package("fleet.base"), seats }];
    Command::Order { order: Box::new(Order { plan, packages }), products: vec![fleet()] }
}

fn news(at: i64, what: PaymentStep) -> Command {
    Command::NotePayment(Box::new(PaymentNews { customer: "cus_1".to_owned(), at, what }))
}

fn note(book: &mut Book, at: i64, what: PaymentStep) -> Vec<Event> {
    book.run_as(&Actor::System, &news(at, what)).expect("told").events
}

fn payment(book: &Book) -> Payment {
    organization(book).billing.provider.as_ref().expect("a customer").payment
}

#[test]
fn r18_details_terms_and_orders_are_the_owners_alone() {
    let mut book = Book::new(Plan::Business);
    let (all, super_admin) = (book.all("Mads", Tier::Admin), book.super_admin());
    book.given(book.owner, super_admin, all);
    let terms = Command::SetTerms { seen: Box::default(), terms: Box::default() };
    let quote = Order { plan: Plan::Enterprise, packages: Vec::new() };
    assert_eq!(code(&describe(&mut book, all, |details| details.place = "Bergen".into())), Some(Code::OwnerOnly));
    for command in [terms, order(Plan::Enterprise, 5), Command::AskQuote(Box::new(quote))] {
        assert_eq!(code(&book.run(all, &command)), Some(Code::OwnerOnly), "{command:?}");
    }
    let owner = book.owner;
    assert_eq!(
        code(&book.run(owner, &news(1, PaymentStep::Known))),
        Some(Code::NotAllowed),
        "only the provider says it"
    );
}

#[test]
fn r15_an_active_member_founds_where_it_is_open_and_portal_and_api_members_never() {
    let mut book = Book::new(Plan::Business);
    let (admin, user) = (book.all("Mads", Tier::Admin), book.custom("Jon", Tier::User, &[]));
    let (customer, machine) = (book.of_kind(Kind::Portal, "Ann"), book.of_kind(Kind::Api, "Meter"));
    let founds = |book: &Book, who: MemberId, members: bool| {
        let actor = Actor::Member(Box::new(book.member(who)));
        authority::founder(&book.facts(actor, &news(1, PaymentStep::Known)), members).is_ok()
    };
    assert!(founds(&book, book.owner, false), "R18: owners always do");
    for who in [admin, user] {
        assert!(!founds(&book, who, false), "closed where nothing is said");
        assert!(founds(&book, who, true));
    }
    assert!(!founds(&book, customer, true) && !founds(&book, machine, true));
    book.acted(book.owner, Action::Suspend, user);
    assert!(!founds(&book, user, true), "C27: a right is only an active person's");
    let nobody = book.facts(Actor::System, &news(1, PaymentStep::Known));
    assert!(authority::founder(&nobody, true).is_err());
}

#[test]
fn details_are_checked_and_can_be_taken_back_until_somebody_changes_them_again() {
    let mut book = Book::new(Plan::Business);
    let owner = book.owner;
    let refused = refusal(describe(&mut book, owner, |details| details.subdomain = "admin".into()));
    assert_eq!((refused.code, refused.field.as_deref()), (Code::Invalid, Some("subdomain")));
    let changed = |details: &mut Details| {
        details.country = "no".into();
        details.vat = "NO 923 609 016 MVA".into();
        details.subdomain = "Nordlys".into();
    };
    describe(&mut book, owner, changed).expect("allowed");
    assert_eq!(organization(&book).company.vat, "NO923609016MVA");
    book.undo(owner).expect("allowed");
    assert_eq!(organization(&book).company.subdomain, "");
    describe(&mut book, owner, changed).expect("allowed");
    let command = book.last;
    describe(&mut book, owner, |details| details.place = "Bergen".into()).expect("allowed");
    assert!(book.run(owner, &Command::Undo(command)).is_err(), "somebody changed them since");
    let stale = Command::SetDetails { seen: Box::default(), details: Box::new(organization(&book).details()) };
    assert_eq!(code(&book.run(owner, &stale)), Some(Code::Conflict));
}

#[test]
fn a_name_that_another_organization_has_is_refused_with_a_free_one() {
    let mut book = Book::new(Plan::Business);
    let owner = book.owner;
    book.taken = Taken { name: true, subdomain: true };
    let refused = refusal(describe(&mut book, owner, |details| details.name = "Fjordkraft AS".into()));
    assert_eq!((refused.code, refused.field.as_deref()), (Code::NameTaken, Some("name")));
    assert_eq!(refused.suggestion.as_deref(), Some("Fjordkraft Service AS"));
    let refused = refusal(describe(&mut book, owner, |details| details.subdomain = "fjordkraft".into()));
    assert_eq!((refused.code, refused.field.as_deref()), (Code::NameTaken, Some("subdomain")));
}

#[test]
fn an_order_changes_plan_and_seats_at_once_or_nothing() {
    let mut book = Book::new(Plan::Business);
    let owner = book.owner;
    book.run(owner, &order(Plan::Professional, 5)).expect("allowed");
    assert_eq!((organization(&book).plan, book.state.seats[&package("fleet.base")].bought), (Plan::Professional, 5));
    let tom = book.custom("Tom", Tier::User, &[]);
    book.given(owner, Holding::Licence(package("fleet.base")), tom);
    book.in_the_way = vec!["Tom".to_owned()];
    let refused = refusal(book.run(owner, &order(Plan::Enterprise, 0)));
    assert_eq!((refused.code, refused.field.as_deref()), (Code::NoSeat, Some("seats")), "R22");
    assert!(refused.message.ends_with("are in use: Tom."), "{}", refused.message);
    assert_eq!(organization(&book).plan, Plan::Professional, "not even the plan");
}

#[test]
fn r21_a_plan_below_its_administrators_is_refused_and_says_who_they_are() {
    let mut book = Book::new(Plan::Business);
    let owner = book.owner;
    let names: Vec<String> = (1..=6).map(|n| format!("Admin{n}")).collect();
    for name in &names {
        book.custom(name, Tier::Admin, &[]);
    }
    book.in_the_way = names;
    let refused = refusal(book.run(owner, &Command::SetPlan(Plan::Starter)));
    assert_eq!(refused.code, Code::PlanFull);
    let words =
        "This plan allows 2 administrators, and 7 are in use: Admin1, Admin2, Admin3, Admin4, Admin5 and others.";
    assert_eq!(refused.message, words);
}

#[test]
fn asking_for_a_quote_buys_nothing_and_an_order_ends_the_draft() {
    let mut book = Book::new(Plan::Starter);
    let owner = book.owner;
    let wanted = Order { plan: Plan::Enterprise, packages: Vec::new() };
    book.run(owner, &Command::AskQuote(Box::new(wanted.clone()))).expect("allowed");
    assert_eq!((organization(&book).plan, organization(&book).billing.quote.as_ref()), (Plan::Starter, Some(&wanted)));
    book.run(owner, &order(Plan::Starter, 1)).expect("allowed");
    assert_eq!(organization(&book).billing.quote, None);
    assert_eq!(organization(&book).billing.standing, Standing::Ordered);
}

#[test]
fn a_failed_payment_warns_and_takes_nothing_away() {
    let mut book = Book::new(Plan::Business);
    let subscription = || "sub_1".to_owned();
    note(&mut book, 10, PaymentStep::Known);
    note(&mut book, 20, PaymentStep::Subscribed { subscription: subscription() });
    let failed = note(&mut book, 30, PaymentStep::Failed);
    assert!(matches!(failed[..], [Event::BillingChanged { .. }]), "{failed:?}");
    let since = book.now;
    assert_eq!(payment(&book), Payment::Failed { since });
    assert_eq!(note(&mut book, 31, PaymentStep::Failed).len(), 1, "it is heard again, and stays since then");
    assert_eq!(payment(&book), Payment::Failed { since });
    assert_eq!(organization(&book).plan, Plan::Business);
    note(&mut book, 40, PaymentStep::Paid);
    assert_eq!(payment(&book), Payment::Fine);
    let ended = note(&mut book, 50, PaymentStep::Ended { subscription: subscription() });
    assert!(matches!(ended[..], [Event::BillingChanged { .. }]), "nothing else happens: {ended:?}");
}

#[test]
fn news_that_come_too_late_or_are_about_something_else_change_nothing() {
    let mut book = Book::new(Plan::Business);
    note(&mut book, 10, PaymentStep::Known);
    note(&mut book, 20, PaymentStep::Subscribed { subscription: "sub_1".to_owned() });
    note(&mut book, 40, PaymentStep::Paid);
    assert_eq!(note(&mut book, 30, PaymentStep::Failed), [], "it was made before the newest");
    assert_eq!(
        note(&mut book, 50, PaymentStep::Ended { subscription: "sub_0".to_owned() }),
        [],
        "an older subscription"
    );
    let stranger = PaymentNews { customer: "cus_2".to_owned(), at: 60, what: PaymentStep::Failed };
    let outcome = book.run_as(&Actor::System, &Command::NotePayment(Box::new(stranger)));
    assert_eq!(code(&outcome), Some(Code::NotFound));
    let known =
        Provider { customer: "cus_1".into(), subscription: Some("sub_1".into()), payment: Payment::Fine, heard: 40 };
    assert_eq!(*organization(&book).billing, Billing { provider: Some(known), ..Billing::default() });
}

#[test]
fn terms_are_checked_and_kept_trimmed() {
    let mut book = Book::new(Plan::Business);
    let owner = book.owner;
    let mut set = |email: &str, reference: &str| {
        let seen = Box::new(organization(&book).billing.terms.clone());
        let terms = Terms { email: email.to_owned(), reference: reference.to_owned(), ..Terms::default() };
        book.run(owner, &Command::SetTerms { seen, terms: Box::new(terms) })
    };
    assert_eq!(refusal(set("not an address", "")).field.as_deref(), Some("email"));
    assert_eq!(refusal(set("", &"x".repeat(81))).field.as_deref(), Some("reference"));
    set(" billing@nordlys.no ", " PO  7 ").expect("allowed");
    let kept = &organization(&book).billing.terms;
    assert_eq!((kept.email.as_str(), kept.reference.as_str()), ("billing@nordlys.no", "PO 7"));
}
