//! What somebody might do on a past day, by the log alone (B5).

use crate::{
    asks::{edit_role, give, hold, role, take},
    refused,
};
use rollbook_directory::contract::{GlassView, PastGlass};
use rollbook_domain::{Code, MemberId, Timestamp, holding::Holding, time::DAY};
use rollbook_testkit::{Bench, Engine, MORNING, contract};

contract![
    b5_a_past_day_shows_what_held_then_and_why,
    b5_today_by_the_log_is_what_the_store_says,
    b5_before_somebody_came_there_is_nothing_to_show,
];

async fn on_day(bench: &Bench, member: MemberId, day: i64) -> GlassView {
    let at = Timestamp(MORNING.0 + day * DAY + DAY / 2);
    bench.desk().past_glass(&PastGlass { member, at }).await.unwrap()
}

fn allowed(glass: &GlassView) -> Vec<String> {
    let modules = glass.products.iter().flat_map(|product| &product.modules);
    let marks = modules.flat_map(|module| &module.marks).filter(|mark| mark.allowed);
    marks.map(|mark| mark.permission.to_string()).collect()
}

async fn b5_a_past_day_shows_what_held_then_and_why(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    bench.clock.advance(DAY);
    let keeper = role(&bench, "Keeper", &["contacts.view"]).await;
    hold(&bench, &give(&bench, &[Holding::Role(keeper)], &[ann])).await;
    bench.clock.advance(DAY);
    bench.desk().edit_roles(&edit_role(&bench, keeper, &["contacts.edit"], &[]).await).await.unwrap();
    bench.clock.advance(DAY);
    hold(&bench, &take(&bench, &[Holding::Role(keeper)], &[ann])).await;

    assert_eq!(allowed(&on_day(&bench, ann, 0).await), Vec::<String>::new(), "nothing yet");
    let then = on_day(&bench, ann, 1).await;
    assert_eq!(allowed(&then), ["contacts.view"]);
    let marks = then.products.iter().flat_map(|product| &product.modules).flat_map(|module| &module.marks);
    let source = marks.into_iter().find(|mark| mark.allowed).and_then(|mark| mark.sources.first()).unwrap();
    assert_eq!(
        (source.name.as_str(), source.since, source.by.as_deref()),
        ("Keeper", Some(Timestamp(MORNING.0 + DAY)), Some("Sigrun Aasen"))
    );
    assert_eq!(
        allowed(&on_day(&bench, ann, 2).await),
        ["contacts.view", "contacts.edit"],
        "the role was wider by then"
    );
    assert_eq!(allowed(&on_day(&bench, ann, 3).await), Vec::<String>::new(), "taken away again");
}

async fn b5_today_by_the_log_is_what_the_store_says(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    let keeper = role(&bench, "Keeper", &["contacts.view", "tickets.view"]).await;
    let restriction = Holding::Restriction(crate::asks::permission("tickets.view"));
    hold(&bench, &give(&bench, &[Holding::Role(keeper), restriction], &[ann])).await;
    let by_the_log = on_day(&bench, ann, 0).await;
    assert_eq!(allowed(&by_the_log), allowed(&bench.desk().glass(ann).await.unwrap()));
    assert_eq!(by_the_log.count, 1);
}

async fn b5_before_somebody_came_there_is_nothing_to_show(engine: Engine) {
    let bench = Bench::open(engine).await;
    let before = bench.directory.now();
    bench.clock.advance(DAY);
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    let answer = bench.desk().past_glass(&PastGlass { member: ann, at: before }).await;
    assert_eq!(refused(answer), Code::NotFound);
}
