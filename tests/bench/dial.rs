//! From a click on Call to the order on the phone system's wire, without the dialog.

use std::path::Path;
use std::time::Duration;

use domain::call::CallId;
use domain::desk::AgentAction;
use domain::dial::DialSource;
use engine::local::{LocalClient, Request};
use jiff::Timestamp;

use crate::Outcome;
use crate::app::App;
use crate::figures::Table;
use crate::office::{KNOWN, Office};

/// Calls of one run.
const CALLS: usize = 200;
/// What takes longer does not come.
const LONG: Duration = Duration::from_secs(20);
/// Between two looks at the phone system; the figure itself is the phone system's own time.
const LOOK: Duration = Duration::from_millis(2);
/// Between two calls, so that the one before leaves nothing to do.
const PAUSE: Duration = Duration::from_millis(120);

/// The first call reads the phones of the extension; the others know them.
pub async fn measure(built: &Path, table: &mut Table) -> Outcome<()> {
    for run in ["run 1", "run 2"] {
        let office = Office::open(0).await?;
        let app = App::start(built, office.profile(), true).await?;
        let mut acting = LocalClient::connect(app.profile()).await.ok_or("the app does not answer")?;
        let mut times = Vec::new();
        for at in 0..=CALLS {
            let took = tokio::time::timeout(LONG, call(&office, &mut acting))
                .await
                .map_err(|_| format!("call {at} of {CALLS} was not ordered"))??;
            times.push(took);
            tokio::time::sleep(PAUSE).await;
        }
        table.times(&format!("click to makecall, the first, {run}"), "ms", times[..1].to_vec());
        table.times(&format!("click to makecall, {run}"), "ms", times.split_off(1));
        app.end().await?;
        office.close().await;
    }
    Ok(())
}

async fn call(office: &Office, acting: &mut LocalClient) -> Outcome<f64> {
    let pbx = &office.simulators.pbx;
    let clicked = Timestamp::now();
    let wish = AgentAction::Dial { number: KNOWN.to_owned(), source: DialSource::App };
    acting.ask(&Request::Act(wish)).await?;
    let ordered = loop {
        match pbx.ordered().into_iter().find(|at| *at >= clicked) {
            Some(at) => break at,
            None => tokio::time::sleep(LOOK).await,
        }
    };
    loop {
        let view = acting.view().await?;
        let Some(shown) = view.pop.first().map(|call| call.id) else {
            tokio::time::sleep(LOOK).await;
            continue;
        };
        for call in pbx.calls() {
            pbx.hang_up(call)?;
        }
        acting.ask(&Request::Act(AgentAction::Dismiss { call: CallId(shown) })).await?;
        if acting.view().await?.pop.is_empty() && view.dial.is_none() {
            return Ok(ordered.duration_since(clicked).as_secs_f64() * 1e3);
        }
        tokio::time::sleep(LOOK).await;
    }
}
