//! What the portal doesn't do, whoever asks (C35, C47), and how it fails.

use crate::common::{Answer, Served, answer};
use reqwest::{Method, StatusCode};
use rollbook_server::Hosts;
use rollbook_testkit::PASSWORD;

const EMAIL: &str = "jon@nordlys.example";

#[tokio::test]
async fn c47_opening_a_link_changes_nothing_however_often_and_by_whatever_machine() {
    let served = Served::open().await;
    let path = served.invite("Jón Þórsson", EMAIL).await;
    let before = served.bench.dump().await;
    for method in [Method::GET, Method::HEAD] {
        for path in [path.clone(), format!("{path}?password={PASSWORD}&again={PASSWORD}"), format!("{path}?lang=fr")] {
            for _ in 0..3 {
                assert_eq!(answer(served.request(method.clone(), &path)).await.status, StatusCode::OK);
            }
        }
    }
    for method in [Method::PUT, Method::DELETE, Method::PATCH] {
        assert_eq!(answer(served.request(method, &path)).await.status, StatusCode::METHOD_NOT_ALLOWED);
    }
    assert_eq!(served.get(&format!("{path}/judge")).await.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(served.bench.dump().await, before);
}

#[tokio::test]
async fn c35_a_forged_host_is_in_no_answer_and_in_no_link() {
    let served = Served::for_hosts(Hosts::Any).await;
    let path = served.invite("Jón Þórsson", EMAIL).await;
    for method in [Method::GET, Method::POST] {
        let request =
            served.request(method, &path).header("host", "evil.example").header("x-forwarded-host", "evil.example");
        let page = answer(request.header("content-type", "application/x-www-form-urlencoded")).await;
        assert!(matches!(page.status, StatusCode::OK | StatusCode::UNPROCESSABLE_ENTITY), "{}", page.status);
        assert!(!page.text.contains("evil.example"));
        assert!(
            page.headers.iter().all(|(_, value)| !String::from_utf8_lossy(value.as_bytes()).contains("evil.example"))
        );
    }
    served.bench.invite("Ida Lund", "ida@nordlys.example").await;
    let mails = served.bench.dump().await;
    assert!(!format!("{mails:?}").contains("evil.example"), "links come from configuration");
}

#[tokio::test]
async fn on_this_computer_a_page_of_another_name_is_turned_away() {
    let served = Served::open().await;
    let path = served.invite("Jón Þórsson", EMAIL).await;
    let port = served.base.rsplit(':').next().unwrap().to_owned();
    let before = served.bench.dump().await;
    let of_host = |host: String| {
        answer(served.form(&path, &format!("password={PASSWORD}&again={PASSWORD}")).header("host", host))
    };
    for host in
        [format!("evil.example:{port}"), "localhost.evil.example".to_owned(), "169.254.1.1".to_owned(), "@".to_owned()]
    {
        let page = of_host(host.clone()).await;
        assert_eq!(page.status, StatusCode::MISDIRECTED_REQUEST, "{host}");
        page.says("This address isn’t served here");
    }
    assert_eq!(served.bench.dump().await, before);
    for host in [format!("localhost:{port}"), format!("[::1]:{port}"), format!("127.0.0.1:{port}")] {
        assert_eq!(answer(served.request(Method::GET, &path).header("host", host)).await.status, StatusCode::OK);
    }
    served.bench.directory.set_portal("https://accounts.nordlys.example");
    assert_eq!(
        of_host("accounts.nordlys.example".to_owned()).await.status,
        StatusCode::OK,
        "the configured name is known"
    );
}

#[tokio::test]
async fn c47_a_form_that_another_site_sends_is_refused() {
    let served = Served::open().await;
    let path = served.invite("Jón Þórsson", EMAIL).await;
    let before = served.bench.dump().await;
    let form = format!("password={PASSWORD}&again={PASSWORD}");
    let foreign =
        [("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site"), ("origin", "https://evil.example")];
    for (name, value) in foreign {
        for path in [path.clone(), format!("{path}/judge")] {
            let page = answer(served.form(&path, &form).header(name, value)).await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{name}: {value}");
        }
    }
    assert_eq!(served.bench.dump().await, before);
    let own = served.form(&path, &form).header("sec-fetch-site", "same-origin").header("origin", served.base.clone());
    assert_eq!(answer(own).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_body_over_16_kib_is_refused_and_changes_nothing() {
    let served = Served::open().await;
    let path = served.invite("Jón Þórsson", EMAIL).await;
    let before = served.bench.dump().await;
    let long = "x".repeat(17 * 1024);
    for path in [path.clone(), format!("{path}/judge")] {
        let page = served.post(&path, &format!("password={long}&again={long}")).await;
        assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
        page.says("This is more than the page asks for");
    }
    let other = answer(served.request(Method::POST, &path).header("content-type", "application/json").body("{}")).await;
    assert_eq!(other.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(served.bench.dump().await, before);
}

#[tokio::test]
async fn every_answer_carries_the_headers_that_keep_the_token_and_the_page_safe() {
    let served = Served::open().await;
    let path = served.invite("Jón Þórsson", EMAIL).await;
    let page = served.get(&path).await;
    let style = page.text.split('"').find(|part| part.ends_with("portal.css")).unwrap().to_owned();
    let answers: Vec<Answer> = vec![
        page,
        served.get("/join/wrong").await,
        served.post(&path, "password=x").await,
        served.post(&format!("{path}/judge"), "password=x").await,
        served.get(&style).await,
        served.get("/static/0000000000000000/portal.css").await,
        served.get("/favicon.ico").await,
        served.get("/healthz").await,
        served.get("/nothing/here").await,
        answer(served.request(Method::DELETE, &path)).await,
        answer(served.request(Method::GET, &path).header("host", "evil.example")).await,
        answer(served.form(&path, "").header("sec-fetch-site", "cross-site")).await,
        served.post(&path, &"x".repeat(20_000)).await,
    ];
    for answer in answers {
        let header = |name: &str| answer.headers.get(name).map_or("", |value| value.to_str().unwrap()).to_owned();
        let policy = header("content-security-policy");
        for part in [
            "default-src 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "script-src 'self'",
        ] {
            assert!(policy.contains(part), "{policy}");
        }
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("referrer-policy"), "no-referrer");
        let kept = header("cache-control");
        assert!(kept == "no-store" || (kept.starts_with("public") && !answer.text.contains("<html")), "{kept}");
        assert!(header("set-cookie").is_empty());
    }
}

#[tokio::test]
async fn a_database_that_is_away_is_said_in_words_and_in_health() {
    let served = Served::open().await;
    let path = served.invite("Jón Þórsson", EMAIL).await;
    assert_eq!(served.get("/healthz").await.status, StatusCode::OK);
    served.bench.store().close().await;
    for page in [served.get(&path).await, served.accept(&path, PASSWORD).await] {
        assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
        page.says("Rollbook can’t reach its data");
        page.says("the link still works");
    }
    assert_eq!(served.get("/healthz").await.status, StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test]
async fn the_portal_ends_when_it_is_asked_to() {
    let served = Served::open().await;
    let base = served.base.clone();
    assert_eq!(served.get("/healthz").await.status, StatusCode::OK);
    tokio::time::timeout(std::time::Duration::from_secs(10), served.end()).await.expect("it ends").unwrap();
    assert!(reqwest::get(format!("{base}/healthz")).await.is_err(), "nobody listens any more");
}
