//! Every leg seen on the system, and what of it has been told. Pure.
//!
//! Telling is a difference: after any change [`Board::changes`] compares what should be known with
//! what was told, so doubled messages tell nothing and late names retell what they touch.

use std::collections::{BTreeMap, HashMap};

use domain::call::{Abilities, Leg, LegId, LegStatus, Party, PhoneEvent};

use super::names::Names;
use super::wire::{Dn, DnKind, Participant};

/// Digits that make a caller's name a number in disguise; shorter ones are names like `Agent 7`.
const NUMBER_DIGITS_MIN: usize = 3;

/// What became of a leg while a snapshot was on its way: the snapshot may be older than that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Touch {
    Changed,
    Removed,
}

#[derive(Debug)]
pub(super) struct Board {
    own: String,
    kinds: BTreeMap<String, DnKind>,
    known: BTreeMap<LegId, Participant>,
    told: BTreeMap<LegId, Leg>,
}

impl Board {
    pub(super) fn new(own: &str) -> Self {
        Self { own: own.to_owned(), kinds: BTreeMap::new(), known: BTreeMap::new(), told: BTreeMap::new() }
    }

    /// Whether the system shows us the own extension.
    pub(super) fn is_monitored(&self) -> bool {
        self.kinds.contains_key(&self.own)
    }

    /// Route points belong to programs, not to people (3cx.md 2.5, step 4).
    pub(super) fn is_ignored(&self, leg: &LegId) -> bool {
        self.kinds.get(&leg.extension) == Some(&DnKind::RoutePoint)
    }

    /// Takes a snapshot. `touched` is what messages said since it was asked for.
    pub(super) fn replace(&mut self, dns: Vec<Dn>, touched: &HashMap<LegId, Touch>) {
        let mut known = std::mem::take(&mut self.known);
        known.retain(|leg, _| touched.get(leg) == Some(&Touch::Changed));
        self.kinds = dns.iter().map(|dn| (dn.number.clone(), dn.kind)).collect();
        for participant in dns.into_iter().flat_map(|dn| dn.participants) {
            if touched.get(&participant.id) != Some(&Touch::Removed) {
                known.entry(participant.id.clone()).or_insert(participant);
            }
        }
        self.known = known;
    }

    pub(super) fn put(&mut self, participant: Participant) {
        self.known.insert(participant.id.clone(), participant);
    }

    pub(super) fn remove(&mut self, leg: &LegId) {
        self.known.remove(leg);
    }

    /// All that is alive, as an event.
    pub(super) fn snapshot(&mut self, names: &Names) -> PhoneEvent {
        self.told = self.legs(names);
        PhoneEvent::Snapshot { legs: self.told.values().cloned().collect() }
    }

    /// What was not told yet.
    pub(super) fn changes(&mut self, names: &Names) -> Vec<PhoneEvent> {
        let legs = self.legs(names);
        let gone = self.told.keys().filter(|leg| !legs.contains_key(leg));
        let mut events: Vec<PhoneEvent> = gone.map(|leg| PhoneEvent::LegGone { leg: leg.clone() }).collect();
        let changed = legs.iter().filter(|(id, leg)| self.told.get(id) != Some(leg));
        events.extend(changed.map(|(_, leg)| PhoneEvent::LegChanged { leg: leg.clone() }));
        self.told = legs;
        events
    }

    fn legs(&self, names: &Names) -> BTreeMap<LegId, Leg> {
        let people =
            self.known.values().filter(|participant| match self.kinds.get(&participant.id.extension) {
                Some(DnKind::Extension | DnKind::Unknown) | None => true,
                Some(DnKind::External | DnKind::Group | DnKind::RoutePoint | DnKind::System) => false,
            });
        people.map(|participant| (participant.id.clone(), self.leg(participant, names))).collect()
    }

    fn leg(&self, participant: &Participant, names: &Names) -> Leg {
        let (party_number, party_name) = number_and_name(participant, names);
        let named =
            |dn: &str| Some(dn).filter(|dn| !dn.is_empty()).map(|dn| names.of(dn).unwrap_or(dn).to_owned());
        let via =
            named(&participant.on_behalf_of).or_else(|| self.group_of(participant.call).and_then(named));
        Leg {
            id: participant.id.clone(),
            extension_name: names.of(&participant.id.extension).map(str::to_owned),
            call: participant.call,
            status: participant.status,
            party: match participant.party_kind {
                DnKind::External => Party::External,
                DnKind::Extension => Party::Extension,
                DnKind::Group | DnKind::RoutePoint | DnKind::System => Party::System,
                DnKind::Unknown => Party::Unknown,
            },
            party_number,
            party_name,
            originated_here: participant.originated_by == participant.id.extension,
            via,
            referred_by: named(&participant.referred_by),
            abilities: if participant.id.extension == self.own {
                abilities(participant)
            } else {
                Abilities::default()
            },
        }
    }

