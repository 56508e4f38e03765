//! What waits, carried out on top of the replica, and taken off again.
//!
//! Before the first change, the structure is put aside as it is, and before a change about somebody, so
//! are they. Taking everything off writes that back and cuts the log where the other side’s ends: what is
//! left is what was copied, to the byte. So nothing that was done here can ever be taken for something
//! that happened there.

use crate::{Entry, Failure, Setting, replica::Replica};
use rollbook_credentials::Secret;
use rollbook_directory::{
    DirectoryError,
    contract::{GiveQueued, Outcome, ReplicaRows},
};
use rollbook_domain::{CommandId, MemberId};
use rollbook_store::{Paste, Rows};

/// Under which names it is put aside.
const ASIDE: &str = "replica.before.";
const STRUCTURE: &str = "replica.before.structure";

impl Replica {
    /// Carries out an entry on top of the replica; how it ended here.
    pub(crate) async fn put_on(
        &mut self,
        setting: &Setting,
        entry: &Entry,
        mine: Vec<CommandId>,
        hash: Option<Secret<String>>,
    ) -> Result<Outcome, Failure> {
        self.put_aside(setting, entry.member).await?;
        let ask = GiveQueued {
            command: entry.command,
            member: entry.member,
            seen: entry.seen,
            seal: entry.seal.clone(),
            mine,
            over: entry.over,
            what: entry.what.clone(),
            hash,
        };
        let desk = self.desk(setting);
        match desk.give_queued(&ask).await {
            Ok(outcome) => Ok(outcome),
            Err(DirectoryError::Store(error)) => Err(error.into()),
            Err(error) => Err(Failure::Rule(error.into())),
        }
    }

    async fn put_aside(&mut self, setting: &Setting, member: MemberId) -> Result<(), Failure> {
        let name = format!("{ASIDE}member.{member}");
        let there = self.store.setting(setting.organization, &name).await?.is_some();
        if self.state.overlaid && there {
            return Ok(());
        }
        let mut moment = self.store.moment(setting.organization).await?;
        let mut keep = Vec::new();
        if !self.state.overlaid {
            keep.push((STRUCTURE.to_owned(), written(&moment.copy_whole().await?)?));
        }
        keep.push((name, written(&moment.copy_members(&[member], &[member]).await?)?));
        drop(moment);
        let mut state = self.state.clone();
        state.overlaid = true;
        let desk = self.desk(setting);
        self.paste(setting, Paste { keep, ..Paste::default() }, state).await?;
        // No row changed: what the desk remembers still holds.
        self.keep_desk(desk);
        Ok(())
    }

    /// Takes everything off.
    pub(crate) async fn take_off(&mut self, setting: &Setting) -> Result<(), Failure> {
        let aside = self.store.kept(setting.organization, ASIDE).await?;
        let mut paste = Paste { cut: Some(self.state.log.seq), ..Paste::default() };
        // The structure first: what members hold refers to it.
        for (_, text) in aside.iter().filter(|(name, _)| name == STRUCTURE) {
            paste.rows.extend(read(text)?);
        }
        for (name, text) in aside.iter().filter(|(name, _)| name != STRUCTURE) {
            let member = name.rsplit('.').next().and_then(|id| id.parse().ok());
            paste.members.push(member.ok_or_else(|| Failure::damaged("nobody was put aside"))?);
            for rows in read(text)? {
                // A table at a time: it is the same for one and for a thousand.
                match paste.rows.iter_mut().find(|others| others.table == rows.table) {
                    Some(others) => others.rows.extend(rows.rows),
                    None => paste.rows.push(rows),
                }
            }
        }
        paste.keep = aside.into_iter().map(|(name, _)| (name, String::new())).collect();
        let mut state = self.state.clone();
        state.overlaid = false;
        self.paste(setting, paste, state).await
    }
}

fn written(rows: &[Rows]) -> Result<String, Failure> {
    let rows: Vec<ReplicaRows> = rows.iter().map(ReplicaRows::of).collect();
    serde_json::to_string(&rows).map_err(Failure::damaged)
}

fn read(text: &str) -> Result<Vec<Rows>, Failure> {
    let rows: Vec<ReplicaRows> = serde_json::from_str(text).map_err(Failure::damaged)?;
    Ok(rows.iter().map(ReplicaRows::heard).collect::<Result<_, _>>()?)
}
