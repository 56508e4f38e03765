//! The organization as a company through the door: details, further organizations, orders, quotes (R18; rows 76–81).

use crate::refused;
use rollbook_credentials::password::Cost;
use rollbook_directory::{
    ActorId, Entered,
    contract::{
        AddOrganization, Amounts, CheckCompany, MailsPage, PlaceOrder, PriceOrder, SetDetails, SetTerms, UndoCommand,
    },
};
use rollbook_domain::{
    Code, OrganizationId,
    billing::{Standing, Terms},
    catalogue::Package,
    company::Details,
    member::{AccessMode, Tier},
    order::{Order, Seating},
    organization::{Plan, RequiredOf, SecondFactor},
    tax::Tax,
};
use rollbook_testkit::{Bench, Engine, PASSWORD, contract, sign_in};

contract![
    r18_only_the_owner_sees_billing_and_changes_the_company,
    details_are_saved_logged_and_taken_back,
    r18_a_further_organization_is_the_owners_under_the_same_account,
    r18_sub_accounts_are_the_organizations_of_the_same_owner_and_nobody_elses,
    r18_a_suspended_owner_sees_no_sub_account,
    r27_a_sub_account_that_requires_a_second_factor_shows_nothing_before_there_is_one,
    a_name_or_a_subdomain_that_another_organization_has_is_refused,
    a_quote_is_a_mail_to_sales_and_buys_nothing,
    an_order_in_the_wizard_is_what_the_organization_begins_with,
    vat_is_named_before_anything_is_bought_and_in_the_settings_after,
];

fn order(plan: Plan, packages: &[(&str, i64)]) -> Order {
    let seating = |(text, seats): &(&str, i64)| Seating { package: Package::parse(text).unwrap(), seats: *seats };
    Order { plan, packages: packages.iter().map(seating).collect() }
}

fn named(name: &str, subdomain: &str) -> Details {
    let text = str::to_owned;
    Details {
        name: text(name),
        language: text("en"),
        subdomain: text(subdomain),
        country: text("NO"),
        ..Details::default()
    }
}

fn wanted(name: &str, subdomain: &str, quote: bool) -> AddOrganization {
    let order = order(Plan::Professional, &[("fleet.pro", 25), ("crew.standard", 40)]);
    AddOrganization { details: named(name, subdomain), order, terms: Terms::default(), quote }
}

async fn standing(bench: &Bench, organization: OrganizationId) -> (Plan, Standing) {
    let facts = bench.store().facts(organization, ActorId::System).await.unwrap();
    (facts.organization.plan, facts.organization.billing.standing)
}

async fn r18_only_the_owner_sees_billing_and_changes_the_company(engine: Engine) {
    let bench = Bench::open(engine).await;
    let invitation = bench.invitation("Mads Berg", "mads@nordlys.example");
    let ask = rollbook_directory::contract::InviteUser { tier: Tier::Admin, access: AccessMode::All, ..invitation };
    let mads = bench.desk().invite(&ask).await.unwrap().member.unwrap();
    bench.accept("mads@nordlys.example").await;
    let desk = bench.desk_of(mads);
    assert_eq!(desk.company().await.unwrap().owner_refusal.unwrap().code, Code::OwnerOnly);
    assert_eq!(refused(desk.billing().await), Code::OwnerOnly);
    assert_eq!(refused(desk.offers().await), Code::OwnerOnly);
    assert_eq!(refused(desk.sub_accounts().await), Code::OwnerOnly);
    assert_eq!(refused(desk.payment_page().await), Code::OwnerOnly);
    assert_eq!(refused(desk.add_organization(&wanted("Fjordkraft", "", false)).await), Code::OwnerOnly);
    let terms = SetTerms { command: bench.command(), seen: Terms::default(), terms: Terms::default() };
    assert_eq!(refused(desk.set_terms(&terms).await), Code::OwnerOnly);
    let place = PlaceOrder { command: bench.command(), order: order(Plan::Starter, &[]), quote: false, preview: false };
    assert_eq!(refused(desk.place_order(&place).await), Code::OwnerOnly);
    let view = bench.desk().billing().await.unwrap();
    assert_eq!(view.amounts.net, view.lines.iter().map(|line| line.total).sum::<i64>());
    assert!(view.amounts.net > 0 && !view.on_page && view.payment.is_none());
}

