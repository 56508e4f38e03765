//! The mail screen: the outbox's pages, and the mail server's settings.

use crate::{
    Desk, DirectoryError,
    contract::{
        MailRow, MailSecurity, MailServer, MailState, MailView, MailsPage, MailsPageView, Outcome, RetryMails, Tag,
    },
};
use rollbook_domain::{Code, Command, CommandId, MailId, Refusal, Timestamp, decide::authority};
use rollbook_mail::{
    outbox::Outgoing,
    smtp::{Security, SmtpSettings},
    template::{TemplateId, Vars, render},
};
use rollbook_store::{MAIL_SERVER, MailRecord, MailState as Stored};

impl Desk {
    /// A page of the outbox.
    pub async fn mails_page(&self, question: &MailsPage) -> Result<MailsPageView, DirectoryError> {
        self.administrates().await?;
        let store = self.directory().store();
        let states: Vec<Stored> = match question.state {
            None => Vec::new(),
            Some(MailState::Waiting | MailState::Retrying) => vec![Stored::Waiting, Stored::Retrying],
            Some(MailState::Sent) => vec![Stored::Sent],
            Some(MailState::Failed) => vec![Stored::Failed],
            Some(MailState::Dropped) => vec![Stored::Dropped],
        };
        store.drop_dead_mails(self.organization(), self.directory().now().0).await?;
        let take = question.take.min(500);
        let (rows, total) =
            store.mail_page(self.organization(), &states, &question.text, question.offset, take).await?;
        let counts = store.mail_counts(self.organization()).await?;
        Ok(MailsPageView {
            rows: rows.iter().map(row).collect(),
            total,
            waiting: counts.waiting,
            failed: counts.failed,
            sent: counts.sent,
        })
    }

    /// One mail, readable while it waits.
    pub async fn mail(&self, id: MailId) -> Result<MailView, DirectoryError> {
        self.administrates().await?;
        let mail = self.directory().store().mail(self.organization(), id).await?;
        let mail =
            mail.ok_or_else(|| Refusal::new(Code::NotFound, "This mail isn’t here any more.", "Refresh the list."))?;
        // Whoever reads it there is whom the address belongs to, and nobody else confirms it (R7, C38).
        let hands_out = mail.template != TemplateId::AddressLink.as_str() && self.may_hand_out(mail.member).await?;
        let mut view = MailView { row: row(&mail), text: mail.text, link: mail.link };
        if let Some(link) = view.link.clone().filter(|_| !hands_out) {
            view.text = view.text.replace(&link, "[link]");
            view.link = None;
            view.row.has_link = false;
        }
        Ok(view)
    }

    /// Whether the actor may see the link in a member's mail. Whoever holds a link can become that
    /// person, so R14 decides; and where several organizations share a database, an account may come
    /// to belong to others, so there links leave by mail alone (C37, C46).
    async fn may_hand_out(&self, member: Option<rollbook_domain::MemberId>) -> Result<bool, DirectoryError> {
        let store = self.directory().store();
        let Some(member) = member else { return Ok(true) };
        if store.engine() != rollbook_store::Engine::Sqlite {
            return Ok(false);
        }
        let facts = self.facts().await?;
        let found = store.members(self.organization(), &[member]).await?;
        Ok(found.first().is_some_and(|member| authority::touch(&facts, member).is_ok()))
    }

    /// Puts mails to the front again, or says what that would do.
    pub async fn retry_mails(&self, ask: &RetryMails) -> Result<Outcome, DirectoryError> {
        let command = Command::RetryMails(ask.mails.clone());
        self.one(ask.command, ask.preview.unwrap_or(false), command, vec![Tag::Mail]).await
    }

    /// The mail server; `None` while none is set up.
    pub async fn mail_server(&self) -> Result<Option<MailServer>, DirectoryError> {
        self.administrates().await?;
        let kept = self.directory().store().setting(self.organization(), MAIL_SERVER).await?;
        let read = kept.filter(|text| !text.is_empty()).map(|text| serde_json::from_str(&text));
        read.transpose().map_err(|error| rollbook_store::StoreError::Corrupt(error.to_string()).into())
    }

