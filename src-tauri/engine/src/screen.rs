//! What the engine needs of whoever shows things: windows, a terminal, or a test's list.

use std::sync::Arc;

use crate::view::View;

/// Shows. Every method returns at once.
pub trait Screen: Send + Sync {
    /// This is the view now. A later call replaces an earlier one.
    fn show(&self, view: Arc<View>);

    /// Open this page in the person's browser. Only pages of the signed-in org get here.
    fn open_link(&self, url: &str);

    /// Tell of a ringing call without the pop. A notice of the same call replaces the earlier one.
    fn notify(&self, notice: Notice);

    /// Bring the main window up.
    fn open_window(&self);
}

/// A ringing call, for a desktop notification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub call: u64,
    /// Name, or number while nobody is known.
    pub who: String,
    pub number: String,
    pub company: Option<String>,
    pub can_answer: bool,
}
