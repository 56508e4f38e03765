//! Registrations: who wants to found an organization without an account, until they do (row 75).

use rollbook_domain::{MailId, Timestamp, time::DAY};
use rollbook_store::{NewMail, Registration, Schema};
use rollbook_testkit::{Book, Engine, MORNING, contract};

contract![
    c36_a_registration_is_used_up_once_in_its_time,
    its_mail_waits_like_any_other_and_is_dropped_with_the_old_ones,
    what_an_older_version_made_is_brought_up_to_date_and_keeps_all_it_has,
];

const HASH: [u8; 32] = [7; 32];
const END: Timestamp = Timestamp(MORNING.0 + DAY);

async fn registered(book: &mut Book) -> Registration {
    let registration = Registration {
        first_name: "Una".to_owned(),
        last_name: "Berg".to_owned(),
        email: "una@fjordkraft.example".to_owned(),
        language: "de".to_owned(),
        password: None,
        expires: END,
    };
    let mail = NewMail {
        id: MailId::new(&mut book.cast),
        member: None,
        link_id: None,
        template: "registration",
        to_name: "Una Berg".to_owned(),
        to_address: registration.email.clone(),
        subject: "Go on".to_owned(),
        text: "https://example.org/register/x".to_owned(),
        html: "<p>".to_owned(),
        link: Some("https://example.org/register/x".to_owned()),
        created_at: MORNING.0,
    };
    book.store.add_registration(&HASH, &registration, mail).await.unwrap();
    registration
}

async fn c36_a_registration_is_used_up_once_in_its_time(engine: Engine) {
    let mut book = Book::open(engine).await;
    let registration = registered(&mut book).await;
    let store = book.store.clone();
    assert_eq!(store.registration(&HASH, MORNING).await.unwrap(), Some(registration.clone()));
    assert_eq!(store.registration(&[8; 32], MORNING).await.unwrap(), None);
    assert_eq!(store.registration(&HASH, END).await.unwrap(), None, "too old");
    assert!(store.choose_registration_password(&HASH, "$argon2id$one").await.unwrap());
    assert!(!store.choose_registration_password(&HASH, "$argon2id$two").await.unwrap(), "the first one stands");
    let chosen = store.registration(&HASH, MORNING).await.unwrap().unwrap();
    assert_eq!(chosen.password.as_deref(), Some("$argon2id$one"));
    assert!(!format!("{chosen:?}").contains("argon2id") && !format!("{chosen:?}").contains("una"));
    let mut work = store.work(book.organization).await.unwrap();
    assert!(!work.use_registration(&HASH, END).await.unwrap());
    assert!(work.use_registration(&HASH, MORNING).await.unwrap());
    assert!(!work.use_registration(&HASH, MORNING).await.unwrap());
    work.roll_back().await.unwrap();
    assert!(store.registration(&HASH, MORNING).await.unwrap().is_some(), "nothing was founded");
}

async fn its_mail_waits_like_any_other_and_is_dropped_with_the_old_ones(engine: Engine) {
    let mut book = Book::open(engine).await;
    registered(&mut book).await;
    let store = &book.store;
    assert_eq!(store.waiting_mails_of_platform().await.unwrap(), 1);
    let claimed = store.claim_any_mails(MORNING.0, 1_000, 10).await.unwrap();
    assert_eq!(claimed.len(), 1);
    assert_ne!(claimed[0].0, book.organization, "of no organization");
    store.mail_sent(claimed[0].1.id, MORNING.0).await.unwrap();
    assert_eq!(store.waiting_mails_of_platform().await.unwrap(), 0);
    store.forget_registrations(Timestamp(END.0 - 1), MORNING).await.unwrap();
    assert!(store.registration(&HASH, MORNING).await.unwrap().is_some(), "its time isn’t over");
    store.forget_registrations(END, MORNING.plus(1)).await.unwrap();
    assert!(store.registration(&HASH, MORNING).await.unwrap().is_none());
    let left: i64 = sqlx::query_scalar("SELECT count(*) FROM mail").fetch_one(store.pool()).await.unwrap();
    assert_eq!(left, 0);
}

/// Takes a database back to what the first version made.
pub(crate) async fn made_older(book: &Book) {
    let back = [
        "DROP TABLE registration",
        "DELETE FROM _sqlx_migrations WHERE version > 1",
        "UPDATE schema_info SET version = 1, oldest_reader = 1",
    ];
    for statement in back {
        sqlx::query(statement).execute(book.store.pool()).await.unwrap();
    }
}

async fn what_an_older_version_made_is_brought_up_to_date_and_keeps_all_it_has(engine: Engine) {
    let mut book = Book::open(engine).await;
    let ann = book.cast.named("Ann", "Lee");
    book.add(&ann).await;
    made_older(&book).await;
    book.store.close().await;
    book.store = book.place.open(Schema::Migrate).await.unwrap();
    registered(&mut book).await;
    let there = book.store.members(book.organization, &[ann.id]).await.unwrap();
    assert_eq!(there.len(), 1);
    assert_eq!(book.store.verify_log(book.organization, |_| {}).await.unwrap(), None, "the chain holds");
}
