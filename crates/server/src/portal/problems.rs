//! What can be wrong with a request, and its page.

use super::{Portal, answer::Answer};
use axum::{
    extract::{State, rejection::FormRejection},
    http::{HeaderMap, StatusCode, Uri},
    response::Response,
};
use rollbook_directory::{DirectoryError, LinkProblem};
use rollbook_domain::Code;

/// The page of an answer that took too long.
pub(super) const TOO_LONG: &str = "too_long";

/// A page for every address that isn't one of ours.
pub(super) async fn nothing_here(State(portal): State<Portal>, headers: HeaderMap, uri: Uri) -> Response {
    Answer::to(&portal, &headers, &uri, None).problem("nothing_here", StatusCode::NOT_FOUND)
}

/// A page for a method that an address doesn't know.
pub(super) async fn wrong_method(State(portal): State<Portal>, headers: HeaderMap, uri: Uri) -> Response {
    Answer::to(&portal, &headers, &uri, None).problem("nothing_here", StatusCode::METHOD_NOT_ALLOWED)
}

/// What the page of a link is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Opens {
    /// Joining, or a first password.
    Invitation,
    /// A new password.
    Password,
    /// A new address.
    Address,
}

/// The page of a link that doesn't work.
pub(super) fn of_link(answer: &Answer, problem: LinkProblem, opens: Opens) -> Response {
    let (name, status) = match (problem, opens) {
        (LinkProblem::Unknown, _) => ("unknown", StatusCode::NOT_FOUND),
        (LinkProblem::Used, Opens::Invitation) => ("used", StatusCode::GONE),
        (LinkProblem::Used, Opens::Password) => ("reset_used", StatusCode::GONE),
        (LinkProblem::Used, Opens::Address) => ("address_used", StatusCode::GONE),
        (LinkProblem::Replaced, Opens::Invitation) => ("replaced", StatusCode::GONE),
        (LinkProblem::Replaced, Opens::Password) => ("reset_replaced", StatusCode::GONE),
        (LinkProblem::Replaced, Opens::Address) => ("address_replaced", StatusCode::GONE),
        (LinkProblem::Old, Opens::Invitation) => ("old", StatusCode::GONE),
        (LinkProblem::Old, Opens::Password) => ("reset_old", StatusCode::GONE),
        (LinkProblem::Old, Opens::Address) => ("address_old", StatusCode::GONE),
    };
    answer.problem(name, status)
}

/// The page of what the directory said instead of doing it.
pub(super) fn of_directory(answer: &Answer, error: &DirectoryError) -> Response {
    match error {
        DirectoryError::Refused(refusal) if matches!(refusal.code, Code::LinkDead | Code::NotFound) => {
            of_link(answer, LinkProblem::Replaced, Opens::Invitation)
        }
        DirectoryError::Refused(refusal) => {
            let reason = format!("{} {}", refusal.message, refusal.help);
            answer.problem_because("refused", reason.trim(), StatusCode::CONFLICT)
        }
        other => {
            tracing::error!(error = %other, "a page could not be answered");
            answer.problem("away", StatusCode::SERVICE_UNAVAILABLE)
        }
    }
}

/// The same for a page that no link opened.
pub(super) fn of_page(answer: &Answer, error: &DirectoryError) -> Response {
    match error {
        DirectoryError::Refused(refusal) => {
            let status =
                if refusal.code == Code::NotAllowed { StatusCode::FORBIDDEN } else { StatusCode::UNPROCESSABLE_ENTITY };
            let reason = [&refusal.message, &refusal.help].map(|words| answer.language.said(words)).join(" ");
            answer.problem_because("not_done", reason.trim(), status)
        }
        other => {
            tracing::error!(error = %other, "a page could not be answered");
            answer.problem("away_page", StatusCode::SERVICE_UNAVAILABLE)
        }
    }
}

/// The page of a form that can't be read.
pub(super) fn of_form(answer: &Answer, rejection: &FormRejection) -> Response {
    let status = rejection.status();
    let problem = if status == StatusCode::PAYLOAD_TOO_LARGE { "too_large" } else { "unreadable" };
    answer.problem(problem, status)
}
