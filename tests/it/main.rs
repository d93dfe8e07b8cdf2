//! Everything that crosses a border, in one binary.

mod callers;
mod companion;
mod corpus;
mod crm;
mod ctl;
mod doctor;
mod extension;
mod facts;
mod hook;
mod index;
mod jsforce;
mod keychain;
mod model;
mod phone;
mod preview;
mod scenarios;
mod search;
mod signin;
mod tidy;
