//! Sessions, attempts and links to sign in as others, as rows.

use futures::future::join_all;
use rollbook_domain::{
    AccountId, Event, SessionId, Timestamp,
    member::{Kind, Member, Status},
    pace::{Slope, Wait},
    session::{Ended, SessionKind, Stage},
    time::{DAY, HOUR, MINUTE, SECOND},
};
use rollbook_store::{AsLinkRecord, NewSession, SessionRecord};
use rollbook_testkit::{Book, Engine, MORNING, contract};

contract![
    a_session_is_read_back_with_its_member,
    a_session_of_somebody_who_is_gone_has_no_member,
    of_several_that_move_a_session_on_exactly_one_wins,
    a_session_is_kept_only_while_the_password_is_the_one_that_was_tried,
    ending_a_session_ends_what_was_begun_from_it,
    the_last_use_is_written_once_a_minute,
    where_one_of_two_attempts_has_to_wait_neither_is_counted,
    a_success_is_forgotten_here_and_taken_back_there,
    c36_a_link_to_sign_in_as_somebody_works_once_in_its_organization_and_time,
    whose_account_stands_elsewhere_too_is_known,
];

const HASH: [u8; 32] = [1; 32];

fn session(book: &mut Book, member: &Member, hash: [u8; 32]) -> NewSession {
    NewSession {
        id: SessionId::new(&mut book.cast),
        hash,
        account: member.account,
        member: Some(member.id),
        wanted: None,
        stage: Stage::In,
        kind: SessionKind::Portal,
        address: "192.0.2.7".to_owned(),
        device: "Firefox".to_owned(),
        begun: MORNING,
        expires: MORNING.plus(12 * HOUR),
        by: None,
        by_session: None,
    }
}

fn waiting(book: &mut Book, account: AccountId) -> NewSession {
    let nobody = book.cast.named("Ann", "Lee");
    NewSession { account, member: None, stage: Stage::Factor, ..session(book, &nobody, HASH) }
}

async fn ann(book: &mut Book) -> Member {
    let ann = book.cast.named("Ann", "Lee");
    book.add(&ann).await;
    ann
}

async fn keep(book: &Book, session: &NewSession) {
    let mut work = book.store.work(book.organization).await.unwrap();
    work.add_session(session).await.unwrap();
    work.commit().await.unwrap();
}

async fn read(book: &Book, hash: [u8; 32]) -> SessionRecord {
    book.store.seat(&hash).await.unwrap().expect("a session").session
}

async fn a_session_is_read_back_with_its_member(engine: Engine) {
    let mut book = Book::open(engine).await;
    let ann = ann(&mut book).await;
    let new = session(&mut book, &ann, HASH);
    keep(&book, &new).await;
    let seat = book.store.seat(&HASH).await.unwrap().expect("a session");
    let kept = &seat.session;
    assert_eq!((kept.id, kept.account, kept.seat), (new.id, ann.account, Some((book.organization, ann.id))));
    assert_eq!((kept.times.stage, kept.times.begun, kept.times.used), (Stage::In, MORNING, MORNING));
    assert_eq!((kept.kind, kept.ended, kept.by), (SessionKind::Portal, None, None));
    let seated = seat.seated.expect("a member");
    assert_eq!((seated.entrant.kind, seated.entrant.status), (Kind::Regular, Status::Active));
    assert!(!seat.must_change && !seated.has_factor);
    assert!(book.store.seat(&[2; 32]).await.unwrap().is_none());
}

async fn a_session_of_somebody_who_is_gone_has_no_member(engine: Engine) {
    let mut book = Book::open(engine).await;
    let ann = ann(&mut book).await;
    let new = session(&mut book, &ann, HASH);
    keep(&book, &new).await;
    book.apply(&[Event::StatusChanged { member: ann.id, before: Status::Active, after: Status::Archived }]).await;
    let seat = book.store.seat(&HASH).await.unwrap().expect("a session");
    assert_eq!(seat.seated.expect("still known").entrant.status, Status::Archived);
    book.apply(&[Event::MemberErased { member: ann.id }]).await;
    assert!(book.store.seat(&HASH).await.unwrap().is_none(), "nothing is left of it");
}

