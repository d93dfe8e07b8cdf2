// Generated from engine/src/view.rs and text/en.ftl by src-tauri/shell/bindings.rs. Never edited.

export type Problem = { code: ProblemCode, 
/**
 * What the other side said, in its own words, or the field it named. Never a secret.
 */
detail: string | null, };
export type ProblemCode = "phone-not-configured" | "phone-unreachable" | "phone-tls" | "phone-wrong-credentials" | "phone-call-control-off" | "phone-no-licence" | "phone-not-monitored" | "phone-shared-client" | "phone-not-3cx" | "phone-dropped" | "call-gone" | "phone-not-allowed" | "phone-refused" | "phone-broken" | "salesforce-not-configured" | "salesforce-offline" | "salesforce-signed-out" | "salesforce-not-allowed" | "salesforce-refused" | "salesforce-busy" | "salesforce-broken" | "keychain-absent" | "keychain-locked" | "settings-broken" | "network-settings" | "store-broken" | "no-pop-here";
export type View = { 
/**
 * Counts up with every change; of two views the higher one is newer.
 */
revision: number, look: Look, agent: AgentView, 
/**
 * Calls the pop shows, newest first.
 */
pop: Array<CallView>, pops_paused: boolean, 
/**
 * Today's calls, newest first. Details are asked for one by one.
 */
today: Array<CallRow>, journal: JournalCounts, health: Health, setup: SetupView, };
export type Look = { language: LanguageView, theme: ThemeView, 
/**
 * ISO country numbers without country code belong to.
 */
region: string, };
export type LanguageView = "en" | "de";
export type ThemeView = "system" | "light" | "dark" | "high_contrast";
export type AgentView = { extension: string, name: string, };
export type CallView = { id: number, phase: Phase, direction: DirectionView, number: NumberView, 
/**
 * What the phone system calls the other side, when Salesforce knows nobody.
 */
phone_name: string | null, 
/**
 * Queue, ring group or line.
 */
via: string | null, 
/**
 * Who had it before.
 */
from: string | null, started_ms: number, caller: CallerView, 
/**
 * Buttons laid out for this call; never changes while it lives.
 */
offers: AbilitiesView, 
/**
 * What works right now.
 */
can: AbilitiesView, notes: string, 
/**
 * Notes can still become part of the entry.
 */
notes_open: boolean, notes_saved_ms: number | null, 
/**
 * Times are estimates.
 */
estimated: boolean, 
/**
 * The phone system refused the last command.
 */
refused: Problem | null, entry: EntryView | null, };
export type Phase = { "phase": "ringing" } | { "phase": "dialing" } | { "phase": "talking", answered_ms: number, } | { "phase": "ended", outcome: OutcomeView, ended_ms: number, talked_s: number, };
export type DirectionView = "inbound" | "outbound";
export type OutcomeView = "answered_inbound" | "missed" | "rejected" | "answered_outbound" | "unanswered_outbound" | "answered_elsewhere";
export type NumberView = { 
/**
 * National when its country is the agent's, else international. Empty when withheld.
 */
shown: string, 
/**
 * What Copy copies: E.164 where it is one.
 */
copied: string, 
/**
 * ISO country, where the number tells it.
 */
region: string | null, withheld: boolean, };
export type AbilitiesView = { answer: boolean, reject: boolean, hang_up: boolean, };
export type CallerView = { "caller": "not_looked_up" } | { "caller": "searching" } | { "caller": "unknown" } | { "caller": "one", best: MatchView, runners_up: Array<MatchView>, } | { "caller": "several", matches: Array<MatchView>, choice: ChoiceView, } | { "caller": "unreachable", problem: Problem, since_ms: number, local: MatchView | null, };
export type ChoiceView = { "choice": "open" } | { "choice": "remembered", at: number, } | { "choice": "chosen", at: number, } | { "choice": "nobody" };
export type MatchView = { id: string, kind: KindView, name: string, title: string | null, company: string | null, owner: string | null, do_not_call: boolean, 
/**
 * `2026-11-18`
 */
last_activity: string | null, 
/**
 * There is a page to open.
 */
can_open: boolean, why: WhyView, };
export type KindView = "contact" | "lead" | "account" | "person_account" | "user";
export type WhyView = { 
/**
 * The org's label of the field.
 */
label: string, 
/**
 * As stored.
 */
spelling: string, 
/**
 * `None`: exact.
 */
last_digits: number | null, 
/**
 * The caller's number as compared, and the characters compared, `start..end`.
 */
caller: string, caller_marks: Array<[number, number]>, stored_marks: Array<[number, number]>, 
/**
 * When the index on this computer read it; `None`: asked Salesforce just now.
 */
index_read_ms: number | null, };
export type EntryView = { key: string, state: EntryStateView, };
export type EntryStateView = { "state": "waiting", due_ms: number | null, problem: Problem | null, } | { "state": "in_doubt", ask_ms: number, } | { "state": "stuck", problem: Problem, } | { "state": "written", at_ms: number, can_open: boolean, };
export type CallRow = { id: number, phase: Phase, direction: DirectionView, started_ms: number, number: NumberView, name: string | null, kind: KindView | null, company: string | null, phone_name: string | null, via: string | null, from: string | null, 
/**
 * Who took it, when a colleague did.
 */
taken_by: string | null, internal: boolean, 
/**
 * Looked up, and nobody has this number.
 */
unknown: boolean, entry: EntryView | null, };
export type CallDetails = { call: CallView, internal: boolean, course: Array<CourseView>, 
/**
 * What is, or will be, written.
 */
text: EntryText | null, };
export type EntryText = { subject: string, description: string, };
export type CourseView = { at_ms: number, step: StepView, };
export type StepView = { "step": "rang", via: string | null, } | { "step": "dialed" } | { "step": "adopted" } | { "step": "answered_here" } | { "step": "answered_by", who: string, } | { "step": "transferred_from", who: string, } | { "step": "link_lost" } | { "step": "ended" };
export type JournalCounts = { waiting: number, stuck: number, written_today: number, };
export type Health = { phone: LinkView, 
/**
 * Version of the phone system, once told.
 */
phone_version: string | null, salesforce: LinkView, 
/**
 * The org's host, and who is signed in.
 */
salesforce_host: string | null, salesforce_user: string | null, keychain: KeychainView, 
/**
 * People in the index on this computer.
 */
index_people: number, api: ApiView, 
/**
 * Newest first.
 */
problems: Array<PastProblem>, };
export type SetupView = { sign_in: SignInView, 
/**
 * Counts up when settings or secrets changed, by whomever: a form asks anew.
 */
revision: number, };
export type SignInView = { "sign_in": "signed_out", problem: Problem | null, } | { "sign_in": "waiting" } | { "sign_in": "signed_in", account: AccountView | null, };
export type AccountView = { name: string, username: string, 
/**
 * The org's name, else empty.
 */
org: string, 
/**
 * `acme.my.salesforce.com`
 */
host: string, sandbox: boolean, signed_in_ms: number, 
/**
 * Since when the refresh token of today is kept.
 */
token_since_ms: number, 
/**
 * Where it is kept.
 */
kept: KeychainView, scopes: Array<string>, };
export type SettingValue = boolean | number | string | Array<string>;
export type SettingsView = { revision: number, 
/**
 * Each setting by its path in the file (`phone.address`).
 */
values: Record<FieldId, SettingValue>, secrets: Array<SecretView>, 
/**
 * What Salesforce has to know.
 */
callback_url: string, scopes: Array<string>, };
export type SecretId = "consumer_secret" | "pbx_key";
export type SecretView = { secret: SecretId, kept: boolean, place: KeychainView, };
export type SettingsChange = { values: Partial<Record<FieldId, SettingValue>>, 
/**
 * An empty text forgets the secret.
 */
secrets: Partial<Record<SecretId, string>>, };
export type SaveOutcome = { "saved": "saved" } | { "saved": "refused", fields: Array<FieldProblem>, } | { "saved": "failed", problem: Problem, };
export type FieldProblem = { 
/**
 * Path in the settings file.
 */
field: string, error: FieldError, 
/**
 * What it is about, in the value's own words.
 */
detail: string | null, min: number | null, max: number | null, };
export type FieldError = "not-an-address" | "not-encrypted" | "not-an-extension" | "not-an-email" | "not-a-file" | "unknown-region" | "out-of-range" | "unknown-variable" | "text-too-long" | "not-a-rule" | "too-many" | "twice" | "not-a-setting";
export type HookView = { state: HookState, presets: Array<PresetView>, 
/**
 * What arrived lately, newest first.
 */
heard: Array<HeardView>, };
export type HookState = { "state": "off" } | { "state": "listening", addresses: Array<string>, } | { "state": "down", problem: Problem, };
export type PresetView = { preset: PresetId, lines: Array<PresetLine>, 
/**
 * The vendor's words could not be confirmed: the learn view shows what really arrives.
 */
unconfirmed: boolean, };
export type PresetId = "three-cx-client" | "microsip" | "snom" | "yealink" | "grandstream" | "link";
export type PresetLine = { label: string, text: string, };
export type HeardView = { at_ms: number, 
/**
 * Where it came from: an address, or `ringside:` for a link.
 */
from: string, 
/**
 * Path and query as they arrived, without the path secret.
 */
request: string, number: string | null, name: string | null, verdict: HeardVerdict, };
export type HeardVerdict = "taken" | "folded" | "not-understood" | "wrong-secret" | "not-allowed" | "too-many";
export type Finding = { check: Check, verdict: Verdict, 
/**
 * What was found, for the text `check-<id>-ok`: versions, names, counts. Never a secret.
 */
facts: Record<string, string>, 
/**
 * What is wrong and how to mend it. A warning has one as well.
 */
problem: Problem | null, };
export type Check = "settings" | "keychain" | "store" | "phone" | "phone-sign-in" | "phone-version" | "phone-call-control" | "phone-own-extension" | "phone-names" | "phone-events" | "salesforce" | "salesforce-data";
export type Verdict = "passed" | "warned" | "failed" | "not_checked";
export type Scope = "all" | "phone" | "salesforce";
export type LinkView = { "link": "connecting" } | { "link": "up", since_ms: number, } | { "link": "down", since_ms: number, problem: Problem, };
export type KeychainView = "ok" | "absent" | "locked";
export type ApiView = { 
/**
 * Requests by this program since it started.
 */
ours: number, 
/**
 * Requests of the whole org in its rolling day, and the most allowed, as last told.
 */
org: [number, number] | null, };
export type PastProblem = { at_ms: number, problem: Problem, };
export type Action = { "action": "answer", call: number, } | { "action": "reject", call: number, } | { "action": "hang_up", call: number, } | { "action": "open", call: number, } | { "action": "choose", call: number, person: string, remember: boolean, } | { "action": "choose_nobody", call: number, } | { "action": "note", call: number, text: string, } | { "action": "touch", call: number, } | { "action": "dismiss", call: number, } | { "action": "retry_lookup", call: number, } | { "action": "retry_entry", key: string, } | { "action": "open_task", call: number, } | { "action": "pause_pops" } | { "action": "resume_pops" } | { "action": "sign_in" } | { "action": "stop_sign_in" } | { "action": "sign_out" };

