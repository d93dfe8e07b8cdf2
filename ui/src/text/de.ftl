# Jedes Wort, das jemand liest, auf Deutsch. Dieselben Ids wie en.ftl.

app-name = Ringside
window-title = Ringside

## Arten von Personen und Firmen

kind-contact = Kontakt
kind-lead = Lead
kind-account = Account
kind-person-account = Personenaccount
kind-user = Benutzer

## Zustand eines Anrufs

state-ringing = Klingelt
state-dialing = Wählt
state-talking = Im Gespräch
state-ended = Beendet
outcome-answered = angenommen
outcome-missed = Verpasst
outcome-rejected = Abgelehnt
outcome-no-answer = Keine Antwort
outcome-elsewhere = Anderswo angenommen
outcome-not-known = Ausgang nicht bekannt
from-whom = von { $who }
about-time = etwa { $time }
number-withheld = Nummer unterdrückt
withheld-cannot = Kann nicht gesucht werden
withheld-body = Der Anrufer unterdrückt seine Nummer, daher kann niemand gesucht werden.
internal-call = Interner Anruf
searching-salesforce = Suche in Salesforce …
not-in-salesforce = Nicht in Salesforce
none-of-these-chosen = Keiner der Treffer
not-looked-up = Nicht gesucht
not-looked-up-body = Diese Nummer wird nicht in Salesforce gesucht.
time-there = dort { $time }
time-range = { $from } bis { $to }

## Schaltflächen

answer = Annehmen
reject = Ablehnen
hang-up = Auflegen
open = Öffnen
open-in-salesforce = In Salesforce öffnen
done = Fertig
copy = Kopieren
copied = Kopiert
details = Details
notes-back = Notizen
why = Warum
back = Zurück
hide = Ausblenden
retry = Wiederholen
sign-in-again = Neu anmelden
task = Aufgabe
close = Schließen

## Wer anruft

several-count =
    { $count ->
        [one] 1 Treffer. Unten wählen.
       *[other] { $count } Treffer. Unten wählen.
    }
several-remembered = { $count } Treffer. Zuletzt gewählt: { $name }.
several-talking =
    { $count ->
        [one] 1 Treffer. Unter Details wählen.
       *[other] { $count } Treffer. Unter Details wählen.
    }
several-label = Wer ruft an?
remember-number = Für diese Nummer merken
none-of-these = Keiner davon
do-not-call = Nicht anrufen
do-not-call-set = ist in Salesforce gesetzt
rule-exact = { $label }, exakt
rule-last = { $label }, letzte { $digits } Ziffern
rule-last-short = { $label }, letzte { $digits }
rule-beginning = { $label }, Anfang
rule-ending = { $label }, Ende
rule-inside = { $label }, in der Mitte
fact-owner = Inhaber
fact-owner-you = { $name } · Sie
fact-last-activity = Aktivität
fact-opportunity = Opportunity
fact-case = Vorgang
fact-next-task = Aufgabe
fact-more = { $count } weitere
fact-yes = Ja
fact-no = Nein
fact-days =
    { $count ->
        [0] heute
        [one] 1 Tag
       *[other] { $count } Tage
    }
fact-minutes = { $count } Min.
fact-you = Sie
facts-none = Sonst nichts in Salesforce.
facts-saving = API-Aufrufe werden gespart
facts-title = In Salesforce
activity-call-in = Eingehender Anruf
activity-call-out = Ausgehender Anruf
activity-call-missed = Verpasster Anruf
activity-email = E-Mail
activity-meeting = Ereignis
activity-task = Aufgabe
why-title = Warum diese Person
why-caller = Anrufer
why-stored = Salesforce
why-field = Feld
why-rule = Regel
why-source = Quelle
why-rule-exact = Exakt: jede Ziffer ist gleich
why-rule-last = Die letzten { $digits } Ziffern sind gleich
source-salesforce = Eben bei Salesforce erfragt
source-computer = Dieser Computer, gelesen { $time }
ranked-lower-last = Nachrangig: nur letzte { $digits }
ranked-lower-field = Nachrangig: { $label }
ranked-lower-activity = Nachrangig
someone-else = Jemand anderes
more-matches =
    { $count ->
        [one] und 1 weiterer
       *[other] und { $count } weitere
    }
none-checked = Kontakte, Leads, Accounts und Benutzer geprüft. Niemand hat diese Nummer.
none-phone-name = 3CX nennt diese Nummer „{ $name }“.
from-this-computer = von diesem Computer, { $age }
age-now = eben gelesen
age-minutes = { $count } Min. alt
age-hours = { $count } Std. alt
age-days =
    { $count ->
        [one] 1 Tag alt
       *[other] { $count } Tage alt
    }
cannot-since = Seit { $time }.
cannot-kept = Der Anruf bleibt erhalten und wird später eingetragen.
cannot-kept-sign-in = Der Anruf bleibt erhalten und wird nach der Anmeldung eingetragen.
cannot-nobody-local = Dieser Computer kennt die Nummer nicht.

## Notizen und Journal

notes = Notizen
notes-placeholder = Was gesagt und vereinbart wurde
notes-saved = Gespeichert { $time }
notes-limit = Kein Platz für mehr
journal-entry = Journaleintrag
entry-will-be-written = Wird eingetragen
entry-will-be-written-detail = Auf diesem Computer sicher. Wird eingetragen, sobald Sie fertig sind.
entry-will-be-written-at = Auf diesem Computer sicher. Eintrag in { $time }.
entry-waiting-network = Wartet auf das Netz
entry-waiting-sign-in = Wartet auf Ihre Anmeldung
entry-waiting-salesforce = Wartet auf Salesforce
entry-waiting-org = Wartet auf seine Organisation
send-here = Hier eintragen
fix = Beheben
entry-safe = Auf diesem Computer sicher.
entry-next-try = Auf diesem Computer sicher. Nächster Versuch in { $time }.
entry-in-doubt = Gesendet, nicht bestätigt
entry-in-doubt-detail = Nachfrage bei Salesforce in { $time }.
entry-in-doubt-now = Nachfrage bei Salesforce läuft.
entry-stuck = Hängt: { $problem }
entry-written = In Salesforce eingetragen
entry-written-at = Eingetragen { $time }
entry-written-detail = Aufgabe · { $time }
entry-none = Nicht eingetragen
entry-none-elsewhere = Ein Kollege hat diesen Anruf angenommen, daher kein Eintrag hier.
entry-none-internal = Interne Anrufe werden nicht eingetragen.
entry-none-off = Das Anrufjournal ist ausgeschaltet.
entry-none-outcome = Anrufe, die so enden, werden nicht eingetragen.
entry-none-never-list = Diese Nummer wird nie eingetragen.
entry-none-private = Privat: kein Eintrag.
entry-none-unmatched = Anrufe ohne Treffer werden nicht eingetragen.
entry-kept = Behalten, bis verknüpft
entry-kept-detail = Auf diesem Computer. Wird eingetragen, sobald der Anrufer gefunden oder gewählt ist.
write-now = Jetzt eintragen
do-not-log = Nicht eintragen
log-after-all = Eintragen
wrap-up-code = Abschlusscode
wrap-up-none = Kein Code
entry-none-live = Wird nach dem Anruf eingetragen.
entry-none-other = Kein Eintrag zu diesem Anruf.
mark-written = Eingetragen
mark-waiting = Wartet
mark-in-doubt = Gesendet, nicht bestätigt
mark-stuck = Hängt
mark-kept = Behalten, bis verknüpft
mark-not-written = Hier nicht eingetragen
mark-live = Läuft

## Ältere Anrufe

more-calls =
    { $count ->
        [one] +1 weiterer Anruf
       *[other] +{ $count } weitere Anrufe
    }
older-calls = Weitere Anrufe

## Tasten

key-ctrl = Strg
key-alt = Alt
key-command = ⌘
key-option = ⌥
key-enter = ↵
key-tab = Tab
key-esc = Esc
key-space = Leertaste
key-home = Pos1
key-end = Ende
key-page-up = Bild↑
key-page-down = Bild↓

## Hauptfenster

nav-label = Ansichten
nav-calls = Anrufe
nav-chats = Chats
nav-health = Zustand
phone-up = 3CX, Nebenstelle { $extension }
phone-connecting = 3CX, verbindet
phone-down = 3CX, keine Verbindung
salesforce-up = Salesforce, { $name }
salesforce-up-nameless = Salesforce, angemeldet
salesforce-connecting = Salesforce, verbindet
salesforce-down = Salesforce, keine Verbindung
salesforce-signed-out = Salesforce, abgemeldet
pops-on = Pops an
pops-paused = Pops pausiert
today = Heute
filter-calls = Nach Name oder Nummer filtern
filter-clear = Filter löschen
filter-nothing = Kein Anruf passt zu „{ $text }“.
segments-label = Welche Anrufe
segment-all = Alle
segment-missed = Verpasst
segment-unknown = Nicht in Salesforce
segment-unwritten = Offen
segment-nothing = Kein solcher Anruf heute.
calls-empty = Heute noch keine Anrufe. Sie erscheinen hier, sobald es klingelt.
calls-list = Anrufe von heute
row-now = jetzt
row-answered-by = Angenommen von { $who }
row-answered-elsewhere = Von einem Kollegen angenommen
row-no-answer = keine Antwort
row-rejected = abgelehnt
row-incoming = Eingehender Anruf
row-outgoing = Ausgehender Anruf
row-missed = Verpasster Anruf
row-rejected-name = Abgelehnter Anruf
row-elsewhere-name = Von einem Kollegen angenommen
select-a-call = Wählen Sie einen Anruf, um Einzelheiten zu sehen.
details-gone = Dieser Anruf ist hier nicht mehr bekannt.
course = Verlauf des Anrufs
step-rang = Klingelte
step-rang-via = Klingelte über { $via }
step-dialed = Gewählt
step-adopted = Der Anruf lief schon, als Ringside sich verband
step-answered-here = Von Ihnen angenommen
step-answered-by = Angenommen von { $who }
step-transferred-from = Verbunden von { $who }
step-link-lost = Verbindung zu 3CX verloren, Zeiten sind geschätzt
step-ended = Beendet
notes-part-of-task = Teil der Aufgabe.
looked-up-in = Gesucht in
called-from = Anruf von
in-salesforce = In Salesforce
keys-move = bewegen
keys-filter = filtern
keys-all = alle Tasten
keys-title = Tasten
keys-everywhere = Überall, systemweit
keys-pop-ringing = Pop, es klingelt
keys-pop-talking = Pop, im Gespräch und danach
keys-main = Dieses Fenster
keys-list = Liste der Anrufe
keys-give-keyboard = Dem Pop die Tastatur geben und zurück
keys-choose = Treffer wählen
keys-remember = Wahl merken
keys-next-call = Nächster Anruf
keys-remedy = Schaltfläche des Hinweises
keys-show-calls = Anrufe zeigen
keys-show-chats = Chats zeigen
keys-show-health = Zustand zeigen
keys-pause = Pops pausieren oder fortsetzen
keys-first-last = Erster, letzter
keys-page = Eine Seite hoch, runter
keys-letters = Buchstaben: zu einem Namen springen

## Suche

nav-search = Suche
search-field = Name, Firma, Nummer oder E-Mail
search-kinds = Welche Art
kinds-contact = Kontakte
kinds-lead = Leads
kinds-account = Accounts
kinds-person-account = Personenaccounts
kinds-user = Benutzer
search-count = { $count } gefunden
search-list = Gefundene Personen
search-here = Auf diesem Computer, { $count }
search-there = In Salesforce, { $count }
search-there-more = In Salesforce, { $count } weitere
search-there-none = Sonst niemand in Salesforce
search-calls =
    { $count ->
        [one] 1 API-Aufruf
       *[other] { $count } API-Aufrufe
    }
search-read-as = Gelesen als { $number }
search-asking = Salesforce wird gefragt…
search-too-short = Salesforce wird erst bei längerem Text gefragt.
search-narrow = Es wurden mehr gefunden, als hier stehen. Geben Sie mehr vom Namen oder von der Nummer ein.
search-hint = Geben Sie einen Namen, eine Firma, eine Nummer oder eine E-Mail-Adresse ein. Akzente und die Reihenfolge der Wörter spielen keine Rolle.
search-hint-where = Dieser Computer antwortet beim Tippen, Salesforce einen Augenblick später.
search-nothing = Niemand gefunden für „{ $text }“, weder hier noch in Salesforce.
search-nothing-here = Niemand gefunden für „{ $text }“ auf diesem Computer.
search-nothing-kind = Niemand von dieser Art unter den Gefundenen.
search-show-all = Alle zeigen
search-local-only = Nur Ergebnisse von diesem Computer
search-silent = Salesforce hat nicht geantwortet.
search-here-silent = Die Suche hat nicht geantwortet.
search-no-number = keine Nummer
search-numbers = { $count } Nummern
search-reach = Nummern und E-Mail
search-email = E-Mail
search-typed = Eingegeben
search-from-computer = Von diesem Computer, gelesen { $age }
search-from-computer-now = Von diesem Computer, eben gelesen
search-from-salesforce = Aus Salesforce, { $age }
search-from-salesforce-now = Eben aus Salesforce
keys-show-search = Suche zeigen
keys-find = Person suchen
keys-open = öffnen
keys-to = bis
keys-call-number = diese Nummer anrufen
keys-call-one = Diese Nummer anrufen
keys-call = anrufen
keys-clear = Leeren, dann zurück

## Zustand

health-title = Zustand
connections = Verbindungen
health-3cx = 3CX
health-salesforce = Salesforce
health-keychain = Schlüsselbund
health-index = Lokaler Index
link-connecting = Verbindet …
link-up-phone = Nebenstelle { $extension }, verbunden seit { $time }
link-up-phone-version = { $version }, Nebenstelle { $extension }, verbunden seit { $time }
link-up-salesforce = { $host }, verbunden seit { $time }
link-up-since = Verbunden seit { $time }
link-down-since = Seit { $time }.
keychain-ok = Geheimnisse liegen im Schlüsselbund dieses Computers
keychain-absent = Kein Schlüsselbund auf diesem Computer
keychain-absent-detail = Geheimnisse bleiben nur im Speicher und sind nach einem Neustart weg. Richten Sie einen Schlüsselbund ein.
index-people =
    { $count ->
        [one] 1 Person auf diesem Computer bekannt
       *[other] { $count } Personen auf diesem Computer bekannt
    }
journal = Journal
journal-clear = Alles eingetragen.
journal-written-today = Heute eingetragen
journal-waiting = Wartet
journal-stuck = Hängt
api-title = Salesforce-API-Aufrufe, letzte 24 Stunden
api-of = von { $limit } durch die Organisation verbraucht
api-ours = Ringside, seit dem Start
api-others = Alle anderen
api-unknown = Bekannt nach der ersten Antwort von Salesforce.
api-saving = API-Aufrufe werden gespart: Fakten im Pop sind aus.
last-problems = Letzte Probleme
no-problems = Keine Probleme, seit Ringside läuft.
status-ok = In Ordnung
status-waiting = Verbindet
status-attention = Braucht Aufmerksamkeit
status-down = Geht nicht

## Was ein Screenreader sagt

say-searching = Suche in Salesforce.
say-call = Anruf von { $parts }.
say-outgoing = Anruf an { $parts }.
say-why-exact = { $label }, genaue Übereinstimmung.
say-why-last = { $label }, letzte { $digits } Ziffern gleich: { $spelled }.
say-do-not-call = Nicht anrufen ist gesetzt.
say-open-cases =
    { $count ->
        [one] 1 offener Vorgang.
       *[other] { $count } offene Vorgänge.
    }
say-several =
    { $count ->
        [one] 1 Treffer.
       *[other] { $count } Treffer.
    }
say-several-remembered =
    { $count ->
        [one] 1 Treffer. Zuletzt gewählt: { $name }.
       *[other] { $count } Treffer. Zuletzt gewählt: { $name }.
    }
say-none = Nicht in Salesforce.
say-local = { $name }, von diesem Computer.
say-talking = Verbunden. Notizen werden beim Tippen gespeichert.
say-ended = Anruf beendet, { $minutes ->
        [0] { "" }
        [one] 1 Minute{ " " }
       *[other] { $minutes } Minuten{ " " }
    }{ $seconds ->
        [one] 1 Sekunde
       *[other] { $seconds } Sekunden
    }.
