//! Pages as they are: what is found on them, what is missed, and what is taken for a number wrongly.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use super::browser::Browser;
use super::{PAGE, open_office, top};

/// Stands at the end of every page: once it is marked, all before it was looked at.
const LAST: &str = "+49 40 66969499";

struct Shape {
    name: String,
    html: String,
    home: String,
    found: BTreeSet<String>,
    /// Numbers to a person, and not to us.
    missed: BTreeSet<String>,
}

impl Shape {
    fn read(path: PathBuf) -> Option<Self> {
        let name = path.file_stem()?.to_str()?.to_owned();
        let html = fs::read_to_string(path).ok()?;
        let said = |key: &str| {
            let (_, rest) = html.split_once(&format!("<!-- {key}: "))?;
            Some(rest.split_once(" -->")?.0.to_owned())
        };
        let list = |key: &str| -> BTreeSet<String> {
            let text = said(key).unwrap_or_default();
            text.split(" | ").filter(|one| !one.is_empty()).map(str::to_owned).collect()
        };
        Some(Self { name, home: said("home")?, found: list("found"), missed: list("missed"), html })
    }
}

fn shapes() -> Vec<Shape> {
    let entries = fs::read_dir(top().join("tests/fixtures/pages")).unwrap();
    let mut shapes: Vec<Shape> = entries.filter_map(|entry| Shape::read(entry.unwrap().path())).collect();
    shapes.sort_by(|one, other| one.name.cmp(&other.name));
    shapes
}

#[tokio::test]
async fn numbers_are_found_on_pages_of_every_shape() {
    let (office, run) = open_office().await;
    let mut browser = Browser::open(&office, "de-DE").await;
    let shapes = shapes();
    assert!(shapes.len() >= 20, "{}", shapes.len());
    let inner = top().join("tests/fixtures/pages/inner.html");
    let mut home = String::new();
    let mut table = format!("{:24} {:>7} {:>5} {:>6} {:>5}\n", "page", "numbers", "found", "missed", "wrong");
    let mut surprises = Vec::new();
    for shape in &shapes {
        if home != shape.home {
            home.clone_from(&shape.home);
            let region = format!("matching.default_region={home}");
            assert_eq!(office.ended(&["settings", "set", &region]).await.code, Some(0));
        }
        let page = browser.page("page", &format!("{}<p>{LAST}</p>", shape.html));
        browser.show(PAGE, &[(PAGE, &page), ("https://acme.vf.force.com/inner", &inner)]).await;
        let expected: Vec<&str> = shape.found.iter().map(String::as_str).chain([LAST]).collect();
        let marks: BTreeSet<String> = browser.marks(&expected).await.into_iter().collect();
        let marks: BTreeSet<String> = marks.into_iter().filter(|mark| mark != LAST).collect();
        let wrong: Vec<_> = marks.iter().filter(|mark| !shape.found.contains(*mark)).collect();
        let lost: Vec<_> = shape.found.difference(&marks).collect();
        let numbers = shape.found.len() + shape.missed.len();
        let found = shape.found.len() - lost.len();
        let line = (shape.name.as_str(), numbers, found, numbers - found, wrong.len());
        table += &format!("{:24} {:>7} {:>5} {:>6} {:>5}\n", line.0, line.1, line.2, line.3, line.4);
        if !(wrong.is_empty() && lost.is_empty()) {
            surprises.push(format!("{}: lost {lost:?}, wrong {wrong:?}", shape.name));
        }
    }
    fs::write(top().join("target/extension-shapes.txt"), &table).unwrap();
    assert!(surprises.is_empty(), "{table}\n{}", surprises.join("\n"));
    assert_eq!(run.end("TERM").await.code, Some(0));
}
