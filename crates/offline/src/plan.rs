//! What comes next, as a pure function of how things stand.
//!
//! What waits is sent first: people wait for it, and a copy can take a while. Before anything newer is
//! written over the replica, what waits on top of it is taken off; while there is no connection, it is put
//! on again. An entry that somebody has to decide about holds back later ones about the same person, and
//! nobody else’s.

use rollbook_domain::{CommandId, MemberId};
use std::collections::HashSet;

/// How the replica stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Copied {
    /// There is none, or none of any use.
    None,
    /// Members are being copied.
    Members,
    /// The log is being copied.
    Log,
    /// What happened since the copy began is still to be heard.
    News,
    /// It is whole as of some moment.
    Whole,
}

/// An entry of the queue that has not ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Open {
    /// Its id.
    pub command: CommandId,
    /// About whom.
    pub member: MemberId,
    /// Whether somebody has to decide about it.
    pub conflict: bool,
    /// Whether it is carried out on top of the replica.
    pub shown: bool,
}

/// How things stand.
#[derive(Clone, Debug)]
pub struct View<'a> {
    /// Whether there is a connection.
    pub online: bool,
    /// The replica.
    pub copied: Copied,
    /// Whether anything is carried out on top of it.
    pub overlaid: bool,
    /// Whether everything was heard that happened.
    pub current: bool,
    /// What has not ended, in the order in which it was given.
    pub queue: &'a [Open],
    /// People about whom nothing can be sent at the moment.
    pub stuck: &'a HashSet<MemberId>,
}

/// What comes next.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// Nothing, until something happens.
    Rest,
    /// What waits is taken off the replica.
    TakeOff,
    /// What waits is carried out on top of the replica.
    PutOn(CommandId),
    /// What can go is sent, this entry before all others (see [`together`]).
    Send(CommandId),
    /// A copy is begun.
    Begin,
    /// The next members are copied.
    Members,
    /// The next entries of the log are copied.
    Log,
    /// What happened since is heard.
    News,
}

/// What comes next.
pub fn next(view: &View<'_>) -> Step {
    if !view.online {
        let hidden = view.queue.iter().find(|open| !open.conflict && !open.shown);
        return match hidden {
            Some(open) if view.copied == Copied::Whole => Step::PutOn(open.command),
            _ => Step::Rest,
        };
    }
    if view.overlaid {
        return Step::TakeOff;
    }
    if let Some(first) = free(view).next() {
        return Step::Send(first);
    }
    match view.copied {
        Copied::None => Step::Begin,
        Copied::Members => Step::Members,
        Copied::Log => Step::Log,
        Copied::News => Step::News,
        Copied::Whole if !view.current => Step::News,
        Copied::Whole => Step::Rest,
    }
}

/// What can be sent at once, at most so many: no two of them are about the same person, so none waits for how
/// another ends.
pub fn together(view: &View<'_>, most: usize) -> Vec<CommandId> {
    free(view).take(most).collect()
}

/// Entries that nothing about the same person stands before.
fn free<'a>(view: &'a View<'_>) -> impl Iterator<Item = CommandId> + 'a {
    let mut held: HashSet<MemberId> = HashSet::new();
    view.queue.iter().filter_map(move |open| {
        let first = held.insert(open.member);
        (first && !open.conflict && !view.stuck.contains(&open.member)).then_some(open.command)
    })
}
