//! Photos (row 82): what is taken, what becomes of it, and who sees it.

use crate::{browser::Browser, common::Served};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use reqwest::StatusCode;
use rollbook_domain::{Event, command::Action};
use rollbook_testkit::{Engine, contract};
use std::io::Cursor;

contract![a_photo_is_set_seen_replaced_and_removed, an_erased_person_leaves_no_photo];

const JON: &str = "jon@nordlys.example";

/// A picture: red left, blue right, green below both.
fn picture(width: u32, height: u32) -> DynamicImage {
    RgbImage::from_fn(width, height, |x, y| match (x < width / 2, y < height / 2) {
        (_, false) => Rgb([0, 200, 0]),
        (true, true) => Rgb([220, 0, 0]),
        (false, true) => Rgb([0, 0, 220]),
    })
    .into()
}

fn file(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Vec::new();
    picture.write_to(&mut Cursor::new(&mut bytes), format).expect("written");
    bytes
}

/// The address of the photo on a page.
fn shown(page: &str) -> Option<String> {
    let at = page.split("src=\"").find(|part| part.starts_with("&#x2f;photo"))?;
    Some(at.split('"').next()?.replace("&#x2f;", "/"))
}

async fn a_photo_is_set_seen_replaced_and_removed(engine: Engine) {
    let served = Served::on(engine).await;
    let jon = served.bench.user("Jón Þórsson", JON).await;
    let browser = Browser::of(&served, JON).await;
    let mut seen = Vec::new();
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
        browser.get("/me/photo").await;
        let turned = if seen.is_empty() { picture(300, 200).rotate90() } else { picture(300, 200) };
        browser.send_file("/me/photo", &file(&turned, format)).await.leads_to("/me?photo");
        let page = browser.get("/me?photo").await;
        page.says("The new photo is in its place.");
        let at = shown(&page.text).expect("it is shown");
        let answer = browser.request(reqwest::Method::GET, &at).send().await.expect("as the test stands");
        assert_eq!(answer.status(), StatusCode::OK);
        assert_eq!(answer.headers()["content-type"], "image/jpeg");
        assert_eq!(answer.headers()["x-content-type-options"], "nosniff");
        assert_eq!(answer.headers()["cache-control"], "private, no-cache");
        let tag = answer.headers()["etag"].clone();
        let bytes = answer.bytes().await.expect("as the test stands");
        let small =
            image::load_from_memory_with_format(&bytes, ImageFormat::Jpeg).expect("as the test stands").to_rgb8();
        assert_eq!(small.dimensions(), (256, 256), "a square");
        let known = browser
            .request(reqwest::Method::GET, &at)
            .header("if-none-match", tag)
            .send()
            .await
            .expect("as the test stands");
        assert_eq!(known.status(), StatusCode::NOT_MODIFIED);
        seen.push(at);
    }
    let old = browser.get(&seen[0]).await;
    assert_eq!(old.status, StatusCode::NOT_FOUND, "the one before is gone");
    let log = served.bench.log().await;
    let set = log
        .iter()
        .filter(|entry| matches!(&entry.event, Some(Event::PhotoChanged { member, photo: Some(_) }) if *member == jon));
    assert_eq!(set.count(), 3);
    browser.get("/me/photo").await;
    browser.send("/me/photo/remove", &[]).await.leads_to("/me?saved");
    assert_eq!(shown(&browser.get("/me").await.text), None);
    assert!(served.bench.dump().await.table("photo").is_empty());
}

