//! `ringsidectl`: the same engine without a window, for scripts, servers, tests and support.
//!
//! It must not know any rule about calls or people. Results go to standard output, one JSON
//! document with `--json` or JSON Lines for streams; logs and explanations go to standard error.

mod demo;
mod dial;
mod doctor;
mod index;
mod input;
mod journal;
mod lookup;
mod native_host;
mod number;
mod out;
mod profile;
mod reconcile;
mod run;
mod settings;
mod signin;
mod signout;
mod sim;
mod whoami;

use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::out::Exit;

/// Ringside without a window.
///
/// Exit status: 0 ok, 1 the answer is no or a check failed, 2 bad usage, 3 not signed in or not
/// configured, 4 the other side is unreachable.
#[derive(Debug, Parser)]
#[command(version, name = "ringsidectl")]
struct Cli {
    /// Keep settings, store and keychain entries of this folder apart from all others.
    #[arg(long, value_name = "DIR", global = true)]
    profile: Option<PathBuf>,
    /// Print JSON.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Be the companion without a window: one JSON line per event and view change; takes actions
    /// as JSON lines on standard input, such as {"action":"answer","call":3}.
    Run(run::Args),
    /// Start a simulated 3CX phone system and Salesforce org on this computer.
    Sim(sim::Args),
    /// Play a scripted day against the simulators.
    Demo(demo::Args),
    /// Show how a number is read and compared. `-` reads lines RAW<TAB>REGION from standard input.
    Number(number::Args),
    /// Find people by number, e-mail or name, with the reasons.
    Lookup(lookup::Args),
    /// Call a number, with the phone of the program that runs the profile.
    Dial(dial::Args),
    /// Answer the browser's extension; browsers start it.
    NativeHost(native_host::Args),
    /// The index of people on this computer.
    Index(index::Args),
    /// Entries for Salesforce: waiting, stuck, written.
    Journal(journal::Args),
    /// Sign in to Salesforce: prints the address to open in a browser on this computer, and waits.
    Signin(signin::Args),
    /// Give the sign-in back to Salesforce, and forget it and the people known by it.
    Signout,
    /// Who is signed in, to which org, since when.
    Whoami,
    /// Check keychain, store, phone system and Salesforce.
    Doctor,
    /// Read and change settings and secrets.
    Settings(settings::Args),
}

fn main() -> std::process::ExitCode {
    let cli = Cli::parse();
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return Exit::No.because(&format!("no runtime: {error}")),
    };
    let exit = runtime.block_on(start(cli));
    // A read of standard input may still wait for a line; nothing it could bring matters now.
    runtime.shutdown_background();
    exit
}

async fn start(cli: Cli) -> std::process::ExitCode {
    let Cli { profile, json, command } = cli;
    let exit = match command {
        Command::Number(args) => number::run(&args, profile.as_deref(), json).await,
        Command::Sim(args) => sim::run(args).await,
        Command::Demo(args) => demo::run(args, profile).await,
        Command::Run(args) => run::run(args, profile).await,
        Command::Lookup(args) => lookup::run(args, profile, json).await,
        Command::Dial(args) => dial::run(args, profile, json).await,
        Command::NativeHost(args) => native_host::run(args, profile, json).await,
        Command::Index(args) => index::run(args, profile, json).await,
        Command::Journal(args) => journal::run(&args, profile, json).await,
        Command::Signin(args) => signin::run(args, profile, json).await,
        Command::Signout => signout::run(profile, json).await,
        Command::Whoami => whoami::run(profile, json).await,
        Command::Doctor => doctor::run(profile, json).await,
        Command::Settings(args) => settings::run(args, profile, json).await,
    };
    match exit {
        Ok(exit) => exit.into(),
        Err(out::Stop { exit, why }) => exit.because(&why),
    }
}
