//! The replica: filled, broken off, gone on with, kept.

use crate::house::{Desktop, Line, Weather, content, is_the_same, key, office};
use rollbook_directory::contract::{EditUser, UserRow, UsersPage};
use rollbook_domain::{
    Refusal,
    command::Action,
    member::{AccessMode, Tab, Tier},
};
use rollbook_offline::{Failure, Step};
use rollbook_store::{Schema, Store};
use rollbook_testkit::{Bench, Engine, dump};

rollbook_testkit::contract![
    r32_a_replica_is_the_organization_to_the_row,
    r32_a_copy_that_breaks_off_goes_on,
    r32_what_happens_while_it_is_copied_is_in_it,
    r32_an_erased_person_is_gone_from_it_too,
    r34_no_secret_is_copied,
    r32_who_loses_the_right_has_no_replica,
];

async fn edit(bench: &Bench, member: rollbook_domain::MemberId, change: impl FnOnce(&mut EditUser)) {
    let seen = bench.row(member).await.version;
    let mut ask: EditUser = serde_json::from_value(serde_json::json!({
        "command": bench.command(), "member": member, "seen": seen,
    }))
    .unwrap();
    change(&mut ask);
    bench.desk().edit(&ask).await.unwrap();
}

async fn r32_a_replica_is_the_organization_to_the_row(engine: Engine) {
    let (bench, ingrid, people) = office(engine).await;
    let line = Line::new(&bench, ingrid);
    let mut desktop = Desktop::new(&bench, 1).await;
    assert!(desktop.it().desk().is_none(), "nothing is here yet");
    desktop.sync(&line).await;
    is_the_same(&bench, &desktop).await;

    bench.act(Action::Suspend, &people[..1]).await;
    edit(&bench, people[1], |ask| ask.phone = Some("+47 22 00 00 00".to_owned())).await;
    bench.import("Email;First name;Last name;Groups\nliv@nordlys.example;Liv;Moe;Night\n").await;
    bench.invite("Per Dahl", "per@nordlys.example").await;
    desktop.sync(&line).await;
    is_the_same(&bench, &desktop).await;

    let desk = desktop.it().desk().unwrap();
    let question = UsersPage {
        take: 100,
        ..serde_json::from_value(serde_json::json!({
            "filter": rollbook_directory::Desk::whole_tab(Tab::Active), "sort": { "key": "name", "descending": false },
            "offset": 0, "take": 100, "anchor": null,
        }))
        .unwrap()
    };
    let mut here = desk.users_page(&question).await.unwrap();
    let there = bench.desk_of(ingrid).users_page(&question).await.unwrap();
    let told = here.rows.iter_mut().map(without_the_line).filter(|says| *says).count();
    assert!(told >= people.len(), "what can’t wait says so");
    assert_eq!(here, there, "a screen shows the same");
}

/// Takes away what a row says of the missing line alone; whether it said so.
fn without_the_line(row: &mut UserRow) -> bool {
    let refusals = row.may.iter_mut().map(|permit| &mut permit.refusal);
    let refusals = refusals.chain([&mut row.as_refusal, &mut row.lock_refusal]);
    let says = |refusal: &mut Refusal| refusal.message == "This needs a connection.";
    refusals.filter_map(|refusal| refusal.take_if(says)).count() > 0
}

async fn r32_a_copy_that_breaks_off_goes_on(engine: Engine) {
    let (bench, ingrid, _) = office(engine).await;
    let line = Line::new(&bench, ingrid);
    let mut desktop = Desktop::new(&bench, 1).await;
    desktop.it().heard_of();
    let mut steps = Vec::new();
    loop {
        // Every step is broken off once, and the program ends after it.
        line.set(Weather::Lost);
        let broken = desktop.it().step(&line).await;
        assert!(matches!(broken, Err(Failure::Away(_)) | Ok(Step::Rest)), "{broken:?}");
        desktop.crash().await;
        desktop.it().heard_of();
        line.set(Weather::Fine);
        steps.push(desktop.it().step(&line).await.unwrap());
        if desktop.it().progress().is_none() && desktop.it().desk().is_some() {
            break;
        }
        desktop.crash().await;
        desktop.it().heard_of();
    }
    assert_eq!(steps, [Step::Begin, Step::Members, Step::Members, Step::Log, Step::News], "nothing is copied twice");
    is_the_same(&bench, &desktop).await;
}

