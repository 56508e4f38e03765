//! Settings, passwords, and the outcomes of commands.

use rollbook_domain::{CommandId, Timestamp};
use rollbook_testkit::{Book, Engine, contract};

contract![a_setting_is_kept_per_organization, a_password_hash_is_kept_with_the_account, an_outcome_is_kept_once];

async fn a_setting_is_kept_per_organization(engine: Engine) {
    let mut book = Book::open(engine).await;
    let (other, _) = book.second("Fjord").await.unwrap();
    for value in ["one", "two \u{1f44b}"] {
        let mut work = book.store.work(book.organization).await.unwrap();
        work.set("mail_server", value).await.unwrap();
        work.commit().await.unwrap();
        assert_eq!(book.store.setting(book.organization, "mail_server").await.unwrap().as_deref(), Some(value));
    }
    assert_eq!(book.store.setting(other, "mail_server").await.unwrap(), None, "C28");
    assert_eq!(book.store.setting(book.organization, "other").await.unwrap(), None);
}

async fn a_password_hash_is_kept_with_the_account(engine: Engine) {
    let mut book = Book::open(engine).await;
    let member = book.cast.named("Ann", "Lee");
    book.add(&member).await;
    let mut work = book.store.work(book.organization).await.unwrap();
    work.set_password(member.account, "$argon2id$canary", false, Timestamp(5)).await.unwrap();
    work.commit().await.unwrap();
    let (account, phc) = book.store.account_of(member.id).await.unwrap().unwrap();
    assert_eq!((account, phc.as_deref()), (member.account, Some("$argon2id$canary")));
    let read = book.store.members(book.organization, &[member.id]).await.unwrap().pop().unwrap();
    assert!(read.has_password, "the record says that there is one, not which");
    assert_eq!(book.store.account_of(rollbook_domain::MemberId::new(&mut book.cast)).await.unwrap(), None);
}

async fn an_outcome_is_kept_once(engine: Engine) {
    let mut book = Book::open(engine).await;
    let (other, _) = book.second("Fjord").await.unwrap();
    let command = CommandId::new(&mut book.cast);
    let mut work = book.store.work(book.organization).await.unwrap();
    assert_eq!(work.outcome_of(command).await.unwrap(), None);
    work.keep_outcome(command, 5, "{\"name\":\"Ann\"}").await.unwrap();
    work.commit().await.unwrap();
    let mut theirs = book.store.work(other).await.unwrap();
    assert_eq!(theirs.outcome_of(command).await.unwrap(), None, "C28: another organization's command");
    theirs.roll_back().await.unwrap();
    let mut work = book.store.work(book.organization).await.unwrap();
    assert_eq!(work.outcome_of(command).await.unwrap().as_deref(), Some("{\"name\":\"Ann\"}"));
    work.rewrite_outcomes("\"name\":", &|kept| Some(kept.replace("Ann", ""))).await.unwrap();
    work.rewrite_outcomes("no such text", &|_| Some(String::new())).await.unwrap();
    assert_eq!(work.outcome_of(command).await.unwrap().as_deref(), Some("{\"name\":\"\"}"));
    let again = work.keep_outcome(command, 6, "{}").await;
    assert!(matches!(again, Err(rollbook_store::StoreError::Taken)), "{again:?}");
}
