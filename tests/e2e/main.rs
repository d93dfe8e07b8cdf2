//! The real app in its real web view, beside the simulated phone system and org, on the screen, bus
//! and keychain that `cargo xtask e2e` gives. Nothing in the app knows that it is tested.
//!
//! Start reading at [`pop`]; `app` starts and drives one app, `world` is what it talks to, `screen`
//! is what a person at this computer sees and presses.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::print_stderr, reason = "a failed test shows what the app said")]

mod app;
mod create;
mod dial;
mod keyboard;
mod main_window;
mod notice;
mod opener;
mod pictures;
mod pop;
mod screen;
mod search;
mod settings;
mod start;
mod wait;
mod world;
