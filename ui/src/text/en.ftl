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
outcome-not-known = outcome not known
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
rule-beginning = { $label }, beginning
rule-ending = { $label }, end
rule-inside = { $label }, inside
fact-owner = Owner
fact-owner-you = { $name } · you
fact-last-activity = Last activity
fact-opportunity = Opportunity
fact-case = Case
fact-next-task = Task
fact-more = { $count } more
fact-yes = Yes
fact-no = No
fact-days =
    { $count ->
        [0] today
        [one] 1 day
       *[other] { $count } days
    }
fact-minutes = { $count } min
fact-you = you
facts-none = Nothing more in Salesforce.
facts-saving = API calls are being saved
facts-title = In Salesforce
activity-call-in = Incoming call
activity-call-out = Outgoing call
activity-call-missed = Missed call
activity-email = Email
activity-meeting = Event
activity-task = Task
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
entry-waiting-org = Waiting for its org
send-here = Send to this org
fix = Fix
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
entry-none-off = The call journal is off.
entry-none-outcome = Calls that end so are not written.
entry-none-never-list = This number is never written.
entry-none-private = Private: nothing is written.
entry-none-unmatched = Calls without a match are not written.
entry-kept = Kept until linked
entry-kept-detail = On this computer. Written once the caller is found or chosen.
write-now = Write now
do-not-log = Do not log
log-after-all = Log it
wrap-up-code = Wrap-up code
wrap-up-none = No code
entry-none-live = Will be written after the call.
entry-none-other = No entry for this call.
mark-written = Written
mark-waiting = Waiting
mark-in-doubt = Sent, not confirmed
mark-stuck = Stuck
mark-kept = Kept until linked
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
nav-chats = Chats
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
keys-show-chats = Show chats
keys-show-health = Show health
keys-pause = Pause or resume pops
keys-first-last = First, last
keys-page = A page up, down
keys-letters = Letters: jump to a name

## Search

nav-search = Search
search-field = Name, company, number or e-mail
search-kinds = Which kind
kinds-contact = Contacts
kinds-lead = Leads
kinds-account = Accounts
kinds-person-account = Person Accounts
kinds-user = Users
search-count = { $count } found
search-list = People found
search-here = On this computer, { $count }
search-there = In Salesforce, { $count }
search-there-more = In Salesforce, { $count } more
search-there-none = Nobody else in Salesforce
search-calls =
    { $count ->
        [one] 1 API call
       *[other] { $count } API calls
    }
search-read-as = Read as { $number }
search-asking = Asking Salesforce…
search-too-short = Salesforce is asked from a longer text on.
search-narrow = More were found than are listed. Type more of the name or number.
search-hint = Type a name, a company, a number or an e-mail address. Accents and the order of words do not matter.
search-hint-where = This computer answers as you type, Salesforce a moment later.
search-nothing = Nobody found for “{ $text }”, here or in Salesforce.
search-nothing-here = Nobody found for “{ $text }” on this computer.
search-nothing-kind = Nobody of this kind among those found.
search-show-all = Show all
search-local-only = Only results from this computer
search-silent = Salesforce gave no answer.
search-here-silent = The search gave no answer.
search-no-number = no number
search-numbers = { $count } numbers
search-reach = Numbers and e-mail
search-email = E-mail
search-typed = Typed
search-from-computer = From this computer, read { $age }
search-from-computer-now = From this computer, just read
search-from-salesforce = From Salesforce, { $age }
search-from-salesforce-now = From Salesforce just now
keys-show-search = Show search
keys-find = Search for a person
keys-open = open
keys-to = to
keys-call-number = call that number
keys-call-one = Call that number
keys-call = call
keys-clear = Clear, then back

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
api-saving = API calls are being saved: facts on the pop are off.
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
say-open-cases =
    { $count ->
        [one] 1 open case.
       *[other] { $count } open cases.
    }
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
say-not-known = Call over, outcome not known.
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
problem-hook-port-busy = Another program uses port { $detail }
problem-hook-port-busy-remedy = Phones cannot be heard. End the other program, or choose another port in Settings > Phone. Trying every few seconds.
problem-hook-lan-address-missing = { $detail } is not an address of this computer
problem-hook-lan-address-missing-remedy = Desk phones cannot be heard. Choose an address of this computer in Settings > Phone.
problem-call-gone = The call is over already
problem-call-gone-remedy = Nothing to do.
problem-phone-not-allowed = 3CX does not allow this
problem-phone-not-allowed-remedy = Use the phone itself, or ask your admin for the right to control calls.
problem-dial-no-call = 3CX took the order, but no call came
problem-dial-no-call-remedy = Look whether your phone rings, or try again.
problem-dial-no-number = There is no number to call in it
problem-dial-no-number-remedy = Check what was selected or typed.
problem-dial-own-extension = This is your own extension
problem-dial-own-extension-remedy = Nothing to do.
problem-dial-foreign-code = Codes with * and # are not dialed for other programs
problem-dial-foreign-code-remedy = Dial the code on your phone if you mean it.
problem-dial-extension-off = Calls from pages of the browser are switched off
problem-dial-extension-off-remedy = Switch them on under Settings, Dialling.
problem-dial-no-voicemail = No dial code for voicemail is set
problem-dial-no-voicemail-remedy = Enter 3CX’s code in Settings, Dialling.
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
problem-salesforce-address-wrong = The Salesforce address cannot be used
problem-salesforce-address-wrong-remedy = Enter https://login.salesforce.com, https://test.salesforce.com for a sandbox, or your My Domain (Setup > My Domain).
problem-salesforce-key-wrong = Salesforce does not know this Consumer Key
problem-salesforce-key-wrong-remedy = Copy it again: Setup > External Client App Manager > your app > Settings > OAuth Settings > Consumer Key and Secret. Check that the login host belongs to the same org. A new connected app takes up to ten minutes to be known.
problem-salesforce-secret-wrong = Salesforce does not accept the Consumer Secret
problem-salesforce-secret-wrong-remedy = Copy it again: Setup > External Client App Manager > your app > Settings > OAuth Settings > Consumer Key and Secret. If the app requires no secret, leave the field empty.
problem-salesforce-secret-missing = This app requires its Consumer Secret
problem-salesforce-secret-missing-remedy = Enter the Consumer Secret, or turn off “Require secret for Web Server Flow” and “Require secret for Refresh Token Flow” in the app’s OAuth settings.
problem-salesforce-app-not-installed = The app is not installed in this Salesforce org
problem-salesforce-app-not-installed-remedy = An admin opens Setup > Connected Apps OAuth Usage and clicks Install beside the app, or you use the Consumer Key of an app of your own org.
problem-salesforce-app-blocked = A Salesforce admin has blocked this app
problem-salesforce-app-blocked-remedy = An admin opens Setup > Connected Apps OAuth Usage and clicks Unblock beside the app.
problem-salesforce-app-elsewhere = This org does not have the External Client App of this Consumer Key
problem-salesforce-app-elsewhere-remedy = Install the package the app comes in, or create an app in this org (Setup > External Client App Manager) and enter its Consumer Key.
problem-salesforce-app-cross-org = This External Client App works in its own org only
problem-salesforce-app-cross-org-remedy = Sign in as a user of the org the app was created in, or create an app in this org (Setup > External Client App Manager) and enter its Consumer Key.
problem-salesforce-user-not-approved = You are not among the users approved for this app
problem-salesforce-user-not-approved-remedy = An admin opens the app’s policies in Setup and adds your profile or permission set, or sets Permitted Users to “All users may self-authorize”.
problem-salesforce-user-inactive = This Salesforce user is inactive or frozen
problem-salesforce-user-inactive-remedy = An admin opens Setup > Users, and activates or unfreezes the user. Then sign in again.
problem-salesforce-org-locked = This Salesforce org is locked, closed or suspended
problem-salesforce-org-locked-remedy = Your Salesforce admin or Salesforce Support can say why.
problem-salesforce-ip-restricted = Salesforce does not allow signing in from this network
problem-salesforce-ip-restricted-remedy = An admin adds this network to Login IP Ranges (Setup > Profiles), or sets IP Relaxation in the app’s policies. A VPN can cause this as well.
problem-salesforce-login-refused = Salesforce refuses this user’s login
problem-salesforce-login-refused-remedy = An admin looks at Setup > Login History: login hours, a locked user or the password. Then sign in again.
problem-salesforce-callback-unknown = Salesforce does not know Ringside’s callback URL
problem-salesforce-callback-unknown-remedy = Copy the Callback URL shown in Ringside’s settings into the app, letter by letter: Setup > External Client App Manager > your app > OAuth Settings.
problem-salesforce-scope-refused = The app lacks an OAuth scope
problem-salesforce-scope-refused-remedy = Add what is missing of api, refresh_token and openid to Selected OAuth Scopes: Setup > External Client App Manager > your app > OAuth Settings. Then sign in again.
problem-salesforce-scope-missing = The app lacks an OAuth scope: { $detail }
problem-salesforce-scope-missing-remedy = Add { $detail } to Selected OAuth Scopes: Setup > External Client App Manager > your app > OAuth Settings. Then sign in again.
problem-salesforce-access-denied = Access was denied in the browser
problem-salesforce-access-denied-remedy = Sign in again and press Allow.
problem-salesforce-pkce-refused = Salesforce refused the proof of this sign-in (PKCE)
problem-salesforce-pkce-refused-remedy = Sign in again. If it stays so, a proxy on this computer may change addresses; tell your admin.
problem-salesforce-code-spent = The sign-in took too long or was used twice
problem-salesforce-code-spent-remedy = Sign in again, and do not reload the page in the browser.
problem-salesforce-sign-in-refused = Salesforce refused the sign-in
problem-salesforce-sign-in-refused-remedy = Sign in again. If it stays so, an admin looks at Setup > Login History.
problem-salesforce-rate-limited = Too many sign-ins in a short time
problem-salesforce-rate-limited-remedy = Wait an hour, then sign in again.
problem-salesforce-maintenance = Salesforce cannot answer just now
problem-salesforce-maintenance-remedy = Try again in a few minutes. status.salesforce.com tells about maintenance.
problem-salesforce-session-ended = Salesforce ended this sign-in
problem-salesforce-session-ended-remedy = Sign in again. Nothing is lost meanwhile. A sign-in ends when an admin revokes it, after 30 days without use, when its token is used from a copy of this profile, or when the same user signs in with this app on a sixth computer.
problem-salesforce-session-idle = This sign-in was not used for 30 days
problem-salesforce-session-idle-remedy = Sign in again. Nothing is lost meanwhile. Salesforce ends a sign-in that rests for 30 days.
problem-salesforce-session-lost = An answer of Salesforce was lost, and the sign-in with it
problem-salesforce-session-lost-remedy = Sign in again. Nothing is lost meanwhile. The answer held the next token, and the last one is no longer taken.
problem-sign-in-port-busy = Another program uses port { $detail }
problem-sign-in-port-busy-remedy = The sign-in needs this port. End that program, or choose another port here and in the app’s Callback URL in Salesforce.
problem-sign-in-timed-out = The browser did not come back from Salesforce
problem-sign-in-timed-out-remedy = Sign in again. If the browser shows an error page of Salesforce, check Consumer Key, login host and Callback URL.
problem-sign-in-stopped = Signing in was stopped
problem-sign-in-stopped-remedy = Sign in again when you are ready.
problem-keychain-broken = The keychain of this computer does not work
problem-keychain-broken-remedy = Restart the computer’s keychain and try again. If it stays so, tell your admin.
problem-salesforce-api-off-org = This Salesforce edition has no API
problem-salesforce-api-off-org-remedy = Ringside needs the REST API: Enterprise edition or higher, or the API add-on. Ask Salesforce or your account executive.
problem-salesforce-api-off-user = You lack the permission “API Enabled”
problem-salesforce-api-off-user-remedy = An admin gives it in Setup > Permission Sets, or in your profile under System Permissions.
problem-salesforce-session-not-for-api = This sign-in may not use the REST API
problem-salesforce-session-not-for-api-remedy = Add the scope api to the app (Setup > External Client App Manager > your app > OAuth Settings), check API Access Control in Setup, then sign in again.
problem-salesforce-app-not-attached = This app belongs to a Salesforce agent and is not attached to one
problem-salesforce-app-not-attached-remedy = Create an External Client App for Ringside alone (Setup > External Client App Manager) and enter its Consumer Key.
problem-salesforce-barred-by-policy = A security policy of your org blocks this session
problem-salesforce-barred-by-policy-remedy = An admin looks at Setup > Transaction Security Policies.
problem-keychain-absent = No keychain on this computer
problem-keychain-absent-remedy = Secrets are gone after a restart. Install and unlock a keychain.
problem-keychain-locked = The keychain is locked
problem-keychain-locked-remedy = Unlock it to read calls and sign in.
problem-network-settings = The network settings cannot be used
problem-network-settings-remedy = Check the proxy's address and the file with certificate authorities in Settings, Network.
problem-policy-broken = The administrator's policy does not hold as it is
problem-policy-broken-remedy = The administrator has to mend this file: { $detail }
problem-settings-broken = The settings file cannot be read
problem-settings-broken-remedy = It was set aside and the defaults are used. Enter the settings again.
problem-store-broken = The journal on this computer cannot be opened
problem-store-broken-remedy = Free some disk space and start Ringside again. If it stays so, tell your admin.
problem-index-saving = The local index is not synced: the org's API calls run low
problem-index-saving-remedy = Goes on by itself when fewer are used. Calls are looked up as usual.
problem-compare-saving = The journal is not compared: the org's API calls run low
problem-compare-saving-remedy = Compare again when fewer are used. Entries are written as usual.
problem-compare-period = These days cannot be compared
problem-compare-period-remedy = Choose at most 31 days, none of them still to come.
problem-compare-stopped = The comparison was stopped
problem-compare-stopped-remedy = Compare again. What was written or removed before stays so.
problem-compare-cut = Nothing was written or removed: there was more than could be read
problem-compare-cut-remedy = Compare fewer days at once.
problem-task-doubled = A call has two Tasks in Salesforce, and both were changed
problem-task-doubled-remedy = Compare that day in the Journal and decide which one stays.
problem-index-limit = Syncing the local index has used its API calls of today
problem-index-limit-remedy = Goes on by itself.
problem-index-job-failed = Salesforce could not collect the people for the local index
problem-index-job-failed-remedy = Trying again by itself. Salesforce lists the reason in Setup under Bulk Data Load Jobs.
problem-no-pop-here = The pop cannot be shown on this desktop
problem-no-pop-here-remedy = A notification takes its place. Start Ringside with XWayland to get the pop.
problem-hotkeys-taken = Some system-wide keys belong to another program: { $detail }
problem-hotkeys-taken-remedy = Free them there, or use the desktop’s own shortcuts with ringside --answer, --show and --dial.
problem-hotkeys-wayland = On Wayland the desktop decides about system-wide keys
problem-hotkeys-wayland-remedy = Set shortcuts of the desktop to ringside --answer, --show and --dial. Ringside’s own work only while an X11 window has the keyboard.
problem-creation-off = Creating people is switched off
problem-creation-off-remedy = Switch it on in the settings, or ask your admin.
problem-creation-gone = Not known any more
problem-creation-gone-remedy = Open the form again from the call or from Search.
problem-creation-in-doubt = May be in Salesforce already
problem-creation-in-doubt-remedy = Salesforce is asked in a few minutes. Give up after that.
problem-creation-duplicates = Salesforce knows somebody like this
problem-creation-duplicates-remedy = Open the form and use the existing record, or save as new.
problem-entry-other-org = Made for { $detail }
problem-entry-other-org-remedy = Sign in to that org again, or send it to the org you are signed in to.
problem-outbox-other-org = Entries wait for another org: { $detail }
problem-outbox-other-org-remedy = Sign in to that org again, or open the Journal to send them to the org you are signed in to.
problem-store-taken-over = { $detail ->
    [1] 1 entry kept aside while the keychain was away is back
   *[other] { $detail } entries kept aside while the keychain was away are back
}
problem-store-taken-over-remedy = Nothing to do: they are in the Journal and are written as usual.

