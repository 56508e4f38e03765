//! Who comes, and until when they are in.

use crate::house::{House, enter};
use rollbook_credentials::Secret;
use rollbook_directory::{
    ActorId, Task,
    contract::{InviteUser, OrganizationDetails, SignInStep, WireCode},
};
use rollbook_domain::{
    command::Action,
    member::{AccessMode, Tier},
};
use rollbook_testkit::{Engine, PASSWORD, contract};
use serde_json::Value;

contract![
    the_owner_signs_in_and_finds_the_organization,
    r25_a_wrong_password_and_an_unknown_address_get_the_same_answer,
    c32_a_session_ends_with_the_suspension_in_the_middle_of_the_work,
    a_session_is_taken_up_again_and_ends_by_signing_out,
    nobody_who_only_uses_the_products_gets_a_desk,
    somebody_in_two_organizations_chooses_one
];

async fn details(client: &rollbook_remote::Client) -> Result<OrganizationDetails, WireCode> {
    let answer = client.ask("organization_get", Value::Null, &Task::unwatched()).await.map_err(|error| error.code)?;
    Ok(serde_json::from_str(&answer).unwrap())
}

async fn the_owner_signs_in_and_finds_the_organization(engine: Engine) {
    let house = House::open(engine).await;
    let desktop = house.desktop();
    assert_eq!(desktop.greet().await.unwrap().place, house.address);
    assert_eq!(details(&desktop).await, Err(WireCode::SignedOut), "nothing is told to nobody");
    assert_eq!(enter(&desktop, "sigrun@nordlys.example", PASSWORD).await.unwrap(), SignInStep::In);
    let found = details(&desktop).await.unwrap();
    assert_eq!((found.name.as_str(), found.you.id), ("Nordlys", house.bench.owner));
}

async fn r25_a_wrong_password_and_an_unknown_address_get_the_same_answer(engine: Engine) {
    let house = House::open(engine).await;
    let desktop = house.desktop();
    let wrong = enter(&desktop, "sigrun@nordlys.example", "not her password 1").await.unwrap_err();
    let unknown = enter(&desktop, "nobody@nordlys.example", "not her password 1").await.unwrap_err();
    assert_eq!(wrong.code, WireCode::SignInFailed);
    assert_eq!(wrong, unknown);
    assert!(desktop.token().is_none());
}

async fn c32_a_session_ends_with_the_suspension_in_the_middle_of_the_work(engine: Engine) {
    let house = House::open(engine).await;
    let ann = house.bench.administrator("Ann Lee", "ann@nordlys.example", AccessMode::Custom).await;
    let desktop = house.desktop();
    assert_eq!(enter(&desktop, "ann@nordlys.example", PASSWORD).await.unwrap(), SignInStep::In);
    assert_eq!(details(&desktop).await.unwrap().you.id, ann);
    house.bench.act(Action::Suspend, &[ann]).await;
    assert_eq!(details(&desktop).await, Err(WireCode::SignedOut));
}

async fn a_session_is_taken_up_again_and_ends_by_signing_out(engine: Engine) {
    let house = House::open(engine).await;
    let first = house.owners().await;
    let kept = first.token().unwrap();
    let second = house.desktop();
    second.take_up(kept.clone());
    assert_eq!(second.standing().await.unwrap(), SignInStep::In);
    second.sign_out().await.unwrap();
    assert!(second.token().is_none());
    second.take_up(kept);
    assert_eq!(second.standing().await.unwrap_err().code, WireCode::SignedOut);
    assert_eq!(details(&first).await, Err(WireCode::SignedOut));
    second.take_up(Secret::new("made up".to_owned()));
    assert_eq!(second.standing().await.unwrap_err().code, WireCode::SignedOut);
}

async fn nobody_who_only_uses_the_products_gets_a_desk(engine: Engine) {
    let house = House::open(engine).await;
    house.bench.user("Ann Lee", "ann@nordlys.example").await;
    let desktop = house.desktop();
    // Whether or not they may come in, no list of people is theirs (R14).
    drop(enter(&desktop, "ann@nordlys.example", PASSWORD).await);
    assert!(details(&desktop).await.is_err());
}

async fn somebody_in_two_organizations_chooses_one(engine: Engine) {
    let house = House::open(engine).await;
    if engine == Engine::Sqlite {
        return;
    }
    let ann = "ann@nordlys.example";
    house.bench.administrator("Ann Lee", ann, AccessMode::Custom).await;
    let (other, owner) = house.bench.found("Fjord", "owner@fjord.example").await;
    let desk = house.bench.directory.desk(other, ActorId::Member(owner));
    let ask = InviteUser { tier: Tier::Admin, ..house.bench.invitation("Ann Lee", ann) };
    desk.invite(&ask).await.unwrap();
    house.bench.take_up(&house.bench.token_in(&desk, ann).await).await.unwrap().unwrap();
    let desktop = house.desktop();
    let next = enter(&desktop, ann, PASSWORD).await.unwrap();
    let SignInStep::Choose { organizations } = next else { panic!("{next:?}") };
    let mut names: Vec<&str> = organizations.iter().map(|one| one.name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["Fjord", "Nordlys"]);
    assert_eq!(details(&desktop).await, Err(WireCode::SignedOut), "not before the choice");
    assert_eq!(desktop.choose(other).await.unwrap(), SignInStep::In);
    assert_eq!(details(&desktop).await.unwrap().id, other);
}