/** Paths of all settings. */
export type FieldId =
  | "journal.answered_inbound"
  | "journal.answered_outbound"
  | "journal.enabled"
  | "journal.missed"
  | "journal.owner"
  | "journal.subject"
  | "journal.unanswered_outbound"
  | "look.language"
  | "look.theme"
  | "matching.default_region"
  | "matching.objects"
  | "matching.rules"
  | "matching.strategy.digits"
  | "matching.strategy.strategy"
  | "network.ca_file"
  | "network.proxy"
  | "phone.address"
  | "phone.client_id"
  | "phone.email"
  | "phone.extension"
  | "pop.wrap_up_s"
  | "salesforce.callback_port"
  | "salesforce.consumer_key"
  | "salesforce.login_address"
;

export const CHECKS = [
  "settings",
  "keychain",
  "store",
  "phone",
  "phone-sign-in",
  "phone-version",
  "phone-call-control",
  "phone-own-extension",
  "phone-names",
  "phone-events",
  "salesforce",
  "salesforce-data",
] as const satisfies readonly Check[];

export const PROBLEM_CODES = [
  "phone-not-configured",
  "phone-unreachable",
  "phone-tls",
  "phone-wrong-credentials",
  "phone-call-control-off",
  "phone-no-licence",
  "phone-not-monitored",
  "phone-shared-client",
  "phone-not-3cx",
  "phone-dropped",
  "call-gone",
  "phone-not-allowed",
  "phone-refused",
  "phone-broken",
  "salesforce-not-configured",
  "salesforce-offline",
  "salesforce-signed-out",
  "salesforce-not-allowed",
  "salesforce-refused",
  "salesforce-busy",
  "salesforce-broken",
  "keychain-absent",
  "keychain-locked",
  "settings-broken",
  "network-settings",
  "store-broken",
  "no-pop-here",
] as const satisfies readonly ProblemCode[];