## The settings

nav-settings = Settings
keys-show-settings = Show settings
keys-forms = Settings and forms
keys-reorder = Move a row up, down
keys-main-button = The form’s main button
settings-sections = Sections
settings-help = Help
settings-reading = Reading the settings…
settings-silent = Ringside does not answer
settings-silent-remedy = Nothing was changed. Wait a moment, then retry.
section-general = General
settings-search = Search settings
settings-found =
    { $count ->
        [0] No setting fits “{ $text }”.
        [one] 1 setting
       *[other] { $count } settings
    }
settings-found-at = { $label }, in { $section }
setting-edited = changed
reset = { $field }: reset to what comes with Ringside
reset-to = { $field }: reset to “{ $value }”
reset-empty = { $field }: reset to empty
reset-done = { $field } reset
changes-restored =
    { $count ->
        [one] 1 change kept from last time, not saved yet
       *[other] { $count } changes kept from last time, not saved yet
    }
offered-typed = Use “{ $text }”
offered-failed = { $why }. Type the value instead.
language-hint = Windows and messages. Texts in Salesforce are under Journal.
theme-hint = System: as the desktop is set.
section-phone = Phone
section-salesforce = Salesforce
section-journal = Journal
section-pop = Pop
section-network = Network
save = Save
discard = Discard
undo = Undo
saved = Saved
changes =
    { $count ->
        [one] 1 change
       *[other] { $count } changes
    }
changes-refused =
    { $count ->
        [one] 1 error
       *[other] { $count } errors
    }
changes-refused-field = { $field }: { $error }
changes-discarded =
    { $count ->
        [one] 1 change discarded
       *[other] { $count } changes discarded
    }
field-error-not-a-number = Enter a whole number.
field-error-needed = This is needed to authorize.
field-error-needed-test = This is needed for the test.
secret-kept = In the keychain
secret-kept-memory = In memory only
secret-replace = Replace
secret-replace-what = Replace { $what }
secret-remove = Remove
secret-remove-what = Remove { $what }
secret-keep = Keep
secret-keep-what = Keep { $what }
secret-removed = Removed when you save
secret-hint = Goes into this computer’s keychain. It is never shown again.
secret-hint-memory = This computer has no keychain: it stays in memory and is gone when Ringside ends.
secret-hint-locked = The keychain is locked. Unlock it before you save.
copy-what = Copy { $what }
general-lead = How Ringside looks and speaks.
language = Language
language-system = As the system
language-en = English
language-de = Deutsch
theme = Theme
theme-system = System
theme-light = Light
theme-dark = Dark
theme-high-contrast = High contrast
pop-lead = What the pop tells of a caller, and what happens after a call.
wrap-up-time = Wrap-up ends after
wrap-up-unit = seconds
wrap-up-hint = Counted from the end of the call or the last input. Then the entry goes to Salesforce.
facts-settings = Facts
facts-enabled = Show facts from Salesforce
facts-enabled-hint = Owner, open records and the latest activities of the caller, one API call once the name is known, kept for ten minutes.
facts-show = What is shown, in this order
facts-show-hint = The pop has three lines; details have them all. Activities stand below, wherever they are in this list.
facts-show-up = Move up
facts-show-down = Move down
fact-kind-owner = Owner
fact-kind-opportunity = Open opportunity
fact-kind-case = Open case
fact-kind-fields = Own fields
fact-kind-next-task = Next task
fact-kind-last-activity = Last activity
fact-kind-activities = Latest activities
facts-fields = Own fields
facts-fields-hint = One per line, with its object: Contact.Region__c. At most five. Fields that an agent cannot see are left out.
facts-share = Save API calls from
facts-share-unit = % of the org's allowance
facts-share-hint = From there on, facts are not asked for, and Health says so.
network-lead = How Ringside reaches 3CX and Salesforce.
proxy = Proxy
proxy-hint = Empty: as the system says.
ca-file = Certificate authorities
ca-file-hint = Full path of a PEM file. They are trusted besides those of the system.
callback-port = Callback port
callback-port-hint = Part of the callback URL. Change it in Salesforce, too.
network-help-tls = Certificates are always verified; there is no switch for that. Where a firewall reads encrypted traffic, its own authority belongs into the PEM file: ask your network admin for it.
network-help-local = 3CX and Salesforce on this computer itself are reached without the proxy.

