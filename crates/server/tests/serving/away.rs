//! A database that is away: at the start, in the middle, and while everybody works.

use crate::common::{Office, Settings, answer};
use futures::future::join_all;
use rollbook_store::SCHEMA;
use rollbook_testservers::postgres::{Cluster, database};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_starts_without_its_database_says_503_and_becomes_ready_when_it_comes() {
    let mut cluster = Cluster::start().unwrap();
    let url = cluster.database().unwrap();
    cluster.stop().unwrap();
    let settings = Settings::over(&url);
    let mut server = settings.serve().await;
    server.until_away().await;
    assert_eq!(server.status("/healthz").await, 200, "the process lives");
    let page = server.get("/").await.unwrap();
    assert_eq!((page.status.as_u16(), page.headers.get("retry-after").is_some()), (503, true));
    assert!(page.text.contains("Rollbook can’t reach its data"), "{page:?}");
    assert!(page.headers["content-security-policy"].to_str().unwrap().contains("default-src 'none'"));
    let style = page.text.split('"').find(|part| part.contains(".css")).expect("a style sheet").to_owned();
    assert_eq!(server.status(&style).await, 200, "how it looks needs no database");
    let asked = answer(server.client.post(format!("{}/api/v1/session", server.base)).body("{}")).await.unwrap();
    assert_eq!((asked.status.as_u16(), asked.text.contains("\"unreachable\"")), (503, true), "{asked:?}");
    assert!(server.log().contains("nothing listens at"), "{}", server.log());

    cluster.start_again().unwrap();
    server.until(async |server| server.log().contains("has no schema yet")).await;
    assert_eq!(server.status("/readyz").await, 503, "an empty database can’t be used either");
    let said = settings.said("migrate");
    assert_eq!(said.code, Some(0), "{said:?}");
    server.until_ready().await;
    assert_eq!(server.status("/nothing/here").await, 404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_goes_and_comes_back_leaves_nothing_half_done() {
    let mut cluster = Cluster::start().unwrap();
    let url = cluster.database().unwrap();
    let settings = Settings::over(&url);
    let office = Office::found(&url, &settings.base()).await;
    let mut paths = Vec::new();
    for n in 0..24 {
        paths.push(office.invited(&format!("Person {n}"), &format!("p{n}@nordlys.example")).await);
    }
    let mut server = settings.serve().await;
    server.until_ready().await;
    let before = office.active().await;

    let accepting = join_all(paths.iter().map(|path| server.accept(path)));
    let stopping = async {
        // Some are done, some are under way, some have to wait for their turn.
        while office.directory.store().seq(office.organization).await.is_ok_and(|seq| seq < 80) {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        cluster.stop().unwrap();
    };
    let (answers, ()) = tokio::join!(accepting, stopping);
    let answers: Vec<u16> = answers.into_iter().map(|answer| answer.expect("an answer").status.as_u16()).collect();
    assert!(answers.iter().all(|status| matches!(status, 200 | 303 | 503)), "{answers:?}");
    assert!(answers.contains(&503), "the database went while they worked: {answers:?}");
    server.until_away().await;

    cluster.start_again().unwrap();
    server.until_ready().await;
    office.directory.store().check().await.unwrap();
    assert!(office.whole().await, "the log is whole");
    // Whoever was told that it didn't work tries again; nobody is in twice, and nobody is left out.
    for (path, status) in paths.iter().zip(&answers) {
        let again = server.accept(path).await.unwrap().status.as_u16();
        // An answer may be lost after the change was kept.
        let expected: &[u16] = if *status == 503 { &[200, 303, 410] } else { &[410] };
        assert!(expected.contains(&again), "{path}: {status}, then {again}");
    }
    assert_eq!(office.active().await, before + 24);
    assert!(office.whole().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_newer_schema_is_not_served_and_not_touched() {
    let url = database().unwrap();
    let settings = Settings::over(&url);
    let office = Office::found(&url, &settings.base()).await;
    let set = "UPDATE schema_info SET version = 9, oldest_reader = 7";
    sqlx::query(set).execute(office.directory.store().pool()).await.unwrap();
    let said = format!("A newer version of Rollbook set this up (schema 7; this version knows {SCHEMA}).");
    settings.said("migrate").fails_with(3, &said);
    let mut server = settings.serve().await;
    server.until(async |server| server.log().contains("schema 7")).await;
    assert_eq!(server.status("/readyz").await, 503);
    assert_eq!(server.status("/").await, 503);
}