export type TextId =
  | "app-name"
  | "window-title"
  | "kind-contact"
  | "kind-lead"
  | "kind-account"
  | "kind-person-account"
  | "kind-user"
  | "state-ringing"
  | "state-dialing"
  | "state-talking"
  | "state-ended"
  | "outcome-answered"
  | "outcome-missed"
  | "outcome-rejected"
  | "outcome-no-answer"
  | "outcome-elsewhere"
  | "from-whom"
  | "about-time"
  | "number-withheld"
  | "withheld-cannot"
  | "withheld-body"
  | "internal-call"
  | "searching-salesforce"
  | "not-in-salesforce"
  | "none-of-these-chosen"
  | "not-looked-up"
  | "not-looked-up-body"
  | "time-there"
  | "time-range"
  | "answer"
  | "reject"
  | "hang-up"
  | "open"
  | "open-in-salesforce"
  | "done"
  | "copy"
  | "copied"
  | "details"
  | "notes-back"
  | "why"
  | "back"
  | "hide"
  | "retry"
  | "sign-in-again"
  | "task"
  | "close"
  | "several-count"
  | "several-remembered"
  | "several-talking"
  | "several-label"
  | "remember-number"
  | "none-of-these"
  | "do-not-call"
  | "do-not-call-set"
  | "rule-exact"
  | "rule-last"
  | "rule-last-short"
  | "fact-owner"
  | "fact-owner-you"
  | "fact-last-activity"
  | "why-title"
  | "why-caller"
  | "why-stored"
  | "why-field"
  | "why-rule"
  | "why-source"
  | "why-rule-exact"
  | "why-rule-last"
  | "source-salesforce"
  | "source-computer"
  | "ranked-lower-last"
  | "ranked-lower-field"
  | "ranked-lower-activity"
  | "someone-else"
  | "more-matches"
  | "none-checked"
  | "none-phone-name"
  | "from-this-computer"
  | "age-now"
  | "age-minutes"
  | "age-hours"
  | "age-days"
  | "cannot-since"
  | "cannot-kept"
  | "cannot-kept-sign-in"
  | "cannot-nobody-local"
  | "notes"
  | "notes-placeholder"
  | "notes-saved"
  | "notes-limit"
  | "journal-entry"
  | "entry-will-be-written"
  | "entry-will-be-written-detail"
  | "entry-will-be-written-at"
  | "entry-waiting-network"
  | "entry-waiting-sign-in"
  | "entry-waiting-salesforce"
  | "entry-safe"
  | "entry-next-try"
  | "entry-in-doubt"
  | "entry-in-doubt-detail"
  | "entry-in-doubt-now"
  | "entry-stuck"
  | "entry-written"
  | "entry-written-at"
  | "entry-written-detail"
  | "entry-none"
  | "entry-none-elsewhere"
  | "entry-none-internal"
  | "entry-none-live"
  | "entry-none-other"
  | "mark-written"
  | "mark-waiting"
  | "mark-in-doubt"
  | "mark-stuck"
  | "mark-not-written"
  | "mark-live"
  | "more-calls"
  | "older-calls"
  | "key-ctrl"
  | "key-alt"
  | "key-command"
  | "key-option"
  | "key-enter"
  | "key-tab"
  | "key-esc"
  | "key-space"
  | "key-home"
  | "key-end"
  | "key-page-up"
  | "key-page-down"
  | "nav-label"
  | "nav-calls"
  | "nav-health"
  | "phone-up"
  | "phone-connecting"
  | "phone-down"
  | "salesforce-up"
  | "salesforce-up-nameless"
  | "salesforce-connecting"
  | "salesforce-down"
  | "salesforce-signed-out"
  | "pops-on"
  | "pops-paused"
  | "today"
  | "filter-calls"
  | "filter-clear"
  | "filter-nothing"
  | "segments-label"
  | "segment-all"
  | "segment-missed"
  | "segment-unknown"
  | "segment-unwritten"
  | "segment-nothing"
  | "calls-empty"
  | "calls-list"
  | "row-now"
  | "row-answered-by"
  | "row-answered-elsewhere"
  | "row-no-answer"
  | "row-rejected"
  | "row-incoming"
  | "row-outgoing"
  | "row-missed"
  | "row-rejected-name"
  | "row-elsewhere-name"
  | "select-a-call"
  | "details-gone"
  | "course"
  | "step-rang"
  | "step-rang-via"
  | "step-dialed"
  | "step-adopted"
  | "step-answered-here"
  | "step-answered-by"
  | "step-transferred-from"
  | "step-link-lost"
  | "step-ended"
  | "notes-part-of-task"
  | "looked-up-in"
  | "called-from"
  | "in-salesforce"
  | "keys-move"
  | "keys-filter"
  | "keys-all"
  | "keys-title"
  | "keys-everywhere"
  | "keys-pop-ringing"
  | "keys-pop-talking"
  | "keys-main"
  | "keys-list"
  | "keys-give-keyboard"
  | "keys-choose"
  | "keys-remember"
  | "keys-next-call"
  | "keys-remedy"
  | "keys-show-calls"
  | "keys-show-health"
  | "keys-pause"
  | "keys-first-last"
  | "keys-page"
  | "keys-letters"
  | "health-title"
  | "connections"
  | "health-3cx"
  | "health-salesforce"
  | "health-keychain"
  | "health-index"
  | "link-connecting"
  | "link-up-phone"
  | "link-up-phone-version"
  | "link-up-salesforce"
  | "link-up-since"
  | "link-down-since"
  | "keychain-ok"
  | "keychain-absent"
  | "keychain-absent-detail"
  | "index-people"
  | "journal"
  | "journal-clear"
  | "journal-written-today"
  | "journal-waiting"
  | "journal-stuck"
  | "api-title"
  | "api-of"
  | "api-ours"
  | "api-others"
  | "api-unknown"
  | "last-problems"
  | "no-problems"
  | "status-ok"
  | "status-waiting"
  | "status-attention"
  | "status-down"
  | "say-searching"
  | "say-call"
  | "say-outgoing"
  | "say-why-exact"
  | "say-why-last"
  | "say-do-not-call"
  | "say-several"
  | "say-several-remembered"
  | "say-none"
  | "say-local"
  | "say-talking"
  | "say-ended"
  | "say-missed"
  | "say-rejected"
  | "say-elsewhere"
  | "say-no-answer"
  | "say-written"
  | "say-will-be-written"
  | "say-waiting"
  | "say-in-doubt"
  | "say-stuck"
  | "say-second"
  | "problem-phone-not-configured"
  | "problem-phone-not-configured-remedy"
  | "problem-phone-unreachable"
  | "problem-phone-unreachable-remedy"
  | "problem-phone-tls"
  | "problem-phone-tls-remedy"
  | "problem-phone-wrong-credentials"
  | "problem-phone-wrong-credentials-remedy"
  | "problem-phone-call-control-off"
  | "problem-phone-call-control-off-remedy"
  | "problem-phone-no-licence"
  | "problem-phone-no-licence-remedy"
  | "problem-phone-not-monitored"
  | "problem-phone-not-monitored-remedy"
  | "problem-phone-shared-client"
  | "problem-phone-shared-client-remedy"
  | "problem-phone-not-3cx"
  | "problem-phone-not-3cx-remedy"
  | "problem-phone-dropped"
  | "problem-phone-dropped-remedy"
  | "problem-call-gone"
  | "problem-call-gone-remedy"
  | "problem-phone-not-allowed"
  | "problem-phone-not-allowed-remedy"
  | "problem-phone-refused"
  | "problem-phone-refused-remedy"
  | "problem-phone-broken"
  | "problem-phone-broken-remedy"
  | "problem-salesforce-not-configured"
  | "problem-salesforce-not-configured-remedy"
  | "problem-salesforce-offline"
  | "problem-salesforce-offline-remedy"
  | "problem-salesforce-signed-out"
  | "problem-salesforce-signed-out-remedy"
  | "problem-salesforce-not-allowed"
  | "problem-salesforce-not-allowed-remedy"
  | "problem-salesforce-refused"
  | "problem-salesforce-refused-remedy"
  | "problem-salesforce-busy"
  | "problem-salesforce-busy-remedy"
  | "problem-salesforce-broken"
  | "problem-salesforce-broken-remedy"
  | "problem-keychain-absent"
  | "problem-keychain-absent-remedy"
  | "problem-keychain-locked"
  | "problem-keychain-locked-remedy"
  | "problem-network-settings"
  | "problem-network-settings-remedy"
  | "problem-settings-broken"
  | "problem-settings-broken-remedy"
  | "problem-store-broken"
  | "problem-store-broken-remedy"
  | "problem-no-pop-here"
  | "problem-no-pop-here-remedy"
  | "tray-ready"
  | "tray-attention"
  | "tray-paused"
  | "tray-phone-up"
  | "tray-phone-down"
  | "tray-salesforce-up"
  | "tray-salesforce-down"
  | "tray-open"
  | "tray-pause"
  | "tray-resume"
  | "tray-quit"
  | "notify-ringing"
  | "notify-ringing-body"
  | "notify-answer"
  | "notify-open"
  | "done-page-title"
  | "done-page-body"
  | "denied-page-title"
  | "denied-page-body"
  | "ctl-held"
  | "ctl-not-configured"
  | "ctl-not-signed-in"
  | "ctl-unreachable"
  | "check-settings"
  | "check-settings-why"
  | "check-settings-ok"
  | "check-keychain"
  | "check-keychain-why"
  | "check-keychain-ok"
  | "check-store"
  | "check-store-why"
  | "check-store-ok"
  | "check-phone"
  | "check-phone-why"
  | "check-phone-ok"
  | "check-phone-sign-in"
  | "check-phone-sign-in-why"
  | "check-phone-sign-in-ok"
  | "check-phone-version"
  | "check-phone-version-why"
  | "check-phone-version-ok"
  | "check-phone-call-control"
  | "check-phone-call-control-why"
  | "check-phone-call-control-ok"
  | "check-phone-own-extension"
  | "check-phone-own-extension-why"
  | "check-phone-own-extension-ok"
  | "check-phone-names"
  | "check-phone-names-why"
  | "check-phone-names-ok"
  | "check-phone-events"
  | "check-phone-events-why"
  | "check-phone-events-ok"
  | "check-salesforce"
  | "check-salesforce-why"
  | "check-salesforce-ok"
  | "check-salesforce-data"
  | "check-salesforce-data-why"
  | "check-salesforce-data-ok"
  | "field-error-not-an-address"
  | "field-error-not-encrypted"
  | "field-error-not-an-extension"
  | "field-error-not-an-email"
  | "field-error-not-a-file"
  | "field-error-unknown-region"
  | "field-error-out-of-range"
  | "field-error-unknown-variable"
  | "field-error-text-too-long"
  | "field-error-not-a-rule"
  | "field-error-too-many"
  | "field-error-twice"
  | "field-error-not-a-setting"
  | "ctl-no-setting"
  | "ctl-secret-needs-keychain"
;