## Settings: Salesforce

salesforce-lead = Takes an admin about five minutes, once per org.
salesforce-lead-in = Signed in. Ringside acts with your own rights.
salesforce-intro = In Salesforce Setup, create an External Client App with the callback URL and scopes below, then copy its Consumer Key here.
step-by-step = Step by step
login-host = Login host
login-production = Production
login-sandbox = Sandbox
login-my-domain = My Domain
my-domain-address = My Domain address
my-domain-hint = An address copied from Lightning or Setup works, too.
consumer-key = Consumer Key
consumer-key-hint = Of the app in Salesforce Setup that lets Ringside sign in.
consumer-secret = Consumer Secret
consumer-secret-hint = Leave empty for an app without secret (public client with PKCE).
login-host-hint = Where you sign in to Salesforce yourself.
api-daily-max = API requests a day
api-daily-max-unit = at most, by this computer
api-daily-max-hint = From then on entries wait until tomorrow; callers are still found. 0: no limit of our own.
callback-url = Callback URL
callback-url-hint = Salesforce compares it letter by letter.
scopes = Scopes
authorize = Authorize
authorize-hint = Opens your browser. Nothing is stored if you stop there.
authorize-waiting = Waiting for the browser
authorize-waiting-hint = Sign in there and allow access. Then come back here.
cancel = Cancel
signed-in-as = Signed in as { $name }
signed-in-reading = Signed in
signed-in-reading-more = Reading who you are…
signed-in-since = Signed in since
signed-out-now = Signed out
org-production = Production
org-sandbox = Sandbox
org-address = Org address
refresh-token = Refresh token
refresh-token-kept = A refresh token is kept in this computer’s keychain since { $date }. It is never shown.
refresh-token-memory = A refresh token is kept in memory only since { $date }: this computer has no keychain, so you sign in again after a restart. It is never shown.
scopes-granted = granted
scopes-missing = Not granted: { $scopes }. Add them to the app in Salesforce, then sign out and authorize again.
rights = Rights
rights-hint = What Ringside may read and write with your user.
check-now = Check
check-again = Check again
other-app-signs-out = Saving this signs you out of the org.
sign-out = Sign out
sign-out-title = Sign out of Salesforce?
sign-out-token = The refresh token is revoked and forgotten.
sign-out-index = People from the org are wiped from this computer.
sign-out-entries =
    { $count ->
        [one] One entry that is not written yet waits here until somebody signs in.
       *[other] { $count } entries that are not written yet wait here until somebody signs in.
    }
sign-out-entries-none = Entries of later calls wait here until somebody signs in.

## Settings: how to set up Salesforce

guide-kind = Kind of app
guide-eca = External Client App
guide-app = Connected App
guide-eca-note = For every new set-up. Changes act at once. “Local” means: for users of this org only.
guide-eca-1 = In Setup, enter “External Client App Manager” in Quick Find, open it and press “New External Client App”.
guide-eca-2 = “Basic Information”: a name, your address as “Contact Email”, “Distribution State”: “Local”.
guide-eca-3 = “API (Enable OAuth Settings)”: tick “Enable OAuth” and paste the “Callback URL”.
guide-eca-4 = “OAuth Scopes”: move these to “Selected OAuth Scopes”. More do no harm.
guide-scope-api = Manage user data via APIs (api)
guide-scope-refresh = Perform requests at any time (refresh_token, offline_access)
guide-scope-openid = Access unique user identifiers (openid)
guide-eca-5 = “Security”: tick “Require Proof Key for Code Exchange (PKCE) extension for Supported Authorization Flows”. Untick “Require secret for Web Server Flow” and “Require secret for Refresh Token Flow”, or enter the Consumer Secret here as well.
guide-eca-6 = Press “Create”. Then “Policies”, “Edit”, “OAuth Policies”: “Permitted Users”: “All users can self-authorize”; “Refresh Token Policy”: “Refresh token is valid until revoked”.
guide-eca-7 = “Settings”, “OAuth Settings”, “Consumer Key and Secret”. Salesforce mails you a code first. Copy the Consumer Key here, then authorize.
guide-app-note = For an app that exists: since Spring ’26 Salesforce creates no new ones. Changes take up to 10 minutes to take effect.
guide-app-1 = In Setup, enter “App Manager” in Quick Find and open it. At the end of the app’s row choose “Edit”.
guide-app-2 = Tick “Enable OAuth Settings” and paste the “Callback URL” on a line of its own.
guide-app-3 = Add these to “Selected OAuth Scopes”. More do no harm.
guide-app-4 = “Require Secret for Web Server Flow” may stay ticked: then enter the Consumer Secret here as well. Press “Save”, then “Continue”.
guide-app-5 = “Manage”, “Edit Policies”: “Permitted Users”: “All users may self-authorize”.
guide-app-6 = “View”, “Manage Consumer Details”: copy the Consumer Key here, then authorize.

## Settings: phone

phone-lead = Your 3CX, and which extension is yours.
phone-address = 3CX address
phone-address-hint = As you open the 3CX Web Client.
phone-client-id = Client ID
phone-client-id-hint = Of the API client in the 3CX Admin Console under Integrations > API.
phone-key = API key
phone-extension = My extension
phone-extension-hint = Your own. Its calls pop and are journaled.
phone-email = My 3CX e-mail
phone-email-hint = Only if the API client’s role may not read users. It tells which Salesforce user owns your calls.
test = Test
test-hint = Saves first, then asks your 3CX step by step.
testing = Testing…
test-passed = All steps passed
test-failed =
    { $count ->
        [one] 1 step needs attention
       *[other] { $count } steps need attention
    }
tested-at = Tested { $time }
phone-guide = In the 3CX Admin Console
phone-guide-1 = Open “Integrations”, “API” and press “Add”.
phone-guide-2 = “Client ID”: an unused extension number, for example 900.
phone-guide-3 = “Department”: DEFAULT. “Role”: System Owner reads everything. System Admin lacks call log and chats. User lacks names and e-mail addresses as well.
phone-guide-4 = Tick “3CX Configuration API Access” and “3CX Call Control API Access”.
phone-guide-5 = Add your extension to the extensions to monitor.
phone-guide-6 = Press “Save”. 3CX shows the API key once: copy it here.
phone-guide-client = Each computer needs a client of its own: 3CX keeps one session per client.
phone-guide-licence = Call control needs a 3CX Enterprise licence of at least 8 calls. Without it, use the second source.

## Settings: second phone source

second-source = Second source
second-source-lead = For every other 3CX edition and any desk phone: they tell Ringside about calls themselves.
hook-enabled = Programs on this computer
hook-enabled-hint = The 3CX client and soft phones. Nobody else can reach it.
hook-port-hint = On this computer, and for desk phones. Change it where phones were set up, too.
hook-links = Links to Ringside
hook-links-hint = Calls announced by links that begin with ringside:
hook-port = Port
hook-lan-address = Address for desk phones
hook-lan-address-hint = One address of this computer in your network. Empty: desk phones are not heard.
hook-lan-phones = Allowed phones
hook-lan-phones-hint = One address per line. All others are refused.
hook-off = Off
hook-listening = Listening on { $addresses }
hook-presets = What to enter in the phone
preset-three-cx-client = 3CX client
preset-three-cx-client-where = Settings, Integration, open contact in custom CRM, when ringing.
preset-microsip = MicroSIP
preset-microsip-where = In the file MicroSIP.ini, section [Settings], while MicroSIP is closed.
preset-snom = Snom
preset-snom-where = On the phone’s web page: Setup, Action URL Settings.
preset-yealink = Yealink
preset-yealink-where = On the phone’s web page: Features, Action URL.
preset-grandstream = Grandstream
preset-grandstream-where = On the phone’s web page: Settings, Outbound Notification, Action URL.
preset-three-cx-link = 3CX client, by link
preset-three-cx-link-where = As for the 3CX client, where it opens links of other kinds.
preset-microsip-link = MicroSIP, by link
preset-microsip-link-where = In the file MicroSIP.ini, section [Settings], while MicroSIP is closed.
preset-unconfirmed = Names may differ on your model. The list below shows what really arrives.
hook-secret-note = Each text holds a secret of this computer. Whoever knows it can announce calls here.
new-secret = New secret
new-secret-title = Make a new secret?
new-secret-text = What is entered in phones and programs now stops working. Enter the new texts there.
new-secret-made = New secret made
learn = What arrived
learn-empty = Nothing yet. Call your extension: what the phone sends appears here.
heard-told = arrived
heard-known-to-system = 3CX told of it
heard-waits = waiting for 3CX
heard-no-call = no such call
heard-placeholder = variable not filled in
heard-wrong-host = another computer’s address
heard-links-off = links are off
heard-taken = taken
heard-folded = same call again
heard-not-understood = not understood
heard-wrong-secret = wrong secret
heard-not-allowed = phone not allowed
heard-too-many = too many at once

## Settings: matching

