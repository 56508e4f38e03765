//! My profile: what is shown, what one may change (R7), one's sessions (row 85), one's permissions (row 87).

use crate::{browser::Browser, common::Served};
use reqwest::StatusCode;
use rollbook_directory::{
    Task,
    contract::{AddTeam, ChangeHoldings, EditUser, Mode, Target},
};
use rollbook_domain::{
    MemberId,
    group::Permission,
    holding::{Holding, Period},
    member::Status,
};
use rollbook_testkit::{Engine, PASSWORD, contract};

contract![
    r7_a_person_changes_their_names_phone_and_language,
    row_85_a_person_sees_their_sessions_and_ends_one_or_all_others,
    row_58_a_person_sees_their_teams_and_can_change_none_of_them,
];

const JON: &str = "jon@nordlys.example";

async fn with_jon(engine: Engine) -> (Served, MemberId) {
    let served = Served::on(engine).await;
    let jon = served.bench.user("Jón Þórsson", JON).await;
    (served, jon)
}

/// The fields of the form as the page has them.
fn fields<'a>(version: &'a str, changed: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let as_shown =
        [("first_name", "Jón"), ("last_name", "Þórsson"), ("phone", ""), ("language", "en"), ("seen", version)];
    as_shown
        .map(|(name, value)| changed.iter().find(|(other, _)| *other == name).copied().unwrap_or((name, value)))
        .to_vec()
}

fn seen(page: &str) -> String {
    page.split("name=\"seen\" value=\"")
        .nth(1)
        .expect("as the test stands")
        .split('"')
        .next()
        .expect("as the test stands")
        .to_owned()
}

async fn r7_a_person_changes_their_names_phone_and_language(engine: Engine) {
    let (served, jon) = with_jon(engine).await;
    let browser = Browser::of(&served, JON).await;
    let version = seen(&browser.get("/me/edit").await.text);
    let changed = [("first_name", "Jon & <b>"), ("phone", "+354 555 01 02"), ("language", "fr")];
    browser.send("/me/edit", &fields(&version, &changed)).await.leads_to("/me?saved");
    let page = browser.get("/me?saved").await;
    page.says("Votre profil est enregistré.");
    assert!(page.text.contains("Jon &amp; &lt;b&gt; Þórsson") && !page.text.contains("<b>"), "names are text");
    page.says("+354 555 01 02");
    page.says("Français");
    let user = served.bench.desk().user(jon).await.expect("as the test stands");
    assert_eq!(
        (user.first_name.as_str(), user.phone.as_str(), user.language.as_str()),
        ("Jon & <b>", "+354 555 01 02", "fr")
    );
    let log = served.bench.log().await;
    assert_eq!(log.last().expect("as the test stands").actor, Some(jon), "the log says who did it");
}

#[tokio::test]
async fn r7_what_is_not_ones_own_is_shown_and_has_no_field() {
    let (served, jon) = with_jon(Engine::Sqlite).await;
    let browser = Browser::of(&served, JON).await;
    let page = browser.get("/me/edit").await;
    page.says("An administrator changes these.");
    page.says(JON);
    let version = seen(&page.text);
    let before = served.bench.dump().await;
    for extra in [
        ("email", "other@nordlys.example"),
        ("tier", "owner"),
        ("status", "active"),
        ("access", "all"),
        ("groups", "x"),
        ("roles", "x"),
        ("licences", "x"),
        ("note", "x"),
        ("member", &served.bench.owner.to_string()),
        ("phone", "twice"),
    ] {
        let mut sent = fields(&version, &[("phone", "1")]);
        sent.push(extra);
        let page = browser.send("/me/edit", &sent).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{extra:?}");
        page.says("The form can’t be read");
    }
    assert_eq!(served.bench.dump().await, before, "C24: nothing else is taken");
    assert_eq!(served.bench.row(jon).await.email, JON);
}

