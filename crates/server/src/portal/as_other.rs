//! Opening the portal as another user (R29): a step that is confirmed (C47), in the browser that the
//! administrator chose for it.

use super::{
    Portal,
    cookie::Kept,
    dates,
    faces::{languages, organization},
    problems,
    visitor::{Visitor, on_to},
};
use axum::{
    extract::{FromRequestParts, Path},
    http::{StatusCode, request::Parts},
    response::Response,
};
use minijinja::context;
use rollbook_directory::{AsProblem, LinkProblem};
use std::time::Instant;

/// Somebody comes with a link. Can't be printed: the token is the secret.
pub(super) struct Comes {
    visitor: Visitor,
    token: String,
}

impl FromRequestParts<Portal> for Comes {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, portal: &Portal) -> Result<Self, Response> {
        let visitor = match Visitor::from_request_parts(parts, portal).await {
            Ok(visitor) => visitor,
            Err(never) => match never {},
        };
        match Path::<String>::from_request_parts(parts, portal).await {
            Ok(Path(token)) => Ok(Self { visitor, token }),
            Err(_) => Err(visitor.answer(None).problem("unknown", StatusCode::NOT_FOUND)),
        }
    }
}

impl Comes {
    async fn dead(&self, problem: AsProblem) -> Response {
        let answer = self.visitor.answer(None);
        match problem {
            AsProblem::Link(LinkProblem::Unknown) => {
                tokio::time::sleep(self.visitor.slowed(Instant::now())).await;
                answer.problem("unknown", StatusCode::NOT_FOUND)
            }
            AsProblem::Link(LinkProblem::Used) => answer.problem("as_used", StatusCode::GONE),
            AsProblem::Link(LinkProblem::Old | LinkProblem::Replaced) => answer.problem("as_old", StatusCode::GONE),
            AsProblem::Refused(refusal) => problems::of_page(&answer, &refusal.into()),
        }
    }
}

/// The page that says as whom, and asks once more. Opening it changes nothing.
pub(super) async fn page(comes: Comes) -> Response {
    let offer = match comes.visitor.portal.directory.as_offer(&comes.token).await {
        Ok(Ok(offer)) => offer,
        Ok(Err(problem)) => return comes.dead(problem).await,
        Err(error) => return comes.visitor.failed(&error),
    };
    let occupied = match comes.visitor.seated().await {
        Ok(seated) => seated.is_some(),
        Err(error) => return comes.visitor.failed(&error),
    };
    let answer = comes.visitor.answer(None);
    let say = |key: &str| answer.language.say(key, &[("name", &offer.whom), ("by", &offer.by)]);
    let about = context! {
        organization => organization(&offer.organization),
        languages => languages(answer.language),
        title => say("as_title"),
        lead => say("as_lead"),
        go => say("as_go"),
        reason => offer.reason.as_str(),
        occupied,
        until => dates::with_time(
            answer.language,
            "access_until",
            &[],
            ("moment", &dates::moment(offer.expires, answer.language)),
        ),
    };
    answer.page("as", StatusCode::OK, about)
}

/// The administrator confirmed. Whoever was in by this browser is out: one browser is in once.
pub(super) async fn open(comes: Comes) -> Response {
    let directory = &comes.visitor.portal.directory;
    match directory.open_as(&comes.token, &comes.visitor.place()).await {
        Ok(Ok(session)) => {
            if let Some(before) = comes.visitor.kept(Kept::Session)
                && let Err(error) = directory.sign_out(&before).await
            {
                return comes.visitor.failed(&error);
            }
            comes.visitor.keeping(Kept::Session, Some(&session.token), on_to("/me"))
        }
        Ok(Err(problem)) => comes.dead(problem).await,
        Err(error) => comes.visitor.failed(&error),
    }
}