section-matching = Matching
matching-lead = How a phone number is compared with Salesforce.
strategy = Strategy
strategy-exact = Exact
strategy-exact-hint = Whole international number equal. Fewest surprises.
strategy-last = Last { $digits } digits
strategy-last-hint = Finds numbers stored without a prefix. Exact still ranks first.
strategy-digits = Digits compared
strategy-fewer = Fewer digits
strategy-more = More digits
default-region = Default region
default-region-hint = Numbers without a country code belong there.
default-region-wipes = Saving empties the index on this computer: its numbers were read for { $region }.
default-region-nothing = No country matches “{ $text }”.
region-name = { $name } (+{ $code })
object-order = Order of objects
object-order-hint = Of equal matches the upper one comes first. Drag, or Alt ↑ ↓.
move-to = Move { $name }, { $place } of { $count }
moved-to = { $name }, { $place } of { $count }
reformatting = Reformatting rules
reformatting-lead = From top to bottom, before anything else.
reformatting-none = No rules. Numbers are read as they arrive.
rule-add = Add rule
rule-place = Rule { $place }
rule-name-of = Rule { $place }: name
rule-find-of = Rule { $place }: find, a regular expression
rule-replace-of = Rule { $place }: replace with
rule-on-of = Rule { $place }: on
rule-delete-of = Rule { $place }: delete
rule-name = Name
rule-find = Find
rule-replace = Replace with
rule-delete = Delete
rule-deleted = Rule { $place } deleted
rule-error-nothing-to-find = Enter what to find.
rule-error-too-big = Longer than 300 characters, or the pattern is too big.
rule-error-pattern-group-unclosed = Not a regular expression: unclosed group
rule-error-pattern-group-unopened = Not a regular expression: unopened group
rule-error-pattern-class = Not a regular expression: a square bracket is not closed, or a range in it runs backwards
rule-error-pattern-repetition = Not a regular expression: nothing to repeat before * + or ?, or a wrong count
rule-error-pattern-escape = Not a regular expression: a character behind a backslash that means nothing there
rule-error-pattern-unsupported = Looking ahead or back (?=…) and references to groups cannot be used here.
rule-error-pattern = Not a regular expression: { $detail }
rule-error-no-group = What to find has no group { $detail }.
rule-error-otherwise = A rule cannot be written like this: “ :: ” and “ =>” stand between its parts, “off” before all.
test-number = Test a number
test-number-label = Number as 3CX sends it
test-number-lead = With the settings as they stand here, saved or not.
tried-received = As received
rule-effect-nothing = does not apply
rule-effect-off = switched off
rule-effect-wrong = cannot be used
tried-read = Read as
reading-short = Short number
reading-internal = Internal number
reading-withheld = Number withheld
reading-unreadable = No number in it
tried-place = Place
tried-refused = The settings here have an error.
who-that-finds = Who that finds, and why
ranked-matches = Matches, best first
pops-nobody-index = Nobody known on this computer has this number.
pops-nobody-salesforce = Nobody in Salesforce has this number.
pops-only-exact = Result 1 pops. Only it has the whole number.
pops-exact-first = Result 1 pops. Exact beats last { $digits } digits, so the others are only offered under “Someone else”.
pops-only-last = Result 1 pops. Nobody else has these last { $digits } digits.
pops-shared = The whole number is shared. Nobody pops alone: the agent chooses.
pops-equal-rank = Equal rank. Nobody pops alone: the agent chooses.
pops-remembered = { $name } was chosen for this number before, and is preselected.
last-chosen = last chosen
tried-index = From the index on this computer, no API call.
tried-salesforce =
    { $requests ->
        [one] Asked Salesforce: 1 API call.
       *[other] Asked Salesforce: { $requests } API calls.
    }
tried-other-region = The index was read for another default region. Ask Salesforce to find everybody.
ask-salesforce = Ask Salesforce
ask-salesforce-cost = Takes 1 API call.
choices = Remembered choices
choices-lead = Who was chosen where several share a number.
choices-none = Nothing is remembered. In the pop, “Remember for this number” does it.
choice-unknown = Not known on this computer any more
choice-since = Since { $time }
choice-forget = Forget
choice-forget-of = Forget the choice for { $number }
choice-forget-title = Forget the choice for { $number }?
choice-forget-text = The next call from this number asks again who it is.
choices-forget-all = Forget all
choices-forget-title = Forget all choices?
choices-forget-text = The next call from each of these numbers asks again who it is.
choice-forgotten = Forgotten
index-title = Index on this computer
index-lead = Known callers are shown at once, without asking Salesforce.
index-sync = Know everybody
index-sync-hint = Everybody you can see in Salesforce is kept here, encrypted. Off: only who called or was looked up.
index-every = Look for changes every
index-every-hint = Shorter finds changes sooner and uses more API requests.
index-every-unit = minutes
index-people-count = People
index-numbers = Numbers
index-size = Size
index-newest = Newest change
index-synced = Last sync
index-calls = API calls today
index-calls-of = { $made } of { $most } at most
index-never = Never
index-sync-now = Sync now
index-wipe = Wipe
index-wipe-title = Wipe the index on this computer?
index-wipe-text = Everybody known here is forgotten. Whoever calls is looked up in Salesforce again.
index-wiped = The index is empty
index-collecting = Salesforce collects: { $kind }
index-reading =
    { $people ->
        [one] Reading { $kind }: 1 person so far
       *[other] Reading { $kind }: { $people } people so far
    }
index-following = Reading changes and deletions
index-unfinished = The first sync is not finished. It goes on where it stopped.
index-newest-at = newest change { $time }
index-synced-at = last sync { $time }

## Checks

run-checks = Run checks
checking = Checking…
checked-at = Checked { $time }
checks = Checks
checks-passed = { $passed } of { $count } passed
checks-more-passed =
    { $count ->
        [one] 1 more passed
       *[other] { $count } more passed
    }
checks-none = Not run yet. They ask everything afresh and take a few seconds.
checks-silent = The checks gave no answer. Run them again.
verdict-passed = Passed
verdict-warned = Warning
verdict-failed = Failed
verdict-not-checked = Not checked
set-up = Set up

## Tray

tray-ready = Ringside: ready
tray-attention = Ringside: needs attention
tray-paused = Ringside: pops paused
tray-phone-up = 3CX, extension { $extension }
tray-phone-down = 3CX: { $problem }
tray-salesforce-up = Salesforce, { $name }
tray-salesforce-down = Salesforce: { $problem }
tray-open = Open Ringside
tray-dial-copied = Call the copied number
tray-redial = Call { $who } again
tray-redial-none = Call again
tray-search = Search
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
done-page-call = Ringside has heard of the call. You can close this page.
denied-page-title = Not signed in
denied-page-body = You can close this page and go back to Ringside.
denied-page-detail = Salesforce says: { $detail }

## Command line

ctl-held = This profile is held by process { $pid }.
ctl-compare-agreed = { $count } with their Task
ctl-compare-queued = Written or handed over: { $count }
ctl-compare-removed = Doubles removed: { $count }
ctl-compare-unwritten = Not everything is written yet. It waits in the outbox.
ctl-not-configured = Not configured yet.
ctl-not-signed-in = Not signed in to Salesforce.
ctl-open = Open this address in the browser on this computer:
ctl-signed-in = Signed in to Salesforce as { $who }.
ctl-signed-out = Signed out of Salesforce.
ctl-who-user = User: { $name }, { $username }, { $email }
ctl-who-org = Org: { $name } ({ $id }) at { $host }
ctl-who-sandbox = This org is a sandbox.
ctl-who-since = Signed in since: { $time }
ctl-who-token = Refresh token: kept since { $time }
ctl-who-token-unknown = Refresh token: kept
ctl-who-scopes = Scopes: { $scopes }
ctl-kept-keychain = Kept in: this computer’s keychain
ctl-kept-memory = Kept in: memory only, gone when this program ends
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
check-store-ok = Can be read
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
check-salesforce-data-ok = { $org }, { $edition }{ $sandbox ->
        [yes] , sandbox
       *[no] { "" }
    }{ $persons ->
        [yes] , with Person Accounts
       *[no] { "" }
    }

# Checks of the doctor: this computer, the ladder up to 3CX, the org and this user's rights in it.
check-outbox = Entries to be written
check-outbox-why = What waits here is not in Salesforce yet.
check-outbox-ok = { $waiting ->
        [0] Nothing waits
        [1] 1 waits, none is stuck
       *[other] { $waiting } wait, none is stuck
    }
check-index = Local index
check-index-why = Known callers are shown at once, even without Salesforce.
check-index-ok = { $people ->
        [0] Nobody known yet
        [1] 1 person, { $days ->
            [0] read today
            [1] read yesterday
           *[other] read { $days } days ago
        }
       *[other] { $people } people, the oldest { $days ->
            [0] read today
            [1] read yesterday
           *[other] read { $days } days ago
        }
    }
check-network = Network settings
check-network-why = 3CX and Salesforce are reached as they say.
check-network-ok = { $proxy ->
        [setting] The proxy answers
       *[system] Proxy as the system says
    }, { $ca ->
        [setting] own certificate authorities
       *[system] certificates as the system says
    }
check-clock = Clock
check-clock-why = Sign-ins and the times of calls go wrong with a wrong clock.
check-clock-ok = Agrees with 3CX and Salesforce
check-phone-users = E-mail addresses in 3CX
check-phone-users-why = Your user in Salesforce is found by the address of your extension.
check-phone-users-ok = Can be read
check-phone-call-log = Call log of 3CX
check-phone-call-log-why = It tells whether a colleague took a call that rang here, and what was recorded.
check-phone-call-log-ok = Can be read
check-phone-chats = Chats of 3CX
check-phone-chats-why = Without them no chat is journaled.
check-phone-chats-ok = Can be read
check-phone-client = API client of its own
check-phone-client-why = 3CX keeps one session for each API client.
check-phone-client-ok = Nobody else signs in with it
check-salesforce-rights = Rights in Salesforce
check-salesforce-rights-why = People are found and created and Tasks written with your own rights.
check-salesforce-rights-ok = Everything needed may be read, created, edited and deleted
check-salesforce-fields = Fields in Salesforce
check-salesforce-fields-why = Field-level security may hide fields that searches and Tasks need.
check-salesforce-fields-ok = { $fields } phone fields on { $objects } objects, all fields of a Task
check-salesforce-values = Task values and record types
check-salesforce-values-why = A Task with a value or record type that is not allowed is refused.
check-salesforce-values-ok = A call can be written as a call
check-salesforce-duplicates = Duplicate rules
check-salesforce-duplicates-why = They decide about creating a person who may be there already.
check-salesforce-duplicates-ok = { $count ->
        [0] None is active for contacts and leads
       *[other] Active, saving stays possible: { $rules }
    }
check-salesforce-budget = Salesforce API requests
check-salesforce-budget-why = The whole org shares the requests of 24 hours.
check-salesforce-budget-ok = { $used } of { $most } used in 24 hours
check-owner = Owner of entries
check-owner-why = Tasks belong to the Salesforce user of your extension.
check-owner-ok = { $user }, { $how ->
        [setting] as the settings say
       *[email] by the e-mail address of the extension
    }

