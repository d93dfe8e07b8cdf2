//! How both connections are: up, down and why, since when, and what went wrong lately.

use std::collections::VecDeque;
use std::time::Duration;

use domain::Moment;
use domain::call::PhoneEvent;
use domain::outbox::FailureKind;

use crate::connections::Changed;
use crate::crm::Identity;
use crate::problem::{Problem, ProblemCode};
use crate::signin::{SignIn, SignedOut};
use crate::view::{AccountView, LinkView, PastProblem, SignInView};

/// Problems kept for the Health view.
const PROBLEMS_MAX: usize = 20;
/// While the CRM is out of reach it is asked this often, first and at most.
const PROBE_FIRST: Duration = Duration::from_secs(10);
const PROBE_MAX: Duration = Duration::from_secs(120);
/// After the CRM refused to say who a caller is, it is asked again: an admin may have granted the
/// right. Entries wait for the answer.
const REFUSED_AGAIN: Duration = Duration::from_secs(15 * 60);
/// A link that held this long was good: the next outage is probed quickly again. Shorter ones go
/// on backing off, because a CRM that says who is signed in may refuse everything else.
const GOOD_AFTER_MS: i64 = 120_000;

#[derive(Debug)]
pub(super) struct Links {
    phone: LinkView,
    phone_version: Option<String>,
    crm: LinkView,
    identity: Option<Identity>,
    problems: VecDeque<PastProblem>,
    probe_at: Option<Duration>,
    /// The CRM is well, but refused to say who a caller is: asked again then.
    refused_until: Option<Duration>,
    probe_after: Duration,
    signed_in: bool,
    /// Why nobody is signed in, or why the last try came to nothing.
    sign_in_problem: Option<Problem>,
}

impl Links {
    pub(super) fn new(phone_configured: bool, crm_configured: bool, now: Moment) -> Self {
        let since_ms = now.wall.as_millisecond();
        let link = |configured: bool, code: ProblemCode| {
            if configured {
                LinkView::Connecting
            } else {
                LinkView::Down { since_ms, problem: Problem { code, detail: None } }
            }
        };
        Self {
            phone: link(phone_configured, ProblemCode::PhoneNotConfigured),
            phone_version: None,
            crm: link(crm_configured, ProblemCode::SalesforceNotConfigured),
            identity: None,
            problems: VecDeque::new(),
            probe_at: None,
            refused_until: None,
            probe_after: PROBE_FIRST,
            signed_in: false,
            sign_in_problem: None,
        }
    }

    pub(super) fn phone_link(&self) -> LinkView {
        self.phone.clone()
    }

    pub(super) fn phone_version(&self) -> Option<String> {
        self.phone_version.clone()
    }

    pub(super) fn crm_link(&self) -> LinkView {
        self.crm.clone()
    }

    pub(super) fn identity(&self) -> Option<&Identity> {
        self.identity.as_ref()
    }

    pub(super) fn problems(&self) -> Vec<PastProblem> {
        self.problems.iter().cloned().collect()
    }

    pub(super) fn phone(&mut self, event: &PhoneEvent, now: Moment) {
        match event {
            PhoneEvent::Connected { version } => {
                self.phone_version = version.clone().or_else(|| self.phone_version.take());
                self.phone = LinkView::Up { since_ms: now.wall.as_millisecond() };
            }
            PhoneEvent::Lost { reason } => {
                let problem = Problem::from(*reason);
                self.phone = self.down(&self.phone.clone(), problem, now);
            }
            PhoneEvent::Snapshot { .. } | PhoneEvent::LegChanged { .. } | PhoneEvent::LegGone { .. } => {}
        }
    }

    /// A link that is down; "since" is kept while the reason stays.
    fn down(&mut self, before: &LinkView, problem: Problem, now: Moment) -> LinkView {
        let at_ms = now.wall.as_millisecond();
        if let LinkView::Down { problem: known, .. } = before
            && known.code == problem.code
        {
            return before.clone();
        }
        self.forget_less_exact(&problem);
        self.note(problem.clone(), now);
        let since_ms = match before {
            LinkView::Down { since_ms, .. } => *since_ms,
            LinkView::Connecting | LinkView::Up { .. } => at_ms,
        };
        LinkView::Down { since_ms, problem }
    }

    /// The CRM may say that nobody is signed in a moment before the sign-in says why.
    fn forget_less_exact(&mut self, problem: &Problem) {
        let last = self.problems.front().map(|past| past.problem.code);
        if problem.code.is_signed_out() && last == Some(ProblemCode::SalesforceSignedOut) {
            self.problems.pop_front();
        }
    }

    /// The same, unless it is what was noted last.
    pub(super) fn note_once(&mut self, problem: Problem, now: Moment) {
        if self.problems.front().is_none_or(|last| last.problem.code != problem.code) {
            self.note(problem, now);
        }
    }

    pub(super) fn note(&mut self, problem: Problem, now: Moment) {
        self.problems.push_front(PastProblem { at_ms: now.wall.as_millisecond(), problem });
        self.problems.truncate(PROBLEMS_MAX);
    }

