"""Italian. Readers are addressed formally or not at all; buttons are imperatives, as is usual."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    # Titles: the situation in a few words
    "title.renewing": "Rinnovo della sessione in corso",
    "title.signed-out": "La sessione è chiusa",
    "title.disabled": "Non disponibile in questa pagina",
    "title.waiting": "Attenda prima di riprovare",
    "title.try-again": "È possibile riprovare",
    "title.fix-input": "C'è qualcosa da correggere",
    "title.start-over": "Bisogna ricominciare",
    "title.offline": "Nessuna connessione",
    "title.online": "La connessione è tornata",
    "title.submitted": "L'opera è stata inviata",
    "title.unsure": "L'opera potrebbe essere stata inviata",
    "title.certificate": "L'opera è registrata",
    "title.stuck": "Il modulo non risponde più",
    "title.no-effect": "Non è cambiato nulla",
    "title.top-up": "La disponibilità è esaurita",
    "title.report": "Qualcosa è andato storto",
    "title.nothing": "Non c'è altro da fare",
    "title.breaker": "La sessione continua a chiudersi",
    "title.confirm": "Ricominciare?",
    "title.leave": "Lasciare questa pagina?",
    # What to do next
    "next.renewing": "Ci vuole un attimo. I dati inseriti restano nel modulo.",
    "next.signed-out": "Per continuare occorre accedere di nuovo.",
    "next.signed-out-tab": (
        "Per continuare occorre accedere di nuovo. L'accesso si apre accanto a questa pagina: poi torni qui."
    ),
    "next.disabled": "Solo il proprietario di questo sito può cambiarlo.",
    "next.waiting": "I dati inseriti restano nel modulo.",
    "next.try-again": "I dati inseriti restano nel modulo.",
    "next.form": "Torni al modulo e prema di nuovo il pulsante in fondo.",
    "next.form-kept": "I dati inseriti restano nel modulo: ci torni e prema di nuovo il pulsante in fondo.",
    "next.press-again": "Prema di nuovo lo stesso pulsante.",
    "next.back-to-list": "Torni all'elenco e apra di nuovo l'opera.",
    "next.fix-input": "Basta correggere e riprovare. Tutto il resto rimane.",
    "next.start-over": "Il tentativo precedente è terminato e non può essere ripreso.",
    "next.offline": "Controlli la connessione e poi riprovi. I dati inseriti restano nel modulo.",
    "next.offline-form": "Controlli la connessione. Poi torni al modulo e prema di nuovo il pulsante in fondo.",
    "next.online": "È possibile riprendere da dove ci si era fermati.",
    "next.unsure": "Prima di inviare di nuovo l'opera, controlli se è stata registrata.",
    "next.held": "La lasci così com'è, a meno che non voglia pagare la registrazione un'altra volta.",
    "next.kept": "Nulla è stato inviato di nuovo e nulla è stato addebitato di nuovo.",
    "next.certificate": (
        "È fallito solo l'ultimo passaggio. Conservi il codice di accesso: permette di ottenere tutto anche più tardi."
    ),
    "next.stuck": "Se la rete ha una pagina di accesso, acceda prima da lì. Poi riprovi.",
    "next.stuck-for-good": "Questo passaggio non può essere ripreso. Ricarichi la pagina o ricominci.",
    "next.no-effect": (
        "Qui il pulsante non ha avuto effetto. Ricarichi la pagina. Se non basta, avvisi il proprietario di questo "
        "sito."
    ),
    "next.top-up": "Il proprietario di questo sito può aumentarla.",
    "next.report": "Se succede ancora, avvisi il proprietario di questo sito.",
    "next.report-form": (
        "Torni al modulo e prema di nuovo il pulsante in fondo. Se succede ancora, avvisi il proprietario di questo "
        "sito."
    ),
    "next.confirm": "Ricominciando, il modulo viene svuotato. I dati inseriti andranno persi.",
    "next.leave": "I dati inseriti qui andranno persi.",
    "next.breaker": "Aspetti un minuto e riprovi. Se non basta, acceda di nuovo.",
    # Session
    "message.session-expired": "La sessione è terminata e va rinnovata.",
    "message.session-ended": "La sessione è terminata.",
    "message.session-lost": "La sessione è terminata e non è stato possibile rinnovarla.",
    "message.session-refused": "La sessione non viene accettata.",
    "message.session-renewed": "La sessione è stata rinnovata.",
    "message.session-had-ended": "La sessione era terminata. È stata rinnovata.",
    "message.session-submitted": "La sessione è terminata dopo l'invio dell'opera.",
    "message.wrong-credentials": "L'indirizzo e-mail e la password non corrispondono.",
    "message.other-sign-in": "Questo account è stato creato con un altro tipo di accesso.",
    # Setup
    "message.switched-off": "Questo servizio al momento è disattivato per questo sito.",
    "message.site-not-allowed": "Questo sito non è autorizzato a usare il servizio.",
    "message.misconfigured": "Il servizio non è configurato correttamente su questo sito.",
    "message.not-permitted": "Questo account o questo sito non ha l'autorizzazione necessaria.",
    # Waiting, outages, connection
    "message.rate-limited": "Ci sono state troppe richieste in poco tempo.",
    "message.wait-over": "L'attesa è finita.",
    "message.quota-reached": "La quota di questo periodo è esaurita.",
    "message.quota-reached.detail": "Quota utilizzata: {used} su {limit}. Si rinnova a partire da: {when}.",
    "message.temporarily-unavailable": "Il servizio al momento non è disponibile.",
    "message.answer-unreadable": "Il servizio ha dato una risposta che non è stato possibile leggere.",
    "message.network": "Non è stato possibile raggiungere il servizio.",
    "message.upload-interrupted": "Non è stato possibile caricare il file.",
    # What was entered
    "message.input-invalid": "Alcuni dei dati inseriti non sono stati accettati.",
    "message.input-invalid.detail": "Da ricontrollare: {fields}.",
    "message.title-missing": "Manca il titolo.",
    "message.title-taken": "Esiste già un'opera con questo titolo.",
    "message.creators-missing": "Va indicato almeno un autore.",
    "message.file-name-missing": "Manca il nome del file.",
    "message.file-empty": "Il file è vuoto.",
    "message.file-format": "Questo tipo di file non è supportato.",
    "message.file-too-large": "Il file è troppo grande.",
    "message.file-too-large.detail": "Il file occupa {size}. La dimensione massima è {max}.",
    "message.no-work-selected": "Non è ancora stata scelta un'opera.",
    "message.access-code-unknown": "Nessuna opera corrisponde a questo codice di accesso.",
    "message.access-code-expired": "Questo codice di accesso non è più valido.",
    "message.access-code-format": "Questo non sembra un codice di accesso. Forse è stato copiato solo in parte.",
    "message.conflict": "Esiste già oppure è in lavorazione.",
    # Registering a work
    "message.work-not-found": "Questa opera non è stata trovata.",
    "message.already-registered": "Questa opera è già registrata.",
    "message.already-confirmed": "Questa registrazione è già stata confermata.",
    "message.submitted-before": "Questa opera è già stata inviata.",
    "message.credits-used-up": "Non ci sono crediti sufficienti.",
    "message.credits-or-rights": "Non è stato consentito. Di solito significa che i crediti sono esauriti.",
    "message.upload-expired": "Il file caricato non è più valido.",
    "message.preparation-expired": "Questa registrazione non può più essere confermata.",
    "message.prepared-gone": (
        "Questa registrazione è scaduta o è già stata confermata. Controlli se l'opera è nell'elenco."
    ),
    "message.registration-refused": "La registrazione è stata verificata e non è stata accettata.",
    "message.registration-refused.detail": "La registrazione è stata verificata e non è stata accettata: {reason}",
    "message.transaction-unknown": (
        "Non è chiaro che cosa ne sia stato di questa registrazione. Controlli se l'opera è nell'elenco."
    ),
    "message.transaction-failed": "La registrazione è stata inviata ma non è andata a buon fine.",
    # Keys and webhooks, for people who manage them
    "message.key-name": "Il nome della chiave manca o è troppo lungo.",
    "message.key-scopes": "Le autorizzazioni scelte per la chiave mancano o non sono note.",
    "message.key-limit": "Non si possono creare altre chiavi per questa organizzazione.",
    "message.key-limit.detail": "Un'organizzazione può avere {limit} chiavi. Non se ne possono creare altre.",
    "message.webhook-address": "L'indirizzo del webhook non è un indirizzo web completo.",
    "message.webhook-not-found": "Questo webhook non è stato trovato.",
    # Orders
    "message.order-not-found": "Questo ordine non è stato trovato.",
    "message.order-not-owner": "Questo ordine appartiene a un altro account.",
    "message.order-not-pending": "Questo ordine ha già superato questo passaggio.",
    "message.order-confirmed": "Questo ordine è già stato confermato.",
    "message.order-completed": "Questo ordine è già completo.",
    "message.order-expired": "Questo ordine non è stato completato in tempo.",
    "message.order-failed": "Questo ordine non è andato a buon fine.",
    "message.order-in-progress": "Questo ordine non è ancora completo.",
    "message.order-file-missing": "Il file di questo ordine non è ancora stato caricato.",
    "message.order-type": "Questo passaggio è previsto per un altro tipo di ordine.",
    "message.order-no-download": "Per questo tipo di ordine non c'è nulla da scaricare.",
    "message.order-timeout": "Questo ordine richiede più tempo del previsto. Può ancora andare a buon fine.",
    "message.usage-limit": "Il piano di questo account non ne comprende altri.",
    "message.plan-not-found": "L'account non ha un piano valido.",
    # Accounts and content
    "message.email-taken": "Esiste già un account con questo indirizzo e-mail.",
    "message.company-name-taken": "Esiste già un'azienda con questo nome.",
    "message.already-member": "Questa persona è già membro.",
    "message.audience-in-use": "Questo pubblico è ancora in uso e non può essere eliminato.",
    "message.invite-expired": "Questo invito non è più valido. Ne serve uno nuovo.",
    "message.reset-link-expired": "Questo link per una nuova password non è più valido. Ne serve uno nuovo.",
    "message.person-not-found": "Questa persona non è stata trovata.",
    "message.content-not-found": "Questo contenuto non è stato trovato. Forse è stato eliminato.",
    "message.account-not-created": "Non è stato possibile creare l'account.",
    # Anything else
    "message.not-found": "Ciò che è stato richiesto non è stato trovato.",
    "message.unexpected": "È successo qualcosa di imprevisto.",
    # Buttons
    "button.try-again": "Riprova",
    "button.back-to-form": "Torna al modulo",
    "button.back-to-list": "Torna all'elenco",
    "button.sign-in": "Accedi",
    "button.confirm-sign-in": "Sì, accedi",
    "button.contact": "Contatta il sito",
    "button.copy-code": "Copia il codice di accesso",
    "button.copied": "Copiato",
    "button.copy-reference": "Copia il riferimento",
    "button.start-over": "Ricomincia",
    "button.confirm-start-over": "Sì, ricomincia",
    "button.keep": "Lasciala così com'è",
    "button.register-again": "Registrala di nuovo",
    "button.cancel": "Annulla",
    "button.reload": "Ricarica la pagina",
    "button.confirm-reload": "Sì, ricarica la pagina",
    "button.dismiss": "Chiudi",
    # Buttons with a better name in one situation
    "button.fix-input.try-again": "Torna al modulo",
    "button.confirm.cancel": "Mantieni i dati inseriti",
    "button.leave.cancel": "Resta qui",
    "button.kept.start-over": "Registra un'altra opera",
    # Labels
    "label.reference": "Riferimento",
    "label.transaction": "Transazione",
    "label.access-code": "Codice di accesso",
    "label.countdown": "Sarà possibile riprovare tra {seconds}.",
    "label.countdown-over": "Ora è possibile riprovare.",
    "label.selected": "Qui non è stato possibile copiare. Il testo è selezionato, così può copiarlo da sé.",
    "label.disabled-screen": "Questo servizio non è disponibile",
    "label.region": "Messaggi su questo modulo",
    # Where something could be paid twice
    "warning.submitted": (
        "L'opera potrebbe essere già registrata. Non la invii di nuovo: potrebbe essere addebitata due volte."
    ),
    "warning.registered": (
        "L'opera è registrata. Se invia di nuovo il modulo, verrà registrata e addebitata un'altra volta."
    ),
}
