// Generated from engine/src/view.rs and text/en.ftl by src-tauri/shell/bindings.rs. Never edited.

export type Problem = { code: ProblemCode, 
/**
 * What the other side said, in its own words, or the field it named. Never a secret.
 */
detail: string | null, };
export type ProblemCode = "phone-not-configured" | "phone-unreachable" | "phone-tls" | "phone-wrong-credentials" | "phone-call-control-off" | "phone-no-licence" | "phone-not-monitored" | "phone-shared-client" | "phone-not-3cx" | "phone-dropped" | "hook-port-busy" | "hook-lan-address-missing" | "call-gone" | "phone-not-allowed" | "dial-no-call" | "dial-no-number" | "dial-own-extension" | "dial-foreign-code" | "dial-extension-off" | "dial-no-voicemail" | "phone-refused" | "phone-broken" | "salesforce-not-configured" | "salesforce-offline" | "salesforce-signed-out" | "salesforce-not-allowed" | "salesforce-refused" | "salesforce-busy" | "salesforce-broken" | "keychain-absent" | "keychain-locked" | "settings-broken" | "policy-broken" | "network-settings" | "store-broken" | "index-saving" | "compare-saving" | "compare-period" | "compare-stopped" | "compare-cut" | "task-doubled" | "index-limit" | "index-job-failed" | "proxy-unusable" | "proxy-unreachable" | "ca-file-missing" | "ca-file-not-pem" | "clock-off" | "phone-clock-off" | "outbox-stuck" | "outbox-waiting" | "phone-kept-out" | "phone-server-error" | "phone-no-events" | "phone-configuration-off" | "phone-role-names" | "phone-role-users" | "phone-role-call-log" | "phone-role-chats" | "phone-chats-not-logged" | "salesforce-tls" | "salesforce-no-read" | "salesforce-no-create" | "salesforce-no-edit" | "salesforce-no-delete" | "salesforce-field-not-searched" | "salesforce-field-not-shown" | "salesforce-field-not-written" | "salesforce-field-needed" | "salesforce-record-type" | "salesforce-task-value" | "salesforce-duplicates-blocked" | "salesforce-budget-low" | "salesforce-budget-spent" | "salesforce-cap-reached" | "salesforce-key-field" | "owner-email-shared" | "owner-phone-refused" | "owner-phone-silent" | "owner-no-email" | "owner-no-user" | "owner-inactive" | "owner-several" | "owner-crm-refused" | "salesforce-address-wrong" | "salesforce-key-wrong" | "salesforce-secret-wrong" | "salesforce-secret-missing" | "salesforce-app-not-installed" | "salesforce-app-blocked" | "salesforce-app-elsewhere" | "salesforce-app-cross-org" | "salesforce-user-not-approved" | "salesforce-user-inactive" | "salesforce-org-locked" | "salesforce-ip-restricted" | "salesforce-login-refused" | "salesforce-callback-unknown" | "salesforce-scope-refused" | "salesforce-scope-missing" | "salesforce-access-denied" | "salesforce-pkce-refused" | "salesforce-code-spent" | "salesforce-sign-in-refused" | "salesforce-rate-limited" | "salesforce-maintenance" | "salesforce-session-ended" | "salesforce-session-idle" | "salesforce-session-lost" | "sign-in-port-busy" | "sign-in-timed-out" | "sign-in-stopped" | "keychain-broken" | "salesforce-api-off-org" | "salesforce-api-off-user" | "salesforce-session-not-for-api" | "salesforce-app-not-attached" | "salesforce-barred-by-policy" | "entry-other-org" | "outbox-other-org" | "store-taken-over" | "creation-off" | "creation-gone" | "creation-in-doubt" | "creation-duplicates" | "no-pop-here" | "hotkeys-taken" | "hotkeys-wayland";
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
 * A wish to call somebody that is no call yet.
 */
dial: DialView | null, 
/**
 * What a call can have come to; empty: nobody is asked.
 */
wrap_up_codes: Array<string>, 
/**
 * Today's calls, newest first. Details are asked for one by one.
 */
today: Array<CallRow>, chats: ChatsView, journal: JournalCounts, 
/**
 * Entries a person may look after, newest first: stuck, waiting, or with a step open.
 */
entries: Array<EntryRow>, 
/**
 * What can be created, and who waits to be.
 */
creation: CreationView, health: Health, setup: SetupView, };
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
 * What is told of the one person.
 */
facts: FactsView, 
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
 * The wrap-up code chosen.
 */
wrap_up: string | null, 
/**
 * What it was about, besides the person.
 */
related: RelatedTo, 
/**
 * The agent, or a list of the settings, says that nothing is written about it.
 */
private: boolean, 
/**
 * Why nothing will be written about it; `None` while it goes on, and where something is.
 */
not_written: NotWritten | null, 
/**
 * Times are estimates.
 */
estimated: boolean, 
/**
 * A phone tells of it by itself: it may be answered unheard, so notes are taken from the ring on.
 */
heard: boolean, 
/**
 * The phone system refused the last command.
 */
refused: Problem | null, 
/**
 * Somebody is asked whether they take it.
 */
consult: ConsultView | null, entry: EntryView | null, };
export type Phase = { "phase": "ringing" } | { "phase": "dialing" } | { "phase": "talking", answered_ms: number, } | { "phase": "ended", outcome: OutcomeView, ended_ms: number, talked_s: number, };
export type DirectionView = "inbound" | "outbound";
export type OutcomeView = "answered_inbound" | "missed" | "rejected" | "answered_outbound" | "unanswered_outbound" | "answered_elsewhere" | "not_known";
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
export type AbilitiesView = { answer: boolean, reject: boolean, hang_up: boolean, transfer: boolean, };
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
index_read_ms: number | null, 
/**
 * The agent said so; no number was compared.
 */
linked: boolean, };
export type FactsView = { "facts": "off" } | { "facts": "saving" } | { "facts": "asking" } | { "facts": "known", 
/**
 * In the admin's order, only what there is.
 */
rows: Array<FactRow>, 
/**
 * The latest three, newest first.
 */
activities: Array<ActivityView>, do_not_call: boolean, read_ms: number, } | { "facts": "failed", problem: Problem, };
export type FactRow = { "fact": "owner", name: string, 
/**
 * It is the signed-in user.
 */
mine: boolean, } | { "fact": "last_activity", day: string, } | { "fact": "opportunity", name: string, amount: number | null, 
/**
 * ISO currency, where the org tells it.
 */
currency: string | null, 
/**
 * `2027-01-31`
 */
closes: string | null, more: number, } | { "fact": "case", number: string, subject: string | null, opened_ms: number | null, more: number, } | { "fact": "next_task", subject: string, 
/**
 * `2026-11-25`
 */
due: string | null, more: number, } | { "fact": "field", label: string, value: FactValue, };
export type FactValue = { "field": "text", text: string, } | { "field": "flag", set: boolean, } | { "field": "number", number: number, } | { "field": "percent", number: number, } | { "field": "money", amount: number, currency: string | null, } | { "field": "day", day: string, } | { "field": "time", at_ms: number, };
export type ActivityView = { 
/**
 * `2026-11-18`
 */
day: string, kind: ActivityKind, subject: string, 
/**
 * Whose it is.
 */
who: string | null, 
/**
 * It is the signed-in user's.
 */
mine: boolean, 
/**
 * Length of a call.
 */
minutes: number | null, };
export type ActivityKind = "call_in" | "call_out" | "call_missed" | "email" | "meeting" | "task";
export type SearchHere = { 
/**
 * How the text was read, where it is a phone number.
 */
number: NumberView | null, 
/**
 * Best first.
 */
found: Array<FoundView>, 
/**
 * More were found than are listed.
 */
more: boolean, 
/**
 * Salesforce is worth asking as well: the text is long enough for its search.
 */
ask: boolean, };
export type SearchThere = { "there": "found", found: Array<FoundView>, more: boolean, 
/**
 * API calls it took.
 */
requests: number, } | { "there": "stale" } | { "there": "failed", problem: Problem, };
export type RelatedTo = { "related": "nobody" } | { "related": "lead" } | { "related": "offered", chosen: RelatedView | null, };
export type RelatedView = { kind: RelatedKindView, id: string, name: string, };
export type RelatedKindView = "opportunity" | "case";
export type RelatedFound = { found: Array<RelatedOption>, 
/**
 * There may be others: typing finds them in Salesforce.
 */
more: boolean, 
/**
 * Salesforce could not be asked.
 */
problem: Problem | null, };
export type RelatedOption = { related: RelatedView, 
/**
 * `2027-01-31`: when an opportunity closes.
 */
closes: string | null, };
export type FoundView = { id: string, kind: KindView, name: string, title: string | null, company: string | null, email: string | null, owner: string | null, do_not_call: boolean, 
/**
 * `2026-11-18`
 */
last_activity: string | null, 
/**
 * There is a page to open.
 */
can_open: boolean, phones: Array<FoundPhone>, 
/**
 * Characters of `name`, `company` and `email` that match what was typed, `start..end`.
 */
name_marks: Array<[number, number]>, company_marks: Array<[number, number]>, email_marks: Array<[number, number]>, 
/**
 * By number: why. `None`: found by name or e-mail address.
 */
why: WhyView | null, 
/**
 * By some digits of a number: which.
 */
digits: DigitsView | null, 
/**
 * When the index on this computer read it; `None`: Salesforce just now.
 */
index_read_ms: number | null, };
export type FoundPhone = { 
/**
 * The org's label of the field.
 */
label: string, number: NumberView, 
/**
 * As stored.
 */
spelling: string, };
export type DigitsView = { 
/**
 * The place of the number in `phones`.
 */
phone: number, part: NumberPartView, 
/**
 * Characters of the number as it is shown, `start..end`.
 */
marks: Array<[number, number]>, };
export type NumberPartView = "whole" | "beginning" | "ending" | "inside";
export type EntryView = { key: string, state: EntryStateView, 
/**
 * What is being done to it since it was written.
 */
step: EntryStep | null, };
export type EntryStateView = { "state": "waiting", due_ms: number | null, problem: Problem | null, } | { "state": "kept" } | { "state": "in_doubt", ask_ms: number, } | { "state": "stuck", problem: Problem, } | { "state": "written", at_ms: number, can_open: boolean, } | { "state": "removed", how: RemovalView, at_ms: number, };
export type EntryStep = { kind: StepKind, state: StepState, };
export type StepKind = "remove" | "move" | "text";
export type StepState = { "state": "waiting", due_ms: number, problem: Problem | null, } | { "state": "stuck", problem: Problem, } | { "state": "kept" };
export type RemovalView = "discarded" | "undone";
export type EntryRow = { entry: EntryView, 
/**
 * Who the call or chat was with; the entry's subject where that is forgotten.
 */
title: string, 
/**
 * What carried the chat, as the CRM is told; `None`: it was a call.
 */
channel: string | null, kind: KindView | null, company: string | null, number: NumberView | null, direction: DirectionView, outcome: OutcomeView, from: string | null, talked_s: number, started_ms: number, 
/**
 * Requests made.
 */
attempts: number, };
export type EntryPage = { rows: Array<EntryRow>, next: number | null, };
export type EntryDetails = { row: EntryRow, subject: string, description: string, 
/**
 * It was not sent: its words can be changed.
 */
can_edit: boolean, 
/**
 * Whom the call may have been with; the entry can be linked to each, or to nobody.
 */
people: Array<MatchView>, linked: number | null, 
/**
 * The call it is about, while that is known.
 */
call: number | null, 
/**
 * What it was about, besides the person.
 */
related: RelatedTo, 
/**
 * What was to be written later, and was left as somebody made it in Salesforce.
 */
left_alone: Array<LeftAlone>, 
/**
 * The field that Salesforce refused, where it has no place of its own here.
 */
refused: RefusedField | null, technical: TechnicalView, };
export type LeftAlone = { 
/**
 * API name.
 */
field: string, 
/**
 * What would have been written.
 */
text: string, };
export type RefusedField = { 
/**
 * API name.
 */
name: string, value: string, };
export type TechnicalView = { state: string, queued_ms: number, changed_ms: number, 
/**
 * The record's id in Salesforce.
 */
record: string | null, 
/**
 * Code and message of the last refusal.
 */
last: string | null, };
export type EntryFacts = { owner: OwnerView | null, field: FieldView | null, };
export type OwnerView = { 
/**
 * `None`: whoever is signed in.
 */
name: string | null, how: OwnerHow, 
/**
 * Why it is not the extension's own user.
 */
problem: Problem | null, };
export type OwnerHow = "email" | "setting" | "signed_in";
export type FieldView = { name: string, label: string, 
/**
 * What its list allows; empty where any text is.
 */
values: Array<string>, };
export type CallRow = { id: number, phase: Phase, direction: DirectionView, started_ms: number, number: NumberView, name: string | null, kind: KindView | null, company: string | null, phone_name: string | null, via: string | null, from: string | null, 
/**
 * Who took it, when a colleague did.
 */
taken_by: string | null, internal: boolean, 
/**
 * Looked up, and nobody has this number.
 */
unknown: boolean, entry: EntryView | null, 
/**
 * As in [`CallView`].
 */
not_written: NotWritten | null, };
export type CallDetails = { call: CallView, internal: boolean, course: Array<CourseView>, 
/**
 * What is, or will be, written.
 */
text: EntryText | null, };
export type EntryText = { subject: string, description: string, };
export type ChatsView = { state: ChatsState, 
/**
 * Newest first.
 */
rows: Array<ChatRow>, };
export type ChatsState = { "chats": "off" } | { "chats": "waiting" } | { "chats": "read" } | { "chats": "failed", problem: Problem, };
export type ChatRow = { key: string, channel: ChannelView, 
/**
 * The person found.
 */
name: string | null, kind: KindView | null, company: string | null, 
/**
 * As the visitor gave them.
 */
given_name: string | null, email: string | null, number: NumberView | null, queue: string | null, messages: number, from_ms: number, to_ms: number, state: ChatStateView, 
/**
 * Looked up, and nobody was found.
 */
unknown: boolean, 
/**
 * Several people fit, and nobody chose yet.
 */
several: boolean, entry: EntryView | null, 
/**
 * Of a closed chat that nothing is written about.
 */
not_written: NotWritten | null, 
/**
 * How many entries it is written as.
 */
parts: number, };
export type ChatStateView = { "state": "open" } | { "state": "closed" } | { "state": "taken_over", by: string, };
export type ChannelView = { "channel": "live_chat" } | { "channel": "sms" } | { "channel": "whats_app" } | { "channel": "facebook" } | { "channel": "rcs" } | { "channel": "other", name: string, };
export type ChatDetails = { row: ChatRow, caller: CallerView, 
/**
 * Who it is can still be said.
 */
can_choose: boolean, 
/**
 * There is a page to open.
 */
can_open: boolean, 
/**
 * The latest ones, in order.
 */
lines: Array<ChatLine>, 
/**
 * How many earlier ones are not among them.
 */
earlier: number, subject: string | null, 
/**
 * The texts that are, or will be, written; one for each entry.
 */
texts: Array<EntryText>, };
export type ChatLine = { at_ms: number, side: ChatSide, 
/**
 * May be empty.
 */
who: string, text: string, };
export type ChatSide = "here" | "colleague" | "visitor" | "system";
export type ChatActionView = { "do": "choose", chat: string, person: string, } | { "do": "choose_nobody", chat: string, } | { "do": "retry_lookup", chat: string, } | { "do": "open", chat: string, } | { "do": "open_task", chat: string, } | { "do": "retry", chat: string, } | { "do": "undo", chat: string, } | { "do": "restore", chat: string, } | { "do": "refresh" };
export type ColleagueView = { number: string, name: string, };
export type ConsultView = { name: string | null, number: NumberView, 
/**
 * They answered.
 */
talks: boolean, 
/**
 * There is a call with them that the other can be joined to.
 */
can_hand_over: boolean, 
/**
 * The call with them.
 */
with: number | null, };
export type DialOrder = { "order": "call", number: string, source: DialSourceView, } | { "order": "confirm", dial: number, device: string | null, } | { "order": "dismiss", dial: number, };
export type DialSourceView = "app" | "terminal" | "clipboard" | "link" | "extension";
export type DialStateView = { "state": "checking" } | { "state": "question", warnings: Array<DialWarningView>, } | { "state": "asked" } | { "state": "failed", problem: Problem, 
/**
 * Trying again may help.
 */
retry: boolean, };
export type DialView = { id: number, since_ms: number, source: DialSourceView, number: NumberView, 
/**
 * Dialled by hand once somebody answers.
 */
extension: string | null, 
/**
 * Who has the number, as this computer knows it.
 */
who: Array<MatchView>, state: DialStateView, };
export type DialWarningView = { "warning": "outside" } | { "warning": "never_call" } | { "warning": "premium" } | { "warning": "service" } | { "warning": "do_not_call", name: string, };
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
index_people: number, 
/**
 * More of it, and what its sync is doing.
 */
