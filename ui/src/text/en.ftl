# Every word a person reads, in English. One id per line; de.ftl has the same ids.

app-name = Ringside
window-title = Ringside

## Kinds of people and companies

kind-contact = Contact
kind-lead = Lead
kind-account = Account
kind-person-account = Person Account
kind-user = User

## State of a call

state-ringing = Ringing
state-dialing = Dialling
state-talking = Talking
state-ended = Ended
outcome-answered = answered
outcome-missed = Missed
outcome-rejected = Rejected
outcome-no-answer = No answer
outcome-elsewhere = Answered elsewhere
from-whom = from { $who }
about-time = about { $time }
number-withheld = Number withheld
withheld-cannot = Cannot be looked up
withheld-body = The caller hides the number, so nobody can be looked up.
internal-call = Internal call
searching-salesforce = Searching Salesforce…
not-in-salesforce = Not in Salesforce
none-of-these-chosen = None of the matches
not-looked-up = Not looked up
not-looked-up-body = This number is not looked up in Salesforce.
time-there = { $time } there
time-range = { $from } to { $to }

## Buttons

answer = Answer
reject = Reject
hang-up = Hang up
open = Open
open-in-salesforce = Open in Salesforce
done = Done
copy = Copy
copied = Copied
details = Details
notes-back = Notes
why = Why
back = Back
hide = Hide
retry = Retry
sign-in-again = Sign in again
task = Task
close = Close

## Who is calling

several-count =
    { $count ->
        [one] 1 match. Choose below.
       *[other] { $count } matches. Choose below.
    }
several-remembered = { $count } matches. Last time you chose { $name }.
several-talking =
    { $count ->
        [one] 1 match. Choose with Details.
       *[other] { $count } matches. Choose with Details.
    }
several-label = Who is calling?
remember-number = Remember for this number
none-of-these = None of these
do-not-call = Do Not Call
do-not-call-set = is set in Salesforce
rule-exact = { $label }, exact
rule-last = { $label }, last { $digits } digits
rule-last-short = { $label }, last { $digits }
fact-owner = Owner
fact-owner-you = { $name } · you
fact-last-activity = Last activity
why-title = Why this person
why-caller = Caller
why-stored = Salesforce
why-field = Field
why-rule = Rule
why-source = Source
why-rule-exact = Exact: every digit is equal
why-rule-last = Last { $digits } digits are equal
source-salesforce = Asked Salesforce just now
source-computer = This computer, read { $time }
ranked-lower-last = Ranked lower: last { $digits } only
ranked-lower-field = Ranked lower: { $label }
ranked-lower-activity = Ranked lower
someone-else = Someone else
more-matches =
    { $count ->
        [one] and 1 more
       *[other] and { $count } more
    }
none-checked = Checked contacts, leads, accounts and users. None has this number.
none-phone-name = 3CX calls this number “{ $name }”.
from-this-computer = from this computer, { $age }
age-now = just read
age-minutes = { $count } min old
age-hours = { $count } h old
age-days =
    { $count ->
        [one] 1 day old
       *[other] { $count } days old
    }
cannot-since = Since { $time }.
cannot-kept = The call is kept and will be written later.
cannot-kept-sign-in = The call is kept and will be written after you sign in.
cannot-nobody-local = This computer does not know the number.

## Notes and the journal

notes = Notes
notes-placeholder = What was said, what was agreed
notes-saved = Saved { $time }
notes-limit = No room for more
journal-entry = Journal entry
entry-will-be-written = Will be written
entry-will-be-written-detail = Safe on this computer. Written when you are done.
entry-will-be-written-at = Safe on this computer. Written in { $time }.
entry-waiting-network = Waiting for the network
entry-waiting-sign-in = Waiting for you to sign in
entry-waiting-salesforce = Waiting for Salesforce
entry-safe = Safe on this computer.
entry-next-try = Safe on this computer. Next try in { $time }.
entry-in-doubt = Sent, not confirmed
entry-in-doubt-detail = Asking Salesforce in { $time }.
entry-in-doubt-now = Asking Salesforce now.
entry-stuck = Stuck: { $problem }
entry-written = Written to Salesforce
entry-written-at = Written { $time }
entry-written-detail = Task · { $time }
entry-none = Not written
entry-none-elsewhere = A colleague took this call, so it is not written here.
entry-none-internal = Internal calls are not written.
entry-none-live = Will be written after the call.
entry-none-other = No entry for this call.
mark-written = Written
mark-waiting = Waiting
mark-in-doubt = Sent, not confirmed
mark-stuck = Stuck
mark-not-written = Not written here
mark-live = In progress