    /// The queue or ring group that has a leg in the same call (3cx.md 2.5, "via queue").
    fn group_of(&self, call: u64) -> Option<&str> {
        let in_call = self.known.values().filter(|participant| participant.call == call);
        let mut numbers = in_call.map(|participant| participant.id.extension.as_str());
        numbers.find(|number| self.kinds.get(*number) == Some(&DnKind::Group))
    }
}

/// `answer` needs a device that can be controlled (3cx.md 2.6); `drop` works on any leg.
fn abilities(participant: &Participant) -> Abilities {
    let ringing = participant.status == LegStatus::Ringing;
    Abilities {
        answer: ringing && participant.direct_control,
        reject: ringing,
        hang_up: matches!(participant.status, LegStatus::Connected | LegStatus::Dialing),
        // `divert` takes a ringing leg, `transferto` a connected one (3cx.md 2.6).
        transfer: ringing || participant.status == LegStatus::Connected,
    }
}

fn number_and_name(participant: &Participant, names: &Names) -> (String, String) {
    let name = participant.party_name.clone();
    if participant.party_number.is_empty() && is_number_like(&name) {
        return (name, String::new());
    }
    let colleague = || names.of(&participant.party_dn).unwrap_or_default().to_owned();
    let name =
        if name.is_empty() && participant.party_kind == DnKind::Extension { colleague() } else { name };
    (participant.party_number.clone(), name)
}

