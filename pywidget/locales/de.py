"""German. Readers are addressed formally (Sie).

Checked: written, and read twice beside the English, by a machine (a language model), which is fairly sure of it; not
yet read by a native speaker. Doubtful sentences have a comment.
"""

from __future__ import annotations

TEXTS: dict[str, str] = {
    # Titles: the situation in a few words
    "title.renewing": "Ihre Sitzung wird erneuert",
    "title.offline": "Es besteht keine Verbindung",
    "title.online": "Die Verbindung besteht wieder",
    "title.submitted": "Ihr Werk wurde eingereicht",
    "title.unsure": "Ihr Werk wurde vielleicht eingereicht",
    "title.certificate": "Ihr Werk ist registriert",
    "title.stuck": "Das Formular reagiert nicht mehr",
    "title.no-effect": "Es hat sich nichts geändert",
    "title.report": "Etwas ist schiefgegangen",
    "title.breaker": "Ihre Sitzung endet immer wieder",
    "title.confirm": "Neu beginnen?",
    "title.leave": "Diese Seite verlassen?",
    # What to do next: sentences that stand after one another
    "next.renewing": "Das dauert einen Moment.",
    "next.waiting": "Hier wird eine Schaltfläche für den nächsten Versuch erscheinen.",
    "next.signed-out": "Melden Sie sich an, um fortzufahren.",
    "next.tab": "Die Anmeldung öffnet sich in einem eigenen Tab oder Fenster: Kommen Sie danach hierher zurück.",
    "next.credentials": "Prüfen Sie beides und melden Sie sich dann an.",
    "next.other-sign-in": "Wählen Sie die Anmeldung, mit der das Konto angelegt wurde.",
    "next.that-account": "Melden Sie sich mit diesem Konto an.",
    # Doubtful: who that is differs from system to system.
    "next.role": "Ändern kann das, wer dieses Konto verwaltet.",
    "next.disabled": "Das kann nur der Betreiber dieser Website ändern.",
    "next.tell": "Informieren Sie bitte den Betreiber dieser Website.",
    "next.quote": "Geben Sie dabei die Referenz an.",
    "next.else": "Wenn das nicht hilft, informieren Sie bitte den Betreiber dieser Website.",
    "next.report": "Wenn das wieder geschieht, informieren Sie bitte den Betreiber dieser Website.",
    "next.missing": "Wenn Sie etwas anderes erwartet haben, informieren Sie bitte den Betreiber dieser Website.",
    "next.later": "Versuchen Sie es in einer Minute erneut.",
    "next.elsewhere": "Wenn sich auch andere Websites nicht öffnen lassen, prüfen Sie Ihre Verbindung.",
    "next.look": "Finden Sie vor einem neuen Versuch heraus, ob der vorige nicht doch gelungen ist.",
    "next.conflict": "Sehen Sie nach, was schon vorhanden ist, bevor Sie noch etwas senden.",
    "next.new-one": "Lassen Sie sich eine neue Nachricht schicken.",
    "next.key-limit": "Löschen Sie einen, der nicht mehr verwendet wird, oder lassen Sie das Limit erhöhen.",
    "next.form": "Gehen Sie zurück zum Formular und drücken Sie dort die letzte Schaltfläche.",
    "next.entered": "Ihre Eingaben bleiben erhalten, solange diese Seite geöffnet ist.",
    "next.rest": "Alles andere bleibt erhalten.",
    "next.press-again": "Drücken Sie dieselbe Schaltfläche noch einmal.",
    "next.back-to-list": "Gehen Sie zurück zur Liste und öffnen Sie das Werk noch einmal.",
    "next.fix-input": "Ändern Sie das und senden Sie dann das Formular ab.",
    "next.start-over": "Es muss ein neuer Vorgang begonnen werden.",
    "next.offline": "Prüfen Sie Ihre Verbindung.",
    "next.online": "Sie können dort weitermachen, wo Sie aufgehört haben.",
    "next.unsure": (
        "Fragen Sie den Betreiber dieser Website, ob das Werk registriert wurde, bevor Sie es erneut einreichen."
    ),
    "next.held": "Lassen Sie es so, wie es ist, es sei denn, Sie möchten noch einmal dafür bezahlen.",
    "next.kept": "Es wurde nichts erneut eingereicht und nichts erneut berechnet.",
    "next.last-step": "Nur der letzte Schritt ist fehlgeschlagen.",
    "next.certificate": "Bewahren Sie Ihren Zugangscode auf: Damit erhalten Sie alles auch später.",
    "next.stuck": (
        "Falls Ihr Netzwerk eine Anmeldeseite hat, melden Sie sich zuerst dort an. Versuchen Sie es dann erneut."
    ),
    "next.stuck-for-good": (
        "Dieser Schritt kann nicht fortgesetzt werden. Laden Sie die Seite neu oder beginnen Sie neu."
    ),
    "next.no-effect": "Die Schaltfläche hat hier nichts bewirkt. Laden Sie die Seite neu.",
    "next.confirm": "Wenn Sie neu beginnen, wird das Formular geleert. Ihre Eingaben gehen dabei verloren.",
    "next.leave": "Was Sie hier eingegeben haben, geht dabei verloren.",
    "next.breaker": "Wenn ein weiterer Versuch nicht hilft, melden Sie sich erneut an.",
    # Session
    "message.not-signed-in": "Sie sind nicht angemeldet.",
    "message.session-expired": "Ihre Sitzung ist abgelaufen und muss erneuert werden.",
    "message.session-ended": "Ihre Sitzung ist abgelaufen.",
    "message.session-lost": "Ihre Sitzung ist abgelaufen und konnte nicht erneuert werden.",
    "message.session-refused": "Ihre Sitzung wurde nicht akzeptiert.",
    "message.session-renewed": "Ihre Sitzung wurde erneuert.",
    "message.session-had-ended": "Ihre Sitzung war abgelaufen und wurde erneuert.",
    "message.wrong-credentials": "E-Mail-Adresse und Passwort passen nicht zusammen.",
    "message.other-sign-in": "Für dieses Konto gilt eine andere Art der Anmeldung.",
    # Setup
    "message.switched-off": "Dieser Dienst ist für diese Website zurzeit abgeschaltet.",
    "message.site-not-allowed": "Diese Website ist für diesen Dienst nicht freigegeben.",
    "message.misconfigured": "Dieser Dienst ist auf dieser Website nicht richtig eingerichtet.",
    "message.role": "Ihr Konto ist dazu nicht berechtigt.",
    "message.not-permitted": "Diesem Konto oder dieser Website fehlt die Berechtigung dafür.",
    # Waiting, outages, connection
    "message.rate-limited": "Es gab zu viele Anfragen in kurzer Zeit.",
    "message.wait-over": "Die Wartezeit ist vorbei.",
    "message.quota-reached": "Alle Registrierungen dieses Zeitraums sind verbraucht.",
    "message.quota-reached.detail": (
        "Alle Registrierungen dieses Zeitraums sind verbraucht ({used} von {limit}). Neue gibt es ab {when}."
    ),
    "message.temporarily-unavailable": "Der Dienst ist im Moment nicht verfügbar.",
    "message.answer-unreadable": "Der Dienst hat eine Antwort gegeben, die nicht gelesen werden konnte.",
    "message.network": "Der Dienst war nicht erreichbar.",
    "message.upload-interrupted": "Die Datei konnte nicht hochgeladen werden.",
    # What was entered
    "message.input-invalid": "Ein Teil der Eingaben konnte nicht angenommen werden.",
    "message.input-invalid.detail": "Folgendes konnte nicht angenommen werden: {fields}.",
    "message.title-missing": "Der Titel fehlt.",
    "message.title-taken": "Es gibt bereits ein Werk mit diesem Titel.",
    "message.creators-missing": "Es muss mindestens eine Person als Urheber genannt werden.",
    "message.file-name-missing": "Der Name der Datei fehlt.",
    "message.file-empty": "Die Datei ist leer.",
    "message.file-format": "Dieser Dateityp wird nicht unterstützt.",
    "message.file-too-large": "Die Datei ist zu groß.",
    "message.file-too-large.detail": "Die Datei ist {size} groß. Hochgeladen werden können Dateien bis {max}.",
    "message.no-work-selected": "Es wurde noch kein Werk ausgewählt.",
    "message.access-code-unknown": "Zu diesem Zugangscode gibt es kein Werk.",
    "message.access-code-expired": "Dieser Zugangscode gilt nicht mehr.",
    "message.access-code-format": (
        "Das sieht nicht wie ein Zugangscode aus. Vielleicht wurde er nicht vollständig kopiert."
    ),
    "message.conflict": "Das gibt es bereits, oder es wird gerade bearbeitet.",
    # Registering a work
    "message.work-not-found": "Dieses Werk wurde nicht gefunden.",
    "message.already-registered": "Dieses Werk ist bereits registriert.",
    "message.already-confirmed": "Diese Registrierung wurde bereits bestätigt.",
    "message.credits-used-up": "Das Guthaben reicht dafür nicht aus.",
    "message.credits-or-rights": "Das wurde nicht erlaubt. Meist reicht dann das Guthaben nicht aus.",
    "message.upload-expired": "Die hochgeladene Datei ist nicht mehr gültig.",
    "message.preparation-expired": "Diese Registrierung kann nicht mehr bestätigt werden.",
    "message.prepared-gone": "Diese Registrierung ist abgelaufen oder wurde schon bestätigt.",
    "message.registration-refused": "Die Registrierung wurde geprüft und nicht angenommen.",
    "message.transaction-unknown": "Es ist unklar, was aus dieser Registrierung geworden ist.",
    "message.transaction-failed": "Die Registrierung wurde eingereicht, ist aber fehlgeschlagen.",
    # Keys and webhooks, for people who manage them
    "message.key-name": "Der Name des Schlüssels fehlt oder ist zu lang.",
    "message.key-scopes": "Die Berechtigungen für den Schlüssel fehlen oder sind nicht bekannt.",
    "message.key-limit": "Für diese Organisation können keine weiteren Schlüssel angelegt werden.",
    "message.key-limit.detail": "Eine Organisation kann {limit} Schlüssel haben. Weitere können nicht angelegt werden.",
    "message.webhook-address": "Die Adresse des Webhooks ist keine vollständige Webadresse.",
    "message.webhook-not-found": "Dieser Webhook wurde nicht gefunden.",
    # Orders
    "message.order-not-found": "Dieser Auftrag wurde nicht gefunden.",
    "message.order-not-owner": "Dieser Auftrag gehört zu einem anderen Konto.",
    "message.order-not-pending": "Dieser Auftrag wartet nicht mehr auf diesen Schritt.",
    "message.order-confirmed": "Dieser Auftrag wurde bereits bestätigt.",
    "message.order-completed": "Dieser Auftrag ist bereits abgeschlossen.",
    "message.order-expired": "Dieser Auftrag wurde nicht rechtzeitig abgeschlossen.",
    "message.order-failed": "Dieser Auftrag ist fehlgeschlagen.",
    "message.order-in-progress": "Dieser Auftrag ist noch nicht abgeschlossen.",
    "message.order-file-missing": "Die Datei zu diesem Auftrag muss zuerst hochgeladen werden.",
    "message.order-type": "Dieser Schritt ist für eine andere Art von Auftrag gedacht.",
    "message.order-no-download": "Bei dieser Art von Auftrag gibt es nichts herunterzuladen.",
    "message.order-timeout": "Dieser Auftrag dauert länger als erwartet. Er kann noch abgeschlossen werden.",
    "message.usage-limit": "Was vom Kontingent des Tarifs übrig ist, reicht dafür nicht aus.",
    "message.plan-not-found": "Das Konto hat keinen gültigen Tarif.",
    # Accounts and content
    "message.email-taken": "Es gibt bereits ein Konto mit dieser E-Mail-Adresse.",
    "message.company-name-taken": "Es gibt bereits ein Unternehmen mit diesem Namen.",
    "message.already-member": "Diese Person ist bereits Mitglied.",
    "message.audience-in-use": "Diese Zielgruppe wird noch verwendet und kann nicht gelöscht werden.",
    "message.invite-expired": "Diese Einladung gilt nicht mehr.",
    "message.reset-link-expired": "Dieser Link für ein neues Passwort gilt nicht mehr.",
    "message.person-not-found": "Diese Person wurde nicht gefunden.",
    "message.content-not-found": "Dieser Inhalt wurde nicht gefunden. Vielleicht wurde er gelöscht.",
    "message.account-not-created": "Das Konto konnte nicht angelegt werden.",
    # Anything else
    "message.not-found": "Das Gesuchte wurde nicht gefunden.",
    "message.unexpected": "Der Dienst hat nicht mitgeteilt, was es war.",
    # Buttons
    "button.try-again": "Erneut versuchen",
    "button.back-to-form": "Zurück zum Formular",
    "button.back-to-list": "Zurück zur Liste",
    "button.sign-in": "Anmelden",
    "button.confirm-sign-in": "Ja, anmelden",
    "button.contact": "Kontakt aufnehmen",
    "button.copy-code": "Zugangscode kopieren",
    "button.copied": "Kopiert",
    "button.copy-reference": "Referenz kopieren",
    "button.start-over": "Neu beginnen",
    "button.confirm-start-over": "Ja, neu beginnen",
    "button.keep": "So lassen, wie es ist",
    "button.register-again": "Noch einmal registrieren",
    "button.cancel": "Abbrechen",
    "button.reload": "Seite neu laden",
    "button.confirm-reload": "Ja, Seite neu laden",
    "button.dismiss": "Schließen",
    # Buttons with a better name in one situation
    "button.fix-input.try-again": "Zurück zum Formular",
    "button.confirm.cancel": "Eingaben behalten",
    "button.leave.cancel": "Auf dieser Seite bleiben",
    "button.kept.start-over": "Ein anderes Werk registrieren",
    # Labels
    "label.reference": "Referenz",
    "label.transaction": "Transaktion",
    "label.access-code": "Zugangscode",
    "label.countdown": "Noch {seconds}, dann können Sie es erneut versuchen.",
    "label.countdown-over": "Sie können es jetzt erneut versuchen.",
    "label.selected": (
        "Das Kopieren hat hier nicht funktioniert. Der Text ist markiert, sodass Sie ihn selbst kopieren können."
    ),
    "label.disabled-screen": "Dieser Dienst ist nicht verfügbar",
    "label.region": "Meldungen zu diesem Formular",
    "label.says": "Der Dienst meldet: „{reason}“.",
    "label.quote": "„{text}“",
    # Fields of the form, in a list of those that are wrong
    "field.title": "Titel",
    "field.creators": "Urheber",
    "field.file": "Datei",
    # Where something could be paid twice
    "warning.submitted": (
        "Ihr Werk ist vielleicht schon registriert. Wenn Sie es erneut einreichen, zahlen Sie möglicherweise doppelt."
    ),
    "warning.twice": "Wenn Sie das Werk erneut einreichen, zahlen Sie möglicherweise doppelt.",
    "warning.registered": (
        "Wenn Sie das Formular erneut absenden, wird Ihr Werk noch einmal kostenpflichtig registriert."
    ),
}
