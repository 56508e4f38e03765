//! The matrix of fifty roles against five hundred permissions, in the app's own window: how long it takes to
//! open, and the frames that are dropped while it is scrolled.

use crate::{
    clock::Samples,
    crowd::Crowd,
    error::BenchError,
    report::{Aim, Pair, Report},
    window::{ROW, Stage},
};
use fantoccini::Locator;
use rollbook_testservers::webdriver::Window;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;
use std::{
    path::Path,
    time::{Duration, Instant},
};

/// How many people hold the roles; the matrix counts them and shows none.
const PEOPLE: u64 = 2_000;
/// How often it is opened.
const RUNS: usize = 20;
/// How long the window has for what it loads beside its first screen.
const REST: Duration = Duration::from_secs(2);

/// Goes to a page and calls back once what `selector` names is painted, with the milliseconds until then.
const GO: &str = "
    const [hash, selector, done] = arguments;
    const begun = performance.now();
    location.hash = hash;
    const look = () => {
        if (document.querySelector(selector) === null) return requestAnimationFrame(look);
        // After the frame that draws it.
        requestAnimationFrame(() => setTimeout(() => done(performance.now() - begun)));
    };
    requestAnimationFrame(look);";

/// Scrolls the matrix to its end and back, a step each frame, and calls back with how long each frame took, and how
/// long frames take where nothing happens.
const SCROLL: &str = "
    const [done] = arguments;
    let box = document.querySelector('[role=grid]');
    while (box !== null && !(box.scrollHeight > box.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(box).overflowY)))
        box = box.parentElement;
    if (box === null) return done({ idle: [], moving: [], rows: 0 });
    const frames = (count, step) => new Promise((go) => {
        const took = [];
        let before = null;
        const frame = (now) => {
            if (before !== null) took.push(now - before);
            before = now;
            if (took.length === count) return go(took);
            step(took.length);
            requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
    });
    const rows = document.querySelectorAll('[role=grid] [role=row]').length;
    frames(60, () => {}).then(async (idle) => {
        const moving = await frames(240, (n) => { box.scrollTop += n < 120 ? 90 : -90; });
        done({ idle, moving, rows });
    });";

/// Presses what opens every module, and calls back once nothing is closed any more.
const OPEN_ALL: &str = "
    const [done] = arguments;
    const begun = performance.now();
    const button = [...document.querySelectorAll('[role=grid] button')].find((one) => one.textContent.includes('Module and action'));
    button.click();
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - begun)));";

#[derive(Deserialize)]
struct Scrolled {
    idle: Vec<f64>,
    moving: Vec<f64>,
    rows: usize,
}

/// Measures the matrix in the window of `app`.
pub(crate) async fn measure(app: &Path, folder: &Path, report: &mut Report) -> Result<(), BenchError> {
    let file = folder.join("matrix.rollbook");
    let crowd = Crowd::fill(&file, PEOPLE).await?;
    let (roles, permissions) = (crowd.roles.len() + 4, crowd.catalogue.len());
    crowd.book.close().await;
    let stage = Stage::set().await?;
    let argument = file.canonicalize()?.display().to_string();
    let window = Window::open(&stage.turn, &stage.program(app, &argument)).await.map_err(BenchError::of)?;
    window.wait().for_element(Locator::Css(ROW)).await.map_err(BenchError::of)?;
    tokio::time::sleep(REST).await;

    let (mut opened, mut unfolded) = (Samples::default(), Samples::default());
    for run in 0..=RUNS {
        let took = go(&window, "#/roles", "[role=grid] [role=gridcell]").await?;
        let all = took_by(call(&window, OPEN_ALL, Vec::new()).await?);
        // What comes first also reads the page's script.
        if run > 0 {
            opened.push(took);
            unfolded.push(all);
        }
        if run < RUNS {
            go(&window, "#/users", ROW).await?;
        }
    }
    let scrolled: Scrolled = call(&window, SCROLL, Vec::new()).await?;
    window.close().await;

    report.table(&format!("The matrix of {roles} roles and {permissions} permissions in the window"));
    report.line("opens", &Pair { ours: opened, bare: None }, Aim::Within(100.0), 1.0);
    report.line("all modules opened", &Pair { ours: unfolded, bare: None }, Aim::Within(100.0), 1.0);
    if scrolled.rows == 0 {
        return Err(BenchError::of("the matrix can't be scrolled"));
    }
    let frame = middle(&scrolled.idle);
    let dropped = scrolled.moving.iter().filter(|&&took| took > frame * 1.5).count();
    let said = format!("{dropped} of {}, each {frame:.1} ms", scrolled.moving.len());
    report.quantity("frames dropped while it is scrolled", &said, dropped == 0, "none");
    report.quantity("rows drawn at a time", &scrolled.rows.to_string(), true, "");
    Ok(())
}

async fn go(window: &Window<'_>, hash: &str, selector: &str) -> Result<Duration, BenchError> {
    Ok(took_by(call(window, GO, vec![hash.into(), selector.into()]).await?))
}

async fn call<T: DeserializeOwned>(window: &Window<'_>, script: &str, arguments: Vec<Value>) -> Result<T, BenchError> {
    let begun = Instant::now();
    let said = window.execute_async(script, arguments).await;
    let said = said.map_err(|error| BenchError::of(format!("after {:?}: {error}", begun.elapsed())))?;
    serde_json::from_value(said).map_err(BenchError::of)
}

fn took_by(milliseconds: f64) -> Duration {
    Duration::from_secs_f64(milliseconds.max(0.0) / 1000.0)
}

/// The median.
fn middle(all: &[f64]) -> f64 {
    let mut all = all.to_vec();
    all.sort_unstable_by(f64::total_cmp);
    all.get(all.len() / 2).copied().unwrap_or_default()
}
