//! How fast spellings of numbers are read, beside Google's libphonenumber in Python and in C++ where
//! this machine can have them. All three read, judge, and format in three ways.

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use domain::number::{Region, read};

use crate::Outcome;
use crate::figures::{Table, say};

const SPELLINGS: &str = "src-tauri/domain/src/number/reference.tsv";
/// The port whose answers are recorded in [`SPELLINGS`].
const PYTHON_PORT: &str = "phonenumbers==9.0.43";

pub fn measure(built: &Path, table: &mut Table) -> Outcome<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or("the tests lie nowhere")?;
    let spellings = root.join(SPELLINGS);
    let ours = ours(&std::fs::read_to_string(&spellings)?)?;
    table.one("numbers: read", "spellings/s", ours);
    let tools = built.parent().ok_or("the build lies nowhere")?.join("tools");
    let programs = root.join("tests/bench/numbers");
    for (whose, program) in [("Python", python(&tools, &programs)), ("C++", cpp(&tools, &programs))] {
        match program.and_then(|mut program| figure(program.arg(&spellings))) {
            Ok(theirs) => {
                table.one(&format!("numbers: read by libphonenumber in {whose}"), "spellings/s", theirs);
                table.one(&format!("numbers: times as fast as in {whose}"), "", ours / theirs);
            }
            Err(why) => say(&format!("numbers: libphonenumber in {whose} was not measured: {why}")),
        }
    }
    Ok(())
}

fn ours(spellings: &str) -> Outcome<f64> {
    let mut cases = Vec::new();
    for line in spellings.lines().filter(|line| !line.starts_with('#')) {
        let (raw, rest) = line.split_once('\t').ok_or("a spelling without a region")?;
        let home = rest.split('\t').next().and_then(Region::new);
        cases.push((raw, home.ok_or("a spelling of an unknown region")?));
    }
    let read_all = || {
        for (raw, home) in &cases {
            black_box(read(raw, home));
        }
    };
    // Fills the caches.
    read_all();
    let started = Instant::now();
    read_all();
    let took = started.elapsed();
    Ok(f64::from(u32::try_from(cases.len())?) / took.as_secs_f64())
}

fn python(tools: &Path, programs: &Path) -> Outcome<Command> {
    let dir = tools.join("libphonenumber-python");
    let python = dir.join("bin").join("python");
    if !python.exists() {
        done(Command::new("python3").args(["-m", "venv"]).arg(&dir))?;
    }
    done(Command::new(&python).args(["-m", "pip", "install", "--quiet", PYTHON_PORT]))?;
    let mut program = Command::new(python);
    program.arg(programs.join("parse.py"));
    Ok(program)
}

fn cpp(tools: &Path, programs: &Path) -> Outcome<Command> {
    let program: PathBuf = tools.join("libphonenumber-cpp");
    let source = programs.join("parse.cpp");
    done(
        Command::new("c++")
            .args(["-O2", "-std=c++17", "-o"])
            .arg(&program)
            .arg(source)
            .args(["-lphonenumber", "-lprotobuf"]),
    )
    .map_err(|error| format!("libphonenumber-dev is not installed ({error})"))?;
    Ok(Command::new(program))
}

fn done(command: &mut Command) -> Outcome<Vec<u8>> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| format!("{name}: {error}"))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let told = String::from_utf8_lossy(&output.stderr);
    Err(format!("{name}: {}", told.lines().next_back().unwrap_or("it failed")).into())
}

fn figure(program: &mut Command) -> Outcome<f64> {
    Ok(String::from_utf8(done(program)?)?.trim().parse()?)
}
