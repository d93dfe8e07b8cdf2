//! A 3CX V20 phone system and a Salesforce org that run on this computer.
pub mod people;
pub mod salesforce;
pub mod threecx;
