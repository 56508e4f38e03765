//! Teams: who works together. Administrators set them, nothing is permitted by them (row 58).

use crate::model::{Book, code, give, kinds, refusal, take};
use rollbook_domain::{
    Code, Command, MemberId, TeamId, command::Action, decide::authority, holding::Holding, member::Tier,
    organization::Plan,
};

fn book() -> (Book, MemberId, TeamId) {
    let mut book = Book::new(Plan::Business);
    let lise = book.all("Lise", Tier::Admin);
    let team = team(&mut book, lise, "Night crew");
    (book, lise, team)
}

fn team(book: &mut Book, actor: MemberId, name: &str) -> TeamId {
    book.run(actor, &Command::AddTeam { name: name.to_owned() }).expect("allowed");
    book.state.teams.values().find(|team| team.name == name.trim()).expect("made").id
}

fn rename(team: TeamId, seen: &str, name: &str) -> Command {
    Command::RenameTeam { team, seen: seen.to_owned(), name: name.to_owned() }
}

#[test]
fn an_administrator_puts_people_into_teams_and_it_permits_nothing_row_58() {
    let (mut book, lise, team) = book();
    let tom = book.all("Tom", Tier::User);
    let before = authority::effective(&book.structure(), &book.member(tom));
    book.hold(lise, give(Holding::Team(team), tom)).expect("allowed");
    assert_eq!(book.member(tom).holds.teams, [team]);
    assert_eq!(authority::effective(&book.structure(), &book.member(tom)), before);
    book.hold(lise, give(Holding::Team(team), lise)).expect("it is no standing: one’s own too (R17)");
    book.hold(lise, take(Holding::Team(team), tom)).expect("allowed");
    assert_eq!(book.member(tom).holds.teams, []);
}

#[test]
fn nobody_chooses_their_own_team_but_administrators_r7_row_58() {
    let (mut book, lise, team) = book();
    let tom = book.all("Tom", Tier::User);
    assert_eq!(code(&book.hold(tom, give(Holding::Team(team), tom))), Some(Code::NotAllowed));
    for command in
        [Command::AddTeam { name: "Tom’s".to_owned() }, rename(team, "Night crew", "Tom’s"), Command::RemoveTeam(team)]
    {
        assert_eq!(code(&book.run(tom, &command)), Some(Code::NotAllowed), "{command:?}");
    }
    // R14: who stands above is moved into no team.
    let anna = book.custom("Anna", Tier::Admin, &[]);
    assert_eq!(code(&book.hold(anna, give(Holding::Team(team), lise))), Some(Code::RankTooLow));
}

#[test]
fn a_team_is_removed_from_all_who_are_in_it_and_comes_back_by_undo_b6() {
    let (mut book, lise, team) = book();
    let people: Vec<_> = ["Pia", "Per", "Pam"].iter().map(|name| book.all(name, Tier::User)).collect();
    for who in &people {
        book.given(book.owner, Holding::Team(team), *who);
    }
    book.acted(book.owner, Action::Suspend, people[1]);
    book.acted(book.owner, Action::Archive, people[2]);
    let removed = book.delete(lise, Holding::Team(team)).expect("allowed");
    assert_eq!(kinds(&removed), ["taken", "taken", "taken", "team_removed"]);
    let undone = book.undo(lise).expect("allowed");
    assert_eq!((undone.refused, undone.kept), (vec![], vec![]));
    assert!(people.iter().all(|who| book.member(*who).has(&Holding::Team(team))), "the suspended and the archived too");
}

#[test]
fn a_team_has_a_name_of_its_own_and_gets_its_old_one_back() {
    let (mut book, lise, night) = book();
    let day = team(&mut book, lise, "Day crew");
    let taken = refusal(book.run(lise, &rename(day, "Day crew", " night  CREW ")));
    assert_eq!((taken.code, taken.message.as_str()), (Code::NameTaken, "There is a team of this name."));
    let late = refusal(book.run(lise, &rename(day, "Evening crew", "Dawn crew")));
    assert_eq!((late.code, late.message.as_str()), (Code::Conflict, "Somebody called this team Day crew in between."));
    assert_eq!(kinds(&book.run(lise, &rename(day, "Day crew", "Dawn crew")).expect("allowed")), ["team_renamed"]);
    let renamed = book.last;
    let mut other = book.clone();
    other.run(lise, &rename(night, "Night crew", "Day crew")).expect("allowed");
    let why = other.run(lise, &Command::Undo(renamed)).expect_err("refused");
    assert_eq!(why.message, "There is another team Day crew by now.");
    assert_eq!(kinds(&book.run(lise, &Command::Undo(renamed)).expect("allowed")), ["team_renamed"]);
    assert_eq!(book.state.teams[&day].name, "Day crew");
    let unknown = TeamId::from_uuid(uuid::Uuid::from_u128(u128::MAX));
    assert_eq!(code(&book.run(lise, &Command::RemoveTeam(unknown))), Some(Code::NotFound));
    assert_eq!(code(&book.run(lise, &Command::AddTeam { name: " \u{200b}".to_owned() })), Some(Code::Invalid));
}
