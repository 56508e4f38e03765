//! How an organization stands, as screens show it: with what somebody else did meanwhile, as far as the
//! replica knows (R33).

use crate::{End, Entry, Failure, Keeper, Standing, Status, Unread, start::told, tickets};
use rollbook_directory::{
    Desk,
    contract::{
        BothView, CopyingView, LineView, LogPageAsk, LogQuery, QueuedStanding, QueuedView, QueuedWhat, Tag, TheirsView,
        UnreadView, UserView,
    },
    meanwhile,
};
use rollbook_domain::CommandId;

/// How many entries about one person are looked through for what somebody else did.
const LOOKED: u16 = 50;

impl Keeper {
    /// How it stands now, for screens.
    pub async fn view(&self) -> LineView {
        // Copied: what is borrowed would keep the writer waiting.
        let status = self.status().borrow().clone();
        let mut entries = Vec::with_capacity(status.entries.len());
        for entry in &status.entries {
            entries.push(view(&status, entry).await);
        }
        let tickets = tickets::view(status.desk.as_ref(), &status.tickets).await;
        let away = status.online == Some(false);
        LineView {
            online: status.online,
            lost_at: status.lost_at,
            ready: status.desk.is_some(),
            over: status.is_over,
            synced: status.synced.filter(|_| away),
            copying: status.progress.map(|progress| CopyingView { done: progress.done, in_all: progress.in_all }),
            went_back: status.went_back,
            unreadable: status.unreadable.map(|path| path.to_string_lossy().into_owned()),
            unread: status.unread.into_iter().map(|Unread { at, name, .. }| UnreadView { at, name }).collect(),
            refusal: None,
            entries,
            tickets,
        }
    }

    /// Tells what to read again whenever something stands otherwise: all of it, where it comes from elsewhere now.
    pub async fn follow(&self, tell: impl Fn(Vec<Tag>) + Send + Sync) {
        let mut status = self.status();
        let mut told: Option<LineView> = None;
        loop {
            status.mark_unchanged();
            let view = self.view().await;
            if told.as_ref() != Some(&view) {
                let was_away = told.as_ref().is_some_and(|told| told.online == Some(false));
                let turned = was_away != (view.online == Some(false));
                tell(if turned { Tag::ALL.to_vec() } else { vec![Tag::Line] });
                told = Some(view);
            }
            if status.changed().await.is_err() {
                return;
            }
        }
    }
}

impl Failure {
    /// How an organization stands of which nothing could be opened here: there is a connection, and nothing for when
    /// there is none.
    pub fn view(self) -> LineView {
        LineView { online: Some(true), refusal: Some(told(self)), ..LineView::default() }
    }
}

async fn view(status: &Status, entry: &Entry) -> QueuedView {
    let standing = match &entry.standing {
        Standing::Waiting => QueuedStanding::Waiting,
        Standing::Conflict { words } => {
            let own: Vec<CommandId> = status.entries.iter().map(|entry| entry.command).collect();
            let theirs = match &status.desk {
                Some(desk) => theirs(desk, entry, &own).await,
                None => None,
            };
            QueuedStanding::Conflict { message: words.message.clone(), theirs }
        }
        Standing::Ended { at, end } => match end {
            End::Applied => QueuedStanding::Applied { at: *at },
            End::Refused { words } => {
                QueuedStanding::Refused { at: *at, message: words.message.clone(), help: words.help.clone() }
            }
            End::Dropped => QueuedStanding::Dropped { at: *at },
            End::KeptTheirs => QueuedStanding::KeptTheirs { at: *at },
        },
    };
    QueuedView {
        command: entry.command,
        at: entry.at,
        member: entry.member,
        name: entry.name.clone(),
        what: entry.what.clone(),
        sent: entry.sent,
        standing,
    }
}

/// The newest that somebody else did about the same since the entry was given; `None` where the replica doesn't
/// know of it.
async fn theirs(desk: &Desk, entry: &Entry, own: &[CommandId]) -> Option<TheirsView> {
    let kinds = match &entry.what {
        QueuedWhat::Profile { .. } => &["member_changed"],
        what => meanwhile(what),
    };
    let filter = LogQuery {
        person: Some(entry.member),
        kinds: kinds.iter().map(|kind| (*kind).to_owned()).collect(),
        ..LogQuery::default()
    };
    let page = desk.log_page(&LogPageAsk { filter, before: None, take: LOOKED }).await.ok()?;
    let newer = |row: &&rollbook_directory::contract::LogEntryView| {
        row.seq > entry.seen && row.about_id == Some(entry.member) && !own.contains(&row.command)
    };
    let row = page.rows.iter().find(newer)?;
    let user = desk.user(entry.member).await.ok()?;
    Some(TheirsView { by: row.actor.clone(), at: row.at, title: row.title.clone(), values: both(&entry.what, &user) })
}

/// The fields of an edit that say something else by now.
fn both(what: &QueuedWhat, user: &UserView) -> Vec<BothView> {
    let QueuedWhat::Profile { first_name, last_name, phone, language, note } = what else { return Vec::new() };
    let fields = [
        ("First name", first_name, &user.first_name),
        ("Last name", last_name, &user.last_name),
        ("Phone", phone, &user.phone),
        ("Language", language, &user.language),
        ("Note", note, &user.note),
    ];
    fields
        .into_iter()
        .filter_map(|(label, mine, theirs)| Some((label, mine.as_ref()?, theirs)))
        .filter(|(_, mine, theirs)| mine != theirs)
        .map(|(label, mine, theirs)| BothView { label: label.to_owned(), theirs: theirs.clone(), mine: mine.clone() })
        .collect()
}