async fn details_are_saved_logged_and_taken_back(engine: Engine) {
    let bench = Bench::open(engine).await;
    let desk = bench.desk();
    let seen = desk.company().await.unwrap().details;
    let details = Details { vat: "NO 923 609 016 MVA".to_owned(), ..named("Nordlys Rederi", "nordlys") };
    let ask = SetDetails { command: bench.command(), seen: seen.clone(), details };
    let outcome = desk.set_details(&ask).await.unwrap();
    assert_eq!(desk.company().await.unwrap().details.vat, "NO923609016MVA");
    assert_eq!(desk.details().await.unwrap().name, "Nordlys Rederi");
    let last = bench.log().await.pop().unwrap();
    assert_eq!(last.event.unwrap().kind(), "details_changed");
    desk.undo_asked(&UndoCommand { command: outcome.command, preview: None, id: None }).await.unwrap();
    assert_eq!(desk.company().await.unwrap().details, seen);
}

async fn r18_a_further_organization_is_the_owners_under_the_same_account(engine: Engine) {
    let bench = Bench::open(engine).await;
    let added = bench.desk().add_organization(&wanted("Fjordkraft Service AS", "fjordkraft", false)).await.unwrap();
    assert_eq!(added.name, "Fjordkraft Service AS");
    let owner = bench.directory.owner(added.id).await.unwrap();
    let mine = bench.directory.owner(bench.organization).await.unwrap();
    assert_eq!((owner.account, owner.tier, &owner.email), (mine.account, Tier::Owner, &mine.email), "one account");
    let desk = bench.directory.desk(added.id, ActorId::Member(owner.id));
    assert_eq!(desk.users_counts().await.unwrap().active, 1);
    // The same password opens both, and the person chooses.
    let Ok(Entered::Choose(_, all)) = bench.try_in(&sign_in(mine.email.as_str(), PASSWORD)).await else {
        panic!("there is one organization to choose from");
    };
    let names: Vec<_> = all.iter().map(|opening| opening.name.as_str()).collect();
    assert_eq!(names, ["Fjordkraft Service AS", "Nordlys"]);
}

async fn r18_sub_accounts_are_the_organizations_of_the_same_owner_and_nobody_elses(engine: Engine) {
    let bench = Bench::open(engine).await;
    let added = bench.desk().add_organization(&wanted("Fjordkraft", "fjordkraft", false)).await.unwrap();
    bench.desk().add_organization(&wanted("Brygge", "brygge", true)).await.unwrap();
    // Somebody else's, with this owner as an administrator, and with this owner as nobody at all.
    let (other, sigrid) = bench.found("Havn Shipping", "sigrid@havn.example").await;
    let theirs = bench.directory.desk(other, ActorId::Member(sigrid));
    let mine = bench.directory.owner(bench.organization).await.unwrap();
    let invitation = bench.invitation("Ingrid Solbakken", mine.email.as_str());
    let ask = rollbook_directory::contract::InviteUser { tier: Tier::Admin, access: AccessMode::All, ..invitation };
    theirs.invite(&ask).await.unwrap();
    bench.take_up(&bench.token_in(&theirs, mine.email.as_str()).await).await.unwrap().unwrap();
    bench.found("Kyst", "tor@kyst.example").await;
    // Users of a sub-account count there alone.
    let owner = bench.directory.owner(added.id).await.unwrap();
    let there = bench.directory.desk(added.id, ActorId::Member(owner.id));
    there.invite(&bench.invitation("Kari Lie", "kari@fjordkraft.example")).await.unwrap();
    bench.take_up(&bench.token_in(&there, "kari@fjordkraft.example").await).await.unwrap().unwrap();

    let rows = bench.desk().sub_accounts().await.unwrap().rows;
    let told: Vec<_> = rows
        .iter()
        .map(|row| (row.name.as_str(), row.here, row.stands.as_ref().map(|s| (s.plan, s.members, s.standing))))
        .collect();
    let drafted = ("Brygge", false, Some((Plan::Starter, 1, Standing::Draft)));
    let ordered = ("Fjordkraft", false, Some((Plan::Professional, 2, Standing::Ordered)));
    assert_eq!(told[..2], [drafted, ordered]);
    assert_eq!((told.len(), told[2].0, told[2].1), (3, "Nordlys", true));
    assert!(rows.iter().all(|row| row.stands.as_ref().is_some_and(|stands| stands.payment.is_none())), "by invoice");
    // From a sub-account the same is seen; whoever owns another sees that one alone.
    let from_there: Vec<_> = there.sub_accounts().await.unwrap().rows.into_iter().map(|row| row.name).collect();
    assert_eq!(from_there, ["Brygge", "Fjordkraft", "Nordlys"]);
    let others: Vec<_> = theirs.sub_accounts().await.unwrap().rows.into_iter().map(|row| row.name).collect();
    assert_eq!(others, ["Havn Shipping"]);
    // As an administrator of somebody else's, the same person is told nothing there.
    let here = bench.store().openings(mine.account).await.unwrap();
    let guest = here.iter().find(|opening| opening.organization == other).unwrap().member;
    assert_eq!(refused(bench.directory.desk(other, ActorId::Member(guest)).sub_accounts().await), Code::OwnerOnly);
    let user = bench.user("Per Vik", "per@nordlys.example").await;
    assert_eq!(refused(bench.desk_of(user).sub_accounts().await), Code::NotAllowed);
}

