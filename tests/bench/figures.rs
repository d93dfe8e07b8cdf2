//! The table of figures.

#![allow(clippy::print_stdout, reason = "the table is what this program is for")]

use serde_json::{Value, json};

use crate::Outcome;
use crate::rings::Times;

/// Of the first column.
const WIDTH: usize = 72;

pub fn say(text: &str) {
    println!("{text}");
}

#[derive(Default)]
pub struct Table {
    rows: Vec<Row>,
}

struct Row {
    what: String,
    unit: &'static str,
    /// One figure, or p50, p95, p99 and the largest.
    figures: Vec<f64>,
    of: usize,
}

impl Table {
    pub fn one(&mut self, what: &str, unit: &'static str, figure: f64) {
        self.push(Row { what: what.to_owned(), unit, figures: vec![figure], of: 1 });
    }

    pub fn many(&mut self, what: &str, times: &Times) {
        for (part, values) in [
            ("view published", &times.published),
            ("number painted", &times.number),
            ("name painted", &times.name),
        ] {
            self.times(&format!("{what}: {part}"), "ms", values.clone());
        }
    }

    pub fn times(&mut self, what: &str, unit: &'static str, mut values: Vec<f64>) {
        values.sort_by(f64::total_cmp);
        let figures = match values.as_slice() {
            [one] => vec![*one],
            sorted => [50, 95, 99, 100].map(|percent| percentile(sorted, percent)).to_vec(),
        };
        self.push(Row { what: what.to_owned(), unit, figures, of: values.len() });
    }

    /// Said as it comes: a run takes minutes.
    fn push(&mut self, row: Row) {
        if self.rows.is_empty() {
            say(&format!("{:WIDTH$}  {:>8} {:>8} {:>8} {:>8}", "", "p50", "p95", "p99", "max"));
        }
        let figures: String = row.figures.iter().map(|figure| format!(" {figure:>8.1}")).collect();
        say(&format!("{:WIDTH$} {figures} {}", row.what, row.unit));
        self.rows.push(row);
    }

    pub fn json(&self) -> Outcome<String> {
        let rows: Vec<Value> = self.rows.iter().map(Row::json).collect();
        Ok(serde_json::to_string_pretty(&rows)?)
    }
}

impl Row {
    fn json(&self) -> Value {
        match self.figures.as_slice() {
            [p50, p95, p99, max] => json!({
                "what": self.what, "unit": self.unit, "of": self.of,
                "p50": p50, "p95": p95, "p99": p99, "max": max,
            }),
            figures => json!({"what": self.what, "unit": self.unit, "value": figures.first()}),
        }
    }
}

/// The smallest value that `percent` of all are not above.
fn percentile(sorted: &[f64], percent: usize) -> f64 {
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    sorted.get(rank - 1).copied().unwrap_or(f64::NAN)
}
