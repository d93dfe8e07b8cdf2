//! What is written about a session: one entry, or numbered ones where one would not hold it.

use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::text::{ChatTemplate, ChatVariable};
use super::{Chat, Message, Speaker, last_agent};
use crate::call::{CallId, Direction, Outcome};
use crate::journal::{About, Agent, DESCRIPTION_MAX, Entry, EntryKind, SUBJECT_MAX, about, entity_type};
use crate::settings::ChatSettings;

/// Most entries of one session. Two thousand ordinary messages fill ten; what is beyond is said to
/// be missing.
pub const CHAT_PARTS_MAX: usize = 50;
/// Longest name in a text; real ones are far shorter.
const NAME_MAX: usize = 200;
/// A text around the transcript may fill this share of an entry; a longer one gives way to the
/// transcript alone.
const FRAME_SHARE: usize = 2;
/// What "Part 50 of 50" and its line take at most.
const MARK_UNITS: usize = 24;
/// What "more messages are in the phone system" takes at most.
const REST_UNITS: usize = 80;

/// The entries of a session, in order; none without messages.
#[must_use]
pub fn compose_chat(chat: &Chat, settings: &ChatSettings, agent: &Agent, zone: &TimeZone) -> Vec<Entry> {
    let (Some(first), Some(last)) = (chat.messages.first(), chat.messages.last()) else { return Vec::new() };
    let facts = Words { chat, settings, agent, zone, began: first.at, ended: last.at };
    let defaults = ChatSettings::default();
    let subject = one_line(&facts.render(&settings.subject, &defaults.subject, ""));
    let subject = if subject.is_empty() { defaults.subject.clone() } else { subject };
    let texts = facts.texts(&settings.text, &defaults.text);
    let many = texts.len() > 1;
    let count = texts.len();
    texts
        .into_iter()
        .enumerate()
        .map(|(at, description)| {
            let mark = if many { format!(" ({}/{count})", at + 1) } else { String::new() };
            Entry {
                key: part_key(&chat.key, at),
                call: CallId(0),
                subject: format!("{}{mark}", shortened(&subject, SUBJECT_MAX - mark.len())),
                description,
                direction: direction(first),
                outcome: match direction(first) {
                    Direction::Inbound => Outcome::AnsweredInbound,
                    Direction::Outbound => Outcome::AnsweredOutbound,
                },
                disposition: String::new(),
                duration_s: u32::try_from(facts.lasted().as_secs()).unwrap_or(u32::MAX),
                day: first.at.to_zoned(zone.clone()).date(),
                started: first.at,
                about: chat.caller.person().map_or(About::Nobody, about),
                kind: EntryKind::Chat { channel: chat.facts.channel.word().to_owned() },
                internal: false,
                status_open: false,
                extra: Vec::new(),
            }
        })
        .collect()
}

/// The first part has the session's own key, so that every desk asks for the same one.
fn part_key(key: &str, at: usize) -> String {
    if at == 0 { key.to_owned() } else { format!("{key}|{}", at + 1) }
}

fn direction(first: &Message) -> Direction {
    match first.speaker {
        Speaker::Agent { .. } => Direction::Outbound,
        Speaker::Visitor { .. } | Speaker::System { .. } => Direction::Inbound,
    }
}

/// One message as it stands in the transcript: when, who, what.
#[must_use]
pub fn transcript_line(message: &Message, zone: &TimeZone) -> String {
    let at = spelled(message.at, zone);
    // Line ends of other systems become ours; what cannot be seen is left out.
    let text = message.text.replace("\r\n", "\n").replace('\r', "\n");
    let text: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    format!("{at} {}: {}", speaker(&message.speaker), text.trim())
}