## Older calls

more-calls =
    { $count ->
        [one] +1 more call
       *[other] +{ $count } more calls
    }
older-calls = Other calls

## Keys

key-ctrl = Ctrl
key-alt = Alt
key-command = ⌘
key-option = ⌥
key-enter = ↵
key-tab = Tab
key-esc = Esc
key-space = Space
key-home = Home
key-end = End
key-page-up = PgUp
key-page-down = PgDn

## Main window

nav-label = Views
nav-calls = Calls
nav-health = Health
phone-up = 3CX, extension { $extension }
phone-connecting = 3CX, connecting
phone-down = 3CX, no link
salesforce-up = Salesforce, { $name }
salesforce-up-nameless = Salesforce, signed in
salesforce-connecting = Salesforce, connecting
salesforce-down = Salesforce, no link
salesforce-signed-out = Salesforce, signed out
pops-on = Pops on
pops-paused = Pops paused
today = Today
filter-calls = Filter by name or number
filter-clear = Clear filter
filter-nothing = No call matches “{ $text }”.
segments-label = Which calls
segment-all = All
segment-missed = Missed
segment-unknown = Not in Salesforce
segment-unwritten = Not written
segment-nothing = No such call today.
calls-empty = No calls yet today. They appear here as they ring.
calls-list = Calls of today
row-now = now
row-answered-by = Answered by { $who }
row-answered-elsewhere = Answered by a colleague
row-no-answer = no answer
row-rejected = rejected
row-incoming = Incoming call
row-outgoing = Outgoing call
row-missed = Missed call
row-rejected-name = Rejected call
row-elsewhere-name = Answered by a colleague
select-a-call = Choose a call to see its details.
details-gone = This call is no longer known here.
course = Course of the call
step-rang = Rang
step-rang-via = Rang at { $via }
step-dialed = Dialled
step-adopted = Call was already in progress when Ringside connected
step-answered-here = Answered by you
step-answered-by = Answered by { $who }
step-transferred-from = Transferred from { $who }
step-link-lost = Link to 3CX lost, times are estimates
step-ended = Ended
notes-part-of-task = Part of the Task.
looked-up-in = Looked up in
called-from = Called from
in-salesforce = In Salesforce
keys-move = move
keys-filter = filter
keys-all = all keys
keys-title = Keys
keys-everywhere = Everywhere, system-wide
keys-pop-ringing = Pop, ringing
keys-pop-talking = Pop, talking and ended
keys-main = This window
keys-list = List of calls
keys-give-keyboard = Give the pop the keyboard, and back
keys-choose = Choose a match
keys-remember = Remember the choice
keys-next-call = Next call
keys-remedy = The banner’s button
keys-show-calls = Show calls
keys-show-health = Show health
keys-pause = Pause or resume pops
keys-first-last = First, last
keys-page = A page up, down
keys-letters = Letters: jump to a name

## Health

health-title = Health
connections = Connections
health-3cx = 3CX
health-salesforce = Salesforce
health-keychain = Keychain
health-index = Local index
link-connecting = Connecting…
link-up-phone = extension { $extension }, connected since { $time }
link-up-phone-version = { $version }, extension { $extension }, connected since { $time }
link-up-salesforce = { $host }, connected since { $time }
link-up-since = Connected since { $time }
link-down-since = Since { $time }.
keychain-ok = Secrets are in this computer’s keychain
keychain-absent = No keychain on this computer
keychain-absent-detail = Secrets stay in memory only and are gone after a restart. Install and unlock a keychain.
index-people =
    { $count ->
        [one] 1 person known on this computer
       *[other] { $count } people known on this computer
    }
journal = Journal
journal-clear = Everything is written.
journal-written-today = Written today
journal-waiting = Waiting
journal-stuck = Stuck
api-title = Salesforce API calls, last 24 hours
api-of = of { $limit } used by the org
api-ours = Ringside, since it started
api-others = All others
api-unknown = Known after the first answer from Salesforce.
last-problems = Last problems
no-problems = No problems since Ringside started.
status-ok = In order
status-waiting = Connecting
status-attention = Needs attention
status-down = Not working

## What a screen reader says

say-searching = Searching Salesforce.
say-call = Call from { $parts }.
say-outgoing = Calling { $parts }.
say-why-exact = { $label }, exact match.
say-why-last = { $label }, last { $digits } digits match: { $spelled }.
say-do-not-call = Do Not Call is set.
say-several =
    { $count ->
        [one] 1 match.
       *[other] { $count } matches.
    }