fn is_number_like(text: &str) -> bool {
    text.chars().filter(char::is_ascii_digit).count() >= NUMBER_DIGITS_MIN
        && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | '/' | '(' | ')' | ' ' | '.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(extension: &str, leg: u64) -> LegId {
        LegId { extension: extension.into(), leg }
    }

    fn participant(extension: &str, leg: u64) -> Participant {
        Participant {
            id: id(extension, leg),
            call: 10,
            status: LegStatus::Ringing,
            party_name: "ACME".into(),
            party_dn: "10000".into(),
            party_number: "+4930123456".into(),
            party_kind: DnKind::External,
            direct_control: true,
            originated_by: String::new(),
            referred_by: String::new(),
            on_behalf_of: String::new(),
        }
    }

    fn dn(number: &str, kind: DnKind, participants: Vec<Participant>) -> Dn {
        Dn { number: number.into(), kind, participants }
    }

    /// A board of extension 101 with these DNs, told.
    fn board(dns: Vec<Dn>) -> Board {
        let mut board = Board::new("101");
        board.replace(dns, &HashMap::new());
        board.snapshot(&Names::default());
        board
    }

    fn legs(board: &mut Board) -> Vec<LegId> {
        match board.snapshot(&Names::default()) {
            PhoneEvent::Snapshot { legs } => legs.into_iter().map(|leg| leg.id).collect(),
            PhoneEvent::Connected { .. }
            | PhoneEvent::Lost { .. }
            | PhoneEvent::LegChanged { .. }
            | PhoneEvent::LegGone { .. } => Vec::new(),
        }
    }

    fn told(participant: Participant, names: &Names) -> Leg {
        let mut board = Board::new("101");
        board.put(participant);
        match board.changes(names).as_slice() {
            [PhoneEvent::LegChanged { leg }] => leg.clone(),
            other => unreachable!("{other:?}"),
        }
    }

    #[test]
    fn what_is_told_once_is_not_told_twice() {
        let names = Names::default();
        let mut board = board(vec![]);
        board.put(participant("101", 1));
        assert_eq!(board.changes(&names).len(), 1);
        board.put(participant("101", 1));
        assert_eq!(board.changes(&names), []);
        board.put(Participant { status: LegStatus::Connected, ..participant("101", 1) });
        assert_eq!(board.changes(&names).len(), 1);
        board.remove(&id("101", 1));
        assert_eq!(board.changes(&names), [PhoneEvent::LegGone { leg: id("101", 1) }]);
        board.remove(&id("101", 1));
        assert_eq!(board.changes(&names), []);
    }

    #[test]
    fn a_snapshot_does_not_undo_what_messages_said_meanwhile() {
        let snapshot = || {
            let legs = vec![participant("101", 1), participant("101", 2), participant("101", 5)];
            vec![dn("101", DnKind::Extension, legs)]
        };
        let mut board =
            board(vec![dn("101", DnKind::Extension, vec![participant("101", 1), participant("101", 4)])]);
        // While it was under way: 1 answered, 2 ended, 3 began; 4 ended and its message was lost; 5 is news.
        board.put(Participant { status: LegStatus::Connected, ..participant("101", 1) });
        board.put(participant("101", 3));
        let touched = [
            (id("101", 1), Touch::Changed),
            (id("101", 2), Touch::Removed),
            (id("101", 3), Touch::Changed),
            (id("101", 5), Touch::Changed),
        ];
        board.replace(snapshot(), &touched.into());
        assert_eq!(board.known[&id("101", 1)].status, LegStatus::Connected);
        assert_eq!(legs(&mut board), [id("101", 1), id("101", 3), id("101", 5)]);
    }

    #[test]
    fn only_people_have_legs() {
        let mut board = board(vec![
            dn("101", DnKind::Extension, vec![participant("101", 1)]),
            dn("800", DnKind::Group, vec![participant("800", 2)]),
            dn("900", DnKind::RoutePoint, vec![participant("900", 3)]),
            dn("8000", DnKind::System, vec![participant("8000", 4)]),
            dn("102", DnKind::Unknown, vec![participant("102", 5)]),
        ]);
        assert_eq!(legs(&mut board), [id("101", 1), id("102", 5)]);
        assert!(board.is_ignored(&id("900", 3)));
        assert!(!board.is_ignored(&id("101", 1)));
    }

    #[test]
    fn abilities_are_for_the_own_extension() {
        let of = |extension: &str, status, direct_control| {
            let leg = Participant { status, direct_control, ..participant(extension, 1) };
            let Abilities { answer, reject, hang_up, .. } = told(leg, &Names::default()).abilities;
            [answer, reject, hang_up]
        };
        assert_eq!(of("101", LegStatus::Ringing, true), [true, true, false]);
        assert_eq!(of("101", LegStatus::Ringing, false), [false, true, false]);
        assert_eq!(of("101", LegStatus::Dialing, true), [false, false, true]);
        assert_eq!(of("101", LegStatus::Connected, false), [false, false, true]);
        assert_eq!(of("101", LegStatus::Other, true), [false, false, false]);
        assert_eq!(of("102", LegStatus::Ringing, true), [false, false, false]);
    }

    #[test]
    fn queues_and_colleagues_go_by_name_where_known() {
        let names = Names::fixed(&[("800", "Support queue"), ("102", "Tom Ito")]);
        let leg =
            || Participant { on_behalf_of: "800".into(), referred_by: "102".into(), ..participant("101", 1) };
        let named = told(leg(), &names);
        assert_eq!(
            (named.via.as_deref(), named.referred_by.as_deref()),
            (Some("Support queue"), Some("Tom Ito"))
        );
        let plain = told(leg(), &Names::default());
        assert_eq!((plain.via.as_deref(), plain.referred_by.as_deref()), (Some("800"), Some("102")));
        let neither = told(participant("101", 1), &names);
        assert_eq!((neither.via, neither.referred_by), (None, None));
    }

    #[test]
    fn late_names_are_retold() {
        let mut board = board(vec![]);
        board.put(Participant { on_behalf_of: "800".into(), ..participant("101", 1) });
        assert_eq!(board.changes(&Names::default()).len(), 1);
        assert_eq!(board.changes(&Names::fixed(&[("800", "Support queue")])).len(), 1);
    }

    #[test]
    fn a_queue_in_the_same_call_delivered_it() {
        let queue = dn("800", DnKind::Group, vec![participant("800", 2)]);
        let elsewhere = Participant { call: 11, ..participant("101", 3) };
        let mut board = board(vec![dn("101", DnKind::Extension, vec![]), queue]);
        board.put(participant("101", 1));
        board.put(elsewhere);
        let vias: Vec<_> = board.legs(&Names::default()).into_values().map(|leg| leg.via).collect();
        assert_eq!(vias, [Some("800".to_owned()), None]);
    }

    #[test]
    fn a_name_that_is_a_number_serves_as_one() {
        for (number, name, want_number, want_name) in [
            ("+4930123456", "ACME", "+4930123456", "ACME"),
            ("", "+49 (30) 123-456", "+49 (30) 123-456", ""),
            ("", "Agent 7", "", "Agent 7"),
            ("", "12", "", "12"),
            ("Anonymous", "030 1234", "Anonymous", "030 1234"),
        ] {
            let leg =
                Participant { party_number: number.into(), party_name: name.into(), ..participant("101", 1) };
            let leg = told(leg, &Names::default());
            assert_eq!((leg.party_number.as_str(), leg.party_name.as_str()), (want_number, want_name));
        }
    }

    #[test]
    fn the_other_side_is_what_its_type_says() {
        for (kind, want) in [
            (DnKind::External, Party::External),
            (DnKind::Extension, Party::Extension),
            (DnKind::Group, Party::System),
            (DnKind::RoutePoint, Party::System),
            (DnKind::System, Party::System),
            (DnKind::Unknown, Party::Unknown),
        ] {
            assert_eq!(
                told(Participant { party_kind: kind, ..participant("101", 1) }, &Names::default()).party,
                want
            );
        }
        let own = Participant { originated_by: "101".into(), ..participant("101", 1) };
        assert!(told(own, &Names::default()).originated_here);
        assert!(!told(participant("101", 1), &Names::default()).originated_here);
    }
}