fn speaker(speaker: &Speaker) -> String {
    let first_of = |names: &[&str], otherwise: &str| {
        let known = names.iter().map(|name| one_line(name)).find(|name| !name.is_empty());
        shortened(&known.unwrap_or_else(|| otherwise.to_owned()), NAME_MAX)
    };
    match speaker {
        Speaker::Agent { extension, name } if name.trim().is_empty() => extension.clone(),
        Speaker::Agent { extension, name } => format!("{} ({extension})", first_of(&[name.as_str()], "")),
        Speaker::Visitor { name, number, email } => first_of(&[name, number, email], "Visitor"),
        Speaker::System { name } => first_of(&[name.as_str()], "System"),
    }
}

/// What the variables of a text stand for.
struct Words<'a> {
    chat: &'a Chat,
    settings: &'a ChatSettings,
    agent: &'a Agent,
    zone: &'a TimeZone,
    began: Timestamp,
    ended: Timestamp,
}

impl Words<'_> {
    /// A text that cannot be read (the settings check refuses it, an older file may hold one)
    /// gives way to the default, so that a chat is never lost and never garbled.
    fn render(&self, text: &str, default: &str, transcript: &str) -> String {
        template(text, default).map_or_else(String::new, |template| self.fill(&template, transcript))
    }

    fn fill(&self, template: &ChatTemplate, transcript: &str) -> String {
        template.render(|variable| self.value(variable, transcript))
    }

    /// The descriptions: one that holds everything, or as many as it takes.
    fn texts(&self, text: &str, default: &str) -> Vec<String> {
        let lines: Vec<String> =
            self.chat.messages.iter().map(|message| transcript_line(message, self.zone)).collect();
        let Some(template) = template(text, default) else { return vec![lines.join("\n")] };
        let whole = self.fill(&template, &lines.join("\n"));
        if units(&whole) <= DESCRIPTION_MAX {
            return vec![whole];
        }
        let times = template.count(ChatVariable::ChatMessages);
        if times == 0 {
            return vec![shortened(&whole, DESCRIPTION_MAX)];
        }
        let frame = units(&self.fill(&template, ""));
        let (template, times, frame) = match ChatTemplate::parse("[ChatMessages]") {
            Ok(bare) if frame > DESCRIPTION_MAX / FRAME_SHARE || times > FRAME_SHARE => (bare, 1, 0),
            Ok(_) | Err(_) => (template, times, frame),
        };
        // An empty transcript takes blanks, brackets and a line with it; a filled one does not.
        let around = frame + crate::journal::TEMPLATE_MAX.min(template_slack(&template));
        let room = (DESCRIPTION_MAX.saturating_sub(around + MARK_UNITS) / times).max(1);
        let chunks = chunks(&lines, room);
        let count = chunks.len();
        let mark =
            |at: usize, chunk: &str| format!("{}\nPart {} of {count}", self.fill(&template, chunk), at + 1);
        chunks.iter().enumerate().map(|(at, chunk)| mark(at, chunk)).collect()
    }

    fn value(&self, variable: ChatVariable, transcript: &str) -> String {
        let person = self.chat.caller.person().map(|found| &found.person);
        let who = &self.chat.who;
        let owned = |text: Option<&str>| text.map(one_line).unwrap_or_default();
        match variable {
            ChatVariable::ChatMessages => transcript.to_owned(),
            ChatVariable::Channel => one_line(self.chat.facts.channel.word()),
            ChatVariable::Number => owned(who.number.as_ref().map(|number| number.canonical())),
            ChatVariable::Email => owned(who.email.as_deref()),
            ChatVariable::Name => {
                let name = person.map(|person| person.name.as_str()).or(who.name.as_deref());
                shortened(&owned(name), NAME_MAX)
            }
            ChatVariable::Agent => self.spoke_last().0,
            ChatVariable::AgentFirstName => self.spoke_last().1,
            ChatVariable::AgentLastName => self.spoke_last().2,
            ChatVariable::AgentEmail if self.is_ours() => self.agent.email.clone(),
            ChatVariable::AgentEmail => String::new(),
            ChatVariable::QueueExtension => owned(self.chat.queue()),
            ChatVariable::Duration | ChatVariable::DurationTimespan => clock(self.lasted()),
            ChatVariable::DateTime | ChatVariable::ChatStartTimeLocal => spelled(self.began, self.zone),
            ChatVariable::ChatStartTimeUTC => spelled(self.began, &TimeZone::UTC),
            ChatVariable::ChatEndTimeLocal => spelled(self.ended, self.zone),
            ChatVariable::ChatEndTimeUTC => spelled(self.ended, &TimeZone::UTC),
            ChatVariable::EntityId => person.map(|person| person.id.clone()).unwrap_or_default(),
            ChatVariable::EntityType => {
                person.map(|person| entity_type(person.kind).to_owned()).unwrap_or_default()
            }
            ChatVariable::ChatSubject => self.settings.subject.replace(['[', ']'], ""),
            ChatVariable::LineBreak => "\n".to_owned(),
        }
    }

    /// Extension, first and last name of who spoke last for us.
    fn spoke_last(&self) -> (String, String, String) {
        let Some((extension, name)) = last_agent(&self.chat.messages) else {
            let Agent { extension, first_name, last_name, .. } = self.agent.clone();
            return (extension, first_name, last_name);
        };
        if self.is_ours() && !self.agent.last_name.is_empty() {
            return (extension.to_owned(), self.agent.first_name.clone(), self.agent.last_name.clone());
        }
        let name = one_line(name);
        let (first, last) = name.rsplit_once(' ').unwrap_or(("", name.as_str()));
        (extension.to_owned(), first.to_owned(), last.to_owned())
    }

    fn is_ours(&self) -> bool {
        last_agent(&self.chat.messages).is_none_or(|(extension, _)| extension == self.agent.extension)
    }

    fn lasted(&self) -> Duration {
        Duration::try_from(self.ended.duration_since(self.began)).unwrap_or_default()
    }
}

