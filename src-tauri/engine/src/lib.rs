//! Does. Talks to the phone system, Salesforce, the disk and the keychain, and runs the one event
//! loop that owns all live state.
//!
//! It must not know Tauri, windows, HTML or the terminal. Start reading at [`controller`].

pub mod crm;
pub mod http;
pub mod phone;
pub mod problem;
pub mod view;
