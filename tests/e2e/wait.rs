//! Waiting for something to become so.

use std::time::Duration;

use tokio::time::Instant;

/// What takes longer on a loaded machine does not come.
const LONG: Duration = Duration::from_secs(20);

/// Asks until there is an answer, or for as long as is worth it.
pub(crate) async fn wait_for<T>(mut question: impl AsyncFnMut() -> Option<T>) -> Option<T> {
    /// A look costs a round trip to the web view: often enough to lose no time, seldom enough not to
    /// be what keeps the machine busy.
    const PAUSE: Duration = Duration::from_millis(40);
    let deadline = Instant::now() + LONG;
    loop {
        if let Some(answer) = question().await {
            return Some(answer);
        }
        if Instant::now() >= deadline {
            return None;
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// The same where there is no test without an answer.
///
/// # Panics
/// When none comes in time: `what` says what was missing.
pub(crate) async fn until<T>(what: &str, question: impl AsyncFnMut() -> Option<T>) -> T {
    let answer = wait_for(question).await;
    answer.unwrap_or_else(|| panic!("not within {} s: {what}", LONG.as_secs()))
}