# `ringsidectl doctor` on a terminal.
doctor-passed = ok
doctor-warned = warn
doctor-failed = FAILED
doctor-not-checked = -
doctor-not-checked-why = Not checked, something before it is missing
doctor-summary = { $failed ->
        [0] { $warned ->
            [0] Everything is in order.
            [1] Works, with 1 warning.
           *[other] Works, with { $warned } warnings.
        }
        [1] 1 check failed.
       *[other] { $failed } checks failed.
    }

problem-proxy-unusable = The proxy’s address cannot be used: { $detail }
problem-proxy-unusable-remedy = Enter it as http://proxy.example.com:3128 in Settings > Network, or leave it empty for the system’s.
problem-proxy-unreachable = The proxy { $detail } does not answer
problem-proxy-unreachable-remedy = Check the proxy’s address in Settings > Network, or leave it empty for the system’s.
problem-ca-file-missing = The file with certificate authorities cannot be read: { $detail }
problem-ca-file-missing-remedy = Choose the file again in Settings > Network, or leave it empty for the system’s.
problem-ca-file-not-pem = The file with certificate authorities is not in PEM form: { $detail }
problem-ca-file-not-pem-remedy = Ask your admin for the certificate as a PEM file (it begins with BEGIN CERTIFICATE) and choose it in Settings > Network.
problem-clock-off = This computer’s clock is wrong by { $detail } min
problem-clock-off-remedy = Turn on automatic date and time in the settings of this computer.
problem-phone-clock-off = The clock of 3CX is wrong by { $detail } min
problem-phone-clock-off-remedy = Ask the admin of 3CX to turn on time synchronization (NTP) on its server. This computer’s clock is right.
problem-outbox-stuck = { $detail ->
        [1] 1 entry cannot be written
       *[other] { $detail } entries cannot be written
    }
problem-outbox-stuck-remedy = Open Calls > Not written: each says what Salesforce refused. Mend that, then retry.
problem-outbox-waiting = { $detail ->
        [1] 1 entry waits for more than 15 minutes
       *[other] { $detail } entries wait for more than 15 minutes
    }
problem-outbox-waiting-remedy = They are safe on this computer and written as soon as Salesforce takes them. Mend what the checks of Salesforce find.
problem-phone-kept-out = 3CX keeps this computer out
problem-phone-kept-out-remedy = Add this network’s address in the 3CX Admin Console under Advanced > Console Restrictions.
problem-phone-server-error = 3CX answers with an error ({ $detail })
problem-phone-server-error-remedy = Wait a few minutes. If it stays so, ask the admin of 3CX to look at its services.
problem-phone-no-events = 3CX does not open the connection for live events
problem-phone-no-events-remedy = Calls cannot be heard. A proxy or firewall in between must let WebSockets through: ask your admin to allow wss to the address of your 3CX.
problem-phone-configuration-off = The Configuration API is off for this API client
problem-phone-configuration-off-remedy = Calls work. For names, e-mail addresses and the version turn on “3CX Configuration API Access” for the client in the 3CX Admin Console under Integrations > API.
problem-phone-role-names = The role of the API client does not show names
problem-phone-role-names-remedy = Queues and colleagues are shown by number. Set Department DEFAULT and Role System Owner for the client in the 3CX Admin Console under Integrations > API.
problem-phone-role-users = The role of the API client does not show e-mail addresses
problem-phone-role-users-remedy = Set Role System Owner or System Admin for the client in the 3CX Admin Console under Integrations > API, or enter your e-mail address in Settings > Phone.
problem-phone-role-call-log = The role of the API client does not show the call log
problem-phone-role-call-log-remedy = Whether a colleague took a call that rang here may stay unknown. Set Department DEFAULT and Role System Owner for the client in the 3CX Admin Console under Integrations > API.
problem-phone-role-chats = The role of the API client does not show chats
problem-phone-role-chats-remedy = No chat is journaled. Set Department DEFAULT and Role System Owner for the client in the 3CX Admin Console under Integrations > API.
problem-phone-chats-not-logged = 3CX keeps no chats
problem-phone-chats-not-logged-remedy = No chat is journaled. Turn on the chat log in the 3CX Admin Console.
problem-salesforce-tls = The certificate of Salesforce is not trusted here
problem-salesforce-tls-remedy = Something between here and Salesforce opens the connection, often the company’s proxy. Ask your admin for its certificate authority and set that file in Settings > Network.
problem-salesforce-no-read = You may not read { $detail } records in Salesforce
problem-salesforce-no-read-remedy = { $detail ->
        [Task] Entries are not checked for doubles. An admin gives “Access Activities” in Setup > Profiles > your profile > General User Permissions.
        [User] Colleagues are not found, and entries belong to whoever is signed in. An admin opens Setup > Sharing Settings > User.
       *[other] These callers are not found. An admin gives Read in Setup > Profiles > your profile > Object Settings > { $detail }, or in a permission set.
    }
problem-salesforce-no-create = You may not create { $detail } records in Salesforce
problem-salesforce-no-create-remedy = { $detail ->
        [Task] No entry can be written. An admin gives “Edit Tasks” in Setup > Profiles > your profile > General User Permissions, or in a permission set.
       *[other] New callers cannot be created. An admin gives Create in Setup > Profiles > your profile > Object Settings > { $detail }, or in a permission set.
    }
problem-salesforce-no-edit = You may not edit { $detail } records in Salesforce
problem-salesforce-no-edit-remedy = { $detail ->
        [Task] What arrives late cannot be added to an entry. An admin gives “Edit Tasks” in Setup > Profiles > your profile > General User Permissions.
       *[other] An admin gives Edit in Setup > Profiles > your profile > Object Settings > { $detail }, or in a permission set.
    }
problem-salesforce-no-delete = You may not delete { $detail } records in Salesforce
problem-salesforce-no-delete-remedy = A written entry cannot be taken back. An admin gives Delete in Setup > Profiles > your profile > Object Settings > { $detail }, or in a permission set.
problem-salesforce-field-not-searched = The field { $detail } is hidden from you
problem-salesforce-field-not-searched-remedy = Callers are not found by this number. An admin makes it visible in Setup > Object Manager > Fields & Relationships > { $detail } > Set Field-Level Security.
problem-salesforce-field-not-shown = The field { $detail } is hidden from you
problem-salesforce-field-not-shown-remedy = The pop does not show it. An admin makes it visible in Setup > Object Manager > Fields & Relationships > { $detail } > Set Field-Level Security.
problem-salesforce-field-not-written = The field { $detail } is hidden from you or read-only
problem-salesforce-field-not-written-remedy = Entries are written without it. An admin makes it visible and editable in Setup > Object Manager > Activity > Fields & Relationships > { $detail } > Set Field-Level Security.
problem-salesforce-field-needed = The field { $detail } is hidden from you or read-only
problem-salesforce-field-needed-remedy = Entries cannot be written without it. An admin makes it visible and editable in Setup > Object Manager > Activity > Fields & Relationships > { $detail } > Set Field-Level Security.
problem-salesforce-record-type = Your default record type of { $detail } is not available to you
problem-salesforce-record-type-remedy = Salesforce refuses new records of this kind. An admin assigns one in Setup > Profiles > your profile > Object Settings > { $detail } > Record Types.
problem-salesforce-task-value = The Task field { $detail } has no value Call
problem-salesforce-task-value-remedy = Entries do not count as calls in reports and list views. An admin adds the value Call in Setup > Object Manager > Task > Fields & Relationships > { $detail }.
problem-salesforce-duplicates-blocked = A duplicate rule refuses people who may be there already: { $detail }
problem-salesforce-duplicates-blocked-remedy = Such a person cannot be created, only linked. An admin may set Action On Create to Allow in Setup > Duplicate Rules.
problem-salesforce-budget-low = The org has used { $detail } of its API requests of 24 hours
problem-salesforce-budget-low-remedy = Ask your admin which integration uses so many: Setup > Company Information > API Requests, Last 24 Hours.
problem-salesforce-budget-spent = The org’s API requests of 24 hours are used up or all but gone
problem-salesforce-budget-spent-remedy = Entries wait until there are requests again. Ask your admin which integration uses so many: Setup > Company Information > API Requests, Last 24 Hours.
problem-salesforce-cap-reached = As many Salesforce API requests as your settings allow today
problem-salesforce-cap-reached-remedy = Entries wait until tomorrow. Callers are still found. The limit is in Settings > Salesforce.
problem-salesforce-key-field = The field { $detail } cannot keep double entries out
problem-salesforce-key-field-remedy = Setup > Object Manager > Activity > Fields: a text field of 100 characters or more with Unique and External ID ticked, visible to this user and not read-only. Entries are written without it.
problem-owner-email-shared = Another extension has the same e-mail address as yours
problem-owner-email-shared-remedy = Entries of both belong to { $detail }. Give each extension its own address in the 3CX Admin Console under Users, or name the owner in Settings > Journal.
problem-owner-phone-refused = 3CX does not show the e-mail address of your extension
problem-owner-phone-refused-remedy = Entries belong to whoever is signed in to Salesforce. Enter your address in Settings > Phone, or set Role System Admin or System Owner for the API client.
problem-owner-phone-silent = 3CX did not tell the e-mail address of your extension
problem-owner-phone-silent-remedy = Entries belong to whoever is signed in to Salesforce until it does. Mend what the checks of 3CX find, or enter your address in Settings > Phone.
problem-owner-no-email = Your extension has no e-mail address in 3CX
problem-owner-no-email-remedy = Entries belong to whoever is signed in to Salesforce. Enter the address in the 3CX Admin Console under Users, or in Settings > Phone.
problem-owner-no-user = Nobody in Salesforce goes by { $detail }
problem-owner-no-user-remedy = Entries belong to whoever is signed in. Correct the address in Setup > Users, or name the owner in Settings > Journal.
problem-owner-inactive = The Salesforce user { $detail } is inactive
problem-owner-inactive-remedy = Entries belong to whoever is signed in. Activate the user in Setup > Users, or name another owner in Settings > Journal.
problem-owner-several = Several Salesforce users have the address { $detail }
problem-owner-several-remedy = Entries belong to whoever is signed in. Name the owner in Settings > Journal.
problem-owner-crm-refused = You may not see the users of Salesforce
problem-owner-crm-refused-remedy = Entries belong to whoever is signed in. An admin opens Setup > Sharing Settings > User, or makes the field User.Email visible.

