"""Dutch. Readers are addressed formally (u)."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    # Titles: the situation in a few words
    "title.renewing": "Uw sessie wordt vernieuwd",
    "title.signed-out": "U bent uitgelogd",
    "title.disabled": "Niet beschikbaar op deze pagina",
    "title.waiting": "Wacht even voordat u het opnieuw probeert",
    "title.try-again": "U kunt het opnieuw proberen",
    "title.fix-input": "Er moet iets worden gewijzigd",
    "title.start-over": "U moet opnieuw beginnen",
    "title.offline": "Geen verbinding",
    "title.online": "De verbinding is hersteld",
    "title.submitted": "Uw werk is ingediend",
    "title.unsure": "Uw werk is misschien ingediend",
    "title.certificate": "Uw werk is geregistreerd",
    "title.stuck": "Het formulier reageert niet meer",
    "title.no-effect": "Er is niets veranderd",
    "title.top-up": "Het tegoed is op",
    "title.report": "Er is iets misgegaan",
    "title.nothing": "U hoeft niets meer te doen",
    "title.breaker": "Uw sessie wordt steeds beëindigd",
    "title.confirm": "Opnieuw beginnen?",
    "title.leave": "Deze pagina verlaten?",
    # What to do next
    "next.renewing": "Dit duurt even. Wat u hebt ingevuld, blijft bewaard.",
    "next.signed-out": "Log opnieuw in om verder te gaan.",
    "next.signed-out-tab": (
        "Log opnieuw in om verder te gaan. De inlogpagina wordt naast deze pagina geopend: kom daarna hier terug."
    ),
    "next.disabled": "Alleen de eigenaar van deze website kan dat veranderen.",
    "next.waiting": "Wat u hebt ingevuld, blijft bewaard.",
    "next.try-again": "Wat u hebt ingevuld, blijft bewaard.",
    "next.form": "Ga terug naar het formulier en druk daar opnieuw op de laatste knop.",
    "next.form-kept": (
        "Wat u hebt ingevuld, blijft bewaard. Ga terug naar het formulier en druk daar opnieuw op de laatste knop."
    ),
    "next.press-again": "Druk nog een keer op dezelfde knop.",
    "next.back-to-list": "Ga terug naar de lijst en open het werk opnieuw.",
    "next.fix-input": "Pas het aan en probeer het opnieuw. Al het andere blijft bewaard.",
    "next.start-over": "De vorige poging is beëindigd en kan niet worden voortgezet.",
    "next.offline": "Controleer uw verbinding en probeer het dan opnieuw. Wat u hebt ingevuld, blijft bewaard.",
    "next.offline-form": (
        "Controleer uw verbinding. Ga dan terug naar het formulier en druk daar opnieuw op de laatste knop."
    ),
    "next.online": "U kunt verdergaan waar u was gebleven.",
    "next.unsure": "Ga na of uw werk is geregistreerd voordat u het opnieuw indient.",
    "next.held": "Laat het zoals het is, tenzij u er nog een keer voor wilt betalen.",
    "next.kept": "Er is niets opnieuw ingediend en niets opnieuw in rekening gebracht.",
    "next.certificate": (
        "Alleen de laatste stap is mislukt. Bewaar uw toegangscode: daarmee kunt u later alles ophalen."
    ),
    "next.stuck": "Heeft uw netwerk een inlogpagina, log daar dan eerst in. Probeer het daarna opnieuw.",
    "next.stuck-for-good": "Deze stap kan niet worden voortgezet. Laad de pagina opnieuw of begin opnieuw.",
    "next.no-effect": (
        "De knop had hier geen effect. Laad de pagina opnieuw. Helpt dat niet, laat het dan weten aan de eigenaar van "
        "deze website."
    ),
    "next.top-up": "De eigenaar van deze website kan het aanvullen.",
    "next.report": "Als het nog eens gebeurt, laat het dan weten aan de eigenaar van deze website.",
    "next.report-form": (
        "Ga terug naar het formulier en druk daar opnieuw op de laatste knop. Als het nog eens gebeurt, laat het dan "
        "weten aan de eigenaar van deze website."
    ),
    "next.confirm": "Als u opnieuw begint, wordt het formulier leeggemaakt. Wat u hebt ingevuld, gaat verloren.",
    "next.leave": "Wat u hier hebt ingevuld, gaat verloren.",
    "next.breaker": "Wacht een minuut en probeer het opnieuw. Helpt dat niet, log dan opnieuw in.",
    # Session
    "message.session-expired": "Uw sessie is verlopen en moet worden vernieuwd.",
    "message.session-ended": "Uw sessie is verlopen.",
    "message.session-lost": "Uw sessie is verlopen en kon niet worden vernieuwd.",
    "message.session-refused": "Uw sessie wordt niet geaccepteerd.",
    "message.session-renewed": "Uw sessie is vernieuwd.",
    "message.session-had-ended": "Uw sessie was verlopen en is vernieuwd.",
    "message.session-submitted": "Uw sessie is verlopen nadat uw werk was ingediend.",
    "message.wrong-credentials": "Het e-mailadres en het wachtwoord horen niet bij elkaar.",
    "message.other-sign-in": "Dit account is gemaakt met een andere manier van inloggen.",
    # Setup
    "message.switched-off": "Deze dienst is op dit moment uitgeschakeld voor deze website.",
    "message.site-not-allowed": "Deze website heeft geen toestemming om deze dienst te gebruiken.",
    "message.misconfigured": "Deze dienst is op deze website niet goed ingesteld.",
    "message.not-permitted": "Dit account of deze website heeft daarvoor geen rechten.",
    # Waiting, outages, connection
    "message.rate-limited": "Er waren te veel verzoeken in korte tijd.",
    "message.wait-over": "De wachttijd is voorbij.",
    "message.quota-reached": "Het tegoed voor deze periode is op.",
    "message.quota-reached.detail": "Er zijn {used} van de {limit} gebruikt. Nieuw tegoed is er vanaf {when}.",
    "message.temporarily-unavailable": "De dienst is op dit moment niet beschikbaar.",
    "message.answer-unreadable": "De dienst gaf een antwoord dat niet kon worden gelezen.",
    "message.network": "De dienst was niet bereikbaar.",
    "message.upload-interrupted": "Het bestand kon niet worden geüpload.",
    # What was entered
    "message.input-invalid": "Een deel van wat is ingevuld, kon niet worden geaccepteerd.",
    "message.input-invalid.detail": "Kijk hier nog eens naar: {fields}.",
    "message.title-missing": "De titel ontbreekt.",
    "message.title-taken": "Er is al een werk met deze titel.",
    "message.creators-missing": "Er moet minstens één maker worden genoemd.",
    "message.file-name-missing": "De naam van het bestand ontbreekt.",
    "message.file-empty": "Het bestand is leeg.",
    "message.file-format": "Dit soort bestand wordt niet ondersteund.",
    "message.file-too-large": "Het bestand is te groot.",
    "message.file-too-large.detail": "Het bestand is {size}. Er kan hoogstens {max} worden geüpload.",
    "message.no-work-selected": "Er is nog geen werk gekozen.",
    "message.access-code-unknown": "Er is geen werk met deze toegangscode.",
    "message.access-code-expired": "Deze toegangscode is niet meer geldig.",
    "message.access-code-format": "Dit lijkt geen toegangscode te zijn. Misschien is hij niet volledig gekopieerd.",
    "message.conflict": "Dit bestaat al of wordt al verwerkt.",
    # Registering a work
    "message.work-not-found": "Dit werk is niet gevonden.",
    "message.already-registered": "Dit werk is al geregistreerd.",
    "message.already-confirmed": "Deze registratie is al bevestigd.",
    "message.submitted-before": "Dit werk is al ingediend.",
    "message.credits-used-up": "Er zijn hiervoor niet genoeg credits.",
    "message.credits-or-rights": "Dit is niet toegestaan. Meestal zijn de credits op.",
    "message.upload-expired": "Het geüploade bestand is niet meer geldig.",
    "message.preparation-expired": "Deze registratie kan niet meer worden bevestigd.",
    "message.prepared-gone": "Deze registratie is verlopen of was al bevestigd. Kijk of uw werk in de lijst staat.",
    "message.registration-refused": "De registratie is gecontroleerd en niet geaccepteerd.",
    "message.registration-refused.detail": "De registratie is gecontroleerd en niet geaccepteerd: {reason}",
    "message.transaction-unknown": (
        "Het is niet duidelijk wat er met deze registratie is gebeurd. Kijk of uw werk in de lijst staat."
    ),
    "message.transaction-failed": "De registratie is ingediend, maar niet gelukt.",
    # Keys and webhooks, for people who manage them
    "message.key-name": "De naam van de sleutel ontbreekt of is te lang.",
    "message.key-scopes": "De rechten die voor de sleutel zijn gekozen, ontbreken of zijn niet bekend.",
    "message.key-limit": "Er kunnen geen sleutels meer worden gemaakt voor deze organisatie.",
    "message.key-limit.detail": "Een organisatie kan {limit} sleutels hebben. Er kunnen er geen meer worden gemaakt.",
    "message.webhook-address": "Het adres van de webhook is geen volledig webadres.",
    "message.webhook-not-found": "Deze webhook is niet gevonden.",
    # Orders
    "message.order-not-found": "Deze bestelling is niet gevonden.",
    "message.order-not-owner": "Deze bestelling hoort bij een ander account.",
    "message.order-not-pending": "Deze bestelling is al voorbij deze stap.",
    "message.order-confirmed": "Deze bestelling is al bevestigd.",
    "message.order-completed": "Deze bestelling is al afgerond.",
    "message.order-expired": "Deze bestelling is niet op tijd afgerond.",
    "message.order-failed": "Deze bestelling is niet gelukt.",
    "message.order-in-progress": "Deze bestelling is nog niet afgerond.",
    "message.order-file-missing": "Het bestand voor deze bestelling is nog niet geüpload.",
    "message.order-type": "Deze stap is bedoeld voor een ander soort bestelling.",
    "message.order-no-download": "Bij dit soort bestelling valt er niets te downloaden.",
    "message.order-timeout": "Deze bestelling duurt langer dan verwacht. Ze kan nog lukken.",
    "message.usage-limit": "Het abonnement van dit account biedt hier niet meer van.",
    "message.plan-not-found": "Het account heeft geen geldig abonnement.",
    # Accounts and content
    "message.email-taken": "Er is al een account met dit e-mailadres.",
    "message.company-name-taken": "Er is al een bedrijf met deze naam.",
    "message.already-member": "Deze persoon is al lid.",
    "message.audience-in-use": "Deze doelgroep is nog in gebruik en kan niet worden verwijderd.",
    "message.invite-expired": "Deze uitnodiging is niet meer geldig. Er is een nieuwe nodig.",
    "message.reset-link-expired": "Deze link voor een nieuw wachtwoord is niet meer geldig. Er is een nieuwe nodig.",
    "message.person-not-found": "Deze persoon is niet gevonden.",
    "message.content-not-found": "Deze inhoud is niet gevonden. Misschien is ze verwijderd.",
    "message.account-not-created": "Het account kon niet worden aangemaakt.",
    # Anything else
    "message.not-found": "Wat werd gevraagd, is niet gevonden.",
    "message.unexpected": "Er is iets onverwachts gebeurd.",
    # Buttons
    "button.try-again": "Opnieuw proberen",
    "button.back-to-form": "Terug naar het formulier",
    "button.back-to-list": "Terug naar de lijst",
    "button.sign-in": "Inloggen",
    "button.confirm-sign-in": "Ja, inloggen",
    "button.contact": "Contact opnemen",
    "button.copy-code": "Toegangscode kopiëren",
    "button.copied": "Gekopieerd",
    "button.copy-reference": "Referentie kopiëren",
    "button.start-over": "Opnieuw beginnen",
    "button.confirm-start-over": "Ja, opnieuw beginnen",
    "button.keep": "Laten zoals het is",
    "button.register-again": "Opnieuw registreren",
    "button.cancel": "Annuleren",
    "button.reload": "Pagina opnieuw laden",
    "button.confirm-reload": "Ja, pagina opnieuw laden",
    "button.dismiss": "Sluiten",
    # Buttons with a better name in one situation
    "button.fix-input.try-again": "Terug naar het formulier",
    "button.confirm.cancel": "Behouden wat ik heb ingevuld",
    "button.leave.cancel": "Hier blijven",
    "button.kept.start-over": "Een ander werk registreren",
    # Labels
    "label.reference": "Referentie",
    "label.transaction": "Transactie",
    "label.access-code": "Toegangscode",
    "label.countdown": "U kunt het opnieuw proberen over {seconds}.",
    "label.countdown-over": "U kunt het nu opnieuw proberen.",
    "label.selected": "Kopiëren is hier niet gelukt. De tekst is geselecteerd, zodat u hem zelf kunt kopiëren.",
    "label.disabled-screen": "Deze dienst is niet beschikbaar",
    "label.region": "Meldingen over dit formulier",
    # Where something could be paid twice
    "warning.submitted": (
        "Uw werk is misschien al geregistreerd. Dien het niet nog eens in, anders wordt het mogelijk dubbel in "
        "rekening gebracht."
    ),
    "warning.registered": (
        "Uw werk is geregistreerd. Als u het formulier opnieuw verstuurt, wordt het werk nog een keer geregistreerd en "
        "in rekening gebracht."
    ),
}