index: IndexView, api: ApiView, 
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
values: Record<FieldId, SettingValue>, 
/**
 * What was changed in a form before and not saved.
 */
unsaved: Partial<Record<FieldId, SettingValue>>, 
/**
 * Set by the administrator's policy: shown, and not to be changed here.
 */
locked: FieldId[], 
/**
 * Whom people ask about a locked setting; empty when the policy names nobody.
 */
policy_contact: string, secrets: Array<SecretView>, 
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
detail: string | null, min: number | null, max: number | null, 
/**
 * The variable that was meant, perhaps.
 */
nearest?: string, 
/**
 * The line of a list, from 1.
 */
place?: number, };
export type FieldError = "not-an-address" | "not-encrypted" | "not-an-extension" | "not-an-email" | "not-a-field-name" | "not-keys" | "not-a-file" | "not-an-ip-address" | "not-one-card" | "same-port" | "too-many" | "unknown-region" | "out-of-range" | "unknown-variable" | "text-too-long" | "not-a-phone-number" | "not-a-task-field" | "own-task-field" | "line-too-long" | "not-a-rule" | "twice" | "not-a-fact-field" | "not-a-setting" | "locked";
export type JournalPreview = { 
/**
 * Fields of the journal that cannot be used as they are.
 */
errors: Array<FieldProblem>, 
/**
 * One for each of the four texts.
 */
texts: Array<PreviewText>, 
/**
 * The kind of the last call.
 */
last: PreviewKind | null, };
export type PreviewKind = "answered-inbound" | "missed" | "answered-outbound" | "unanswered-outbound";
export type PreviewText = { kind: PreviewKind, 
/**
 * When the call began; `None`: a made-up one.
 */
call_ms: number | null, 
/**
 * Whom it was with: the person, else the name the phone system had, else the number.
 */
call_with: string | null, subject: string, description: string, 
/**
 * The same where nobody is found and the phone system knows no name.
 */
description_nameless: string, subject_nameless: string, 
/**
 * Salesforce's fields end before the texts do.
 */
cut: boolean, 
/**
 * Further Task fields, by name and value.
 */
fields: Array<[string, string]>, open: boolean, kept_nameless: boolean, not_written: NotWritten | null, };
export type ChatPreview = { 
/**
 * Fields of the chat journal that cannot be used as they are.
 */
errors: Array<FieldProblem>, 
/**
 * When the chat began; `None`: a made-up one.
 */
chat_ms: number | null, 
/**
 * Whom it was with.
 */
chat_with: string | null, channel: ChannelView, 
/**
 * The first entry; `None`: the chat has no message.
 */
text: EntryText | null, 
/**
 * How many entries it takes.
 */
parts: number, 
/**
 * The same where the visitor gives nothing and nobody is found.
 */
nameless: EntryText | null, kept_nameless: boolean, not_written: NotWritten | null, };
export type TaskFieldsView = { 
/**
 * By label.
 */
fields: Array<TaskFieldView>, 
/**
 * Salesforce could not be asked.
 */
problem: Problem | null, };
export type TaskFieldView = { 
/**
 * API name.
 */
name: string, 
/**
 * In the user's language.
 */
label: string, kind: FieldKindView, 
/**
 * In characters.
 */
length: number | null, 
/**
 * Objects a lookup leads to.
 */
refers_to: Array<string>, 
/**
 * Unique, an external id and long enough for our key.
 */
keeps_doubles_out: boolean, };
export type NotWritten = "off" | "internal" | "elsewhere" | "outcome" | "never-list" | "private" | "unmatched";
export type VariableView = { 
/**
 * As it stands between the brackets.
 */
name: string, id: string, filled: FilledView, };
export type FilledView = "always" | "answered" | "found" | "routed" | "agent" | "given" | "queued" | "recorded";
export type CreationView = { 
/**
 * The preferred kind first; empty: creating is off.
 */
kinds: Array<CreateKindView>, 
/**
 * People who are not in Salesforce yet, oldest first.
 */
waiting: Array<WaitingPerson>, };
export type CreateKindView = "contact" | "lead" | "person_account";
export type WaitingPerson = { 
/**
 * Opens the form again.
 */
draft: string, kind: CreateKindView, name: string, company: string | null, 
/**
 * The call they were created from, while it is known.
 */
call: number | null, queued_ms: number, state: WaitingState, };
export type WaitingState = { "state": "waiting", due_ms: number, problem: Problem | null, } | { "state": "in_doubt", ask_ms: number, } | { "state": "stuck", problem: Problem, };
export type CreateFrom = { "from": "call", call: number, } | { "from": "chat", chat: string, } | { "from": "text", text: string, } | { "from": "account", account: string, } | { "from": "draft", draft: string, };
export type CreateForm = { 
/**
 * Names it in everything that follows.
 */
draft: string, 
/**
 * What may be chosen, the preferred one first.
 */
kinds: Array<CreateKindView>, 
/**
 * Empty: there is nothing to choose.
 */
record_types: Array<RecordTypeView>, 
/**
 * In the order of the org's page.
 */
fields: Array<CreateField>, values: DraftValues, 
/**
 * Where prefilled values came from, by API name.
 */
sources: { [key in string]: ValueSource }, 
/**
 * The call it is opened from, while it is known.
 */
call: number | null, 
/**
 * What was typed before and not saved is back.
 */
restored: boolean, 
/**
 * Why the org's own fields are not known: these are the ones every org has.
 */
problem: Problem | null, 
/**
 * Why saving did not work the last time, where it was not seen: the draft was queued.
 */
refused: Refusals | null, };
export type RecordTypeView = { id: string, name: string, };
export type ValueSource = "origin" | "settings" | "org";
export type CreateField = { 
/**
 * API name.
 */
name: string, 
/**
 * The org's label in the user's language.
 */
label: string, kind: FieldKindView, required: boolean, 
/**
 * A field of this org's own.
 */
custom: boolean, 
/**
 * In characters.
 */
length_max: number | null, 
/**
 * What the org's admin says of it.
 */
help: string | null, choices: Array<CreateChoice>, 
/**
 * The choices are all there is; else any text may be typed.
 */
closed: boolean, 
/**
 * The field that says which choices there are.
 */
controlled_by: string | null, };
export type FieldKindView = "text" | "long_text" | "email" | "phone" | "url" | "number" | "checkbox" | "date" | "date_time" | "picklist" | "multi_picklist" | "account" | "record";
export type CreateChoice = { value: string, label: string, 
/**
 * Values of the controlling field it goes with (`true` and `false` for a checkbox); `null`:
 * with any.
 */
with: Array<string> | null, };
export type DraftValues = { kind: CreateKindView, record_type: string | null, 
/**
 * By API name.
 */
fields: { [key in string]: string }, account: AccountChoiceView | null, };
export type AccountChoiceView = { "account": "existing", id: string, name: string, } | { "account": "new", name: string, };
export type DraftCheck = { 
/**
 * How phone fields were read, by API name.
 */
numbers: { [key in string]: NumberView }, 
/**
 * Who may be there already, likeliest first.
 */
matches: Array<DuplicateView>, 
/**
 * Salesforce is worth asking as well.
 */
ask: boolean, };
export type DuplicatesThere = { "there": "found", matches: Array<DuplicateView>, requests: number, } | { "there": "stale" } | { "there": "failed", problem: Problem, };
export type DuplicateView = { person: FoundView, 
/**
 * At least one.
 */
why: Array<DuplicateWhy>, 
/**
 * The number of the draft can be added to the record: the label of an empty phone field.
 */
add_to: string | null, };
export type DuplicateWhy = "number" | "email" | "name_and_company" | "name" | "salesforce";
export type PersonSaved = { "saved": "created", person: FoundView, 
/**
 * It was there already: an earlier try, or another window's, had been carried out.
 */
found: boolean, } | { "saved": "refused" } & Refusals | { "saved": "duplicates", matches: Array<DuplicateView>, may_save_anyway: boolean, 
/**
 * The org's own words.
 */
message: string | null, } | { "saved": "queued", problem: Problem, } | { "saved": "failed", problem: Problem, };
export type Refusals = { fields: Array<FieldRefusal>, 
/**
 * What concerns no field of the form, in Salesforce's words.
 */
general: Array<string>, };
export type FieldRefusal = { 
/**
 * API name.
 */
field: string, 
/**
 * Of a field that is not on the form: what the org calls it.
 */
label: string | null, why: RefusalWhy, };
export type RefusalWhy = { "why": "missing" } | { "why": "too_long", max: number, } | { "why": "not_an_email" } | { "why": "not_a_number" } | { "why": "not_a_date" } | { "why": "not_a_choice" } | { "why": "salesforce", message: string, };
export type PersonUsed = { "used": "linked", person: FoundView, number: NumberAdded, } | { "used": "failed", problem: Problem, };
export type NumberAdded = { "number": "not_wanted" } | { "number": "added", label: string, } | { "number": "already_there" } | { "number": "no_room" } | { "number": "not_added", problem: Problem, };
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
export type PresetId = "three-cx-client" | "three-cx-link" | "microsip" | "microsip-link" | "snom" | "yealink" | "grandstream";
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
export type HeardVerdict = "told" | "taken" | "folded" | "known-to-system" | "waits" | "no-call" | "not-understood" | "placeholder" | "wrong-secret" | "wrong-host" | "not-allowed" | "links-off" | "too-many";
export type Finding = { check: Check, verdict: Verdict, 
/**
 * What was found, for the text `check-<id>-ok`: versions, names, counts. Never a secret.
 */
facts: Record<string, string>, 
/**
 * What is wrong and how to mend it. A warning has one as well.
 */
problem: Problem | null, };
export type Check = "settings" | "keychain" | "store" | "outbox" | "index" | "network" | "clock" | "phone" | "phone-sign-in" | "phone-version" | "phone-call-control" | "phone-own-extension" | "phone-names" | "phone-users" | "phone-call-log" | "phone-chats" | "phone-events" | "phone-client" | "salesforce" | "salesforce-data" | "salesforce-rights" | "salesforce-fields" | "salesforce-values" | "salesforce-duplicates" | "salesforce-budget" | "owner";
export type Verdict = "passed" | "warned" | "failed" | "not_checked";
export type Scope = "all" | "phone" | "salesforce";
export type RegionView = { 
/**
 * ISO letters; its name is the reader's language's own.
 */
region: string, 
/**
 * Without `+`.
 */
calling_code: number, };
export type RuleView = { on: boolean, 
/**
 * Empty: none.
 */
name: string, find: string, replace: string, error: RuleError | null, 
/**
 * What the error is about.
 */
detail: string | null, };
export type RuleError = "nothing-to-find" | "too-big" | "pattern-group-unclosed" | "pattern-group-unopened" | "pattern-class" | "pattern-repetition" | "pattern-escape" | "pattern-unsupported" | "pattern" | "no-group";
export type NumberTryView = { "tried": "refused", fields: Array<FieldProblem>, } | { "tried": "read", 
/**
 * Rule by rule.
 */
steps: Array<RuleStepView>, reading: ReadingKind, 
/**
 * In international format, else its digits.
 */
read: string, number: NumberView, found: TryFound, };
export type RuleStepView = { 
/**
 * Its place in the list, from 1.
 */
rule: number, name: string | null, effect: RuleEffect, 
/**
 * The number behind this rule.
 */
after: string, };
export type RuleEffect = "changed" | "nothing" | "off" | "wrong";
export type ReadingKind = "public" | "short" | "internal" | "withheld" | "unreadable";
export type TryFound = { "found": "not_looked_up" } | { "found": "judged", 
/**
 * Best first.
 */
matches: Array<MatchView>, 
/**
 * How many besides those.
 */
more: number, because: PopsBecause, 
/**
 * The place of the record that is remembered for this number.
 */
remembered: number | null, from: TriedIn, } | { "found": "failed", problem: Problem, };
export type TriedIn = { "from": "index", other_region: boolean, } | { "from": "salesforce", requests: number, };
export type PopsBecause = "nobody" | "only-exact" | "exact-first" | "only-last" | "shared" | "equal-rank" | "remembered";
export type ChoiceLine = { 
/**
 * What it is remembered by.
 */
number: string, shown: NumberView, 
/**
 * The record's id.
 */
person: string, 
/**
 * As the index on this computer knows it; `None`: it does not know it with this number.
 */
name: string | null, kind: KindView | null, chosen_ms: number, };
export type ChoicesView = { choices: Array<ChoiceLine>, 
/**
 * How many there are besides those.
 */
more: number, };
export type IndexView = { people: number, numbers: number, 
/**
 * Of the file everything is in.
 */
bytes: number, 
/**
 * The newest change of a record that is in it.
 */
newest_change_ms: number | null, 
/**
 * When everybody was last in it; `None`: never.
 */
synced_ms: number | null, 
/**
 * API calls that syncing took today (UTC), and the most it takes.
 */
api_calls_today: number, api_calls_max: number, 
/**
 * A first reading has not come to its end.
 */
unfinished: boolean, doing: IndexDoing, };
export type IndexDoing = { "doing": "waiting" } | { "doing": "collecting", kind: KindView, } | { "doing": "reading", kind: KindView, people: number, } | { "doing": "following" } | { "doing": "stopped", problem: Problem, };
export type IndexOrder = "status" | "sync" | "wipe";
export type CompareView = { 
/**
 * First and last day, `2026-11-22`.
 */
days: [string, string] | null, 
/**
 * `None`: nothing runs.
 */
doing: CompareDoing | null, compared: ComparedView | null, mended: MendedView | null, problem: Problem | null, };
export type CompareDoing = { "doing": "calls" } | { "doing": "log", nth: number, of: number, } | { "doing": "tasks" } | { "doing": "keys", count: number, } | { "doing": "people", nth: number, of: number, } | { "doing": "mending", nth: number, of: number, };
export type ComparedView = { at_ms: number, 
/**
 * Newest first.
 */
findings: Array<FindingView>, 
/**
 * So many more are not listed.
 */
more: number, 
/**
 * Calls with their one Task.
 */
agreed: number, 
/**
 * Calls whose entries wait here.
 */
waiting: number, 
/**
 * Calls that are not to be written.
 */
unwanted: number, 
/**
 * Why the phone system's log is not part of it.
 */
no_log: Problem | null, 
/**
 * One side held more than was read.
 */
cut: boolean, };
export type FindingView = { id: string, at_ms: number, 
/**
 * Who the call was with; of a Task that no call explains its subject.
 */
title: string, kind: KindView | null, company: string | null, number: NumberView | null, outcome: OutcomeView | null, talked_s: number, what: FindingWhat, };
export type FindingWhat = { "what": "missing", why: MissingWhy, text: string, } | { "what": "doubled", keep: string, remove: Array<string>, 
/**
 * Ours as well, and worked on: a person decides which one stays.
 */
rivals: Array<string>, 
/**
 * By another user or program; never touched.
 */
foreign: Array<string>, } | { "what": "foreign", record: string, };
export type MissingWhy = "gone" | "never_queued" | "not_seen_here";
export type MendedView = { queued: number, removed: number, 
/**
 * Findings that were other ones when they were looked at again.
 */
left: number, };
export type CompareOrder = { "order": "look" } | { "order": "start", from: string, to: string, } | { "order": "stop" } | { "order": "mend", ids: Array<string>, } | { "order": "keep", id: string, record: string, remove: Array<string>, } | { "order": "open", record: string, };
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
org: [number, number] | null, 
/**
 * They run short: what can be spared is left out.
 */
