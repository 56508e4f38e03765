//! What products ask by their API key: whether somebody may do something (B12).

use super::{
    answers::Refused,
    peer::{Bearer, Peer},
    session::{Body, understood},
};
use axum::{Json, extract::State};
use rollbook_directory::{
    Directory,
    contract::{Check, Checked},
};

pub(super) async fn check(
    State(directory): State<Directory>,
    Peer(place): Peer,
    Bearer(key): Bearer,
    body: Body,
) -> Result<Json<Checked>, Refused> {
    let ask: Check = understood(body)?;
    let allowed = directory.check_by_key(&key, place.address, &ask).await?;
    Ok(Json(Checked { allowed }))
}
