//! Opening a database on a server: every way in which it fails is told apart, and what was away comes back.

use rollbook_store::{Address, AddressProblem, CertificateProblem, Schema, ServerProblem, Store, StoreError, Tls};
use rollbook_testkit::{Book, Place};
use rollbook_testservers::{
    certificates::Certificates,
    line::Line,
    postgres::{Cluster, database},
};
use std::{
    io::{Read as _, Write as _},
    net::TcpListener,
    time::Duration,
};

async fn opened(address: &Address) -> StoreError {
    let opening = Store::postgres(address, Schema::Expect);
    let opened = tokio::time::timeout(Duration::from_secs(30), opening).await.expect("the answer comes");
    opened.expect_err("it can’t be opened")
}

#[track_caller]
fn is(error: &StoreError, expected: &ServerProblem) {
    assert!(matches!(error, StoreError::Server(problem) if problem == expected), "{error:?} is not {expected:?}");
}

/// The address of the same database at another host or port, and with other parts.
fn changed(url: &str, change: impl FnOnce(&mut url::Url)) -> Address {
    let mut url: url::Url = url.parse().unwrap();
    change(&mut url);
    url.as_str().parse().unwrap()
}

struct Encrypted {
    folder: tempfile::TempDir,
    cluster: Cluster,
    url: String,
}

impl Encrypted {
    fn start(certificates: impl FnOnce(&std::path::Path) -> std::io::Result<Certificates>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let certificates = certificates(folder.path()).unwrap();
        std::fs::write(folder.path().join("ca.pem"), &certificates.root_pem).unwrap();
        let cluster = Cluster::start_encrypted(&certificates).unwrap();
        let url = cluster.database().unwrap();
        Self { folder, cluster, url }
    }

    /// Its address, with its own authority and a checked line.
    fn address(&self) -> Address {
        let authority = self.folder.path().join("ca.pem");
        self.url.parse::<Address>().unwrap().protected(Tls::Always).trusting(&authority).unwrap()
    }
}

#[tokio::test]
async fn a_line_is_encrypted_and_checked_by_the_authority_that_is_named() {
    let server = Encrypted::start(|folder| Certificates::make(folder, &["localhost", "127.0.0.1"]));
    let store = Store::postgres(&server.address(), Schema::Migrate).await.unwrap();
    let encrypted = "SELECT CAST(count(*) AS BIGINT) FROM pg_stat_ssl WHERE ssl AND pid = pg_backend_pid()";
    let encrypted: i64 = sqlx::query_scalar(encrypted).fetch_one(store.pool()).await.unwrap();
    assert_eq!(encrypted, 1);
    assert!(store.listen().await.unwrap().is_some(), "the line on which others are heard is no other");
    store.close().await;

    let without = server.url.parse::<Address>().unwrap().protected(Tls::Always);
    let unknown = ServerProblem::Certificate(CertificateProblem::UnknownAuthority);
    is(&opened(&without).await, &unknown);
    let other = Encrypted::start(|folder| Certificates::make(folder, &["127.0.0.1"]));
    let wrong = without.clone().trusting(&other.folder.path().join("ca.pem")).unwrap();
    is(&opened(&wrong).await, &unknown);
    let right = server.address();
    std::fs::remove_file(server.folder.path().join("ca.pem")).unwrap();
    let gone = opened(&right).await;
    assert!(matches!(gone, StoreError::Address(AddressProblem::Authority(_))), "{gone:?}");
    assert!(server.cluster.port() != other.cluster.port());
}

#[tokio::test]
async fn a_certificate_for_another_name_or_of_another_time_is_refused() {
    let other = Encrypted::start(|folder| Certificates::make(folder, &["db.nordlys.example"]));
    is(&opened(&other.address()).await, &ServerProblem::Certificate(CertificateProblem::OtherName));
    let old = Encrypted::start(|folder| Certificates::expired(folder, &["127.0.0.1"]));
    is(&opened(&old.address()).await, &ServerProblem::Certificate(CertificateProblem::Expired));
}