saving: boolean, };
export type PastProblem = { at_ms: number, problem: Problem, };
export type Action = { "action": "answer", call: number, } | { "action": "reject", call: number, } | { "action": "hang_up", call: number, } | { "action": "transfer", call: number, to: string, } | { "action": "voicemail", call: number, of: string | null, } | { "action": "consult", call: number, to: string, } | { "action": "hand_over", call: number, } | { "action": "dial", dial: DialOrder, } | { "action": "open", call: number, } | { "action": "choose", call: number, person: string, remember: boolean, } | { "action": "choose_nobody", call: number, } | { "action": "note", call: number, text: string, } | { "action": "link", call: number, person: string, 
/**
 * For every later call from the number as well.
 */
remember: boolean, } | { "action": "relate", call: number, related: RelatedView | null, } | { "action": "wrap_up", call: number, code: string | null, } | { "action": "private", call: number, on: boolean, } | { "action": "touch", call: number, } | { "action": "dismiss", call: number, } | { "action": "retry_lookup", call: number, } | { "action": "retry_entry", key: string, } | { "action": "retry_all" } | { "action": "discard_entry", key: string, } | { "action": "restore_entry", key: string, } | { "action": "edit_entry", key: string, subject: string, description: string, field: [string, string] | null, } | { "action": "undo_entry", key: string, } | { "action": "send_entry_here", key: string, } | { "action": "move_entry", key: string, person: string | null, } | { "action": "open_task", call: number, } | { "action": "chat", chat: ChatActionView, } | { "action": "open_person", id: string, } | { "action": "pause_pops" } | { "action": "resume_pops" } | { "action": "sign_in" } | { "action": "stop_sign_in" } | { "action": "sign_out" };

