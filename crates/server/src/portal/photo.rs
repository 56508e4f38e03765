//! One's own photo (row 82), and showing those of the organization's people to whoever is in it.

use super::{
    Portal,
    picture::{self, NotAPhoto},
    problems,
    signed_in::{Settled, SignedIn},
    visitor::on_to,
};
use axum::{
    Form,
    extract::{FromRequest, Multipart, Path, Request, State, multipart::MultipartError, rejection::FormRejection},
    http::{
        HeaderValue, StatusCode,
        header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, ETAG, IF_NONE_MATCH},
    },
    response::{IntoResponse, Response},
};
use minijinja::context;
use rollbook_domain::MemberId;
use std::sync::Arc;

/// The page with the file to choose.
pub(super) async fn page(Settled(signed_in): Settled) -> Response {
    if let Err(response) = signed_in.changes_nothing() {
        return *response;
    }
    show(&signed_in, StatusCode::OK, "")
}

/// What the form brings: its value first, then the file.
struct Sent {
    form: String,
    file: Vec<u8>,
}

/// Why a body isn't that form.
enum Unfit {
    /// Not that form at all (C24).
    Unreadable,
    /// Longer than it may be.
    TooLarge,
}

impl From<MultipartError> for Unfit {
    fn from(error: MultipartError) -> Self {
        if error.status() == StatusCode::PAYLOAD_TOO_LARGE { Self::TooLarge } else { Self::Unreadable }
    }
}

async fn sent(signed_in: &SignedIn, body: &mut Multipart) -> Result<Result<Sent, Unfit>, Box<Response>> {
    let mut sent = Sent { form: String::new(), file: Vec::new() };
    let mut seen = [false; 2];
    loop {
        let field = match body.next_field().await {
            Ok(Some(field)) => field,
            Ok(None) => break,
            Err(error) => return Ok(Err(error.into())),
        };
        let at = match field.name() {
            Some("form") => 0,
            Some("photo") if seen[0] => 1,
            _ => return Ok(Err(Unfit::Unreadable)),
        };
        if std::mem::replace(&mut seen[at], true) {
            return Ok(Err(Unfit::Unreadable));
        }
        match (at, field.bytes().await) {
            (_, Err(error)) => return Ok(Err(error.into())),
            (0, Ok(bytes)) => {
                sent.form = String::from_utf8_lossy(&bytes).into_owned();
                // Whoever may not is told before the file is read.
                signed_in.own_form(&sent.form)?;
            }
            (_, Ok(bytes)) => sent.file = bytes.into(),
        }
    }
    Ok(if seen == [true; 2] { Ok(sent) } else { Err(Unfit::Unreadable) })
}

/// The person chose a photo.
pub(super) async fn save(State(portal): State<Portal>, Settled(signed_in): Settled, request: Request) -> Response {
    let answer = signed_in.answer();
    let desk = match signed_in.desk() {
        Ok(desk) => desk,
        Err(response) => return *response,
    };
    let Ok(mut body) = Multipart::from_request(request, &portal).await else {
        return answer.problem("unreadable", StatusCode::UNSUPPORTED_MEDIA_TYPE);
    };
    let file = match sent(&signed_in, &mut body).await {
        Ok(Ok(Sent { file, .. })) => file,
        Ok(Err(Unfit::TooLarge)) => return show(&signed_in, StatusCode::PAYLOAD_TOO_LARGE, "photo_too_large"),
        Ok(Err(Unfit::Unreadable)) => return answer.problem("unreadable", StatusCode::UNPROCESSABLE_ENTITY),
        Err(response) => return *response,
    };
    if file.is_empty() {
        return show(&signed_in, StatusCode::UNPROCESSABLE_ENTITY, "photo_missing");
    }
    // One at a time: a large picture takes its memory on purpose.
    let Ok(turn) = Arc::clone(&portal.pictures).acquire_owned().await else {
        return answer.problem("away", StatusCode::SERVICE_UNAVAILABLE);
    };
    let made = tokio::task::spawn_blocking(move || {
        let made = picture::photo(&file);
        drop(turn);
        made
    });
    let photo = match made.await {
        Ok(Ok(photo)) => photo,
        Ok(Err(NotAPhoto::TooLarge)) => return show(&signed_in, StatusCode::UNPROCESSABLE_ENTITY, "photo_too_large"),
        Ok(Err(NotAPhoto::Unreadable)) => {
            return show(&signed_in, StatusCode::UNPROCESSABLE_ENTITY, "photo_unreadable");
        }
        Err(error) => {
            tracing::error!(%error, "a photo could not be made");
            return show(&signed_in, StatusCode::UNPROCESSABLE_ENTITY, "photo_unreadable");
        }
    };
    match desk.set_photo(Some(&photo)).await {
        Ok(()) => on_to("/me?photo"),
        Err(error) => problems::of_page(&answer, &error),
    }
}

/// The person takes their photo away.
pub(super) async fn remove(
    Settled(signed_in): Settled,
    form: Result<Form<super::sign_in::Pressed>, FormRejection>,
) -> Response {
    let pressed = match form {
        Ok(Form(pressed)) => pressed,
        Err(rejection) => return problems::of_form(&signed_in.answer(), &rejection),
    };
    let desk = match signed_in.own_form(&pressed.form).and_then(|()| signed_in.desk()) {
        Ok(desk) => desk,
        Err(response) => return *response,
    };
    match desk.set_photo(None).await {
        Ok(()) => on_to("/me?saved"),
        Err(error) => problems::of_page(&signed_in.answer(), &error),
    }
}

fn show(signed_in: &SignedIn, status: StatusCode, problem: &str) -> Response {
    let language = signed_in.answer().language;
    let problem = if problem.is_empty() { String::new() } else { language.say(problem, &[]) };
    signed_in.page("photo", "profile", status, context! { problem })
}

/// A photo, to somebody in the same organization. Browsers keep it and ask each time whether they still
/// may show it.
pub(super) async fn file(
    Settled(signed_in): Settled,
    Path((member, digest)): Path<(MemberId, String)>,
    request: Request,
) -> Response {
    let photo = match signed_in.reader().photo(member).await {
        Ok(photo) => photo,
        Err(error) => return problems::of_page(&signed_in.answer(), &error),
    };
    let Some(photo) = photo.filter(|photo| photo.digest[..16] == digest) else {
        return signed_in.answer().problem("nothing_here", StatusCode::NOT_FOUND);
    };
    let tag = format!("\"{}\"", photo.digest);
    let known = request.headers().get(IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes());
    let mut response = if known { StatusCode::NOT_MODIFIED.into_response() } else { photo.bytes.into_response() };
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("image/jpeg"));
    headers.insert(CONTENT_DISPOSITION, HeaderValue::from_static("inline"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(ETAG, tag);
    }
    response
}
