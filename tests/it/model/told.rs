//! What the desk is told: the legs of a call that really is, and the CRM's answers.

use domain::call::{Abilities, Leg, LegId, LegStatus, Party};
use domain::caller::{Person, PersonKind, Phone, Source, Verdict, judge};
use domain::desk::Context;
use domain::journal::Agent;
use domain::number::Number;
use domain::settings::Settings;
use jiff::tz::TimeZone;

use super::Other;

const AGENT: &str = "812";
pub(super) const COLLEAGUE: &str = "813";

/// A call as it really is, whatever the desk heard of it.
#[derive(Debug, Clone)]
pub(super) struct Truth {
    pub(super) call: u64,
    pub(super) leg: u64,
    pub(super) other: Other,
    pub(super) outbound: bool,
    pub(super) connected: bool,
    /// The desk heard of it while it rang, dialled or talked.
    pub(super) heard: bool,
    /// The desk heard that it was answered here.
    pub(super) heard_talking: bool,
}

pub(super) fn context() -> Context {
    let agent = Agent { extension: AGENT.into(), ..Agent::default() };
    Context { settings: Settings::default(), agent, pbx: "pbx.example.com".into(), zone: TimeZone::UTC }
}

pub(super) fn leg(truth: &Truth) -> Leg {
    let status = match (truth.connected, truth.outbound) {
        (true, _) => LegStatus::Connected,
        (false, true) => LegStatus::Dialing,
        (false, false) => LegStatus::Ringing,
    };
    let (party, number) = match truth.other {
        Other::Known => (Party::External, "+494066969412"),
        Other::Nobody => (Party::External, "+493023125144"),
        Other::Withheld => (Party::External, ""),
        Other::Colleague => (Party::Extension, COLLEAGUE),
    };
    Leg {
        id: LegId { extension: AGENT.into(), leg: truth.leg },
        extension_name: None,
        call: truth.call,
        status,
        party,
        party_number: number.into(),
        party_name: String::new(),
        originated_here: truth.outbound,
        via: None,
        referred_by: None,
        abilities: Abilities {
            answer: !truth.connected,
            reject: !truth.connected,
            hang_up: truth.connected,
            transfer: true,
        },
    }
}

pub(super) fn verdict(number: &Number) -> Verdict {
    let katharina = Person {
        id: "003K".into(),
        kind: PersonKind::Contact,
        name: "Katharina Vogelsang".into(),
        title: None,
        company: None,
        account_id: None,
        contact_id: None,
        owner: None,
        email: None,
        do_not_call: false,
        phones: vec![Phone { field: "Phone".into(), label: "Phone".into(), value: "040 66969412".into() }],
        last_activity: None,
        modified: None,
        url: None,
    };
    let matching = Settings::default().matching;
    judge(number, &[(katharina, Source::Crm)], &matching, None)
}