async fn r18_a_suspended_owner_sees_no_sub_account(engine: Engine) {
    let bench = Bench::open(engine).await;
    bench.desk().add_organization(&wanted("Fjordkraft", "fjordkraft", false)).await.unwrap();
    // No command suspends an owner (R17): whoever holds the database can.
    bench
        .tamper(
            "UPDATE member SET status = 2 WHERE organization = (SELECT id FROM organization WHERE name = 'Fjordkraft')",
        )
        .await;
    let server = bench.server(Cost::MINIMUM).await;
    let desk = server.desk(bench.organization, bench.desk().actor());
    let rows = desk.sub_accounts().await.unwrap().rows;
    assert_eq!(
        rows.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(),
        ["Nordlys"],
        "not where they are shut out"
    );
    bench.tamper("UPDATE member SET status = 2 WHERE tier = 2").await;
    let server = bench.server(Cost::MINIMUM).await;
    let desk = server.desk(bench.organization, bench.desk().actor());
    assert_eq!(refused(desk.sub_accounts().await), Code::NotAllowed);
}

async fn r27_a_sub_account_that_requires_a_second_factor_shows_nothing_before_there_is_one(engine: Engine) {
    let bench = Bench::open(engine).await;
    let added = bench.desk().add_organization(&wanted("Fjordkraft", "fjordkraft", false)).await.unwrap();
    bench.policy(|policy| policy.second_factor = SecondFactor { of: RequiredOf::Administrators, from: None }).await;
    let owner = bench.directory.owner(added.id).await.unwrap();
    let rows = bench.directory.desk(added.id, ActorId::Member(owner.id)).sub_accounts().await.unwrap().rows;
    let told: Vec<_> = rows.iter().map(|row| (row.name.as_str(), row.stands.is_some())).collect();
    assert_eq!(told, [("Fjordkraft", true), ("Nordlys", false)]);
}

async fn a_name_or_a_subdomain_that_another_organization_has_is_refused(engine: Engine) {
    let bench = Bench::open(engine).await;
    let desk = bench.desk();
    desk.add_organization(&wanted("Fjordkraft AS", "fjordkraft", false)).await.unwrap();
    assert_eq!(refused(desk.add_organization(&wanted("FJORDKRAFT Ltd", "", false)).await), Code::NameTaken);
    assert_eq!(refused(desk.add_organization(&wanted("Other", "fjordkraft", false)).await), Code::NameTaken);
    let seen = desk.company().await.unwrap().details;
    let details = Details { name: "Fj\u{43e}rdkraft".to_owned(), ..seen.clone() };
    assert_eq!(
        refused(desk.set_details(&SetDetails { command: bench.command(), seen, details }).await),
        Code::NameTaken
    );

    let ask = |name: &str, subdomain: &str| CheckCompany { details: named(name, subdomain) };
    let checked = desk.check_company(&ask("Fjordkraft A/S", "fjordkraft")).await.unwrap();
    let fields: Vec<_> = checked.problems.iter().map(|problem| problem.field.as_deref().unwrap_or_default()).collect();
    assert_eq!(fields, ["name", "subdomain"]);
    assert_eq!(checked.free_names[0], "Fjordkraft Service A/S");
    assert_eq!(checked.proposed_subdomain, "", "the one made of the name is taken too");
    let free = desk.check_company(&ask(&checked.free_names[0], "")).await.unwrap();
    assert_eq!((free.problems.len(), free.proposed_subdomain.as_str()), (0, "fjordkraft-service"));
}