# The journal's settings.
journal-lead = How each call stands in Salesforce.
journal-enabled = Enable call journal
journal-subject = Call Subject
journal-answered-inbound = Answered Inbound Call
journal-missed = Missed Call
journal-answered-outbound = Answered Outbound Call
journal-unanswered-outbound = Unanswered Outbound Call
journal-texts = Texts
journal-limits = Salesforce takes 255 characters of a subject and 32,000 of a comment. What is longer ends in “…”.
journal-dates = Dates and times
journal-dates-hint = In all texts about calls, whatever the language of the windows.
dates-iso = 2026-11-22 14:32:06
dates-german = 22.11.2026 14:32:06
dates-british = 22/11/2026 14:32:06
dates-american = 11/22/2026 2:32:06 PM
journal-which = Which calls
journal-outcomes = By outcome
journal-outcomes-hint = Completed: an entry in the activity history. Open: a task that waits for somebody.
write-as-done = Completed
write-as-open = Open
write-as-nothing = Nothing
written-answered-inbound = Answered inbound
written-missed = Missed
written-not-answered-here = Not answered here
written-not-answered-here-hint = It came through a queue or group; a colleague may have taken it.
written-rejected = Rejected
written-answered-outbound = Answered outbound
written-unanswered-outbound = Unanswered outbound
written-not-known = Outcome not known
written-not-known-hint = A phone told that it began, and nothing told how it ended.
journal-unmatched = Calls and chats without a match
unmatched-write = Write unlinked
unmatched-keep = Keep until linked
unmatched-never = Do not write
journal-unmatched-hint = A kept entry is written once its caller is found or chosen. Chats follow the same rule.
journal-internal = Internal calls
journal-internal-hint = Calls between extensions are written as well.
journal-never = Never journal
journal-never-hint = One number per line. With * at the end: all that begin so. “anonymous”: hidden numbers.
journal-private = Private numbers
journal-private-hint = Not written unless the agent decides otherwise after the call.
journal-more = Beyond the call
journal-codes = Wrap-up codes
journal-codes-hint = One per line. Agents choose one with Alt W; texts and fields have it as [WrapUp].
journal-fields = Task fields
journal-fields-hint = A field of Task and a text with variables each. A field that Salesforce refuses is left out, and the entry is written. A lookup takes a record’s ID.
task-field-choose = Field of Task
task-field-lookup = Lookup to { $objects }
task-field-length =
    { $count ->
        [one] 1 character
       *[other] { $count } characters
    }
task-field-text = Text
task-field-long-text = Text area
task-field-email = Email
task-field-phone = Phone
task-field-url = URL
task-field-number = Number
task-field-checkbox = Checkbox
task-field-date = Date
task-field-date-time = Date/Time
task-field-picklist = Picklist
task-field-multi-picklist = Multi-select picklist
task-field-account = Lookup
task-field-record = Lookup
journal-key-field = Key field
journal-key-field-hint = Salesforce itself then refuses a second entry of a call, whatever happens on the way. Without it Ringside asks before every repeat. It takes a text field of Activity with Unique and External ID ticked, 100 characters or more.
journal-key-field-none = None
journal-key-field-empty = No field of this org will do: unique, an external ID and 100 characters or more.
journal-key-field-unfit = { $field } is not unique, an external ID and long enough in this org. Entries are written without it.
journal-owner = Owner
journal-owner-hint = User name of the Salesforce user who owns the entries. Empty: the user with the extension’s e-mail address.
preview = Preview
preview-choose = Call shown
preview-answered-inbound = Answered inbound
preview-missed = Missed
preview-answered-outbound = Answered outbound
preview-unanswered-outbound = Unanswered outbound
preview-of-call = Call of { $time }
preview-of-sample = Sample call
preview-of-call-with = Call of { $time }, { $name }
preview-of-chat = { $channel } of { $time }
preview-of-chat-with = { $channel } of { $time }, { $name }
preview-of-sample-chat = Sample chat
preview-unknown = From somebody unknown: “{ $text }”
preview-unknown-kept = From somebody unknown: kept until linked.
preview-unknown-same = From somebody unknown: the same.
preview-nameless = Without a name: “{ $text }”
preview-nameless-kept = Without a name: kept until linked.
preview-nameless-same = Without a name: the same.
preview-cut = Too long for Salesforce: it ends in “…”.
preview-open = Open task
preview-silent = No preview now
variables = Variables
variables-insert = insert with
variables-search = Search variables
variables-none = No variable is called that.
variables-more = Show { $count } more
variables-offered = Variables to insert
variable-inserted = [{ $name }] inserted
variable-number = Number of the other side
variable-name = Name of the person
variable-agent = Extension of the agent
variable-agentfirstname = First name of the agent
variable-agentlastname = Last name of the agent
variable-agentemail = E-mail address of the agent
variable-duration = Duration of the call
variable-datetime = Begin, local time
variable-notes = Notes of the agent
variable-wrapup = Wrap-up code
variable-linebreak = New line
variable-callresult = Answered, Missed, Rejected …
variable-calltype = Inbound, Missed, Outbound, Notanswered
variable-calldirection = Inbound or Outbound
variable-queueextension = Queue or group
variable-transferredfrom = Who had the call before
variable-callstarttimelocal = Begin, local time
variable-callstarttimeutc = Begin, UTC
variable-callestablishedtimelocal = Answered, local time
variable-callestablishedtimeutc = Answered, UTC
variable-callendtimelocal = End, local time
variable-callendtimeutc = End, UTC
variable-durationtimespan = Duration of the call
variable-entityid = ID of the record
variable-entitytype = Contact, Lead, Account, User
variable-contact-fullname = Name of the record
variable-contact-firstname = First name
variable-contact-lastname = Last name
variable-contact-title = Title
variable-contact-companyname = Company
variable-contact-email = E-mail address
variable-contact-phonebusiness = Business phone
variable-contact-phonemobile = Mobile phone
variable-contact-contacturl = Address of the record
variable-summary = Summary by 3CX
variable-transcription = Transcription by 3CX
variable-sentiment = Sentiment by 3CX
variable-recordingurl = Address of the recording
variable-recordinghyperlink = Link to the recording
filled-answered = Empty for calls that nobody answered.
filled-found = Empty where no record is found.
filled-routed = Empty for direct calls.
filled-agent = Empty unless the agent fills it.
filled-given = Empty where the visitor gave none.
filled-queued = Empty outside of queues.
filled-recorded = Filled some minutes after the call, where 3CX recorded it.

# Why a setting's value cannot be used.
field-error-not-an-address = Not an address. Enter one like https://pbx.example.com.
field-error-not-encrypted = Only https is used, except for this computer itself.
field-error-not-an-extension = Not an extension number. Enter digits only.
field-error-not-an-email = Not an e-mail address or user name like anna@example.com.
field-error-not-keys = Up to 8 of the keys 0 to 9, * and #.
field-error-not-a-field-name = Not a field an admin added, like Call_Key__c.
field-error-not-a-file = This file holds no certificate authority in PEM form, or cannot be read.
field-error-not-an-ip-address = Not an IP address like 192.168.1.20.
field-error-not-one-card = Enter this computer's own address in the network, not one of all or of none.
field-error-same-port = Salesforce's callback has this port. Choose another.
field-error-too-many = At most { $max } entries.
field-error-unknown-region = No country with a numbering plan. Enter its two letters, such as DE.
field-error-out-of-range = Enter a number from { $min } to { $max }.
field-error-unknown-variable = [{ $detail }] does not exist.
field-error-unknown-variable-near = [{ $detail }] does not exist. Did you mean [{ $nearest }]?
field-error-not-a-phone-number = Not a phone number. Enter digits, with * at the end for all that begin so.
field-error-not-a-task-field = Enter the field’s API name, “=” and a text, such as Region__c = [Contact::CompanyName].
field-error-own-task-field = { $detail } is filled by the entry itself. Choose another field.
field-error-line-too-long = At most { $max } characters.
field-error-line = Line { $place }: { $error }
field-error-text-too-long = This text is too long.
field-error-not-a-rule = Rule { $detail }. A rule is FIND => REPLACE, where FIND is a regular expression.
field-error-twice = { $detail } stands there twice.
field-error-not-a-fact-field = { $detail } is not a field like Contact.Region__c, or stands there twice.
setting-locked = Your administrator has set this for all desks.
setting-locked-ask = Your administrator has set this for all desks. Ask: { $contact }
field-error-locked = Your administrator has set this for all desks.
field-error-not-a-setting = There is no such setting, or it takes another kind of value.
ctl-no-setting = There is no setting { $field }. “ringsidectl settings get” lists them all.
ctl-secret-needs-keychain = This machine has no keychain, so a secret would end with this command. Give it to “run” instead.

## Chats

chats-list = Chats of today
chats-empty = No chats yet today. They appear here as you answer them.
chats-off = Chats are not journaled
chats-off-detail = Turn on “Enable chat journal” to write each chat to Salesforce once.
chats-set-up = Open settings
chats-waiting = Reading chats from 3CX
chats-read = Chats are read
chats-failed-kept = What was read before stays here.
chats-refresh = Read now
filter-chats = Filter by name, number or e-mail
filter-no-chat = No chat matches “{ $text }”.
channel-live-chat = Live chat
channel-sms = SMS
channel-whatsapp = WhatsApp
channel-facebook = Facebook
channel-rcs = RCS
chat-messages =
    { $count ->
        [one] 1 message
       *[other] { $count } messages
    }
chat-from-to = { $from } to { $to }
chat-taken-over = Taken over by { $who }
chat-entry-open = Will be written after the chat
chat-entry-open-detail = It ends when nobody has written for a while.
chat-entry-taken = { $who } wrote last, so the chat is written there.
chat-entry-none-unmatched = Chats without a match are not written.
chat-entry-parts = Too long for one entry: written as { $count }.
chat-transcript = Transcript
chat-earlier =
    { $count ->
        [one] 1 earlier message is not shown here. It is part of the entry.
       *[other] { $count } earlier messages are not shown here. They are part of the entry.
    }