say-missed = Verpasster Anruf.
say-rejected = Anruf abgelehnt.
say-elsewhere = Von einem Kollegen angenommen.
say-not-known = Anruf beendet, Ausgang nicht bekannt.
say-no-answer = Keine Antwort.
say-written = In Salesforce eingetragen.
say-will-be-written = Wird eingetragen.
say-waiting = Noch nicht eingetragen.
say-in-doubt = An Salesforce gesendet, noch nicht bestätigt.
say-stuck = Nicht eingetragen.
say-second = Zweiter Anruf von { $parts }.

## Was nicht ging, und was hilft

problem-phone-not-configured = 3CX ist noch nicht eingerichtet
problem-phone-not-configured-remedy = Geben Sie Adresse, Client-ID und API-Schlüssel Ihrer 3CX ein.
problem-phone-unreachable = 3CX antwortet nicht
problem-phone-unreachable-remedy = Prüfen Sie das Netz und die Adresse Ihrer 3CX. Neuer Versuch alle paar Sekunden.
problem-phone-tls = Das Zertifikat der 3CX ist nicht gültig
problem-phone-tls-remedy = Prüfen Sie Adresse und Zertifikat Ihrer 3CX. Ohne gültiges Zertifikat verbindet Ringside nicht.
problem-phone-wrong-credentials = 3CX nimmt Client-ID oder API-Schlüssel nicht an
problem-phone-wrong-credentials-remedy = Kopieren Sie beide neu aus Integrationen > API in der 3CX-Verwaltung.
problem-phone-call-control-off = Die Anrufsteuerung ist für diesen API-Client aus
problem-phone-call-control-off-remedy = Schalten Sie für den Client „3CX Call Control API Access“ in der 3CX-Verwaltung ein.
problem-phone-no-licence = Die Lizenz dieser 3CX hat keine Anrufsteuerung
problem-phone-no-licence-remedy = Die Anrufsteuerung braucht eine 3CX-Enterprise-Lizenz mit mindestens 8 Gesprächen.
problem-phone-not-monitored = Ihre Nebenstelle wird von diesem API-Client nicht überwacht
problem-phone-not-monitored-remedy = Fügen Sie Ihre Nebenstelle dem Client in der 3CX-Verwaltung hinzu.
problem-phone-shared-client = Jemand anderes nutzt denselben 3CX-API-Client
problem-phone-shared-client-remedy = 3CX hält eine Sitzung je Client. Legen Sie einen eigenen Client für diesen Computer an.
problem-phone-not-3cx = Diese Adresse ist keine 3CX
problem-phone-not-3cx-remedy = Prüfen Sie die Adresse: Es ist die des 3CX-Web-Clients.
problem-phone-dropped = Die Verbindung zu 3CX ging verloren
problem-phone-dropped-remedy = Laufende Gespräche bleiben. Neuer Versuch alle paar Sekunden.
problem-hook-port-busy = Ein anderes Programm belegt Port { $detail }
problem-hook-port-busy-remedy = Telefone können nicht gehört werden. Beenden Sie das andere Programm oder wählen Sie unter Einstellungen > Telefon einen anderen Port. Neuer Versuch alle paar Sekunden.
problem-hook-lan-address-missing = { $detail } ist keine Adresse dieses Computers
problem-hook-lan-address-missing-remedy = Tischtelefone können nicht gehört werden. Wählen Sie unter Einstellungen > Telefon eine Adresse dieses Computers.
problem-call-gone = Der Anruf ist schon vorbei
problem-call-gone-remedy = Nichts zu tun.
problem-phone-not-allowed = 3CX erlaubt das nicht
problem-phone-not-allowed-remedy = Bedienen Sie das Telefon selbst, oder bitten Sie Ihren Admin um das Recht, Anrufe zu steuern.
problem-dial-no-call = 3CX nahm den Auftrag an, aber es kam kein Anruf
problem-dial-no-call-remedy = Sehen Sie nach, ob Ihr Telefon klingelt, oder versuchen Sie es erneut.
problem-dial-no-number = Darin steht keine Nummer
problem-dial-no-number-remedy = Prüfen Sie, was markiert oder eingegeben ist.
problem-dial-own-extension = Das ist Ihre eigene Nebenstelle
problem-dial-own-extension-remedy = Nichts zu tun.
problem-dial-foreign-code = Codes mit * und # werden nicht für andere Programme gewählt
problem-dial-foreign-code-remedy = Wählen Sie den Code am Telefon, wenn er gemeint ist.
problem-dial-extension-off = Anrufe aus Seiten des Browsers sind ausgeschaltet
problem-dial-extension-off-remedy = Schalten Sie sie unter Einstellungen, Wählen ein.
problem-dial-no-voicemail = Kein Wählcode für Voicemail ist gesetzt
problem-dial-no-voicemail-remedy = Tragen Sie den Code von 3CX in Einstellungen, Wählen ein.
problem-phone-refused = Das Telefon lehnt ab
problem-phone-refused-remedy = Bedienen Sie das Telefon selbst.
problem-phone-broken = 3CX gab eine Antwort, die Ringside nicht versteht
problem-phone-broken-remedy = Bedienen Sie das Telefon selbst. Bleibt es so, sagen Sie es Ihrem Admin.
problem-salesforce-not-configured = Salesforce ist noch nicht eingerichtet
problem-salesforce-not-configured-remedy = Geben Sie den Consumer Key ein und melden Sie sich an.
problem-salesforce-offline = Salesforce antwortet nicht
problem-salesforce-offline-remedy = Prüfen Sie das Netz. Neuer Versuch von selbst.
problem-salesforce-signed-out = Sie sind von Salesforce abgemeldet
problem-salesforce-signed-out-remedy = Melden Sie sich neu an. Bis dahin geht nichts verloren.
problem-salesforce-not-allowed = Salesforce erlaubt das nicht
problem-salesforce-not-allowed-remedy = Bitten Sie Ihren Salesforce-Admin um Zugriff.
problem-salesforce-refused = Salesforce lehnt den Eintrag ab
problem-salesforce-refused-remedy = Beheben Sie, was Salesforce nennt, und versuchen Sie es erneut.
problem-salesforce-busy = Salesforce ist ausgelastet
problem-salesforce-busy-remedy = Neuer Versuch von selbst.
problem-salesforce-broken = Salesforce gab eine Antwort, die Ringside nicht versteht
problem-salesforce-broken-remedy = Versuchen Sie es erneut. Bleibt es so, sagen Sie es Ihrem Admin.
problem-salesforce-address-wrong = Die Salesforce-Adresse ist nicht brauchbar
problem-salesforce-address-wrong-remedy = Geben Sie https://login.salesforce.com ein, für eine Sandbox https://test.salesforce.com, oder Ihre My Domain (Setup > My Domain).
problem-salesforce-key-wrong = Salesforce kennt diesen Consumer Key nicht
problem-salesforce-key-wrong-remedy = Kopieren Sie ihn neu: Setup > Manager für externe Client-Anwendungen > Ihre App > Einstellungen > OAuth-Einstellungen > Consumer Key und Secret. Prüfen Sie, ob der Anmeldehost zur selben Organisation gehört. Eine neue verbundene Anwendung ist erst nach bis zu zehn Minuten bekannt.
problem-salesforce-secret-wrong = Salesforce nimmt das Consumer Secret nicht an
problem-salesforce-secret-wrong-remedy = Kopieren Sie es neu: Setup > Manager für externe Client-Anwendungen > Ihre App > Einstellungen > OAuth-Einstellungen > Consumer Key und Secret. Verlangt die App kein Secret, lassen Sie das Feld leer.
problem-salesforce-secret-missing = Diese App verlangt ihr Consumer Secret
problem-salesforce-secret-missing-remedy = Geben Sie das Consumer Secret ein, oder schalten Sie in den OAuth-Einstellungen der App „Geheimnis für Webserver-Ablauf erforderlich“ und „Geheimnis für Aktualisierungstoken-Ablauf erforderlich“ aus.
problem-salesforce-app-not-installed = Die App ist in dieser Salesforce-Organisation nicht installiert
problem-salesforce-app-not-installed-remedy = Ein Admin öffnet Setup > OAuth-Verwendung bei verbundenen Anwendungen und klickt bei der App auf Installieren, oder Sie nehmen den Consumer Key einer App Ihrer eigenen Organisation.
problem-salesforce-app-blocked = Ein Salesforce-Admin hat diese App blockiert
problem-salesforce-app-blocked-remedy = Ein Admin öffnet Setup > OAuth-Verwendung bei verbundenen Anwendungen und hebt die Blockierung der App auf.
problem-salesforce-app-elsewhere = Diese Organisation hat die externe Client-Anwendung dieses Consumer Keys nicht
problem-salesforce-app-elsewhere-remedy = Installieren Sie das Paket der App, oder legen Sie in dieser Organisation eine an (Setup > Manager für externe Client-Anwendungen) und geben Sie deren Consumer Key ein.
problem-salesforce-app-cross-org = Diese externe Client-Anwendung gilt nur in ihrer eigenen Organisation
problem-salesforce-app-cross-org-remedy = Melden Sie sich als Benutzer der Organisation an, in der die App angelegt wurde, oder legen Sie in dieser Organisation eine an (Setup > Manager für externe Client-Anwendungen) und geben Sie deren Consumer Key ein.
problem-salesforce-user-not-approved = Sie gehören nicht zu den Benutzern, die für diese App zugelassen sind
problem-salesforce-user-not-approved-remedy = Ein Admin öffnet in Setup die Richtlinien der App und fügt Ihr Profil oder Ihren Berechtigungssatz hinzu, oder stellt die zulässigen Benutzer auf „Alle Benutzer können sich selbst autorisieren“.
problem-salesforce-user-inactive = Dieser Salesforce-Benutzer ist inaktiv oder gesperrt
problem-salesforce-user-inactive-remedy = Ein Admin öffnet Setup > Benutzer und aktiviert den Benutzer oder hebt die Sperre auf. Melden Sie sich dann neu an.
problem-salesforce-org-locked = Diese Salesforce-Organisation ist gesperrt, geschlossen oder ausgesetzt
problem-salesforce-org-locked-remedy = Den Grund kennen Ihr Salesforce-Admin oder der Salesforce-Support.
problem-salesforce-ip-restricted = Salesforce erlaubt die Anmeldung aus diesem Netz nicht
problem-salesforce-ip-restricted-remedy = Ein Admin nimmt dieses Netz in die IP-Bereiche für die Anmeldung auf (Setup > Profile), oder lockert die IP-Beschränkung in den Richtlinien der App. Auch ein VPN kann die Ursache sein.
problem-salesforce-login-refused = Salesforce lehnt die Anmeldung dieses Benutzers ab
problem-salesforce-login-refused-remedy = Ein Admin sieht in Setup > Anmeldeverlauf nach: Anmeldezeiten, gesperrter Benutzer oder Kennwort. Melden Sie sich dann neu an.
problem-salesforce-callback-unknown = Salesforce kennt die Rückruf-URL von Ringside nicht
problem-salesforce-callback-unknown-remedy = Übernehmen Sie die Rückruf-URL aus den Einstellungen von Ringside Zeichen für Zeichen in die App: Setup > Manager für externe Client-Anwendungen > Ihre App > OAuth-Einstellungen.
problem-salesforce-scope-refused = Der App fehlt ein OAuth-Bereich
problem-salesforce-scope-refused-remedy = Fügen Sie, was von api, refresh_token und openid fehlt, zu den ausgewählten OAuth-Bereichen hinzu: Setup > Manager für externe Client-Anwendungen > Ihre App > OAuth-Einstellungen. Melden Sie sich dann neu an.
problem-salesforce-scope-missing = Der App fehlt ein OAuth-Bereich: { $detail }
problem-salesforce-scope-missing-remedy = Fügen Sie { $detail } zu den ausgewählten OAuth-Bereichen hinzu: Setup > Manager für externe Client-Anwendungen > Ihre App > OAuth-Einstellungen. Melden Sie sich dann neu an.
problem-salesforce-access-denied = Der Zugriff wurde im Browser verweigert
problem-salesforce-access-denied-remedy = Melden Sie sich neu an und klicken Sie auf Zulassen.
problem-salesforce-pkce-refused = Salesforce nimmt den Nachweis dieser Anmeldung nicht an (PKCE)
problem-salesforce-pkce-refused-remedy = Melden Sie sich neu an. Bleibt es so, ändert vielleicht ein Proxy auf diesem Computer Adressen; sagen Sie es Ihrem Admin.
problem-salesforce-code-spent = Die Anmeldung dauerte zu lange oder wurde doppelt verwendet
problem-salesforce-code-spent-remedy = Melden Sie sich neu an und laden Sie die Seite im Browser nicht neu.
problem-salesforce-sign-in-refused = Salesforce lehnt die Anmeldung ab
problem-salesforce-sign-in-refused-remedy = Melden Sie sich neu an. Bleibt es so, sieht ein Admin in Setup > Anmeldeverlauf nach.
problem-salesforce-rate-limited = Zu viele Anmeldungen in kurzer Zeit
problem-salesforce-rate-limited-remedy = Warten Sie eine Stunde und melden Sie sich dann neu an.
problem-salesforce-maintenance = Salesforce kann gerade nicht antworten
problem-salesforce-maintenance-remedy = Versuchen Sie es in einigen Minuten erneut. status.salesforce.com nennt Wartungen.
problem-salesforce-session-ended = Salesforce hat diese Anmeldung beendet
problem-salesforce-session-ended-remedy = Melden Sie sich neu an. Bis dahin geht nichts verloren. Eine Anmeldung endet, wenn ein Admin sie widerruft, nach 30 Tagen ohne Nutzung, wenn eine Kopie dieses Profils ihr Aktualisierungstoken verwendet, oder wenn sich derselbe Benutzer mit dieser App an einem sechsten Computer anmeldet.
problem-salesforce-session-idle = Diese Anmeldung wurde 30 Tage nicht genutzt
problem-salesforce-session-idle-remedy = Melden Sie sich neu an. Bis dahin geht nichts verloren. Salesforce beendet eine Anmeldung, die 30 Tage ruht.
problem-salesforce-session-lost = Eine Antwort von Salesforce ging verloren, und mit ihr die Anmeldung
problem-salesforce-session-lost-remedy = Melden Sie sich neu an. Bis dahin geht nichts verloren. Die Antwort enthielt das nächste Aktualisierungstoken, das letzte gilt nicht mehr.
problem-sign-in-port-busy = Ein anderes Programm nutzt Port { $detail }
problem-sign-in-port-busy-remedy = Die Anmeldung braucht diesen Port. Beenden Sie dieses Programm, oder wählen Sie hier und in der Rückruf-URL der App in Salesforce einen anderen Port.
problem-sign-in-timed-out = Der Browser kam nicht von Salesforce zurück
problem-sign-in-timed-out-remedy = Melden Sie sich neu an. Zeigt der Browser eine Fehlerseite von Salesforce, prüfen Sie Consumer Key, Anmeldehost und Rückruf-URL.
problem-sign-in-stopped = Die Anmeldung wurde abgebrochen
problem-sign-in-stopped-remedy = Melden Sie sich neu an, wenn Sie so weit sind.
problem-keychain-broken = Der Schlüsselbund dieses Computers arbeitet nicht
problem-keychain-broken-remedy = Starten Sie den Schlüsselbund neu und versuchen Sie es erneut. Bleibt es so, sagen Sie es Ihrem Admin.
problem-salesforce-api-off-org = Diese Salesforce-Edition hat keine API
problem-salesforce-api-off-org-remedy = Ringside braucht die REST-API: Enterprise Edition oder höher, oder das API-Zusatzpaket. Fragen Sie Salesforce oder Ihren Ansprechpartner dort.
problem-salesforce-api-off-user = Ihnen fehlt die Berechtigung „API aktiviert“
problem-salesforce-api-off-user-remedy = Ein Admin erteilt sie in Setup > Berechtigungssätze, oder in Ihrem Profil unter Systemberechtigungen.
problem-salesforce-session-not-for-api = Diese Anmeldung darf die REST-API nicht nutzen
problem-salesforce-session-not-for-api-remedy = Fügen Sie der App den Bereich api hinzu (Setup > Manager für externe Client-Anwendungen > Ihre App > OAuth-Einstellungen), prüfen Sie die API-Zugriffssteuerung in Setup, und melden Sie sich dann neu an.
problem-salesforce-app-not-attached = Diese App gehört zu einem Salesforce-Agenten und ist keinem zugeordnet
problem-salesforce-app-not-attached-remedy = Legen Sie eine externe Client-Anwendung nur für Ringside an (Setup > Manager für externe Client-Anwendungen) und geben Sie deren Consumer Key ein.
problem-salesforce-barred-by-policy = Eine Sicherheitsrichtlinie Ihrer Organisation blockiert diese Sitzung
problem-salesforce-barred-by-policy-remedy = Ein Admin sieht in Setup > Transaktionssicherheitsrichtlinien nach.
problem-keychain-absent = Kein Schlüsselbund auf diesem Computer
problem-keychain-absent-remedy = Geheimnisse sind nach einem Neustart weg. Richten Sie einen Schlüsselbund ein und entsperren Sie ihn.
problem-keychain-locked = Der Schlüsselbund ist gesperrt
problem-keychain-locked-remedy = Entsperren Sie ihn, um Anrufe zu lesen und sich anzumelden.
problem-network-settings = Die Netzwerkeinstellungen sind nicht brauchbar
problem-network-settings-remedy = Prüfen Sie unter Einstellungen, Netzwerk die Adresse des Proxys und die Datei mit den Zertifizierungsstellen.
problem-policy-broken = Die Richtlinie des Administrators gilt nicht wie geschrieben
problem-policy-broken-remedy = Der Administrator muss diese Datei berichtigen: { $detail }
problem-settings-broken = Die Einstellungsdatei ist nicht lesbar
problem-settings-broken-remedy = Sie wurde beiseitegelegt, es gelten die Vorgaben. Geben Sie die Einstellungen neu ein.
problem-store-broken = Das Journal auf diesem Computer lässt sich nicht öffnen
problem-store-broken-remedy = Schaffen Sie Platz auf dem Datenträger und starten Sie Ringside neu. Bleibt es so, sagen Sie es Ihrem Admin.
problem-index-saving = Der lokale Index wird nicht abgeglichen: Die API-Aufrufe der Organisation werden knapp
problem-index-saving-remedy = Geht von selbst weiter, sobald weniger verbraucht sind. Anrufe werden wie gewohnt nachgeschlagen.
problem-compare-saving = Das Journal wird nicht abgeglichen: Die API-Aufrufe der Organisation werden knapp
problem-compare-saving-remedy = Gleichen Sie erneut ab, sobald weniger verbraucht sind. Einträge werden wie gewohnt geschrieben.
problem-compare-period = Diese Tage lassen sich nicht abgleichen
problem-compare-period-remedy = Wählen Sie höchstens 31 Tage, von denen keiner noch bevorsteht.
problem-compare-stopped = Der Abgleich wurde angehalten
problem-compare-stopped-remedy = Gleichen Sie erneut ab. Was bereits eingetragen oder entfernt wurde, bleibt so.
problem-compare-cut = Nichts wurde eingetragen oder entfernt: Es gab mehr, als gelesen werden konnte
problem-compare-cut-remedy = Gleichen Sie weniger Tage auf einmal ab.
problem-task-doubled = Ein Anruf hat in Salesforce zwei Aufgaben, und beide wurden geändert
problem-task-doubled-remedy = Gleichen Sie den Tag im Journal ab, und entscheiden Sie, welche bleibt.
problem-index-limit = Der Abgleich des lokalen Index hat seine API-Aufrufe für heute verbraucht
problem-index-limit-remedy = Geht von selbst weiter.
problem-index-job-failed = Salesforce konnte die Personen für den lokalen Index nicht zusammenstellen
problem-index-job-failed-remedy = Neuer Versuch von selbst. Den Grund nennt Salesforce im Setup unter Massendaten-Ladeaufträge.
problem-no-pop-here = Der Pop kann auf diesem Desktop nicht gezeigt werden
problem-no-pop-here-remedy = Eine Benachrichtigung tritt an seine Stelle. Mit XWayland gestartet zeigt Ringside den Pop.
problem-hotkeys-taken = Einige systemweite Tasten gehören einem anderen Programm: { $detail }
problem-hotkeys-taken-remedy = Geben Sie sie dort frei, oder nutzen Sie Tastenkürzel der Arbeitsumgebung mit ringside --answer, --show und --dial.
problem-hotkeys-wayland = Unter Wayland entscheidet die Arbeitsumgebung über systemweite Tasten
problem-hotkeys-wayland-remedy = Legen Sie Tastenkürzel der Arbeitsumgebung auf ringside --answer, --show und --dial. Die von Ringside wirken nur, während ein X11-Fenster die Tastatur hat.
problem-creation-off = Das Anlegen von Personen ist ausgeschaltet
problem-creation-off-remedy = Schalten Sie es in den Einstellungen ein, oder fragen Sie Ihren Admin.
problem-creation-gone = Nicht mehr bekannt
problem-creation-gone-remedy = Öffnen Sie das Formular erneut über den Anruf oder die Suche.
problem-creation-in-doubt = Möglicherweise bereits in Salesforce
problem-creation-in-doubt-remedy = Salesforce wird in einigen Minuten gefragt. Geben Sie danach auf.
problem-creation-duplicates = Salesforce kennt bereits eine ähnliche Person
problem-creation-duplicates-remedy = Öffnen Sie das Formular und verwenden Sie den vorhandenen Datensatz, oder speichern Sie als neu.
problem-entry-other-org = Bestimmt für { $detail }
problem-entry-other-org-remedy = Melden Sie sich dort wieder an, oder schreiben Sie ihn in die Organisation, in der Sie angemeldet sind.
problem-outbox-other-org = Einträge warten auf eine andere Organisation: { $detail }
problem-outbox-other-org-remedy = Melden Sie sich dort wieder an, oder schreiben Sie sie im Journal in die Organisation, in der Sie angemeldet sind.
problem-store-taken-over = { $detail ->
    [1] 1 Eintrag ist wieder da, der ohne Schlüsselbund beiseitegelegt war
   *[other] { $detail } Einträge sind wieder da, die ohne Schlüsselbund beiseitegelegt waren
}
problem-store-taken-over-remedy = Nichts zu tun: Sie stehen im Journal und werden wie gewohnt eingetragen.

