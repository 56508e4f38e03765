//! Second factors: kept with the account, changed one after the other, told to every organization once.

use rollbook_domain::{
    AccountId, ChallengeId, Event, FactorId, Timestamp,
    factor::{FactorChange, FactorKind},
    member::Member,
};
use rollbook_store::{NewChallenge, NewFactor, Store, StoreError};
use rollbook_testkit::{Book, Engine, MORNING, contract};

contract![
    a_factor_is_kept_read_renamed_and_removed,
    a_passkey_is_kept_once_in_the_whole_store,
    of_two_that_use_one_code_the_second_sees_the_first,
    a_recovery_code_is_used_once,
    a_challenge_is_found_under_its_account_and_purpose_alone,
    news_reach_every_organization_once,
    who_is_added_while_they_enrol_is_told_of_it_all_the_same,
    a_seal_is_renewed_unless_it_changed_meanwhile,
    the_factors_of_nobody_cannot_be_changed,
];

fn factor(book: &mut Book, kind: FactorKind, credential: Option<[u8; 32]>) -> NewFactor {
    NewFactor {
        id: FactorId::new(&mut book.cast),
        kind,
        name: "Phone".to_owned(),
        sealed: vec![1, 2, 3],
        key_number: 1,
        credential,
        last_step: None,
        added_at: MORNING,
    }
}

async fn ann(book: &mut Book) -> Member {
    let member = book.cast.named("Ann", "Lee");
    book.add(&member).await;
    member
}

async fn add(store: &Store, account: AccountId, new: &NewFactor) -> Result<(), StoreError> {
    let mut work = store.factor_work(account).await.unwrap().unwrap();
    work.add_factor(new).await?;
    work.commit().await
}

async fn a_factor_is_kept_read_renamed_and_removed(engine: Engine) {
    let mut book = Book::open(engine).await;
    let ann = ann(&mut book).await;
    let new = NewFactor { last_step: Some(7), ..factor(&mut book, FactorKind::Totp, None) };
    add(&book.store, ann.account, &new).await.unwrap();
    let read = book.store.factors(ann.account).await.unwrap().remove(0);
    assert_eq!(
        (read.id, read.account, read.kind, read.name),
        (new.id, ann.account, FactorKind::Totp, "Phone".to_owned())
    );
    assert_eq!((read.sealed, read.last_step, read.added_at, read.used_at), (vec![1, 2, 3], Some(7), MORNING, None));
    assert!(book.store.has_factor(ann.account).await.unwrap());
    let mut work = book.store.factor_work(ann.account).await.unwrap().unwrap();
    assert!(work.rename_factor(new.id, "Old phone").await.unwrap());
    work.passkey_used(new.id, (&[4], 2), Timestamp(9)).await.unwrap();
    work.commit().await.unwrap();
    let read = book.store.factors(ann.account).await.unwrap().remove(0);
    assert_eq!((read.name.as_str(), read.sealed, read.used_at), ("Old phone", vec![4], Some(Timestamp(9))));
    let mut work = book.store.factor_work(ann.account).await.unwrap().unwrap();
    assert!(work.remove_factor(new.id).await.unwrap());
    work.roll_back().await.unwrap();
    assert!(book.store.has_factor(ann.account).await.unwrap(), "a unit that was taken back changed nothing");
    let mut work = book.store.factor_work(ann.account).await.unwrap().unwrap();
    assert!(work.remove_factor(new.id).await.unwrap() && !work.remove_factor(new.id).await.unwrap());
    work.commit().await.unwrap();
    assert!(!book.store.has_factor(ann.account).await.unwrap());
}

async fn a_passkey_is_kept_once_in_the_whole_store(engine: Engine) {
    let mut book = Book::open(engine).await;
    let (ann, bo) = (ann(&mut book).await, book.cast.named("Bo", "Berg"));
    book.add(&bo).await;
    let new = factor(&mut book, FactorKind::Passkey, Some([9; 32]));
    add(&book.store, ann.account, &new).await.unwrap();
    let again = factor(&mut book, FactorKind::Passkey, Some([9; 32]));
    assert!(matches!(add(&book.store, bo.account, &again).await, Err(StoreError::Taken)));
    let other = factor(&mut book, FactorKind::Passkey, Some([8; 32]));
    add(&book.store, bo.account, &other).await.unwrap();
}