#[tokio::test]
async fn a_photo_is_seen_by_people_of_the_same_organization_alone() {
    let served = Served::open().await;
    served.bench.user("Jón Þórsson", JON).await;
    let ida = served.bench.user("Ida Lund", "ida@nordlys.example").await;
    served.bench.found("Fjord", "kari@fjord.example").await;
    let jon = Browser::of(&served, JON).await;
    jon.get("/me/photo").await;
    jon.send_file("/me/photo", &file(&picture(64, 64), ImageFormat::Png)).await.leads_to("/me?photo");
    let at = shown(&jon.get("/me").await.text).unwrap();
    let (colleague, stranger) =
        (Browser::of(&served, "ida@nordlys.example").await, Browser::of(&served, "kari@fjord.example").await);
    let status =
        async |browser: &Browser<'_>| browser.request(reqwest::Method::GET, &at).send().await.unwrap().status();
    assert_eq!(status(&colleague).await, StatusCode::OK);
    assert_eq!(status(&stranger).await, StatusCode::NOT_FOUND, "C28: of another organization");
    assert_eq!(status(&Browser::new(&served)).await, StatusCode::SEE_OTHER, "nobody who isn't in");
    served.bench.act(Action::Suspend, &[ida]).await;
    assert_eq!(status(&colleague).await, StatusCode::SEE_OTHER, "C32: nor who isn't any more");
}

#[tokio::test]
async fn what_a_file_says_beside_its_picture_is_not_kept() {
    let served = Served::open().await;
    served.bench.user("Jón Þórsson", JON).await;
    let browser = Browser::of(&served, JON).await;
    browser.get("/me/photo").await;
    let plain = file(&picture(400, 300), ImageFormat::Jpeg);
    // Exif: turned by a quarter (orientation 6), and where it was taken in words.
    let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0".to_vec();
    exif.extend_from_slice(b"GPS 63.4187 N 19.0060 W, taken by Jon");
    let mut marked = plain[..2].to_vec();
    marked.extend_from_slice(&[0xff, 0xe1]);
    marked.extend_from_slice(&u16::try_from(exif.len() + 2).unwrap().to_be_bytes());
    marked.extend_from_slice(&exif);
    marked.extend_from_slice(&plain[2..]);
    marked.extend_from_slice(b"<script>alert(1)</script>");
    browser.send_file("/me/photo", &marked).await.leads_to("/me?photo");
    let at = shown(&browser.get("/me").await.text).unwrap();
    let bytes = browser.request(reqwest::Method::GET, &at).send().await.unwrap().bytes().await.unwrap();
    for gone in [b"GPS".as_slice(), b"Exif", b"taken by", b"<script>"] {
        assert!(!bytes.windows(gone.len()).any(|part| part == gone), "{}", String::from_utf8_lossy(gone));
    }
    let upright = image::load_from_memory(&bytes).unwrap().to_rgb8();
    // A quarter to the right brings what was below to the left.
    let [red, green, blue] = upright.get_pixel(20, 128).0;
    assert!(green > 150 && red < 60 && blue < 60, "it stands upright: {red} {green} {blue}");
}

#[tokio::test]
async fn what_is_clear_in_a_picture_is_white_in_the_photo() {
    let served = Served::open().await;
    let browser = Browser::of(&served, "sigrun@nordlys.example").await;
    browser.get("/me/photo").await;
    let clear: DynamicImage = RgbaImage::from_pixel(80, 80, Rgba([0, 0, 0, 0])).into();
    browser.send_file("/me/photo", &file(&clear, ImageFormat::Png)).await.leads_to("/me?photo");
    let at = shown(&browser.get("/me").await.text).unwrap();
    let bytes = browser.request(reqwest::Method::GET, &at).send().await.unwrap().bytes().await.unwrap();
    assert_eq!(image::load_from_memory(&bytes).unwrap().to_rgb8().get_pixel(9, 9).0, [255; 3]);
}

/// A PNG that says how large it is, and has next to nothing in it.
fn claims(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = file(&picture(8, 8), ImageFormat::Png);
    bytes[16..20].copy_from_slice(&width.to_be_bytes());
    bytes[20..24].copy_from_slice(&height.to_be_bytes());
    let sum = crc(&bytes[12..29]);
    bytes[29..33].copy_from_slice(&sum.to_be_bytes());
    bytes
}

/// CRC-32 as PNG has it (ISO 3309).
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 })
    })
}

