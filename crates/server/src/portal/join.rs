//! The page of an invitation, and accepting it (R1, R2, R6); the same for a first password (R5), and for a
//! new one (R26).

use super::{
    Portal,
    answer::Answer,
    dates::{self, with_time},
    faces::{languages, organization},
    form::{Typed, Wrong, chooser, judged, value_of},
    problems::{self, Opens},
    visitor::{peer, place_of},
};
use axum::{
    Form,
    extract::{FromRequestParts, Path, rejection::FormRejection},
    http::{HeaderMap, StatusCode, Uri, request::Parts},
    response::Response,
};
use minijinja::context;
use rollbook_directory::{Accepted, DirectoryError, Invitation, LinkProblem, Purpose, contract::PasswordView};
use std::{net::IpAddr, time::Instant};

/// Somebody comes with a link. Can't be printed: the token is the secret.
pub(super) struct Visit {
    pub(super) portal: Portal,
    pub(super) token: String,
    pub(super) peer: IpAddr,
    pub(super) headers: HeaderMap,
    uri: Uri,
}

impl FromRequestParts<Portal> for Visit {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, portal: &Portal) -> Result<Self, Response> {
        let peer = peer(parts);
        let (headers, uri) = (parts.headers.clone(), parts.uri.clone());
        match Path::<String>::from_request_parts(parts, portal).await {
            Ok(Path(token)) => Ok(Self { portal: portal.clone(), token, peer, headers, uri }),
            // Not even text: a link that lost something on its way.
            Err(_) => Err(problems::of_link(
                &Answer::to(portal, &headers, &uri, None),
                LinkProblem::Unknown,
                Opens::Invitation,
            )),
        }
    }
}

impl Visit {
    /// The answer, before or after it is known who comes.
    pub(super) fn answer(&self, invitation: Option<&Invitation>) -> Answer {
        Answer::to(&self.portal, &self.headers, &self.uri, invitation.map(|invitation| invitation.language.as_str()))
    }

    /// The answer to somebody whose language the link knows.
    pub(super) fn answer_in(&self, language: &str) -> Answer {
        Answer::to(&self.portal, &self.headers, &self.uri, Some(language))
    }

    /// The invitation behind the link, or the page that says why there is none.
    pub(super) async fn invitation(&self) -> Result<Invitation, Box<Response>> {
        match self.portal.directory.invitation(&self.token).await {
            // C36: the page of one purpose opens no link of another.
            Ok(Ok(invitation)) if is_for_password(invitation.purpose) != self.is_for_password() => {
                Err(Box::new(self.dead(LinkProblem::Unknown).await))
            }
            Ok(Ok(invitation)) => Ok(invitation),
            Ok(Err(problem)) => Err(Box::new(self.dead(problem).await)),
            Err(error) => Err(Box::new(problems::of_directory(&self.answer(None), &error))),
        }
    }

    /// The page of a link that doesn’t work; who tries wrong ones waits.
    pub(super) async fn dead(&self, problem: LinkProblem) -> Response {
        if problem == LinkProblem::Unknown {
            tokio::time::sleep(self.portal.pace.wrong(self.peer, Instant::now())).await;
        }
        problems::of_link(&self.answer(None), problem, self.opens())
    }

    /// What the page is for.
    fn opens(&self) -> Opens {
        match self.uri.path().split('/').nth(1) {
            Some("password") => Opens::Password,
            Some("address") => Opens::Address,
            _ => Opens::Invitation,
        }
    }

    /// Whether it is the page where somebody who has a password chooses a new one.
    fn is_for_password(&self) -> bool {
        self.opens() == Opens::Password
    }
}

const fn is_for_password(purpose: Purpose) -> bool {
    matches!(purpose, Purpose::Password | Purpose::Ticket | Purpose::Recovery | Purpose::Local)
}

/// The page. Opening it changes nothing, however often and by whomever it is opened (C47).
pub(super) async fn page(visit: Visit) -> Response {
    match visit.invitation().await {
        Ok(invitation) => {
            let answer = visit.answer(Some(&invitation));
            let view = judged("", &chooser(&invitation), answer.language);
            show(&answer, StatusCode::OK, &invitation, &view, &Wrong::default())
        }
        Err(response) => *response,
    }
}