async fn of_two_that_use_one_code_the_second_sees_the_first(engine: Engine) {
    let mut book = Book::open(engine).await;
    let ann = ann(&mut book).await;
    let new = factor(&mut book, FactorKind::Totp, None);
    add(&book.store, ann.account, &new).await.unwrap();
    let mut first = book.store.factor_work(ann.account).await.unwrap().unwrap();
    assert!(first.code_used(new.id, 5, MORNING).await.unwrap());
    let (store, account, id) = (book.store.clone(), ann.account, new.id);
    let second = tokio::spawn(async move {
        let mut work = store.factor_work(account).await.unwrap().unwrap();
        let seen = work.factors().await.unwrap().remove(0).last_step;
        (seen, work.code_used(id, 5, MORNING).await.unwrap(), work.code_used(id, 6, MORNING).await.unwrap())
    });
    tokio::task::yield_now().await;
    first.commit().await.unwrap();
    assert_eq!(second.await.unwrap(), (Some(5), false, true));
}

async fn a_recovery_code_is_used_once(engine: Engine) {
    let mut book = Book::open(engine).await;
    let ann = ann(&mut book).await;
    let mut work = book.store.factor_work(ann.account).await.unwrap().unwrap();
    work.replace_codes(&[[1; 32], [2; 32]], MORNING).await.unwrap();
    assert!(work.use_code(&[1; 32], MORNING).await.unwrap());
    assert!(!work.use_code(&[1; 32], MORNING).await.unwrap() && !work.use_code(&[3; 32], MORNING).await.unwrap());
    assert_eq!(work.codes_left().await.unwrap(), 1);
    work.commit().await.unwrap();
    assert_eq!(book.store.recovery_codes_left(ann.account).await.unwrap(), 1);
    let mut work = book.store.factor_work(ann.account).await.unwrap().unwrap();
    work.replace_codes(&[[3; 32]], MORNING).await.unwrap();
    assert!(!work.use_code(&[2; 32], MORNING).await.unwrap(), "the old ones died");
    work.commit().await.unwrap();
}

async fn a_challenge_is_found_under_its_account_and_purpose_alone(engine: Engine) {
    let mut book = Book::open(engine).await;
    let (ann, bo) = (ann(&mut book).await, book.cast.named("Bo", "Berg"));
    book.add(&bo).await;
    let id = ChallengeId::new(&mut book.cast);
    let new =
        NewChallenge { id, purpose: "totp_enrol", sealed: vec![7], created_at: MORNING, expires: MORNING.plus(9) };
    let mut work = book.store.factor_work(ann.account).await.unwrap().unwrap();
    work.add_challenge(&new).await.unwrap();
    work.commit().await.unwrap();
    let mut work = book.store.factor_work(bo.account).await.unwrap().unwrap();
    assert!(work.challenge(id, "totp_enrol").await.unwrap().is_none());
    work.roll_back().await.unwrap();
    let mut work = book.store.factor_work(ann.account).await.unwrap().unwrap();
    assert!(work.challenge(id, "passkey_prove").await.unwrap().is_none());
    let found = work.challenge(id, "totp_enrol").await.unwrap().unwrap();
    assert_eq!((found.sealed, found.created_at, found.expires), (vec![7], MORNING, MORNING.plus(9)));
    work.end_challenge(id).await.unwrap();
    assert!(work.challenge(id, "totp_enrol").await.unwrap().is_none());
    work.commit().await.unwrap();
}