## Die Einstellungen

nav-settings = Einstellungen
keys-show-settings = Einstellungen zeigen
keys-forms = Einstellungen und Formulare
keys-reorder = Zeile nach oben, unten
keys-main-button = Hauptschaltfläche des Formulars
settings-sections = Abschnitte
settings-help = Hilfe
settings-reading = Einstellungen werden gelesen …
settings-silent = Ringside antwortet nicht
settings-silent-remedy = Nichts wurde geändert. Warten Sie einen Moment und versuchen Sie es erneut.
section-general = Allgemein
settings-search = Einstellungen suchen
settings-found =
    { $count ->
        [0] Keine Einstellung passt zu „{ $text }“.
        [one] 1 Einstellung
       *[other] { $count } Einstellungen
    }
settings-found-at = { $label }, unter { $section }
setting-edited = geändert
reset = { $field }: auf den Standard zurücksetzen
reset-to = { $field }: auf „{ $value }“ zurücksetzen
reset-empty = { $field }: leeren, wie im Standard
reset-done = { $field } zurückgesetzt
changes-restored =
    { $count ->
        [one] 1 Änderung vom letzten Mal, noch nicht gespeichert
       *[other] { $count } Änderungen vom letzten Mal, noch nicht gespeichert
    }
offered-typed = „{ $text }“ verwenden
offered-failed = { $why }. Geben Sie den Wert selbst ein.
language-hint = Fenster und Meldungen. Die Texte in Salesforce stehen unter Journal.
theme-hint = System: wie der Desktop eingestellt ist.
section-phone = Telefon
section-salesforce = Salesforce
section-journal = Journal
section-pop = Pop
section-network = Netzwerk
save = Speichern
discard = Verwerfen
undo = Rückgängig
saved = Gespeichert
changes =
    { $count ->
        [one] 1 Änderung
       *[other] { $count } Änderungen
    }
changes-refused =
    { $count ->
        [one] 1 Fehler
       *[other] { $count } Fehler
    }
changes-refused-field = { $field }: { $error }
changes-discarded =
    { $count ->
        [one] 1 Änderung verworfen
       *[other] { $count } Änderungen verworfen
    }
field-error-not-a-number = Geben Sie eine ganze Zahl ein.
field-error-needed = Dies wird zum Autorisieren gebraucht.
field-error-needed-test = Dies wird für den Test gebraucht.
secret-kept = Im Schlüsselbund
secret-kept-memory = Nur im Speicher
secret-replace = Ersetzen
secret-replace-what = { $what } ersetzen
secret-remove = Entfernen
secret-remove-what = { $what } entfernen
secret-keep = Behalten
secret-keep-what = { $what } behalten
secret-removed = Wird beim Speichern entfernt
secret-hint = Kommt in den Schlüsselbund dieses Computers. Wird nie wieder angezeigt.
secret-hint-memory = Dieser Computer hat keinen Schlüsselbund: Es bleibt nur im Speicher und ist weg, wenn Ringside endet.
secret-hint-locked = Der Schlüsselbund ist gesperrt. Entsperren Sie ihn vor dem Speichern.
copy-what = { $what } kopieren
general-lead = Wie Ringside aussieht und spricht.
language = Sprache
language-system = Wie das System
language-en = English
language-de = Deutsch
theme = Farben
theme-system = System
theme-light = Hell
theme-dark = Dunkel
theme-high-contrast = Hoher Kontrast
pop-lead = Was der Pop vom Anrufer sagt und was nach einem Anruf geschieht.
wrap-up-time = Nachbearbeitung endet nach
wrap-up-unit = Sekunden
wrap-up-hint = Gezählt ab dem Ende des Anrufs oder der letzten Eingabe. Dann geht der Eintrag an Salesforce.
facts-settings = Fakten
facts-enabled = Fakten aus Salesforce zeigen
facts-enabled-hint = Inhaber, offene Datensätze und letzte Aktivitäten des Anrufers: ein API-Aufruf, sobald der Name feststeht, zehn Minuten gültig.
facts-show = Was gezeigt wird, in dieser Reihenfolge
facts-show-hint = Im Pop stehen drei Zeilen, in den Details alle. Aktivitäten stehen darunter, wo immer sie in dieser Liste sind.
facts-show-up = Nach oben
facts-show-down = Nach unten
fact-kind-owner = Inhaber
fact-kind-opportunity = Offene Opportunity
fact-kind-case = Offener Vorgang
fact-kind-fields = Eigene Felder
fact-kind-next-task = Nächste Aufgabe
fact-kind-last-activity = Letzte Aktivität
fact-kind-activities = Letzte Aktivitäten
facts-fields = Eigene Felder
facts-fields-hint = Eines je Zeile, mit seinem Objekt: Contact.Region__c. Höchstens fünf. Felder, die ein Agent nicht sehen darf, entfallen.
facts-share = API-Aufrufe sparen ab
facts-share-unit = % des Kontingents der Organisation
facts-share-hint = Ab dann werden keine Fakten abgefragt, und der Zustand sagt es.
network-lead = Wie Ringside 3CX und Salesforce erreicht.
proxy = Proxy
proxy-hint = Leer: wie im System eingestellt.
ca-file = Zertifizierungsstellen
ca-file-hint = Voller Pfad einer PEM-Datei. Ihnen wird zusätzlich zu denen des Systems vertraut.
callback-port = Rückruf-Port
callback-port-hint = Teil der Rückruf-URL. Ändern Sie ihn auch in Salesforce.
network-help-tls = Zertifikate werden immer geprüft; dafür gibt es keinen Schalter. Wo eine Firewall verschlüsselten Verkehr mitliest, gehört deren Zertifizierungsstelle in die PEM-Datei: Fragen Sie Ihre Netzwerkadministration danach.
network-help-local = 3CX und Salesforce auf diesem Computer selbst werden ohne Proxy erreicht.

## Einstellungen: Salesforce

salesforce-lead = Dauert für Admins etwa fünf Minuten, einmal je Organisation.
salesforce-lead-in = Angemeldet. Ringside handelt mit Ihren eigenen Rechten.
salesforce-intro = Legen Sie im Setup von Salesforce eine externe Client-Anwendung mit der Rückruf-URL und den Bereichen unten an und kopieren Sie deren Consumer Key hierher.
step-by-step = Schritt für Schritt
login-host = Anmeldehost
login-production = Produktion
login-sandbox = Sandbox
login-my-domain = My Domain
my-domain-address = My-Domain-Adresse
my-domain-hint = Auch eine aus Lightning oder Setup kopierte Adresse geht.
consumer-key = Consumer Key
consumer-key-hint = Der App im Salesforce-Setup, mit der sich Ringside anmeldet.
consumer-secret = Consumer Secret
consumer-secret-hint = Leer lassen für eine Anwendung ohne Secret (öffentlicher Client mit PKCE).
login-host-hint = Wo Sie sich selbst bei Salesforce anmelden.
api-daily-max = API-Anfragen am Tag
api-daily-max-unit = höchstens, von diesem Computer
api-daily-max-hint = Danach warten Einträge bis morgen; Anrufer werden weiterhin gefunden. 0: keine eigene Grenze.
callback-url = Rückruf-URL
callback-url-hint = Salesforce vergleicht sie Buchstabe für Buchstabe.
scopes = Bereiche
authorize = Autorisieren
authorize-hint = Öffnet Ihren Browser. Brechen Sie dort ab, wird nichts gespeichert.
authorize-waiting = Wartet auf den Browser
authorize-waiting-hint = Melden Sie sich dort an und erlauben Sie den Zugriff. Kommen Sie dann hierher zurück.
cancel = Abbrechen
signed-in-as = Angemeldet als { $name }
signed-in-reading = Angemeldet
signed-in-reading-more = Es wird gelesen, wer Sie sind …
signed-in-since = Angemeldet seit
signed-out-now = Abgemeldet
org-production = Produktion
org-sandbox = Sandbox
org-address = Adresse der Organisation
refresh-token = Aktualisierungstoken
refresh-token-kept = Ein Aktualisierungstoken liegt seit { $date } im Schlüsselbund dieses Computers. Es wird nie angezeigt.
refresh-token-memory = Ein Aktualisierungstoken liegt seit { $date } nur im Speicher: Dieser Computer hat keinen Schlüsselbund, daher melden Sie sich nach einem Neustart neu an. Es wird nie angezeigt.
scopes-granted = gewährt
scopes-missing = Nicht gewährt: { $scopes }. Fügen Sie sie der Anwendung in Salesforce hinzu, melden Sie sich dann ab und autorisieren Sie erneut.
rights = Rechte
rights-hint = Was Ringside mit Ihrem Benutzer lesen und schreiben darf.
check-now = Prüfen
check-again = Erneut prüfen
other-app-signs-out = Speichern meldet Sie von der Organisation ab.
sign-out = Abmelden
sign-out-title = Von Salesforce abmelden?
sign-out-token = Das Aktualisierungstoken wird widerrufen und vergessen.
sign-out-index = Personen aus der Organisation werden von diesem Computer gelöscht.
sign-out-entries =
    { $count ->
        [one] Ein noch nicht geschriebener Eintrag wartet hier, bis sich jemand anmeldet.
       *[other] { $count } noch nicht geschriebene Einträge warten hier, bis sich jemand anmeldet.
    }
sign-out-entries-none = Einträge späterer Anrufe warten hier, bis sich jemand anmeldet.

## Einstellungen: So richten Sie Salesforce ein