#[tokio::test]
async fn c47_no_form_of_ones_own_pages_is_taken_without_its_value() {
    let (served, _) = with_jon(Engine::Sqlite).await;
    let (browser, other) = (Browser::of(&served, JON).await, Browser::of(&served, JON).await);
    let version = seen(&browser.get("/me/edit").await.text);
    other.get("/me").await;
    let session = served.bench.owner.to_string();
    let before = served.bench.dump().await;
    for form in [String::new(), other.form()] {
        let form = form.as_str();
        let mut edit = fields(&version, &[("phone", "1")]);
        edit.push(("form", form));
        for (path, sent) in [
            ("/me/edit", edit),
            ("/me/photo/remove", vec![("form", form)]),
            ("/me/sessions/others", vec![("form", form)]),
            ("/me/sessions/end", vec![("session", session.as_str()), ("form", form)]),
        ] {
            let page = browser.send_raw(path, &sent).await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{path}");
            page.says("This page was open too long");
        }
    }
    assert_eq!(served.bench.dump().await, before);
}

#[tokio::test]
async fn what_somebody_changed_meanwhile_is_said_and_what_was_typed_stays() {
    let (served, jon) = with_jon(Engine::Sqlite).await;
    let browser = Browser::of(&served, JON).await;
    let version = seen(&browser.get("/me/edit").await.text);
    let user = served.bench.desk().user(jon).await.unwrap();
    let edit = EditUser { phone: Some("+47 9".to_owned()), ..edit_of(&served, jon, user.row.version) };
    served.bench.desk().edit(&edit).await.unwrap();
    let page = browser.send("/me/edit", &fields(&version, &[("phone", "+47 1")])).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    page.says("Somebody changed this field in between. It now says \u{201c}+47 9\u{201d}.");
    assert!(page.text.contains("value=\"+47 1\""));
    let long = "1".repeat(61);
    let page = browser.send("/me/edit", &fields(&version, &[("phone", &long)])).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text.contains("aria-describedby=\"phone-error\" aria-invalid=\"true\""), "{}", page.text);
}

fn edit_of(served: &Served, member: MemberId, seen: i64) -> EditUser {
    serde_json::from_value(serde_json::json!({ "command": served.bench.command(), "member": member, "seen": seen }))
        .expect("an edit of nothing")
}

async fn row_85_a_person_sees_their_sessions_and_ends_one_or_all_others(engine: Engine) {
    let (served, _) = with_jon(engine).await;
    let sign_in = async |agent| {
        let browser = Browser::named(&served, agent);
        browser.sign_in(JON, PASSWORD).await.leads_to("/me");
        browser
    };
    let phone = sign_in("Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) Version/26.1 Safari/604.1").await;
    let tablet = sign_in("Mozilla/5.0 (Linux; Android 10; K) Chrome/142.0.0.0 Safari/537.36").await;
    let here = sign_in("Mozilla/5.0 (Windows NT 10.0; rv:145.0) Gecko/20100101 Firefox/145.0").await;
    let page = here.get("/me").await;
    for words in
        ["Firefox 145, Windows", "Chrome 142, Android", "Safari 26, iPhone", "This computer", "127.0.0.1", "Now"]
    {
        page.says(words);
    }
    assert!(page.text.contains("aria-label=\"End the session on Safari 26, iPhone\""));
    let id =
        page.text.split("value=\"").filter_map(|part| part.split_once("\" aria-label=\"End the session on Safari"));
    let id = id.map(|(id, _)| id.to_owned()).next().expect("as the test stands");
    here.send("/me/sessions/end", &[("session", &id)]).await.leads_to("/me?ended");
    phone.get("/me").await.leads_to("/?ended");
    Browser::is_in(&tablet.get("/me").await);
    here.get("/me").await;
    here.send("/me/sessions/others", &[]).await.leads_to("/me?ended");
    tablet.get("/me").await.leads_to("/?ended");
    let page = here.get("/me?ended").await;
    page.says("Ended. Whoever was signed in there has to sign in again.");
    assert!(!page.text.contains("Sign out elsewhere"), "nothing is left to end");
}