#[tokio::test]
async fn a_server_that_does_not_encrypt_gets_no_password() {
    let address = database().unwrap().parse::<Address>().unwrap().protected(Tls::Always);
    is(&opened(&address).await, &ServerProblem::NoTls);
    let server = Encrypted::start(|folder| Certificates::make(folder, &["127.0.0.1"]));
    let plain = server.url.parse::<Address>().unwrap().protected(Tls::Never);
    is(&opened(&plain).await, &ServerProblem::NotLetIn);
}

#[tokio::test]
async fn who_is_not_there_not_let_in_or_something_else_is_told_apart() {
    let url = database().unwrap();
    let nobody = changed(&url, |url| url.set_host(Some("no-such-host.invalid")).unwrap()).protected(Tls::Never);
    is(&opened(&nobody).await, &ServerProblem::NameNotFound("no-such-host.invalid".to_owned()));
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let refused = changed(&url, |url| url.set_port(Some(closed)).unwrap());
    is(&opened(&refused).await, &ServerProblem::Refused(refused.shown()));
    let guess = changed(&url, |url| url.set_password(Some("canary-guess")).unwrap());
    let said = opened(&guess).await;
    is(&said, &ServerProblem::WrongPassword);
    assert!(!format!("{said} {said:?}").contains("canary"));
    let missing = changed(&url, |url| url.set_path("/nothing"));
    is(&opened(&missing).await, &ServerProblem::NoDatabase("nothing".to_owned()));

    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = other.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in other.incoming() {
            let mut stream = stream.unwrap();
            let _heard = stream.read(&mut [0; 1_024]).unwrap();
            stream.write_all(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n").unwrap();
        }
    });
    let web = changed(&url, |url| url.set_port(Some(port)).unwrap()).protected(Tls::Always);
    is(&opened(&web).await, &ServerProblem::NotPostgres);
}

#[tokio::test]
async fn a_server_that_takes_the_call_and_says_nothing_is_not_waited_for_for_ever() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = silent.local_addr().unwrap().port();
    let address = changed(&database().unwrap(), |url| url.set_port(Some(port)).unwrap());
    is(&opened(&address).await, &ServerProblem::NoAnswer);
}