guide-kind = Art der Anwendung
guide-eca = Externe Client-Anwendung
guide-app = Verbundene Anwendung
guide-eca-note = Für jede neue Einrichtung. Änderungen gelten sofort. „Lokal“ heißt: nur für Benutzer dieser Organisation.
guide-eca-1 = Geben Sie im Setup „Externe Client-Anwendung“ in die Schnellsuche ein, öffnen Sie „Manager für externe Client-Anwendungen“ (External Client App Manager) und klicken Sie auf „Neue externe Client-Anwendung“.
guide-eca-2 = „Basisinformationen“: ein Name, Ihre Adresse als „E-Mail des Ansprechpartners“, „Verteilungsstatus“: „Lokal“.
guide-eca-3 = „API (OAuth-Einstellungen aktivieren)“: „OAuth aktivieren“ ankreuzen und die „Callback-URL“ einfügen.
guide-eca-4 = „OAuth-Bereiche“: Verschieben Sie diese nach „Ausgewählte OAuth-Bereiche“. Weitere schaden nicht.
guide-scope-api = Verwalten von Benutzerdaten über APIs (api)
guide-scope-refresh = Durchführen von Anforderungen zu jeder Zeit (refresh_token, offline_access)
guide-scope-openid = Zugriff auf eindeutige Benutzerkennungen (openid)
guide-eca-5 = „Sicherheit“: „Proof Key for Code Exchange (PKCE)-Erweiterung für unterstützte Autorisierungsabläufe erfordern“ ankreuzen. „Geheimnis für Webserver-Ablauf erforderlich“ und „Geheimnis für Aktualisierungstoken-Ablauf erforderlich“ abwählen, oder das Consumer Secret hier mit eingeben.
guide-eca-6 = Klicken Sie auf „Erstellen“. Dann „Richtlinien“, „Bearbeiten“, „OAuth-Richtlinien“: „Zulässige Benutzer“: „Alle Benutzer können sich selbst autorisieren“; „Richtlinie für Aktualisierungstoken“: „Aktualisierungstoken ist gültig, bis es widerrufen wird“.
guide-eca-7 = „Einstellungen“, „OAuth-Einstellungen“, „Consumer Key und Secret“. Salesforce schickt Ihnen vorher einen Code. Kopieren Sie den Consumer Key hierher und autorisieren Sie dann.
guide-app-note = Für eine vorhandene Anwendung: Seit Spring ’26 legt Salesforce keine neuen mehr an. Änderungen brauchen bis zu 10 Minuten, bis sie gelten.
guide-app-1 = Geben Sie im Setup „Anwendungsmanager“ in die Schnellsuche ein und öffnen Sie ihn. Wählen Sie am Ende der Zeile der Anwendung „Bearbeiten“.
guide-app-2 = „OAuth-Einstellungen aktivieren“ ankreuzen und die „Callback-URL“ in eine eigene Zeile einfügen.
guide-app-3 = Fügen Sie diese zu „Ausgewählte OAuth-Bereiche“ hinzu. Weitere schaden nicht.
guide-app-4 = „Geheimnis für Webserver-Ablauf erforderlich“ kann angekreuzt bleiben: Geben Sie dann hier auch das Consumer Secret ein. Klicken Sie auf „Speichern“, dann „Weiter“.
guide-app-5 = „Verwalten“, „Richtlinien bearbeiten“: „Zulässige Benutzer“: „Alle Benutzer können sich selbst autorisieren“.
guide-app-6 = „Anzeigen“, „Verbraucherdetails verwalten“: Kopieren Sie den Consumer Key hierher und autorisieren Sie dann.

## Einstellungen: Telefon

phone-lead = Ihre 3CX, und welche Nebenstelle Ihre ist.
phone-address = Adresse der 3CX
phone-address-hint = Wie Sie den 3CX-Web-Client öffnen.
phone-client-id = Client-ID
phone-client-id-hint = Des API-Clients in der 3CX-Verwaltungskonsole unter Integrationen > API.
phone-key = API-Schlüssel
phone-extension = Meine Nebenstelle
phone-extension-hint = Ihre eigene. Ihre Anrufe erscheinen im Popup und im Journal.
phone-email = Meine 3CX-E-Mail
phone-email-hint = Nur wenn die Rolle des API-Clients keine Benutzer lesen darf. Daran hängt, welchem Salesforce-Benutzer Ihre Anrufe gehören.
test = Testen
test-hint = Speichert zuerst und fragt dann Ihre 3CX Schritt für Schritt.
testing = Test läuft …
test-passed = Alle Schritte bestanden
test-failed =
    { $count ->
        [one] 1 Schritt braucht Aufmerksamkeit
       *[other] { $count } Schritte brauchen Aufmerksamkeit
    }
tested-at = Getestet { $time }
phone-guide = In der 3CX-Verwaltungskonsole
phone-guide-1 = Öffnen Sie „Integrationen“, „API“ und klicken Sie auf „Hinzufügen“.
phone-guide-2 = „Client-ID“: eine freie Nebenstellennummer, zum Beispiel 900.
phone-guide-3 = „Abteilung“: DEFAULT. „Rolle“: System Owner liest alles. System Admin fehlen Anrufprotokoll und Chats. User fehlen auch Namen und E-Mail-Adressen.
phone-guide-4 = Kreuzen Sie „3CX Configuration API Access“ und „3CX Call Control API Access“ an.
phone-guide-5 = Fügen Sie Ihre Nebenstelle den überwachten Nebenstellen hinzu.
phone-guide-6 = Klicken Sie auf „Speichern“. 3CX zeigt den API-Schlüssel einmal: Kopieren Sie ihn hierher.
phone-guide-client = Jeder Computer braucht einen eigenen Client: 3CX hält eine Sitzung je Client.
phone-guide-licence = Die Anrufsteuerung braucht eine 3CX-Enterprise-Lizenz mit mindestens 8 Gesprächen. Ohne sie: die zweite Quelle.

## Einstellungen: zweite Telefonquelle

second-source = Zweite Quelle
second-source-lead = Für jede andere 3CX-Edition und jedes Tischtelefon: Sie melden Ringside die Anrufe selbst.
hook-enabled = Programme auf diesem Computer
hook-enabled-hint = Der 3CX-Client und Softphones. Niemand sonst erreicht es.
hook-port-hint = Auf diesem Computer und für Tischtelefone. Ändern Sie ihn auch dort, wo Telefone eingerichtet sind.
hook-links = Links zu Ringside
hook-links-hint = Anrufe, die Links mit ringside: melden
hook-port = Port
hook-lan-address = Adresse für Tischtelefone
hook-lan-address-hint = Eine Adresse dieses Computers in Ihrem Netz. Leer: Tischtelefone werden nicht gehört.
hook-lan-phones = Erlaubte Telefone
hook-lan-phones-hint = Eine Adresse je Zeile. Alle anderen werden abgewiesen.
hook-off = Aus
hook-listening = Hört auf { $addresses }
hook-presets = Was Sie im Telefon eingeben
preset-three-cx-client = 3CX-Client
preset-three-cx-client-where = Einstellungen, Integration, Kontakt in eigenem CRM öffnen, beim Klingeln.
preset-microsip = MicroSIP
preset-microsip-where = In der Datei MicroSIP.ini, Abschnitt [Settings], während MicroSIP geschlossen ist.
preset-snom = Snom
preset-snom-where = Auf der Webseite des Telefons: Setup, Action-URL-Einstellungen.
preset-yealink = Yealink
preset-yealink-where = Auf der Webseite des Telefons: Funktionen, Action URL.
preset-grandstream = Grandstream
preset-grandstream-where = Auf der Webseite des Telefons: Settings, Outbound Notification, Action URL.
preset-three-cx-link = 3CX-Client, per Link
preset-three-cx-link-where = Wie beim 3CX-Client, wo er Links anderer Art öffnet.
preset-microsip-link = MicroSIP, per Link
preset-microsip-link-where = In der Datei MicroSIP.ini, Abschnitt [Settings], während MicroSIP beendet ist.
preset-unconfirmed = Auf Ihrem Modell können die Namen abweichen. Die Liste unten zeigt, was wirklich ankommt.
hook-secret-note = Jeder Text enthält ein Geheimnis dieses Computers. Wer es kennt, kann hier Anrufe melden.
new-secret = Neues Geheimnis
new-secret-title = Neues Geheimnis erzeugen?
new-secret-text = Was jetzt in Telefonen und Programmen steht, geht dann nicht mehr. Geben Sie dort die neuen Texte ein.
new-secret-made = Neues Geheimnis erzeugt
learn = Was ankam
learn-empty = Noch nichts. Rufen Sie Ihre Nebenstelle an: Was das Telefon sendet, erscheint hier.
heard-told = angekommen
heard-known-to-system = 3CX meldet ihn selbst
heard-waits = wartet auf 3CX
heard-no-call = kein solcher Anruf
heard-placeholder = Variable nicht gefüllt
heard-wrong-host = Adresse eines anderen Computers
heard-links-off = Links sind aus
heard-taken = übernommen
heard-folded = derselbe Anruf
heard-not-understood = nicht verstanden
heard-wrong-secret = falsches Geheimnis
heard-not-allowed = Telefon nicht erlaubt
heard-too-many = zu viele auf einmal

## Einstellungen: Zuordnung

section-matching = Zuordnung
matching-lead = Wie eine Telefonnummer mit Salesforce verglichen wird.
strategy = Abgleichsstrategie
strategy-exact = Genau übereinstimmen
strategy-exact-hint = Die ganze internationale Nummer ist gleich. Am wenigsten Überraschungen.
strategy-last = Mindestens { $digits } Zeichen abgleichen
strategy-last-hint = Findet auch Nummern, die ohne Vorwahl gespeichert sind. Genaue Treffer stehen vorn.
strategy-digits = Verglichene Ziffern
strategy-fewer = Weniger Ziffern
strategy-more = Mehr Ziffern
default-region = Standardregion
default-region-hint = Nummern ohne Landesvorwahl gehören dorthin.
default-region-wipes = Speichern leert den Index auf diesem Computer: Seine Nummern wurden für { $region } gelesen.
default-region-nothing = Kein Land passt zu „{ $text }“.
region-name = { $name } (+{ $code })
object-order = Reihenfolge der Objekte
object-order-hint = Von gleichen Treffern steht der obere vorn. Ziehen, oder Alt ↑ ↓.
move-to = { $name } verschieben, { $place } von { $count }
moved-to = { $name }, { $place } von { $count }
reformatting = Anrufer-ID-Neuformatierung
reformatting-lead = Von oben nach unten, vor allem anderen.
reformatting-none = Keine Regeln. Nummern werden gelesen, wie sie ankommen.
rule-add = Regel hinzufügen
rule-place = Regel { $place }
rule-name-of = Regel { $place }: Name
rule-find-of = Regel { $place }: Suchen, ein regulärer Ausdruck
rule-replace-of = Regel { $place }: Ersetzen durch
rule-on-of = Regel { $place }: ein
rule-delete-of = Regel { $place }: Löschen
rule-name = Name
rule-find = Suchen
rule-replace = Ersetzen durch
rule-delete = Löschen
rule-deleted = Regel { $place } gelöscht
rule-error-nothing-to-find = Geben Sie ein, was gesucht wird.
rule-error-too-big = Länger als 300 Zeichen, oder der Ausdruck ist zu groß.
rule-error-pattern-group-unclosed = Kein regulärer Ausdruck: eine Gruppe ist nicht geschlossen
rule-error-pattern-group-unopened = Kein regulärer Ausdruck: eine Gruppe ist nicht geöffnet
rule-error-pattern-class = Kein regulärer Ausdruck: eine eckige Klammer ist offen, oder ein Bereich darin läuft rückwärts
rule-error-pattern-repetition = Kein regulärer Ausdruck: vor * + oder ? fehlt, was sich wiederholt, oder die Anzahl ist falsch
rule-error-pattern-escape = Kein regulärer Ausdruck: hinter dem Backslash steht ein Zeichen, das dort nichts bedeutet
rule-error-pattern-unsupported = Vorausschau, Rückschau (?=…) und Verweise auf Gruppen gehen hier nicht.
rule-error-pattern = Kein regulärer Ausdruck: { $detail }
rule-error-no-group = Das Gesuchte hat keine Gruppe { $detail }.
rule-error-otherwise = So lässt sich keine Regel schreiben: „ :: “ und „ =>“ stehen zwischen ihren Teilen, „off“ vor allen.
test-number = Nummer testen
test-number-label = Nummer, wie 3CX sie sendet
test-number-lead = Mit den Einstellungen, wie sie hier stehen, gespeichert oder nicht.
tried-received = Wie empfangen
rule-effect-nothing = trifft nicht zu
rule-effect-off = ausgeschaltet
rule-effect-wrong = nicht brauchbar
tried-read = Gelesen als
reading-short = Kurznummer
reading-internal = Interne Nummer
reading-withheld = Nummer unterdrückt
reading-unreadable = Keine Nummer darin
tried-place = Ort
tried-refused = Die Einstellungen hier haben einen Fehler.
who-that-finds = Wen das findet, und warum
ranked-matches = Treffer, die besten zuerst
pops-nobody-index = Niemand, den dieser Computer kennt, hat diese Nummer.
pops-nobody-salesforce = In Salesforce hat niemand diese Nummer.
pops-only-exact = Treffer 1 erscheint. Nur er hat die ganze Nummer.
pops-exact-first = Treffer 1 erscheint. Genau geht vor { $digits } Ziffern, die anderen stehen nur unter „Jemand anderes“.
pops-only-last = Treffer 1 erscheint. Niemand sonst hat diese letzten { $digits } Ziffern.
pops-shared = Mehrere haben die ganze Nummer. Niemand erscheint allein: Der Agent wählt.
pops-equal-rank = Gleicher Rang. Niemand erscheint allein: Der Agent wählt.
pops-remembered = { $name } wurde für diese Nummer schon gewählt und ist vorausgewählt.
last-chosen = zuletzt gewählt
tried-index = Aus dem Index auf diesem Computer, ohne API-Aufruf.
tried-salesforce =
    { $requests ->
        [one] Salesforce gefragt: 1 API-Aufruf.
       *[other] Salesforce gefragt: { $requests } API-Aufrufe.
    }
tried-other-region = Der Index wurde für eine andere Standardregion gelesen. Fragen Sie Salesforce, um alle zu finden.
ask-salesforce = Salesforce fragen
ask-salesforce-cost = Kostet 1 API-Aufruf.
choices = Gemerkte Auswahl
choices-lead = Wer gewählt wurde, wo mehrere dieselbe Nummer haben.
choices-none = Nichts gemerkt. Im Pop geht das mit „Für diese Nummer merken“.
choice-unknown = Auf diesem Computer nicht mehr bekannt
choice-since = Seit { $time }
choice-forget = Vergessen
choice-forget-of = Auswahl für { $number } vergessen
choice-forget-title = Auswahl für { $number } vergessen?
choice-forget-text = Der nächste Anruf von dieser Nummer fragt wieder, wer es ist.
choices-forget-all = Alle vergessen
choices-forget-title = Jede gemerkte Auswahl vergessen?
choices-forget-text = Der nächste Anruf von jeder dieser Nummern fragt wieder, wer es ist.
choice-forgotten = Vergessen
index-title = Index auf diesem Computer
index-lead = Bekannte Anrufer erscheinen sofort, ohne Salesforce zu fragen.
index-sync = Alle kennen
index-sync-hint = Alle, die Sie in Salesforce sehen, liegen verschlüsselt hier. Aus: nur wer anrief oder gesucht wurde.
index-every = Änderungen lesen alle
index-every-hint = Kürzer findet Änderungen früher und braucht mehr API-Anfragen.
index-every-unit = Minuten
index-people-count = Personen
index-numbers = Nummern
index-size = Größe
index-newest = Neueste Änderung
index-synced = Letzter Abgleich
index-calls = API-Aufrufe heute
index-calls-of = { $made } von höchstens { $most }
index-never = Nie
index-sync-now = Jetzt abgleichen
index-wipe = Leeren
index-wipe-title = Index auf diesem Computer leeren?
index-wipe-text = Alle hier Bekannten werden vergessen. Wer anruft, wird wieder in Salesforce gesucht.
index-wiped = Der Index ist leer
index-collecting = Salesforce sammelt: { $kind }
index-reading =
    { $people ->
        [one] { $kind } wird gelesen: bisher 1 Person
       *[other] { $kind } wird gelesen: bisher { $people } Personen
    }
index-following = Änderungen und Löschungen werden gelesen
index-unfinished = Der erste Abgleich ist nicht fertig. Er geht weiter, wo er stehen blieb.
index-newest-at = neueste Änderung { $time }
index-synced-at = letzter Abgleich { $time }

## Prüfungen

run-checks = Prüfen
checking = Prüfung läuft …
checked-at = Geprüft { $time }
checks = Prüfungen
checks-passed = { $passed } von { $count } bestanden
checks-more-passed =
    { $count ->
        [one] 1 weitere bestanden
       *[other] { $count } weitere bestanden
    }
