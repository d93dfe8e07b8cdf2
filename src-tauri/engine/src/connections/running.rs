//! The tasks of one link, which end with it.

use std::time::Duration;

use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// How long a link that is replaced may take to end before it is left behind.
const END_WITHIN: Duration = Duration::from_secs(5);

/// Tasks of one link.
#[derive(Default)]
pub(super) struct Running {
    pub(super) cancel: CancellationToken,
    pub(super) tasks: TaskTracker,
}

impl Running {
    pub(super) fn below(parent: &CancellationToken) -> Self {
        Self { cancel: parent.child_token(), tasks: TaskTracker::new() }
    }

    pub(super) async fn end(&self) {
        self.cancel.cancel();
        self.tasks.close();
        if tokio::time::timeout(END_WITHIN, self.tasks.wait()).await.is_err() {
            tracing::warn!("a replaced link did not end in time");
        }
    }
}