#[tokio::test]
async fn an_empty_database_is_not_set_up_by_looking_and_a_newer_one_is_left_alone() {
    let address: Address = database().unwrap().parse().unwrap();
    let empty = opened(&address).await;
    assert!(matches!(empty, StoreError::NotMigrated { found: None, app: 2 }), "{empty:?}");
    let done = Store::migrate(&address).await.unwrap();
    assert_eq!((done.before, done.now), (None, 2));
    let again = Store::migrate(&address).await.unwrap();
    assert_eq!((again.before, again.now), (Some(2), 2));
    let store = Store::postgres(&address, Schema::Expect).await.unwrap();
    let set = |text: &'static str| sqlx::query(text).execute(store.pool());
    set("UPDATE schema_info SET version = 0, oldest_reader = 0").await.unwrap();
    let older = opened(&address).await;
    assert!(matches!(older, StoreError::NotMigrated { found: Some(0), app: 2 }), "{older:?}");
    set("UPDATE schema_info SET version = 9, oldest_reader = 7").await.unwrap();
    for refused in [opened(&address).await, Store::migrate(&address).await.unwrap_err()] {
        assert!(matches!(refused, StoreError::Newer { file: 7, app: 2 }), "{refused:?}");
    }
    let newer = store.check().await.unwrap_err();
    assert!(matches!(newer, StoreError::Newer { .. }), "{newer:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_that_migrate_at_once_one_does_it_and_the_others_find_it_done() {
    let address: Address = database().unwrap().parse().unwrap();
    let all = (0..8).map(|_| {
        let address = address.clone();
        tokio::spawn(async move { Store::migrate(&address).await })
    });
    for one in all.collect::<Vec<_>>() {
        assert_eq!(one.await.unwrap().unwrap().now, 2);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_is_away_at_the_start_is_used_when_it_comes() {
    let mut cluster = Cluster::start().unwrap();
    let address: Address = cluster.database().unwrap().parse().unwrap();
    cluster.stop().unwrap();
    let store = Store::postgres_later(&address).unwrap();
    is(&store.check().await.unwrap_err(), &ServerProblem::Refused(address.shown()));
    cluster.start_again().unwrap();
    let empty = store.check().await.unwrap_err();
    assert!(matches!(empty, StoreError::NotMigrated { found: None, .. }), "{empty:?}");
    Store::migrate(&address).await.unwrap();
    store.check().await.unwrap();
    assert!(store.organizations().await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_a_unit_of_work_that_loses_its_database_nothing_stays() {
    let mut cluster = Cluster::start().unwrap();
    let mut book = Book::at(Place::of_database(&cluster.database().unwrap())).await;
    let member = book.cast.member();
    book.add(&member).await;
    let before = book.store.seq(book.organization).await.unwrap();
    let mut work = book.store.work(book.organization).await.unwrap();
    work.set("colour", "blue").await.unwrap();
    cluster.stop().unwrap();
    let lost = work.commit().await.unwrap_err();
    assert!(matches!(&lost, StoreError::Server(problem) if problem.passes()), "{lost:?}");
    let away = book.store.check().await.unwrap_err();
    assert!(matches!(&away, StoreError::Server(problem) if problem.passes()), "{away:?}");
    let unread = book.store.seq(book.organization).await.unwrap_err();
    assert!(matches!(&unread, StoreError::Server(problem) if problem.passes()), "{unread:?}");
    cluster.start_again().unwrap();
    book.store.check().await.unwrap();
    assert_eq!(book.store.seq(book.organization).await.unwrap(), before);
    assert_eq!(book.store.setting(book.organization, "colour").await.unwrap(), None);
    let member = book.cast.member();
    book.add(&member).await;
    assert_eq!(book.store.verify_log(book.organization, |_| {}).await.unwrap(), None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lines_that_died_in_silence_are_not_kept() {
    let url = database().unwrap();
    let port = url.parse::<url::Url>().unwrap().port().unwrap();
    let line = Line::to(port).await.unwrap();
    let address = changed(&url, |url| url.set_port(Some(line.port)).unwrap()).connections(4);
    let store = Store::postgres(&address, Schema::Migrate).await.unwrap();
    let ask = || async { sqlx::query("SELECT 1 FROM pg_sleep(0.1)").execute(store.pool()).await };
    for answer in futures::future::join_all((0..4).map(|_| ask())).await {
        answer.unwrap();
    }
    line.fall_silent();
    is(&store.check().await.unwrap_err(), &ServerProblem::NoAnswer);
    // Questions under way when it happens are given up by whoever asks.
    let patience = Duration::from_secs(1);
    let given_up = futures::future::join_all((0..4).map(|_| tokio::time::timeout(patience, ask()))).await;
    assert!(given_up.iter().all(|answer| !matches!(answer, Ok(Ok(_)))), "nothing comes through");
    line.mend();
    store.check().await.unwrap();
    // A line that died is found out when it is taken up, which has its time; a place that was lost would
    // be lost in every round.
    for round in 1.. {
        let answers = futures::future::join_all((0..8).map(|_| ask())).await;
        if answers.iter().all(Result::is_ok) {
            break;
        }
        assert!(round < 5, "every place in the pool is free again: {answers:?}");
    }
}

#[tokio::test]
async fn a_statement_and_a_wait_for_a_lock_have_an_end() {
    let store = Store::postgres(&database().unwrap().parse().unwrap(), Schema::Migrate).await.unwrap();
    let limit = |name: &'static str| {
        let pool = store.pool().clone();
        async move {
            let text: String =
                sqlx::query_scalar("SELECT current_setting($1)").bind(name).fetch_one(&pool).await.unwrap();
            text
        }
    };
    assert_eq!(limit("statement_timeout").await, "1min");
    assert_eq!(limit("lock_timeout").await, "20s");
    assert_eq!(limit("idle_in_transaction_session_timeout").await, "1min");
    let mut connection = store.pool().acquire().await.unwrap();
    sqlx::query("SET statement_timeout = 50").execute(&mut *connection).await.unwrap();
    let slow = sqlx::query("SELECT 1 FROM pg_sleep(30)").execute(&mut *connection).await.unwrap_err();
    is(&slow.into(), &ServerProblem::TooSlow);
}
