//! Everything that crosses a border, in one binary.

mod crm;
mod ctl;
mod jsforce;
mod keychain;
mod phone;
mod scenarios;
mod signin;
mod tidy;