say-several-remembered =
    { $count ->
        [one] 1 match. Last time you chose { $name }.
       *[other] { $count } matches. Last time you chose { $name }.
    }
say-none = Not in Salesforce.
say-local = { $name }, from this computer.
say-talking = Connected. Notes are saved as you type.
say-ended = Call ended, { $minutes ->
        [0] { "" }
        [one] 1 minute{ " " }
       *[other] { $minutes } minutes{ " " }
    }{ $seconds ->
        [one] 1 second
       *[other] { $seconds } seconds
    }.
say-missed = Missed call.
say-rejected = Call rejected.
say-elsewhere = Answered by a colleague.
say-no-answer = No answer.
say-written = Written to Salesforce.
say-will-be-written = Will be written.
say-waiting = Not written yet.
say-in-doubt = Sent to Salesforce, not confirmed yet.
say-stuck = Not written.
say-second = Second call from { $parts }.

## What went wrong, and what mends it

problem-phone-not-configured = 3CX is not set up yet
problem-phone-not-configured-remedy = Enter the address, client ID and API key of your 3CX.
problem-phone-unreachable = 3CX does not answer
problem-phone-unreachable-remedy = Check the network and the address of your 3CX. Trying every few seconds.
problem-phone-tls = The certificate of 3CX is not valid
problem-phone-tls-remedy = Check the address and the certificate of your 3CX. Ringside does not connect without a valid one.
problem-phone-wrong-credentials = 3CX does not accept the client ID or the API key
problem-phone-wrong-credentials-remedy = Copy both again from Integrations > API in the 3CX admin console.
problem-phone-call-control-off = Call control is off for this API client
problem-phone-call-control-off-remedy = Turn on “3CX Call Control API Access” for the client in the 3CX admin console.
problem-phone-no-licence = The licence of this 3CX has no call control
problem-phone-no-licence-remedy = Call control needs a 3CX Enterprise licence of at least 8 calls.
problem-phone-not-monitored = Your extension is not monitored by this API client
problem-phone-not-monitored-remedy = Add your extension to the client’s extensions in the 3CX admin console.
problem-phone-shared-client = Somebody else uses the same 3CX API client
problem-phone-shared-client-remedy = 3CX keeps one session per client. Create a client of its own for this computer.
problem-phone-not-3cx = This address is not a 3CX
problem-phone-not-3cx-remedy = Check the address: it is the one of the 3CX Web Client.
problem-phone-dropped = The link to 3CX was lost
problem-phone-dropped-remedy = Calls in progress go on. Trying every few seconds.
problem-call-gone = The call is over already
problem-call-gone-remedy = Nothing to do.
problem-phone-not-allowed = 3CX does not allow this
problem-phone-not-allowed-remedy = Use the phone itself, or ask your admin for the right to control calls.
problem-phone-refused = The phone refused
problem-phone-refused-remedy = Use the phone itself.
problem-phone-broken = 3CX gave an answer Ringside does not understand
problem-phone-broken-remedy = Use the phone itself. If it stays so, tell your admin.
problem-salesforce-not-configured = Salesforce is not set up yet
problem-salesforce-not-configured-remedy = Enter the Consumer Key, then sign in.
problem-salesforce-offline = Salesforce does not answer
problem-salesforce-offline-remedy = Check the network. Trying again by itself.
problem-salesforce-signed-out = You are signed out of Salesforce
problem-salesforce-signed-out-remedy = Sign in again. Nothing is lost meanwhile.
problem-salesforce-not-allowed = Salesforce does not allow this
problem-salesforce-not-allowed-remedy = Ask your Salesforce admin for access.
problem-salesforce-refused = Salesforce refused the entry
problem-salesforce-refused-remedy = Correct what Salesforce names, then retry.
problem-salesforce-busy = Salesforce is busy
problem-salesforce-busy-remedy = Trying again by itself.
problem-salesforce-broken = Salesforce gave an answer Ringside does not understand
problem-salesforce-broken-remedy = Retry. If it stays so, tell your admin.
problem-keychain-absent = No keychain on this computer
problem-keychain-absent-remedy = Secrets are gone after a restart. Install and unlock a keychain.
problem-keychain-locked = The keychain is locked
problem-keychain-locked-remedy = Unlock it to read calls and sign in.
problem-network-settings = The network settings cannot be used
problem-network-settings-remedy = Check the proxy's address and the file with certificate authorities in Settings, Network.
problem-settings-broken = The settings file cannot be read
problem-settings-broken-remedy = It was set aside and the defaults are used. Enter the settings again.
problem-store-broken = The journal on this computer cannot be opened
problem-store-broken-remedy = Free some disk space and start Ringside again. If it stays so, tell your admin.
problem-index-saving = The local index is not synced: the org's API calls run low
problem-index-saving-remedy = Goes on by itself when fewer are used. Calls are looked up as usual.
problem-index-limit = Syncing the local index has used its API calls of today
problem-index-limit-remedy = Goes on by itself.
problem-index-job-failed = Salesforce could not collect the people for the local index
problem-index-job-failed-remedy = Trying again by itself. Salesforce lists the reason in Setup under Bulk Data Load Jobs.
problem-no-pop-here = The pop cannot be shown on this desktop
problem-no-pop-here-remedy = A notification takes its place. Start Ringside with XWayland to get the pop.

