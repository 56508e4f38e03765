//! Links that don't work, each with its words (R2), and links tried again and again.

use crate::common::Served;
use reqwest::StatusCode;
use rollbook_domain::{command::Action, time::HOUR};
use rollbook_testkit::PASSWORD;
use std::time::{Duration, Instant};

const EMAIL: &str = "jon@nordlys.example";

/// Whatever is done with a dead link, it says the same and changes nothing.
async fn is_dead(served: &Served, path: &str, status: StatusCode, words: &str) {
    let before = served.bench.dump().await;
    let judge = format!("{path}/judge");
    for page in [served.get(path).await, served.accept(path, PASSWORD).await, served.post(&judge, "password=x").await] {
        assert_eq!(page.status, status, "{path}");
        page.says(words);
        assert!(!page.text.contains(EMAIL), "a dead link tells nothing about the person");
    }
    assert_eq!(served.bench.dump().await, before);
}

#[tokio::test]
async fn r2_a_link_that_was_never_given_says_so() {
    let served = Served::open().await;
    let path = served.invite("Jón Þórsson", EMAIL).await;
    let cut = &path[..path.len() - 1];
    let mut other = path.clone();
    let last = other.pop().unwrap();
    other.push(if last == 'A' { 'Q' } else { 'A' });
    for wrong in [cut, &other, "/join/x", "/join/%00%ff", "/join/..%2f..%2fetc"] {
        is_dead(&served, wrong, StatusCode::NOT_FOUND, "This link isn’t complete").await;
    }
}

#[tokio::test]
async fn r2_a_used_link_says_so() {
    let served = Served::open().await;
    let path = served.invite("Jón Þórsson", EMAIL).await;
    assert_eq!(served.accept(&path, PASSWORD).await.status, StatusCode::OK);
    is_dead(&served, &path, StatusCode::GONE, "This link was used already").await;
}

#[tokio::test]
async fn r2_resending_kills_the_old_link_and_the_new_one_works() {
    let served = Served::open().await;
    let member = served.bench.invite("Jón Þórsson", EMAIL).await;
    let old = served.path_for(EMAIL).await;
    served.bench.clock.advance(HOUR);
    served.bench.act(Action::Resend, &[member]).await;
    let new = served.path_for(EMAIL).await;
    assert_ne!(old, new);
    is_dead(&served, &old, StatusCode::GONE, "This link no longer works").await;
    assert_eq!(served.accept(&new, PASSWORD).await.status, StatusCode::OK);
}

#[tokio::test]
async fn r2_an_invitation_that_was_taken_back_says_so() {
    let served = Served::open().await;
    let member = served.bench.invite("Jón Þórsson", EMAIL).await;
    let path = served.path_for(EMAIL).await;
    served.bench.act(Action::Revoke, &[member]).await;
    is_dead(&served, &path, StatusCode::GONE, "This link no longer works").await;
}

#[tokio::test]
async fn r2_a_link_is_too_old_the_moment_its_time_is_over() {
    let served = Served::open().await;
    let path = served.invite("Jón Þórsson", EMAIL).await;
    served.bench.clock.advance(72 * HOUR - 1);
    assert_eq!(served.get(&path).await.status, StatusCode::OK);
    served.bench.clock.advance(1);
    is_dead(&served, &path, StatusCode::GONE, "This link is too old").await;
}

#[tokio::test]
async fn who_tries_wrong_links_again_and_again_waits_and_a_right_one_does_not() {
    let served = Served::open().await;
    let path = served.invite("Jón Þórsson", EMAIL).await;
    let begin = Instant::now();
    for n in 0..7 {
        assert_eq!(served.get(&format!("/join/wrong-{n}")).await.status, StatusCode::NOT_FOUND);
    }
    let waited = begin.elapsed();
    assert!(waited >= Duration::from_millis(125 + 250 + 500 + 1000), "{waited:?}");
    let begin = Instant::now();
    assert_eq!(served.get(&path).await.status, StatusCode::OK);
    assert!(begin.elapsed() < Duration::from_secs(2), "the eighth wrong link would have waited that long");
}
