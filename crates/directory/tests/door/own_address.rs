//! The own address (R7): asked for with the password, confirmed at the new address, the same in every organization.

use rollbook_credentials::Secret;
use rollbook_directory::{DirectoryError, LinkProblem, PresentProblem, Seated};
use rollbook_domain::{Code, command::Action, time::HOUR};
use rollbook_testkit::{Bench, Engine, PASSWORD, contract, place, sign_in};

contract![
    r7_an_address_is_changed_once_it_was_confirmed_and_not_before,
    r7_every_organization_takes_the_address_up_with_before_and_after,
    r7_one_organization_that_says_no_is_enough,
    r7_an_address_that_was_taken_meanwhile_stays_theirs,
    c36_a_link_of_one_purpose_opens_no_other,
    c37_links_to_the_old_address_die_with_it,
    r26_a_link_for_a_new_password_and_one_to_an_address_leave_each_other_alone,
    c38_nobody_reads_the_link_but_where_the_mail_arrives,
    r24_a_new_password_kills_the_link,
    r2_a_link_to_an_address_works_once_for_an_hour_and_a_newer_one_replaces_it,
    a_person_who_is_erased_leaves_no_address_behind,
];

const ANN: &str = "ann@nordlys.example";
const NEW: &str = "ann@lee.example";

async fn with_ann(engine: Engine) -> (Bench, Seated) {
    let bench = Bench::open(engine).await;
    bench.user("Ann Lee", ANN).await;
    bench.policy(|fields| fields.own_address = true).await;
    let token = bench.enter(ANN).await;
    let seated = bench.seated(&token).await.unwrap();
    (bench, seated)
}

fn password() -> Secret<String> {
    Secret::new(PASSWORD.to_owned())
}

async fn asks(seated: &Seated, email: &str) {
    seated.ask_address(email, &password()).await.unwrap().expect("the password is right");
}

fn refused(error: DirectoryError) -> Code {
    match error {
        DirectoryError::Refused(refusal) => refusal.code,
        other => panic!("{other}"),
    }
}

async fn r7_an_address_is_changed_once_it_was_confirmed_and_not_before(engine: Engine) {
    let (bench, seated) = with_ann(engine).await;
    let wrong = seated.ask_address(NEW, &Secret::new("not the password".to_owned())).await.unwrap();
    assert_eq!(wrong, Err(PresentProblem::Wrong), "the password is asked again");
    asks(&seated, NEW).await;
    bench.mail_to(ANN, "Another address was asked for").await;
    bench.enter(ANN).await;
    let token = bench.token(NEW).await;
    let shown = bench.directory.new_address(&token).await.unwrap().expect("open");
    assert_eq!((shown.before.as_str(), shown.after.as_str()), (ANN, NEW));
    let open = bench.enter(ANN).await;

    bench.directory.confirm_address(&token, &place()).await.unwrap().expect("confirmed");
    bench.enter(NEW).await;
    bench.try_in(&sign_in(ANN, PASSWORD)).await.expect_err("the old one opens nothing");
    let told = bench.mail_to(ANN, "You sign in with another address now").await;
    assert!(told.text.contains(NEW), "{}", told.text);
    assert!(bench.seated(&open).await.is_none(), "R24: every session has ended");
    let again = bench.directory.confirm_address(&token, &place()).await.unwrap();
    assert_eq!(again, Err(LinkProblem::Used));
}

async fn r7_every_organization_takes_the_address_up_with_before_and_after(engine: Engine) {
    let (bench, seated) = with_ann(engine).await;
    let (fjord, there) = bench.join_second("Fjord", ANN).await;
    allow(&bench, fjord).await;
    asks(&seated, NEW).await;
    let token = bench.token(NEW).await;
    bench.directory.confirm_address(&token, &place()).await.unwrap().expect("confirmed");
    let store = bench.store();
    let found = store.members(fjord, &[there]).await.unwrap().pop().unwrap();
    assert_eq!(found.email.as_str(), NEW);
    let events = bench.dump().await;
    let changes: Vec<&String> = events
        .table("event")
        .iter()
        .filter(|row| row.contains("kind=member_changed") && row.contains(ANN) && row.contains(NEW))
        .collect();
    assert_eq!(changes.len(), 2, "{changes:?}");
    assert_eq!(store.member_by_email(fjord, &found.email.key()).await.unwrap(), Some(there));
    assert_eq!(bench.dump().await.table("account_news").len(), 0);
}

/// Another organization lets people change their address too.
async fn allow(bench: &Bench, organization: rollbook_domain::OrganizationId) {
    let owner = bench.directory.owner(organization).await.unwrap().id;
    let desk = bench.directory.desk(organization, rollbook_directory::ActorId::Member(owner));
    let seen = desk.policy().await.unwrap().policy;
    let policy = rollbook_directory::contract::PolicyFields { own_address: true, ..seen.clone() };
    let ask = rollbook_directory::contract::SetPolicy { command: bench.command(), seen, policy };
    desk.set_policy(&ask).await.unwrap();
}

async fn r7_one_organization_that_says_no_is_enough(engine: Engine) {
    let (bench, seated) = with_ann(engine).await;
    assert_eq!(seated.address_refusal().await.unwrap(), None);
    asks(&seated, NEW).await;
    let token = bench.token(NEW).await;
    let (fjord, _) = bench.join_second("Fjord", ANN).await;
    assert_eq!(seated.address_refusal().await.unwrap().unwrap().code, Code::NotAllowed);
    let error = seated.ask_address(NEW, &password()).await.unwrap_err();
    assert_eq!(refused(error), Code::NotAllowed);
    let error = bench.directory.confirm_address(&token, &place()).await.unwrap_err();
    assert_eq!(refused(error), Code::NotAllowed, "judged again, as it is by then");
    allow(&bench, fjord).await;
    bench.directory.confirm_address(&token, &place()).await.unwrap().expect("a refusal uses no link up");
}

