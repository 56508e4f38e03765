//! A sign-in moves last active and the roll.

use crate::refused;
use rollbook_directory::{Desk, contract::UserFilter};
use rollbook_domain::{Code, command::Action, member::Tab, time::DAY};
use rollbook_testkit::{Bench, Engine, contract};

contract![sign_ins_move_last_active_and_the_roll, c32_who_is_not_active_does_not_sign_in, who_stays_away_is_found];

async fn sign_ins_move_last_active_and_the_roll(engine: Engine) {
    let bench = Bench::open(engine).await;
    assert_eq!((bench.row(bench.owner).await.last_active, bench.row(bench.owner).await.roll), (None, 0));
    bench.desk().sign_in().await.unwrap();
    bench.clock.advance(2 * DAY);
    bench.desk().sign_in().await.unwrap();
    let row = bench.row(bench.owner).await;
    assert_eq!((row.last_active, row.roll), (Some(bench.directory.now()), 0b101));
    bench.clock.advance(DAY);
    assert_eq!(bench.row(bench.owner).await.roll, 0b1010, "bit 0 is today");
}

async fn c32_who_is_not_active_does_not_sign_in(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.invite("Ann Lee", "ann@nordlys.example").await;
    assert_eq!(refused(bench.desk_of(ann).sign_in().await), Code::NotAllowed, "pending");
    bench.accept("ann@nordlys.example").await;
    bench.desk_of(ann).sign_in().await.expect("active");
    for action in [Action::Suspend, Action::Archive, Action::Erase] {
        bench.act(action, &[ann]).await;
        assert_eq!(refused(bench.desk_of(ann).sign_in().await), Code::NotAllowed, "{action:?}");
    }
}

async fn who_stays_away_is_found(engine: Engine) {
    let bench = Bench::open(engine).await;
    bench.desk().sign_in().await.unwrap();
    let away = UserFilter { away_days: Some(90), ..Desk::whole_tab(Tab::Active) };
    assert_eq!(bench.desk().users_count(&away).await.unwrap().matching, 0);
    bench.clock.advance(90 * DAY + 1);
    assert_eq!(bench.desk().users_count(&away).await.unwrap().matching, 1);
}