async fn of_several_that_move_a_session_on_exactly_one_wins(engine: Engine) {
    let mut book = Book::open(engine).await;
    let ann = ann(&mut book).await;
    let new = waiting(&mut book, ann.account);
    assert!(book.store.add_session(&new, 0).await.unwrap());
    let tries = (0..8_u8).map(|n| {
        let store = book.store.clone();
        tokio::spawn(async move {
            store.advance_session(&HASH, &[n + 10; 32], (Stage::Factor, Stage::Choose)).await.unwrap()
        })
    });
    let won = join_all(tries).await.into_iter().filter(|won| *won.as_ref().unwrap()).count();
    assert_eq!(won, 1);
    assert!(book.store.seat(&HASH).await.unwrap().is_none(), "the earlier token opens nothing");
}

async fn a_session_is_kept_only_while_the_password_is_the_one_that_was_tried(engine: Engine) {
    let mut book = Book::open(engine).await;
    let ann = ann(&mut book).await;
    let no = book.store.credential_of(ann.account).await.unwrap().unwrap().password_no;
    let mut work = book.store.work(book.organization).await.unwrap();
    work.set_password(ann.account, "$argon2id$canary", true, MORNING).await.unwrap();
    work.commit().await.unwrap();
    let new = waiting(&mut book, ann.account);
    assert!(!book.store.add_session(&new, no).await.unwrap(), "it was changed meanwhile");
    assert!(book.store.seat(&HASH).await.unwrap().is_none());
    assert!(book.store.add_session(&new, no + 1).await.unwrap());
    assert!(book.store.seat(&HASH).await.unwrap().expect("a session").must_change);
    let mut work = book.store.work(book.organization).await.unwrap();
    assert!(!work.has_password_no(ann.account, no).await.unwrap());
    assert!(work.has_password_no(ann.account, no + 1).await.unwrap());
    drop(work);
    book.store.rehash(ann.account, "$argon2id$other", "$argon2id$stronger").await.unwrap();
    assert_eq!(
        book.store.credential_of(ann.account).await.unwrap().unwrap().password.as_deref(),
        Some("$argon2id$canary"),
        "a stronger hash of another password is not kept"
    );
}

async fn ending_a_session_ends_what_was_begun_from_it(engine: Engine) {
    let mut book = Book::open(engine).await;
    let (ann, bo) = (ann(&mut book).await, ann(&mut book).await);
    let own = session(&mut book, &ann, HASH);
    let other = NewSession {
        kind: SessionKind::As,
        by: Some(ann.id),
        by_session: Some(own.id),
        ..session(&mut book, &bo, [2; 32])
    };
    for new in [&own, &other] {
        keep(&book, new).await;
    }
    assert!(book.store.end_session(own.id, Ended::SignedOut, MORNING).await.unwrap());
    assert!(!book.store.end_session(own.id, Ended::ByPerson, MORNING).await.unwrap(), "it has ended");
    assert_eq!(read(&book, HASH).await.ended, Some((MORNING, Ended::SignedOut)));
    assert_eq!(read(&book, [2; 32]).await.ended, Some((MORNING, Ended::RightLost)));
}

async fn the_last_use_is_written_once_a_minute(engine: Engine) {
    let mut book = Book::open(engine).await;
    let ann = ann(&mut book).await;
    let new = session(&mut book, &ann, HASH);
    keep(&book, &new).await;
    let used = async |at: i64, from: &str| {
        book.store.use_session(new.id, from, MORNING.plus(at)).await.unwrap();
        let kept = read(&book, HASH).await;
        (kept.times.used.0 - MORNING.0, kept.address)
    };
    assert_eq!(used(MINUTE - 1, "192.0.2.8").await, (0, "192.0.2.7".to_owned()));
    assert_eq!(used(MINUTE, "192.0.2.8").await, (MINUTE, "192.0.2.8".to_owned()));
    assert_eq!(used(MINUTE, "192.0.2.9").await, (MINUTE, "192.0.2.8".to_owned()));
}

