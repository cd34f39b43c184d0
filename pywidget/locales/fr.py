"""French. Readers are addressed formally (vous)."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    # Titles: the situation in a few words
    "title.renewing": "Renouvellement de votre session",
    "title.signed-out": "Reconnexion nécessaire",
    "title.disabled": "Indisponible sur cette page",
    "title.waiting": "Veuillez patienter avant de réessayer",
    "title.try-again": "Vous pouvez réessayer",
    "title.fix-input": "Une correction est nécessaire",
    "title.start-over": "Il faut recommencer",
    "title.offline": "Pas de connexion",
    "title.online": "La connexion est rétablie",
    "title.submitted": "Votre œuvre a été transmise",
    "title.unsure": "Votre œuvre a peut-être été transmise",
    "title.certificate": "Votre œuvre est déposée",
    "title.stuck": "Le formulaire ne répond plus",
    "title.no-effect": "Rien n'a changé",
    "title.top-up": "Le crédit disponible est épuisé",
    "title.report": "Un problème est survenu",
    "title.nothing": "Il n'y a plus rien à faire",
    "title.breaker": "Votre session s'interrompt sans cesse",
    "title.confirm": "Recommencer\u00a0?",
    "title.leave": "Quitter cette page\u00a0?",
    # What to do next
    "next.renewing": "Cela prend un instant. Ce que vous avez saisi est conservé.",
    "next.signed-out": "Reconnectez-vous pour continuer.",
    "next.signed-out-tab": (
        "Reconnectez-vous pour continuer. La page de connexion s'ouvre à côté de celle-ci\u00a0: revenez ici ensuite."
    ),
    "next.disabled": "Seul le propriétaire de ce site peut y remédier.",
    "next.waiting": "Ce que vous avez saisi est conservé.",
    "next.try-again": "Ce que vous avez saisi est conservé.",
    "next.form": "Revenez au formulaire, puis appuyez de nouveau sur son dernier bouton.",
    "next.form-kept": (
        "Ce que vous avez saisi est conservé. Revenez au formulaire, puis appuyez de nouveau sur son dernier bouton."
    ),
    "next.press-again": "Appuyez de nouveau sur le même bouton.",
    "next.back-to-list": "Revenez à la liste et ouvrez de nouveau l'œuvre.",
    "next.fix-input": "Corrigez ce point et réessayez. Tout le reste est conservé.",
    "next.start-over": "La tentative précédente est terminée et ne peut pas être poursuivie.",
    "next.offline": "Vérifiez votre connexion, puis réessayez. Ce que vous avez saisi est conservé.",
    "next.offline-form": (
        "Vérifiez votre connexion. Revenez ensuite au formulaire et appuyez de nouveau sur son dernier bouton."
    ),
    "next.online": "Vous pouvez reprendre là où vous en étiez.",
    "next.unsure": "Avant de transmettre de nouveau votre œuvre, vérifiez si elle a été déposée.",
    "next.held": "Laissez-la telle quelle, sauf si vous voulez payer son dépôt une nouvelle fois.",
    "next.kept": "Rien n'a été transmis de nouveau, et rien n'a été facturé de nouveau.",
    "next.certificate": (
        "Seule la dernière étape a échoué. Conservez votre code d'accès\u00a0: il vous permettra de tout "
        "récupérer plus tard."
    ),
    "next.stuck": "Si votre réseau demande de s'identifier sur une page, faites-le d'abord. Réessayez ensuite.",
    "next.stuck-for-good": "Cette étape ne peut pas être poursuivie. Rechargez la page ou recommencez depuis le début.",
    "next.no-effect": (
        "Le bouton n'a eu aucun effet ici. Rechargez la page. Si cela ne suffit pas, prévenez le propriétaire de ce "
        "site."
    ),
    "next.top-up": "Le propriétaire de ce site peut l'augmenter.",
    "next.report": "Si cela se reproduit, prévenez le propriétaire de ce site.",
    "next.report-form": (
        "Revenez au formulaire et appuyez de nouveau sur son dernier bouton. Si cela se reproduit, prévenez le "
        "propriétaire de ce site."
    ),
    "next.confirm": "Recommencer vide le formulaire. Ce que vous avez saisi sera perdu.",
    "next.leave": "Ce que vous avez saisi ici sera perdu.",
    "next.breaker": "Attendez une minute et réessayez. Si cela ne suffit pas, reconnectez-vous.",
    # Session
    "message.session-expired": "Votre session est terminée et doit être renouvelée.",
    "message.session-ended": "Votre session est terminée.",
    "message.session-lost": "Votre session est terminée et n'a pas pu être renouvelée.",
    "message.session-refused": "Votre session n'est pas acceptée.",
    "message.session-renewed": "Votre session a été renouvelée.",
    "message.session-had-ended": "Votre session était terminée. Elle a été renouvelée.",
    "message.session-submitted": "Votre session s'est terminée après la transmission de votre œuvre.",
    "message.wrong-credentials": "L'adresse e-mail et le mot de passe ne correspondent pas.",
    "message.other-sign-in": "Ce compte a été créé avec un autre mode de connexion.",
    # Setup
    "message.switched-off": "Ce service est actuellement désactivé pour ce site.",
    "message.site-not-allowed": "Ce site n'a pas été autorisé à utiliser ce service.",
    "message.misconfigured": "Ce service n'est pas correctement configuré sur ce site.",
    "message.not-permitted": "Ce compte ou ce site n'a pas l'autorisation nécessaire.",
    # Waiting, outages, connection
    "message.rate-limited": "Trop de demandes ont été envoyées en peu de temps.",
    "message.wait-over": "L'attente est terminée.",
    "message.quota-reached": "Le quota de cette période est épuisé.",
    "message.quota-reached.detail": "{used} sur {limit} ont été utilisés. Le quota sera renouvelé à partir du {when}.",
    "message.temporarily-unavailable": "Le service est indisponible pour le moment.",
    "message.answer-unreadable": "Le service a envoyé une réponse illisible.",
    "message.network": "Le service n'a pas pu être joint.",
    "message.upload-interrupted": "Le fichier n'a pas pu être envoyé.",
    # What was entered
    "message.input-invalid": "Une partie de ce qui a été saisi n'a pas pu être acceptée.",
    "message.input-invalid.detail": "À revoir\u00a0: {fields}.",
    "message.title-missing": "Le titre manque.",
    "message.title-taken": "Il existe déjà une œuvre portant ce titre.",
    "message.creators-missing": "Il faut indiquer au moins un créateur.",
    "message.file-name-missing": "Le nom du fichier manque.",
    "message.file-empty": "Le fichier est vide.",
    "message.file-format": "Ce type de fichier n'est pas pris en charge.",
    "message.file-too-large": "Le fichier est trop volumineux.",
    "message.file-too-large.detail": "Le fichier fait {size}. La taille maximale est de {max}.",
    "message.no-work-selected": "Aucune œuvre n'a encore été sélectionnée.",
    "message.access-code-unknown": "Aucune œuvre ne correspond à ce code d'accès.",
    "message.access-code-expired": "Ce code d'accès n'est plus valable.",
    "message.access-code-format": "Cela ne ressemble pas à un code d'accès. Il n'a peut-être pas été copié en entier.",
    "message.conflict": "Cela existe déjà ou est en cours de traitement.",
    # Registering a work
    "message.work-not-found": "Cette œuvre est introuvable.",
    "message.already-registered": "Cette œuvre a déjà été déposée.",
    "message.already-confirmed": "Ce dépôt a déjà été confirmé.",
    "message.submitted-before": "Cette œuvre a déjà été transmise.",
    "message.credits-used-up": "Il n'y a pas assez de crédits pour cela.",
    "message.credits-or-rights": "Cela n'a pas été autorisé. Le plus souvent, les crédits sont épuisés.",
    "message.upload-expired": "L'envoi du fichier n'est plus valable.",
    "message.preparation-expired": "Ce dépôt ne peut plus être confirmé.",
    "message.prepared-gone": (
        "Ce dépôt a expiré ou a déjà été confirmé. Vérifiez si votre œuvre figure dans la liste."
    ),
    "message.registration-refused": "Le dépôt a été vérifié et n'a pas été accepté.",
    "message.registration-refused.detail": "Le dépôt a été vérifié et n'a pas été accepté\u00a0: {reason}",
    "message.transaction-unknown": (
        "On ne sait pas ce que ce dépôt est devenu. Vérifiez si votre œuvre figure dans la liste."
    ),
    "message.transaction-failed": "Le dépôt a été transmis mais n'a pas abouti.",
    # Keys and webhooks, for people who manage them
    "message.key-name": "Le nom de la clé manque ou est trop long.",
    "message.key-scopes": "Les autorisations choisies pour la clé manquent ou sont inconnues.",
    "message.key-limit": "Il n'est plus possible de créer de clé pour cette organisation.",
    "message.key-limit.detail": "Une organisation peut avoir {limit} clés. Il n'est plus possible d'en créer.",
    "message.webhook-address": "L'adresse du webhook n'est pas une adresse web complète.",
    "message.webhook-not-found": "Ce webhook est introuvable.",
    # Orders
    "message.order-not-found": "Cette commande est introuvable.",
    "message.order-not-owner": "Cette commande appartient à un autre compte.",
    "message.order-not-pending": "Cette commande a déjà dépassé cette étape.",
    "message.order-confirmed": "Cette commande a déjà été confirmée.",
    "message.order-completed": "Cette commande est déjà terminée.",
    "message.order-expired": "Cette commande n'a pas été terminée à temps.",
    "message.order-failed": "Cette commande n'a pas abouti.",
    "message.order-in-progress": "Cette commande n'est pas encore terminée.",
    "message.order-file-missing": "Le fichier de cette commande n'a pas encore été envoyé.",
    "message.order-type": "Cette étape est prévue pour un autre type de commande.",
    "message.order-no-download": "Il n'y a rien à télécharger pour ce type de commande.",
    "message.order-timeout": "Cette commande prend plus de temps que prévu. Elle peut encore aboutir.",
    "message.usage-limit": "La formule de ce compte n'en comprend pas davantage.",
    "message.plan-not-found": "Ce compte n'a pas de formule valable.",
    # Accounts and content
    "message.email-taken": "Il existe déjà un compte avec cette adresse e-mail.",
    "message.company-name-taken": "Il existe déjà une entreprise portant ce nom.",
    "message.already-member": "Cette personne est déjà membre.",
    "message.audience-in-use": "Cette audience est encore utilisée et ne peut pas être supprimée.",
    "message.invite-expired": "Cette invitation n'est plus valable. Il en faut une nouvelle.",
    "message.reset-link-expired": "Ce lien de nouveau mot de passe n'est plus valable. Il en faut un nouveau.",
    "message.person-not-found": "Cette personne est introuvable.",
    "message.content-not-found": "Ce contenu est introuvable. Il a peut-être été supprimé.",
    "message.account-not-created": "Le compte n'a pas pu être créé.",
    # Anything else
    "message.not-found": "Ce qui a été demandé est introuvable.",
    "message.unexpected": "Quelque chose d'inattendu s'est produit.",
    # Buttons
    "button.try-again": "Réessayer",
    "button.back-to-form": "Retour au formulaire",
    "button.back-to-list": "Retour à la liste",
    "button.sign-in": "Se connecter",
    "button.confirm-sign-in": "Oui, se connecter",
    "button.contact": "Prendre contact",
    "button.copy-code": "Copier le code d'accès",
    "button.copied": "Copié",
    "button.copy-reference": "Copier la référence",
    "button.start-over": "Recommencer",
    "button.confirm-start-over": "Oui, recommencer",
    "button.keep": "La laisser telle quelle",
    "button.register-again": "La déposer de nouveau",
    "button.cancel": "Annuler",
    "button.reload": "Recharger la page",
    "button.confirm-reload": "Oui, recharger la page",
    "button.dismiss": "Fermer",
    # Buttons with a better name in one situation
    "button.fix-input.try-again": "Retour au formulaire",
    "button.confirm.cancel": "Conserver ma saisie",
    "button.leave.cancel": "Rester ici",
    "button.kept.start-over": "Déposer une autre œuvre",
    # Labels
    "label.reference": "Référence",
    "label.transaction": "Transaction",
    "label.access-code": "Code d'accès",
    "label.countdown": "Vous pourrez réessayer dans {seconds}.",
    "label.countdown-over": "Vous pouvez réessayer maintenant.",
    "label.selected": (
        "La copie n'a pas fonctionné ici. Le texte est sélectionné pour que vous puissiez le copier vous-même."
    ),
    "label.disabled-screen": "Ce service n'est pas disponible",
    "label.region": "Messages sur ce formulaire",
    # Where something could be paid twice
    "warning.submitted": (
        "Votre œuvre est peut-être déjà déposée. Ne la transmettez pas une nouvelle fois, elle pourrait être "
        "facturée deux fois."
    ),
    "warning.registered": (
        "Votre œuvre est déposée. Si vous envoyez de nouveau le formulaire, elle sera déposée et facturée une nouvelle "
        "fois."
    ),
}
