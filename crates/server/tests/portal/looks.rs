//! The pages in a real browser, from 320 pixels up, in light and dark colours: nobody is kept out (axe), and
//! nothing hangs over the edge. The pictures are kept with the test's other output, to be looked at.

use crate::{browser, common::Served};
use fantoccini::Locator;
use rollbook_directory::contract::{ChangeHoldings, CreateGroup, InviteUser, Mode, Target};
use rollbook_domain::{
    MemberId,
    command::Action,
    holding::{Holding, Period},
    member::Tier,
};
use rollbook_testkit::PASSWORD;
use rollbook_testservers::browser::Browser;
use std::path::{Path, PathBuf};

const WIDTHS: [u32; 3] = [1280, 768, 320];
pub(crate) const ZOE: &str = "zoe.vandenbroeck@nordlys.example";

pub(crate) fn pictures() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("portal")
}

/// Looks at the page that is open, in every size and both colours.
pub(crate) async fn look(browser: &Browser, name: &str) {
    for width in WIDTHS {
        for (dark, colours) in [(false, "light"), (true, "dark")] {
            browser.show_as((width, 800), dark).await.expect("as the test stands");
            let measure =
                "const root = document.documentElement; return [root.scrollWidth - innerWidth, root.scrollHeight];";
            let sizes = browser.execute(measure, Vec::new()).await.expect("as the test stands");
            assert!(
                sizes[0].as_i64().expect("as the test stands") <= 0,
                "{name} hangs over the edge at {width}: {sizes}"
            );
            let violations = browser.axe().await.expect("as the test stands");
            assert!(violations.is_empty(), "{name} at {width}, {colours}: {violations:?}");
            let height =
                u32::try_from(sizes[1].as_i64().expect("as the test stands")).expect("as the test stands").max(800);
            browser.show_as((width, height), dark).await.expect("as the test stands");
            browser
                .screenshot(pictures().join(format!("{name}-{width}-{colours}.png")))
                .await
                .expect("as the test stands");
        }
    }
}

pub(crate) async fn type_in(browser: &Browser, field: &str, text: &str) {
    let field = browser.find(Locator::Css(field)).await.expect("as the test stands");
    field.clear().await.expect("as the test stands");
    field.send_keys(text).await.expect("as the test stands");
}

pub(crate) async fn press(browser: &Browser, words: &str) {
    let button = format!("//main//button[normalize-space(.)='{words}'] | //main//a[normalize-space(.)='{words}']");
    browser.find(Locator::XPath(&button)).await.expect("as the test stands").click().await.expect("as the test stands");
}

pub(crate) async fn heading(browser: &Browser, words: &str) {
    let heading = format!("//h1[normalize-space(.)='{words}']");
    browser.wait().for_element(Locator::XPath(&heading)).await.expect("as the test stands");
}

/// A user in two groups, with a role and something set for her alone.
pub(crate) async fn zoe(served: &Served) -> MemberId {
    let bench = &served.bench;
    let ask = InviteUser { tier: Tier::User, ..bench.invitation("Zoë Van_den_Broeck", ZOE) };
    let ask = InviteUser { last_name: "Van den Broeck".to_owned(), ..ask };
    let member = bench.desk().invite(&ask).await.expect("as the test stands").member.expect("as the test stands");
    bench.accept(ZOE).await;
    let glass = bench.desk().glass(bench.owner).await.expect("as the test stands");
    let modules: Vec<_> = glass.products.iter().flat_map(|product| &product.modules).collect();
    let some = |module: usize, actions: usize| {
        modules[module].marks.iter().take(actions).map(|mark| mark.permission.clone()).collect::<Vec<_>>()
    };
    let mut give = vec![Holding::Grant(modules[2].marks[3].permission.clone())];
    for (name, permissions) in
        [("Finance", [some(0, 4), some(1, 1), some(2, 3)].concat()), ("Antwerp office", some(3, 2))]
    {
        let group = CreateGroup {
            command: bench.command(),
            name: name.to_owned(),
            description: String::new(),
            product: None,
            parent: None,
            permissions,
            preview: false,
        };
        give.push(Holding::Group(
            bench.desk().create_group(&group).await.expect("as the test stands").group.expect("as the test stands"),
        ));
    }
    let roles = bench.desk().roles().await.expect("as the test stands");
    give.extend(roles.roles.iter().find(|role| role.name == "Read-Only").map(|role| Holding::Role(role.id)));
    give.push(Holding::Restriction(modules[1].marks[0].permission.clone()));
    let ask = ChangeHoldings {
        seen: None,
        command: bench.command(),
        give,
        take: Vec::new(),
        period: Period::OPEN,
        target: Target::Ids { ids: vec![member] },
        mode: Mode::AllOrNone,
        preview: false,
    };
    bench.desk().change_holdings(&ask, &rollbook_directory::Task::unwatched()).await.expect("as the test stands");
    member
}