    /// Links made anew begin anew; one that is not configured any more is down.
    pub(super) fn configured(&mut self, changed: Changed, phone: bool, crm: bool, now: Moment) {
        let fresh = Links::new(phone, crm, now);
        if changed.phone {
            (self.phone, self.phone_version) = (fresh.phone, None);
        }
        if changed.crm {
            (self.crm, self.identity) = (fresh.crm, None);
            (self.probe_at, self.refused_until, self.probe_after) = (None, None, PROBE_FIRST);
            (self.signed_in, self.sign_in_problem) = (false, None);
        }
    }

    pub(super) fn sign_in_failed(&mut self, problem: Problem, now: Moment) {
        self.note(problem.clone(), now);
        self.sign_in_problem = Some(problem);
    }

    pub(super) fn signed_in(&mut self) {
        (self.signed_in, self.sign_in_problem) = (true, None);
    }

    pub(super) fn sign_in_view(&self, waiting: bool, sign_in: Option<&SignIn>) -> SignInView {
        if waiting {
            SignInView::Waiting
        } else if self.signed_in {
            SignInView::SignedIn { account: sign_in.and_then(account_view) }
        } else {
            SignInView::SignedOut { problem: self.sign_in_problem.clone() }
        }
    }

    pub(super) fn signed_in_as(&mut self, identity: Identity) {
        self.identity = Some(identity);
    }

    pub(super) fn signed_out(&mut self, why: &SignedOut, now: Moment) {
        self.probe_at = None;
        self.signed_in = false;
        let problem = Problem::from(why);
        self.sign_in_problem = (*why != SignedOut::NotYet).then(|| problem.clone());
        self.crm = self.down(&self.crm.clone(), problem, now);
    }

    /// The CRM answered. True when it had been out of reach.
    pub(super) fn crm_answered(&mut self, now: Moment) -> bool {
        self.probe_at = None;
        match self.crm {
            LinkView::Up { .. } => false,
            LinkView::Connecting | LinkView::Down { .. } => {
                self.crm = LinkView::Up { since_ms: now.wall.as_millisecond() };
                true
            }
        }
    }

    /// The CRM did not do what was asked; only what concerns the link as a whole changes it.
    pub(super) fn crm_failed(&mut self, kind: &FailureKind, now: Moment) {
        let probe = match kind {
            FailureKind::Offline | FailureKind::Busy | FailureKind::Broken { .. } => true,
            // Why is known already, and better than the CRM's own "nobody is signed in" says it.
            FailureKind::SignedOut if self.is_signed_out() => return,
            FailureKind::SignedOut => false,
            // The CRM is well; entries wait for tomorrow, all for the same reason.
            FailureKind::CapReached => {
                self.note_once(Problem::from(kind), now);
                return;
            }
            FailureKind::NotAllowed { .. } | FailureKind::Refused { .. } => {
                self.note(Problem::from(kind), now);
                return;
            }
        };
        if let LinkView::Up { since_ms } = self.crm
            && now.wall.as_millisecond() - since_ms >= GOOD_AFTER_MS
        {
            self.probe_after = PROBE_FIRST;
        }
        self.crm = self.down(&self.crm.clone(), Problem::from(kind), now);
        if probe && self.probe_at.is_none() {
            self.probe_at = Some(now.mono + self.probe_after);
            self.probe_after = (self.probe_after * 2).min(PROBE_MAX);
        }
    }

    /// The CRM did not say who a caller is.
    pub(super) fn look_up_failed(&mut self, kind: &FailureKind, now: Moment) {
        self.crm_failed(kind, now);
        let refused = matches!(kind, FailureKind::NotAllowed { .. } | FailureKind::Refused { .. });
        if refused {
            self.refused_until.get_or_insert(now.mono + REFUSED_AGAIN);
        }
    }

    fn is_signed_out(&self) -> bool {
        match &self.crm {
            LinkView::Down { problem, .. } => problem.code.is_signed_out(),
            LinkView::Connecting | LinkView::Up { .. } => false,
        }
    }

    /// When the CRM is to be asked whether it is back, on the monotonic clock.
    pub(super) fn probe_at(&self) -> Option<Duration> {
        self.probe_at.into_iter().chain(self.refused_until).min()
    }

    pub(super) fn probing(&mut self) {
        (self.probe_at, self.refused_until) = (None, None);
    }
}

/// The facts as a page shows them; `None` until the first refresh of a token that an earlier
/// version kept.
fn account_view(sign_in: &SignIn) -> Option<AccountView> {
    let account = sign_in.account()?;
    let known_since = account.token_since.or(account.used_at)?;
    Some(AccountView {
        signed_in_ms: account.signed_in_at.unwrap_or(known_since).as_millisecond(),
        token_since_ms: known_since.as_millisecond(),
        name: account.name,
        username: account.username,
        org: account.org_name.unwrap_or_default(),
        host: account.host,
        sandbox: account.sandbox.unwrap_or(false),
        kept: sign_in.kept_in().into(),
        scopes: account.scopes,
    })
}

/// The host of an address, where it is one.
pub(super) fn host(address: &str) -> String {
    url::Url::parse(address).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default()
}