async fn r32_what_happens_while_it_is_copied_is_in_it(engine: Engine) {
    let (bench, ingrid, people) = office(engine).await;
    let line = Line::new(&bench, ingrid);
    let mut desktop = Desktop::new(&bench, 1).await;
    desktop.it().heard_of();
    let mut n = 0;
    while desktop.it().step(&line).await.unwrap() != Step::Rest && n < 12 {
        n += 1;
        // Two addresses change places by way of a third, a group comes and another one goes.
        edit(&bench, people[n % 3], |ask| ask.email = Some(format!("swap{n}@nordlys.example"))).await;
        let group = format!("Email;First name;Last name;Groups\nnew{n}@nordlys.example;New;Person;Shift {n}\n");
        bench.import(&group).await;
        bench.act(if n % 2 == 0 { Action::Suspend } else { Action::Reactivate }, &people[2..]).await;
    }
    desktop.sync(&line).await;
    is_the_same(&bench, &desktop).await;
}

async fn r32_an_erased_person_is_gone_from_it_too(engine: Engine) {
    let (bench, ingrid, people) = office(engine).await;
    let line = Line::new(&bench, ingrid);
    let mut desktop = Desktop::new(&bench, 1).await;
    desktop.sync(&line).await;
    bench.act(Action::Archive, &people[..1]).await;
    bench.act(Action::Erase, &people[..1]).await;
    desktop.sync(&line).await;
    is_the_same(&bench, &desktop).await;
    let replica = Store::file(&desktop.replica(), &key(), Schema::Expect).await.unwrap();
    assert_eq!(dump(&replica).await.holding("nadia"), Vec::<String>::new());
}

async fn r34_no_secret_is_copied(engine: Engine) {
    let (bench, ingrid, _) = office(engine).await;
    bench.invite("Per Dahl", "per@nordlys.example").await;
    let token = bench.token("per@nordlys.example").await;
    let (other, _) = bench.found("Fjord", "knut@fjord.example").await;
    let line = Line::new(&bench, ingrid);
    let mut desktop = Desktop::new(&bench, 1).await;
    desktop.sync(&line).await;
    let replica = Store::file(&desktop.replica(), &key(), Schema::Expect).await.unwrap();
    let here = dump(&replica).await;
    for secret in ["$argon2", token.as_str(), "knut@fjord", "Fjord"] {
        assert_eq!(here.holding(secret), Vec::<String>::new(), "{secret}");
    }
    assert!(!bench.dump().await.holding("$argon2").is_empty(), "there was something to find");
    assert!(replica.seq(other).await.is_err(), "other organizations aren’t there");
    for table in ["factor", "recovery_code", "attempt", "as_link", "command", "factor_challenge"] {
        assert_eq!(here.table(table).len(), 0, "{table}");
    }
    assert!(content(&replica, bench.organization).await.iter().any(|rows| !rows.rows.is_empty()));
}

async fn r32_who_loses_the_right_has_no_replica(engine: Engine) {
    let (bench, ingrid, _) = office(engine).await;
    let line = Line::new(&bench, ingrid);
    let mut desktop = Desktop::new(&bench, 1).await;
    desktop.sync(&line).await;
    edit(&bench, ingrid, |ask| ask.access = Some(AccessMode::Custom)).await;
    desktop.sync(&line).await;
    is_the_same(&bench, &desktop).await;

    edit(&bench, ingrid, |ask| ask.tier = Some(Tier::User)).await;
    desktop.it().heard_of();
    let refused = desktop.it().step(&line).await;
    assert!(matches!(refused, Err(Failure::Refused(_))), "{refused:?}");
    assert!(desktop.it().desk().is_none() && !desktop.replica().exists(), "nothing is left of it");
}
