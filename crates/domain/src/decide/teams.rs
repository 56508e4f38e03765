//! Teams: members who work together. No permission hangs on them; administrators set them (R7).

use super::{Decision, authority, names};
use crate::{Code, Event, Facts, IdSource, Refusal, TeamId, named::Team};

/// Judges the making of a team, under a name of its own.
pub(super) fn add(facts: &Facts, name: &str, ids: &mut dyn IdSource) -> Result<Decision, Refusal> {
    authority::administrator(facts)?;
    let name = names::own("team", name, others(facts, None))?;
    let team = Team { id: TeamId::new(ids), name };
    Ok(Decision { events: vec![Event::TeamAdded { team }], ..Decision::default() })
}

/// Judges another name for a team, unless somebody else gave it one since it was `seen`.
pub(super) fn rename(facts: &Facts, id: TeamId, seen: &str, name: &str) -> Result<Decision, Refusal> {
    may_change(facts, id)?;
    let team = found(facts, id)?;
    if team.name != seen {
        let words = format!("Somebody called this team {} in between.", team.name);
        return Err(Refusal::new(Code::Conflict, words, "Look again, then apply yours.").at("name"));
    }
    let name = names::own("team", name, others(facts, Some(id)))?;
    let events = if name == team.name { Vec::new() } else { vec![renamed(team, name)] };
    Ok(Decision { events, ..Decision::default() })
}

pub(super) fn renamed(team: &Team, name: String) -> Event {
    Event::TeamRenamed { team: team.id, name: (team.name.clone(), name) }
}

/// What the teams are called, but for one of them.
pub(super) fn others(facts: &Facts, but: Option<TeamId>) -> impl Iterator<Item = &str> + Clone {
    facts.structure.teams.values().filter(move |team| Some(team.id) != but).map(|team| team.name.as_str())
}

/// Whether the actor may rename and remove this team; whoever is in it is judged as they leave it.
pub(super) fn may_change(facts: &Facts, id: TeamId) -> Result<(), Refusal> {
    authority::administrator(facts)?;
    found(facts, id).map(|_| ())
}

/// Judges the removal of a team that nobody is in any more.
pub(super) fn remove(facts: &Facts, id: TeamId) -> Result<Decision, Refusal> {
    may_change(facts, id)?;
    let team = found(facts, id)?.clone();
    if facts.team_sizes.get(&id).is_some_and(|n| *n > 0) {
        return Err(Refusal::new(Code::Conflict, "Somebody came into this team in between.", "Try again."));
    }
    Ok(Decision { events: vec![Event::TeamRemoved { team }], ..Decision::default() })
}

fn found(facts: &Facts, id: TeamId) -> Result<&Team, Refusal> {
    let missing = || Refusal::new(Code::NotFound, "This team isn’t in this organization.", "Refresh the list.");
    facts.structure.teams.get(&id).ok_or_else(missing)
}