async fn a_quote_is_a_mail_to_sales_and_buys_nothing(engine: Engine) {
    let bench = Bench::open(engine).await;
    let desk = bench.desk();
    let before = desk.billing().await.unwrap();
    let ask = PlaceOrder {
        command: bench.command(),
        order: order(Plan::Enterprise, &[("fleet.pro", 800)]),
        quote: true,
        preview: false,
    };
    desk.place_order(&ask).await.unwrap();
    let after = desk.billing().await.unwrap();
    assert_eq!((after.amounts, after.quote.as_ref()), (before.amounts, Some(&ask.order)));
    let mails = MailsPage { state: None, text: "sales".to_owned(), offset: 0, take: 10 };
    let page = desk.mails_page(&mails).await.unwrap();
    assert_eq!(page.rows.len(), 1);
    let mail = desk.mail(page.rows[0].id).await.unwrap();
    assert!(mail.text.contains("Enterprise plan; Fleet Pro, 800 seats"), "{}", mail.text);

    let added = desk.add_organization(&wanted("Fjordkraft", "", true)).await.unwrap();
    assert_eq!(standing(&bench, added.id).await, (Plan::Starter, Standing::Draft), "it begins as a draft");
    let owner = bench.directory.owner(added.id).await.unwrap();
    let desk = bench.directory.desk(added.id, ActorId::Member(owner.id));
    assert_eq!(desk.mails_page(&mails).await.unwrap().rows.len(), 1);
    let place =
        PlaceOrder { command: bench.command(), order: order(Plan::Business, &[]), quote: false, preview: false };
    desk.place_order(&place).await.unwrap();
    assert_eq!(standing(&bench, added.id).await, (Plan::Business, Standing::Ordered));
}

async fn an_order_in_the_wizard_is_what_the_organization_begins_with(engine: Engine) {
    let bench = Bench::open(engine).await;
    let added = bench.desk().add_organization(&wanted("Fjordkraft", "fjordkraft", false)).await.unwrap();
    assert_eq!(standing(&bench, added.id).await, (Plan::Professional, Standing::Ordered));
    let owner = bench.directory.owner(added.id).await.unwrap();
    let view = bench.directory.desk(added.id, ActorId::Member(owner.id)).billing().await.unwrap();
    let lines: Vec<_> = view.lines.iter().map(|line| (line.name.as_str(), line.quantity)).collect();
    assert_eq!(lines, [("Professional plan", 1), ("Crew Standard", 40), ("Fleet Pro", 25)]);
    let nothing = AddOrganization { order: order(Plan::Starter, &[("fleet.gold", 1)]), ..wanted("Third", "", false) };
    assert_eq!(refused(bench.desk().add_organization(&nothing).await), Code::Invalid);
}

async fn vat_is_named_before_anything_is_bought_and_in_the_settings_after(engine: Engine) {
    let bench = Bench::open(engine).await;
    let desk = bench.desk();
    let ask = |country: &str, vat: &str| PriceOrder {
        order: order(Plan::Business, &[("fleet.pro", 25), ("crew.standard", 40)]),
        country: country.to_owned(),
        vat: vat.to_owned(),
    };
    let come = |net, vat, tax| Amounts { net, vat, total: net + vat, tax };
    let finland = Tax::Added { per_mille: 255, country: "FI".to_owned() };
    assert_eq!(desk.price_order(&ask("FI", "")).await.unwrap(), come(61_400, 15_657, finland));
    assert_eq!(desk.price_order(&ask("FI", "FI 2077474-0")).await.unwrap(), come(61_400, 0, Tax::Reversed));
    assert_eq!(desk.price_order(&ask("NO", "")).await.unwrap(), come(61_400, 0, Tax::Outside));
    assert_eq!(desk.price_order(&ask("", "")).await.unwrap().tax, Tax::Unknown);
    let nothing = PriceOrder { order: order(Plan::Business, &[("fleet.gold", 1)]), ..ask("FI", "") };
    assert_eq!(refused(desk.price_order(&nothing).await), Code::Invalid);

    assert_eq!(desk.billing().await.unwrap().amounts.tax, Tax::Unknown, "where it is, nobody has said");
    let seen = desk.company().await.unwrap().details;
    let details = Details { country: "FI".to_owned(), vat: "FI20774740".to_owned(), ..seen.clone() };
    desk.set_details(&SetDetails { command: bench.command(), seen, details }).await.unwrap();
    assert_eq!(desk.billing().await.unwrap().amounts.tax, Tax::Reversed);
}