chat-you = You
chat-visitor = Visitor
chat-system = 3CX
chat-who = Who is it?
chat-who-lead = Several people fit. The one you choose gets the entry.
chat-found-by = Found by
chat-given-name = Name given
chat-email = E-mail
chat-number = Number
chat-queue = Queue
chat-select = Select a chat.
chat-unreachable = { $problem }. The entry waits until the person has been looked up.
chat-retry-lookup = Look up again
section-chats = Chats
section-creation = New people
section-dial = Dialling
dial-lead = How calls from Ringside, from links and from other programs are dialled.
dial-form = Numbers are dialled as
dial-form-hint = As your 3CX outbound rules expect them.
dial-form-e164 = International with + (+494066969412)
dial-form-international = International with 00 (00494066969412)
dial-form-national = National at home (04066969412)
dial-prefix = Prefix
dial-prefix-hint = Dialled before every number outside, such as 0 for a line. Empty: nothing.
dial-phone = Phone
dial-phone-hint = Where your calls start. Part of its name is enough, such as Yealink. If it is away, 3CX chooses.
dial-phone-none = As 3CX chooses
dial-phone-asking = Asking 3CX for your phones
dial-phone-empty = 3CX names no phone of your extension. Is one switched on?
dial-voicemail = Voicemail code
dial-voicemail-hint = Dialled before an extension to reach its voicemail: 3CX Admin Console, Dial Codes. Empty: calls are not sent there.
dial-links = Open telephone links
dial-links-hint = Links that begin with tel:, callto: or sip: open Ringside on this computer. You are always asked before it calls.
dial-browser = Browser extension
dial-browser-hint = Chrome and Edge of this computer call the numbers of web pages through Ringside.
dial-browser-ask = Ask before calls from pages
dial-browser-ask-hint = Numbers never to call and Do Not Call are asked about in any case.
dial-ask-once = The first time
dial-ask-always = Always
dial-ask-never = Never
dial-never = Never call
dial-never-hint = One number per line. With * at the end: all that begin so. You are asked before such a number is dialled.
creation-lead = Callers whom nobody knows become records from the pop, a call or a search.
creation-enabled = Allow creating
creation-enabled-hint = Off: the buttons say so.
creation-kind = Create lead or contact
creation-kind-hint = The filled button. Person Account only where your org has them.
creation-choose = The agent may choose another kind
creation-choose-hint = Off: only the kind above is offered.
creation-anyway = Allow saving although somebody like it is there
creation-anyway-hint = Only where the duplicate rules of your org leave it to the user.
creation-open = Open the record afterwards
creation-open-hint = In the browser, once Salesforce has it.
creation-defaults = Fields filled in beforehand
creation-defaults-hint = By API name, with variables. What is typed, and what the call tells, wins.
creation-company = New Lead Company
creation-company-hint = Where nobody named a company: Salesforce wants one for every lead.
creation-phones = Where the caller’s number goes
creation-phones-hint = API name of a phone field. Empty: a mobile number goes to the mobile field, any other to the business one.
creation-phone-own = by the kind of number
default-field = API name
default-field-of = Field { $place }, { $title }
default-text-of = Filled with, field { $place }, { $title }
default-remove = Remove { $field }, { $title }
default-add = Add field
chat-lead = Each chat with somebody outside becomes one Task: live chat, SMS, WhatsApp and others.
chat-enabled = Enable chat journal
chat-enabled-hint = 3CX shows chats to API clients with Role System Owner only. This computer then reads the chats of the whole system and keeps those you took part in.
chat-subject = Chat Subject
chat-text = Chat text
chat-text-hint = A transcript too long for one entry is written as several, numbered ones.
chat-variable-chatmessages = The whole transcript
chat-variable-channel = Chat, SMS, WhatsApp …
chat-variable-number = Number of the visitor
chat-variable-email = E-mail address of the visitor
chat-variable-name = Person found, else the name given
chat-variable-agent = Extension of who wrote last
chat-variable-agentfirstname = First name of the agent
chat-variable-agentlastname = Last name of the agent
chat-variable-agentemail = E-mail address of the agent
chat-variable-queueextension = Queue
chat-variable-duration = From the first to the last message
chat-variable-durationtimespan = From the first to the last message
chat-variable-datetime = First message, local time
chat-variable-chatstarttimelocal = First message, local time
chat-variable-chatstarttimeutc = First message, UTC
chat-variable-chatendtimelocal = Last message, local time
chat-variable-chatendtimeutc = Last message, UTC
chat-variable-entityid = ID of the record
chat-variable-entitytype = Contact, Lead, Account, User
chat-variable-chatsubject = The subject
chat-variable-linebreak = New line
chat-gap = A chat ends after
chat-gap-unit = minutes of silence
chat-gap-hint = What is written later is another chat.
## The Journal view
nav-journal = Journal
nav-journal-count = { $count } to look after or waiting
entries-list = Entries
entries-retry-all = Retry all
entries-export = Export
entries-stuck = Stuck, { $count }
entries-waiting = Waiting, { $count }
entries-written-today = Written today, { $count }
entries-earlier = Earlier
entries-more = Show earlier entries
entries-away = Salesforce has not answered since { $time }
entries-away-signed-out = Signed out of Salesforce since { $time }
entries-away-safe = Safe on this computer.
entries-away-next = Safe on this computer. Next try in { $time }.
entries-empty = Everything is written.
entries-try-now = Try now
entries-loading-failed = The written entries cannot be read just now.
entries-try = try { $count }
entries-kept = kept until linked to a person
entries-in-doubt = sent, not confirmed
entries-wrap-up = waits for wrap-up
entries-answered-inbound = Answered incoming
entries-missed = Missed
entries-rejected = Rejected
entries-answered-outbound = Answered outgoing
entries-unanswered-outbound = Unanswered outgoing
entries-elsewhere = Answered elsewhere
entries-not-known = Outcome not known
entries-subject = Subject
entries-text = Text
entries-linked-to = Linked to
entries-nobody = Nobody
entries-owner = Owner
entries-owner-email = { $name } · by the e-mail of extension { $extension }
entries-owner-setting = { $name } · by the settings
entries-owner-signed-in = The signed-in user
entries-owner-unknown = Told once Salesforce answers
entries-refused = Salesforce did not take this value.
entries-not-in-list = Not in the list.
entries-no-value = No value fits “{ $text }”.
entries-allowed = Allowed: { $values }.
entries-save-retry = Save and retry
entries-discard = Discard
entries-discard-title = Discard this entry?
entries-discard-text = It will not be written to Salesforce. The call stays in the list of calls.
entries-discarded = Entry discarded
entries-exported = Exported to { $path }
entries-export-failed = The file could not be written.
entries-select = Select an entry.
entries-gone = This entry is not in the journal any more.
entries-technical = Technical details
entries-key = Key
entries-state = State
entries-attempts = Requests
entries-last = Last answer
entries-record = Record
entries-queued = Queued
entries-changed = Changed
compare = Compare
compare-title = Compare with Salesforce
compare-lead = Finds calls without a Task, calls with more than one, and Tasks that no call explains.
compare-days = Days
compare-today = Today
compare-yesterday = Yesterday
compare-week = Last 7 days
compare-other = Other days
compare-from = First day
compare-to = Last day
compare-backwards = The last day comes before the first.
compare-too-long = At most 31 days.
compare-no-day = Enter a day.
compare-stop = Stop
compare-doing-calls = Reading the calls of this computer
compare-doing-log = Reading the phone system's call log, day { $nth } of { $of }
compare-doing-tasks = Reading Salesforce's Tasks
compare-doing-keys = Asking Salesforce once more for { $count } that seem missing
compare-doing-people = Looking up callers, { $nth } of { $of }
compare-doing-mending = { $nth } of { $of }
compare-silent = The comparison does not answer
compare-findings = What was found
compare-agrees = Everything agrees.
compare-agreed = { $count ->
    [one] 1 call has its Task
   *[other] { $count } calls have their Task
}
compare-waiting = { $count } will be written
compare-unwanted = { $count } not to be written
compare-no-log = Without the phone system's call log
compare-no-log-why = Only calls that this computer knows were compared. { $why }.
compare-cut = Not everything could be read. Compare fewer days at once.
compare-missing = Missing, { $count }
compare-doubled = Doubled, { $count }
compare-foreign = Without a call, { $count }
compare-more = { $count } more come once these are dealt with.
compare-missing-mark = Missing
compare-doubled-mark = Doubled
compare-foreign-mark = Without a call
compare-short-gone = its Task is gone
compare-short-never = never handed over
compare-short-log = only in the call log
compare-short-doubled = { $count } Tasks
compare-short-left = several Tasks, none removed
compare-short-rivals = several Tasks, each changed
compare-short-foreign = no call explains this Task
compare-why-gone = It was written, and the Task is gone from Salesforce.
compare-why-never = Its entry was never handed over.
compare-why-log = Ringside did not see this call. The phone system's call log tells of it.
compare-why-doubled = More than one Task stands for this call. The older one stays, or the one somebody worked on.
compare-why-left = More than one Task may stand for this call. Ringside did not write the others, or cannot be certain, so nothing is removed.
compare-why-rivals = More than one Task stands for this call, and somebody worked on each. Decide which one stays.
compare-why-foreign = Neither this computer nor the call log knows a call for this Task. It may be written by hand or by another program, and stays as it is.
compare-would-write = Would be written
compare-keep = The Task that stays
compare-surplus = { $count ->
    [one] The Task that is too many
   *[other] The Tasks that are too many
}
compare-rivals = Somebody worked on each
compare-others = Stays as it is
compare-keep-this = Keep this one
compare-keep-title = { $count ->
    [one] Keep this Task and remove the other?
   *[other] Keep this Task and remove { $count } others?
}
compare-keep-confirm = { $count ->
    [one] Remove the other
   *[other] Remove { $count } others
}
compare-keep-text = Somebody has worked on what is removed. Salesforce keeps it in its recycle bin.
compare-foreign-task = The Task
compare-open-task = Open in Salesforce
compare-write = Write { $count } missing
compare-write-this = Write this one
compare-write-title = { $count ->
    [one] Write 1 missing entry?
   *[other] Write { $count } missing entries?
}
compare-write-text = Salesforce is asked for each once more. What is there by then is not written again.
compare-remove = { $count ->
    [one] Remove 1 double
   *[other] Remove { $count } doubles
}
compare-remove-this = Remove the double
compare-remove-title = { $count ->
    [one] Remove 1 double from Salesforce?
   *[other] Remove { $count } doubles from Salesforce?
}
compare-remove-text = Only Tasks that Ringside wrote twice, and nobody has changed, are removed. Salesforce keeps them in its recycle bin.
compare-queued = { $count ->
    [one] 1 entry is being written
   *[other] { $count } entries are being written
}
compare-removed = { $count ->
    [one] 1 double removed
   *[other] { $count } doubles removed
}
compare-left = { $count } had changed meanwhile
compare-start-hint = Choose days and compare them.
compare-select = Select a finding.
keys-compare = Compare with Salesforce
keys-show-journal = Journal
keys-undo = Undo
keys-relink = Link to somebody else
keys-discard = Discard
undo-left = Undo { $time }
write-after-all = Write after all
entry-undone = Not logged (undone)
entry-discarded = Not logged (discarded)
entry-removed-detail = Taken out of the journal by you.
step-remove-waiting = Being removed from Salesforce.
step-remove-stuck = Not removed: { $problem }
step-remove-kept = Changed in Salesforce since, not removed.
step-move-waiting = Being linked anew.
step-move-stuck = Not linked anew: { $problem }
step-move-kept = Changed in Salesforce since, not linked anew.
step-text-waiting = Late notes are on their way.
step-text-stuck = Late notes not written: { $problem }
step-text-kept = Changed in Salesforce: left as it is.
entries-left-alone = { $name }, not taken over
ctl-dial-nobody = Ringside does not run for this profile. Start it, then dial.
ctl-dial-confirm = Not called. Add --yes to call all the same:
ctl-dial-asked = 3CX is asked to call { $number }.
ctl-dial-rings = { $number } rings.
ctl-dial-talks = { $number } is connected.
ctl-dial-warning-outside = Another program wants to call this number.
dial-warning-never = This number is on the list of numbers that are not called.
dial-warning-premium = A premium-rate number: each minute costs.
dial-warning-service = An emergency or service number.
dial-warning-do-not-call = Do Not Call is set for { $name }.
ctl-no-entry = There is no entry with this key.
ctl-entry-sent = This entry was sent, or may have been.
ctl-entry-of-this-org = This entry is not waiting for another org.
key-delete = Del

