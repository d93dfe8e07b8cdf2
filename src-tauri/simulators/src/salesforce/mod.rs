//! A Salesforce org.