    /// Keeps the mail server, or takes it away.
    pub async fn set_mail_server(&self, server: Option<&MailServer>) -> Result<(), DirectoryError> {
        self.administrates().await?;
        if let Some(server) = server {
            settings(server).validate().map_err(|error| DirectoryError::MailSettings(error.to_string()))?;
        }
        let text = server
            .map(serde_json::to_string)
            .transpose()
            .map_err(|error| rollbook_store::StoreError::Corrupt(error.to_string()))?;
        let before = self.directory().store().setting(self.organization(), MAIL_SERVER).await?;
        let command = Command::SetMailServer { before: before.filter(|text| !text.is_empty()), after: text };
        let id = CommandId::new(&mut self.directory().inner.entropy.ids(self.directory().now()));
        self.one(id, false, command, vec![Tag::Mail]).await?;
        Ok(())
    }

    /// A setting of the organization by its name, the mail account's password among them: for who has
    /// everything (R14).
    pub async fn setting(&self, name: &str) -> Result<Option<String>, DirectoryError> {
        authority::unlimited(self.facts().await?.as_ref())?;
        Ok(self.directory().store().setting(self.organization(), name).await?)
    }

    /// Keeps a setting of this computer in the organization's file: where its portal listens, or the
    /// mail account's password where there is no keychain. None of it is a change of the organization,
    /// and a secret is never in an event, so it doesn't stand in the log.
    pub async fn set_setting(&self, name: &str, value: &str) -> Result<(), DirectoryError> {
        self.may_change()?;
        authority::unlimited(self.facts().await?.as_ref())?;
        let mut work = self.directory().store().work(self.organization()).await?;
        work.set(name, value).await?;
        work.commit().await?;
        Ok(())
    }

    /// A mail that tries the settings; it goes past the outbox, so that its answer is seen at once.
    pub fn test_mail(&self, to: &str) -> Result<Outgoing, DirectoryError> {
        let email = rollbook_domain::Email::parse(to)
            .map_err(|problem| Refusal::new(Code::Invalid, problem.to_string(), "").at("to"))?;
        let directory = self.directory();
        let vars = Vars {
            organization: "Rollbook".to_owned(),
            person: email.as_str().to_owned(),
            first_name: email.as_str().to_owned(),
            email: email.as_str().to_owned(),
            inviter: "Rollbook".to_owned(),
            host: crate::letters::host(directory),
            ..Vars::default()
        };
        let mail = render(&directory.inner.templates.built_in, TemplateId::Test, "en", &vars)?;
        let id = MailId::new(&mut directory.inner.entropy.ids(directory.now()));
        Ok(Outgoing {
            id: id.to_bytes(),
            to_name: String::new(),
            to_address: email.as_str().to_owned(),
            subject: mail.subject,
            text: mail.text,
            html: mail.html,
            attempts: 1,
        })
    }

    /// What administrators alone may see: everybody's records, and mails, which show links while
    /// they wait (C27, C28, C33).
    pub(crate) async fn administrates(&self) -> Result<(), DirectoryError> {
        authority::administrator(self.facts().await?.as_ref())?;
        Ok(())
    }
}

/// A screen's mail server as the mail room knows it.
pub fn settings(server: &MailServer) -> SmtpSettings {
    SmtpSettings {
        host: server.host.trim().to_owned(),
        port: server.port,
        security: match server.security {
            MailSecurity::ImplicitTls => Security::ImplicitTls,
            MailSecurity::StartTls => Security::StartTls,
            MailSecurity::PlainLoopback => Security::PlainLoopback,
        },
        username: (!server.username.trim().is_empty()).then(|| server.username.trim().to_owned()),
        from_name: server.from_name.clone(),
        from_address: server.from_address.trim().to_owned(),
    }
}

fn row(mail: &MailRecord) -> MailRow {
    let state = match mail.state {
        Stored::Waiting => MailState::Waiting,
        Stored::Retrying => MailState::Retrying,
        Stored::Sent => MailState::Sent,
        Stored::Failed => MailState::Failed,
        Stored::Dropped => MailState::Dropped,
    };
    MailRow {
        id: mail.id,
        member: mail.member,
        to_name: mail.to_name.clone(),
        to_address: mail.to_address.clone(),
        subject: mail.subject.clone(),
        state,
        created_at: Timestamp(mail.created_at),
        sent_at: mail.sent_at.map(Timestamp),
        next_at: (state == MailState::Retrying).then_some(Timestamp(mail.next_at)),
        attempts: u32::try_from(mail.attempts).unwrap_or(u32::MAX),
        problem: mail.problem.clone(),
        has_link: mail.link.is_some(),
    }
}
