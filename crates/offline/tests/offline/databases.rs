//! An organization in a database: started without it, and at work again once it answers (R32, R34).

use crate::house::{Desktop, staffed};
use async_trait::async_trait;
use rollbook_credentials::{Secret, password::Cost};
use rollbook_directory::{
    Clock, Directory, Entropy, Task, answer,
    contract::{QueuedWhat, SignInWith, WireCode, WireError},
};
use rollbook_domain::{command::Action, member::Status};
use rollbook_offline::{End, Offline, Standing, Start, Step, Upstream};
use rollbook_store::Store;
use rollbook_testkit::{Bench, PASSWORD, Place, place};
use rollbook_testservers::postgres::Cluster;
use serde_json::Value;
use std::sync::Arc;

const WHO: &str = "ingrid@nordlys.example";

/// The door of a desktop to a database, and whoever is signed in there.
struct Door {
    directory: Directory,
    token: String,
}

#[async_trait]
impl Upstream for Door {
    async fn greet(&self) -> Result<(), WireError> {
        Ok(self.directory.store().check().await?)
    }
    async fn ask(&self, name: &str, request: Value) -> Result<String, WireError> {
        answer(&self.directory.desk_of(&self.token, &place()).await?, name, request, &Task::unwatched()).await
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r34_an_organization_in_a_database_starts_without_it_and_is_sent_to_once_it_answers() {
    let mut cluster = Cluster::start().unwrap();
    let url = cluster.database().unwrap();
    let (bench, ingrid, people) = staffed(Bench::at(Place::of_database(&url)).await).await;
    let own = Secret::new(PASSWORD.to_owned());
    let ask = SignInWith { email: WHO.to_owned(), password: own.clone() };
    let token = bench.directory.receive(&ask, &place()).await.unwrap().token.reveal(Clone::clone);
    let open = |store: Store| {
        let clock: Arc<dyn Clock> = Arc::<rollbook_testkit::MovingClock>::clone(&bench.clock);
        let directory = Directory::new(store, clock, Entropy::seeded(9), Cost::MINIMUM, "");
        Door { directory, token: token.clone() }
    };

    // Signed in and copied; then the window is closed, and the database goes.
    let mut desktop = Desktop::new(&bench, 1).await;
    let setting = desktop.setting().of(&url, ingrid);
    desktop.offline = Some(Offline::open(setting).await.unwrap());
    desktop.it().remember(WHO, &own).await.unwrap();
    let door = open(bench.place.store().await);
    desktop.it().heard_of();
    while desktop.it().step(&door).await.unwrap() != Step::Rest {}
    desktop.it().close().await;
    desktop.offline = None;
    door.directory.store().close().await;
    bench.store().close().await;
    cluster.stop().unwrap();

    let later = open(Store::postgres_later(&bench.place.address()).unwrap());
    assert_eq!(later.greet().await.unwrap_err().code, WireCode::Unreachable);
    let start = Start { setting: desktop.setting(), at: url.clone(), account: WHO.to_owned() };
    assert_eq!(start.look().await.refusal, None);
    let wrong = start.enter(&Secret::new("granite-walrus-92-parachute".to_owned())).await.unwrap_err();
    assert_eq!(wrong.code, WireCode::SignInFailed);
    let mut started = start.enter(&own).await.unwrap();
    assert_eq!(started.offline.desk().unwrap().details().await.unwrap().you.email, WHO);
    let suspend = QueuedWhat::Act { action: Action::Suspend };
    started.offline.give(people[0], suspend, None).await.unwrap();
    let row = started.offline.desk().unwrap().user(people[0]).await.unwrap().row;
    assert_eq!(row.status, Status::Suspended, "it is shown");

    cluster.start_again().unwrap();
    later.greet().await.unwrap();
    started.offline.heard_of();
    while started.offline.step(&later).await.unwrap() != Step::Rest {}
    let stands = started.offline.entries()[0].standing.clone();
    assert!(matches!(stands, Standing::Ended { end: End::Applied, .. }), "{stands:?}");
    let desk = later.directory.desk(bench.organization, rollbook_directory::ActorId::Member(bench.owner));
    assert_eq!(desk.user(people[0]).await.unwrap().row.status, Status::Suspended);
    started.offline.close().await;
}