checks-none = Noch nicht gelaufen. Sie fragen alles neu und dauern einige Sekunden.
checks-silent = Die Prüfungen gaben keine Antwort. Prüfen Sie erneut.
verdict-passed = Bestanden
verdict-warned = Warnung
verdict-failed = Nicht bestanden
verdict-not-checked = Nicht geprüft
set-up = Einrichten

## Infobereich

tray-ready = Ringside: bereit
tray-attention = Ringside: braucht Aufmerksamkeit
tray-paused = Ringside: Pops pausiert
tray-phone-up = 3CX, Nebenstelle { $extension }
tray-phone-down = 3CX: { $problem }
tray-salesforce-up = Salesforce, { $name }
tray-salesforce-down = Salesforce: { $problem }
tray-open = Ringside öffnen
tray-dial-copied = Kopierte Nummer anrufen
tray-redial = { $who } erneut anrufen
tray-redial-none = Erneut anrufen
tray-search = Suchen
tray-pause = Pops pausieren
tray-resume = Pops fortsetzen
tray-quit = Beenden

## Benachrichtigung anstelle des Pops

notify-ringing = Anruf von { $who }
notify-ringing-body = { $number } { $company }
notify-answer = Annehmen
notify-open = Öffnen

## Seite im Browser nach der Anmeldung

done-page-title = In Salesforce angemeldet
done-page-body = Sie können diese Seite schließen und zu Ringside zurückkehren.
done-page-call = Ringside hat von dem Anruf gehört. Sie können diese Seite schließen.
denied-page-title = Nicht angemeldet
denied-page-body = Sie können diese Seite schließen und zu Ringside zurückkehren.
denied-page-detail = Salesforce meldet: { $detail }

## Befehlszeile

ctl-held = Dieses Profil wird von Prozess { $pid } gehalten.
ctl-compare-agreed = { $count } mit ihrer Aufgabe
ctl-compare-queued = Eingetragen oder übergeben: { $count }
ctl-compare-removed = Doppelte entfernt: { $count }
ctl-compare-unwritten = Noch ist nicht alles eingetragen. Es wartet im Postausgang.
ctl-not-configured = Noch nicht eingerichtet.
ctl-not-signed-in = Nicht in Salesforce angemeldet.
ctl-open = Öffnen Sie diese Adresse im Browser auf diesem Computer:
ctl-signed-in = In Salesforce angemeldet als { $who }.
ctl-signed-out = Von Salesforce abgemeldet.
ctl-who-user = Benutzer: { $name }, { $username }, { $email }
ctl-who-org = Organisation: { $name } ({ $id }) auf { $host }
ctl-who-sandbox = Diese Organisation ist eine Sandbox.
ctl-who-since = Angemeldet seit: { $time }
ctl-who-token = Aktualisierungstoken: vorhanden seit { $time }
ctl-who-token-unknown = Aktualisierungstoken: vorhanden
ctl-who-scopes = OAuth-Bereiche: { $scopes }
ctl-kept-keychain = Aufbewahrt in: Schlüsselbund dieses Computers
ctl-kept-memory = Aufbewahrt in: nur im Speicher, weg mit dem Ende dieses Programms
ctl-unreachable = Die Gegenseite antwortet nicht.

# What Health and `ringsidectl doctor` check: the name, why it matters, and what is said when it passed.
check-settings = Einstellungen
check-settings-why = Alles, was Ringside tut, folgt aus ihnen.
check-settings-ok = Gelesen
check-keychain = Schlüsselbund
check-keychain-why = Er enthält die Anmeldung und den Schlüssel der hier gespeicherten Anrufe.
check-keychain-ok = Antwortet
check-store = Speicher
check-store-why = Anrufe und Einträge liegen hier, bis Salesforce sie hat.
check-store-ok = Lesbar
check-phone = Telefon
check-phone-why = Ohne Telefon wird kein Anruf bemerkt.
check-phone-ok = Eingerichtet
check-phone-sign-in = Anmeldung an 3CX
check-phone-sign-in-why = Jede Anfrage an 3CX braucht sie.
check-phone-sign-in-ok = Client-ID und API-Schlüssel angenommen
check-phone-version = 3CX-Version
check-phone-version-why = Sie sagt, welche 3CX antwortet.
check-phone-version-ok = { $detail }
check-phone-call-control = Call Control
check-phone-call-control-why = Darüber werden Anrufe bemerkt und angenommen.
check-phone-call-control-ok = { $detail } Nebenstellen und Leitungen sichtbar
check-phone-own-extension = Eigene Nebenstelle
check-phone-own-extension-why = Nur Anrufe überwachter Nebenstellen werden gemeldet.
check-phone-own-extension-ok = { $detail } wird überwacht
check-phone-names = Namen aus 3CX
check-phone-names-why = Warteschlangen und Kollegen erscheinen mit Namen.
check-phone-names-ok = Lesbar
check-phone-events = Live-Ereignisse
check-phone-events-why = Das Fenster beim ersten Klingeln braucht sie.
check-phone-events-ok = Die Verbindung kommt zustande
check-salesforce = Anmeldung an Salesforce
check-salesforce-why = Damit werden Namen gefunden und Einträge geschrieben.
check-salesforce-ok = { $user } an { $host }
check-salesforce-data = Salesforce-Daten
check-salesforce-data-why = Die API muss für diesen Benutzer offen sein.
check-salesforce-data-ok = { $org }, { $edition }{ $sandbox ->
        [yes] , Sandbox
       *[no] { "" }
    }{ $persons ->
        [yes] , mit Personenaccounts
       *[no] { "" }
    }

# Prüfungen des Doktors: dieser Computer, die Leiter hinauf zur 3CX, die Organisation und die eigenen Rechte darin.
check-outbox = Offene Einträge
check-outbox-why = Was hier wartet, ist noch nicht in Salesforce.
check-outbox-ok = { $waiting ->
        [0] Nichts wartet
        [1] 1 wartet, keiner hängt
       *[other] { $waiting } warten, keiner hängt
    }
check-index = Lokaler Index
check-index-why = Bekannte Anrufer erscheinen sofort, auch ohne Salesforce.
check-index-ok = { $people ->
        [0] Noch niemand bekannt
        [1] 1 Person, { $days ->
            [0] heute gelesen
            [1] gestern gelesen
           *[other] vor { $days } Tagen gelesen
        }
       *[other] { $people } Personen, die ältesten Angaben { $days ->
            [0] von heute
            [1] von gestern
           *[other] { $days } Tage alt
        }
    }
check-network = Netzwerkeinstellungen
check-network-why = Mit ihnen werden 3CX und Salesforce erreicht.
check-network-ok = { $proxy ->
        [setting] Der Proxy antwortet
       *[system] Proxy wie im System
    }, { $ca ->
        [setting] eigene Zertifizierungsstellen
       *[system] Zertifikate wie im System
    }
check-clock = Uhr
check-clock-why = Mit falscher Uhr scheitern Anmeldungen, und Anrufe haben falsche Zeiten.
check-clock-ok = Stimmt mit 3CX und Salesforce überein
check-phone-users = E-Mail-Adressen in 3CX
check-phone-users-why = Ihr Benutzer in Salesforce wird über die Adresse Ihrer Nebenstelle gefunden.
check-phone-users-ok = Lesbar
check-phone-call-log = Anrufliste der 3CX
check-phone-call-log-why = Sie sagt, ob ein Kollege einen Anruf annahm, der hier klingelte, und was aufgezeichnet wurde.
check-phone-call-log-ok = Lesbar
check-phone-chats = Chats der 3CX
check-phone-chats-why = Ohne sie wird kein Chat eingetragen.
check-phone-chats-ok = Lesbar
check-phone-client = Eigener API-Client
check-phone-client-why = 3CX hält eine Sitzung je API-Client.
check-phone-client-ok = Niemand sonst meldet sich damit an
check-salesforce-rights = Rechte in Salesforce
check-salesforce-rights-why = Personen werden mit Ihren eigenen Rechten gefunden und angelegt, Aufgaben damit eingetragen.
check-salesforce-rights-ok = Alles Nötige darf gelesen, erstellt, bearbeitet und gelöscht werden
check-salesforce-fields = Felder in Salesforce
check-salesforce-fields-why = Die Feldebenensicherheit kann Felder verbergen, die Suche und Aufgaben brauchen.
check-salesforce-fields-ok = { $fields } Telefonfelder auf { $objects } Objekten, alle Felder einer Aufgabe
check-salesforce-values = Aufgabenwerte und Datensatztypen
check-salesforce-values-why = Eine Aufgabe mit unzulässigem Wert oder Datensatztyp wird abgelehnt.
check-salesforce-values-ok = Ein Anruf kann als Anruf eingetragen werden
check-salesforce-duplicates = Duplikatregeln
check-salesforce-duplicates-why = Sie entscheiden, ob jemand angelegt werden kann, den es vielleicht schon gibt.
check-salesforce-duplicates-ok = { $count ->
        [0] Für Kontakte und Leads ist keine aktiv
       *[other] Aktiv, Speichern bleibt möglich: { $rules }
    }
check-salesforce-budget = Salesforce-API-Anforderungen
check-salesforce-budget-why = Die ganze Organisation teilt sich die Anforderungen von 24 Stunden.
check-salesforce-budget-ok = { $used } von { $most } in 24 Stunden verbraucht
check-owner = Inhaber der Einträge
check-owner-why = Aufgaben gehören dem Salesforce-Benutzer Ihrer Nebenstelle.
check-owner-ok = { $user }, { $how ->
        [setting] wie in den Einstellungen
       *[email] über die E-Mail-Adresse der Nebenstelle
    }

# `ringsidectl doctor` auf einem Terminal.
doctor-passed = ok
doctor-warned = Hinweis
doctor-failed = FEHLER
doctor-not-checked = -
doctor-not-checked-why = Nicht geprüft, etwas davor fehlt
doctor-summary = { $failed ->
        [0] { $warned ->
            [0] Alles ist in Ordnung.
            [1] Geht, mit 1 Hinweis.
           *[other] Geht, mit { $warned } Hinweisen.
        }
        [1] 1 Prüfung ist fehlgeschlagen.
       *[other] { $failed } Prüfungen sind fehlgeschlagen.
    }

problem-proxy-unusable = Die Adresse des Proxys ist nicht brauchbar: { $detail }
problem-proxy-unusable-remedy = Geben Sie sie unter Einstellungen > Netzwerk als http://proxy.example.com:3128 ein, oder lassen Sie sie leer für den des Systems.
problem-proxy-unreachable = Der Proxy { $detail } antwortet nicht
problem-proxy-unreachable-remedy = Prüfen Sie die Adresse unter Einstellungen > Netzwerk, oder lassen Sie sie leer für den des Systems.
problem-ca-file-missing = Die Datei mit den Zertifizierungsstellen ist nicht lesbar: { $detail }
problem-ca-file-missing-remedy = Wählen Sie die Datei unter Einstellungen > Netzwerk neu, oder lassen Sie sie leer für die des Systems.
problem-ca-file-not-pem = Die Datei mit den Zertifizierungsstellen hat keine PEM-Form: { $detail }
problem-ca-file-not-pem-remedy = Bitten Sie Ihren Admin um das Zertifikat als PEM-Datei (sie beginnt mit BEGIN CERTIFICATE) und wählen Sie sie unter Einstellungen > Netzwerk.
problem-clock-off = Die Uhr dieses Computers geht um { $detail } min falsch
problem-clock-off-remedy = Schalten Sie in den Einstellungen des Computers Datum und Uhrzeit auf automatisch.
problem-phone-clock-off = Die Uhr der 3CX geht um { $detail } min falsch
problem-phone-clock-off-remedy = Bitten Sie den Admin der 3CX, auf deren Server die Zeitsynchronisierung (NTP) einzuschalten. Die Uhr dieses Computers stimmt.
problem-outbox-stuck = { $detail ->
        [1] 1 Eintrag hängt
       *[other] { $detail } Einträge hängen
    }
problem-outbox-stuck-remedy = Öffnen Sie Anrufe > Offen: Jeder sagt, was Salesforce ablehnt. Beheben Sie das und versuchen Sie es erneut.
problem-outbox-waiting = { $detail ->
        [1] 1 Eintrag wartet seit über 15 Minuten
       *[other] { $detail } Einträge warten seit über 15 Minuten
    }
problem-outbox-waiting-remedy = Sie sind auf diesem Computer sicher und werden eingetragen, sobald Salesforce sie annimmt. Beheben Sie, was die Prüfungen von Salesforce finden.
problem-phone-kept-out = 3CX lässt diesen Computer nicht zu
problem-phone-kept-out-remedy = Tragen Sie die Adresse dieses Netzes in der 3CX-Verwaltung unter Erweitert > Konsolen-Einschränkungen ein.
problem-phone-server-error = 3CX antwortet mit einem Fehler ({ $detail })
problem-phone-server-error-remedy = Warten Sie einige Minuten. Bleibt es so, bitten Sie den Admin der 3CX, nach deren Diensten zu sehen.
problem-phone-no-events = 3CX öffnet die Verbindung für Ereignisse nicht
problem-phone-no-events-remedy = Anrufe sind nicht zu hören. Ein Proxy oder eine Firewall dazwischen muss WebSockets durchlassen: Bitten Sie Ihren Admin, wss zur Adresse Ihrer 3CX zu erlauben.
problem-phone-configuration-off = Die Configuration API ist für diesen API-Client aus
problem-phone-configuration-off-remedy = Anrufe gehen. Für Namen, E-Mail-Adressen und die Version schalten Sie für den Client „3CX Configuration API Access“ in der 3CX-Verwaltung unter Integrationen > API ein.
problem-phone-role-names = Die Rolle des API-Clients zeigt keine Namen
problem-phone-role-names-remedy = Warteschlangen und Kollegen erscheinen mit Nummer. Setzen Sie für den Client in der 3CX-Verwaltung unter Integrationen > API die Abteilung DEFAULT und die Rolle System Owner.
problem-phone-role-users = Die Rolle des API-Clients zeigt keine E-Mail-Adressen
problem-phone-role-users-remedy = Setzen Sie für den Client in der 3CX-Verwaltung unter Integrationen > API die Rolle System Owner oder System Admin, oder geben Sie Ihre E-Mail-Adresse unter Einstellungen > Telefon ein.
problem-phone-role-call-log = Die Rolle des API-Clients zeigt die Anrufliste nicht
problem-phone-role-call-log-remedy = Ob ein Kollege einen Anruf annahm, der hier klingelte, bleibt manchmal unbekannt. Setzen Sie für den Client in der 3CX-Verwaltung unter Integrationen > API die Abteilung DEFAULT und die Rolle System Owner.
problem-phone-role-chats = Die Rolle des API-Clients zeigt keine Chats
problem-phone-role-chats-remedy = Kein Chat wird eingetragen. Setzen Sie für den Client in der 3CX-Verwaltung unter Integrationen > API die Abteilung DEFAULT und die Rolle System Owner.
problem-phone-chats-not-logged = 3CX bewahrt keine Chats auf
problem-phone-chats-not-logged-remedy = Kein Chat wird eingetragen. Schalten Sie das Chat-Protokoll in der 3CX-Verwaltung ein.
problem-salesforce-tls = Dem Zertifikat von Salesforce wird hier nicht vertraut
problem-salesforce-tls-remedy = Etwas zwischen hier und Salesforce öffnet die Verbindung, oft der Proxy der Firma. Bitten Sie Ihren Admin um dessen Zertifizierungsstelle und wählen Sie die Datei unter Einstellungen > Netzwerk.
problem-salesforce-no-read = Sie dürfen in Salesforce keine Datensätze von { $detail } lesen
problem-salesforce-no-read-remedy = { $detail ->
        [Task] Einträge werden nicht auf Doppel geprüft. Ein Admin erteilt „Auf Aktivitäten zugreifen“ in Setup > Profile > Ihr Profil > Allgemeine Benutzerberechtigungen.
        [User] Kollegen werden nicht gefunden, und Einträge gehören dem angemeldeten Benutzer. Ein Admin öffnet Setup > Freigabeeinstellungen > Benutzer.
       *[other] Diese Anrufer werden nicht gefunden. Ein Admin erteilt Lesen in Setup > Profile > Ihr Profil > Objekteinstellungen > { $detail }, oder in einem Berechtigungssatz.
    }
