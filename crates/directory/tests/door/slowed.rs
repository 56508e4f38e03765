//! Attempts that wait (R25, C15), counted by all servers together.

use rollbook_credentials::password::Cost;
use rollbook_directory::{Directory, SignIn, SignInProblem};
use rollbook_domain::{
    pace::Wait,
    time::{DAY, MINUTE, SECOND},
};
use rollbook_testkit::{Bench, Engine, PASSWORD, contract, place_at, sign_in};

contract![
    r25_failures_slow_an_account_down_whether_it_exists_or_not,
    c15_no_number_of_failures_keeps_the_last_super_admin_out,
    r25_a_known_place_is_not_slowed_by_strangers,
    r25_failures_slow_an_address_down_whomever_they_are_for,
    r25_many_at_once_get_no_further_than_one_after_the_other,
    r25_two_servers_count_together,
    r25_a_success_forgets_the_accounts_failures_and_not_the_addresss,
    nothing_that_was_typed_is_kept,
];

const SIGRUN: &str = "sigrun@nordlys.example";

fn wrong(email: &str, from: &str) -> SignIn {
    SignIn { place: place_at(from), ..sign_in(email, "not-the-password") }
}

async fn fails(bench: &Bench, email: &str, from: &str) -> SignInProblem {
    fails_at(&bench.directory, email, from).await
}

async fn fails_at(server: &Directory, email: &str, from: &str) -> SignInProblem {
    server.sign_in(&wrong(email, from)).await.unwrap().unwrap_err()
}

async fn r25_failures_slow_an_account_down_whether_it_exists_or_not(engine: Engine) {
    let bench = Bench::open(engine).await;
    for email in [SIGRUN, "nobody@nordlys.example", "no address at all"] {
        for _ in 0..3 {
            assert_eq!(fails(&bench, email, "203.0.113.1").await, SignInProblem::Wrong, "{email}");
        }
        let slow = fails(&bench, email, "203.0.113.2").await;
        assert_eq!(slow, SignInProblem::Slow(Wait(SECOND)), "{email}: from anywhere");
        bench.clock.advance(SECOND);
        assert_eq!(fails(&bench, email, "203.0.113.2").await, SignInProblem::Wrong, "{email}");
        assert_eq!(fails(&bench, email, "203.0.113.2").await, SignInProblem::Slow(Wait(2 * SECOND)), "{email}");
    }
}

async fn c15_no_number_of_failures_keeps_the_last_super_admin_out(engine: Engine) {
    let bench = Bench::open(engine).await;
    for round in 0..20 {
        fails(&bench, SIGRUN, "203.0.113.1").await;
        bench.clock.advance(if round < 14 { 15 * MINUTE } else { 0 });
    }
    let Err(SignInProblem::Slow(wait)) = bench.try_in(&sign_in(SIGRUN, PASSWORD)).await else {
        panic!("slowed");
    };
    assert!(wait <= Wait(15 * MINUTE), "{wait:?}");
    bench.clock.advance(wait.0);
    bench.enter(SIGRUN).await;
}

async fn r25_a_known_place_is_not_slowed_by_strangers(engine: Engine) {
    let bench = Bench::open(engine).await;
    bench.enter(SIGRUN).await;
    for _ in 0..4 {
        fails(&bench, SIGRUN, "203.0.113.1").await;
    }
    assert!(matches!(fails(&bench, SIGRUN, "203.0.113.1").await, SignInProblem::Slow(_)));
    bench.enter(SIGRUN).await;
    // At home there is a limit too.
    for _ in 0..3 {
        assert_eq!(fails(&bench, SIGRUN, "192.0.2.7").await, SignInProblem::Wrong);
    }
    assert!(matches!(fails(&bench, SIGRUN, "192.0.2.7").await, SignInProblem::Slow(_)));
}

async fn r25_failures_slow_an_address_down_whomever_they_are_for(engine: Engine) {
    let bench = Bench::open(engine).await;
    for n in 0..30 {
        let problem = fails(&bench, &format!("n{n}@nordlys.example"), &format!("2001:db8::{n}")).await;
        assert_eq!(problem, SignInProblem::Wrong, "{n}");
    }
    let next = fails(&bench, "n30@nordlys.example", "2001:db8::ffff").await;
    assert_eq!(next, SignInProblem::Slow(Wait(SECOND)), "one network is one place");
    assert_eq!(fails(&bench, "n30@nordlys.example", "2001:db9::1").await, SignInProblem::Wrong);
}

async fn r25_many_at_once_get_no_further_than_one_after_the_other(engine: Engine) {
    let bench = Bench::open(engine).await;
    let tries = (0..12).map(|_| {
        let directory = bench.directory.clone();
        tokio::spawn(async move { directory.sign_in(&wrong(SIGRUN, "203.0.113.1")).await.unwrap().unwrap_err() })
    });
    let mut judged = 0;
    for one in tries.collect::<Vec<_>>() {
        judged += usize::from(one.await.unwrap() == SignInProblem::Wrong);
    }
    assert_eq!(judged, 3);
}

async fn r25_two_servers_count_together(engine: Engine) {
    let bench = Bench::open(engine).await;
    let other = bench.server(Cost::MINIMUM).await;
    for server in [&bench.directory, &other, &bench.directory] {
        assert_eq!(fails_at(server, SIGRUN, "203.0.113.1").await, SignInProblem::Wrong);
    }
    assert!(matches!(fails_at(&other, SIGRUN, "203.0.113.1").await, SignInProblem::Slow(_)));
}

async fn r25_a_success_forgets_the_accounts_failures_and_not_the_addresss(engine: Engine) {
    let bench = Bench::open(engine).await;
    bench.user("Ann Lee", "ann@nordlys.example").await;
    let own = |email: &str| SignIn { place: place_at("203.0.113.1"), ..sign_in(email, PASSWORD) };
    for n in 0..29 {
        fails(&bench, &format!("n{n}@nordlys.example"), "203.0.113.1").await;
    }
    for _ in 0..3 {
        bench.enter_by(&own("ann@nordlys.example")).await;
    }
    fails(&bench, "n40@nordlys.example", "203.0.113.1").await;
    let next = fails(&bench, "n41@nordlys.example", "203.0.113.1").await;
    assert!(matches!(next, SignInProblem::Slow(_)), "an own account gives no further guesses: {next:?}");
    bench.clock.advance(DAY);
    for _ in 0..3 {
        fails(&bench, "ann@nordlys.example", "203.0.113.1").await;
        fails(&bench, "ann@nordlys.example", "203.0.113.1").await;
        bench.enter_by(&own("ann@nordlys.example")).await;
    }
}

async fn nothing_that_was_typed_is_kept(engine: Engine) {
    let bench = Bench::open(engine).await;
    fails(&bench, "my-secret-in-the-wrong-field", "203.0.113.9").await;
    let dump = bench.dump().await;
    assert!(!dump.table("attempt").is_empty());
    for typed in ["my-secret-in-the-wrong-field", "203.0.113.9", "not-the-password"] {
        assert_eq!(dump.holding(typed), Vec::<String>::new());
    }
}
