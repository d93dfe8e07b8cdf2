//! Does. Talks to the phone system, Salesforce, the disk and the keychain, and runs the one event
//! loop that owns all live state.
//!
//! It must not know Tauri, windows, HTML or the terminal. Start reading at [`controller`].

pub mod amend;
pub mod browsers;
pub mod chats;
pub mod clock;
pub mod companion;
pub mod connections;
pub mod controller;
pub mod creation;
pub mod crm;
pub mod directory;
pub mod doctor;
pub mod export;
pub mod http;
pub mod local;
pub mod log;
pub mod outbox;
pub mod phone;
pub mod problem;
pub mod reconcile;
pub mod screen;
pub mod search;
pub mod settings;
pub mod setup;
pub mod signin;
pub mod store;
#[cfg(debug_assertions)]
mod torture;
pub mod view;
pub mod who;
pub mod words;
