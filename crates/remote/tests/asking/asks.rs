//! What is asked, how far long work is, and what changes.

use crate::house::House;
use rollbook_directory::{
    Desk, NAMES, Task,
    contract::{ActOnUsers, Mode, Outcome, Tag, Target, UsersCount, WireCode},
};
use rollbook_domain::{command::Action, member::Tab};
use rollbook_testkit::{Engine, contract};
use serde_json::{Value, json};
use std::{
    sync::{Arc, Mutex, OnceLock},
    time::Duration,
};

contract![
    the_server_answers_as_the_desk_does,
    what_can_t_be_understood_is_said_and_nothing_is_done,
    r25_nothing_is_answered_without_a_session,
    long_work_tells_how_far_it_is,
    cancelled_work_is_taken_back,
    a_change_of_one_desktop_is_told_to_another,
    the_same_command_twice_is_carried_out_once
];

async fn the_server_answers_as_the_desk_does(engine: Engine) {
    let house = House::open(engine).await;
    house.bench.import(&people(30)).await;
    let owners = house.owners().await;
    let ask = json!(Desk::whole_tab(Tab::Active));
    let answer = owners.ask("users_count", ask, &Task::unwatched()).await.unwrap();
    let count: UsersCount = serde_json::from_str(&answer).unwrap();
    assert_eq!(count.matching, 31);
    let far: Value =
        serde_json::from_str(&owners.ask("roles_get", Value::Null, &Task::unwatched()).await.unwrap()).unwrap();
    assert_eq!(far, json!(house.bench.desk().roles().await.unwrap()));
}

async fn what_can_t_be_understood_is_said_and_nothing_is_done(engine: Engine) {
    let house = House::open(engine).await;
    let owners = house.owners().await;
    let before = house.bench.dump().await;
    for (name, request, code) in [
        ("users_delete", Value::Null, WireCode::NoSuchAsk),
        ("users_page/../session", Value::Null, WireCode::NoSuchAsk),
        ("users_act", json!({ "action": "suspend" }), WireCode::Malformed),
        // C24: a field that nobody knows is no field at all.
        (
            "plan_set",
            json!({ "command": house.bench.command(), "plan": "starter", "owner": true }),
            WireCode::Malformed,
        ),
        ("user_get", json!("not an id"), WireCode::Malformed),
    ] {
        let error = owners.ask(name, request, &Task::unwatched()).await.unwrap_err();
        assert_eq!(error.code, code, "{name}: {}", error.message);
    }
    assert_eq!(house.bench.dump().await.table("event"), before.table("event"));
}

async fn r25_nothing_is_answered_without_a_session(engine: Engine) {
    let house = House::open(engine).await;
    let stranger = house.desktop();
    for name in NAMES {
        let error = stranger.ask(name, Value::Null, &Task::unwatched()).await.unwrap_err();
        assert_eq!(error.code, WireCode::SignedOut, "{name}");
    }
}

fn people(n: usize) -> String {
    let rows = (0..n).map(|n| format!("p{n}@nordlys.example,Person,{n}\n"));
    format!("email,first_name,last_name\n{}", rows.collect::<String>())
}

fn suspend_all(house: &House) -> Value {
    json!({
        "command": house.bench.command(),
        "action": Action::Suspend,
        "target": Target::Matching { filter: Desk::whole_tab(Tab::Active), except: vec![house.bench.owner] },
        "mode": Mode::AllOrNone,
        "preview": false,
    })
}

async fn long_work_tells_how_far_it_is(engine: Engine) {
    let house = House::open(engine).await;
    house.bench.import(&people(1_200)).await;
    let owners = house.owners().await;
    let told: Arc<Mutex<Vec<(u64, u64)>>> = Arc::default();
    let heard = Arc::clone(&told);
    let task = Task::new(move |done, total| heard.lock().unwrap().push((done, total)));
    let answer = owners.ask("users_act", suspend_all(&house), &task).await.unwrap();
    assert_eq!(serde_json::from_str::<Outcome>(&answer).unwrap().done, 1_200);
    let told = told.lock().unwrap();
    assert!(told.iter().any(|(done, total)| *done < *total && *total == 1_201), "{told:?}");
}

async fn cancelled_work_is_taken_back(engine: Engine) {
    let house = House::open(engine).await;
    house.bench.import(&people(1_200)).await;
    let owners = house.owners().await;
    let before = house.bench.dump().await;
    let slot: Arc<OnceLock<Task>> = Arc::default();
    let inner = Arc::clone(&slot);
    let task = Task::new(move |done, _| {
        if done > 0 {
            inner.get().expect("the task itself").cancel();
        }
    });
    assert!(slot.set(task.clone()).is_ok());
    let error = owners.ask("users_act", suspend_all(&house), &task).await.unwrap_err();
    assert_eq!(error.code, WireCode::Cancelled);
    // The next unit of work waits for the one that is taken back.
    house.bench.store().work(house.bench.organization).await.unwrap().roll_back().await.unwrap();
    assert_eq!(house.bench.dump().await.table("member"), before.table("member"));
}

async fn a_change_of_one_desktop_is_told_to_another(engine: Engine) {
    let house = House::open(engine).await;
    let (one, other) = (Arc::new(house.owners().await), house.owners().await);
    let (tell, mut told) = tokio::sync::mpsc::unbounded_channel::<Vec<Tag>>();
    let listener = Arc::clone(&one);
    let listens = tokio::spawn(async move { listener.changes(|tags| drop(tell.send(tags))).await });
    let ask = json!({ "command": house.bench.command(), "name": "Night watch", "description": "", "portal": false, "permissions": [], "preview": false });
    // Until the first news arrive, the other desktop may not listen yet.
    let heard = async {
        loop {
            let mut again = ask.clone();
            again["command"] = json!(house.bench.command());
            again["name"] = json!(format!("Night watch {}", house.bench.command()));
            other.ask("role_create", again, &Task::unwatched()).await.unwrap();
            if let Ok(Some(tags)) = tokio::time::timeout(Duration::from_millis(500), told.recv()).await {
                return tags;
            }
        }
    };
    let tags = tokio::time::timeout(Duration::from_secs(60), heard).await.expect("it is told");
    assert!(tags.contains(&Tag::Roles), "{tags:?}");
    listens.abort();
}

async fn the_same_command_twice_is_carried_out_once(engine: Engine) {
    let house = House::open(engine).await;
    let owners = house.owners().await;
    let ask = json!(house.bench.invitation("Ann Lee", "ann@nordlys.example"));
    let first = owners.ask("user_invite", ask.clone(), &Task::unwatched()).await.unwrap();
    let events = house.bench.log().await.len();
    // The answer was lost on its way: the desktop asks again.
    let second = owners.ask("user_invite", ask, &Task::unwatched()).await.unwrap();
    assert_eq!(first, second);
    assert_eq!(house.bench.log().await.len(), events);
}

#[test]
fn acting_is_asked_as_the_window_asks_it() {
    // The shape above is the contract's own.
    let text = r#"{"command":"01930000-0000-7000-8000-000000000001","action":"suspend","target":{"by":"ids","ids":[]},"mode":"all_or_none","preview":true}"#;
    assert!(serde_json::from_str::<ActOnUsers>(text).is_ok());
}
