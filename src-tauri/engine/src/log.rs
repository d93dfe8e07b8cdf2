//! Log lines: to files of the profile, and to standard error where somebody reads it. Numbers and
//! names appear as [`Masked`], tokens and secrets never.

use std::fmt;
use std::io::{self, Write};
use std::path::Path;

use tracing_appender::non_blocking::NonBlockingBuilder;
pub use tracing_appender::non_blocking::WorkerGuard;
use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer, fmt as lines};

/// Days of logs kept.
const FILES_MAX: usize = 7;

/// Most bytes one run writes: a fault that repeats all night must not fill the disk.
const BYTES_MAX: u64 = 50 * 1024 * 1024;

/// Lines that may wait for the disk; more are dropped rather than slow a call down.
const LINES_MAX: usize = 4_096;

/// What is written unless `RINGSIDE_LOG` says otherwise.
const LEVELS: &str = "warn,engine=info,domain=info,ringside=info,ringside_shell=info,ringsidectl=info";

/// Why no log is written.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    #[error("the log directory cannot be used")]
    Io(#[from] io::Error),
    #[error("the log file cannot be made")]
    File(#[from] tracing_appender::rolling::InitError),
    #[error("there is a log already")]
    Twice(#[from] tracing_subscriber::util::TryInitError),
}

/// Starts the log of a profile, `<profile>/logs/ringside.<day>.log`. What it gives back writes the
/// last lines when dropped, so it lives as long as the program.
///
/// # Errors
/// When there is a log already, or the directory cannot be made.
pub fn start(profile_dir: &Path, to_stderr: bool) -> Result<WorkerGuard, LogError> {
    let (files, guard) = files(profile_dir)?;
    let levels = || EnvFilter::try_from_env("RINGSIDE_LOG").unwrap_or_else(|_| EnvFilter::new(LEVELS));
    let to_files = lines::layer().with_ansi(false).with_writer(files).with_filter(levels());
    let to_terminal = to_stderr.then(|| lines::layer().with_writer(io::stderr).with_filter(levels()));
    tracing_subscriber::registry().with(to_files).with(to_terminal).try_init()?;
    Ok(guard)
}

fn files(profile_dir: &Path) -> Result<(tracing_appender::non_blocking::NonBlocking, WorkerGuard), LogError> {
    let dir = profile_dir.join("logs");
    std::fs::create_dir_all(&dir)?;
    let mut appender = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("ringside")
        .filename_suffix("log")
        .max_log_files(FILES_MAX);
    if cfg!(unix) {
        appender = appender.latest_symlink("ringside.log");
    }
    let bounded = Bounded { inner: appender.build(&dir)?, left: BYTES_MAX };
    Ok(NonBlockingBuilder::default().buffered_lines_limit(LINES_MAX).thread_name("log").finish(bounded))
}

/// Stops writing after so many bytes, with a last line that says so.
struct Bounded<W> {
    inner: W,
    left: u64,
}

impl<W: Write> Write for Bounded<W> {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        if self.left == 0 {
            return Ok(line.len());
        }
        self.left = self.left.saturating_sub(u64::try_from(line.len()).unwrap_or(u64::MAX));
        self.inner.write_all(line)?;
        if self.left == 0 {
            self.inner.write_all(b"log ends: this run wrote as much as it may\n")?;
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// Digits shown at each end of a number, and what must stay hidden between them.
const SHOWN: usize = 3;
const HIDDEN_MIN: usize = 3;

/// A number or name as a log may show it: `+49…412`, `K…`.
pub struct Masked<'a>(pub &'a str);

impl fmt::Display for Masked<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text: Vec<char> = self.0.trim().chars().collect();
        let digits = text.iter().filter(|c| c.is_ascii_digit()).count();
        let is_number = digits * 2 > text.len();
        match (text.first(), is_number) {
            (None, _) => write!(f, "-"),
            (Some(first), false) => write!(f, "{first}…"),
            (Some(_), true) if text.len() >= SHOWN * 2 + HIDDEN_MIN => {
                let (head, tail) = (&text[..SHOWN], &text[text.len() - SHOWN..]);
                write!(f, "{}…{}", head.iter().collect::<String>(), tail.iter().collect::<String>())
            }
            (Some(_), true) => write!(f, "…"),
        }
    }
}

impl fmt::Debug for Masked<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    #[test]
    fn masks() {
        for (text, want) in [
            ("+494066969412", "+49…412"),
            ("040 66969412", "040…412"),
            ("100", "…"),
            ("12345678", "…"),
            ("123456789", "123…789"),
            ("Katharina Vogel", "K…"),
            ("Ärztehaus", "Ä…"),
            ("k.vogel@example.com", "k…"),
            ("  ", "-"),
            ("", "-"),
        ] {
            assert_eq!(Masked(text).to_string(), want, "{text}");
            assert_eq!(format!("{:?}", Masked(text)), want, "{text}");
        }
    }

    #[test]
    fn log_has_an_end() {
        let mut out = Vec::new();
        let mut log = Bounded { inner: &mut out, left: 10 };
        for _ in 0..5 {
            log.write_all(b"123456\n").unwrap();
        }
        assert_eq!(out, b"123456\n123456\nlog ends: this run wrote as much as it may\n");
    }

    #[test]
    fn lines_reach_the_file_of_the_day() {
        let dir = tempfile::TempDir::new().unwrap();
        let (mut writer, guard) = files(dir.path()).unwrap();
        writer.write_all(b"a line\n").unwrap();
        drop(guard);
        let logs: Vec<_> =
            std::fs::read_dir(dir.path().join("logs")).unwrap().map(|file| file.unwrap()).collect();
        let day = logs.iter().find(|file| file.file_type().unwrap().is_file()).unwrap();
        assert_eq!(std::fs::read(day.path()).unwrap(), b"a line\n");
    }
}