#[tokio::test]
async fn every_page_is_open_to_everybody_at_every_size_and_in_both_colours() {
    let served = Served::open().await;
    let zoe = zoe(&served).await;
    let (fjord, _) = served.bench.found("Fjord Rederi", "kari@fjord.example").await;
    for agent in [
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6) Version/26.1 Safari/604.1",
        "Mozilla/5.0 (Windows NT 10.0) Firefox/145.0",
    ] {
        browser::Browser::named(&served, agent).sign_in(ZOE, PASSWORD).await.leads_to("/me");
    }
    let browser = Browser::open().await.unwrap();
    let open = async |path: &str| browser.goto(&format!("{}{path}", served.base)).await.unwrap();

    open("/").await;
    look(&browser, "sign-in").await;
    press(&browser, "Forgot your password?").await;
    look(&browser, "forgot").await;
    type_in(&browser, "#email", "nobody@nordlys.example").await;
    press(&browser, "Send the link").await;
    heading(&browser, "Look in your mail").await;
    look(&browser, "forgot-sent").await;
    crate::founding_looks::asks(&browser, &served).await;
    crate::own_address_looks::tickets(&browser, &served).await;
    open(&format!("/o/{}", served.bench.organization)).await;
    type_in(&browser, "#email", ZOE).await;
    type_in(&browser, "#password", "wrong-lantern").await;
    press(&browser, "Sign in").await;
    browser.wait().for_element(Locator::Css("[role=alert]")).await.unwrap();
    look(&browser, "sign-in-wrong").await;
    type_in(&browser, "#password", PASSWORD).await;
    press(&browser, "Sign in").await;
    heading(&browser, "My profile").await;
    look(&browser, "me").await;

    let menu = browser.find(Locator::Css(".menu summary")).await.unwrap();
    menu.click().await.unwrap();
    look(&browser, "me-menu").await;
    menu.click().await.unwrap();
    press(&browser, "Edit").await;
    heading(&browser, "Edit profile").await;
    look(&browser, "edit").await;
    type_in(&browser, "#phone", &"1".repeat(60)).await;
    browser.execute("document.querySelector('#phone').value = '1'.repeat(61)", Vec::new()).await.unwrap();
    press(&browser, "Save").await;
    browser.wait().for_element(Locator::Css("#phone-error")).await.unwrap();
    look(&browser, "edit-wrong").await;
    type_in(&browser, "#phone", "+32 470 61 22 08").await;
    press(&browser, "Save").await;
    heading(&browser, "My profile").await;
    look(&browser, "me-saved").await;
    press(&browser, "Add photo").await;
    heading(&browser, "Photo").await;
    look(&browser, "photo").await;
    let picture = pictures().join("chosen.png");
    image::RgbImage::from_fn(300, 200, |x, y| {
        image::Rgb([180, u8::try_from(x % 256).unwrap(), u8::try_from(y).unwrap()])
    })
    .save(&picture)
    .unwrap();
    type_file(&browser, &picture).await;
    press(&browser, "Use this photo").await;
    heading(&browser, "My profile").await;
    look(&browser, "me-photo").await;
    open("/me/password").await;
    heading(&browser, "Change password").await;
    type_in(&browser, "#current", "wrong-lantern").await;
    type_in(&browser, "#password", "lundi-brim-47-ska").await;
    type_in(&browser, "#again", "lundi-brim-47-ska").await;
    press(&browser, "Choose this password").await;
    browser.wait().for_element(Locator::Css("#current-error")).await.expect("what is wrong");
    look(&browser, "password").await;
    crate::own_address_looks::changes(&browser, &served).await;
    open("/me/permissions").await;
    heading(&browser, "My permissions").await;
    look(&browser, "permissions").await;

    served.bench.act(Action::PasswordLink, &[zoe]).await;
    let token = served.bench.token(ZOE).await;
    open(&format!("/password/{token}")).await;
    heading(&browser, "Choose a new password").await;
    look(&browser, "reset").await;
    served.bench.invite("Kari Dahl", "kari@fjord.example").await;
    let token = served.bench.token("kari@fjord.example").await;
    open(&format!("/join/{token}")).await;
    look(&browser, "join").await;
    served.bench.directory.accept(&token, None).await.unwrap().unwrap();
    browser.delete_all_cookies().await.unwrap();
    open("/").await;
    type_in(&browser, "#email", "kari@fjord.example").await;
    type_in(&browser, "#password", PASSWORD).await;
    press(&browser, "Sign in").await;
    heading(&browser, "Which organization?").await;
    look(&browser, "choose").await;
    press(&browser, "FRFjord Rederi").await;
    heading(&browser, "My profile").await;
    assert_eq!(served.bench.directory.owner(fjord).await.unwrap().email.as_str(), "kari@fjord.example");
    crate::founding_looks::founds(&browser, &served).await;
    crate::founding_looks::registers(&browser, &served).await;
    browser.close().await;
}

async fn type_file(browser: &Browser, file: &Path) {
    let field = browser.find(Locator::Css("input[type=file]")).await.expect("as the test stands");
    field.send_keys(&file.display().to_string()).await.expect("as the test stands");
}

#[tokio::test]
async fn without_javascript_a_person_signs_in_edits_their_profile_and_signs_out() {
    let served = Served::open().await;
    zoe(&served).await;
    let browser = Browser::without_javascript().await.unwrap();
    browser.goto(&served.base).await.unwrap();
    type_in(&browser, "#email", ZOE).await;
    type_in(&browser, "#password", PASSWORD).await;
    press(&browser, "Sign in").await;
    heading(&browser, "My profile").await;
    press(&browser, "Edit").await;
    type_in(&browser, "#first_name", "Zoé").await;
    press(&browser, "Save").await;
    heading(&browser, "My profile").await;
    assert!(browser.source().await.unwrap().contains("Zoé Van den Broeck"));
    browser.find(Locator::Css(".menu summary")).await.unwrap().click().await.unwrap();
    browser.find(Locator::XPath("//button[normalize-space(.)='Sign out']")).await.unwrap().click().await.unwrap();
    heading(&browser, "Sign in").await;
    browser.close().await;
}
