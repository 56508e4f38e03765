//! The way back in at the server itself (C16), and the keys of second factors (R27).

use crate::common::{Office, Said, factor_key};
use rollbook_domain::{Event, member::Tier};
use rollbook_testkit::{Engine, PASSWORD, contract};
use std::path::PathBuf;

contract![
    c16_the_owner_is_let_back_in_by_a_link_and_the_log_says_so,
    c16_a_suspended_administrator_is_let_back_in_and_nobody_else,
    c16_second_factors_come_off_when_that_is_asked_for,
    c35_the_link_points_where_it_was_said_or_where_the_server_is_that_serves_it,
    r27_secrets_are_sealed_anew_by_the_newest_key_and_the_older_can_go,
];

const PORTAL: &str = "https://accounts.example.org";

/// The link that a command printed.
#[track_caller]
fn link(said: &Said) -> String {
    let line = said.out.lines().find_map(|line| line.trim().strip_prefix(PORTAL));
    line.unwrap_or_else(|| panic!("no link in {said:?}")).to_owned()
}

/// The token in it: the link leads to the page of passwords.
#[track_caller]
fn token_in(said: &Said) -> String {
    link(said).strip_prefix("/password/").expect("the page of passwords").to_owned()
}

fn recover(office: &Office, switches: &[&str]) -> Said {
    let mut command = office.command("recover");
    Said::of(command.env("SUDO_USER", "anna").args(["--portal", PORTAL]).args(switches))
}

async fn c16_the_owner_is_let_back_in_by_a_link_and_the_log_says_so(engine: Engine) {
    let office = Office::on(engine).await;
    let said = recover(&office, &[]);
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(said.out.starts_with("Olga Nor (owner@kubernetes.example) chooses a new password"), "{said:?}");
    let room = office.room().await;
    let token = &token_in(&said);
    let last = room.newest_event().await;
    assert!(matches!(&last, Event::LetIn { by, .. } if by.starts_with("anna at ")), "{last:?}");
    room.chooses(token, "wet-lantern-quartz-42-orbit").await;
    let opens = |password: &'static str| room.asks_for_factor("owner@kubernetes.example", password);
    assert_eq!(opens("wet-lantern-quartz-42-orbit").await, Some(false));
    assert_eq!(opens(PASSWORD).await, None, "the old one opens nothing");
    room.close().await;
    assert!(office.dump().await.holding(token).is_empty(), "R30, C43: the token is in no table");
    assert_eq!(Said::of(&mut office.command("verify")).code, Some(0));
}

async fn c16_a_suspended_administrator_is_let_back_in_and_nobody_else(engine: Engine) {
    let office = Office::on(engine).await;
    let room = office.room().await;
    let ada = room.joins("Ada", "ada@kubernetes.example", Tier::Admin).await;
    room.joins("Bo", "bo@kubernetes.example", Tier::User).await;
    room.suspend(ada).await;
    room.close().await;
    let before = office.dump().await;
    recover(&office, &["--email", "bo@kubernetes.example"]).fails_with(3, "administers nothing");
    recover(&office, &["--email", "cy@kubernetes.example"]).fails_with(3, "has nobody with the address");
    assert_eq!(office.dump().await, before);
    let said = recover(&office, &["--email", "ADA@kubernetes.example"]);
    let token = token_in(&said);
    let room = office.room().await;
    room.chooses(&token, "wet-lantern-quartz-42-orbit").await;
    assert_eq!(room.asks_for_factor("ada@kubernetes.example", "wet-lantern-quartz-42-orbit").await, Some(false));
    room.close().await;
}

async fn c16_second_factors_come_off_when_that_is_asked_for(engine: Engine) {
    let office = Office::on(engine).await;
    let room = office.room().await;
    room.enrols_app("owner@kubernetes.example").await;
    room.close().await;
    let token = token_in(&recover(&office, &[]));
    let room = office.room().await;
    room.chooses(&token, "wet-lantern-quartz-42-orbit").await;
    assert_eq!(
        room.asks_for_factor("owner@kubernetes.example", "wet-lantern-quartz-42-orbit").await,
        Some(true),
        "R26"
    );
    room.close().await;
    let said = recover(&office, &["--factors"]);
    assert!(said.out.contains("Every second factor was taken off them"), "{said:?}");
    let again = recover(&office, &["--factors"]);
    assert_eq!(again.code, Some(0), "also where there is none: {again:?}");
    let token = token_in(&again);
    let room = office.room().await;
    room.chooses(&token, "wet-lantern-quartz-43-orbit").await;
    assert_eq!(room.asks_for_factor("owner@kubernetes.example", "wet-lantern-quartz-43-orbit").await, Some(false));
    room.close().await;
}

async fn c35_the_link_points_where_it_was_said_or_where_the_server_is_that_serves_it(engine: Engine) {
    let office = Office::on(engine).await;
    Said::of(&mut office.command("recover")).fails_with(64, "The link needs an address");
    Said::of(office.command("recover").args(["--portal", "somewhere"])).fails_with(64, "somewhere is no address");
    let room = office.room().await;
    room.tells_portal().await;
    room.close().await;
    assert!(link(&Said::of(&mut office.command("recover"))).starts_with("/password/"));
}

async fn r27_secrets_are_sealed_anew_by_the_newest_key_and_the_older_can_go(engine: Engine) {
    let office = Office::on(engine).await;
    let room = office.room().await;
    room.enrols_app("owner@kubernetes.example").await;
    room.close().await;
    let file = |keys: &[u8]| -> PathBuf {
        let text: Vec<String> = keys.iter().map(|number| factor_key(*number)).collect();
        office.secret("keys", &text.join("\n"))
    };
    let rotate =
        |keys: &[u8]| Said::of(office.command("rotate-factor-keys").env("ROLLBOOK_FACTORS_KEYS_FILE", file(keys)));
    Said::of(&mut office.command("rotate-factor-keys")).fails_with(64, "factors.keys_file");
    rotate(&[2]).fails_with(3, "can’t be opened with any key");
    let said = rotate(&[2, 1]);
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(said.out.contains("sealed anew by key 2") && !said.out.starts_with("0 "), "{said:?}");
    assert!(said.out.contains("Nothing needs an older key any more (1)."), "{said:?}");
    let alone = rotate(&[2]);
    assert_eq!((alone.code, alone.out.starts_with("0 sealed anew")), (Some(0), true), "{alone:?}");
    let room = office.room().await;
    assert_eq!(room.asks_for_factor("owner@kubernetes.example", PASSWORD).await, Some(true));
    room.close().await;
}