async fn news_reach_every_organization_once(engine: Engine) {
    let mut book = Book::open(engine).await;
    let ann = ann(&mut book).await;
    let (fjord, _) = book.second("Fjord").await.unwrap();
    let there = Member { account: ann.account, email: ann.email.clone(), ..book.cast.named("Ann", "There") };
    let added = Event::MemberAdded { member: Box::new(there.clone()), last_sign_in: None };
    book.apply_to(fjord, &[added]).await;
    let change = FactorChange::Added { factor: FactorKind::Passkey, name: "Key".to_owned() };
    let mut work = book.store.factor_work(ann.account).await.unwrap().unwrap();
    work.tell(&change, Some(FactorKind::Passkey), Some(fjord)).await.unwrap();
    work.tell(&FactorChange::CodesMade, Some(FactorKind::Passkey), None).await.unwrap();
    work.commit().await.unwrap();
    for (organization, member, mails) in [(book.organization, ann.id, false), (fjord, there.id, true)] {
        assert!(book.store.has_account_news(organization).await.unwrap());
        let mut work = book.store.work(organization).await.unwrap();
        let news = work.take_account_news(10).await.unwrap();
        let told: Vec<_> = news.iter().map(|one| (one.member, one.change.clone(), one.strongest, one.mails)).collect();
        let strongest = Some(FactorKind::Passkey);
        let first = (member, Some(change.clone()), strongest, mails);
        assert_eq!(told, [first, (member, Some(FactorChange::CodesMade), strongest, false)], "in their order");
        work.roll_back().await.unwrap();
        let mut work = book.store.work(organization).await.unwrap();
        assert_eq!(work.take_account_news(1).await.unwrap().len(), 1, "not taken up, they wait");
        assert_eq!(work.take_account_news(10).await.unwrap().len(), 1);
        work.commit().await.unwrap();
        assert!(!book.store.has_account_news(organization).await.unwrap());
    }
    let mut all = book.store.organizations_of(ann.account).await.unwrap();
    all.sort();
    let mut both = vec![book.organization, fjord];
    both.sort();
    assert_eq!(all, both);
}

async fn who_is_added_while_they_enrol_is_told_of_it_all_the_same(engine: Engine) {
    let mut book = Book::open(engine).await;
    let ann = ann(&mut book).await;
    let (fjord, _) = book.second("Fjord").await.unwrap();
    let there = Member { account: ann.account, email: ann.email.clone(), ..book.cast.named("Ann", "There") };
    let stamp = book.stamp();
    let mut joining = book.store.work(fjord).await.unwrap();
    let mut facts = joining.facts(rollbook_store::ActorId::System).await.unwrap();
    joining.know_addresses(&mut facts, &[ann.email.key()]).await.unwrap();
    assert_eq!(facts.accounts[&ann.email.key()].second_factor, None);
    let (store, account) = (book.store.clone(), ann.account);
    let new = factor(&mut book, FactorKind::Totp, None);
    let enrolling = tokio::spawn(async move {
        let mut work = store.factor_work(account).await.unwrap().unwrap();
        work.add_factor(&new).await.unwrap();
        let change = FactorChange::Added { factor: FactorKind::Totp, name: "Phone".to_owned() };
        work.tell(&change, Some(FactorKind::Totp), None).await.unwrap();
        work.commit().await.unwrap();
    });
    tokio::task::yield_now().await;
    let added = Event::MemberAdded { member: Box::new(there), last_sign_in: None };
    joining.apply(stamp, &[added], &mut || [0; 16]).await.unwrap();
    joining.commit().await.unwrap();
    enrolling.await.unwrap();
    assert!(book.store.has_account_news(fjord).await.unwrap(), "the enrolment waited until they were in");
    let mut later = book.store.work(book.organization).await.unwrap();
    let mut facts = later.facts(rollbook_store::ActorId::System).await.unwrap();
    later.know_addresses(&mut facts, &[ann.email.key()]).await.unwrap();
    assert_eq!(facts.accounts[&ann.email.key()].second_factor, Some(FactorKind::Totp), "and from then on it is known");
}

async fn a_seal_is_renewed_unless_it_changed_meanwhile(engine: Engine) {
    let mut book = Book::open(engine).await;
    let ann = ann(&mut book).await;
    for _ in 0..3 {
        let new = factor(&mut book, FactorKind::Totp, None);
        add(&book.store, ann.account, &new).await.unwrap();
    }
    let first = book.store.factors_of_older_keys(2, None, 2).await.unwrap();
    let rest = book.store.factors_of_older_keys(2, Some(first[1].id), 2).await.unwrap();
    assert_eq!((first.len(), rest.len()), (2, 1));
    assert!(book.store.reseal_factor(first[0].id, (&[1, 2, 3], &[9]), 2).await.unwrap());
    assert!(!book.store.reseal_factor(first[0].id, (&[1, 2, 3], &[8]), 2).await.unwrap(), "it isn't what was read");
    assert_eq!(book.store.factors_of_older_keys(2, None, 9).await.unwrap().len(), 2);
}

async fn the_factors_of_nobody_cannot_be_changed(engine: Engine) {
    let mut book = Book::open(engine).await;
    let nobody = AccountId::new(&mut book.cast);
    assert!(book.store.factor_work(nobody).await.unwrap().is_none());
    assert!(book.store.factors(nobody).await.unwrap().is_empty());
}
