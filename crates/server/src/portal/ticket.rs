//! Using a reset ticket (R35): its picture leads here with the ticket in the address, or it is typed. Then the second
//! factor, where the person has one, and on to the page where the new password is chosen.

use super::{
    answer::Answer,
    cookie::Kept,
    faces, factor_words, problems,
    sign_in::{too_many, with_wait},
    visitor::{Visitor, on_to},
};
use axum::{
    Form,
    extract::{
        Path,
        rejection::{FormRejection, PathRejection},
    },
    http::StatusCode,
    response::Response,
};
use minijinja::context;
use rollbook_credentials::Secret;
use rollbook_directory::{Redeem, Redeemed, SignInProblem, TicketProblem};
use serde::Deserialize;

/// The form as it arrives. Nothing else is taken (C24).
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Typed {
    email: String,
    ticket: Secret<String>,
    factor: Option<Secret<String>>,
    form: String,
}

/// What the page shows in its fields.
#[derive(Default)]
struct Shown<'a> {
    email: &'a str,
    ticket: Option<&'a Secret<String>>,
    /// Whether the second factor is asked for.
    factor: bool,
}

/// The page. Opening it uses nothing up (C47).
pub(super) async fn page(visitor: Visitor) -> Response {
    show(&visitor, StatusCode::OK, &Shown::default(), "")
}

/// The same with a ticket that a camera read.
pub(super) async fn scanned(visitor: Visitor, ticket: Result<Path<String>, PathRejection>) -> Response {
    let ticket = ticket.ok().map(|Path(ticket)| Secret::new(ticket));
    show(&visitor, StatusCode::OK, &Shown { ticket: ticket.as_ref(), ..Shown::default() }, "")
}

/// The person uses it.
pub(super) async fn send(visitor: Visitor, form: Result<Form<Typed>, FormRejection>) -> Response {
    let answer = visitor.answer(None);
    let Typed { email, ticket, factor, form } = match form {
        Ok(Form(typed)) => typed,
        Err(rejection) => return problems::of_form(&answer, &rejection),
    };
    if !visitor.sent_own_form(Kept::Form, &form) {
        return visitor.stale();
    }
    let asked = factor.is_some();
    let shown = Shown { email: &email, ticket: Some(&ticket), factor: asked };
    if email.trim().is_empty() {
        return show(&visitor, StatusCode::UNPROCESSABLE_ENTITY, &shown, &answer.language.say("email_missing", &[]));
    }
    let ask = Redeem { email: email.clone(), ticket: ticket.clone(), factor, place: visitor.place() };
    match visitor.portal.directory.redeem(&ask).await {
        Ok(Ok(Redeemed::Link(path))) => path.reveal(|path| on_to(path)),
        Ok(Ok(Redeemed::Factor)) => show(&visitor, StatusCode::OK, &Shown { factor: true, ..shown }, ""),
        Ok(Err(problem)) => {
            let (status, words, seconds) = worded(&answer, &problem);
            with_wait(seconds, show(&visitor, status, &shown, &words))
        }
        Err(error) => visitor.failed(&error),
    }
}

/// The status and the words of a ticket that wasn’t taken, and how long to wait.
fn worded(answer: &Answer, problem: &TicketProblem) -> (StatusCode, String, Option<u64>) {
    let key = match problem {
        TicketProblem::Slow(wait) => {
            let seconds = SignInProblem::Slow(*wait).seconds();
            return (StatusCode::TOO_MANY_REQUESTS, too_many(answer, seconds), seconds);
        }
        TicketProblem::Factor(problem) => {
            let (status, words) = factor_words::worded(answer, problem);
            return (status, words, problem.seconds());
        }
        TicketProblem::NotATicket => "ticket_none",
        TicketProblem::Wrong => "ticket_wrong",
        TicketProblem::Old => "ticket_old",
        TicketProblem::Used => "ticket_used",
        TicketProblem::DeviceGone => "ticket_device",
        TicketProblem::Refused(_) => "ticket_refused",
    };
    (StatusCode::UNPROCESSABLE_ENTITY, answer.language.say(key, &[]), None)
}

fn show(visitor: &Visitor, status: StatusCode, shown: &Shown<'_>, problem: &str) -> Response {
    let (form, fresh) = visitor.form();
    let answer = visitor.answer(None);
    let ticket = shown.ticket.map(|ticket| ticket.reveal(Clone::clone)).unwrap_or_default();
    let about = context! {
        organization => (),
        languages => faces::languages(answer.language),
        email => shown.email,
        ticket,
        factor => shown.factor,
        problem,
        form,
    };
    visitor.keeping(Kept::Form, fresh.as_ref(), answer.page("ticket", status, about))
}