/// The person accepts: with a new password, or with the button alone where they have one.
pub(super) async fn accept(visit: Visit, form: Result<Form<Typed>, FormRejection>) -> Response {
    let typed = match form {
        Ok(Form(typed)) => typed,
        Err(rejection) => return problems::of_form(&visit.answer(None), &rejection),
    };
    let invitation = match visit.invitation().await {
        Ok(invitation) => invitation,
        Err(response) => return *response,
    };
    let answer = visit.answer(Some(&invitation));
    let (mut wrong, view) = if invitation.joins {
        (Wrong::default(), judged("", &chooser(&invitation), answer.language))
    } else {
        typed.judge(&chooser(&invitation), answer.language)
    };
    if wrong.is_empty() {
        let password = typed.password.as_ref().filter(|_| !invitation.joins);
        match visit
            .portal
            .directory
            .accept_from(&visit.token, password, Some(&place_of(visit.peer, &visit.headers)))
            .await
        {
            Ok(Ok(accepted)) if is_for_password(invitation.purpose) => return renewed(&answer, &accepted),
            Ok(Ok(accepted)) => return done(&answer, &accepted),
            Ok(Err(problem)) => return visit.dead(problem).await,
            Err(DirectoryError::Password(words)) => wrong.password = answer.language.said(&words),
            Err(error) => return problems::of_directory(&answer, &error),
        }
    }
    show(&answer, StatusCode::UNPROCESSABLE_ENTITY, &invitation, &view, &wrong)
}

fn show(answer: &Answer, status: StatusCode, invitation: &Invitation, view: &PasswordView, wrong: &Wrong) -> Response {
    let first = if invitation.first_name.is_empty() { &invitation.name } else { &invitation.first_name };
    let day = dates::day(invitation.invited_at, answer.language);
    // The sentence under the welcome, the page's title, its button, and until when the link works.
    let (lead, title, go, until) = match (invitation.purpose, invitation.joins) {
        (Purpose::Access, _) => ("access", "access_title", "choose", "access_until"),
        (Purpose::Invite, false) => ("invited", "accept_title", "accept", "until"),
        (Purpose::Invite, true) => ("invited_to_join", "accept_title", "join", "until"),
        (Purpose::Password, _) => ("reset_lead_sent", "reset_title", "choose", "access_until"),
        (Purpose::Ticket, _) => ("reset_lead_ticket", "reset_title", "choose", "access_until"),
        (Purpose::Recovery, _) => ("reset_lead", "reset_title", "choose", "access_until"),
        (Purpose::Local, _) => ("reset_lead_local", "reset_title", "choose", "access_until"),
    };
    let not_asked = if invitation.purpose == Purpose::Local { "not_asked_local_help" } else { "not_asked_help" };
    let template = match (is_for_password(invitation.purpose), invitation.joins) {
        (true, _) => "reset",
        (false, true) => "join",
        (false, false) => "activate",
    };
    let about = context! {
        organization => organization(&invitation.organization),
        languages => languages(answer.language),
        title => answer.language.say(title, &[]),
        go => answer.language.say(go, &[("organization", &invitation.organization)]),
        first => first.as_str(),
        inviter => invitation.inviter.as_str(),
        email => invitation.email.as_str(),
        invited => with_time(answer.language, lead, &[("inviter", &invitation.inviter)], ("day", &day)),
        not_asked => answer.language.say(not_asked, &[]),
        until => with_time(answer.language, until, &[], ("moment", &dates::moment(invitation.expires, answer.language))),
        judged => value_of(view),
        wrong => context! { password => wrong.password.as_str(), again => wrong.again.as_str() },
    };
    answer.page(template, status, about)
}

fn renewed(answer: &Answer, accepted: &Accepted) -> Response {
    let say = |key: &str| answer.language.say(key, &[]);
    let about = context! {
        organization => organization(&accepted.organization),
        title => say("renewed_title"),
        lead => answer.language.say("renewed", &[("email", &accepted.email)]),
        more => "",
        go => context! { to => "/", words => say("sign_in") },
    };
    answer.page("told", StatusCode::OK, about)
}

fn done(answer: &Answer, accepted: &Accepted) -> Response {
    let left_out: Vec<String> = accepted.left_out.iter().map(|words| answer.language.said(words)).collect();
    let about = context! {
        organization => organization(&accepted.organization),
        email => accepted.email.as_str(),
        left_out => left_out.join(", "),
    };
    answer.page("done", StatusCode::OK, about)
}