#[tokio::test]
async fn c28_nobody_ends_the_session_of_somebody_else() {
    let (served, _) = with_jon(Engine::Sqlite).await;
    served.bench.user("Ida Lund", "ida@nordlys.example").await;
    let (jon, ida) = (Browser::of(&served, JON).await, Browser::of(&served, "ida@nordlys.example").await);
    Browser::of(&served, "ida@nordlys.example").await;
    let page = ida.get("/me").await;
    let theirs = page.text.split("name=\"session\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    jon.get("/me").await;
    let refused = jon.send("/me/sessions/end", &[("session", &theirs)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(ida.get("/me").await.text.contains(&theirs), "it goes on");
}

#[tokio::test]
async fn row_87_permissions_are_listed_by_where_they_come_from() {
    let (served, jon) = with_jon(Engine::Sqlite).await;
    let bench = &served.bench;
    let browser = Browser::of(&served, JON).await;
    browser.get("/me/permissions").await.says("You have no permissions here yet.");
    let groups = bench.desk().groups().await.unwrap();
    let group = groups.iter().find(|group| group.permissions > 0).expect("a group with permissions");
    let catalogue = bench.desk().glass(jon).await.unwrap();
    let mut marks = catalogue.products.iter().flat_map(|product| &product.modules);
    let module = marks.next().expect("a module");
    let (granted, restricted): (Permission, Permission) =
        (module.marks[0].permission.clone(), module.marks[1].permission.clone());
    let ask = ChangeHoldings {
        seen: None,
        command: bench.command(),
        give: vec![Holding::Group(group.id), Holding::Grant(granted), Holding::Restriction(restricted)],
        take: vec![],
        period: Period::OPEN,
        target: Target::Ids { ids: vec![jon] },
        mode: Mode::AllOrNone,
        preview: false,
    };
    bench.desk().change_holdings(&ask, &Task::unwatched()).await.unwrap();
    let page = browser.get("/me/permissions").await;
    page.says(&format!("{} group", group.name));
    page.says("Only you set for you");
    page.says("Not you taken from you");
    page.says("Taken away");
    let count = bench.desk().glass(jon).await.unwrap().count;
    page.says(&format!("{count} of {}", catalogue.of));
    browser.get("/me").await.says(&format!("Groups{}", group.name));
}

#[tokio::test]
async fn row_87_the_owner_sees_that_they_have_everything() {
    let served = Served::open().await;
    let page = Browser::of(&served, "sigrun@nordlys.example").await.get("/me/permissions").await;
    page.says("Everything, as the owner");
    assert!(!page.text.contains("not allowed"));
}

#[tokio::test]
async fn c27_the_pages_of_members_lead_everybody_else_to_sign_in() {
    let (served, jon) = with_jon(Engine::Sqlite).await;
    let stranger = Browser::new(&served);
    for path in ["/me", "/me/edit", "/me/permissions", "/me/photo", &format!("/photo/{jon}/0123456789abcdef")] {
        stranger.get(path).await.leads_to("/");
    }
    for path in ["/me/edit", "/me/photo", "/me/photo/remove", "/me/sessions/end", "/me/sessions/others"] {
        stranger.send_raw(path, &[("form", "x")]).await.leads_to("/?ended");
    }
    let waiting = served.bench.invite("Ida Lund", "ida@nordlys.example").await;
    assert_eq!(served.bench.row(waiting).await.status, Status::Pending);
}

async fn row_58_a_person_sees_their_teams_and_can_change_none_of_them(engine: Engine) {
    let (served, jon) = with_jon(engine).await;
    let desk = served.bench.desk();
    let browser = Browser::of(&served, JON).await;
    assert!(!browser.get("/me").await.text.contains("Teams"));
    let ask = AddTeam { command: served.bench.command(), name: "Night <crew>".to_owned() };
    desk.add_team(&ask).await.expect("allowed");
    let team = desk.access_choices().await.expect("read").teams[0].id;
    let ask = ChangeHoldings {
        command: served.bench.command(),
        give: vec![Holding::Team(team)],
        take: Vec::new(),
        period: Period::OPEN,
        target: Target::Ids { ids: vec![jon] },
        mode: Mode::AllOrNone,
        preview: false,
        seen: None,
    };
    desk.change_holdings(&ask, &Task::unwatched()).await.expect("allowed");
    let page = browser.get("/me").await;
    assert!(page.text.contains("<dt>Teams</dt><dd>Night &lt;crew&gt;</dd>"), "{}", page.words());
    assert!(!browser.get("/me/edit").await.text.contains("Night"), "R7: it isn’t theirs to change");
}