problem-salesforce-no-create = Sie dürfen in Salesforce keine Datensätze von { $detail } erstellen
problem-salesforce-no-create-remedy = { $detail ->
        [Task] Kein Anruf kann eingetragen werden. Ein Admin erteilt „Aufgaben bearbeiten“ in Setup > Profile > Ihr Profil > Allgemeine Benutzerberechtigungen, oder in einem Berechtigungssatz.
       *[other] Neue Anrufer können nicht angelegt werden. Ein Admin erteilt Erstellen in Setup > Profile > Ihr Profil > Objekteinstellungen > { $detail }, oder in einem Berechtigungssatz.
    }
problem-salesforce-no-edit = Sie dürfen in Salesforce keine Datensätze von { $detail } bearbeiten
problem-salesforce-no-edit-remedy = { $detail ->
        [Task] Was spät eintrifft, kann einem Eintrag nicht hinzugefügt werden. Ein Admin erteilt „Aufgaben bearbeiten“ in Setup > Profile > Ihr Profil > Allgemeine Benutzerberechtigungen.
       *[other] Ein Admin erteilt Bearbeiten in Setup > Profile > Ihr Profil > Objekteinstellungen > { $detail }, oder in einem Berechtigungssatz.
    }
problem-salesforce-no-delete = Sie dürfen in Salesforce keine Datensätze von { $detail } löschen
problem-salesforce-no-delete-remedy = Ein Eintrag kann nicht zurückgenommen werden. Ein Admin erteilt Löschen in Setup > Profile > Ihr Profil > Objekteinstellungen > { $detail }, oder in einem Berechtigungssatz.
problem-salesforce-field-not-searched = Das Feld { $detail } ist vor Ihnen verborgen
problem-salesforce-field-not-searched-remedy = Anrufer werden über diese Nummer nicht gefunden. Ein Admin macht es sichtbar in Setup > Objekt-Manager > Felder und Beziehungen > { $detail } > Feldebenensicherheit festlegen.
problem-salesforce-field-not-shown = Das Feld { $detail } ist vor Ihnen verborgen
problem-salesforce-field-not-shown-remedy = Der Pop zeigt es nicht. Ein Admin macht es sichtbar in Setup > Objekt-Manager > Felder und Beziehungen > { $detail } > Feldebenensicherheit festlegen.
problem-salesforce-field-not-written = Das Feld { $detail } ist vor Ihnen verborgen oder schreibgeschützt
problem-salesforce-field-not-written-remedy = Einträge haben es nicht. Ein Admin macht es sichtbar und bearbeitbar in Setup > Objekt-Manager > Aktivität > Felder und Beziehungen > { $detail } > Feldebenensicherheit festlegen.
problem-salesforce-field-needed = Das Feld { $detail } ist vor Ihnen verborgen oder schreibgeschützt
problem-salesforce-field-needed-remedy = Ohne es kann nichts eingetragen werden. Ein Admin macht es sichtbar und bearbeitbar in Setup > Objekt-Manager > Aktivität > Felder und Beziehungen > { $detail } > Feldebenensicherheit festlegen.
problem-salesforce-record-type = Ihr Standarddatensatztyp von { $detail } ist für Sie nicht verfügbar
problem-salesforce-record-type-remedy = Salesforce lehnt neue Datensätze dieser Art ab. Ein Admin weist einen zu in Setup > Profile > Ihr Profil > Objekteinstellungen > { $detail } > Datensatztypen.
problem-salesforce-task-value = Das Aufgabenfeld { $detail } hat keinen Wert Call
problem-salesforce-task-value-remedy = Einträge zählen in Berichten und Listenansichten nicht als Anrufe. Ein Admin fügt den Wert Call hinzu in Setup > Objekt-Manager > Aufgabe > Felder und Beziehungen > { $detail }.
problem-salesforce-duplicates-blocked = Eine Duplikatregel lehnt Personen ab, die es vielleicht schon gibt: { $detail }
problem-salesforce-duplicates-blocked-remedy = Eine solche Person kann nur verknüpft, nicht angelegt werden. Ein Admin kann unter Setup > Duplikatregeln die Aktion beim Erstellen auf Zulassen setzen.
problem-salesforce-budget-low = Die Organisation hat { $detail } ihrer API-Anforderungen von 24 Stunden verbraucht
problem-salesforce-budget-low-remedy = Fragen Sie Ihren Admin, welche Integration so viele verbraucht: Setup > Unternehmensinformationen > API-Anforderungen, letzte 24 Stunden.
problem-salesforce-budget-spent = Die API-Anforderungen der Organisation von 24 Stunden sind verbraucht oder fast verbraucht
problem-salesforce-budget-spent-remedy = Einträge warten, bis es wieder welche gibt. Fragen Sie Ihren Admin, welche Integration so viele verbraucht: Setup > Unternehmensinformationen > API-Anforderungen, letzte 24 Stunden.
problem-salesforce-cap-reached = So viele Salesforce-API-Anforderungen, wie Ihre Einstellungen heute erlauben
problem-salesforce-cap-reached-remedy = Einträge warten bis morgen. Anrufer werden weiterhin gefunden. Die Grenze steht in Einstellungen > Salesforce.
problem-salesforce-key-field = Das Feld { $detail } kann doppelte Einträge nicht verhindern
problem-salesforce-key-field-remedy = Setup > Objekt-Manager > Aktivität > Felder: ein Textfeld mit mindestens 100 Zeichen, angekreuzt als Eindeutig und Externe ID, für diesen Benutzer sichtbar und nicht schreibgeschützt. Einträge werden ohne das Feld geschrieben.
problem-owner-email-shared = Eine andere Nebenstelle hat dieselbe E-Mail-Adresse wie Ihre
problem-owner-email-shared-remedy = Einträge beider gehören { $detail }. Geben Sie jeder Nebenstelle in der 3CX-Verwaltung unter Benutzer eine eigene Adresse, oder nennen Sie den Inhaber unter Einstellungen > Journal.
problem-owner-phone-refused = 3CX zeigt die E-Mail-Adresse Ihrer Nebenstelle nicht
problem-owner-phone-refused-remedy = Einträge gehören dem in Salesforce angemeldeten Benutzer. Geben Sie Ihre Adresse unter Einstellungen > Telefon ein, oder setzen Sie für den API-Client die Rolle System Admin oder System Owner.
problem-owner-phone-silent = 3CX hat die E-Mail-Adresse Ihrer Nebenstelle nicht genannt
problem-owner-phone-silent-remedy = Bis dahin gehören Einträge dem in Salesforce angemeldeten Benutzer. Beheben Sie, was die Prüfungen der 3CX finden, oder geben Sie Ihre Adresse unter Einstellungen > Telefon ein.
problem-owner-no-email = Ihre Nebenstelle hat in 3CX keine E-Mail-Adresse
problem-owner-no-email-remedy = Einträge gehören dem in Salesforce angemeldeten Benutzer. Tragen Sie die Adresse in der 3CX-Verwaltung unter Benutzer ein, oder unter Einstellungen > Telefon.
problem-owner-no-user = In Salesforce hat niemand { $detail }
problem-owner-no-user-remedy = Einträge gehören dem angemeldeten Benutzer. Berichtigen Sie die Adresse in Setup > Benutzer, oder nennen Sie den Inhaber unter Einstellungen > Journal.
problem-owner-inactive = Der Salesforce-Benutzer { $detail } ist inaktiv
problem-owner-inactive-remedy = Einträge gehören dem angemeldeten Benutzer. Aktivieren Sie den Benutzer in Setup > Benutzer, oder nennen Sie einen anderen Inhaber unter Einstellungen > Journal.
problem-owner-several = Mehrere Salesforce-Benutzer haben die Adresse { $detail }
problem-owner-several-remedy = Einträge gehören dem angemeldeten Benutzer. Nennen Sie den Inhaber unter Einstellungen > Journal.
problem-owner-crm-refused = Sie dürfen die Benutzer von Salesforce nicht sehen
problem-owner-crm-refused-remedy = Einträge gehören dem angemeldeten Benutzer. Ein Admin öffnet Setup > Freigabeeinstellungen > Benutzer, oder macht das Feld User.Email sichtbar.

# The journal's settings.
journal-lead = So steht jeder Anruf in Salesforce.
journal-enabled = Anrufjournal aktivieren
journal-subject = Betreff des Anrufs
journal-answered-inbound = Beantworteter eingehender Anruf
journal-missed = Verpasster Anruf
journal-answered-outbound = Angenommener ausgehender Anruf
journal-unanswered-outbound = Unbeantworteter ausgehender Anruf
journal-texts = Texte
journal-limits = Salesforce nimmt 255 Zeichen eines Betreffs und 32.000 eines Kommentars. Was länger ist, endet mit „…“.
journal-dates = Datum und Uhrzeit
journal-dates-hint = In allen Texten über Anrufe, unabhängig von der Sprache der Fenster.
dates-iso = 2026-11-22 14:32:06
dates-german = 22.11.2026 14:32:06
dates-british = 22/11/2026 14:32:06
dates-american = 11/22/2026 2:32:06 PM
journal-which = Welche Anrufe
journal-outcomes = Nach Ausgang
journal-outcomes-hint = Abgeschlossen: ein Eintrag im Aktivitätsverlauf. Offen: eine Aufgabe, die auf jemanden wartet.
write-as-done = Abgeschlossen
write-as-open = Offen
write-as-nothing = Nichts
written-answered-inbound = Eingehend, beantwortet
written-missed = Verpasst
written-not-answered-here = Hier nicht angenommen
written-not-answered-here-hint = Er kam über eine Warteschlange oder Gruppe; ein Kollege kann ihn angenommen haben.
written-rejected = Abgelehnt
written-answered-outbound = Ausgehend, angenommen
written-unanswered-outbound = Ausgehend, unbeantwortet
written-not-known = Ausgang nicht bekannt
written-not-known-hint = Ein Telefon meldete den Beginn, und nichts meldete das Ende.
journal-unmatched = Anrufe und Chats ohne Treffer
unmatched-write = Ohne Verknüpfung eintragen
unmatched-keep = Behalten, bis verknüpft
unmatched-never = Nicht eintragen
journal-unmatched-hint = Ein behaltener Eintrag wird nachgetragen, sobald der Anrufer gefunden oder gewählt ist. Für Chats gilt dasselbe.
journal-internal = Interne Anrufe
journal-internal-hint = Auch Anrufe zwischen Nebenstellen werden eingetragen.
journal-never = Nicht journalisieren
journal-never-hint = Eine Nummer je Zeile. Mit * am Ende: alle, die so beginnen. „anonymous“: unterdrückte Nummern.
journal-private = Private Nummern
journal-private-hint = Kein Eintrag, außer der Agent entscheidet nach dem Anruf anders.
journal-more = Über den Anruf hinaus
journal-codes = Abschlusscodes
journal-codes-hint = Einer je Zeile. Agenten wählen mit Alt W; Texte und Felder haben ihn als [WrapUp].
journal-fields = Felder der Aufgabe
journal-fields-hint = Je ein Feld der Aufgabe und ein Text mit Variablen. Ein Feld, das Salesforce ablehnt, entfällt, und der Eintrag wird geschrieben. Ein Nachschlagefeld braucht die ID eines Datensatzes.
task-field-choose = Feld der Aufgabe
task-field-lookup = Nachschlagen: { $objects }
task-field-length =
    { $count ->
        [one] 1 Zeichen
       *[other] { $count } Zeichen
    }
task-field-text = Text
task-field-long-text = Textbereich
task-field-email = E-Mail
task-field-phone = Telefon
task-field-url = URL
task-field-number = Zahl
task-field-checkbox = Kontrollkästchen
task-field-date = Datum
task-field-date-time = Datum/Uhrzeit
task-field-picklist = Auswahlliste
task-field-multi-picklist = Auswahlliste (Mehrfachauswahl)
task-field-account = Nachschlagen
task-field-record = Nachschlagen
journal-key-field = Schlüsselfeld
journal-key-field-hint = Dann lehnt Salesforce selbst einen zweiten Eintrag zu einem Anruf ab, was unterwegs auch geschieht. Ohne das Feld fragt Ringside vor jeder Wiederholung nach. Nötig ist ein Textfeld der Aktivität, eindeutig und externe ID, ab 100 Zeichen.
journal-key-field-none = Keines
journal-key-field-empty = Kein Feld dieser Organisation ist geeignet: eindeutig, externe ID und ab 100 Zeichen.
journal-key-field-unfit = { $field } ist in dieser Organisation nicht eindeutig, keine externe ID oder zu kurz. Einträge werden ohne das Feld geschrieben.
journal-owner = Inhaber
journal-owner-hint = Benutzername des Salesforce-Benutzers, dem die Einträge gehören. Leer: der Benutzer mit der E-Mail-Adresse der Nebenstelle.
preview = Vorschau
preview-choose = Gezeigter Anruf
preview-answered-inbound = Eingehend, beantwortet
preview-missed = Verpasst
preview-answered-outbound = Ausgehend, angenommen
preview-unanswered-outbound = Ausgehend, unbeantwortet
preview-of-call = Anruf von { $time }
preview-of-sample = Beispielanruf
preview-of-call-with = Anruf von { $time }, { $name }
preview-of-chat = { $channel } von { $time }
preview-of-chat-with = { $channel } von { $time }, { $name }
preview-of-sample-chat = Beispielchat
preview-unknown = Von Unbekannt: „{ $text }“
preview-unknown-kept = Von Unbekannt: bis zum Verknüpfen behalten.
preview-unknown-same = Von Unbekannt: gleich.
preview-nameless = Ohne Name: „{ $text }“
preview-nameless-kept = Ohne Name: behalten, bis verknüpft.
preview-nameless-same = Ohne Name: ebenso.
preview-cut = Zu lang für Salesforce: Der Text endet mit „…“.
preview-open = Offene Aufgabe
preview-silent = Gerade keine Vorschau
variables = Variablen
variables-insert = einfügen mit
variables-search = Variable suchen
variables-none = Keine Variable heißt so.
variables-more = { $count } weitere anzeigen
variables-offered = Variablen zum Einfügen
variable-inserted = [{ $name }] eingefügt
variable-number = Nummer der anderen Seite
variable-name = Name der Person
variable-agent = Nebenstelle des Agenten
variable-agentfirstname = Vorname des Agenten
variable-agentlastname = Nachname des Agenten
variable-agentemail = E-Mail-Adresse des Agenten
variable-duration = Gesprächsdauer
variable-datetime = Beginn, Ortszeit
variable-notes = Notizen aus dem Gespräch
variable-wrapup = Abschlusscode
variable-linebreak = Neue Zeile
variable-callresult = Answered, Missed, Rejected …
variable-calltype = Inbound, Missed, Outbound, Notanswered
variable-calldirection = Inbound oder Outbound
variable-queueextension = Warteschlange oder Gruppe
variable-transferredfrom = Wer den Anruf vorher hatte
variable-callstarttimelocal = Beginn, Ortszeit
variable-callstarttimeutc = Beginn, UTC
variable-callestablishedtimelocal = Annahme, Ortszeit
variable-callestablishedtimeutc = Annahme, UTC
variable-callendtimelocal = Ende, Ortszeit
variable-callendtimeutc = Ende, UTC
variable-durationtimespan = Gesprächsdauer
variable-entityid = ID des Datensatzes
variable-entitytype = Contact, Lead, Account, User
variable-contact-fullname = Name des Datensatzes
variable-contact-firstname = Vorname
variable-contact-lastname = Nachname
variable-contact-title = Titel
variable-contact-companyname = Firma
variable-contact-email = E-Mail-Adresse
variable-contact-phonebusiness = Telefon, geschäftlich
variable-contact-phonemobile = Mobiltelefon
variable-contact-contacturl = Adresse des Datensatzes
variable-summary = Zusammenfassung von 3CX
variable-transcription = Abschrift von 3CX
variable-sentiment = Stimmung laut 3CX
variable-recordingurl = Adresse der Aufnahme
variable-recordinghyperlink = Link zur Aufnahme
filled-answered = Leer bei Anrufen, die niemand annahm.
filled-found = Leer, wo kein Datensatz gefunden ist.
filled-routed = Leer bei direkten Anrufen.
filled-agent = Leer, wenn der Agent nichts einträgt.
filled-given = Leer, wo der Besucher nichts angab.
filled-queued = Leer außerhalb von Warteschlangen.
filled-recorded = Wird einige Minuten nach dem Anruf gefüllt, wenn 3CX ihn aufgezeichnet hat.

