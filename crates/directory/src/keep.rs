//! Keeping time for every organization of a store: what is dated begins and ends when its moment comes,
//! whichever server looks first.

use crate::{Directory, DirectoryError};
use rollbook_domain::{OrganizationId, Timestamp};
use std::{
    collections::{HashMap, HashSet},
    time::Duration,
};
use tokio::sync::broadcast::{Receiver, error::RecvError, error::TryRecvError};

/// The longest sleep: the machine may have slept too, and its clock been set.
const LONGEST: Duration = Duration::from_mins(1);
/// The pause after a failure, such as a database that is away.
const PAUSE: Duration = Duration::from_secs(5);

/// Whose dates are to be read again.
enum Look {
    Nobody,
    Some(HashSet<OrganizationId>),
    Everybody,
}

impl Look {
    fn add(&mut self, organization: Option<OrganizationId>) {
        match (organization, &mut *self) {
            (_, Self::Everybody) => {}
            (None, _) => *self = Self::Everybody,
            (Some(one), Self::Some(all)) => drop(all.insert(one)),
            (Some(one), Self::Nobody) => *self = Self::Some(HashSet::from([one])),
        }
    }
}

impl Directory {
    /// Watches every organization for as long as it is polled. Several servers may: an organization's
    /// row is taken by one of them, and the next finds nothing due any more.
    pub async fn keep_all_time(&self) {
        let mut changes = self.subscribe();
        let (mut dues, mut look, mut tidied) = (HashMap::new(), Look::Everybody, None);
        loop {
            let sleep = match self.settle_all(&mut dues, &look).await {
                Ok(()) => {
                    look = Look::Nobody;
                    let next = dues.values().min().map(|at: &Timestamp| at.0 - self.now().0);
                    next.map_or(LONGEST, |left| Duration::from_millis(left.max(0).unsigned_abs()).min(LONGEST))
                }
                Err(error) => {
                    tracing::warn!(%error, "what is due can’t be settled; tried again");
                    look = Look::Everybody;
                    PAUSE
                }
            };
            self.tidy_now_and_then(&mut tidied).await;
            tokio::select! {
                () = tokio::time::sleep(sleep) => {}
                told = changes.recv() => match told {
                    Ok(change) => look.add(change.organization),
                    Err(RecvError::Lagged(_)) => look.add(None),
                    Err(RecvError::Closed) => return,
                },
            }
            drain(&mut changes, &mut look);
        }
    }

    /// Reads the dates of whoever changed, and settles what is due by now.
    async fn settle_all(
        &self,
        dues: &mut HashMap<OrganizationId, Timestamp>,
        look: &Look,
    ) -> Result<(), DirectoryError> {
        let now = self.now();
        let mut again: HashSet<OrganizationId> =
            dues.iter().filter(|(_, at)| **at <= now).map(|(organization, _)| *organization).collect();
        match look {
            Look::Nobody => {}
            Look::Some(changed) => again.extend(changed),
            Look::Everybody => {
                dues.clear();
                again.extend(self.store().organization_ids().await?);
            }
        }
        for organization in again {
            match self.settle(organization).await? {
                Some(next) => drop(dues.insert(organization, next)),
                None => drop(dues.remove(&organization)),
            }
        }
        Ok(())
    }
}

/// What else was told meanwhile, so that a storm of changes is looked at once.
fn drain(changes: &mut Receiver<crate::Committed>, look: &mut Look) {
    loop {
        match changes.try_recv() {
            Ok(change) => look.add(change.organization),
            Err(TryRecvError::Lagged(_)) => look.add(None),
            Err(TryRecvError::Empty | TryRecvError::Closed) => return,
        }
    }
}
