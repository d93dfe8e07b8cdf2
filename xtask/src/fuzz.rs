//! `cargo xtask fuzz`: each fuzz target for some minutes. The libraries it needs are in a workspace
//! of their own, `tests/fuzz`.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

use crate::options::Options;
use crate::process::{Failure, cargo, output_of, say, target_dir};
use crate::setup::{self, Need};
use crate::steps::Steps;

const FOLDER: &str = "tests/fuzz";
const TARGETS: [&str; 2] = ["number", "reformat"];
const MINUTES: u32 = 10;
/// Longest input, in bytes: a number is cut at 120 characters, and a list of rules is longer.
const INPUT_BYTES_MAX: u32 = 700;
/// An input that takes longer is a finding.
const SECONDS_EACH_MAX: u32 = 5;

/// What libFuzzer wants built in: counters it can watch. They are in the stable compiler; the rules
/// hold no unsafe code, so no sanitizer that only nightly has is missed.
const FLAGS: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing -Ccodegen-units=1";

pub(crate) fn fuzz(options: &Options) -> Result<ExitCode, Failure> {
    if cfg!(windows) {
        return Err(Failure::new("Fuzzing runs on Linux and macOS only.".to_owned()));
    }
    let mut steps = Steps::new()?;
    setup::setup(&mut steps, options, &[Need::Build])?;
    let host = host()?;
    let build_dir = target_dir().join("fuzz");
    let mut build = cargo(["build", "--release", "--target", &host, "--manifest-path"]);
    build.arg(format!("{FOLDER}/Cargo.toml")).arg("--target-dir").arg(&build_dir).env("RUSTFLAGS", FLAGS);
    steps.need("build the fuzz targets", &mut build)?;
    let programs = build_dir.join(&host).join("release");
    let seconds = options.minutes.unwrap_or(MINUTES).saturating_mul(60);
    let broken = folder(build_dir.join("broken"))?;
    for target in TARGETS {
        let found = folder(build_dir.join("found").join(target))?;
        let mut program = Command::new(programs.join(target));
        program.arg(format!("-max_total_time={seconds}")).arg(format!("-max_len={INPUT_BYTES_MAX}"));
        program.arg(format!("-timeout={SECONDS_EACH_MAX}")).args(["-print_final_stats=1", "-verbosity=0"]);
        program.arg(format!("-artifact_prefix={}/", broken.display()));
        program.arg(&found).arg(format!("{FOLDER}/corpus/{target}"));
        steps.run(&format!("fuzz {target}"), &mut program);
    }
    if fs::read_dir(&broken).is_ok_and(|mut inputs| inputs.next().is_some()) {
        let broken = broken.display();
        say(&format!("\nInputs that broke a promise lie in {broken}; keep them in {FOLDER}/corpus."));
    }
    Ok(steps.finish())
}

fn folder(path: PathBuf) -> Result<PathBuf, Failure> {
    fs::create_dir_all(&path)
        .map_err(|cause| Failure::new(format!("{} cannot be made: {cause}.", path.display())))?;
    Ok(path)
}

/// The kind of machine this is. With it named, build scripts are built without the flags.
fn host() -> Result<String, Failure> {
    let told = output_of(Command::new("rustc").arg("-vV")).unwrap_or_default();
    let host = told.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).ok_or_else(|| Failure::new("rustc -vV does not name this machine.".to_owned()))
}
