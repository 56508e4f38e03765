//! The log's chain, checked from outside (R30).

use crate::common::{Office, Said, tables};

#[tokio::test]
async fn r30_a_whole_log_is_said_to_be_whole() {
    let office = Office::open().await;
    office.import(&tables(), &[]);
    let said = Said::of(&mut office.command("verify"));
    assert_eq!(said.code, Some(0), "{said:?}");
    let entries = office.dump().await.table("event").len();
    assert_eq!(said.out, format!("Kubernetes Client: whole, {entries} entries.\n"));
}

#[tokio::test]
async fn r30_the_first_broken_entry_is_named_whatever_was_done_to_it() {
    let office = Office::open().await;
    office.import(&tables(), &[]);
    let whole = std::fs::read(office.file()).unwrap();
    for (tampering, entry) in [
        ("UPDATE event SET body = replace(body, 'c', 'd') WHERE seq = 20", 20),
        ("UPDATE event SET actor = NULL WHERE seq = 7", 7),
        ("UPDATE event SET at = at + 1 WHERE seq = 9", 9),
        ("DELETE FROM event WHERE seq = 12", 12),
        ("UPDATE event SET seq = 100000 WHERE seq = 30", 30),
    ] {
        std::fs::write(office.file(), &whole).unwrap();
        let store = office.store().await;
        let changed = sqlx::query(tampering).execute(store.pool()).await.unwrap().rows_affected();
        store.close().await;
        assert_eq!(changed, 1, "{tampering}");
        let said = Said::of(&mut office.command("verify"));
        assert_eq!(said.code, Some(1), "{tampering}: {said:?}");
        assert!(said.out.starts_with(&format!("Kubernetes Client: broken at entry {entry}.")), "{tampering}: {said:?}");
    }
}

#[tokio::test]
async fn r30_an_end_that_was_cut_off_is_noticed() {
    let office = Office::open().await;
    office.import(&tables(), &[]);
    let entries = office.dump().await.table("event").len();
    let store = office.store().await;
    let last = i64::try_from(entries).unwrap();
    sqlx::query("DELETE FROM event WHERE seq = $1").bind(last).execute(store.pool()).await.unwrap();
    store.close().await;
    let said = Said::of(&mut office.command("verify"));
    assert_eq!(said.code, Some(1));
    assert!(said.out.contains(&format!("broken at entry {last}.")), "{said:?}");
}