async fn r7_an_address_that_was_taken_meanwhile_stays_theirs(engine: Engine) {
    let (bench, seated) = with_ann(engine).await;
    asks(&seated, NEW).await;
    let token = bench.token(NEW).await;
    let (_, stranger) = bench.found("Strange", NEW).await;
    let error = bench.directory.confirm_address(&token, &place()).await.unwrap_err();
    assert_eq!(refused(error), Code::EmailTaken);
    bench.enter(ANN).await;
    assert_ne!(stranger, seated.member);
}

async fn c36_a_link_of_one_purpose_opens_no_other(engine: Engine) {
    let (bench, seated) = with_ann(engine).await;
    asks(&seated, NEW).await;
    let token = bench.token(NEW).await;
    assert_eq!(bench.directory.invitation(&token).await.unwrap().unwrap_err(), LinkProblem::Unknown);
    assert_eq!(bench.take_up(&token).await.unwrap().unwrap_err(), LinkProblem::Unknown);
    bench.invite("Bo Berg", "bo@nordlys.example").await;
    let other = bench.token("bo@nordlys.example").await;
    assert_eq!(bench.directory.new_address(&other).await.unwrap(), Err(LinkProblem::Unknown));
    assert_eq!(bench.directory.confirm_address(&other, &place()).await.unwrap(), Err(LinkProblem::Unknown));
}

async fn c37_links_to_the_old_address_die_with_it(engine: Engine) {
    let (bench, seated) = with_ann(engine).await;
    asks(&seated, NEW).await;
    let token = bench.token(NEW).await;
    let ask = rollbook_directory::Forgot { email: ANN.to_owned(), user_name: None, organization: None, place: place() };
    bench.directory.forgot(&ask).await.unwrap().unwrap().work.unwrap().await.unwrap();
    let recovery = bench.token(ANN).await;
    bench.directory.invitation(&recovery).await.unwrap().expect("open until then");
    bench.directory.confirm_address(&token, &place()).await.unwrap().expect("confirmed");
    assert_eq!(bench.directory.invitation(&recovery).await.unwrap().unwrap_err(), LinkProblem::Replaced);
}

async fn r26_a_link_for_a_new_password_and_one_to_an_address_leave_each_other_alone(engine: Engine) {
    let (bench, seated) = with_ann(engine).await;
    let forgets = async || {
        let email = ANN.to_owned();
        let ask = rollbook_directory::Forgot { email, user_name: None, organization: None, place: place() };
        bench.directory.forgot(&ask).await.unwrap().unwrap().work.unwrap().await.unwrap();
        bench.token(ANN).await
    };
    asks(&seated, NEW).await;
    let address = bench.token(NEW).await;
    let first = forgets().await;
    bench.directory.new_address(&address).await.unwrap().expect("a forgotten password leaves it open");
    assert_eq!(bench.token(NEW).await, address, "and its mail still leaves");
    asks(&seated, NEW).await;
    bench.directory.invitation(&first).await.unwrap().expect("another address leaves it open");
    let second = forgets().await;
    assert!(bench.directory.invitation(&first).await.unwrap().is_err(), "R2: a newer one replaces its own kind");
    bench.directory.invitation(&second).await.unwrap().expect("open");
    bench.act(Action::PasswordLink, &[seated.member]).await;
    let newest = bench.token(NEW).await;
    bench.directory.new_address(&newest).await.unwrap().expect("nor does an administrator’s link touch it");
}

async fn c38_nobody_reads_the_link_but_where_the_mail_arrives(engine: Engine) {
    let (bench, seated) = with_ann(engine).await;
    asks(&seated, NEW).await;
    let token = bench.token(NEW).await;
    let mail = bench.mail_to(NEW, "Confirm your new address for Nordlys").await;
    let view = bench.desk().mail(mail.id).await.unwrap();
    assert_eq!((view.link, view.row.has_link), (None, false));
    assert!(!view.text.contains(&token) && view.text.contains("[link]"), "{}", view.text);
}

async fn r24_a_new_password_kills_the_link(engine: Engine) {
    let (bench, seated) = with_ann(engine).await;
    asks(&seated, NEW).await;
    let token = bench.token(NEW).await;
    let new = Secret::new("amber-kite-velvet-77-plum".to_owned());
    seated.change_password(&password(), &new).await.unwrap().unwrap();
    assert_eq!(bench.directory.confirm_address(&token, &place()).await.unwrap(), Err(LinkProblem::Replaced));
}

async fn r2_a_link_to_an_address_works_once_for_an_hour_and_a_newer_one_replaces_it(engine: Engine) {
    let (bench, seated) = with_ann(engine).await;
    asks(&seated, NEW).await;
    let first = bench.token(NEW).await;
    asks(&seated, "ann@third.example").await;
    assert_eq!(bench.directory.new_address(&first).await.unwrap(), Err(LinkProblem::Replaced));
    let second = bench.token("ann@third.example").await;
    bench.clock.advance(HOUR);
    assert_eq!(bench.directory.confirm_address(&second, &place()).await.unwrap(), Err(LinkProblem::Old));
    assert!(bench.directory.new_address("nothing").await.unwrap().is_err());
}

async fn a_person_who_is_erased_leaves_no_address_behind(engine: Engine) {
    let (bench, seated) = with_ann(engine).await;
    asks(&seated, NEW).await;
    bench.act(Action::Archive, &[seated.member]).await;
    bench.act(Action::Erase, &[seated.member]).await;
    assert_eq!(bench.dump().await.holding(NEW), Vec::<String>::new());
}