#[tokio::test]
async fn a_photo_that_is_a_bomb_or_no_picture_is_refused_and_changes_nothing() {
    let served = Served::open().await;
    let browser = Browser::of(&served, "sigrun@nordlys.example").await;
    browser.get("/me/photo").await;
    let before = served.bench.dump().await;
    let good = file(&picture(64, 64), ImageFormat::Png);
    let too_large = "This picture is too large.";
    let unreadable = "This file isn’t a JPEG, PNG or WebP picture, or it is broken.";
    for (sent, words) in [
        (claims(60_000, 60_000), too_large),
        (claims(11_000, 11_000), too_large),
        (claims(u32::MAX / 2, 1), too_large),
        (good[..good.len() / 2].to_vec(), unreadable),
        (b"\x89PNG\r\n\x1a\n".to_vec(), unreadable),
        (b"\xff\xd8\xff\xe0".to_vec(), unreadable),
        (b"GIF89a\x01\0\x01\0\0\0\0;".to_vec(), unreadable),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".to_vec(), unreadable),
        (b"<html><script>alert(1)</script>".to_vec(), unreadable),
        (b"BM\0\0\0\0".to_vec(), unreadable),
        (vec![0; 4096], unreadable),
        (Vec::new(), "No picture was chosen."),
    ] {
        let page = browser.send_file("/me/photo", &sent).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}");
        page.says(words);
    }
    assert_eq!(served.bench.dump().await, before);
    browser.send_file("/me/photo", &good).await.leads_to("/me?photo");
}

#[tokio::test]
async fn a_body_that_is_not_the_form_of_a_photo_is_refused() {
    let served = Served::open().await;
    let browser = Browser::of(&served, "sigrun@nordlys.example").await;
    browser.get("/me/photo").await;
    let form = browser.form();
    let good = file(&picture(64, 64), ImageFormat::Png);
    let (form, before) = (form.as_bytes(), served.bench.dump().await);
    for (parts, status) in [
        (vec![("photo", Some("x"), good.as_slice()), ("form", None, form)], StatusCode::UNPROCESSABLE_ENTITY),
        (vec![("form", None, form)], StatusCode::UNPROCESSABLE_ENTITY),
        (
            vec![("form", None, form), ("photo", Some("x"), &good), ("tier", None, b"owner")],
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        (
            vec![("form", None, form), ("form", None, form), ("photo", Some("x"), &good)],
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        (vec![("form", None, b"wrong"), ("photo", Some("x"), &good)], StatusCode::FORBIDDEN),
        (vec![("form", None, b""), ("photo", Some("x"), &good)], StatusCode::FORBIDDEN),
    ] {
        let page = browser.ask(browser.with_parts("/me/photo", &parts)).await;
        assert_eq!(page.status, status, "{}", page.words());
    }
    let huge = vec![7; 11 * 1024 * 1024];
    let page = browser.ask(browser.with_parts("/me/photo", &[("form", None, form), ("photo", Some("x"), &huge)])).await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
    page.says("This picture is too large.");
    let plain =
        browser.request(reqwest::Method::POST, "/me/photo").header("content-type", "image/png").body(good.clone());
    assert_eq!(browser.ask(plain).await.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(served.bench.dump().await, before);
}

async fn an_erased_person_leaves_no_photo(engine: Engine) {
    let served = Served::on(engine).await;
    let jon = served.bench.user("Jón Þórsson", JON).await;
    let browser = Browser::of(&served, JON).await;
    browser.get("/me/photo").await;
    browser.send_file("/me/photo", &file(&picture(64, 64), ImageFormat::Png)).await.leads_to("/me?photo");
    assert_eq!(served.bench.dump().await.table("photo").len(), 1);
    served.bench.act(Action::Archive, &[jon]).await;
    served.bench.act(Action::Erase, &[jon]).await;
    assert!(served.bench.dump().await.table("photo").is_empty());
}
