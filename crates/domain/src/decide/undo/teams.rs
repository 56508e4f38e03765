//! Undo of what happened to teams.

use super::{Undo, changed_since};
use crate::{
    Event, Refusal, TeamId,
    decide::{authority, names, teams},
    named::Team,
};

impl Undo {
    /// Takes a team away again, as long as nobody is in it.
    pub(super) fn remove_team(&mut self, added: &Team) -> Result<(), Refusal> {
        let Some(team) = self.now.structure.teams.get(&added.id) else {
            return Ok(());
        };
        if self.now.team_sizes.get(&team.id).is_some_and(|n| *n > 0) {
            return Err(changed_since(format!("The team {} stays: people are in it.", team.name), ""));
        }
        authority::administrator(&self.now)?;
        self.out.events.push(Event::TeamRemoved { team: team.clone() });
        Ok(())
    }

    /// Gives a team the name that it had, unless it was renamed again or the name was taken since.
    pub(super) fn rename_team(&mut self, id: TeamId, (before, after): &(String, String)) -> Result<(), Refusal> {
        let Some(team) = self.now.structure.teams.get(&id) else {
            return Ok(());
        };
        if team.name != *after {
            return Err(changed_since(format!("The team is called {} by now.", team.name), ""));
        }
        self.free_name(before, Some(id))?;
        let renamed = teams::renamed(team, before.clone());
        self.out.events.push(renamed);
        Ok(())
    }

    /// Makes a team again that was removed; whoever was in it comes back by the events that follow.
    pub(super) fn bring_team_back(&mut self, removed: &Team) -> Result<(), Refusal> {
        if self.now.structure.teams.contains_key(&removed.id) {
            return Ok(());
        }
        self.free_name(&removed.name, None)?;
        self.out.events.push(Event::TeamAdded { team: removed.clone() });
        Ok(())
    }

    fn free_name(&self, name: &str, but: Option<TeamId>) -> Result<(), Refusal> {
        if names::is_taken(name, teams::others(&self.now, but)) {
            return Err(changed_since(format!("There is another team {name} by now."), "Rename it first."));
        }
        authority::administrator(&self.now).map(|_| ())
    }
}
