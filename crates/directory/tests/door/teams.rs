//! Teams at the desk: made, renamed, filled, removed with all who were in them, and brought back (row 58).

use crate::{
    asks::{give, hold},
    refused,
};
use rollbook_directory::{
    Task,
    contract::{AddTeam, RemoveTeam, RenameTeam},
};
use rollbook_domain::{Code, TeamId, holding::Holding};
use rollbook_testkit::{Bench, Engine, contract};

contract![row_58_a_team_is_made_filled_renamed_removed_and_brought_back];

async fn night_crew(bench: &Bench) -> TeamId {
    let ask = AddTeam { command: bench.command(), name: "Night crew".to_owned() };
    bench.desk().add_team(&ask).await.unwrap();
    bench.desk().access_choices().await.unwrap().teams[0].id
}

async fn row_58_a_team_is_made_filled_renamed_removed_and_brought_back(engine: Engine) {
    let bench = Bench::open(engine).await;
    let team = night_crew(&bench).await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    let bo = bench.user("Bo Lee", "bo@nordlys.example").await;
    hold(&bench, &give(&bench, &[Holding::Team(team)], &[ann, bo])).await;
    bench.act(rollbook_domain::command::Action::Archive, &[bo]).await;
    let seen = "Night crew".to_owned();
    let rename = RenameTeam { command: bench.command(), team, seen, name: "Late crew".to_owned() };
    bench.desk().rename_team(&rename).await.unwrap();
    let late = RenameTeam { command: bench.command(), ..rename };
    assert_eq!(refused(bench.desk().rename_team(&late).await), Code::Conflict);
    let teams = bench.desk().access_choices().await.unwrap().teams;
    assert_eq!((teams[0].name.as_str(), teams[0].members), ("Late crew", 1), "who is archived doesn’t count");
    let of = async |member| {
        let all = bench.desk().person(member).await.unwrap().member_of;
        all.into_iter().filter(|held| held.what == Holding::Team(team)).map(|held| held.name).collect::<Vec<_>>()
    };
    assert_eq!(of(ann).await, ["Late crew"]);
    let ask = RemoveTeam { command: bench.command(), team, preview: false };
    let before = bench.dump().await;
    let preview = RemoveTeam { preview: true, ..ask.clone() };
    let told = bench.desk().remove_team(&preview, &Task::unwatched()).await.unwrap();
    assert_eq!((bench.dump().await, told.impact.unwrap().reach), (before, 2), "B6");
    bench.desk().remove_team(&ask, &Task::unwatched()).await.unwrap();
    assert_eq!((bench.desk().access_choices().await.unwrap().teams, of(ann).await), (vec![], vec![]));
    bench.desk().undo(ask.command).await.unwrap();
    assert_eq!((of(ann).await, of(bo).await), (vec!["Late crew".to_owned()], vec!["Late crew".to_owned()]));
    assert_eq!(bench.store().verify_log(bench.organization, |_| {}).await.unwrap(), None, "R30");
}