/** Paths of all settings. */
export type FieldId =
  | "chat.enabled"
  | "chat.gap_min"
  | "chat.subject"
  | "chat.text"
  | "creation.agent_may_choose"
  | "creation.contact_fields"
  | "creation.contact_phone"
  | "creation.enabled"
  | "creation.kind"
  | "creation.lead_company"
  | "creation.lead_fields"
  | "creation.lead_phone"
  | "creation.open_after"
  | "creation.person_account_fields"
  | "creation.person_account_phone"
  | "creation.save_anyway"
  | "dial.device"
  | "dial.extension.ask"
  | "dial.extension.enabled"
  | "dial.form"
  | "dial.links"
  | "dial.never"
  | "dial.prefix"
  | "dial.voicemail"
  | "facts.enabled"
  | "facts.fields"
  | "facts.max_api_share_percent"
  | "facts.show"
  | "index.every_min"
  | "index.sync"
  | "journal.answered_inbound"
  | "journal.answered_outbound"
  | "journal.dates"
  | "journal.enabled"
  | "journal.fields"
  | "journal.internal"
  | "journal.key_field"
  | "journal.missed"
  | "journal.never"
  | "journal.outcomes.answered_inbound"
  | "journal.outcomes.answered_outbound"
  | "journal.outcomes.missed"
  | "journal.outcomes.not_answered_here"
  | "journal.outcomes.not_known"
  | "journal.outcomes.rejected"
  | "journal.outcomes.unanswered_outbound"
  | "journal.owner"
  | "journal.private"
  | "journal.subject"
  | "journal.unanswered_outbound"
  | "journal.unmatched"
  | "journal.wrap_up_codes"
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
  | "phone.hook.enabled"
  | "phone.hook.lan_address"
  | "phone.hook.lan_phones"
  | "phone.hook.links"
  | "phone.hook.port"
  | "pop.wrap_up_s"
  | "salesforce.api_daily_max"
  | "salesforce.callback_port"
  | "salesforce.consumer_key"
  | "salesforce.login_address"
;

/** What settings are where nobody set them. */
export const DEFAULTS: Record<FieldId, SettingValue> = {
  "chat.enabled": false,
  "chat.gap_min": 30,
  "chat.subject": "3CX PhoneSystem Chat Session",
  "chat.text": "[DateTime]: [Channel] of [Name] [Number] [Email] with [Agent] ([Duration])[LineBreak][ChatMessages]",
  "creation.agent_may_choose": true,
  "creation.contact_fields": [],
  "creation.contact_phone": "",
  "creation.enabled": true,
  "creation.kind": "contact",
  "creation.lead_company": "Unknown",
  "creation.lead_fields": [],
  "creation.lead_phone": "",
  "creation.open_after": false,
  "creation.person_account_fields": [],
  "creation.person_account_phone": "",
  "creation.save_anyway": true,
  "dial.device": "",
  "dial.extension.ask": "once",
  "dial.extension.enabled": false,
  "dial.form": "e164",
  "dial.links": false,
  "dial.never": [],
  "dial.prefix": "",
  "dial.voicemail": "",
  "facts.enabled": true,
  "facts.fields": [],
  "facts.max_api_share_percent": 80,
  "facts.show": ["owner","opportunity","case","fields","next_task","last_activity","activities"],
  "index.every_min": 30,
  "index.sync": false,
  "journal.answered_inbound": "[DateTime]: Answered incoming call from [Number] [Name] to [Agent] ([Duration])[LineBreak][Notes]",
  "journal.answered_outbound": "[DateTime]: Answered outgoing call from [Agent] to [Number] [Name] ([Duration])[LineBreak][Notes]",
  "journal.dates": "iso",
  "journal.enabled": true,
  "journal.fields": [],
  "journal.internal": false,
  "journal.key_field": "",
  "journal.missed": "[DateTime]: Missed call from [Number] [Name] to [Agent][LineBreak][Notes]",
  "journal.never": [],
  "journal.outcomes.answered_inbound": "done",
  "journal.outcomes.answered_outbound": "done",
  "journal.outcomes.missed": "done",
  "journal.outcomes.not_answered_here": "done",
  "journal.outcomes.not_known": "done",
  "journal.outcomes.rejected": "done",
  "journal.outcomes.unanswered_outbound": "done",
  "journal.owner": "",
  "journal.private": [],
  "journal.subject": "3CX Phone System Call",
  "journal.unanswered_outbound": "[DateTime]: Unanswered outgoing call from [Agent] to [Number] [Name][LineBreak][Notes]",
  "journal.unmatched": "write",
  "journal.wrap_up_codes": [],
  "look.language": "system",
  "look.theme": "system",
  "matching.default_region": "DE",
  "matching.objects": ["contact","lead","account","person_account","user"],
  "matching.rules": [],
  "matching.strategy.digits": 7,
  "matching.strategy.strategy": "last_digits",
  "network.ca_file": "",
  "network.proxy": "",
  "phone.address": "",
  "phone.client_id": "",
  "phone.email": "",
  "phone.extension": "",
  "phone.hook.enabled": false,
  "phone.hook.lan_address": "",
  "phone.hook.lan_phones": [],
  "phone.hook.links": false,
  "phone.hook.port": 47114,
  "pop.wrap_up_s": 60,
  "salesforce.api_daily_max": 0,
  "salesforce.callback_port": 47113,
  "salesforce.consumer_key": "",
  "salesforce.login_address": "https://login.salesforce.com",
};

/** Variables of texts about calls, in the order they are offered in. */
export const VARIABLES = [
  {"name":"Number","id":"number","filled":"always"},
  {"name":"Name","id":"name","filled":"always"},
  {"name":"Agent","id":"agent","filled":"always"},
  {"name":"AgentFirstName","id":"agentfirstname","filled":"always"},
  {"name":"AgentLastName","id":"agentlastname","filled":"always"},
  {"name":"AgentEmail","id":"agentemail","filled":"always"},
  {"name":"Duration","id":"duration","filled":"always"},
  {"name":"DateTime","id":"datetime","filled":"always"},
  {"name":"Notes","id":"notes","filled":"agent"},
  {"name":"WrapUp","id":"wrapup","filled":"agent"},
  {"name":"LineBreak","id":"linebreak","filled":"always"},
  {"name":"CallResult","id":"callresult","filled":"always"},
  {"name":"CallType","id":"calltype","filled":"always"},
  {"name":"CallDirection","id":"calldirection","filled":"always"},
  {"name":"QueueExtension","id":"queueextension","filled":"routed"},
  {"name":"TransferredFrom","id":"transferredfrom","filled":"routed"},
  {"name":"CallStartTimeLocal","id":"callstarttimelocal","filled":"always"},
  {"name":"CallStartTimeUTC","id":"callstarttimeutc","filled":"always"},
  {"name":"CallEstablishedTimeLocal","id":"callestablishedtimelocal","filled":"answered"},
  {"name":"CallEstablishedTimeUTC","id":"callestablishedtimeutc","filled":"answered"},
  {"name":"CallEndTimeLocal","id":"callendtimelocal","filled":"always"},
  {"name":"CallEndTimeUTC","id":"callendtimeutc","filled":"always"},
  {"name":"DurationTimespan","id":"durationtimespan","filled":"always"},
  {"name":"EntityId","id":"entityid","filled":"found"},
  {"name":"EntityType","id":"entitytype","filled":"found"},
  {"name":"Contact::FullName","id":"contact-fullname","filled":"found"},
  {"name":"Contact::FirstName","id":"contact-firstname","filled":"found"},
  {"name":"Contact::LastName","id":"contact-lastname","filled":"found"},
  {"name":"Contact::Title","id":"contact-title","filled":"found"},
  {"name":"Contact::CompanyName","id":"contact-companyname","filled":"found"},
  {"name":"Contact::Email","id":"contact-email","filled":"found"},
  {"name":"Contact::PhoneBusiness","id":"contact-phonebusiness","filled":"found"},
  {"name":"Contact::PhoneMobile","id":"contact-phonemobile","filled":"found"},
  {"name":"Contact::ContactUrl","id":"contact-contacturl","filled":"found"},
  {"name":"Summary","id":"summary","filled":"recorded"},
  {"name":"Transcription","id":"transcription","filled":"recorded"},
  {"name":"Sentiment","id":"sentiment","filled":"recorded"},
  {"name":"RecordingUrl","id":"recordingurl","filled":"recorded"},
  {"name":"RecordingHyperLink","id":"recordinghyperlink","filled":"recorded"},
] as const satisfies readonly VariableView[];

/** The same of texts about chats. */
export const CHAT_VARIABLES = [
  {"name":"ChatMessages","id":"chatmessages","filled":"always"},
  {"name":"Channel","id":"channel","filled":"always"},
  {"name":"Number","id":"number","filled":"given"},
  {"name":"Email","id":"email","filled":"given"},
  {"name":"Name","id":"name","filled":"given"},
  {"name":"Agent","id":"agent","filled":"always"},
  {"name":"AgentFirstName","id":"agentfirstname","filled":"always"},
  {"name":"AgentLastName","id":"agentlastname","filled":"always"},
  {"name":"AgentEmail","id":"agentemail","filled":"always"},
  {"name":"QueueExtension","id":"queueextension","filled":"queued"},
  {"name":"Duration","id":"duration","filled":"always"},
  {"name":"DurationTimespan","id":"durationtimespan","filled":"always"},
  {"name":"DateTime","id":"datetime","filled":"always"},
  {"name":"ChatStartTimeLocal","id":"chatstarttimelocal","filled":"always"},
  {"name":"ChatStartTimeUTC","id":"chatstarttimeutc","filled":"always"},
  {"name":"ChatEndTimeLocal","id":"chatendtimelocal","filled":"always"},
  {"name":"ChatEndTimeUTC","id":"chatendtimeutc","filled":"always"},
  {"name":"EntityId","id":"entityid","filled":"found"},
  {"name":"EntityType","id":"entitytype","filled":"found"},
  {"name":"ChatSubject","id":"chatsubject","filled":"always"},
  {"name":"LineBreak","id":"linebreak","filled":"always"},
] as const satisfies readonly VariableView[];

export const CHECKS = [
  "settings",
  "keychain",
  "store",
  "outbox",
  "index",
  "network",
  "clock",
  "phone",
  "phone-sign-in",
  "phone-version",
  "phone-call-control",
  "phone-own-extension",
  "phone-names",
  "phone-users",
  "phone-call-log",
  "phone-chats",
  "phone-events",
  "phone-client",
  "salesforce",
  "salesforce-data",
  "salesforce-rights",
  "salesforce-fields",
  "salesforce-values",
  "salesforce-duplicates",
  "salesforce-budget",
  "owner",
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
  "hook-port-busy",
  "hook-lan-address-missing",
  "call-gone",
  "phone-not-allowed",
  "dial-no-call",
  "dial-no-number",
  "dial-own-extension",
  "dial-foreign-code",
  "dial-extension-off",
  "dial-no-voicemail",
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
  "policy-broken",
  "network-settings",
  "store-broken",
  "index-saving",
  "compare-saving",
  "compare-period",
  "compare-stopped",
  "compare-cut",
  "task-doubled",
  "index-limit",
  "index-job-failed",
  "proxy-unusable",
  "proxy-unreachable",
  "ca-file-missing",
  "ca-file-not-pem",
  "clock-off",
  "phone-clock-off",
  "outbox-stuck",
  "outbox-waiting",
  "phone-kept-out",
  "phone-server-error",
  "phone-no-events",
  "phone-configuration-off",
  "phone-role-names",
  "phone-role-users",
  "phone-role-call-log",
  "phone-role-chats",
  "phone-chats-not-logged",
  "salesforce-tls",
  "salesforce-no-read",
  "salesforce-no-create",
  "salesforce-no-edit",
  "salesforce-no-delete",
  "salesforce-field-not-searched",
  "salesforce-field-not-shown",
  "salesforce-field-not-written",
  "salesforce-field-needed",
  "salesforce-record-type",
  "salesforce-task-value",
  "salesforce-duplicates-blocked",
  "salesforce-budget-low",
  "salesforce-budget-spent",
  "salesforce-cap-reached",
  "salesforce-key-field",
  "owner-email-shared",
  "owner-phone-refused",
  "owner-phone-silent",
  "owner-no-email",
  "owner-no-user",
  "owner-inactive",
  "owner-several",
  "owner-crm-refused",
  "salesforce-address-wrong",
  "salesforce-key-wrong",
  "salesforce-secret-wrong",
  "salesforce-secret-missing",
  "salesforce-app-not-installed",
  "salesforce-app-blocked",
  "salesforce-app-elsewhere",
  "salesforce-app-cross-org",
  "salesforce-user-not-approved",
  "salesforce-user-inactive",
  "salesforce-org-locked",
  "salesforce-ip-restricted",
  "salesforce-login-refused",
  "salesforce-callback-unknown",
  "salesforce-scope-refused",
  "salesforce-scope-missing",
  "salesforce-access-denied",
  "salesforce-pkce-refused",
  "salesforce-code-spent",
  "salesforce-sign-in-refused",
  "salesforce-rate-limited",
  "salesforce-maintenance",
  "salesforce-session-ended",
  "salesforce-session-idle",
  "salesforce-session-lost",
  "sign-in-port-busy",
  "sign-in-timed-out",
  "sign-in-stopped",
  "keychain-broken",
  "salesforce-api-off-org",
  "salesforce-api-off-user",
  "salesforce-session-not-for-api",
  "salesforce-app-not-attached",
  "salesforce-barred-by-policy",
  "entry-other-org",
  "outbox-other-org",
  "store-taken-over",
  "creation-off",
  "creation-gone",
  "creation-in-doubt",
  "creation-duplicates",
  "no-pop-here",
  "hotkeys-taken",
  "hotkeys-wayland",
] as const satisfies readonly ProblemCode[];

