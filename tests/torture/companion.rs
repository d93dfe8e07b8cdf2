//! The real program in a process of its own, and what it prints.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::Duration;

use serde_json::Value;

use crate::office::Office;
use crate::{Outcome, WAIT};

/// A file may be made no longer than this many blocks of 512 bytes, and whoever tries is told so
/// instead of being ended: what a full disk is to a program.
const NO_ROOM: &str = r#"trap "" XFSZ; ulimit -f "$0"; exec "$@""#;

/// How a companion is started.
#[derive(Debug, Clone, Copy, Default)]
pub struct Start {
    /// The computer's clock is wrong by so many seconds.
    pub clock_s: i64,
    /// No file may grow beyond so many blocks of 512 bytes.
    pub blocks_max: Option<u64>,
}

pub struct Companion {
    child: Child,
    input: ChildStdin,
    lines: mpsc::Receiver<Value>,
    reader: Option<JoinHandle<()>>,
}

impl Companion {
    pub fn start(office: &Office, start: Start) -> Outcome<Self> {
        let own = std::env::current_exe()?;
        let program = own.parent().ok_or("this program lies nowhere")?.join("ringsidectl");
        let mut command = match start.blocks_max {
            None => Command::new(program),
            Some(blocks) => {
                let mut shell = Command::new("sh");
                shell.args(["-c", NO_ROOM]).arg(blocks.to_string()).arg(program);
                shell
            }
        };
        let mut child = command
            .arg("--profile")
            .arg(office.dir())
            .arg("run")
            .env("RINGSIDE_TORTURE_WAIT_MS", WAIT.as_millis().to_string())
            .env("RINGSIDE_TORTURE_CLOCK_S", start.clock_s.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let input = child.stdin.take().ok_or("no input")?;
        let output = child.stdout.take().ok_or("no output")?;
        let (told, lines) = mpsc::channel();
        let reader = Some(std::thread::spawn(move || read(output, &told)));
        Ok(Self { child, input, lines, reader })
    }

    /// What it has printed since, views left out.
    pub fn lines(&mut self) -> Vec<Value> {
        self.lines.try_iter().collect()
    }

    /// Err: it is gone, and hears nothing.
    pub fn say(&mut self, action: &Value) {
        let _ = writeln!(self.input, "{action}");
    }

    /// Whether, and how, it has ended without being killed.
    pub fn ended(&mut self) -> Outcome<Option<ExitStatus>> {
        Ok(self.child.try_wait()?)
    }

    /// Until it ends by itself; `None`: it does not.
    pub async fn ends_within(&mut self, time: Duration) -> Outcome<Option<ExitStatus>> {
        let until = std::time::Instant::now() + time;
        loop {
            let ended = self.child.try_wait()?;
            if ended.is_some() || std::time::Instant::now() > until {
                return Ok(ended);
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// SIGKILL; everything it printed can be read afterwards.
    pub fn kill(&mut self) -> Outcome<()> {
        self.child.kill()?;
        self.child.wait()?;
        // The reader ends with the pipe, which nobody else holds.
        if let Some(reader) = self.reader.take() {
            let _ = reader.join();
        }
        Ok(())
    }
}

impl Drop for Companion {
    fn drop(&mut self) {
        // Err: it has ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Most of what is printed are views, which nobody here needs.
fn read(output: ChildStdout, told: &mpsc::Sender<Value>) {
    for line in BufReader::new(output).lines().map_while(Result::ok) {
        if !line.starts_with("{\"event\"") {
            continue;
        }
        // What was being printed when the plug was pulled is no line.
        if let Ok(line) = serde_json::from_str(&line)
            && told.send(line).is_err()
        {
            return;
        }
    }
}
