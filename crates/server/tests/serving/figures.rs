//! Figures and log lines: what they tell, to whom, and what they never hold.

use crate::common::{Office, Settings, answer, client};
use rollbook_stage::ready::free_port;
use rollbook_testkit::PASSWORD;
use rollbook_testservers::postgres::database;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn figures_are_told_at_their_own_address_to_who_has_the_token() {
    let url = database().unwrap();
    let mut settings = Settings::over(&url);
    let at = format!("127.0.0.1:{}", free_port().unwrap());
    let token = settings.secret("token", "sesame-41\n");
    settings.set("metrics.listen", &format!("\"{at}\"")).set_path("metrics.token_file", &token);
    let office = Office::found(&url, &settings.base()).await;
    let path = office.invited("Ann Lee", "ann@nordlys.example").await;
    let mut server = settings.serve().await;
    server.until_ready().await;
    assert_eq!(server.accept(&path).await.unwrap().status, 200);
    assert_eq!(server.status("/join/wrong").await, 404);
    assert_eq!(server.status("/metrics").await, 404, "not where people are");
    let ask = |path: &str, body: &str| {
        let request = server.client.post(format!("{}/api/v1/{path}", server.base)).body(body.to_owned());
        answer(request.header("content-type", "application/json").bearer_auth("rbk_wrong"))
    };
    for password in [PASSWORD, "another-lantern"] {
        ask("session", &format!(r#"{{"email":"sigrun@nordlys.example","password":"{password}"}}"#)).await.unwrap();
    }
    let question = format!(r#"{{"member":"{}","permission":"contacts.view"}}"#, office.owner);
    assert_eq!(ask("check", &question).await.unwrap().status, 401);

    let page = |token: Option<&'static str>| {
        let request = client().get(format!("http://{at}/metrics"));
        answer(match token {
            Some(token) => request.bearer_auth(token),
            None => request,
        })
    };
    for wrong in [None, Some(""), Some("sesame-4"), Some("sesame-411")] {
        assert_eq!(page(wrong).await.unwrap().status, 401, "{wrong:?}");
    }
    let figures = page(Some("sesame-41")).await.unwrap();
    assert_eq!(figures.status, 200);
    let text = figures.text;
    for line in [
        r#"rollbook_http_requests_total{method="POST",route="/join/{token}",status="200"} 1"#,
        r#"rollbook_http_requests_total{method="GET",route="/join/{token}",status="404"} 1"#,
        r#"rollbook_http_request_seconds_bucket{route="/join/{token}",le="10"}"#,
        r#"rollbook_sign_ins_total{outcome="in"} 1"#,
        r#"rollbook_sign_ins_total{outcome="wrong"} 1"#,
        r#"rollbook_checks_total{outcome="wrong_key"} 1"#,
        r#"rollbook_http_requests_total{method="POST",route="/api/v1/check",status="401"} 1"#,
        "rollbook_password_hash_seconds_count 3",
        "rollbook_password_hashes_waiting 0",
        "rollbook_ready 1",
        "rollbook_mails_waiting 0",
        r#"rollbook_database_connections{state="idle"}"#,
        r#"rollbook_info{version=""#,
    ] {
        assert!(text.contains(line), "{line} is missing in {text}");
    }
    assert!(!text.contains(path.trim_start_matches("/join/")), "no token is in any figure");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn c46_a_servers_log_is_json_and_holds_no_token_no_password_and_no_address_of_the_database() {
    let url = database().unwrap();
    let mut settings = Settings::over(&url);
    settings.set("log.level", "\"trace\"");
    let office = Office::found(&url, &settings.base()).await;
    let path = office.invited("Ann Lee", "ann@nordlys.example").await;
    let mut server = settings.serve().await;
    server.until_ready().await;
    assert_eq!(server.get(&path).await.unwrap().status, 200);
    assert_eq!(server.accept(&path).await.unwrap().status, 200);
    assert_eq!(server.accept(&path).await.unwrap().status, 410);
    let sign_in = format!(r#"{{"email":"sigrun@nordlys.example","password":"{PASSWORD}"}}"#);
    let request = server.client.post(format!("{}/api/v1/session", server.base)).body(sign_in);
    answer(request.header("content-type", "application/json")).await.unwrap();
    server.ask_to_end();
    server.until_ended().await;

    let log = server.log();
    let lines: Vec<serde_json::Value> =
        log.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))).collect();
    let routes = lines.iter().filter(|line| line["route"] == "/join/{token}").count();
    assert!(routes >= 3, "requests are logged by their route: {log}");
    let secret = url.split(':').nth(2).unwrap().split('@').next().unwrap();
    for secret in [path.trim_start_matches("/join/"), PASSWORD, secret] {
        assert!(!log.contains(secret), "a secret was logged");
    }
}
