//! The real `ringsidectl`, as a script or a person starts it.

use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::time::timeout;

/// What takes longer on a loaded machine does not come.
const LONG: Duration = Duration::from_secs(60);

/// The built program: it lies beside the folder of this test program.
pub fn ringsidectl() -> Command {
    let own = std::env::current_exe().unwrap();
    let built = own.parent().and_then(|deps| deps.parent()).unwrap();
    let program: PathBuf = built.join(format!("ringsidectl{}", std::env::consts::EXE_SUFFIX));
    assert!(program.exists(), "ringsidectl is not built: run \"cargo xtask test\"");
    let mut command = Command::new(program);
    command.kill_on_drop(true).env_remove("RINGSIDE_LOG").env("LANG", "C.UTF-8").env_remove("LC_ALL");
    command
}

/// What a program that ended left.
#[derive(Debug)]
pub struct Ended {
    pub code: Option<i32>,
    pub out: String,
    pub told: String,
}

impl Ended {
    /// Standard output, which is one JSON document.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// Standard output, which is JSON Lines.
    pub fn lines(&self) -> Vec<Value> {
        let line = |line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        self.out.lines().map(line).collect()
    }
}

/// Runs it to its end.
pub async fn ended(words: &[&str]) -> Ended {
    ended_with(ringsidectl().args(words), b"").await
}

pub async fn ended_with(command: &mut Command, input: &[u8]) -> Ended {
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    // Beside the reading: a full pipe on either side stops both. Err: it did not read to the end.
    let writing = tokio::spawn(async move { stdin.write_all(&input).await });
    let output = timeout(LONG, child.wait_with_output()).await.expect("the program ends").unwrap();
    writing.abort();
    Ended {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        told: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// One that runs until it is told to end.
pub struct Running {
    child: Child,
    input: ChildStdin,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Running {
    pub fn start(command: &mut Command) -> Self {
        let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = piped.spawn().unwrap();
        let input = child.stdin.take().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { child, input, lines }
    }

    pub fn pid(&self) -> u32 {
        self.child.id().unwrap()
    }

    pub async fn say(&mut self, line: &str) {
        self.input.write_all(format!("{line}\n").as_bytes()).await.unwrap();
    }

    /// The next line of its standard output.
    pub async fn line(&mut self) -> Value {
        let line = timeout(LONG, self.lines.next_line()).await.expect("it prints a line").unwrap();
        let Some(line) = line else { panic!("it ended: {}", self.told().await) };
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"))
    }

    /// The first line that fits.
    pub async fn until(&mut self, what: &str, fits: impl Fn(&Value) -> bool) -> Value {
        let looking = async {
            loop {
                let line = self.line().await;
                if fits(&line) {
                    return line;
                }
            }
        };
        timeout(LONG, looking).await.unwrap_or_else(|_| panic!("not printed: {what}"))
    }

    /// Waits until it ends by itself; its exit code, and what else it printed.
    pub async fn ended(mut self) -> Ended {
        let status = timeout(LONG, self.child.wait()).await.expect("the program ends").unwrap();
        self.left(status.code()).await
    }

    /// Gone from one instruction to the next, as after a power cut.
    pub async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }

    /// Ends it as the system or a person at the keyboard does; its exit code, and what else it printed.
    pub async fn end(mut self, signal: &str) -> Ended {
        let sent = Command::new("kill").args(["-s", signal, &self.pid().to_string()]).status().await.unwrap();
        assert!(sent.success());
        let status = timeout(LONG, self.child.wait()).await.expect("the program ends").unwrap();
        self.left(status.code()).await
    }

    async fn left(&mut self, code: Option<i32>) -> Ended {
        let mut out = String::new();
        while let Some(line) = self.lines.next_line().await.unwrap() {
            out.push_str(&line);
            out.push('\n');
        }
        Ended { code, out, told: self.told().await }
    }

    async fn told(&mut self) -> String {
        let mut told = String::new();
        if let Some(mut stderr) = self.child.stderr.take() {
            let _ = timeout(LONG, stderr.read_to_string(&mut told)).await;
        }
        told
    }
}
