//! `number`: what the profile's rules make of a number, and how it is read and compared.

use std::path::Path;

use domain::number::{Effect, Number, NumberKind, Reading, ReformatStep, Region, spellings};
use domain::settings::MatchingSettings;
use serde_json::{Value, json};

use crate::input::{self, Line};
use crate::out::{self, Exit, Stop};
use crate::profile;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The number in any spelling, or `-` for lines RAW<TAB>REGION from standard input.
    #[arg(allow_hyphen_values = true)]
    raw: String,
    /// Country of numbers without country code, two letters. Else the profile's, or DE.
    #[arg(long, value_parser = region)]
    region: Option<Region>,
}

fn region(code: &str) -> Result<Region, String> {
    Region::new(code).ok_or_else(|| "two letters, such as DE".to_owned())
}

/// With `--profile` its rules and region are followed.
pub(crate) async fn run(args: &Args, dir: Option<&Path>, json: bool) -> Result<Exit, Stop> {
    let mut matching = match dir {
        Some(_) => engine::settings::look(&profile::open(dir)?.dir)?.matching,
        None => MatchingSettings::default(),
    };
    if let Some(region) = &args.region {
        matching.default_region = region.clone();
    }
    if args.raw == "-" {
        return lines(&matching).await;
    }
    let number = matching.read(&args.raw);
    let readable = number.reading != Reading::Unreadable;
    if json {
        out::json(&describe(&number, &matching));
    } else {
        matching.rules.steps(&args.raw).iter().for_each(print_step);
        print(&number, &matching.default_region);
    }
    Ok(if readable { Exit::Ok } else { Exit::No })
}

async fn lines(matching: &MatchingSettings) -> Result<Exit, Stop> {
    let mut lines = input::lines();
    while let Some(line) = lines.next().await? {
        let answer = match line {
            Line::Text(line) => describe_line(&line, matching),
            Line::TooLong => json!({"problem": "line too long"}),
        };
        if !out::json(&answer) {
            break;
        }
    }
    Ok(Exit::Ok)
}

fn describe_line(line: &str, matching: &MatchingSettings) -> Value {
    let Some((raw, code)) = line.split_once('\t') else {
        return describe(&matching.read(line), matching);
    };
    match Region::new(code) {
        Some(region) => {
            let matching = MatchingSettings { default_region: region, ..matching.clone() };
            describe(&matching.read(raw), &matching)
        }
        None => json!({"problem": "unknown region"}),
    }
}

/// What the number is, and what each rule did to it where there are rules.
fn describe(number: &Number, matching: &MatchingSettings) -> Value {
    let mut facts = facts(number);
    if !matching.rules.is_empty() {
        facts["rules"] = json!(matching.rules.steps(&number.raw));
    }
    facts
}

/// `e164`, `national`, `extension` and `kind`; or `problem`.
fn facts(number: &Number) -> Value {
    match &number.reading {
        Reading::Public(public) => json!({
            "e164": public.e164,
            "national": public.national,
            "extension": public.extension,
            "kind": kind(public.kind),
            "region": public.region,
            "shown_national": public.shown_national,
            "shown_international": public.shown_international,
            "compared": spellings(number),
        }),
        Reading::Short { digits } => other("short", Some(digits)),
        Reading::Internal { digits } => other("internal", Some(digits)),
        Reading::Withheld => other("withheld", None),
        Reading::Unreadable => json!({"problem": "no number in it"}),
    }
}

fn other(kind: &str, digits: Option<&String>) -> Value {
    json!({"e164": null, "national": digits, "extension": null, "kind": kind})
}

fn kind(kind: NumberKind) -> &'static str {
    match kind {
        NumberKind::Fixed => "fixed",
        NumberKind::Mobile => "mobile",
        NumberKind::TollFree => "toll_free",
        NumberKind::Premium => "premium",
        NumberKind::Voip => "voip",
        NumberKind::Other => "other",
    }
}

fn print_step(step: &ReformatStep) {
    let effect = match step.effect {
        Effect::Changed => step.after.as_str(),
        Effect::Nothing => "does not apply",
        Effect::Off => "is off",
        Effect::Wrong => "cannot be used",
    };
    let name = step.name.as_ref().map(|name| format!(" ({name})")).unwrap_or_default();
    out::line(&format!("rule {}{name}: {effect}", step.rule));
}

fn print(number: &Number, home: &Region) {
    match &number.reading {
        Reading::Public(public) => {
            out::line(&format!("{}  {}", public.e164, number.shown(home)));
            let country = public.region.as_ref().map_or("no country", Region::as_str);
            out::line(&format!("{}, {country}", kind(public.kind)));
            if let Some(extension) = &public.extension {
                out::line(&format!("extension {extension}"));
            }
            out::line(&format!("searched as {}", spellings(number).join(", ")));
        }
        Reading::Short { digits } => out::line(&format!("{digits}  short number, nobody's")),
        Reading::Internal { digits } => out::line(&format!("{digits}  extension")),
        Reading::Withheld => out::line("number withheld"),
        Reading::Unreadable => out::line("no number in it"),
    }
}
