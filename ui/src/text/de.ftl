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
fact-owner = Inhaber
fact-owner-you = { $name } · Sie
fact-last-activity = Aktivität
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
entry-none-live = Wird nach dem Anruf eingetragen.
entry-none-other = Kein Eintrag zu diesem Anruf.
mark-written = Eingetragen
mark-waiting = Wartet
mark-in-doubt = Gesendet, nicht bestätigt
mark-stuck = Hängt
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
keys-show-health = Zustand zeigen
keys-pause = Pops pausieren oder fortsetzen
keys-first-last = Erster, letzter
keys-page = Eine Seite hoch, runter
keys-letters = Buchstaben: zu einem Namen springen

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
problem-call-gone = Der Anruf ist schon vorbei
problem-call-gone-remedy = Nichts zu tun.
problem-phone-not-allowed = 3CX erlaubt das nicht
problem-phone-not-allowed-remedy = Bedienen Sie das Telefon selbst, oder bitten Sie Ihren Admin um das Recht, Anrufe zu steuern.
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
problem-keychain-absent = Kein Schlüsselbund auf diesem Computer
problem-keychain-absent-remedy = Geheimnisse sind nach einem Neustart weg. Richten Sie einen Schlüsselbund ein und entsperren Sie ihn.
problem-keychain-locked = Der Schlüsselbund ist gesperrt
problem-keychain-locked-remedy = Entsperren Sie ihn, um Anrufe zu lesen und sich anzumelden.
problem-network-settings = Die Netzwerkeinstellungen sind nicht brauchbar
problem-network-settings-remedy = Prüfen Sie unter Einstellungen, Netzwerk die Adresse des Proxys und die Datei mit den Zertifizierungsstellen.
problem-settings-broken = Die Einstellungsdatei ist nicht lesbar
problem-settings-broken-remedy = Sie wurde beiseitegelegt, es gelten die Vorgaben. Geben Sie die Einstellungen neu ein.
problem-store-broken = Das Journal auf diesem Computer lässt sich nicht öffnen
problem-store-broken-remedy = Schaffen Sie Platz auf dem Datenträger und starten Sie Ringside neu. Bleibt es so, sagen Sie es Ihrem Admin.
problem-index-saving = Der lokale Index wird nicht abgeglichen: Die API-Aufrufe der Organisation werden knapp
problem-index-saving-remedy = Geht von selbst weiter, sobald weniger verbraucht sind. Anrufe werden wie gewohnt nachgeschlagen.
problem-index-limit = Der Abgleich des lokalen Index hat seine API-Aufrufe für heute verbraucht
problem-index-limit-remedy = Geht von selbst weiter.
problem-index-job-failed = Salesforce konnte die Personen für den lokalen Index nicht zusammenstellen
problem-index-job-failed-remedy = Neuer Versuch von selbst. Den Grund nennt Salesforce im Setup unter Massendaten-Ladeaufträge.
problem-no-pop-here = Der Pop kann auf diesem Desktop nicht gezeigt werden
problem-no-pop-here-remedy = Eine Benachrichtigung tritt an seine Stelle. Mit XWayland gestartet zeigt Ringside den Pop.

## Infobereich

tray-ready = Ringside: bereit
tray-attention = Ringside: braucht Aufmerksamkeit
tray-paused = Ringside: Pops pausiert
tray-phone-up = 3CX, Nebenstelle { $extension }
tray-phone-down = 3CX: { $problem }
tray-salesforce-up = Salesforce, { $name }
tray-salesforce-down = Salesforce: { $problem }
tray-open = Ringside öffnen
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
denied-page-title = Nicht angemeldet
denied-page-body = Salesforce hat den Zugriff nicht gewährt. Kehren Sie zu Ringside zurück und melden Sie sich neu an.

## Befehlszeile

ctl-held = Dieses Profil wird von Prozess { $pid } gehalten.
ctl-not-configured = Noch nicht eingerichtet.
ctl-not-signed-in = Nicht in Salesforce angemeldet.
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
check-store-ok = { $people ->
    [one] Eine Person im lokalen Index
   *[other] { $people } Personen im lokalen Index
}
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
check-salesforce-data-ok = Durchsuchbar

# Why a setting's value cannot be used.
field-error-not-an-address = Keine Adresse. Geben Sie eine wie https://pbx.example.com ein.
field-error-not-encrypted = Nur https wird verwendet, außer für diesen Computer selbst.
field-error-not-an-extension = Keine Nebenstelle. Geben Sie nur Ziffern ein.
field-error-not-an-email = Keine E-Mail-Adresse und kein Benutzername wie anna@example.com.
field-error-not-a-file = Diese Datei enthält keine Zertifizierungsstelle in PEM-Form oder ist nicht lesbar.
field-error-unknown-region = Kein Land mit Rufnummernplan. Geben Sie seine zwei Buchstaben ein, etwa DE.
field-error-out-of-range = Geben Sie eine Zahl von { $min } bis { $max } ein.
field-error-unknown-variable = [{ $detail }] gibt es nicht.
field-error-text-too-long = Dieser Text ist zu lang.
field-error-not-a-setting = Diese Einstellung gibt es nicht, oder sie nimmt eine andere Art von Wert.
ctl-no-setting = Die Einstellung { $field } gibt es nicht. „ringsidectl settings get“ zeigt alle.
ctl-secret-needs-keychain = Diese Maschine hat keinen Schlüsselbund, das Geheimnis endete mit diesem Befehl. Geben Sie es stattdessen „run“.
