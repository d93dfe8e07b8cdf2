//! Rings one after the other, and what of each was painted when.

use std::time::Duration;

use domain::call::CallId;
use domain::desk::AgentAction;
use engine::local::{LocalClient, Request, Watch};
use engine::view::{CallerView, View};
use jiff::Timestamp;
use serde_json::Value;
use simulators::threecx::Ring;

use crate::Outcome;
use crate::app::App;
use crate::office::{KNOWN, Office};

/// What takes longer does not come.
const LONG: Duration = Duration::from_secs(20);
/// Between two rings, so that the one before leaves nothing to do.
const PAUSE: Duration = Duration::from_millis(120);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caller {
    /// In the index on this computer.
    Known,
    InSalesforceOnly,
}

/// Milliseconds from the phone system's event on the socket, ring by ring.
#[derive(Debug, Default, Clone)]
pub struct Times {
    /// The loop has published a view with the call: what is left is the web view's.
    pub published: Vec<f64>,
    /// The pop with the number is painted.
    pub number: Vec<f64>,
    /// The pop with the name is painted.
    pub name: Vec<f64>,
}

impl Times {
    pub fn extend(&mut self, more: Self) {
        self.published.extend(more.published);
        self.number.extend(more.number);
        self.name.extend(more.name);
    }
}

pub struct Rings<'office> {
    office: &'office Office,
    watch: Watch,
    acting: LocalClient,
    /// The call of the ring before.
    last: u64,
}

/// One ring as it goes on.
#[derive(Default)]
struct Seen {
    /// The call has a higher number than this one.
    after: u64,
    number: Option<u64>,
    name: Option<u64>,
    published: Option<Timestamp>,
    number_painted: Option<Timestamp>,
    name_painted: Option<Timestamp>,
    call: Option<u64>,
}

impl<'office> Rings<'office> {
    pub async fn new(office: &'office Office, app: &App) -> Outcome<Self> {
        let connect = async || LocalClient::connect(app.profile()).await.ok_or("the app does not answer");
        let mut acting = connect().await?;
        let last = acting.view().await?.today.iter().map(|call| call.id).max().unwrap_or_default();
        Ok(Self { office, watch: connect().await?.watch().await?, acting, last })
    }

    pub async fn run(mut self, caller: Caller, rings: usize) -> Outcome<Times> {
        let mut times = Times::default();
        for at in 0..rings {
            let from = match caller {
                Caller::Known => KNOWN,
                Caller::InSalesforceOnly => self.office.stranger(at)?,
            };
            tokio::time::timeout(LONG, self.ring(from, &mut times))
                .await
                .map_err(|_| format!("ring {at} of {rings} was not painted"))??;
            tokio::time::sleep(PAUSE).await;
        }
        Ok(times)
    }

    async fn ring(&mut self, from: &str, times: &mut Times) -> Outcome<()> {
        let pbx = &self.office.simulators.pbx;
        let asked = Timestamp::now();
        let call = pbx.ring(&Ring::from(from))?;
        let mut seen = Seen { after: self.last, ..Seen::default() };
        while seen.name_painted.is_none() || seen.number_painted.is_none() {
            seen.hear(&self.next().await?);
        }
        let sent = pbx.sent().into_iter().find(|sent| sent.at >= asked).ok_or("no event was sent")?.at;
        let since =
            |at: Option<Timestamp>| at.map_or(f64::NAN, |at| at.duration_since(sent).as_secs_f64() * 1e3);
        times.published.push(since(seen.published));
        times.number.push(since(seen.number_painted));
        times.name.push(since(seen.name_painted));

        // Hidden first and hung up then: an ended call is held for a while before it is missed.
        self.last = seen.call.ok_or("the call has no number")?;
        self.acting.ask(&Request::Act(AgentAction::Dismiss { call: CallId(self.last) })).await?;
        self.until(|view| view.pop.is_empty()).await?;
        pbx.hang_up(call)?;
        Ok(())
    }

    async fn next(&mut self) -> Outcome<Value> {
        Ok(self.watch.next().await?.ok_or("the app has ended")?)
    }

    async fn until(&mut self, fits: impl Fn(&View) -> bool) -> Outcome<()> {
        loop {
            let told = self.next().await?;
            if let Some(view) = view_of(&told)
                && fits(&view)
            {
                return Ok(());
            }
        }
    }
}

fn view_of(told: &Value) -> Option<View> {
    serde_json::from_value(told.get("view")?.clone()).ok()
}

impl Seen {
    fn hear(&mut self, told: &Value) {
        let heard = Timestamp::now();
        if let Some(view) = view_of(told)
            && let Some(call) = view.pop.first()
            && call.id > self.after
        {
            self.call.get_or_insert(call.id);
            self.published.get_or_insert(heard);
            self.number.get_or_insert(view.revision);
            if matches!(call.caller, CallerView::One { .. }) {
                self.name.get_or_insert(view.revision);
            }
        }
        let painted = &told["painted"];
        let (Some(revision), Some(at)) = (painted["revision"].as_u64(), painted["at_us"].as_i64()) else {
            return;
        };
        let Ok(at) = Timestamp::from_microsecond(at) else { return };
        if self.number.is_some_and(|first| revision >= first) {
            self.number_painted.get_or_insert(at);
        }
        if self.name.is_some_and(|first| revision >= first) {
            self.name_painted.get_or_insert(at);
        }
    }
}
