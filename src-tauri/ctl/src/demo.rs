//! `demo`: a scripted day against the simulators, with the app's windows or without any.

mod desk;
mod pictures;
mod stage;

use std::path::PathBuf;

use simulators::day::{Action, Step, workday};

use crate::out::{self, Exit, Stop};
use desk::Desk;
use pictures::Pictures;
use stage::Stage;

/// The windows' pages load while the connections come up; on a busy computer a little longer.
const PAGES_LOAD: std::time::Duration = std::time::Duration::from_secs(3);

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Start this app and let its windows show the day.
    #[arg(long, value_name = "PROGRAM")]
    app: Option<PathBuf>,
    /// Save pictures of the screen here (needs the app, X11 and ImageMagick's `import`).
    #[arg(long, value_name = "DIR", requires = "app")]
    pictures: Option<PathBuf>,
    /// How much faster than a real day.
    #[arg(long, default_value_t = 1.0, value_parser = speed)]
    speed: f32,
    /// Play no day: start everything, signed in, print one JSON line with the addresses, and wait.
    #[arg(long)]
    no_day: bool,
    /// Leave the app open after the day.
    #[arg(long)]
    keep: bool,
}

fn speed(text: &str) -> Result<f32, String> {
    match text.parse::<f32>() {
        Ok(speed) if (0.1..=100.0).contains(&speed) => Ok(speed),
        _ => Err("a number from 0.1 to 100".to_owned()),
    }
}

pub(crate) async fn run(args: Args, dir: Option<PathBuf>) -> Result<Exit, Stop> {
    let mut stage = Stage::set(dir, args.app.as_deref()).await?;
    if args.no_day {
        out::json(&stage.ready());
        out::interrupted().await;
        stage.clear().await;
        return Ok(Exit::Ok);
    }
    let outcome = play(&args, &mut stage).await;
    if args.keep && outcome.is_ok() {
        out::aside("The day is over. Ctrl-C ends the demo.");
        out::interrupted().await;
    }
    stage.clear().await;
    outcome
}

/// Plays the day to its end and prints what the agent saw and what Salesforce holds.
async fn play(args: &Args, stage: &mut Stage) -> Result<Exit, Stop> {
    let mut desk = stage.desk().await?;
    let mut pictures = Pictures::new(args.pictures.clone())?;
    desk.connected().await?;
    if args.app.is_some() {
        tokio::time::sleep(PAGES_LOAD).await;
    }
    let mut failed = 0;
    for step in workday() {
        if let Err(why) = play_step(args, stage, &mut desk, &mut pictures, &step).await {
            failed += 1;
            out::line(&format!("    FAILED: {}", why.why));
        }
    }
    failed += usize::from(!desk.settled(stage::TASKS_EXPECTED).await);
    pictures.main_window(stage).await;
    for task in stage.new_tasks() {
        out::line(&format!("    Salesforce: {task}"));
    }
    let tasks = stage.tasks().len();
    out::line("");
    out::line(&format!(
        "The day is over. Salesforce holds {tasks} entries, one for each call or ended chat with the outside."
    ));
    if tasks != stage::TASKS_EXPECTED {
        out::line(&format!("FAILED: {} entries were to be written", stage::TASKS_EXPECTED));
        failed += 1;
    }
    Ok(if failed == 0 { Exit::Ok } else { Exit::No })
}

async fn play_step(
    args: &Args,
    stage: &mut Stage,
    desk: &mut Desk,
    pictures: &mut Pictures,
    step: &Step,
) -> Result<(), Stop> {
    tokio::time::sleep(std::time::Duration::from_secs_f32(step.pause_s / args.speed)).await;
    out::line(&format!("* {}", step.caption));
    match step.action {
        Action::AtScreen { act } => desk.act(act).await?,
        Action::Ring { .. }
        | Action::Answer { .. }
        | Action::Reject { .. }
        | Action::HangUp { .. }
        | Action::Transfer { .. }
        | Action::Dial { .. }
        | Action::FarAnswer { .. }
        | Action::Chat { .. }
        | Action::Org { .. }
        | Action::Wait => {
            stage.simulators().perform(&step.action).await?;
        }
    }
    if let Some(settle) = step.settle {
        desk.settle(settle).await?;
        for line in desk.seen() {
            out::line(&format!("    {line}"));
        }
        pictures.take(step.caption).await;
    }
    for task in stage.new_tasks() {
        out::line(&format!("    Salesforce: {task}"));
    }
    Ok(())
}
