//! Invitations: sending (R1, R12, R13, R15, R21) and accepting (R6, C22).

use crate::model::{Book, Outcome, changes, code, invite, kinds, refusal};
use rollbook_domain::{
    Code, Command, Effect, Event, MemberId,
    command::{Action, Edit, Invite},
    event::Field,
    facts::Actor,
    holding::Holding,
    member::{AccessMode, Status, Tier},
    organization::Plan,
    session::SessionKind,
};

#[test]
fn inviting_sends_one_mail_with_a_one_time_link_r1() {
    let mut book = Book::new(Plan::Business);
    let decision = book.invite(book.owner, invite("Ada", "Ada@Example.org ")).expect("allowed");
    let ada = decision.member.unwrap();
    assert_eq!(kinds(&decision), ["member_added", "invitation_sent"]);
    assert!(matches!(decision.effects[..], [Effect::Invite { member, joining: false, .. }] if member == ada));
    assert_eq!(book.status(ada), Status::Pending);
    assert_eq!(book.member(ada).email.as_str(), "Ada@example.org");
}

#[test]
fn a_new_person_sets_a_password_with_the_acceptance_r1() {
    let mut book = Book::new(Plan::Business);
    let ada = book.invited(book.owner, invite("Ada", "ada@example.org"));
    let decision = book.accept(ada).expect("allowed");
    assert_eq!(kinds(&decision), ["status_changed", "invitation_accepted"]);
    let account = book.member(ada).account;
    assert_eq!(
        decision.effects,
        [Effect::KillLinks { member: ada }, Effect::StorePassword { account, temporary: false }]
    );
    assert_eq!(book.status(ada), Status::Active);
}

#[test]
fn a_person_with_an_account_joins_by_a_confirmation_and_keeps_their_password_r1() {
    let mut book = Book::new(Plan::Business);
    let elsewhere = book.record("Ada", "ada@example.org").account;
    let decision = book.invite(book.owner, invite("Ada", "ADA@example.org")).expect("allowed");
    let ada = decision.member.unwrap();
    assert_eq!(book.member(ada).account, elsewhere, "no second account");
    assert!(matches!(decision.effects[..], [Effect::Invite { joining: true, .. }]));
    let decision = book.accept(ada).expect("allowed");
    assert_eq!(decision.effects, [Effect::KillLinks { member: ada }], "no password is stored");
}

#[test]
fn an_invitation_works_once_and_for_its_person_alone_r2_c36() {
    let mut book = Book::new(Plan::Business);
    let owner = book.owner;
    let ada = book.invited(owner, invite("Ada", "ada@example.org"));
    let bea = book.invited(owner, invite("Bea", "bea@example.org"));
    let others = Command::Accept { member: ada, inviter: Some(owner), sent: book.now };
    assert_eq!(code(&book.run_as(&Actor::Invited(bea), &others)), Some(Code::NotAllowed));
    assert_eq!(code(&book.run(owner, &others)), Some(Code::NotAllowed), "not even the owner accepts for her");
    assert_eq!(code(&book.accept(ada)), None);
    assert_eq!(code(&book.accept(ada)), Some(Code::LinkDead));
}

#[test]
fn somebody_who_is_here_already_is_not_invited_and_each_state_names_its_remedy_r3() {
    let mut book = Book::new(Plan::Business);
    let owner = book.owner;
    let pending = book.invited(owner, invite("Pia", "pia@nordlys.no"));
    let active = book.custom("Ada", Tier::User, &[]);
    let suspended = book.custom("Sue", Tier::User, &[]);
    book.acted(owner, Action::Suspend, suspended);
    let archived = book.custom("Arn", Tier::User, &[]);
    book.acted(owner, Action::Archive, archived);
    for (email, who, code, help) in [
        ("pia@nordlys.no", pending, Code::EmailTaken, "Send the invitation again from Pending."),
        ("ADA@nordlys.no", active, Code::EmailTaken, "Open the user instead."),
        ("sue@nordlys.no", suspended, Code::SuspendedAlready, "Reactivate instead: no invitation is needed."),
        ("arn@nordlys.no", archived, Code::ArchivedAlready, "Restore instead."),
    ] {
        let why = refusal(book.invite(owner, invite("Again", email)));
        assert_eq!((why.code, why.help.as_str()), (code, help), "{email}");
        assert_eq!(why.about, Some(who), "the remedy acts on them");
        assert_eq!(why.field.as_deref(), Some("email"));
    }
}

#[test]
fn an_invitation_can_wait_for_its_mail() {
    let mut book = Book::new(Plan::Business);
    let later = Invite { send: false, ..invite("Ada", "ada@example.org") };
    let decision = book.invite(book.owner, later).expect("allowed");
    assert_eq!(kinds(&decision), ["member_added"]);
    assert_eq!(decision.effects, []);
}