async fn where_one_of_two_attempts_has_to_wait_neither_is_counted(engine: Engine) {
    let book = Book::open(engine).await;
    let slope = Slope { free: 2, first: SECOND, longest: MINUTE, forget: DAY };
    let (one, two) = (([1; 32], slope), ([2; 32], slope));
    let at = |millis| MORNING.plus(millis);
    for _ in 0..2 {
        assert_eq!(book.store.attempt(&[one], at(0)).await.unwrap().map(drop), Ok(()));
    }
    for _ in 0..3 {
        assert_eq!(book.store.attempt(&[two, one], at(0)).await.unwrap().map(drop), Err(Wait(SECOND)));
    }
    for _ in 0..2 {
        assert_eq!(book.store.attempt(&[two], at(0)).await.unwrap().map(drop), Ok(()), "it was never counted");
    }
    assert_eq!(book.store.attempt(&[one, two], at(SECOND)).await.unwrap().map(drop), Ok(()));
    assert_eq!(book.store.attempt(&[one, two], at(SECOND)).await.unwrap().map(drop), Err(Wait(2 * SECOND)));
    book.store.forget_attempts(at(2 * DAY + SECOND)).await.unwrap();
    assert_eq!(
        book.store.attempt(&[one, two], at(SECOND)).await.unwrap().map(drop),
        Err(Wait(2 * SECOND)),
        "not old enough"
    );
    book.store.forget_attempts(at(2 * DAY + SECOND + 1)).await.unwrap();
    assert_eq!(book.store.attempt(&[one, two], at(SECOND)).await.unwrap().map(drop), Ok(()));
}

async fn a_success_is_forgotten_here_and_taken_back_there(engine: Engine) {
    let book = Book::open(engine).await;
    let slope = Slope { free: 2, first: SECOND, longest: MINUTE, forget: DAY };
    let (own, place) = (([1; 32], slope), ([2; 32], slope));
    for _ in 0..2 {
        book.store.attempt(&[own, place], MORNING).await.unwrap().unwrap();
    }
    book.store.attempt_went_well(&[own.0], &[place.0]).await.unwrap();
    for _ in 0..2 {
        assert_eq!(book.store.attempt(&[own], MORNING).await.unwrap().map(drop), Ok(()));
    }
    assert_eq!(book.store.attempt(&[place], MORNING).await.unwrap().map(drop), Ok(()), "one was taken back");
    assert!(book.store.attempt(&[place], MORNING).await.unwrap().is_err());
}

async fn c36_a_link_to_sign_in_as_somebody_works_once_in_its_organization_and_time(engine: Engine) {
    let mut book = Book::open(engine).await;
    let ann = ann(&mut book).await;
    let (other, _) = book.second("Fjord").await.unwrap();
    let link = AsLinkRecord {
        organization: book.organization,
        member: ann.id,
        by: book.owner,
        by_session: None,
        reason: "A question".to_owned(),
        expires: MORNING.plus(MINUTE),
        used: false,
    };
    let mut work = book.store.work(book.organization).await.unwrap();
    work.add_as_link(&HASH, &link).await.unwrap();
    work.commit().await.unwrap();
    assert_eq!(book.store.as_link(&HASH).await.unwrap(), Some(link.clone()));
    assert_eq!(book.store.as_link(&[2; 32]).await.unwrap(), None);
    let mut theirs = book.store.work(other).await.unwrap();
    assert!(!theirs.use_as_link(&HASH, MORNING).await.unwrap(), "of another organization");
    theirs.roll_back().await.unwrap();
    let mut work = book.store.work(book.organization).await.unwrap();
    assert!(!work.use_as_link(&HASH, link.expires).await.unwrap(), "its time is over");
    assert!(work.use_as_link(&HASH, Timestamp(link.expires.0 - 1)).await.unwrap(), "the last moment");
    assert!(!work.use_as_link(&HASH, MORNING).await.unwrap(), "a second time");
    work.commit().await.unwrap();
    assert!(book.store.as_link(&HASH).await.unwrap().unwrap().used);
    book.store.forget_as_links(link.expires.plus(1)).await.unwrap();
    assert_eq!(book.store.as_link(&HASH).await.unwrap(), None);
}

async fn whose_account_stands_elsewhere_too_is_known(engine: Engine) {
    let mut book = Book::open(engine).await;
    let (ann, bo) = (ann(&mut book).await, ann(&mut book).await);
    let (other, _) = book.second("Fjord").await.unwrap();
    let there = Member { account: ann.account, email: ann.email.clone(), ..book.cast.named("Ann", "Lee") };
    book.apply_to(other, &[Event::MemberAdded { member: Box::new(there.clone()), last_sign_in: None }]).await;
    let mut work = book.store.work(book.organization).await.unwrap();
    let mut facts = work.facts(rollbook_store::ActorId::System).await.unwrap();
    work.know_shared(&mut facts, &[ann.id, bo.id, there.id]).await.unwrap();
    assert_eq!(facts.shared.into_iter().collect::<Vec<_>>(), [ann.id], "and nobody of another organization");
    let row = async |id| book.store.member_row(book.organization, id).await.unwrap().unwrap().elsewhere;
    work.roll_back().await.unwrap();
    assert!(row(ann.id).await && !row(bo.id).await);
}
