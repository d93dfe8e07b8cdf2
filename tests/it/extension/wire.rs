//! The host as a browser starts it, and as others might.

use std::process::Stdio;

use engine::browsers::extension_origin;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::process::{Child, Command};

use super::open_office;
use crate::ctl::office::{Has, Office};

struct Host {
    child: Child,
}

impl Host {
    fn start(mut command: Command) -> Self {
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).kill_on_drop(true);
        Self { child: command.spawn().unwrap() }
    }

    fn of(office: &Office) -> Self {
        Self::start(office.ctl(&["native-host", &extension_origin()]))
    }

    async fn say(&mut self, text: &[u8]) {
        let input = self.child.stdin.as_mut().unwrap();
        let length = u32::try_from(text.len()).unwrap();
        input.write_all(&length.to_ne_bytes()).await.unwrap();
        input.write_all(text).await.unwrap();
    }

    async fn hear(&mut self) -> Value {
        let output = self.child.stdout.as_mut().unwrap();
        let mut length = [0; 4];
        output.read_exact(&mut length).await.unwrap();
        let mut text = vec![0; usize::try_from(u32::from_ne_bytes(length)).unwrap()];
        output.read_exact(&mut text).await.unwrap();
        serde_json::from_slice(&text).unwrap()
    }

    /// The answer to this question; what else is told meanwhile is passed over.
    async fn asked(&mut self, question: Value) -> Value {
        self.say(question.to_string().as_bytes()).await;
        loop {
            let heard = self.hear().await;
            if heard["id"] == question["id"] {
                return heard;
            }
        }
    }
}

#[tokio::test]
async fn only_the_extension_starts_it() {
    let office = Office::open(Has::Nothing).await;
    for words in [
        &["native-host"][..],
        &["native-host", "chrome-extension://abcdefghijklmnopabcdefghijklmnop/"],
        &["native-host", "https://example.com/"],
    ] {
        let told = office.ended(words).await;
        assert_eq!((told.code, told.out.as_str()), (Some(1), ""), "{words:?}: {told:?}");
        assert!(told.told.contains("Only the extension"), "{told:?}");
    }
}

#[tokio::test]
async fn it_says_honestly_that_nothing_runs() {
    let office = Office::open(Has::Keys).await;
    let mut host = Host::of(&office);
    let state = host.asked(json!({"id": 1, "ask": "hello"})).await["state"].clone();
    assert_eq!(
        state,
        json!({"running": false, "signed_in": false, "phone": false, "enabled": false, "region": "DE", "language": "en"})
    );
    let step = host.asked(json!({"id": 2, "ask": "dial", "number": "+442079460321"})).await["dial"].clone();
    assert_eq!((&step["step"], &step["done"]), (&json!("away"), &json!(true)), "{step}");
    let found = host.asked(json!({"id": 3, "ask": "find", "texts": ["ä: 040 66969412", "nichts"]})).await;
    assert_eq!(
        found["found"],
        json!([[{"start": 3, "end": 15, "number": "040 66969412", "shown": "040 66969412"}], []])
    );
}

#[tokio::test]
async fn it_tells_how_a_call_goes_and_refuses_what_is_off() {
    let (office, run) = open_office().await;
    let mut host = Host::of(&office);
    let state = host.asked(json!({"id": 1, "ask": "hello"})).await["state"].clone();
    assert_eq!(
        (&state["running"], &state["phone"], &state["enabled"]),
        (&json!(true), &json!(true), &json!(true))
    );
    office.world.simulators.pbx.apply_fault("makecall-422", None).unwrap();
    let set = office.ended(&["settings", "set", "dial.extension.ask=never"]).await;
    assert_eq!(set.code, Some(0), "{set:?}");
    let mut step = host.asked(json!({"id": 2, "ask": "dial", "number": "0044 20 79460321"})).await;
    while step["dial"]["done"] != true {
        step = host.hear().await;
    }
    assert_eq!(step["dial"]["step"], "failed", "{step}");
    assert!(step["dial"]["text"].as_str().unwrap().contains("refused"), "{step}");
    assert_eq!(office.ended(&["settings", "set", "dial.extension.enabled=false"]).await.code, Some(0));
    let off = host.asked(json!({"id": 3, "ask": "dial", "number": "0044 20 79460322"})).await;
    assert_eq!(off["dial"]["step"], "failed", "{off}");
    assert!(off["dial"]["text"].as_str().unwrap().contains("switched off"), "{off}");
    assert_eq!(run.end("TERM").await.code, Some(0));
}

#[tokio::test]
async fn what_is_odd_is_answered_and_what_is_too_long_ends_it() {
    let office = Office::open(Has::Keys).await;
    let mut host = Host::of(&office);
    host.hear().await;
    for odd in [&b"nonsense"[..], b"{}", b"[1]", b"{\"id\":1,\"ask\":\"secrets\"}", b"\xff\xfe", b""] {
        host.say(odd).await;
        assert_eq!(host.hear().await, json!({"error": "not-understood"}), "{odd:?}");
    }
    let long = "x".repeat(20_000);
    let found = host.asked(json!({"id": 4, "ask": "find", "texts": [long, "040 66969412"]})).await;
    assert_eq!(found["found"][1][0]["number"], "040 66969412");
    let input = host.child.stdin.as_mut().unwrap();
    input.write_all(&u32::MAX.to_ne_bytes()).await.unwrap();
    assert_eq!(host.child.wait().await.unwrap().code(), Some(1));
}