#[test]
fn what_cant_be_an_invitation_is_refused_at_its_field() {
    let mut book = Book::new(Plan::Business);
    let owner = book.owner;
    let good = || invite("Ada", "ada@example.org");
    for (field, bad) in [
        ("email", Invite { email: "ada".to_owned(), ..good() }),
        ("email", Invite { email: String::new(), ..good() }),
        ("first_name", Invite { first_name: " \u{202e}".to_owned(), ..good() }),
        ("last_name", Invite { last_name: "x".repeat(201), ..good() }),
        ("language", Invite { language: "no such language".to_owned(), ..good() }),
    ] {
        let why = refusal(book.invite(owner, bad));
        assert_eq!((why.code, why.field.as_deref()), (Code::Invalid, Some(field)), "{}", why.message);
    }
}

fn as_admin(access: AccessMode) -> Invite {
    Invite { tier: Tier::Admin, access, ..invite("Ada", "ada@example.org") }
}

#[test]
fn all_never_means_more_than_the_inviter_has_r12_r13() {
    let mut book = Book::new(Plan::Business);
    let lise = book.custom("Lise", Tier::Admin, &[]);
    let why = refusal(book.invite(lise, as_admin(AccessMode::All)));
    assert_eq!((why.code, why.field.as_deref()), (Code::Ceiling, Some("access")));
    assert_eq!(why.help, "Choose Custom.");
    assert_eq!(code(&book.invite(lise, as_admin(AccessMode::Custom))), None, "admins invite admins");
}

#[test]
fn nobody_invites_into_a_group_that_carries_more_than_they_have_r13() {
    let mut book = Book::new(Plan::Business);
    let sales = book.group("Sales", &["contacts.view", "contacts.edit"]);
    let audit = book.group("Audit", &["contacts.view"]);
    let payroll = book.group("Payroll", &["payroll.view"]);
    let lise = book.custom("Lise", Tier::Admin, &[sales]);
    let with = |groups: &[_]| Invite { groups: groups.to_vec(), ..invite("Ada", "ada@example.org") };
    let why = refusal(book.invite(lise, with(&[audit, payroll])));
    assert_eq!((why.code, why.field.as_deref()), (Code::Ceiling, Some("groups")));
    let ada = book.invited(lise, with(&[audit, audit]));
    assert_eq!(book.member(ada).groups, [audit], "what a group carries counts, not its name; once is enough");
}

#[test]
fn there_is_one_owner_r15() {
    let mut book = Book::new(Plan::Business);
    let why = refusal(book.invite(book.owner, Invite { tier: Tier::Owner, ..invite("Ada", "ada@example.org") }));
    assert_eq!((why.code, why.field.as_deref()), (Code::OwnerFixed, Some("tier")));
}

#[test]
fn the_plans_places_count_invited_administrators_too_r21() {
    for (plan, places) in [(Plan::Starter, 2), (Plan::Professional, 5), (Plan::Business, 15), (Plan::Enterprise, 50)] {
        let mut book = Book::new(plan);
        let admin = |n: i32| Invite { tier: Tier::Admin, ..invite("Ada", &format!("ada{n}@example.org")) };
        for n in 1..places {
            assert_eq!(code(&book.invite(book.owner, admin(n))), None, "{plan:?}: {n}");
        }
        let why = refusal(book.invite(book.owner, admin(places)));
        assert_eq!((why.code, why.field.as_deref()), (Code::PlanFull, Some("tier")), "{plan:?}");
        assert_eq!(code(&book.invite(book.owner, invite("Una", "una@example.org"))), None, "users always fit");
    }
}

/// Lise, an administrator with everything, invites Ada as administrator with everything and into a
/// group; then something happens; then Ada accepts.
fn accepted_after(what: impl FnOnce(&mut Book, MemberId) -> Outcome) -> (Book, MemberId, Outcome) {
    let mut book = Book::new(Plan::Business);
    let sales = book.group("Sales", &["contacts.edit"]);
    let lise = book.all("Lise", Tier::Admin);
    let ada = book.invited(lise, Invite { groups: vec![sales], ..as_admin(AccessMode::All) });
    assert_eq!(code(&what(&mut book, lise)), None, "it happens");
    let outcome = book.accept(ada);
    (book, ada, outcome)
}

fn left_out(outcome: &Outcome) -> Vec<String> {
    let events = &outcome.as_ref().expect("accepted").events;
    let Some(Event::InvitationAccepted { left_out, .. }) = events.last() else {
        panic!("the acceptance comes last: {events:?}");
    };
    left_out.clone()
}