# Why a setting's value cannot be used.
field-error-not-an-address = Keine Adresse. Geben Sie eine wie https://pbx.example.com ein.
field-error-not-encrypted = Nur https wird verwendet, außer für diesen Computer selbst.
field-error-not-an-extension = Keine Nebenstelle. Geben Sie nur Ziffern ein.
field-error-not-an-email = Keine E-Mail-Adresse und kein Benutzername wie anna@example.com.
field-error-not-keys = Bis zu 8 der Tasten 0 bis 9, * und #.
field-error-not-a-field-name = Kein Feld, das ein Admin angelegt hat, wie Call_Key__c.
field-error-not-a-file = Diese Datei enthält keine Zertifizierungsstelle in PEM-Form oder ist nicht lesbar.
field-error-not-an-ip-address = Keine IP-Adresse wie 192.168.1.20.
field-error-not-one-card = Geben Sie die eigene Adresse dieses Computers im Netz ein, nicht die aller oder keiner.
field-error-same-port = Diesen Port hat die Rückruf-URL von Salesforce. Wählen Sie einen anderen.
field-error-too-many = Höchstens { $max } Einträge.
field-error-unknown-region = Kein Land mit Rufnummernplan. Geben Sie seine zwei Buchstaben ein, etwa DE.
field-error-out-of-range = Geben Sie eine Zahl von { $min } bis { $max } ein.
field-error-unknown-variable = [{ $detail }] gibt es nicht.
field-error-unknown-variable-near = [{ $detail }] gibt es nicht. Gemeint ist vielleicht [{ $nearest }].
field-error-not-a-phone-number = Keine Telefonnummer. Geben Sie Ziffern ein, mit * am Ende für alle, die so beginnen.
field-error-not-a-task-field = Geben Sie den API-Namen des Feldes, „=“ und einen Text ein, etwa Region__c = [Contact::CompanyName].
field-error-own-task-field = { $detail } füllt der Eintrag selbst. Wählen Sie ein anderes Feld.
field-error-line-too-long = Höchstens { $max } Zeichen.
field-error-line = Zeile { $place }: { $error }
field-error-text-too-long = Dieser Text ist zu lang.
field-error-not-a-rule = Regel { $detail }. Eine Regel ist SUCHEN => ERSETZEN, wobei SUCHEN ein regulärer Ausdruck ist.
field-error-twice = { $detail } steht doppelt da.
field-error-not-a-fact-field = { $detail } ist kein Feld wie Contact.Region__c oder steht doppelt da.
setting-locked = Das hat Ihr Administrator für alle Plätze festgelegt.
setting-locked-ask = Das hat Ihr Administrator für alle Plätze festgelegt. Auskunft: { $contact }
field-error-locked = Das hat Ihr Administrator für alle Plätze festgelegt.
field-error-not-a-setting = Diese Einstellung gibt es nicht, oder sie nimmt eine andere Art von Wert.
ctl-no-setting = Die Einstellung { $field } gibt es nicht. „ringsidectl settings get“ zeigt alle.
ctl-secret-needs-keychain = Diese Maschine hat keinen Schlüsselbund, das Geheimnis endete mit diesem Befehl. Geben Sie es stattdessen „run“.

## Chats

chats-list = Chats von heute
chats-empty = Heute noch keine Chats. Sie erscheinen hier, sobald Sie antworten.
chats-off = Chats werden nicht eingetragen
chats-off-detail = Schalten Sie „Chat-Journal aktivieren“ ein, um jeden Chat einmal in Salesforce einzutragen.
chats-set-up = Einstellungen öffnen
chats-waiting = Chats werden aus 3CX gelesen
chats-read = Chats werden gelesen
chats-failed-kept = Was vorher gelesen wurde, bleibt hier.
chats-refresh = Jetzt lesen
filter-chats = Nach Name, Nummer oder E-Mail filtern
filter-no-chat = Kein Chat passt zu „{ $text }“.
channel-live-chat = Live-Chat
channel-sms = SMS
channel-whatsapp = WhatsApp
channel-facebook = Facebook
channel-rcs = RCS
chat-messages =
    { $count ->
        [one] 1 Nachricht
       *[other] { $count } Nachrichten
    }
chat-from-to = { $from } bis { $to }
chat-taken-over = Übernommen von { $who }
chat-entry-open = Wird nach dem Chat eingetragen
chat-entry-open-detail = Er endet, wenn eine Weile niemand geschrieben hat.
chat-entry-taken = { $who } schrieb zuletzt, deshalb wird der Chat dort eingetragen.
chat-entry-none-unmatched = Chats ohne Treffer werden nicht eingetragen.
chat-entry-parts = Zu lang für einen Eintrag: auf { $count } verteilt.
chat-transcript = Verlauf
chat-earlier =
    { $count ->
        [one] 1 frühere Nachricht ist hier nicht zu sehen. Sie ist Teil des Eintrags.
       *[other] { $count } frühere Nachrichten sind hier nicht zu sehen. Sie sind Teil des Eintrags.
    }
chat-you = Sie
chat-visitor = Besucher
chat-system = 3CX
chat-who = Wer ist es?
chat-who-lead = Mehrere Personen passen. Wen Sie wählen, bekommt den Eintrag.
chat-found-by = Gefunden über
chat-given-name = Angegebener Name
chat-email = E-Mail
chat-number = Nummer
chat-queue = Warteschlange
chat-select = Wählen Sie einen Chat.
chat-unreachable = { $problem }. Der Eintrag wartet, bis die Person gesucht werden konnte.
chat-retry-lookup = Erneut suchen
section-chats = Chats
section-creation = Neue Personen
section-dial = Wählen
dial-lead = Wie Anrufe aus Ringside, aus Links und aus anderen Programmen gewählt werden.
dial-form = Gewählt wird als
dial-form-hint = So, wie es die ausgehenden Regeln Ihrer 3CX erwarten.
dial-form-e164 = International mit + (+494066969412)
dial-form-international = International mit 00 (00494066969412)
dial-form-national = Im Inland national (04066969412)
dial-prefix = Vorwahl
dial-prefix-hint = Wird vor jeder externen Nummer gewählt, etwa 0 für die Amtsleitung. Leer: nichts.
dial-phone = Telefon
dial-phone-hint = Wo Ihre Anrufe beginnen. Ein Teil des Namens genügt, etwa Yealink. Ist es nicht da, wählt 3CX eines.
dial-phone-none = Wie 3CX es wählt
dial-phone-asking = 3CX wird nach Ihren Telefonen gefragt
dial-phone-empty = 3CX nennt kein Telefon Ihrer Nebenstelle. Ist eines eingeschaltet?
dial-voicemail = Voicemail-Code
dial-voicemail-hint = Vor einer Nebenstelle gewählt, um ihre Voicemail zu erreichen: 3CX-Verwaltungskonsole, Wählcodes. Leer: Anrufe werden nicht dorthin geleitet.
dial-links = Telefonlinks öffnen
dial-links-hint = Links mit tel:, callto: oder sip: öffnen auf diesem Computer Ringside. Vor dem Anruf werden Sie immer gefragt.
dial-browser = Browser-Erweiterung
dial-browser-hint = Chrome und Edge auf diesem Computer rufen Nummern von Webseiten über Ringside an.
dial-browser-ask = Vor Anrufen aus Seiten fragen
dial-browser-ask-hint = Bei „Nicht anrufen“ wird in jedem Fall gefragt.
dial-ask-once = Beim ersten Mal
dial-ask-always = Immer
dial-ask-never = Nie
dial-never = Nicht anrufen
dial-never-hint = Eine Nummer je Zeile. Mit * am Ende: alle, die so beginnen. Vor dem Wählen einer solchen Nummer werden Sie gefragt.
creation-lead = Aus Anrufern, die niemand kennt, werden Datensätze: vom Popup, von einem Anruf oder aus der Suche.
creation-enabled = Anlegen erlauben
creation-enabled-hint = Aus: Die Schaltflächen sagen es.
creation-kind = Lead oder Kontakt erstellen
creation-kind-hint = Die gefüllte Schaltfläche. Personenaccount nur, wo Ihre Organisation sie hat.
creation-choose = Agent darf eine andere Art wählen
creation-choose-hint = Aus: Nur die Art oben wird angeboten.
creation-anyway = Speichern erlauben, obwohl es jemanden wie ihn gibt
creation-anyway-hint = Nur wo die Duplikatregeln Ihrer Organisation es dem Benutzer überlassen.
creation-open = Datensatz danach öffnen
creation-open-hint = Im Browser, sobald Salesforce ihn hat.
creation-defaults = Vorausgefüllte Felder
creation-defaults-hint = Mit API-Name, mit Variablen. Was eingegeben wird und was der Anruf sagt, gilt mehr.
creation-company = Neues Lead-Unternehmen
creation-company-hint = Wo niemand eine Firma genannt hat: Salesforce verlangt für jeden Lead eine.
creation-phones = Wohin die Nummer des Anrufers kommt
creation-phones-hint = API-Name eines Telefonfelds. Leer: eine Mobilnummer ins Mobilfeld, jede andere ins geschäftliche.
creation-phone-own = nach Art der Nummer
default-field = API-Name
default-field-of = Feld { $place }, { $title }
default-text-of = Gefüllt mit, Feld { $place }, { $title }
default-remove = { $field } entfernen, { $title }
default-add = Feld hinzufügen
chat-lead = Jeder Chat mit jemandem von außen wird eine Aufgabe: Live-Chat, SMS, WhatsApp und andere.
chat-enabled = Chat-Journal aktivieren
chat-enabled-hint = 3CX zeigt Chats nur API-Clients mit der Rolle System Owner. Dieser Computer liest dann die Chats des ganzen Systems und behält die, an denen Sie beteiligt waren.
chat-subject = Betreff des Chats
chat-text = Text des Chats
chat-text-hint = Ein Verlauf, der für einen Eintrag zu lang ist, wird auf mehrere, nummerierte verteilt.
chat-variable-chatmessages = Der ganze Verlauf
chat-variable-channel = Chat, SMS, WhatsApp …
chat-variable-number = Nummer des Besuchers
chat-variable-email = E-Mail-Adresse des Besuchers
chat-variable-name = Gefundene Person, sonst der angegebene Name
chat-variable-agent = Nebenstelle, die zuletzt schrieb
chat-variable-agentfirstname = Vorname des Agenten
chat-variable-agentlastname = Nachname des Agenten
chat-variable-agentemail = E-Mail-Adresse des Agenten
chat-variable-queueextension = Warteschlange
chat-variable-duration = Von der ersten bis zur letzten Nachricht
chat-variable-durationtimespan = Von der ersten bis zur letzten Nachricht
chat-variable-datetime = Erste Nachricht, Ortszeit
chat-variable-chatstarttimelocal = Erste Nachricht, Ortszeit
chat-variable-chatstarttimeutc = Erste Nachricht, UTC
chat-variable-chatendtimelocal = Letzte Nachricht, Ortszeit
chat-variable-chatendtimeutc = Letzte Nachricht, UTC
chat-variable-entityid = ID des Datensatzes
chat-variable-entitytype = Contact, Lead, Account, User
chat-variable-chatsubject = Der Betreff
chat-variable-linebreak = Neue Zeile
chat-gap = Ein Chat endet nach
chat-gap-unit = Minuten Pause
chat-gap-hint = Was später geschrieben wird, ist ein anderer Chat.
## Die Ansicht Journal
nav-journal = Journal
nav-journal-count = { $count } zu prüfen oder wartend
entries-list = Einträge
entries-retry-all = Alle erneut
entries-export = Exportieren
entries-stuck = Hängt, { $count }
entries-waiting = Wartet, { $count }
entries-written-today = Heute eingetragen, { $count }
entries-earlier = Früher
entries-more = Frühere Einträge zeigen
entries-away = Salesforce antwortet seit { $time } nicht
entries-away-signed-out = Von Salesforce abgemeldet seit { $time }
entries-away-safe = Auf diesem Computer sicher.
entries-away-next = Auf diesem Computer sicher. Nächster Versuch in { $time }.
entries-empty = Alles eingetragen.
entries-try-now = Jetzt versuchen
entries-loading-failed = Die eingetragenen Einträge sind gerade nicht lesbar.
entries-try = Versuch { $count }
entries-kept = behalten, bis eine Person verknüpft ist
entries-in-doubt = gesendet, nicht bestätigt
entries-wrap-up = wartet auf die Nachbearbeitung
entries-answered-inbound = Beantwortet, eingehend
entries-missed = Verpasst
entries-rejected = Abgelehnt
entries-answered-outbound = Angenommen, ausgehend
entries-unanswered-outbound = Unbeantwortet, ausgehend
entries-elsewhere = Anderswo angenommen
entries-not-known = Ausgang unbekannt
entries-subject = Betreff
entries-text = Text
entries-linked-to = Verknüpft mit
entries-nobody = Niemand
entries-owner = Inhaber
entries-owner-email = { $name } · nach der E-Mail der Nebenstelle { $extension }
entries-owner-setting = { $name } · nach den Einstellungen
entries-owner-signed-in = Der angemeldete Benutzer
entries-owner-unknown = Bekannt, sobald Salesforce antwortet
entries-refused = Salesforce nimmt diesen Wert nicht an.
entries-not-in-list = Nicht in der Liste.
entries-no-value = Kein Wert passt zu „{ $text }“.
entries-allowed = Erlaubt: { $values }.
entries-save-retry = Speichern und erneut
entries-discard = Verwerfen
entries-discard-title = Diesen Eintrag verwerfen?
entries-discard-text = Er wird nicht in Salesforce eingetragen. Der Anruf bleibt in der Anrufliste.
entries-discarded = Eintrag verworfen
entries-exported = Exportiert nach { $path }
entries-export-failed = Die Datei ließ sich nicht schreiben.
entries-select = Wählen Sie einen Eintrag.
entries-gone = Dieser Eintrag ist nicht mehr im Journal.
entries-technical = Technische Details
entries-key = Schlüssel
entries-state = Zustand
entries-attempts = Anfragen
entries-last = Letzte Antwort
entries-record = Datensatz
entries-queued = Angelegt
entries-changed = Geändert
compare = Abgleichen
compare-title = Mit Salesforce abgleichen
compare-lead = Findet Anrufe ohne Aufgabe, Anrufe mit mehreren und Aufgaben, zu denen kein Anruf passt.
compare-days = Tage
compare-today = Heute
compare-yesterday = Gestern
compare-week = Letzte 7 Tage
compare-other = Andere Tage
compare-from = Erster Tag
compare-to = Letzter Tag
compare-backwards = Der letzte Tag liegt vor dem ersten.
compare-too-long = Höchstens 31 Tage.
compare-no-day = Geben Sie einen Tag ein.
compare-stop = Anhalten
compare-doing-calls = Liest die Anrufe dieses Computers
compare-doing-log = Liest das Anrufprotokoll der Telefonanlage, Tag { $nth } von { $of }
compare-doing-tasks = Liest die Aufgaben in Salesforce
compare-doing-keys = Fragt Salesforce noch einmal nach { $count }, die zu fehlen scheinen
compare-doing-people = Schlägt Anrufer nach, { $nth } von { $of }
compare-doing-mending = { $nth } von { $of }
compare-silent = Der Abgleich antwortet nicht
compare-findings = Was gefunden wurde
compare-agrees = Alles stimmt überein.
compare-agreed = { $count ->
    [one] 1 Anruf hat seine Aufgabe
   *[other] { $count } Anrufe haben ihre Aufgabe
}
compare-waiting = { $count } werden noch eingetragen
compare-unwanted = { $count } sollen nicht eingetragen werden
compare-no-log = Ohne das Anrufprotokoll der Telefonanlage
compare-no-log-why = Verglichen wurden nur Anrufe, die dieser Computer kennt. { $why }.
compare-cut = Nicht alles ließ sich lesen. Gleichen Sie weniger Tage auf einmal ab.
compare-missing = Fehlt, { $count }
compare-doubled = Doppelt, { $count }
compare-foreign = Ohne Anruf, { $count }
compare-more = { $count } weitere folgen, sobald diese erledigt sind.
compare-missing-mark = Fehlt
compare-doubled-mark = Doppelt
compare-foreign-mark = Ohne Anruf
compare-short-gone = Aufgabe ist verschwunden
compare-short-never = nie übergeben
compare-short-log = nur im Anrufprotokoll
compare-short-doubled = { $count } Aufgaben
compare-short-left = mehrere Aufgaben, keine entfernt
compare-short-rivals = mehrere Aufgaben, jede bearbeitet
compare-short-foreign = kein Anruf passt zu dieser Aufgabe
compare-why-gone = Der Anruf wurde eingetragen, und die Aufgabe ist aus Salesforce verschwunden.
compare-why-never = Der Eintrag wurde nie übergeben.
compare-why-log = Ringside hat diesen Anruf nicht gesehen. Das Anrufprotokoll der Telefonanlage nennt ihn.
compare-why-doubled = Für diesen Anruf gibt es mehr als eine Aufgabe. Die ältere bleibt, oder die, an der jemand gearbeitet hat.
compare-why-left = Für diesen Anruf gibt es womöglich mehr als eine Aufgabe. Die anderen hat Ringside nicht angelegt, oder es ist nicht sicher. Deshalb wird nichts entfernt.
compare-why-rivals = Für diesen Anruf gibt es mehr als eine Aufgabe, und an jeder hat jemand gearbeitet. Entscheiden Sie, welche bleibt.
compare-why-foreign = Weder dieser Computer noch das Anrufprotokoll kennt einen Anruf zu dieser Aufgabe. Sie kann von Hand oder von einem anderen Programm stammen und bleibt, wie sie ist.
compare-would-write = Würde eingetragen
compare-keep = Die Aufgabe, die bleibt
compare-surplus = { $count ->
    [one] Die überzählige Aufgabe
   *[other] Die überzähligen Aufgaben
}
compare-rivals = An jeder hat jemand gearbeitet
compare-others = Bleibt, wie sie ist
compare-keep-this = Diese behalten
compare-keep-title = { $count ->
    [one] Diese Aufgabe behalten und die andere entfernen?
   *[other] Diese Aufgabe behalten und { $count } andere entfernen?
}
compare-keep-confirm = { $count ->
    [one] Die andere entfernen
   *[other] { $count } andere entfernen
}
compare-keep-text = An dem, was entfernt wird, hat jemand gearbeitet. Salesforce behält es im Papierkorb.
compare-foreign-task = Die Aufgabe
compare-open-task = In Salesforce öffnen
compare-write = { $count } fehlende eintragen
compare-write-this = Diesen eintragen
compare-write-title = { $count ->
    [one] 1 fehlenden Eintrag schreiben?
   *[other] { $count } fehlende Einträge schreiben?
}
compare-write-text = Salesforce wird nach jedem noch einmal gefragt. Was inzwischen da ist, wird nicht erneut eingetragen.
compare-remove = { $count ->
    [one] 1 doppelte entfernen
   *[other] { $count } doppelte entfernen
}
compare-remove-this = Doppelte entfernen
compare-remove-title = { $count ->
    [one] 1 doppelte Aufgabe aus Salesforce entfernen?
   *[other] { $count } doppelte Aufgaben aus Salesforce entfernen?
}
compare-remove-text = Entfernt werden nur Aufgaben, die Ringside zweimal angelegt und niemand geändert hat. Salesforce behält sie im Papierkorb.
compare-queued = { $count ->
    [one] 1 Eintrag wird geschrieben
   *[other] { $count } Einträge werden geschrieben
}
compare-removed = { $count ->
    [one] 1 doppelte Aufgabe entfernt
   *[other] { $count } doppelte Aufgaben entfernt
}
compare-left = { $count } hatten sich inzwischen geändert
compare-start-hint = Wählen Sie Tage, und gleichen Sie ab.
compare-select = Wählen Sie einen Fund.
keys-compare = Mit Salesforce abgleichen
keys-show-journal = Journal
keys-undo = Rückgängig
keys-relink = Mit jemand anderem verknüpfen
keys-discard = Verwerfen
undo-left = Rückgängig { $time }
write-after-all = Doch eintragen
entry-undone = Nicht eingetragen (rückgängig)
entry-discarded = Nicht eingetragen (verworfen)
entry-removed-detail = Von Ihnen aus dem Journal genommen.
step-remove-waiting = Wird aus Salesforce entfernt.
step-remove-stuck = Nicht entfernt: { $problem }
step-remove-kept = Seither in Salesforce geändert, nicht entfernt.
step-move-waiting = Wird neu verknüpft.
step-move-stuck = Nicht neu verknüpft: { $problem }
step-move-kept = Seither in Salesforce geändert, nicht neu verknüpft.
step-text-waiting = Späte Notizen sind unterwegs.
step-text-stuck = Späte Notizen nicht eingetragen: { $problem }
step-text-kept = In Salesforce geändert: bleibt, wie es ist.
entries-left-alone = { $name }, nicht übernommen
ctl-dial-nobody = Ringside läuft für dieses Profil nicht. Starten Sie es, und wählen Sie dann.
ctl-dial-confirm = Nicht angerufen. Mit --yes wird trotzdem angerufen:
ctl-dial-asked = 3CX soll { $number } anrufen.
ctl-dial-rings = Bei { $number } klingelt es.
ctl-dial-talks = { $number } ist verbunden.
ctl-dial-warning-outside = Ein anderes Programm will diese Nummer anrufen.
dial-warning-never = Diese Nummer steht auf der Liste der Nummern, die nicht angerufen werden.
dial-warning-premium = Eine Mehrwertnummer: Jede Minute kostet.
dial-warning-service = Eine Notruf- oder Servicenummer.
dial-warning-do-not-call = Für { $name } gilt „Nicht anrufen“.
ctl-no-entry = Es gibt keinen Eintrag mit diesem Schlüssel.
ctl-entry-sent = Dieser Eintrag wurde gesendet oder wurde es vielleicht.
ctl-entry-of-this-org = Dieser Eintrag wartet auf keine andere Organisation.
key-delete = Entf

