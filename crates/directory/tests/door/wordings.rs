//! An organization’s own words of its mails (FEATURES rows 93–95): judged where they are written, sent from then on,
//! taken back.

use crate::refused;
use rollbook_directory::{
    DirectoryError,
    contract::{MailWords, MailsPage, SetMailWords, TryMailWords, UndoCommand, WordingAsked},
};
use rollbook_domain::{Code, member::AccessMode};
use rollbook_testkit::{Bench, Engine, contract};

contract![
    own_words_are_sent_from_then_on_and_the_products_after_a_reset,
    every_mail_is_listed_with_its_variables_and_can_be_tried,
    what_is_wrong_is_said_at_its_part,
    what_people_are_called_is_escaped_in_html,
    r14_only_who_has_everything_writes_mails,
    two_who_write_the_same_mail_meet,
    r30_a_change_is_undone_by_who_may_as_long_as_nobody_changed_it_again,
    c28_words_stay_in_their_organization,
];

fn own(subject: &str) -> MailWords {
    MailWords {
        subject: subject.to_owned(),
        text: "Hello {{ first_name }}: {{ link }}".to_owned(),
        html: "<p>Hello {{ first_name }}</p>{{ button(link, \"Begin\") }}".to_owned(),
    }
}

fn set(bench: &Bench, seen: Option<MailWords>, words: Option<MailWords>) -> SetMailWords {
    SetMailWords { command: bench.command(), template: "invitation".into(), language: "en".into(), seen, words }
}

fn asked(language: &str) -> WordingAsked {
    WordingAsked { template: "invitation".into(), language: language.into() }
}

fn tried(words: MailWords) -> TryMailWords {
    TryMailWords { template: "invitation".into(), language: "en".into(), words }
}

/// The subjects of the newest mails, the newest first.
async fn subjects(bench: &Bench, take: usize) -> Vec<String> {
    let page = MailsPage { state: None, text: String::new(), offset: 0, take: 50 };
    let rows = bench.desk().mails_page(&page).await.unwrap().rows;
    rows.into_iter().take(take).map(|row| row.subject).collect()
}

async fn own_words_are_sent_from_then_on_and_the_products_after_a_reset(engine: Engine) {
    let bench = Bench::open(engine).await;
    bench.invite("Ann Lee", "ann@nordlys.example").await;
    let product = subjects(&bench, 1).await.remove(0);
    let outcome =
        bench.desk().set_wording(&set(&bench, None, Some(own("Come aboard, {{ first_name }}")))).await.unwrap();
    assert!(outcome.undoable);
    bench.clock.advance(1000);
    bench.invite("Bo Berg", "bo@nordlys.example").await;
    assert_eq!(subjects(&bench, 1).await, ["Come aboard, Bo"]);
    let view = bench.desk().wording(&asked("en")).await.unwrap();
    assert_eq!((view.own.as_ref(), view.words.subject.as_str()), (Some(&view.words), "Come aboard, {{ first_name }}"));
    assert_ne!(view.product, view.words);

    bench.desk().set_wording(&set(&bench, view.own, None)).await.unwrap();
    bench.clock.advance(1000);
    bench.invite("Cy Cole", "cy@nordlys.example").await;
    assert_eq!(subjects(&bench, 1).await, [product], "the product’s words name nobody");
    assert_eq!(bench.desk().wording(&asked("en")).await.unwrap().own, None);
}

async fn every_mail_is_listed_with_its_variables_and_can_be_tried(engine: Engine) {
    let bench = Bench::open(engine).await;
    let desk = bench.desk();
    let list = desk.wordings().await.unwrap();
    assert_eq!((list.kinds.len(), list.refusal), (22, None));
    for kind in &list.kinds {
        assert!(kind.languages.iter().all(|language| !language.own), "{}", kind.template);
        for language in ["en", "de", "es", "fr", "ja", "ar"] {
            assert!(kind.languages.iter().any(|one| one.language == language), "{} {language}", kind.template);
            let ask = WordingAsked { template: kind.template.clone(), language: language.into() };
            let view = desk.wording(&ask).await.unwrap();
            assert!(view.variables.iter().all(|variable| !variable.explanation.is_empty()));
            let ask = TryMailWords { template: kind.template.clone(), language: language.into(), words: view.product };
            let mail = desk.try_wording(&ask).await.unwrap();
            assert!(mail.html.contains("Nordlys") && !mail.text.contains("{{"), "{} {language}", kind.template);
        }
    }
    // A language of its own begins with English words, and is listed once it has words.
    let begun = desk.wording(&asked("nb")).await.unwrap();
    assert_eq!(begun.product, desk.wording(&asked("en")).await.unwrap().product);
    let ask = SetMailWords { language: "nb".into(), ..set(&bench, None, Some(own("Velkommen"))) };
    desk.set_wording(&ask).await.unwrap();
    let kinds = desk.wordings().await.unwrap().kinds;
    assert!(kinds[0].languages.iter().any(|one| one.language == "nb" && one.own));
}