#[test]
fn an_inviter_who_lost_everything_gives_nothing_at_the_acceptance_r6_c22() {
    type Loss = fn(&mut Book, MemberId) -> Outcome;
    let losses: [(&str, Loss); 3] = [
        ("suspended", |book, lise| book.act(book.owner, Action::Suspend, lise)),
        ("archived", |book, lise| book.act(book.owner, Action::Archive, lise)),
        ("lowered", |book, lise| book.edit(book.owner, Edit { tier: Some(Tier::User), ..Edit::of(lise) })),
    ];
    for (how, loss) in losses {
        let (book, ada, outcome) = accepted_after(loss);
        let words = ["the standing Admin", "access to everything", "the group Sales"];
        assert_eq!(left_out(&outcome), words, "{how}");
        let decision = outcome.unwrap();
        assert_eq!(changes(&decision), [(Field::Tier, "admin", "user"), (Field::Access, "all", "custom")]);
        let told = Effect::NoticeLeftOut { member: ada, left_out: words.map(str::to_owned).to_vec() };
        assert!(decision.effects.contains(&told), "the administrators see it");
        let ada = book.member(ada);
        assert_eq!((ada.status, ada.tier, ada.access), (Status::Active, Tier::User, AccessMode::Custom));
        assert_eq!(ada.groups, [], "she is in, with nothing that nobody can give");
    }
}

#[test]
fn an_inviter_who_is_gone_gives_nothing_either_c22() {
    let (_, _, outcome) = accepted_after(|book, lise| {
        book.acted(book.owner, Action::Archive, lise);
        book.act(book.owner, Action::Erase, lise)
    });
    assert_eq!(left_out(&outcome).len(), 3);
}

#[test]
fn only_what_the_inviter_lost_is_left_out_r6() {
    let (book, ada, outcome) = accepted_after(|book, lise| {
        let sales = book.by_group_name("Sales");
        let access = Some(AccessMode::Custom);
        book.edit(book.owner, Edit { access, groups: Some(vec![sales]), ..Edit::of(lise) })
    });
    assert_eq!(left_out(&outcome), ["access to everything"]);
    let ada = book.member(ada);
    assert_eq!((ada.tier, ada.groups.len()), (Tier::Admin, 1));
}

#[test]
fn an_invitation_sent_again_stands_under_the_newer_sender_r6() {
    let (_, _, outcome) = accepted_after(|book, lise| {
        book.acted(book.owner, Action::Archive, lise);
        let ada = book.by_email("ada@example.org");
        book.act(book.owner, Action::Resend, ada)
    });
    assert_eq!(left_out(&outcome), [] as [&str; 0], "the owner can give all of it");
}

#[test]
fn an_acceptance_is_not_taken_back() {
    let (mut book, ada, outcome) =
        accepted_after(|book, lise| book.run(lise, &Command::SignIn { member: lise, kind: SessionKind::Desktop }));
    assert_eq!(code(&outcome), None);
    assert_eq!(code(&book.undo(book.owner)), Some(Code::NothingToUndo));
    assert_eq!(book.status(ada), Status::Active);
}

#[test]
fn an_address_that_was_cut_off_is_offered_with_the_domain_of_whoever_types_it() {
    let mut book = Book::new(Plan::Business);
    let owner = book.owner;
    for (typed, offered) in [
        ("ada@nordlys", Some("ada@nordlys.no")),
        ("Ada@NORD", Some("Ada@nordlys.no")),
        ("ada@", Some("ada@nordlys.no")),
        ("ada", Some("ada@nordlys.no")),
        // Another domain was begun, or the rest is no address either way.
        ("ada@fjord", None),
        ("ada@nordlys.", None),
        ("a b@nordlys", None),
        ("@nordlys", None),
        ("ada@nordlys@no", None),
        ("", None),
    ] {
        let refusal = refusal(book.invite(owner, invite("Ada", typed)));
        assert_eq!((refusal.code, refusal.field.as_deref()), (Code::Invalid, Some("email")), "{typed}");
        assert_eq!(refusal.suggestion.as_deref(), offered, "{typed}");
    }
    let tom = book.custom("Tom", Tier::User, &[]);
    let edit = Edit { email: Some("tom@nordlys".to_owned()), ..Edit::of(tom) };
    assert_eq!(refusal(book.run(owner, &Command::Edit(edit))).suggestion.as_deref(), Some("tom@nordlys.no"));
}

/// Lise invited Ada; Mads gives her the role Desk while she is still invited.
fn by_another() -> (Book, [MemberId; 3], Holding) {
    let mut book = Book::new(Plan::Business);
    let desk = book.role("Desk", &["contacts.view"]);
    let (lise, mads) = (book.all("Lise", Tier::Admin), book.all("Mads", Tier::Admin));
    let ada = book.invited(lise, invite("Ada", "ada@example.org"));
    book.given(mads, Holding::Role(desk), ada);
    (book, [lise, mads, ada], Holding::Role(desk))
}

