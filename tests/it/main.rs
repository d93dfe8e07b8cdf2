//! Everything that crosses a border, in one binary.

mod crm;
mod keychain;
mod phone;
mod scenarios;
mod signin;
mod tidy;
