//! `ringsidectl` from outside: what it prints, what it takes, and the codes it ends with.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod dial;
mod index;
mod journal;
pub mod office;
mod profile;
pub mod program;
mod reconcile;
mod settings;
mod signin;
mod sim;

use program::{ended, ended_with, ringsidectl};
use serde_json::{Value, json};

#[tokio::test]
async fn a_number_is_described_for_people_and_for_programs() {
    let told = ended(&["number", "040 / 66 96 94-12"]).await;
    assert_eq!(told.code, Some(0));
    for part in ["+494066969412  040 66969412", "fixed, DE", "searched as 494066969412"] {
        assert!(told.out.contains(part), "{told:?}");
    }
    let facts = ended(&["--json", "number", "020 7946 0321 ext. 12", "--region", "GB"]).await.json();
    assert_eq!(
        (&facts["e164"], &facts["national"], &facts["extension"], &facts["kind"]),
        (&json!("+442079460321"), &json!("2079460321"), &json!("12"), &json!("fixed"))
    );
    // A number may look like an option.
    let short = ended(&["number", "-812"]).await;
    assert_eq!(short.code, Some(0), "{short:?}");
}

#[tokio::test]
async fn what_is_no_number_ends_with_1() {
    let told = ended(&["number", "abc", "--json"]).await;
    assert_eq!(told.code, Some(1));
    assert_eq!(told.json(), json!({"problem": "no number in it"}));
}

#[tokio::test]
async fn numbers_come_by_the_line_and_each_gets_its_answer() {
    let cases: [(&str, &[(&str, Value)]); 11] = [
        ("040 66969412\tDE", &[("e164", json!("+494066969412")), ("kind", json!("fixed"))]),
        ("(212) 555-0125\tUS", &[("e164", json!("+12125550125")), ("extension", Value::Null)]),
        ("0151 23456789\tDE\r", &[("kind", json!("mobile"))]),
        ("0800 1234567\tDE", &[("kind", json!("toll_free"))]),
        ("0900 1 234567\tDE", &[("kind", json!("premium"))]),
        ("812\tDE", &[("e164", Value::Null), ("national", json!("812")), ("kind", json!("internal"))]),
        ("112\tDE", &[("kind", json!("short"))]),
        ("anonymous\tDE", &[("kind", json!("withheld")), ("national", Value::Null)]),
        ("030 901820", &[("e164", json!("+4930901820"))]),
        ("030 901820\tGermany", &[("problem", json!("unknown region"))]),
        ("abc\tDE", &[("problem", json!("no number in it"))]),
    ];
    let mut input: Vec<u8> = cases.map(|(line, _)| line).join("\n").into_bytes();
    input.extend(b"\n\xff\xfe 030 901820\tDE\n");
    input.extend(vec![b'7'; 300 * 1024]);
    input.extend(b"\n0049 30 901820\tFR");
    let answers = ended_with(ringsidectl().args(["number", "-"]), &input).await;
    assert_eq!(answers.code, Some(0), "{}", answers.told);
    let lines = answers.lines();
    assert_eq!(lines.len(), cases.len() + 3, "an answer for each line: {}", answers.out);
    for (answer, (line, fields)) in lines.iter().zip(&cases) {
        for (name, value) in *fields {
            assert_eq!(&answer[name], value, "{line:?}: {answer}");
        }
        let told = answer.get("problem").is_some() != answer.get("kind").is_some();
        assert!(told, "either a kind or a problem: {answer}");
    }
    assert_eq!(lines[cases.len() + 1], json!({"problem": "line too long"}));
    assert_eq!(lines[cases.len() + 2]["e164"], "+4930901820");
}

/// The names in the list of commands that a help text prints.
fn commands(help: &str) -> Vec<String> {
    let list = help.lines().skip_while(|line| !line.starts_with("Commands:")).skip(1);
    list.take_while(|line| !line.is_empty())
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .map(str::to_owned)
        .collect()
}

#[tokio::test]
async fn help_names_what_there_is_and_nothing_else() {
    let help = ended(&["--help"]).await;
    assert_eq!(help.code, Some(0));
    assert_eq!(
        commands(&help.out),
        [
            "run",
            "sim",
            "demo",
            "number",
            "lookup",
            "dial",
            "native-host",
            "index",
            "journal",
            "signin",
            "signout",
            "whoami",
            "doctor",
            "settings",
            "help"
        ]
    );
    for code in ["0 ok", "1 the answer is no", "2 bad usage", "3 not signed in", "4 the other side"] {
        assert!(help.out.contains(code), "{}", help.out);
    }
    for command in commands(&help.out).iter().filter(|name| *name != "help") {
        let own = ended(&[command, "--help"]).await;
        assert_eq!(own.code, Some(0), "{command}");
        assert!(own.out.contains("--profile <DIR>") && own.out.contains("--json"), "{}", own.out);
    }
    let lookup = ended(&["lookup", "--help"]).await.out;
    assert!(
        lookup.contains("--local") && lookup.contains("name, a company or an e-mail address"),
        "{lookup}"
    );
    let journal = ended(&["journal", "--help"]).await.out;
    let all = ["list", "show", "retry", "discard", "send-here", "reconcile", "export", "help"];
    assert_eq!(commands(&journal), all);
    let sim = ended(&["sim", "--help"]).await.out;
    for option in ["--threecx-port", "--salesforce-port", "--control-port", "--tls", "--people", "--fault"] {
        assert!(sim.contains(option), "{sim}");
    }
    assert_eq!(ended(&["--version"]).await.code, Some(0));
}

#[tokio::test]
async fn bad_usage_ends_with_2_and_says_so_on_standard_error() {
    for words in [
        &[][..],
        &["dance"],
        &["number"],
        &["number", "1", "--region", "Germany"],
        &["lookup"],
        &["journal"],
        &["journal", "burn"],
        &["journal", "show"],
        &["journal", "retry"],
        &["journal", "retry", "key", "--all"],
        &["journal", "list", "--state", "lost"],
        &["journal", "export", "--from", "yesterday"],
        &["sim", "--threecx-port", "70000"],
        &["sim", "--cert", "only.pem"],
        &["sim", "--fault", "duplicates=4"],
        &["sim", "--fault", "no-such-fault"],
        &["demo", "--speed", "0"],
        &["lookup", "x", "--refresh-token-env", "A", "--refresh-token-stdin"],
    ] {
        let told = ended(words).await;
        assert_eq!(told.code, Some(2), "{words:?}: {told:?}");
        assert!(told.out.is_empty() && !told.told.is_empty(), "{words:?}: {told:?}");
    }
}