#[test]
fn what_somebody_else_gave_is_judged_by_them_and_not_by_the_inviter_r6() {
    type Loss = fn(&mut Book, MemberId, MemberId);
    let cases: [(&str, Loss, bool); 3] = [
        (
            "the inviter is gone, the giver is there",
            |book, lise, _| book.acted(book.owner, Action::Archive, lise),
            true,
        ),
        (
            "the giver is gone, the inviter is there",
            |book, _, mads| book.acted(book.owner, Action::Archive, mads),
            false,
        ),
        (
            "the giver is gone, and the inviter sent the link again since",
            |book, lise, mads| {
                book.acted(book.owner, Action::Archive, mads);
                let ada = book.by_email("ada@example.org");
                book.acted(lise, Action::Resend, ada);
            },
            true,
        ),
    ];
    for (how, loss, kept) in cases {
        let (mut book, [lise, mads, ada], desk) = by_another();
        loss(&mut book, lise, mads);
        let decision = book.accept(ada).expect("she comes in");
        assert_eq!(book.member(ada).has(&desk), kept, "{how}");
        let notice = decision.effects.iter().any(|effect| matches!(effect, Effect::NoticeLeftOut { .. }));
        assert_eq!(notice, !kept, "{how}");
    }
}

#[test]
fn a_tier_and_a_mode_that_somebody_else_set_are_judged_by_them_r6() {
    for (edit, gone) in [(true, false), (true, true), (false, true)] {
        let mut book = Book::new(Plan::Business);
        let owner = book.owner;
        let (lise, mads) = (book.all("Lise", Tier::Admin), book.all("Mads", Tier::Admin));
        let (tier, access) = if edit { (Tier::User, AccessMode::Custom) } else { (Tier::Admin, AccessMode::All) };
        let ada = book.invited(lise, Invite { tier, access, ..invite("Ada", "ada@example.org") });
        if edit {
            let rise = Edit { tier: Some(Tier::Admin), access: Some(AccessMode::All), ..Edit::of(ada) };
            book.edit(mads, rise).expect("allowed");
        }
        let who = if gone && edit { mads } else { lise };
        book.acted(owner, Action::Archive, who);
        book.accept(ada).expect("she comes in");
        let ada = book.member(ada);
        let kept = edit && !gone;
        assert_eq!((ada.tier == Tier::Admin, ada.access == AccessMode::All), (kept, kept), "{edit} {gone}");
    }
}

fn asks(name: &str, email: &str) -> Command {
    Command::AskInvitation { name: name.to_owned(), email: email.to_owned() }
}

#[test]
fn somebody_without_access_asks_where_the_policy_lets_them_and_gains_nothing_by_it() {
    let mut book = Book::new(Plan::Business);
    let (owner, una) = (book.owner, asks(" Una  Berg ", "Una@Example.org"));
    assert_eq!(code(&book.run_as(&Actor::System, &una)), Some(Code::NotAllowed), "off until somebody wants it");
    book.policy(|policy| policy.invitation_asks = true);
    assert_eq!(code(&book.run(owner, &una)), Some(Code::NotAllowed), "who is here invites");
    let before = book.state.members.len();
    let decision = book.run_as(&Actor::System, &una).expect("asked");
    assert_eq!(decision.events, [Event::InvitationAsked], "the log names nobody who can’t be erased from it");
    let email = rollbook_domain::Email::parse("Una@Example.org").expect("an address");
    assert_eq!(decision.effects, [Effect::TellAsked { name: "Una Berg".to_owned(), email }]);
    assert_eq!(book.state.members.len(), before);
    for (name, email) in [
        ("", "una@example.org"),
        ("See https://evil.example", "una@example.org"),
        ("una@example.org", "una@example.org"),
        ("Una", "una"),
        (&"U".repeat(81), "una@example.org"),
    ] {
        assert_eq!(code(&book.run_as(&Actor::System, &asks(name, email))), Some(Code::Invalid), "{name} {email}");
    }
}

#[test]
fn who_has_access_needs_no_invitation_and_who_was_shut_out_may_ask() {
    let mut book = Book::new(Plan::Business);
    let owner = book.owner;
    book.policy(|policy| policy.invitation_asks = true);
    let bea = book.created("Bea", Tier::User, &[]);
    let email = book.member(bea).email.as_str().to_owned();
    let decision = book.run_as(&Actor::System, &asks("Bea", &email)).expect("judged");
    assert_eq!((decision.events, decision.effects), (vec![], vec![]));
    book.acted(owner, Action::Suspend, bea);
    let decision = book.run_as(&Actor::System, &asks("Bea", &email)).expect("judged");
    assert_eq!(decision.events, [Event::InvitationAsked]);
}
