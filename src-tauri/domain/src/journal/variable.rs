//! The variables of journal texts: 3CX's own (3cx.md 5.1, 4.6), and ours.

/// When a variable says something. Words in the palette: `filled-<id>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filled {
    Always,
    /// Only calls that were talked.
    Answered,
    /// A record was found, or chosen.
    Found,
    /// The call came through a queue or group, or from a colleague.
    Routed,
    /// The agent wrote or chose it.
    Agent,
    /// Whoever wrote the chat said so.
    Given,
    /// The chat came through a queue.
    Queued,
    /// 3CX makes it of a recording (3cx.md 5.1), and its call log tells it some time after the call.
    Recorded,
}

macro_rules! variables {
    ($($(#[$meaning:meta])* $name:ident = $text:literal: $filled:ident,)+) => {
        /// A variable that can stand in a text (3cx.md 5.1; `Notes`, `WrapUp`, `CallResult` and
        /// `TransferredFrom` are ours).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Variable {
            $($(#[$meaning])* $name,)+
        }

        impl Variable {
            /// Every variable, in the order they are offered in.
            pub const ALL: &[Variable] = &[$(Variable::$name,)+];

            /// As it stands between the brackets.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Variable::$name => $text,)+
                }
            }

            /// When it says something.
            #[must_use]
            pub fn filled(self) -> Filled {
                match self {
                    $(Variable::$name => Filled::$filled,)+
                }
            }
        }
    };
}

variables! {
    /// The other side's number in E.164.
    Number = "Number": Always,
    /// The person found, else what the phone system calls the other side.
    Name = "Name": Always,
    /// Extension number of the agent.
    Agent = "Agent": Always,
    AgentFirstName = "AgentFirstName": Always,
    AgentLastName = "AgentLastName": Always,
    AgentEmail = "AgentEmail": Always,
    /// How long it was talked, `hh:mm:ss`.
    Duration = "Duration": Always,
    /// Start of the call, local.
    DateTime = "DateTime": Always,
    /// What the agent wrote.
    Notes = "Notes": Agent,
    /// The wrap-up code the agent chose.
    WrapUp = "WrapUp": Agent,
    /// A new line.
    LineBreak = "LineBreak": Always,
    /// As Salesforce's Call Result has it: `Answered`, `Missed`, `Rejected` ...
    CallResult = "CallResult": Always,
    /// `Inbound`, `Missed`, `Outbound` or `Notanswered`.
    CallType = "CallType": Always,
    /// `Inbound` or `Outbound`.
    CallDirection = "CallDirection": Always,
    /// Queue or ring group it came through.
    QueueExtension = "QueueExtension": Routed,
    /// Who had the call before.
    TransferredFrom = "TransferredFrom": Routed,
    CallStartTimeLocal = "CallStartTimeLocal": Always,
    CallStartTimeUTC = "CallStartTimeUTC": Always,
    /// When it was answered; empty if it never was.
    CallEstablishedTimeLocal = "CallEstablishedTimeLocal": Answered,
    CallEstablishedTimeUTC = "CallEstablishedTimeUTC": Answered,
    CallEndTimeLocal = "CallEndTimeLocal": Always,
    CallEndTimeUTC = "CallEndTimeUTC": Always,
    /// A .NET TimeSpan in 3CX, which reads like `Duration` in a text.
    DurationTimespan = "DurationTimespan": Always,
    /// Id and kind of the record found.
    EntityId = "EntityId": Found,
    EntityType = "EntityType": Found,
    ContactFullName = "Contact::FullName": Found,
    ContactFirstName = "Contact::FirstName": Found,
    ContactLastName = "Contact::LastName": Found,
    ContactTitle = "Contact::Title": Found,
    ContactCompanyName = "Contact::CompanyName": Found,
    ContactEmail = "Contact::Email": Found,
    ContactPhoneBusiness = "Contact::PhoneBusiness": Found,
    ContactPhoneMobile = "Contact::PhoneMobile": Found,
    ContactUrl = "Contact::ContactUrl": Found,
    Summary = "Summary": Recorded,
    Transcription = "Transcription": Recorded,
    Sentiment = "Sentiment": Recorded,
    RecordingUrl = "RecordingUrl": Recorded,
    RecordingHyperLink = "RecordingHyperLink": Recorded,
}

impl Variable {
    /// The id of its words: lower case, without what a name of a text cannot hold.
    #[must_use]
    pub fn id(self) -> String {
        self.name().replace("::", "-").to_lowercase()
    }
}

/// What people who write in German put between the brackets.
const GERMAN: &[(&str, Variable)] = &[
    ("dauer", Variable::Duration),
    ("nummer", Variable::Number),
    ("rufnummer", Variable::Number),
    ("nebenstelle", Variable::Agent),
    ("vorname", Variable::AgentFirstName),
    ("nachname", Variable::AgentLastName),
    ("datum", Variable::DateTime),
    ("uhrzeit", Variable::DateTime),
    ("notiz", Variable::Notes),
    ("notizen", Variable::Notes),
    ("zeilenumbruch", Variable::LineBreak),
    ("ergebnis", Variable::CallResult),
    ("warteschlange", Variable::QueueExtension),
    ("firma", Variable::ContactCompanyName),
    ("zusammenfassung", Variable::Summary),
    ("aufnahme", Variable::RecordingUrl),
];

/// More changed letters than one in this many are another name.
const TYPO_SHARE: usize = 2;
/// Shorter pieces stand in too many names.
const PIECE_LETTERS_MIN: usize = 3;

/// The known variable that `name` most likely means.
pub(super) fn nearest(name: &str) -> Option<Variable> {
    let name = name.trim().to_lowercase();
    let in_german = GERMAN.iter().find(|(word, _)| *word == name).map(|(_, variable)| *variable);
    let spelled_alike = || alike(&name);
    in_german.or_else(spelled_alike)
}

fn alike(name: &str) -> Option<Variable> {
    Variable::ALL
        .iter()
        .map(|variable| {
            let known = variable.name().to_lowercase();
            let is_piece = name.len() >= PIECE_LETTERS_MIN && known.contains(name);
            (if is_piece { 1 } else { distance(name, &known) }, *variable)
        })
        .filter(|(distance, variable)| *distance <= variable.name().len() / TYPO_SHARE)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, variable)| variable)
}

/// How many letters must be changed, added or taken away (Levenshtein).
pub(crate) fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (line, a) in (1..).zip(one.chars()) {
        let mut diagonal = std::mem::replace(&mut row[0], line);
        for (column, b) in other.iter().enumerate() {
            let changed = diagonal + usize::from(a != *b);
            diagonal = row[column + 1];
            row[column + 1] = changed.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[other.len()]
}
