//! The page the browser ends on: what became of signing in, in the app's words and look. No script,
//! nothing loaded, and a policy that names the one style by its hash.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest as _, Sha256};

use crate::http::head::escape;
use crate::problem::{Problem, ProblemCode};
use crate::words::Words;

/// The colours are those of the app's windows, light and dark.
const STYLE: &str = "\
:root{color-scheme:light dark;--ground:#f5f5f3;--card:#fff;--line:#e2e2de;--text:#1a1a19;--soft:#545450;--good:#137a43;--bad:#b3261e}\
@media(prefers-color-scheme:dark){:root{--ground:#17181a;--card:#222327;--line:#34363b;--text:#eeeeec;--soft:#b4b6ba;--good:#3db774;--bad:#ff9c92}}\
@media(forced-colors:active){:root{--ground:Canvas;--card:Canvas;--line:CanvasText;--text:CanvasText;--soft:CanvasText;--good:CanvasText;--bad:CanvasText}}\
body{margin:0;min-height:100vh;display:grid;place-items:center;background:var(--ground);color:var(--text);font:1rem/1.5 Inter,system-ui,sans-serif}\
main{box-sizing:border-box;width:min(32rem,calc(100vw - 2rem));margin:1rem;padding:2rem;background:var(--card);border:1px solid var(--line);border-radius:.75rem}\
svg{width:2.5rem;height:2.5rem;display:block}\
h1{margin:1rem 0 .5rem;font-size:1.25rem;line-height:1.3}\
p{margin:.5rem 0 0;overflow-wrap:anywhere}\
.soft{color:var(--soft);font-size:.875rem}\
.good circle{fill:var(--good)}.bad circle{fill:var(--bad)}";

/// What became of signing in.
#[derive(Debug, Clone, Copy)]
pub enum Ending<'a> {
    SignedIn,
    Failed(&'a Problem),
}

/// The whole answer, head and page.
pub fn answer(words: &Words, ending: Ending<'_>) -> String {
    let html = html(words, ending);
    let hash = BASE64_STANDARD.encode(Sha256::digest(STYLE.as_bytes()));
    format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\nCache-Control: no-store\r\n\
         Content-Security-Policy: default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'\r\nX-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\n\
         Connection: close\r\n\r\n{html}",
        html.len()
    )
}

fn html(words: &Words, ending: Ending<'_>) -> String {
    let say = |id: &str| escape(&words.say(id, &[]));
    let (mark, title, body) = match ending {
        Ending::SignedIn => ("good", say("done-page-title"), format!("<p>{}</p>", say("done-page-body"))),
        Ending::Failed(problem) => ("bad", say("denied-page-title"), failed(words, problem)),
    };
    format!(
        "<!doctype html><html lang=\"{}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title} · Ringside</title><style>{STYLE}</style></head>\
         <body><main><svg class=\"{mark}\" viewBox=\"0 0 24 24\" aria-hidden=\"true\"><path d=\"M12.551 5.152A8 8 0 1 0 18.990 13.394\" \
         fill=\"none\" stroke=\"currentColor\" stroke-width=\"3.2\" stroke-linecap=\"round\"/><circle cx=\"17.304\" cy=\"8.075\" r=\"3\"/></svg>\
         <h1>{title}</h1>{body}</main></body></html>",
        words.tag(),
    )
}

fn failed(words: &Words, problem: &Problem) -> String {
    // The names of missing scopes are in the sentence itself.
    let is_said = problem.code == ProblemCode::SalesforceScopeMissing;
    let detail = problem.detail.as_deref().filter(|detail| !detail.is_empty() && !is_said);
    let said = detail.map(|detail| words.say("denied-page-detail", &[("detail", detail)]));
    let said = said.map(|said| format!("<p class=\"soft\">{}</p>", escape(&said))).unwrap_or_default();
    format!(
        "<p>{}.</p><p>{}</p>{said}<p class=\"soft\">{}</p>",
        escape(&words.problem(problem)),
        escape(&words.remedy(problem)),
        escape(&words.say("denied-page-body", &[])),
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use crate::view::LanguageView;

    #[test]
    fn what_others_say_cannot_become_markup() {
        let problem = Problem {
            code: ProblemCode::SalesforceSignInRefused,
            detail: Some("<img src=x onerror=alert(1)>\"&".into()),
        };
        let page = answer(&Words::new(LanguageView::En), Ending::Failed(&problem));
        assert!(page.contains("&lt;img src=x onerror=alert(1)&gt;&quot;&amp;"), "{page}");
        assert!(!page.contains("<img"));
    }

    #[test]
    fn it_speaks_both_languages_and_its_length_is_right() {
        let problem = Problem { code: ProblemCode::SalesforceAppNotInstalled, detail: None };
        for (language, tag, done, not) in [
            (LanguageView::En, "lang=\"en\"", "Signed in to Salesforce", "Not signed in"),
            (LanguageView::De, "lang=\"de\"", "In Salesforce angemeldet", "Nicht angemeldet"),
        ] {
            let words = Words::new(language);
            let good = answer(&words, Ending::SignedIn);
            assert!(good.contains(tag) && good.contains(done), "{good}");
            let bad = answer(&words, Ending::Failed(&problem));
            assert!(bad.contains(not) && bad.contains(&escape(&words.remedy(&problem))), "{bad}");
            for page in [good, bad] {
                let (head, body) = page.split_once("\r\n\r\n").unwrap();
                assert!(head.contains(&format!("Content-Length: {}\r\n", body.len())), "{head}");
                assert!(head.contains("default-src 'none'") && !head.contains("unsafe"), "{head}");
            }
        }
    }
}