/** Nobody is signed in: what mends these ends with signing in. */
export const SIGNED_OUT_CODES: readonly ProblemCode[] = [
  "salesforce-signed-out",
  "salesforce-key-wrong",
  "salesforce-secret-wrong",
  "salesforce-secret-missing",
  "salesforce-app-not-installed",
  "salesforce-app-blocked",
  "salesforce-app-elsewhere",
  "salesforce-app-cross-org",
  "salesforce-user-not-approved",
  "salesforce-user-inactive",
  "salesforce-org-locked",
  "salesforce-ip-restricted",
  "salesforce-login-refused",
  "salesforce-callback-unknown",
  "salesforce-scope-refused",
  "salesforce-scope-missing",
  "salesforce-access-denied",
  "salesforce-pkce-refused",
  "salesforce-code-spent",
  "salesforce-sign-in-refused",
  "salesforce-session-ended",
  "salesforce-session-idle",
  "salesforce-session-lost",
];

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
  | "outcome-not-known"
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
  | "rule-beginning"
  | "rule-ending"
  | "rule-inside"
  | "fact-owner"
  | "fact-owner-you"
  | "fact-last-activity"
  | "fact-opportunity"
  | "fact-case"
  | "fact-next-task"
  | "fact-more"
  | "fact-yes"
  | "fact-no"
  | "fact-days"
  | "fact-minutes"
  | "fact-you"
  | "facts-none"
  | "facts-saving"
  | "facts-title"
  | "activity-call-in"
  | "activity-call-out"
  | "activity-call-missed"
  | "activity-email"
  | "activity-meeting"
  | "activity-task"
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
  | "entry-waiting-org"
  | "send-here"
  | "fix"
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
  | "entry-none-off"
  | "entry-none-outcome"
  | "entry-none-never-list"
  | "entry-none-private"
  | "entry-none-unmatched"
  | "entry-kept"
  | "entry-kept-detail"
  | "write-now"
  | "do-not-log"
  | "log-after-all"
  | "wrap-up-code"
  | "wrap-up-none"
  | "entry-none-live"
  | "entry-none-other"
  | "mark-written"
  | "mark-waiting"
  | "mark-in-doubt"
  | "mark-stuck"
  | "mark-kept"
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
  | "nav-chats"
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
  | "keys-show-chats"
  | "keys-show-health"
  | "keys-pause"
  | "keys-first-last"
  | "keys-page"
  | "keys-letters"
  | "nav-search"
  | "search-field"
  | "search-kinds"
  | "kinds-contact"
  | "kinds-lead"
  | "kinds-account"
  | "kinds-person-account"
  | "kinds-user"
  | "search-count"
  | "search-list"
  | "search-here"
  | "search-there"
  | "search-there-more"
  | "search-there-none"
  | "search-calls"
  | "search-read-as"
  | "search-asking"
  | "search-too-short"
  | "search-narrow"
  | "search-hint"
  | "search-hint-where"
  | "search-nothing"
  | "search-nothing-here"
  | "search-nothing-kind"
  | "search-show-all"
  | "search-local-only"
  | "search-silent"
  | "search-here-silent"
  | "search-no-number"
  | "search-numbers"
  | "search-reach"
  | "search-email"
  | "search-typed"
  | "search-from-computer"
  | "search-from-computer-now"
  | "search-from-salesforce"
  | "search-from-salesforce-now"
  | "keys-show-search"
  | "keys-find"
  | "keys-open"
  | "keys-to"
  | "keys-call-number"
  | "keys-call-one"
  | "keys-call"
  | "keys-clear"
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
  | "api-saving"
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
  | "say-open-cases"
  | "say-several"
  | "say-several-remembered"
  | "say-none"
  | "say-local"
  | "say-talking"
  | "say-ended"
  | "say-missed"
  | "say-rejected"
  | "say-elsewhere"
  | "say-not-known"
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
  | "problem-hook-port-busy"
  | "problem-hook-port-busy-remedy"
  | "problem-hook-lan-address-missing"
  | "problem-hook-lan-address-missing-remedy"
  | "problem-call-gone"
  | "problem-call-gone-remedy"
  | "problem-phone-not-allowed"
  | "problem-phone-not-allowed-remedy"
  | "problem-dial-no-call"
  | "problem-dial-no-call-remedy"
  | "problem-dial-no-number"
  | "problem-dial-no-number-remedy"
  | "problem-dial-own-extension"
  | "problem-dial-own-extension-remedy"
  | "problem-dial-foreign-code"
  | "problem-dial-foreign-code-remedy"
  | "problem-dial-extension-off"
  | "problem-dial-extension-off-remedy"
  | "problem-dial-no-voicemail"
  | "problem-dial-no-voicemail-remedy"
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
  | "problem-salesforce-address-wrong"
  | "problem-salesforce-address-wrong-remedy"
  | "problem-salesforce-key-wrong"
  | "problem-salesforce-key-wrong-remedy"
  | "problem-salesforce-secret-wrong"
  | "problem-salesforce-secret-wrong-remedy"
  | "problem-salesforce-secret-missing"
  | "problem-salesforce-secret-missing-remedy"
  | "problem-salesforce-app-not-installed"
  | "problem-salesforce-app-not-installed-remedy"
  | "problem-salesforce-app-blocked"
  | "problem-salesforce-app-blocked-remedy"
  | "problem-salesforce-app-elsewhere"
  | "problem-salesforce-app-elsewhere-remedy"
  | "problem-salesforce-app-cross-org"
  | "problem-salesforce-app-cross-org-remedy"
  | "problem-salesforce-user-not-approved"
  | "problem-salesforce-user-not-approved-remedy"
  | "problem-salesforce-user-inactive"
  | "problem-salesforce-user-inactive-remedy"
  | "problem-salesforce-org-locked"
  | "problem-salesforce-org-locked-remedy"
  | "problem-salesforce-ip-restricted"
  | "problem-salesforce-ip-restricted-remedy"
  | "problem-salesforce-login-refused"
  | "problem-salesforce-login-refused-remedy"
  | "problem-salesforce-callback-unknown"
  | "problem-salesforce-callback-unknown-remedy"
  | "problem-salesforce-scope-refused"
  | "problem-salesforce-scope-refused-remedy"
  | "problem-salesforce-scope-missing"
  | "problem-salesforce-scope-missing-remedy"
  | "problem-salesforce-access-denied"
  | "problem-salesforce-access-denied-remedy"
  | "problem-salesforce-pkce-refused"
  | "problem-salesforce-pkce-refused-remedy"
  | "problem-salesforce-code-spent"
  | "problem-salesforce-code-spent-remedy"
  | "problem-salesforce-sign-in-refused"
  | "problem-salesforce-sign-in-refused-remedy"
  | "problem-salesforce-rate-limited"
  | "problem-salesforce-rate-limited-remedy"
  | "problem-salesforce-maintenance"
  | "problem-salesforce-maintenance-remedy"
  | "problem-salesforce-session-ended"
  | "problem-salesforce-session-ended-remedy"
  | "problem-salesforce-session-idle"
  | "problem-salesforce-session-idle-remedy"
  | "problem-salesforce-session-lost"
  | "problem-salesforce-session-lost-remedy"
  | "problem-sign-in-port-busy"
  | "problem-sign-in-port-busy-remedy"
  | "problem-sign-in-timed-out"
  | "problem-sign-in-timed-out-remedy"
  | "problem-sign-in-stopped"
  | "problem-sign-in-stopped-remedy"
  | "problem-keychain-broken"
  | "problem-keychain-broken-remedy"
  | "problem-salesforce-api-off-org"
  | "problem-salesforce-api-off-org-remedy"
  | "problem-salesforce-api-off-user"
  | "problem-salesforce-api-off-user-remedy"
  | "problem-salesforce-session-not-for-api"
  | "problem-salesforce-session-not-for-api-remedy"
  | "problem-salesforce-app-not-attached"
  | "problem-salesforce-app-not-attached-remedy"
  | "problem-salesforce-barred-by-policy"
  | "problem-salesforce-barred-by-policy-remedy"
  | "problem-keychain-absent"
  | "problem-keychain-absent-remedy"
  | "problem-keychain-locked"
  | "problem-keychain-locked-remedy"
  | "problem-network-settings"
  | "problem-network-settings-remedy"
  | "problem-policy-broken"
  | "problem-policy-broken-remedy"
  | "problem-settings-broken"
  | "problem-settings-broken-remedy"
  | "problem-store-broken"
  | "problem-store-broken-remedy"
  | "problem-index-saving"
  | "problem-index-saving-remedy"
  | "problem-compare-saving"
  | "problem-compare-saving-remedy"
  | "problem-compare-period"
  | "problem-compare-period-remedy"
  | "problem-compare-stopped"
  | "problem-compare-stopped-remedy"
  | "problem-compare-cut"
  | "problem-compare-cut-remedy"
  | "problem-task-doubled"
  | "problem-task-doubled-remedy"
  | "problem-index-limit"
  | "problem-index-limit-remedy"
  | "problem-index-job-failed"
  | "problem-index-job-failed-remedy"
  | "problem-no-pop-here"
  | "problem-no-pop-here-remedy"
  | "problem-hotkeys-taken"
  | "problem-hotkeys-taken-remedy"
  | "problem-hotkeys-wayland"
  | "problem-hotkeys-wayland-remedy"
  | "problem-creation-off"
  | "problem-creation-off-remedy"
  | "problem-creation-gone"
  | "problem-creation-gone-remedy"
  | "problem-creation-in-doubt"
  | "problem-creation-in-doubt-remedy"
  | "problem-creation-duplicates"
  | "problem-creation-duplicates-remedy"
  | "problem-entry-other-org"
  | "problem-entry-other-org-remedy"
  | "problem-outbox-other-org"
  | "problem-outbox-other-org-remedy"
  | "problem-store-taken-over"
  | "problem-store-taken-over-remedy"
  | "nav-settings"
  | "keys-show-settings"
  | "keys-forms"
  | "keys-reorder"
  | "keys-main-button"
  | "settings-sections"
  | "settings-help"
  | "settings-reading"
  | "settings-silent"
  | "settings-silent-remedy"
  | "section-general"
  | "settings-search"
  | "settings-found"
  | "settings-found-at"
  | "setting-edited"
  | "reset"
  | "reset-to"
  | "reset-empty"
  | "reset-done"
  | "changes-restored"
  | "offered-typed"
  | "offered-failed"
  | "language-hint"
  | "theme-hint"
  | "section-phone"
  | "section-salesforce"
  | "section-journal"
  | "section-pop"
  | "section-network"
  | "save"
  | "discard"
  | "undo"
  | "saved"
  | "changes"
  | "changes-refused"
  | "changes-refused-field"
  | "changes-discarded"
  | "field-error-not-a-number"
  | "field-error-needed"
  | "field-error-needed-test"
  | "secret-kept"
  | "secret-kept-memory"
  | "secret-replace"
  | "secret-replace-what"
  | "secret-remove"
  | "secret-remove-what"
  | "secret-keep"
  | "secret-keep-what"
  | "secret-removed"
  | "secret-hint"
  | "secret-hint-memory"
  | "secret-hint-locked"
  | "copy-what"
  | "general-lead"
  | "language"
  | "language-system"
  | "language-en"
  | "language-de"
  | "theme"
  | "theme-system"
  | "theme-light"
  | "theme-dark"
  | "theme-high-contrast"
  | "pop-lead"
  | "wrap-up-time"
  | "wrap-up-unit"
  | "wrap-up-hint"
  | "facts-settings"
  | "facts-enabled"
  | "facts-enabled-hint"
  | "facts-show"
  | "facts-show-hint"
  | "facts-show-up"
  | "facts-show-down"
  | "fact-kind-owner"
  | "fact-kind-opportunity"
  | "fact-kind-case"
  | "fact-kind-fields"
  | "fact-kind-next-task"
  | "fact-kind-last-activity"
  | "fact-kind-activities"
  | "facts-fields"
  | "facts-fields-hint"
  | "facts-share"
  | "facts-share-unit"
  | "facts-share-hint"
  | "network-lead"
  | "proxy"
  | "proxy-hint"
  | "ca-file"
  | "ca-file-hint"
  | "callback-port"
  | "callback-port-hint"
  | "network-help-tls"
  | "network-help-local"
  | "salesforce-lead"
  | "salesforce-lead-in"
  | "salesforce-intro"
  | "step-by-step"
  | "login-host"
  | "login-production"
  | "login-sandbox"
  | "login-my-domain"
  | "my-domain-address"
  | "my-domain-hint"
  | "consumer-key"
  | "consumer-key-hint"
  | "consumer-secret"
  | "consumer-secret-hint"
  | "login-host-hint"
  | "api-daily-max"
  | "api-daily-max-unit"
  | "api-daily-max-hint"
  | "callback-url"
  | "callback-url-hint"
  | "scopes"
  | "authorize"
  | "authorize-hint"
  | "authorize-waiting"
  | "authorize-waiting-hint"
  | "cancel"
  | "signed-in-as"
  | "signed-in-reading"
  | "signed-in-reading-more"
  | "signed-in-since"
  | "signed-out-now"
  | "org-production"
  | "org-sandbox"
  | "org-address"
  | "refresh-token"
  | "refresh-token-kept"
  | "refresh-token-memory"
  | "scopes-granted"
  | "scopes-missing"
  | "rights"
  | "rights-hint"
  | "check-now"
  | "check-again"
  | "other-app-signs-out"
  | "sign-out"
  | "sign-out-title"
  | "sign-out-token"
  | "sign-out-index"
  | "sign-out-entries"
  | "sign-out-entries-none"
  | "guide-kind"
  | "guide-eca"
  | "guide-app"
  | "guide-eca-note"
  | "guide-eca-1"
  | "guide-eca-2"
  | "guide-eca-3"
  | "guide-eca-4"
  | "guide-scope-api"
  | "guide-scope-refresh"
  | "guide-scope-openid"
  | "guide-eca-5"
  | "guide-eca-6"
  | "guide-eca-7"
  | "guide-app-note"
  | "guide-app-1"
  | "guide-app-2"
  | "guide-app-3"
  | "guide-app-4"
  | "guide-app-5"
  | "guide-app-6"
  | "phone-lead"
  | "phone-address"
  | "phone-address-hint"
  | "phone-client-id"
  | "phone-client-id-hint"
  | "phone-key"
  | "phone-extension"
  | "phone-extension-hint"
  | "phone-email"
  | "phone-email-hint"
  | "test"
  | "test-hint"
  | "testing"
  | "test-passed"
  | "test-failed"
  | "tested-at"
  | "phone-guide"
  | "phone-guide-1"
  | "phone-guide-2"
  | "phone-guide-3"
  | "phone-guide-4"
  | "phone-guide-5"
  | "phone-guide-6"
  | "phone-guide-client"
  | "phone-guide-licence"
  | "second-source"
  | "second-source-lead"
  | "hook-enabled"
  | "hook-enabled-hint"
  | "hook-port-hint"
  | "hook-links"
  | "hook-links-hint"
  | "hook-port"
  | "hook-lan-address"
  | "hook-lan-address-hint"
  | "hook-lan-phones"
  | "hook-lan-phones-hint"
  | "hook-off"
  | "hook-listening"
  | "hook-presets"
  | "preset-three-cx-client"
  | "preset-three-cx-client-where"
  | "preset-microsip"
  | "preset-microsip-where"
  | "preset-snom"
  | "preset-snom-where"
  | "preset-yealink"
  | "preset-yealink-where"
  | "preset-grandstream"
  | "preset-grandstream-where"
  | "preset-three-cx-link"
  | "preset-three-cx-link-where"
  | "preset-microsip-link"
  | "preset-microsip-link-where"
  | "preset-unconfirmed"
  | "hook-secret-note"
  | "new-secret"
  | "new-secret-title"
  | "new-secret-text"
  | "new-secret-made"
  | "learn"
  | "learn-empty"
  | "heard-told"
  | "heard-known-to-system"
  | "heard-waits"
  | "heard-no-call"
  | "heard-placeholder"
  | "heard-wrong-host"
  | "heard-links-off"
  | "heard-taken"
  | "heard-folded"
  | "heard-not-understood"
  | "heard-wrong-secret"
  | "heard-not-allowed"
  | "heard-too-many"
  | "section-matching"
  | "matching-lead"
  | "strategy"
  | "strategy-exact"
  | "strategy-exact-hint"
  | "strategy-last"
  | "strategy-last-hint"
  | "strategy-digits"
  | "strategy-fewer"
  | "strategy-more"
  | "default-region"
  | "default-region-hint"
  | "default-region-wipes"
  | "default-region-nothing"
  | "region-name"
  | "object-order"
  | "object-order-hint"
  | "move-to"
  | "moved-to"
  | "reformatting"
  | "reformatting-lead"
  | "reformatting-none"
  | "rule-add"
  | "rule-place"
  | "rule-name-of"
  | "rule-find-of"
  | "rule-replace-of"
  | "rule-on-of"
  | "rule-delete-of"
  | "rule-name"
  | "rule-find"
  | "rule-replace"
  | "rule-delete"
  | "rule-deleted"
  | "rule-error-nothing-to-find"
  | "rule-error-too-big"
  | "rule-error-pattern-group-unclosed"
  | "rule-error-pattern-group-unopened"
  | "rule-error-pattern-class"
  | "rule-error-pattern-repetition"
  | "rule-error-pattern-escape"
  | "rule-error-pattern-unsupported"
  | "rule-error-pattern"
  | "rule-error-no-group"
  | "rule-error-otherwise"
  | "test-number"
  | "test-number-label"
  | "test-number-lead"
  | "tried-received"
  | "rule-effect-nothing"
  | "rule-effect-off"
  | "rule-effect-wrong"
  | "tried-read"
  | "reading-short"
  | "reading-internal"
  | "reading-withheld"
  | "reading-unreadable"
  | "tried-place"
  | "tried-refused"
  | "who-that-finds"
  | "ranked-matches"
  | "pops-nobody-index"
  | "pops-nobody-salesforce"
  | "pops-only-exact"
  | "pops-exact-first"
  | "pops-only-last"
  | "pops-shared"
  | "pops-equal-rank"
  | "pops-remembered"
  | "last-chosen"
  | "tried-index"
  | "tried-salesforce"
  | "tried-other-region"
  | "ask-salesforce"
  | "ask-salesforce-cost"
  | "choices"
  | "choices-lead"
  | "choices-none"
  | "choice-unknown"
  | "choice-since"
  | "choice-forget"
  | "choice-forget-of"
  | "choice-forget-title"
  | "choice-forget-text"
  | "choices-forget-all"
  | "choices-forget-title"
  | "choices-forget-text"
  | "choice-forgotten"
  | "index-title"
  | "index-lead"
  | "index-sync"
  | "index-sync-hint"
  | "index-every"
  | "index-every-hint"
  | "index-every-unit"
  | "index-people-count"
  | "index-numbers"
  | "index-size"
  | "index-newest"
  | "index-synced"
  | "index-calls"
  | "index-calls-of"
  | "index-never"
  | "index-sync-now"
  | "index-wipe"
  | "index-wipe-title"
  | "index-wipe-text"
  | "index-wiped"
  | "index-collecting"
  | "index-reading"
  | "index-following"
  | "index-unfinished"
  | "index-newest-at"
  | "index-synced-at"
  | "run-checks"
  | "checking"
  | "checked-at"
  | "checks"
  | "checks-passed"
  | "checks-more-passed"
  | "checks-none"
  | "checks-silent"
  | "verdict-passed"
  | "verdict-warned"
  | "verdict-failed"
  | "verdict-not-checked"
  | "set-up"
  | "tray-ready"
  | "tray-attention"
  | "tray-paused"
  | "tray-phone-up"
  | "tray-phone-down"
  | "tray-salesforce-up"
  | "tray-salesforce-down"
  | "tray-open"
  | "tray-dial-copied"
  | "tray-redial"
  | "tray-redial-none"
  | "tray-search"
  | "tray-pause"
  | "tray-resume"
  | "tray-quit"
  | "notify-ringing"
  | "notify-ringing-body"
  | "notify-answer"
  | "notify-open"
  | "done-page-title"
  | "done-page-body"
  | "done-page-call"
  | "denied-page-title"
  | "denied-page-body"
  | "denied-page-detail"
  | "ctl-held"
  | "ctl-compare-agreed"
  | "ctl-compare-queued"
  | "ctl-compare-removed"
  | "ctl-compare-unwritten"
  | "ctl-not-configured"
  | "ctl-not-signed-in"
  | "ctl-open"
  | "ctl-signed-in"
  | "ctl-signed-out"
  | "ctl-who-user"
  | "ctl-who-org"
  | "ctl-who-sandbox"
  | "ctl-who-since"
  | "ctl-who-token"
  | "ctl-who-token-unknown"
  | "ctl-who-scopes"
  | "ctl-kept-keychain"
  | "ctl-kept-memory"
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
  | "check-outbox"
  | "check-outbox-why"
  | "check-outbox-ok"
  | "check-index"
  | "check-index-why"
  | "check-index-ok"
  | "check-network"
  | "check-network-why"
  | "check-network-ok"
  | "check-clock"
  | "check-clock-why"
  | "check-clock-ok"
  | "check-phone-users"
  | "check-phone-users-why"
  | "check-phone-users-ok"
  | "check-phone-call-log"
  | "check-phone-call-log-why"
  | "check-phone-call-log-ok"
  | "check-phone-chats"
  | "check-phone-chats-why"
  | "check-phone-chats-ok"
  | "check-phone-client"
  | "check-phone-client-why"
  | "check-phone-client-ok"
  | "check-salesforce-rights"
  | "check-salesforce-rights-why"
  | "check-salesforce-rights-ok"
  | "check-salesforce-fields"
  | "check-salesforce-fields-why"
  | "check-salesforce-fields-ok"
  | "check-salesforce-values"
  | "check-salesforce-values-why"
  | "check-salesforce-values-ok"
  | "check-salesforce-duplicates"
  | "check-salesforce-duplicates-why"
  | "check-salesforce-duplicates-ok"
  | "check-salesforce-budget"
  | "check-salesforce-budget-why"
  | "check-salesforce-budget-ok"
  | "check-owner"
  | "check-owner-why"
  | "check-owner-ok"
  | "doctor-passed"
  | "doctor-warned"
  | "doctor-failed"
  | "doctor-not-checked"
  | "doctor-not-checked-why"
  | "doctor-summary"
  | "problem-proxy-unusable"
  | "problem-proxy-unusable-remedy"
  | "problem-proxy-unreachable"
  | "problem-proxy-unreachable-remedy"
  | "problem-ca-file-missing"
  | "problem-ca-file-missing-remedy"
  | "problem-ca-file-not-pem"
  | "problem-ca-file-not-pem-remedy"
  | "problem-clock-off"
  | "problem-clock-off-remedy"
  | "problem-phone-clock-off"
  | "problem-phone-clock-off-remedy"
  | "problem-outbox-stuck"
  | "problem-outbox-stuck-remedy"
  | "problem-outbox-waiting"
  | "problem-outbox-waiting-remedy"
  | "problem-phone-kept-out"
  | "problem-phone-kept-out-remedy"
  | "problem-phone-server-error"
  | "problem-phone-server-error-remedy"
  | "problem-phone-no-events"
  | "problem-phone-no-events-remedy"
  | "problem-phone-configuration-off"
  | "problem-phone-configuration-off-remedy"
  | "problem-phone-role-names"
  | "problem-phone-role-names-remedy"
  | "problem-phone-role-users"
  | "problem-phone-role-users-remedy"
  | "problem-phone-role-call-log"
  | "problem-phone-role-call-log-remedy"
  | "problem-phone-role-chats"
  | "problem-phone-role-chats-remedy"
  | "problem-phone-chats-not-logged"
  | "problem-phone-chats-not-logged-remedy"
  | "problem-salesforce-tls"
  | "problem-salesforce-tls-remedy"
  | "problem-salesforce-no-read"
  | "problem-salesforce-no-read-remedy"
  | "problem-salesforce-no-create"
  | "problem-salesforce-no-create-remedy"
  | "problem-salesforce-no-edit"
  | "problem-salesforce-no-edit-remedy"
  | "problem-salesforce-no-delete"
  | "problem-salesforce-no-delete-remedy"
  | "problem-salesforce-field-not-searched"
  | "problem-salesforce-field-not-searched-remedy"
  | "problem-salesforce-field-not-shown"
  | "problem-salesforce-field-not-shown-remedy"
  | "problem-salesforce-field-not-written"
  | "problem-salesforce-field-not-written-remedy"
  | "problem-salesforce-field-needed"
  | "problem-salesforce-field-needed-remedy"
  | "problem-salesforce-record-type"
  | "problem-salesforce-record-type-remedy"
  | "problem-salesforce-task-value"
  | "problem-salesforce-task-value-remedy"
  | "problem-salesforce-duplicates-blocked"
  | "problem-salesforce-duplicates-blocked-remedy"
  | "problem-salesforce-budget-low"
  | "problem-salesforce-budget-low-remedy"
  | "problem-salesforce-budget-spent"
  | "problem-salesforce-budget-spent-remedy"
  | "problem-salesforce-cap-reached"
  | "problem-salesforce-cap-reached-remedy"
  | "problem-salesforce-key-field"
  | "problem-salesforce-key-field-remedy"
  | "problem-owner-email-shared"
  | "problem-owner-email-shared-remedy"
  | "problem-owner-phone-refused"
  | "problem-owner-phone-refused-remedy"
  | "problem-owner-phone-silent"
  | "problem-owner-phone-silent-remedy"
  | "problem-owner-no-email"
  | "problem-owner-no-email-remedy"
  | "problem-owner-no-user"
  | "problem-owner-no-user-remedy"
  | "problem-owner-inactive"
  | "problem-owner-inactive-remedy"
  | "problem-owner-several"
  | "problem-owner-several-remedy"
  | "problem-owner-crm-refused"
  | "problem-owner-crm-refused-remedy"
  | "journal-lead"
  | "journal-enabled"
  | "journal-subject"
  | "journal-answered-inbound"
  | "journal-missed"
  | "journal-answered-outbound"
  | "journal-unanswered-outbound"
  | "journal-texts"
  | "journal-limits"
  | "journal-dates"
  | "journal-dates-hint"
  | "dates-iso"
  | "dates-german"
  | "dates-british"
  | "dates-american"
  | "journal-which"
  | "journal-outcomes"
  | "journal-outcomes-hint"
  | "write-as-done"
  | "write-as-open"
  | "write-as-nothing"
  | "written-answered-inbound"
  | "written-missed"
  | "written-not-answered-here"
  | "written-not-answered-here-hint"
  | "written-rejected"
  | "written-answered-outbound"
  | "written-unanswered-outbound"
  | "written-not-known"
  | "written-not-known-hint"
  | "journal-unmatched"
  | "unmatched-write"
  | "unmatched-keep"
  | "unmatched-never"
  | "journal-unmatched-hint"
  | "journal-internal"
  | "journal-internal-hint"
  | "journal-never"
  | "journal-never-hint"
  | "journal-private"
  | "journal-private-hint"
  | "journal-more"
  | "journal-codes"
  | "journal-codes-hint"
  | "journal-fields"
  | "journal-fields-hint"
  | "task-field-choose"
  | "task-field-lookup"
  | "task-field-length"
  | "task-field-text"
  | "task-field-long-text"
  | "task-field-email"
  | "task-field-phone"
  | "task-field-url"
  | "task-field-number"
  | "task-field-checkbox"
  | "task-field-date"
  | "task-field-date-time"
  | "task-field-picklist"
  | "task-field-multi-picklist"
  | "task-field-account"
  | "task-field-record"
  | "journal-key-field"
  | "journal-key-field-hint"
  | "journal-key-field-none"
  | "journal-key-field-empty"
  | "journal-key-field-unfit"
  | "journal-owner"
  | "journal-owner-hint"
  | "preview"
  | "preview-choose"
  | "preview-answered-inbound"
  | "preview-missed"
  | "preview-answered-outbound"
  | "preview-unanswered-outbound"
  | "preview-of-call"
  | "preview-of-sample"
  | "preview-of-call-with"
  | "preview-of-chat"
  | "preview-of-chat-with"
  | "preview-of-sample-chat"
  | "preview-unknown"
  | "preview-unknown-kept"
  | "preview-unknown-same"
  | "preview-nameless"
  | "preview-nameless-kept"
  | "preview-nameless-same"
  | "preview-cut"
  | "preview-open"
  | "preview-silent"
  | "variables"
  | "variables-insert"
  | "variables-search"
  | "variables-none"
  | "variables-more"
  | "variables-offered"
  | "variable-inserted"
  | "variable-number"
  | "variable-name"
  | "variable-agent"
  | "variable-agentfirstname"
  | "variable-agentlastname"
  | "variable-agentemail"
  | "variable-duration"
  | "variable-datetime"
  | "variable-notes"
  | "variable-wrapup"
  | "variable-linebreak"
  | "variable-callresult"
  | "variable-calltype"
  | "variable-calldirection"
  | "variable-queueextension"
  | "variable-transferredfrom"
  | "variable-callstarttimelocal"
  | "variable-callstarttimeutc"
  | "variable-callestablishedtimelocal"
  | "variable-callestablishedtimeutc"
  | "variable-callendtimelocal"
  | "variable-callendtimeutc"
  | "variable-durationtimespan"
  | "variable-entityid"
  | "variable-entitytype"
  | "variable-contact-fullname"
  | "variable-contact-firstname"
  | "variable-contact-lastname"
  | "variable-contact-title"
  | "variable-contact-companyname"
  | "variable-contact-email"
  | "variable-contact-phonebusiness"
  | "variable-contact-phonemobile"
  | "variable-contact-contacturl"
  | "variable-summary"
  | "variable-transcription"
  | "variable-sentiment"
  | "variable-recordingurl"
  | "variable-recordinghyperlink"
  | "filled-answered"
  | "filled-found"
  | "filled-routed"
  | "filled-agent"
  | "filled-given"
  | "filled-queued"
  | "filled-recorded"
  | "field-error-not-an-address"
  | "field-error-not-encrypted"
  | "field-error-not-an-extension"
  | "field-error-not-an-email"
  | "field-error-not-keys"
  | "field-error-not-a-field-name"
  | "field-error-not-a-file"
  | "field-error-not-an-ip-address"
  | "field-error-not-one-card"
  | "field-error-same-port"
  | "field-error-too-many"
  | "field-error-unknown-region"
  | "field-error-out-of-range"
  | "field-error-unknown-variable"
  | "field-error-unknown-variable-near"
  | "field-error-not-a-phone-number"
  | "field-error-not-a-task-field"
  | "field-error-own-task-field"
  | "field-error-line-too-long"
  | "field-error-line"
  | "field-error-text-too-long"
  | "field-error-not-a-rule"
  | "field-error-twice"
  | "field-error-not-a-fact-field"
  | "setting-locked"
  | "setting-locked-ask"
  | "field-error-locked"
  | "field-error-not-a-setting"
  | "ctl-no-setting"
  | "ctl-secret-needs-keychain"
  | "chats-list"
  | "chats-empty"
  | "chats-off"
  | "chats-off-detail"
  | "chats-set-up"
  | "chats-waiting"
  | "chats-read"
  | "chats-failed-kept"
  | "chats-refresh"
  | "filter-chats"
  | "filter-no-chat"
  | "channel-live-chat"
  | "channel-sms"
  | "channel-whatsapp"
  | "channel-facebook"
  | "channel-rcs"
  | "chat-messages"
  | "chat-from-to"
  | "chat-taken-over"
  | "chat-entry-open"
  | "chat-entry-open-detail"
  | "chat-entry-taken"
  | "chat-entry-none-unmatched"
  | "chat-entry-parts"
  | "chat-transcript"
  | "chat-earlier"
  | "chat-you"
  | "chat-visitor"
  | "chat-system"
  | "chat-who"
  | "chat-who-lead"
  | "chat-found-by"
  | "chat-given-name"
  | "chat-email"
  | "chat-number"
  | "chat-queue"
  | "chat-select"
  | "chat-unreachable"
  | "chat-retry-lookup"
  | "section-chats"
  | "section-creation"
  | "section-dial"
  | "dial-lead"
  | "dial-form"
  | "dial-form-hint"
  | "dial-form-e164"
  | "dial-form-international"
  | "dial-form-national"
  | "dial-prefix"
  | "dial-prefix-hint"
  | "dial-phone"
  | "dial-phone-hint"
  | "dial-phone-none"
  | "dial-phone-asking"
  | "dial-phone-empty"
  | "dial-voicemail"
  | "dial-voicemail-hint"
  | "dial-links"
  | "dial-links-hint"
  | "dial-browser"
  | "dial-browser-hint"
  | "dial-browser-ask"
  | "dial-browser-ask-hint"
  | "dial-ask-once"
  | "dial-ask-always"
  | "dial-ask-never"
  | "dial-never"
  | "dial-never-hint"
  | "creation-lead"
  | "creation-enabled"
  | "creation-enabled-hint"
  | "creation-kind"
  | "creation-kind-hint"
  | "creation-choose"
  | "creation-choose-hint"
  | "creation-anyway"
  | "creation-anyway-hint"
  | "creation-open"
  | "creation-open-hint"
  | "creation-defaults"
  | "creation-defaults-hint"
  | "creation-company"
  | "creation-company-hint"
  | "creation-phones"
  | "creation-phones-hint"
  | "creation-phone-own"
  | "default-field"
  | "default-field-of"
  | "default-text-of"
  | "default-remove"
  | "default-add"
  | "chat-lead"
  | "chat-enabled"
  | "chat-enabled-hint"
  | "chat-subject"
  | "chat-text"
  | "chat-text-hint"
  | "chat-variable-chatmessages"
  | "chat-variable-channel"
  | "chat-variable-number"
  | "chat-variable-email"
  | "chat-variable-name"
  | "chat-variable-agent"
  | "chat-variable-agentfirstname"
  | "chat-variable-agentlastname"
  | "chat-variable-agentemail"
  | "chat-variable-queueextension"
  | "chat-variable-duration"
  | "chat-variable-durationtimespan"
  | "chat-variable-datetime"
  | "chat-variable-chatstarttimelocal"
  | "chat-variable-chatstarttimeutc"
  | "chat-variable-chatendtimelocal"
  | "chat-variable-chatendtimeutc"
  | "chat-variable-entityid"
  | "chat-variable-entitytype"
  | "chat-variable-chatsubject"
  | "chat-variable-linebreak"
  | "chat-gap"
  | "chat-gap-unit"
  | "chat-gap-hint"
  | "nav-journal"
  | "nav-journal-count"
  | "entries-list"
  | "entries-retry-all"
  | "entries-export"
  | "entries-stuck"
  | "entries-waiting"
  | "entries-written-today"
  | "entries-earlier"
  | "entries-more"
  | "entries-away"
  | "entries-away-signed-out"
  | "entries-away-safe"
  | "entries-away-next"
  | "entries-empty"
  | "entries-try-now"
  | "entries-loading-failed"
  | "entries-try"
  | "entries-kept"
  | "entries-in-doubt"
  | "entries-wrap-up"
  | "entries-answered-inbound"
  | "entries-missed"
  | "entries-rejected"
  | "entries-answered-outbound"
  | "entries-unanswered-outbound"
  | "entries-elsewhere"
  | "entries-not-known"
  | "entries-subject"
  | "entries-text"
  | "entries-linked-to"
  | "entries-nobody"
  | "entries-owner"
  | "entries-owner-email"
  | "entries-owner-setting"
  | "entries-owner-signed-in"
  | "entries-owner-unknown"
  | "entries-refused"
  | "entries-not-in-list"
  | "entries-no-value"
  | "entries-allowed"
  | "entries-save-retry"
  | "entries-discard"
  | "entries-discard-title"
  | "entries-discard-text"
  | "entries-discarded"
  | "entries-exported"
  | "entries-export-failed"
  | "entries-select"
  | "entries-gone"
  | "entries-technical"
  | "entries-key"
  | "entries-state"
  | "entries-attempts"
  | "entries-last"
  | "entries-record"
  | "entries-queued"
  | "entries-changed"
  | "compare"
  | "compare-title"
  | "compare-lead"
  | "compare-days"
  | "compare-today"
  | "compare-yesterday"
  | "compare-week"
  | "compare-other"
  | "compare-from"
  | "compare-to"
  | "compare-backwards"
  | "compare-too-long"
  | "compare-no-day"
  | "compare-stop"
  | "compare-doing-calls"
  | "compare-doing-log"
  | "compare-doing-tasks"
  | "compare-doing-keys"
  | "compare-doing-people"
  | "compare-doing-mending"
  | "compare-silent"
  | "compare-findings"
  | "compare-agrees"
  | "compare-agreed"
  | "compare-waiting"
  | "compare-unwanted"
  | "compare-no-log"
  | "compare-no-log-why"
  | "compare-cut"
  | "compare-missing"
  | "compare-doubled"
  | "compare-foreign"
  | "compare-more"
  | "compare-missing-mark"
  | "compare-doubled-mark"
  | "compare-foreign-mark"
  | "compare-short-gone"
  | "compare-short-never"
  | "compare-short-log"
  | "compare-short-doubled"
  | "compare-short-left"
  | "compare-short-rivals"
  | "compare-short-foreign"
  | "compare-why-gone"
  | "compare-why-never"
  | "compare-why-log"
  | "compare-why-doubled"
  | "compare-why-left"
  | "compare-why-rivals"
  | "compare-why-foreign"
  | "compare-would-write"
  | "compare-keep"
  | "compare-surplus"
  | "compare-rivals"
  | "compare-others"
  | "compare-keep-this"
  | "compare-keep-title"
  | "compare-keep-confirm"
  | "compare-keep-text"
  | "compare-foreign-task"
  | "compare-open-task"
  | "compare-write"
  | "compare-write-this"
  | "compare-write-title"
  | "compare-write-text"
  | "compare-remove"
  | "compare-remove-this"
  | "compare-remove-title"
  | "compare-remove-text"
  | "compare-queued"
  | "compare-removed"
  | "compare-left"
  | "compare-start-hint"
  | "compare-select"
  | "keys-compare"
  | "keys-show-journal"
  | "keys-undo"
  | "keys-relink"
  | "keys-discard"
  | "undo-left"
  | "write-after-all"
  | "entry-undone"
  | "entry-discarded"
  | "entry-removed-detail"
  | "step-remove-waiting"
  | "step-remove-stuck"
  | "step-remove-kept"
  | "step-move-waiting"
  | "step-move-stuck"
  | "step-move-kept"
  | "step-text-waiting"
  | "step-text-stuck"
  | "step-text-kept"
  | "entries-left-alone"
  | "ctl-dial-nobody"
  | "ctl-dial-confirm"
  | "ctl-dial-asked"
  | "ctl-dial-rings"
  | "ctl-dial-talks"
  | "ctl-dial-warning-outside"
  | "dial-warning-never"
  | "dial-warning-premium"
  | "dial-warning-service"
  | "dial-warning-do-not-call"
  | "ctl-no-entry"
  | "ctl-entry-sent"
  | "ctl-entry-of-this-org"
  | "key-delete"
  | "related-to"
  | "related-nothing"
  | "related-opportunity"
  | "related-case"
  | "related-empty"
  | "related-more"
  | "related-lead"
  | "related-lead-why"
  | "related-nobody"
  | "related-nobody-why"
  | "link-or"
  | "link-placeholder"
  | "link-remember"
  | "link-type"
  | "linked-by-you"
  | "linked-by-you-why"
  | "create-title"
  | "create-kinds"
  | "create-contact"
  | "create-lead"
  | "create-person"
  | "create-person-account"
  | "create-at"
  | "create-off"
  | "create-record-type"
  | "create-first-name"
  | "create-last-name"
  | "create-company"
  | "create-phone"
  | "create-required"
  | "create-org-requires"
  | "create-from-call"
  | "create-from-chat"
  | "create-from-search"
  | "create-from-account"
  | "create-from-draft"
  | "create-source-settings"
  | "create-source-org"
  | "create-choose"
  | "create-choose-first"
  | "create-record-id"
  | "create-account-placeholder"
  | "create-account-type"
  | "create-account-none"
  | "create-account-new"
  | "create-account-new-chosen"
  | "create-private"
  | "create-refused-missing"
  | "create-refused-too-long"
  | "create-refused-not-an-email"
  | "create-refused-not-a-number"
  | "create-refused-not-a-date"
  | "create-refused-not-a-choice"
  | "create-refused-salesforce"
  | "create-refused-unchosen"
  | "create-refused-whole"
  | "create-wrong"
  | "create-save-as-new"
  | "create-use"
  | "create-view"
  | "create-duplicates"
  | "create-already-contact"
  | "create-already-lead"
  | "create-already-account"
  | "create-already-person-account"
  | "create-already-user"
  | "create-why-number"
  | "create-why-email"
  | "create-why-name-and-company"
  | "create-why-name"
  | "create-why-salesforce"
  | "create-owner"
  | "create-add-number"
  | "create-forbidden"
  | "create-restored"
  | "create-start-over"
  | "create-basics"
  | "create-failed"
  | "create-kept-here"
  | "create-kept"
  | "create-silent"
  | "create-offline"
  | "create-done"
  | "create-done-found"
  | "create-queued"
  | "create-queued-more"
  | "create-linked"
  | "create-number-added"
  | "create-number-there"
  | "create-number-no-room"
  | "create-number-not-added"
  | "create-waiting"
  | "create-waiting-more"
  | "create-waiting-doubt"
  | "create-open-form"
  | "create-refused-field"
  | "create-unseen"
  | "create-forbidden-unseen"
  | "create-formless"
  | "create-not-kept"
  | "create-people"
  | "create-saved-at"
  | "create-try-again"
  | "create-give-up"
  | "create-give-up-title"
  | "create-give-up-text"
  | "keys-create"
  | "keys-use-existing"
  | "keys-view-existing"
  | "keys-create-lead"
  | "ctl-host-stranger"
  | "ctl-host-no-browser"
  | "ctl-host-none"
  | "extension-away"
  | "ctl-host-confirm"
  | "ctl-host-gone"
  | "extension-about"
  | "extension-dial-selection"
  | "extension-menu"
  | "extension-call"
  | "extension-calling"
  | "extension-state-no-host"
  | "extension-state-away"
  | "extension-state-disabled"
  | "extension-state-no-phone"
  | "extension-state-ready"
  | "extension-here"
  | "extension-found"
  | "extension-options"
  | "extension-region"
  | "extension-sites"
  | "extension-sites-salesforce"
  | "extension-everywhere"
  | "extension-everywhere-why"
  | "extension-on-list"
  | "extension-off-list"
  | "extension-site"
  | "extension-add"
  | "extension-drop"
  | "extension-drop-site"
  | "extension-not-allowed"
  | "extension-no-site"
  | "call"
  | "call-back"
  | "dial-checking"
  | "dial-question"
  | "dial-asked"
  | "dial-failed"
  | "dial-from-terminal"
  | "dial-from-clipboard"
  | "dial-from-link"
  | "dial-from-extension"
  | "dial-nobody"
  | "dial-several"
  | "dial-step-asked"
  | "dial-step-ringing"
  | "dial-step-connected"
  | "dial-extension"
  | "dial-device"
  | "dial-device-usual"
  | "dial-again"
  | "say-dial-question"
  | "say-dial-asked"
  | "say-dial-failed"
  | "transfer"
  | "transfer-to"
  | "transfer-placeholder"
  | "transfer-ring-there"
  | "transfer-ask"
  | "transfer-voicemail"
  | "transfer-voicemail-of"
  | "transfer-number"
  | "transfer-none"
  | "transfer-returns"
  | "transfer-asking"
  | "transfer-talks"
  | "transfer-waits"
  | "transfer-hand-over"
  | "transfer-back"
  | "keys-dial-selection"
  | "keys-open-ringside"
;