fn template(text: &str, default: &str) -> Option<ChatTemplate> {
    ChatTemplate::parse(text).or_else(|_| ChatTemplate::parse(default)).ok()
}

/// What empty values may take out of a text at most: its own characters.
fn template_slack(template: &ChatTemplate) -> usize {
    units(&template.render(|_| "x".to_owned()))
}

/// The transcript in pieces of at most `room`, cut between messages where one fits, and within a
/// message where it does not.
fn chunks(lines: &[String], room: usize) -> Vec<String> {
    let room = room.saturating_sub(REST_UNITS).max(1);
    let mut chunks: Vec<String> = Vec::new();
    let mut left = 0;
    for (at, line) in lines.iter().enumerate() {
        let mut rest = line.as_str();
        while !rest.is_empty() {
            let needed = units(rest) + 1;
            if needed <= left {
                if let Some(chunk) = chunks.last_mut() {
                    chunk.push('\n');
                    chunk.push_str(rest);
                }
                left -= needed;
                rest = "";
            } else if chunks.len() == CHAT_PARTS_MAX {
                let more = lines.len() - at;
                if let Some(chunk) = chunks.last_mut() {
                    chunk.push_str(&format!("\n… {more} more messages are in the phone system."));
                }
                return chunks;
            } else {
                let (piece, behind) = split_at_units(rest, room);
                left = room - units(piece);
                chunks.push(piece.to_owned());
                rest = behind;
            }
        }
    }
    chunks
}

/// The longest beginning of `text` that takes at most `max`, and what is left.
fn split_at_units(text: &str, max: usize) -> (&str, &str) {
    let mut taken = 0;
    let end = text.char_indices().find(|(_, c)| {
        taken += c.len_utf16();
        taken > max
    });
    end.map_or((text, ""), |(at, _)| text.split_at(at))
}

/// Length as the CRM may count it: an emoji is two there.
fn units(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

fn shortened(text: &str, max: usize) -> String {
    if units(text) <= max {
        return text.to_owned();
    }
    format!("{}…", split_at_units(text, max.saturating_sub(1)).0.trim_end())
}

fn clock(time: Duration) -> String {
    let seconds = time.as_secs();
    format!("{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60)
}

fn spelled(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M:%S").to_string()
}

fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