related-to = Bezieht sich auf
related-nothing = Nichts
related-opportunity = Opportunities
related-case = Vorgänge
related-empty = Keine offene Opportunity, kein offener Vorgang.
related-more = Tippen Sie, um weitere des Accounts in Salesforce zu finden.
related-lead = Bei Leads nicht möglich
related-lead-why = Salesforce ordnet den Eintrag eines Leads nichts weiterem zu.
related-nobody = Noch keine Person
related-nobody-why = Opportunities und Vorgänge gehören zur Person. Verknüpfen Sie den Anruf zuerst mit einem Kontakt oder Account.
link-or = Oder mit einem Datensatz verknüpfen
link-placeholder = Name, Firma oder E-Mail
link-remember = Auch für spätere Anrufe von dieser Nummer
link-type = Tippen Sie, um hier und in Salesforce zu suchen.
linked-by-you = Von Ihnen verknüpft
linked-by-you-why = Von Ihnen verknüpft; der Datensatz enthält diese Nummer nicht
## Creating people

create-title = Neue Person
create-kinds = Anlegen als
create-contact = Kontakt anlegen
create-lead = Lead anlegen
create-person = Person anlegen
create-person-account = Personenaccount anlegen
create-at = Neuer Kontakt hier
create-off = Das Anlegen von Personen ist in den Einstellungen ausgeschaltet.
create-record-type = Datensatztyp
create-first-name = Vorname
create-last-name = Nachname
create-company = Firma
create-phone = Telefon
create-required = erforderlich
create-org-requires = Ihre Organisation verlangt { $field }.
create-from-call = Aus diesem Anruf.
create-from-chat = Aus diesem Chat.
create-from-search = Aus der Suche.
create-from-account = Aus diesem Account.
create-from-draft = Aus dem Anruf.
create-source-settings = Vom Admin vorbelegt.
create-source-org = Vorgabe von Salesforce.
create-choose = Auswählen
create-choose-first = Zuerst { $field } wählen.
create-record-id = ID des Datensatzes.
create-account-placeholder = Name der Firma
create-account-type = Geben Sie den Namen der Firma ein.
create-account-none = Kein Account mit diesem Namen.
create-account-new = Neuer Account „{ $name }“
create-account-new-chosen = Neu: wird zusammen mit der Person angelegt.
create-private = Ohne Account sehen nur Sie und Admins diesen Kontakt.
create-refused-missing = { $field } wird gebraucht.
create-refused-too-long = Höchstens { $max } Zeichen.
create-refused-not-an-email = Keine E-Mail-Adresse.
create-refused-not-a-number = Keine Zahl.
create-refused-not-a-date = Kein Datum. Geschrieben wie { $example }.
create-refused-not-a-choice = Kein Wert dieser Liste.
create-refused-salesforce = Salesforce: { $message }
create-refused-unchosen = Wählen Sie einen Account oder „{ $text }“ als neuen.
create-refused-whole = Salesforce lehnt diese Person ab
create-wrong = { $count ->
    [one] 1 Feld zu berichtigen
   *[other] { $count } Felder zu berichtigen
}
create-save-as-new = Als neu speichern
create-use = Vorhandene nehmen
create-view = Ansehen
create-duplicates = Schon vorhanden
create-already-contact = { $name } ist bereits ein Kontakt
create-already-lead = { $name } ist bereits ein Lead
create-already-account = { $name } ist bereits ein Account
create-already-person-account = { $name } ist bereits ein Personenaccount
create-already-user = { $name } ist Benutzer von Salesforce
create-why-number = gleiche Nummer
create-why-email = gleiche E-Mail-Adresse
create-why-name-and-company = gleicher Name und gleiche Firma
create-why-name = gleicher Name
create-why-salesforce = von einer Duplikatregel gefunden
create-owner = Inhaber { $name }
create-add-number = Diese Nummer als { $field } hinzufügen
create-forbidden = Eine weitere ist nicht erlaubt. Nehmen Sie den vorhandenen Datensatz.
create-restored = Was Sie vorher eingegeben hatten, ist wieder da.
create-start-over = Neu beginnen
create-basics = Nur die Felder, die jede Organisation hat
create-failed = Nicht gespeichert
create-kept-here = Ihre Eingaben bleiben auf diesem Computer.
create-kept = Ihre Eingaben bleiben erhalten.
create-silent = Es kam keine Antwort.
create-offline = Salesforce ist nicht erreichbar: Die Person wird hier gespeichert und später angelegt.
create-done = { $name } angelegt
create-done-found = { $name } war schon da
create-queued = { $name } wartet auf Salesforce
create-queued-more = Auf diesem Computer sicher. Wird angelegt, sobald Salesforce erreichbar ist; der Eintrag des Anrufs wartet darauf.
create-linked = Mit { $name } verknüpft
create-number-added = Die Nummer wurde als { $field } hinzugefügt.
create-number-there = Die Nummer war schon da.
create-number-no-room = Kein Telefonfeld des Datensatzes ist leer, die Nummer wurde nicht hinzugefügt.
create-number-not-added = Die Nummer wurde nicht hinzugefügt: { $problem }.
create-waiting = { $name } ist noch nicht in Salesforce
create-waiting-more = Auf diesem Computer sicher, wird angelegt, sobald Salesforce erreichbar ist.
create-waiting-doubt = Gesendet, ohne Antwort. Salesforce wird gefragt, bevor es noch einmal gesendet wird.
create-open-form = Formular öffnen
create-refused-field = { $field }: { $text }
create-unseen = Salesforce kennt eine ähnliche Person und zeigt nicht, wen
create-forbidden-unseen = Eine weitere ist nicht erlaubt. Ändern Sie, worin sie sich gleichen, oder fragen Sie Ihren Admin, wer den Datensatz sehen darf.
create-formless = Das Formular ließ sich nicht öffnen
create-not-kept = Ihre Eingaben sind noch nicht gespeichert; das wird immer wieder versucht.
create-people = { $count ->
    [one] 1 Person noch nicht in Salesforce
   *[other] { $count } Personen noch nicht in Salesforce
}
create-saved-at = gespeichert { $time }
create-try-again = Erneut versuchen
create-give-up = Aufgeben
create-give-up-title = { $name } nicht mehr anlegen?
create-give-up-text = Die Person kommt nicht nach Salesforce, und was eingegeben wurde, wird vergessen. Der Eintrag, der auf sie wartet, wird ohne Verknüpfung eingetragen.
keys-create = Person anlegen
keys-use-existing = Vorhandene Person nehmen
keys-view-existing = Vorhandene Person ansehen
keys-create-lead = Lead anlegen

# The browser's host and extension
ctl-host-stranger = Nur die Erweiterung von Ringside darf das starten; der Browser nennt, wer es tut.
ctl-host-no-browser = Noch kein Browser dieses Benutzers ist gelaufen: gesucht werden Chrome, Chromium und Edge.
ctl-host-none = Keinem Browser war dieses Profil genannt.
extension-away = Ringside läuft nicht. Starten Sie es, und rufen Sie dann an.
ctl-host-confirm = Bestätigen Sie den Anruf in Ringside.
ctl-host-gone = Nicht angerufen.
extension-about = Klicken Sie auf eine Telefonnummer, und Ringside ruft sie an.
extension-dial-selection = Markierte Nummer anrufen
extension-menu = { $selection } mit Ringside anrufen
extension-call = { $number } anrufen
extension-calling = Wird angerufen …
extension-state-no-host = Ringside ist für diesen Browser nicht eingerichtet. Schalten Sie es in Ringside unter Einstellungen, Wählen ein.
extension-state-away = Ringside läuft nicht.
extension-state-disabled = Anrufe aus Seiten sind in Ringside ausgeschaltet.
extension-state-no-phone = Ringside hat keine Verbindung zur Telefonanlage.
extension-state-ready = Mit Ringside verbunden.
extension-here = Nummern auf { $site }
extension-found = Auf dieser Seite
extension-options = Einstellungen der Erweiterung
extension-region = Nummern ohne Landesvorwahl gehören wie in Ringside zu { $region }.
extension-sites = Wo nach Nummern gesucht wird
extension-sites-salesforce = Immer auf den Seiten von Salesforce, wenn sie nicht unten als aus stehen.
extension-everywhere = Auch auf allen anderen Seiten
extension-everywhere-why = Der Browser fragt danach. Seiten werden nur auf diesem Computer gelesen; was eine Nummer sein kann, geht hier an Ringside und nirgendwohin sonst.
extension-on-list = Auf diesen Seiten
extension-off-list = Nie auf diesen Seiten
extension-site = Seite, etwa example.com
extension-add = Hinzufügen
extension-drop = Entfernen
extension-drop-site = { $site } entfernen
extension-not-allowed = Der Browser darf das nicht lesen.
extension-no-site = Das ist kein Name einer Seite.
## Calling

call = Anrufen
call-back = Rückruf
dial-checking = Prüft
dial-question = Anrufen?
dial-asked = Beauftragt
dial-failed = Nicht angerufen
dial-from-terminal = Vom Terminal
dial-from-clipboard = Markiert oder kopiert
dial-from-link = Aus einem anderen Programm
dial-from-extension = Von einer Seite des Browsers
dial-nobody = Niemand auf diesem Computer hat diese Nummer
dial-several =
    { $count ->
        [one] 1 Person hat diese Nummer
       *[other] { $count } Personen haben diese Nummer
    }
dial-step-asked = Beauftragt
dial-step-ringing = Klingelt
dial-step-connected = Verbunden
dial-extension = Durchwahl { $extension }: Wählen Sie sie, wenn jemand abnimmt.
dial-device = Anrufen mit
dial-device-usual = Wie eingestellt
dial-again = Erneut versuchen
say-dial-question = { $parts } anrufen?
say-dial-asked = 3CX soll { $parts } anrufen.
say-dial-failed = Nicht angerufen.

## Transfer

transfer = Verbinden
transfer-to = Verbinden mit
transfer-placeholder = Name, Nebenstelle oder Nummer
transfer-ring-there = Dort klingeln lassen
transfer-ask = Erst fragen
transfer-voicemail = Meine Voicemail
transfer-voicemail-of = Voicemail von { $name }
transfer-number = Diese Nummer
transfer-none = Niemand in 3CX passt
transfer-returns = 3CX lässt es dort klingeln; nimmt niemand ab, kommt der Anruf zurück.
transfer-asking = { $name } wird gefragt
transfer-talks = { $name } ist am Apparat
transfer-waits = Der Anrufer wartet.
transfer-hand-over = Übergeben
transfer-back = Zurück zum Anrufer
keys-dial-selection = Markiertes oder Kopiertes anrufen
keys-open-ringside = Ringside öffnen
