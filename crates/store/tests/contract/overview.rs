//! What an overview counts equals what a plain filter finds.

use rollbook_domain::{
    Event, LinkId, MailId, Timestamp,
    member::{Kind, Member, Status, Tier},
    time::HOUR,
};
use rollbook_store::{NewLink, NewMail, OpenEnds};
use rollbook_testkit::{Book, Engine, MORNING, contract};

contract![
    b10_members_without_a_second_factor_are_counted_with_the_administrators_among_them,
    b10_invitations_that_ran_out_and_mails_that_were_given_up_are_counted,
];

async fn ends(book: &Book) -> OpenEnds {
    book.store.open_ends(book.organization, MORNING).await.unwrap()
}

async fn b10_members_without_a_second_factor_are_counted_with_the_administrators_among_them(engine: Engine) {
    let mut book = Book::open(engine).await;
    assert_eq!(
        ends(&book).await,
        OpenEnds { without_factor: 1, administrators_without_factor: 1, ..OpenEnds::default() }
    );
    let (mut bare, mut administrators) = (1, 1);
    for _ in 0..80 {
        let status =
            book.cast.one_of(&[Status::Active, Status::Active, Status::Pending, Status::Suspended, Status::Archived]);
        let tier = book.cast.one_of(&[Tier::User, Tier::User, Tier::Admin]);
        let kind = if tier == Tier::User { book.cast.one_of(&[Kind::Regular, Kind::Portal]) } else { Kind::Regular };
        let second_factor = book.cast.below(2) == 0;
        let member = Member { status, held: status, tier, kind, ..book.cast.member() };
        book.apply(&[Event::MemberAdded { member: Box::new(member.clone()), last_sign_in: None }]).await;
        if second_factor {
            sqlx::query("UPDATE member SET second_factor = 'totp' WHERE id = $1")
                .bind(member.id.to_bytes().to_vec())
                .execute(book.store.pool())
                .await
                .unwrap();
        }
        if status == Status::Active && kind == Kind::Regular && !second_factor {
            bare += 1;
            administrators += u64::from(tier == Tier::Admin);
        }
    }
    assert!(bare > 5 && administrators > 1, "there was something to count");
    let counted = ends(&book).await;
    assert_eq!((counted.without_factor, counted.administrators_without_factor), (bare, administrators));
    let (other, _) = book.second("Fjord").await.unwrap();
    let theirs = book.store.open_ends(other, MORNING).await.unwrap();
    assert_eq!(
        (theirs.without_factor, theirs.administrators_without_factor),
        (1, 1),
        "each organization counts its own"
    );
}

async fn b10_invitations_that_ran_out_and_mails_that_were_given_up_are_counted(engine: Engine) {
    let mut book = Book::open(engine).await;
    // When it ends, what it is for, whether it was used: the first alone ran out before anybody took it.
    let links =
        [(0, "invitation", false), (1, "invitation", false), (-HOUR, "invitation", true), (-HOUR, "password", false)];
    for (token, (ends, purpose, used)) in links.into_iter().enumerate() {
        let member = book.cast.member();
        book.add(&member).await;
        let link = NewLink {
            id: LinkId::new(&mut book.cast),
            hash: [u8::try_from(token).unwrap() + 1; 32],
            member: member.id,
            purpose,
            inviter: Some(book.owner),
            created_at: Timestamp(MORNING.0 - 2 * HOUR),
            expires: Timestamp(MORNING.0 + ends),
        };
        let mut work = book.store.work(book.organization).await.unwrap();
        work.add_link(&link).await.unwrap();
        if used {
            assert!(work.use_link(&link.hash, purpose, MORNING.0 - HOUR - 1).await.unwrap());
        }
        work.commit().await.unwrap();
    }
    for given_up in [true, false] {
        let id = MailId::new(&mut book.cast);
        let mut work = book.store.work(book.organization).await.unwrap();
        work.add_mail(mail(&book, id)).await.unwrap();
        work.commit().await.unwrap();
        let next = (!given_up).then_some(MORNING.0 + HOUR);
        assert_eq!(book.store.claim_mails(book.organization, MORNING.0, 1_000, 1).await.unwrap().len(), 1);
        book.store.mail_failed(id, "The server said no.", next).await.unwrap();
    }
    let counted = ends(&book).await;
    assert_eq!((counted.stale_invitations, counted.failed_mails), (1, 1));
    let (other, _) = book.second("Fjord").await.unwrap();
    let theirs = book.store.open_ends(other, MORNING).await.unwrap();
    assert_eq!((theirs.stale_invitations, theirs.failed_mails), (0, 0), "each organization counts its own");
}

fn mail(book: &Book, id: MailId) -> NewMail {
    NewMail {
        id,
        member: Some(book.owner),
        link_id: None,
        template: "invitation",
        to_name: "Ann".to_owned(),
        to_address: "ann@nordlys.example".to_owned(),
        subject: "Welcome".to_owned(),
        text: String::new(),
        html: String::new(),
        link: None,
        created_at: MORNING.0,
    }
}