## Tray

tray-ready = Ringside: ready
tray-attention = Ringside: needs attention
tray-paused = Ringside: pops paused
tray-phone-up = 3CX, extension { $extension }
tray-phone-down = 3CX: { $problem }
tray-salesforce-up = Salesforce, { $name }
tray-salesforce-down = Salesforce: { $problem }
tray-open = Open Ringside
tray-pause = Pause pops
tray-resume = Resume pops
tray-quit = Quit

## Desktop notification in place of the pop

notify-ringing = Call from { $who }
notify-ringing-body = { $number } { $company }
notify-answer = Answer
notify-open = Open

## Page shown in the browser after signing in

done-page-title = Signed in to Salesforce
done-page-body = You can close this page and go back to Ringside.
denied-page-title = Not signed in
denied-page-body = Salesforce did not give access. Go back to Ringside and sign in again.

## Command line

ctl-held = This profile is held by process { $pid }.
ctl-not-configured = Not configured yet.
ctl-not-signed-in = Not signed in to Salesforce.
ctl-unreachable = The other side does not answer.

# What Health and `ringsidectl doctor` check: the name, why it matters, and what is said when it passed.
check-settings = Settings
check-settings-why = Everything Ringside does follows from them.
check-settings-ok = Read
check-keychain = Keychain
check-keychain-why = It holds the sign-in and the key of the calls kept here.
check-keychain-ok = Answers
check-store = Store
check-store-why = Calls and entries are kept here until Salesforce has them.
check-store-ok = { $people ->
    [one] One person in the local index
   *[other] { $people } people in the local index
}
check-phone = Phone
check-phone-why = Without it no call is heard.
check-phone-ok = Set up
check-phone-sign-in = 3CX sign-in
check-phone-sign-in-why = Every request to 3CX needs it.
check-phone-sign-in-ok = Client ID and API key accepted
check-phone-version = 3CX version
check-phone-version-why = It tells which 3CX answers.
check-phone-version-ok = { $detail }
check-phone-call-control = Call Control
check-phone-call-control-why = Calls are heard and taken through it.
check-phone-call-control-ok = { $detail } extensions and lines can be seen
check-phone-own-extension = Own extension
check-phone-own-extension-why = Only calls of monitored extensions are told.
check-phone-own-extension-ok = { $detail } is monitored
check-phone-names = Names from 3CX
check-phone-names-why = Queues and colleagues are shown by name.
check-phone-names-ok = Can be read
check-phone-events = Live events
check-phone-events-why = A pop at the first ring needs them.
check-phone-events-ok = The connection opens
check-salesforce = Salesforce sign-in
check-salesforce-why = Names are found and entries written with it.
check-salesforce-ok = { $user } at { $host }
check-salesforce-data = Salesforce data
check-salesforce-data-why = The API must be open for this user.
check-salesforce-data-ok = Can be searched

# Why a setting's value cannot be used.
field-error-not-an-address = Not an address. Enter one like https://pbx.example.com.
field-error-not-encrypted = Only https is used, except for this computer itself.
field-error-not-an-extension = Not an extension number. Enter digits only.
field-error-not-an-email = Not an e-mail address or user name like anna@example.com.
field-error-not-a-file = This file holds no certificate authority in PEM form, or cannot be read.
field-error-unknown-region = No country with a numbering plan. Enter its two letters, such as DE.
field-error-out-of-range = Enter a number from { $min } to { $max }.
field-error-unknown-variable = [{ $detail }] does not exist.
field-error-text-too-long = This text is too long.
field-error-not-a-setting = There is no such setting, or it takes another kind of value.
ctl-no-setting = There is no setting { $field }. “ringsidectl settings get” lists them all.
ctl-secret-needs-keychain = This machine has no keychain, so a secret would end with this command. Give it to “run” instead.
