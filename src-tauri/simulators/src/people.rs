//! The sample org.
