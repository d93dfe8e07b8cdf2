//! `number`: how a number is read and compared.

use domain::number::{Number, NumberKind, Reading, Region, read, spellings};
use serde_json::{Value, json};

use crate::input::{self, Line};
use crate::out::{self, Exit, Stop};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The number in any spelling, or `-` for lines RAW<TAB>REGION from standard input.
    #[arg(allow_hyphen_values = true)]
    raw: String,
    /// Country of numbers without country code, two letters.
    #[arg(long, default_value = "DE", value_parser = region)]
    region: Region,
}

fn region(code: &str) -> Result<Region, String> {
    Region::new(code).ok_or_else(|| "two letters, such as DE".to_owned())
}

pub(crate) async fn run(args: &Args, json: bool) -> Result<Exit, Stop> {
    if args.raw == "-" {
        return lines(&args.region).await;
    }
    let number = read(&args.raw, &args.region);
    let readable = number.reading != Reading::Unreadable;
    if json {
        out::json(&describe(&number));
    } else {
        print(&number, &args.region);
    }
    Ok(if readable { Exit::Ok } else { Exit::No })
}

async fn lines(home: &Region) -> Result<Exit, Stop> {
    let mut lines = input::lines();
    while let Some(line) = lines.next().await? {
        let answer = match line {
            Line::Text(line) => describe_line(&line, home),
            Line::TooLong => json!({"problem": "line too long"}),
        };
        if !out::json(&answer) {
            break;
        }
    }
    Ok(Exit::Ok)
}

fn describe_line(line: &str, home: &Region) -> Value {
    let (raw, code) = line.split_once('\t').unwrap_or((line, home.as_str()));
    match Region::new(code) {
        Some(region) => describe(&read(raw, &region)),
        None => json!({"problem": "unknown region"}),
    }
}

/// `e164`, `national`, `extension` and `kind`; or `problem`.
fn describe(number: &Number) -> Value {
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
