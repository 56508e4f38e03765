//! A thousand people invited in one command, each with a mail that waits.

use super::{line::Line, office::Office};
use crate::{
    clock::Samples,
    error::BenchError,
    people::People,
    report::{Aim, Pair, Report},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use rollbook_directory::contract::{ImportAnswer, ImportTables, LoadedFile, RunImport};

const RUNS: u64 = 7;
const INVITED: u64 = 1_000;

pub(crate) async fn measure(office: &Office, report: &mut Report) -> Result<(), BenchError> {
    let mut people = People::beyond(RUNS * INVITED, office.book.directory.now().0);
    let mut line = Line::open(&office.host).await?;
    let mut ours = Samples::default();
    for _ in 0..RUNS {
        let csv = people.csv(INVITED, true);
        let ask = ImportTables {
            files: vec![LoadedFile { name: "people.csv".to_owned(), base64: STANDARD.encode(csv) }],
            corrections: Vec::new(),
            run: RunImport { import: 0, command: office.book.command(), invite: true, preview: false },
        };
        let ask = serde_json::to_string(&ask).map_err(BenchError::of)?;
        let invited = async {
            let said = line.post("/api/v1/tables_import", &office.token, &ask).await?;
            let answer: ImportAnswer = serde_json::from_slice(said).map_err(BenchError::of)?;
            let all = answer.view.created == INVITED;
            if all { Ok(()) } else { Err(BenchError::Unfit(format!("{} were invited", answer.view.created))) }
        };
        ours.time(invited).await?;
    }
    report.line("a thousand invited in one command", &Pair { ours, bare: None }, Aim::Within(1_000.0), 1.0);
    Ok(())
}
