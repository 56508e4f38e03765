//! Backup and restore as docs/SERVER.md describes them, with PostgreSQL's own programs.

use crate::common::{Office, Settings};
use rollbook_testservers::postgres::Cluster;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restored_backup_is_whole_and_goes_on_where_it_was() {
    let cluster = Cluster::start().unwrap();
    let url = cluster.database().unwrap();
    let settings = Settings::over(&url);
    let office = Office::found(&url, &settings.base()).await;
    let ann = office.invited("Ann Lee", "ann@nordlys.example").await;
    let ben = office.invited("Ben Li", "ben@nordlys.example").await;
    let mut server = settings.serve().await;
    server.until_ready().await;
    assert_eq!(server.accept(&ann).await.unwrap().status, 200);

    // While the server goes on working.
    let dump = settings.folder().join("rollbook.dump");
    let dumped = cluster.client("pg_dump").arg("--format=custom").arg("--file").arg(&dump).arg(&url).output().unwrap();
    assert!(dumped.status.success(), "{dumped:?}");
    office.invite("Cy Lo", "cy@nordlys.example").await;
    server.ask_to_end();
    server.until_ended().await;

    let restored = cluster.database().unwrap();
    let mut restore = cluster.client("pg_restore");
    restore.args(["--no-owner", "--exit-on-error", "--single-transaction", "--dbname", &restored]).arg(&dump);
    let done = restore.output().unwrap();
    assert!(done.status.success(), "{done:?}");

    let again = Settings::over(&restored);
    let verified = again.said("verify");
    assert_eq!((verified.code, verified.out.starts_with("Nordlys: whole")), (Some(0), true), "{verified:?}");
    let mut server = again.serve().await;
    server.until_ready().await;
    assert_eq!(server.accept(&ann).await.unwrap().status, 410, "what was used is used");
    assert_eq!(server.accept(&ben).await.unwrap().status, 200, "what was open is open");
    assert_eq!(again.said("verify").code, Some(0));
}
