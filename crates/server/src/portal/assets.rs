//! The files of the pages, inside the binary. Each has the hash of its bytes in its address, so a browser may
//! keep it for good and never has an old one.

use super::{Portal, problems};
use axum::{
    extract::{Path, State},
    http::{
        HeaderMap, HeaderValue, StatusCode, Uri,
        header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH},
    },
    response::{IntoResponse, Response},
};
use sha2::{Digest, Sha256};
use std::{borrow::Cow, sync::LazyLock};

const STYLE: &str = "portal.css";
const ICON: &str = "icon.svg";

/// A file and how it is served.
struct Asset {
    name: &'static str,
    kind: &'static str,
    bytes: Cow<'static, [u8]>,
    hash: String,
}

/// Everything but the style sheet, which names the fonts.
const FILES: [(&str, &str, &[u8]); 10] = [
    ("passkeys.js", "text/javascript; charset=utf-8", include_bytes!("../../static/passkeys.js")),
    ("apart.js", "text/javascript; charset=utf-8", include_bytes!("../../static/apart.js")),
    ("sheet.css", "text/css; charset=utf-8", include_bytes!("../../static/sheet.css")),
    ("portal.js", "text/javascript; charset=utf-8", include_bytes!("../../static/portal.js")),
    (ICON, "image/svg+xml", include_bytes!("../../static/icon.svg")),
    ("plex-sans-latin.woff2", "font/woff2", include_bytes!("../../static/fonts/plex-sans-latin.woff2")),
    ("plex-sans-latin-ext.woff2", "font/woff2", include_bytes!("../../static/fonts/plex-sans-latin-ext.woff2")),
    ("plex-sans-greek.woff2", "font/woff2", include_bytes!("../../static/fonts/plex-sans-greek.woff2")),
    ("plex-sans-cyrillic.woff2", "font/woff2", include_bytes!("../../static/fonts/plex-sans-cyrillic.woff2")),
    ("plex-sans-vietnamese.woff2", "font/woff2", include_bytes!("../../static/fonts/plex-sans-vietnamese.woff2")),
];

static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    let mut assets: Vec<Asset> =
        FILES.into_iter().map(|(name, kind, bytes)| Asset::new(name, kind, Cow::Borrowed(bytes))).collect();
    let style = assets.iter().fold(include_str!("../../static/portal.css").to_owned(), |style, asset| {
        style.replace(&format!("url(\"fonts/{}\")", asset.name), &format!("url(\"{}\")", asset.address()))
    });
    assets.push(Asset::new(STYLE, "text/css; charset=utf-8", Cow::Owned(style.into_bytes())));
    assets
});

impl Asset {
    fn new(name: &'static str, kind: &'static str, bytes: Cow<'static, [u8]>) -> Self {
        let hash = hex::encode(&Sha256::digest(&bytes)[..8]);
        Self { name, kind, bytes, hash }
    }
    fn address(&self) -> String {
        format!("/static/{}/{}", self.hash, self.name)
    }
    fn response(&'static self, asked: &HeaderMap) -> Response {
        let tag = format!("\"{}\"", self.hash);
        let known = asked.get(IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes());
        let mut response =
            if known { StatusCode::NOT_MODIFIED.into_response() } else { self.bytes.as_ref().into_response() };
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(self.kind));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
        if let Ok(tag) = HeaderValue::from_str(&tag) {
            headers.insert(ETAG, tag);
        }
        response
    }
}

/// Where a file is; empty for one that there isn't.
pub(super) fn address(name: &str) -> String {
    ASSETS.iter().find(|asset| asset.name == name).map(Asset::address).unwrap_or_default()
}

/// One file, under its present hash.
pub(super) async fn file(
    State(portal): State<Portal>,
    Path((hash, name)): Path<(String, String)>,
    headers: HeaderMap,
    uri: Uri,
) -> Response {
    match ASSETS.iter().find(|asset| asset.name == name && asset.hash == hash) {
        Some(asset) => asset.response(&headers),
        None => problems::nothing_here(State(portal), headers, uri).await,
    }
}

/// The icon, where browsers ask for it unasked. Kept a day, as this address has no hash.
pub(super) async fn icon(headers: HeaderMap) -> Response {
    let Some(asset) = ASSETS.iter().find(|asset| asset.name == ICON) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut response = asset.response(&headers);
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=86400"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_style_sheet_names_every_font_by_its_hash_and_nothing_from_outside() {
        let style = ASSETS.iter().find(|asset| asset.name == STYLE).unwrap();
        let style = std::str::from_utf8(&style.bytes).unwrap();
        assert!(!style.contains("url(\"fonts/"), "a font is named that isn’t here");
        assert!(!style.contains("http"), "everything comes from here");
        for font in ASSETS.iter().filter(|asset| asset.kind == "font/woff2") {
            assert!(style.contains(&font.address()), "{} isn’t used", font.name);
        }
    }
}
