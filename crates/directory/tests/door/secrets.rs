//! No secret is in an event or a view (R30, C43, C46).

use crate::editing::edit_of;
use rollbook_directory::contract::{EditUser, MailsPage, Sort, SortKey, UsersPage};
use rollbook_domain::{command::Action, member::Tab};
use rollbook_testkit::{Bench, Engine, PASSWORD, Post, contract, surroundings};

contract![passwords_and_tokens_are_in_no_event_and_no_view, c43_of_a_sent_mail_nothing_opens_anything];

async fn passwords_and_tokens_are_in_no_event_and_no_view(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.invite("Ann Lee", "ann@nordlys.example").await;
    let token = bench.token("ann@nordlys.example").await;
    let waiting = bench.dump().await.holding(&token);
    assert!(
        waiting.iter().all(|row| row.starts_with("mail: ")),
        "while it waits the mail alone holds the link: {waiting:?}"
    );
    let page = |tab| UsersPage {
        filter: rollbook_directory::Desk::whole_tab(tab),
        sort: Sort { key: SortKey::Name, descending: false },
        offset: 0,
        take: 50,
        anchor: None,
    };
    let desk = bench.desk();
    let mails = MailsPage { state: None, text: String::new(), offset: 0, take: 50 };
    let mut seen = vec![
        format!("{:?}", desk.users_page(&page(Tab::Pending)).await.unwrap()),
        format!("{:?}", desk.user(ann).await.unwrap()),
        format!("{:?}", desk.mails_page(&mails).await.unwrap()),
        format!("{:?}", bench.take_up(&token).await),
        format!("{:?}", bench.directory),
    ];
    let ask = bench.ask(Action::Suspend, &[ann]);
    seen.push(format!("{:?}", desk.act(&ask, &rollbook_directory::Task::unwatched()).await.unwrap()));
    let edit = EditUser { note: Some("x".to_owned()), ..edit_of(&bench, ann).await };
    seen.push(format!("{:?}", desk.edit(&edit).await.unwrap()));
    seen.push(format!("{:?}", desk.users_page(&page(Tab::Active)).await.unwrap()));
    seen.push(format!("{:?}", bench.log().await));
    seen.push(
        String::from_utf8(desk.export_people(None, &rollbook_directory::Task::unwatched()).await.unwrap().0).unwrap(),
    );
    for text in &seen {
        for secret in [token.as_str(), PASSWORD, "argon2"] {
            assert!(!text.contains(secret), "{secret} is in {text}");
        }
    }
    let dump = bench.dump().await;
    assert_eq!(dump.holding(&token), [] as [String; 0], "once it is used the token is nowhere");
    assert_eq!(dump.holding(PASSWORD), [] as [String; 0]);
    assert!(
        dump.holding("argon2").iter().all(|row| row.starts_with("account: ")),
        "the hash stands beside the account alone"
    );
    assert!(dump.table("event").iter().chain(dump.table("command")).all(|row| !row.contains("argon2")));
}

async fn c43_of_a_sent_mail_nothing_opens_anything(engine: Engine) {
    let bench = Bench::open(engine).await;
    bench.invite("Ann Lee", "ann@nordlys.example").await;
    let token = bench.token("ann@nordlys.example").await;
    let post = Post::default();
    let (around, _stop) = surroundings(&bench.clock);
    let report =
        rollbook_mail::outbox::run_once(&bench.directory.outbox(bench.organization), Some(&post), &around).await;
    assert_eq!((report.sent, report.outbox_errors), (1, 0));
    assert!(post.taken()[0].text.contains(&token) && post.taken()[0].html.contains(&token), "the person gets the link");
    assert_eq!(bench.dump().await.holding(&token), [] as [String; 0], "nobody else does");
    bench.take_up(&token).await.unwrap().expect("and it works");
}
