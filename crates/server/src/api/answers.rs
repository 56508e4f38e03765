//! One answer for each thing that can be asked at a desk, and how errors cross HTTP.

use super::peer::{Bearer, Peer};
use axum::{
    Json,
    body::{Body, Bytes},
    extract::{FromRequest as _, Path, Request, State, rejection::BytesRejection},
    http::{
        HeaderValue, StatusCode,
        header::{ACCEPT, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE},
    },
    response::{IntoResponse, Response},
};
use futures::{FutureExt as _, future::BoxFuture, stream};
use rollbook_directory::{
    Desk, Directory, Task, answer as ask,
    contract::{WireCode, WireError},
};
use rollbook_domain::Code;
use serde_json::Value;
use std::io;
use tokio::sync::watch;

/// Answers that tell how far they are, a line each.
const LINES: &str = "application/x-ndjson";

/// An error as HTTP tells it: the contract's words, and the status that fits them.
pub(super) struct Refused(pub(super) StatusCode, pub(super) Box<WireError>);

impl From<WireError> for Refused {
    fn from(error: WireError) -> Self {
        Self(status(error.code), Box::new(error))
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let Self(status, error) = self;
        let mut response = (status, Json(&*error)).into_response();
        let headers = response.headers_mut();
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(seconds) = error.retry_after {
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

const fn status(code: WireCode) -> StatusCode {
    match code {
        WireCode::SignedOut | WireCode::SessionOver | WireCode::SignInFailed | WireCode::WrongFactor => {
            StatusCode::UNAUTHORIZED
        }
        WireCode::Throttled => StatusCode::TOO_MANY_REQUESTS,
        WireCode::Malformed => StatusCode::BAD_REQUEST,
        WireCode::NoSuchAsk | WireCode::Rule(Code::NotFound) => StatusCode::NOT_FOUND,
        WireCode::Rule(Code::Conflict) => StatusCode::CONFLICT,
        WireCode::Rule(Code::NotAllowed | Code::RankTooLow | Code::Ceiling | Code::OwnerOnly) => StatusCode::FORBIDDEN,
        WireCode::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        WireCode::InUse | WireCode::Unreachable => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// Answers by name.
pub(super) async fn answer(
    State(directory): State<Directory>,
    Path(name): Path<String>,
    peer: Peer,
    bearer: Bearer,
    request: Request,
) -> Result<Response, Refused> {
    respond(&directory, name, peer, bearer, request).await
}

/// The same for what brings files.
pub(super) async fn import(
    State(directory): State<Directory>,
    peer: Peer,
    bearer: Bearer,
    request: Request,
) -> Result<Response, Refused> {
    respond(&directory, "tables_import".to_owned(), peer, bearer, request).await
}

async fn respond(
    directory: &Directory,
    name: String,
    Peer(place): Peer,
    Bearer(token): Bearer,
    request: Request,
) -> Result<Response, Refused> {
    // Who asks is judged before a byte is taken of what they send: it may be a quarter of a gigabyte.
    let desk = directory.desk_of(&token, &place).await?;
    let in_lines = request
        .headers()
        .get(ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.split(',').any(|kind| kind.trim().starts_with(LINES)));
    let request = read(Bytes::from_request(request, &()).await)?;
    if in_lines {
        return Ok(([(CONTENT_TYPE, LINES)], lines(desk, name, request)).into_response());
    }
    let text = ask(&desk, &name, request, &Task::unwatched()).await?;
    Ok(([(CONTENT_TYPE, "application/json")], text).into_response())
}

/// Reads a request's body; no body is `null`.
pub(super) fn read(body: Result<Bytes, BytesRejection>) -> Result<Value, Refused> {
    let body = body.map_err(|problem| {
        let error = WireError::new(WireCode::Malformed, problem.body_text(), "Send less at a time.");
        Refused(problem.status(), Box::new(error))
    })?;
    if body.is_empty() {
        return Ok(Value::Null);
    }
    serde_json::from_slice(&body).map_err(|error| {
        WireError::new(WireCode::Malformed, format!("The request isn’t JSON: {error}."), "Send JSON.").into()
    })
}

/// An answer that is under way: how far it is, and the work.
struct UnderWay {
    far: watch::Receiver<(u64, u64)>,
    work: BoxFuture<'static, Result<String, WireError>>,
}

/// Tells how far the work is, and at last how it ended. Who goes away takes the work with them: it lives
/// in this body alone, and a unit of work that is dropped is taken back.
fn lines(desk: Desk, name: String, request: Value) -> Body {
    let (tell, far) = watch::channel((0, 0));
    let task = Task::new(move |done, total| {
        tell.send_replace((done, total));
    });
    let work = async move { ask(&desk, &name, request, &task).await }.boxed();
    let parts = stream::unfold(Some(UnderWay { far, work }), |under_way| async {
        let mut under_way = under_way?;
        let ended = tokio::select! {
            biased;
            ended = &mut under_way.work => ended,
            Ok(()) = under_way.far.changed() => {
                let (done, total) = *under_way.far.borrow_and_update();
                let line = format!("{{\"progress\":{{\"done\":{done},\"total\":{total}}}}}\n");
                return Some((Ok::<_, io::Error>(line), Some(under_way)));
            }
        };
        let line = match ended {
            Ok(answer) => format!("{{\"answer\":{answer}}}\n"),
            Err(error) => format!("{{\"error\":{}}}\n", serde_json::to_string(&error).unwrap_or_default()),
        };
        Some((Ok(line), None))
    });
    Body::from_stream(parts)
}

/// Nothing is at this address.
pub(super) async fn nothing_here() -> Refused {
    WireError::new(WireCode::NoSuchAsk, "There is nothing at this address.", "See /api/v1/openapi.json.").into()
}

/// Nothing is done by this method.
pub(super) async fn wrong_method() -> Refused {
    let error = WireError::new(WireCode::Malformed, "This address takes another method.", "See /api/v1/openapi.json.");
    Refused(StatusCode::METHOD_NOT_ALLOWED, Box::new(error))
}
