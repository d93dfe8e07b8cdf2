//! A network that can go silent.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;

/// A TCP relay that can go silent without closing anything, as a network without power does.
pub(super) struct Valve {
    pub(super) address: String,
    shut: CancellationToken,
    passed: Arc<AtomicUsize>,
}

impl Valve {
    pub(super) async fn start(to: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let to = to.trim_start_matches("http://").trim_end_matches('/').to_owned();
        let (shut, passed) = (CancellationToken::new(), Arc::default());
        let (token, counter) = (shut.clone(), Arc::clone(&passed));
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let server = TcpStream::connect(&to).await.unwrap();
                let (client_in, client_out) = client.into_split();
                let (server_in, server_out) = server.into_split();
                tokio::spawn(relay(client_in, server_out, token.clone(), Arc::clone(&counter)));
                tokio::spawn(relay(server_in, client_out, token.clone(), Arc::clone(&counter)));
            }
        });
        Self { address, shut, passed }
    }

    pub(super) fn shut(&self) {
        self.shut.cancel();
    }

    /// Pieces of data relayed so far.
    pub(super) fn passed(&self) -> usize {
        self.passed.load(Ordering::SeqCst)
    }
}

async fn relay(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    shut: CancellationToken,
    passed: Arc<AtomicUsize>,
) {
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let read = from.read(&mut buffer).await;
        if shut.is_cancelled() {
            // Swallowed, and the connection kept open.
            std::future::pending::<()>().await;
        }
        let Ok(count @ 1..) = read else { return };
        passed.fetch_add(1, Ordering::SeqCst);
        if to.write_all(&buffer[..count]).await.is_err() {
            return;
        }
    }
}
