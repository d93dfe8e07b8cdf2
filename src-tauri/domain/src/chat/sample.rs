//! A made-up chat to show texts on, for a desk that has had none yet.

use jiff::{SignedDuration, Timestamp};

use super::{Chat, ChatState, Facts, Message, Speaker, Who};
use crate::caller::Caller;
use crate::journal::{Agent, sample_found};
use crate::number::{Region, read};

/// Who says what, seconds after the first message.
const TALK: [(bool, i64, &str); 4] = [
    (false, 0, "Hello, when does phase 2 arrive?"),
    (true, 42, "The first delivery is planned for January. Shall I send you the schedule?"),
    (false, 95, "Yes, by e-mail."),
    (true, 131, "It is on its way."),
];

/// A chat that is over since `ended`.
#[must_use]
pub fn sample_chat(ended: Timestamp, agent: &Agent) -> Chat {
    let found = sample_found();
    let number = read("+49 40 66969412", &Region::home_default());
    let email = found.person.email.clone().unwrap_or_default();
    let name = found.person.name.clone();
    let length = TALK.last().map_or(0, |(_, seconds, _)| *seconds);
    let began = ended.checked_sub(SignedDuration::from_secs(length)).unwrap_or(ended);
    let messages = TALK.iter().zip(1..).map(|((here, seconds, text), id)| Message {
        at: began.checked_add(SignedDuration::from_secs(*seconds)).unwrap_or(began),
        id,
        conversation: 0,
        speaker: if *here {
            Speaker::Agent {
                extension: agent.extension.clone(),
                name: [agent.first_name.as_str(), agent.last_name.as_str()].join(" ").trim().to_owned(),
            }
        } else {
            Speaker::Visitor {
                name: name.clone(),
                number: number.canonical().to_owned(),
                email: email.clone(),
            }
        },
        text: (*text).to_owned(),
        queue: Some("Support".to_owned()),
    });
    Chat {
        key: String::new(),
        conversation: 0,
        messages: messages.collect(),
        facts: Facts { name: name.clone(), email: email.clone(), ..Facts::default() },
        state: ChatState::Closed,
        who: Who { number: Some(number), email: Some(email), name: Some(name) },
        caller: Caller::One { best: Box::new(found), runners_up: Vec::new() },
        parts: Vec::new(),
        unlinked: false,
    }
}
