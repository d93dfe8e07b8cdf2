//! The real program in a process of its own, and what it prints.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc;

use serde_json::Value;

use crate::office::Office;
use crate::{Outcome, WAIT};

pub struct Companion {
    child: Child,
    input: ChildStdin,
    lines: mpsc::Receiver<Value>,
}

impl Companion {
    pub fn start(office: &Office) -> Outcome<Self> {
        let own = std::env::current_exe()?;
        let program = own.parent().ok_or("this program lies nowhere")?.join("ringsidectl");
        let mut child = Command::new(program)
            .arg("--profile")
            .arg(office.dir())
            .arg("run")
            .env("RINGSIDE_TORTURE_WAIT_MS", WAIT.as_millis().to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let input = child.stdin.take().ok_or("no input")?;
        let output = child.stdout.take().ok_or("no output")?;
        let (told, lines) = mpsc::channel();
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                // What was being printed when the plug was pulled is no line.
                if let Ok(line) = serde_json::from_str(&line)
                    && told.send(line).is_err()
                {
                    return;
                }
            }
        });
        Ok(Self { child, input, lines })
    }

    /// What it has printed since.
    pub fn lines(&mut self) -> Vec<Value> {
        self.lines.try_iter().collect()
    }

    /// Err: it is gone, and hears nothing.
    pub fn say(&mut self, action: &Value) {
        let _ = writeln!(self.input, "{action}");
    }

    /// SIGKILL; everything it printed can be read afterwards.
    pub async fn kill(&mut self) -> Outcome<()> {
        self.child.kill()?;
        self.child.wait()?;
        // The reader ends with the pipe.
        tokio::task::yield_now().await;
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