async fn what_is_wrong_is_said_at_its_part(engine: Engine) {
    let bench = Bench::open(engine).await;
    let good = own("Welcome");
    let wrong = [
        (MailWords { subject: String::new(), ..good.clone() }, "subject", "empty"),
        (MailWords { subject: "{{ link }}".into(), ..good.clone() }, "subject", "can’t be in the subject"),
        (MailWords { text: "Hello".into(), ..good.clone() }, "text", "link is missing"),
        (
            MailWords { text: "{{ link }}\n{{ pasword }}".into(), ..good.clone() },
            "text",
            "Line 2: there is no variable",
        ),
        (MailWords { html: "<p>Hello</p>".into(), ..good.clone() }, "html", "link is missing"),
        (MailWords { html: "{% for x in link %}{% endfor %}".into(), ..good.clone() }, "html", "can’t be used"),
    ];
    for (words, field, said) in wrong {
        let set = bench.desk().set_wording(&set(&bench, None, Some(words.clone()))).await.unwrap_err();
        let tried = bench.desk().try_wording(&tried(words)).await.unwrap_err();
        for error in [set, tried] {
            let DirectoryError::Refused(refusal) = error else { panic!("{error}") };
            assert_eq!((refusal.code, refusal.field.as_deref()), (Code::Invalid, Some(field)));
            assert!(refusal.message.contains(said), "{}", refusal.message);
        }
    }
    for (template, language, code) in
        [("test", "en", Code::NotFound), ("nothing", "en", Code::NotFound), ("joining", "../en", Code::Invalid)]
    {
        let ask = WordingAsked { template: template.into(), language: language.into() };
        assert_eq!(refused(bench.desk().wording(&ask).await), code, "{template} {language}");
    }
    assert_eq!(bench.desk().wording(&asked("en")).await.unwrap().own, None, "nothing wrong was kept");
}

async fn what_people_are_called_is_escaped_in_html(engine: Engine) {
    let bench = Bench::open(engine).await;
    bench.desk().set_wording(&set(&bench, None, Some(own("For {{ person }}")))).await.unwrap();
    bench.invite("<img/src=x> Lee", "ann@nordlys.example").await;
    let dump = bench.dump().await;
    let mail = dump.table("mail").iter().find(|row| row.contains("ann@nordlys.example")).expect("a mail");
    assert!(mail.contains("Hello &lt;img/src=x&gt;"), "{mail}");
    assert!(!mail.contains("<p>Hello <img"), "{mail}");
}

async fn r14_only_who_has_everything_writes_mails(engine: Engine) {
    let bench = Bench::open(engine).await;
    let clerk = bench.administrator("Una Clerk", "una@nordlys.example", AccessMode::All).await;
    let desk = bench.desk_of(clerk);
    assert_eq!(desk.wordings().await.unwrap().refusal.map(|refusal| refusal.code), Some(Code::RankTooLow));
    assert_eq!(refused(desk.set_wording(&set(&bench, None, Some(own("Mine")))).await), Code::RankTooLow);
    let user = bench.user("Tom User", "tom@nordlys.example").await;
    assert_eq!(refused(bench.desk_of(user).wordings().await), Code::NotAllowed);
    assert_eq!(refused(bench.desk_of(user).try_wording(&tried(own("Mine"))).await), Code::NotAllowed);
}

async fn two_who_write_the_same_mail_meet(engine: Engine) {
    let bench = Bench::open(engine).await;
    bench.desk().set_wording(&set(&bench, None, Some(own("First")))).await.unwrap();
    let late = set(&bench, None, Some(own("Second")));
    assert_eq!(refused(bench.desk().set_wording(&late).await), Code::Conflict);
    let seen = bench.desk().wording(&asked("en")).await.unwrap().own;
    assert_eq!(seen, Some(own("First")));
    bench.desk().set_wording(&set(&bench, seen, Some(own("Second")))).await.unwrap();
}

async fn r30_a_change_is_undone_by_who_may_as_long_as_nobody_changed_it_again(engine: Engine) {
    let bench = Bench::open(engine).await;
    let first = set(&bench, None, Some(own("First")));
    bench.desk().set_wording(&first).await.unwrap();
    let clerk = bench.administrator("Una Clerk", "una@nordlys.example", AccessMode::All).await;
    let undo = |command| UndoCommand { command, preview: None, id: None };
    assert_eq!(refused(bench.desk_of(clerk).undo_asked(&undo(first.command)).await), Code::RankTooLow);
    let second = set(&bench, Some(own("First")), Some(own("Second")));
    bench.desk().set_wording(&second).await.unwrap();
    assert_eq!(refused(bench.desk().undo_asked(&undo(first.command)).await), Code::Conflict);
    bench.desk().undo_asked(&undo(second.command)).await.unwrap();
    assert_eq!(bench.desk().wording(&asked("en")).await.unwrap().own, Some(own("First")));
    bench.desk().undo_asked(&undo(first.command)).await.unwrap();
    assert_eq!(bench.desk().wording(&asked("en")).await.unwrap().own, None);
}

async fn c28_words_stay_in_their_organization(engine: Engine) {
    let bench = Bench::open(engine).await;
    bench.desk().set_wording(&set(&bench, None, Some(own("Nordlys alone")))).await.unwrap();
    let (fjord, owner) = bench.found("Fjord", "finn@fjord.example").await;
    let theirs = bench.directory.desk(fjord, rollbook_directory::ActorId::Member(owner));
    assert_eq!(theirs.wording(&asked("en")).await.unwrap().own, None);
    theirs.invite(&bench.invitation("Ann Lee", "ann@fjord.example")).await.unwrap();
    let page = MailsPage { state: None, text: String::new(), offset: 0, take: 50 };
    let rows = theirs.mails_page(&page).await.unwrap().rows;
    assert!(rows.iter().all(|row| row.subject != "Nordlys alone") && !rows.is_empty());
}