related-to = Related to
related-nothing = Nothing
related-opportunity = Opportunities
related-case = Cases
related-empty = No open opportunity or case.
related-more = Type to find others of the account in Salesforce.
related-lead = Not for leads
related-lead-why = Salesforce relates the entry of a lead to nothing else.
related-nobody = No person yet
related-nobody-why = Opportunities and cases are those of the person. Link the call to a contact or an account first.
link-or = Or link to an existing record
link-placeholder = Name, company or e-mail
link-remember = Also for later calls from this number
link-type = Type to search here and in Salesforce.
linked-by-you = Linked by you
linked-by-you-why = Linked by you; the record does not hold this number
## Creating people

create-title = New person
create-kinds = Create as
create-contact = Create contact
create-lead = Create lead
create-person = Create person
create-person-account = Create person account
create-at = New contact here
create-off = Creating people is switched off in the settings.
create-record-type = Record type
create-first-name = First name
create-last-name = Last name
create-company = Company
create-phone = Phone
create-required = required
create-org-requires = Your org requires { $field }.
create-from-call = From this call.
create-from-chat = From this chat.
create-from-search = From the search.
create-from-account = From this account.
create-from-draft = From the call.
create-source-settings = Preset by your admin.
create-source-org = Salesforce’s default.
create-choose = Choose
create-choose-first = Choose { $field } first.
create-record-id = ID of the record.
create-account-placeholder = Name of the company
create-account-type = Type the name of the company.
create-account-none = No account of this name.
create-account-new = New account “{ $name }”
create-account-new-chosen = New: created together with the person.
create-private = Without an account only you and admins see this contact.
create-refused-missing = { $field } is needed.
create-refused-too-long = { $max } characters at most.
create-refused-not-an-email = Not an e-mail address.
create-refused-not-a-number = Not a number.
create-refused-not-a-date = Not a date. Written like { $example }.
create-refused-not-a-choice = Not a value of this list.
create-refused-salesforce = Salesforce: { $message }
create-refused-unchosen = Choose an account, or “{ $text }” as a new one.
create-refused-whole = Salesforce refused this person
create-wrong = { $count ->
    [one] 1 field to correct
   *[other] { $count } fields to correct
}
create-save-as-new = Save as new
create-use = Use existing
create-view = View
create-duplicates = Already there
create-already-contact = { $name } is already a contact
create-already-lead = { $name } is already a lead
create-already-account = { $name } is already an account
create-already-person-account = { $name } is already a person account
create-already-user = { $name } is a user of Salesforce
create-why-number = same number
create-why-email = same e-mail address
create-why-name-and-company = same name and company
create-why-name = same name
create-why-salesforce = found by a duplicate rule
create-owner = owner { $name }
create-add-number = Add this number as { $field }
create-forbidden = Another one of the same is not allowed. Use the existing record.
create-restored = What you typed before is back.
create-start-over = Start over
create-basics = Only the fields every org has
create-failed = Not saved
create-kept-here = What you type is kept on this computer.
create-kept = What you typed is kept.
create-silent = There was no answer.
create-offline = Salesforce cannot be reached: Save keeps the person here, and creates them later.
create-done = { $name } created
create-done-found = { $name } was there already
create-queued = { $name } waits for Salesforce
create-queued-more = Safe on this computer. Created as soon as Salesforce can be reached; the call’s entry waits for it.
create-linked = Linked to { $name }
create-number-added = The number was added as { $field }.
create-number-there = The number was there already.
create-number-no-room = No phone field of the record is empty, so the number was not added.
create-number-not-added = The number was not added: { $problem }.
create-waiting = { $name } is not in Salesforce yet
create-waiting-more = Safe on this computer, created as soon as Salesforce can be reached.
create-waiting-doubt = Sent, without an answer. Salesforce is asked before it is sent again.
create-open-form = Open the form
create-refused-field = { $field }: { $text }
create-unseen = Salesforce knows somebody like this, and does not show who
create-forbidden-unseen = Another one of the same is not allowed. Change what makes them the same, or ask your admin who may see the record.
create-formless = The form could not be opened
create-not-kept = What you type is not on disk yet; that is tried again and again.
create-people = { $count ->
    [one] 1 person not in Salesforce yet
   *[other] { $count } people not in Salesforce yet
}
create-saved-at = saved { $time }
create-try-again = Try again
create-give-up = Give up
create-give-up-title = Give up creating { $name }?
create-give-up-text = They will not be in Salesforce, and what was typed is forgotten. The entry that waits for them is written linked to nobody.
keys-create = Create a person
keys-use-existing = Use the existing person
keys-view-existing = View the existing person
keys-create-lead = Create a lead

# The browser's host and extension
ctl-host-stranger = Only the extension of Ringside may start this; the browser names who does.
ctl-host-no-browser = No browser of this user has run yet: Chrome, Chromium and Edge are looked for.
ctl-host-none = No browser was told of this profile.
extension-away = Ringside does not run. Start it, then call.
ctl-host-confirm = Confirm the call in Ringside.
ctl-host-gone = Not called.
extension-about = Click a phone number on a page, and Ringside calls it.
extension-dial-selection = Call the selected number
extension-menu = Call { $selection } with Ringside
extension-call = Call { $number }
extension-calling = Calling …
extension-state-no-host = Ringside is not set up for this browser. Switch it on in Ringside under Settings, Dialling.
extension-state-away = Ringside does not run.
extension-state-disabled = Calls from pages are switched off in Ringside.
extension-state-no-phone = Ringside has no link to the phone system.
extension-state-ready = Connected to Ringside.
extension-here = Numbers on { $site }
extension-found = On this page
extension-options = Settings of the extension
extension-region = Numbers without a country code belong to { $region }, as in Ringside.
extension-sites = Where numbers are looked for
extension-sites-salesforce = Always on the pages of Salesforce, unless they are listed as off below.
extension-everywhere = On all other sites too
extension-everywhere-why = The browser asks for this. Pages are read on this computer only; what may be a number goes to Ringside here, and nowhere else.
extension-on-list = On these sites
extension-off-list = Never on these sites
extension-site = Site, such as example.com
extension-add = Add
extension-drop = Remove
extension-drop-site = Remove { $site }
extension-not-allowed = The browser was not allowed to read that.
extension-no-site = This is not the name of a site.
## Calling

call = Call
call-back = Call back
dial-checking = Checking
dial-question = Call?
dial-asked = Asked
dial-failed = Not called
dial-from-terminal = From the terminal
dial-from-clipboard = Selected or copied
dial-from-link = From another program
dial-from-extension = From a page of the browser
dial-nobody = Nobody on this computer has this number
dial-several =
    { $count ->
        [one] 1 person has this number
       *[other] { $count } people have this number
    }
dial-step-asked = Asked
dial-step-ringing = Ringing
dial-step-connected = Connected
dial-extension = Extension { $extension }: dial it when somebody answers.
dial-device = Call at
dial-device-usual = As in the settings
dial-again = Try again
say-dial-question = Call { $parts }?
say-dial-asked = 3CX is asked to call { $parts }.
say-dial-failed = Not called.

## Transfer

transfer = Transfer
transfer-to = Transfer to
transfer-placeholder = Name, extension or number
transfer-ring-there = Let it ring there
transfer-ask = Ask first
transfer-voicemail = My voicemail
transfer-voicemail-of = Voicemail of { $name }
transfer-number = Call this number
transfer-none = Nobody in 3CX matches
transfer-returns = 3CX rings there; if nobody answers, the call comes back.
transfer-asking = Asking { $name }
transfer-talks = { $name } is on the line
transfer-waits = The caller waits.
transfer-hand-over = Hand over
transfer-back = Back to the caller
keys-dial-selection = Call what is selected or copied
keys-open-ringside = Open Ringside
