//! Faults that change the org itself the moment they are set, as an admin would.

use serde_json::{Value, json};

use super::seed;
use super::state::State;
use super::time::DAY_MS;

/// Does what the fault says; faults that merely are in force do nothing here.
pub fn at_once(state: &mut State, fault: &str, value: &str) {
    match fault {
        "limit-used" => {
            state.requests_used = value.parse().unwrap_or_default();
            state.requests_day = state.now_ms().div_euclid(DAY_MS);
        }
        "user-inactive" => {
            change_users(state, |user| has_address(user, value), |user| user["IsActive"] = json!(false));
        }
        "user-twin" => seed::twin(state, value),
        "sandbox" => {
            change_users(
                state,
                |_| true,
                |user| {
                    user["Email"] = json!(format!("{}.invalid", user["Email"].as_str().unwrap_or_default()))
                },
            );
            change(state, "Organization", |_| true, |org| org["IsSandbox"] = json!(true));
        }
        _ => {}
    }
}

fn has_address(user: &Value, address: &str) -> bool {
    user["Email"].as_str().is_some_and(|email| email.eq_ignore_ascii_case(address))
}

fn change_users(state: &mut State, which: impl Fn(&Value) -> bool, how: impl Fn(&mut Value)) {
    change(state, "User", which, how);
}

fn change(state: &mut State, sobject: &str, which: impl Fn(&Value) -> bool, how: impl Fn(&mut Value)) {
    let Some(object) = super::schema::object(sobject) else { return };
    let rows: Vec<_> = state.store.rows(sobject).map(|(id, record)| (id.clone(), record.clone())).collect();
    for (id, mut record) in rows {
        let mut fields = Value::Object(record.fields);
        if which(&fields) {
            how(&mut fields);
        }
        if let Value::Object(fields) = fields {
            record.fields = fields;
            state.store.put(object, id, record);
        }
    }
}
