"""Spanish. Readers are addressed formally (usted); words that all Spanish-speaking countries share."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    # Titles: the situation in a few words
    "title.renewing": "Renovando su sesión",
    "title.signed-out": "Su sesión está cerrada",
    "title.disabled": "No disponible en esta página",
    "title.waiting": "Espere antes de volver a intentarlo",
    "title.try-again": "Puede intentarlo de nuevo",
    "title.fix-input": "Hay algo que corregir",
    "title.start-over": "Hay que empezar de nuevo",
    "title.offline": "Sin conexión",
    "title.online": "La conexión se ha restablecido",
    "title.submitted": "Su obra se ha enviado",
    "title.unsure": "Es posible que su obra se haya enviado",
    "title.certificate": "Su obra está registrada",
    "title.stuck": "El formulario ha dejado de responder",
    "title.no-effect": "No ha cambiado nada",
    "title.top-up": "El saldo se ha agotado",
    "title.report": "Algo ha salido mal",
    "title.nothing": "No hay nada más que hacer",
    "title.breaker": "Su sesión se cierra una y otra vez",
    "title.confirm": "¿Empezar de nuevo?",
    "title.leave": "¿Salir de esta página?",
    # What to do next
    "next.renewing": "Solo tarda un momento. Lo que ha escrito se conserva.",
    "next.signed-out": "Inicie sesión de nuevo para continuar.",
    "next.signed-out-tab": (
        "Inicie sesión de nuevo para continuar. El inicio de sesión se abre aparte: después vuelva a esta página."
    ),
    "next.disabled": "Solo el propietario de este sitio web puede cambiarlo.",
    "next.waiting": "Lo que ha escrito se conserva.",
    "next.try-again": "Lo que ha escrito se conserva.",
    "next.form": "Vuelva al formulario y presione de nuevo el botón del final.",
    "next.form-kept": "Lo que ha escrito se conserva. Vuelva al formulario y presione de nuevo el botón del final.",
    "next.press-again": "Presione otra vez el mismo botón.",
    "next.back-to-list": "Vuelva a la lista y abra la obra de nuevo.",
    "next.fix-input": "Corríjalo e inténtelo de nuevo. Todo lo demás se conserva.",
    "next.start-over": "El intento anterior ha terminado y no se puede continuar.",
    "next.offline": "Compruebe su conexión y vuelva a intentarlo. Lo que ha escrito se conserva.",
    "next.offline-form": "Compruebe su conexión. Después vuelva al formulario y presione de nuevo el botón del final.",
    "next.online": "Puede seguir donde lo dejó.",
    "next.unsure": "Antes de enviar la obra de nuevo, averigüe si se ha registrado.",
    "next.held": "Déjela como está, a menos que quiera pagar el registro otra vez.",
    "next.kept": "No se ha vuelto a enviar nada ni se ha vuelto a cobrar nada.",
    "next.certificate": (
        "Solo ha fallado el último paso. Guarde su código de acceso: con él podrá obtenerlo todo más tarde."
    ),
    "next.stuck": "Si su red tiene una página de acceso, identifíquese primero en ella. Después inténtelo de nuevo.",
    "next.stuck-for-good": "Este paso no se puede continuar. Vuelva a cargar la página o empiece de nuevo.",
    "next.no-effect": (
        "El botón no ha tenido efecto aquí. Vuelva a cargar la página. Si no basta, avise al propietario de este sitio "
        "web."
    ),
    "next.top-up": "El propietario de este sitio web puede ampliarlo.",
    "next.report": "Si vuelve a ocurrir, avise al propietario de este sitio web.",
    "next.report-form": (
        "Vuelva al formulario y presione de nuevo el botón del final. Si vuelve a ocurrir, avise al propietario de "
        "este sitio web."
    ),
    "next.confirm": "Empezar de nuevo vacía el formulario. Lo que ha escrito se perderá.",
    "next.leave": "Lo que ha escrito aquí se perderá.",
    "next.breaker": "Espere un minuto e inténtelo de nuevo. Si no basta, vuelva a iniciar sesión.",
    # Session
    "message.session-expired": "Su sesión ha terminado y hay que renovarla.",
    "message.session-ended": "Su sesión ha terminado.",
    "message.session-lost": "Su sesión ha terminado y no se ha podido renovar.",
    "message.session-refused": "Su sesión no se acepta.",
    "message.session-renewed": "Su sesión se ha renovado.",
    "message.session-had-ended": "Su sesión había terminado. Se ha renovado.",
    "message.session-submitted": "Su sesión ha terminado después de enviar la obra.",
    "message.wrong-credentials": "La dirección de correo y la contraseña no coinciden.",
    "message.other-sign-in": "Esta cuenta se creó con otra forma de iniciar sesión.",
    # Setup
    "message.switched-off": "Este servicio está desactivado por ahora para este sitio web.",
    "message.site-not-allowed": "Este sitio web no tiene autorización para usar este servicio.",
    "message.misconfigured": "Este servicio no está bien configurado en este sitio web.",
    "message.not-permitted": "Esta cuenta o este sitio web no tiene el permiso necesario.",
    # Waiting, outages, connection
    "message.rate-limited": "Ha habido demasiadas solicitudes en poco tiempo.",
    "message.wait-over": "La espera ha terminado.",
    "message.quota-reached": "El cupo de este período se ha agotado.",
    "message.quota-reached.detail": "Se han usado {used} de {limit}. Habrá más a partir de: {when}.",
    "message.temporarily-unavailable": "El servicio no está disponible en este momento.",
    "message.answer-unreadable": "El servicio ha dado una respuesta que no se ha podido leer.",
    "message.network": "No se ha podido conectar con el servicio.",
    "message.upload-interrupted": "No se ha podido subir el archivo.",
    # What was entered
    "message.input-invalid": "Parte de lo que se ha escrito no se ha podido aceptar.",
    "message.input-invalid.detail": "Revise lo siguiente: {fields}.",
    "message.title-missing": "Falta el título.",
    "message.title-taken": "Ya existe una obra con este título.",
    "message.creators-missing": "Hay que indicar al menos un creador.",
    "message.file-name-missing": "Falta el nombre del archivo.",
    "message.file-empty": "El archivo está vacío.",
    "message.file-format": "Este tipo de archivo no se admite.",
    "message.file-too-large": "El archivo es demasiado grande.",
    "message.file-too-large.detail": "El archivo ocupa {size}. El máximo que se puede subir es {max}.",
    "message.no-work-selected": "Todavía no se ha elegido ninguna obra.",
    "message.access-code-unknown": "No hay ninguna obra con este código de acceso.",
    "message.access-code-expired": "Este código de acceso ya no es válido.",
    "message.access-code-format": "Esto no parece un código de acceso. Es posible que se haya copiado incompleto.",
    "message.conflict": "Ya existe o se está procesando.",
    # Registering a work
    "message.work-not-found": "No se ha encontrado esta obra.",
    "message.already-registered": "Esta obra ya está registrada.",
    "message.already-confirmed": "Este registro ya se ha confirmado.",
    "message.submitted-before": "Esta obra ya se envió.",
    "message.credits-used-up": "No hay créditos suficientes para esto.",
    "message.credits-or-rights": "No se ha permitido. Lo más habitual es que los créditos se hayan agotado.",
    "message.upload-expired": "El archivo subido ya no es válido.",
    "message.preparation-expired": "Este registro ya no se puede confirmar.",
    "message.prepared-gone": (
        "Este registro ha caducado o ya se había confirmado. Compruebe si su obra aparece en la lista."
    ),
    "message.registration-refused": "El registro se ha comprobado y no se ha aceptado.",
    "message.registration-refused.detail": "El registro se ha comprobado y no se ha aceptado: {reason}",
    "message.transaction-unknown": (
        "No está claro qué ha ocurrido con este registro. Compruebe si su obra aparece en la lista."
    ),
    "message.transaction-failed": "El registro se envió, pero no se ha completado.",
    # Keys and webhooks, for people who manage them
    "message.key-name": "Falta el nombre de la clave o es demasiado largo.",
    "message.key-scopes": "Los permisos elegidos para la clave faltan o no se conocen.",
    "message.key-limit": "No se pueden crear más claves para esta organización.",
    "message.key-limit.detail": "Una organización puede tener {limit} claves. No se pueden crear más.",
    "message.webhook-address": "La dirección del webhook no es una dirección web completa.",
    "message.webhook-not-found": "No se ha encontrado este webhook.",
    # Orders
    "message.order-not-found": "No se ha encontrado este pedido.",
    "message.order-not-owner": "Este pedido pertenece a otra cuenta.",
    "message.order-not-pending": "Este pedido ya ha pasado de este paso.",
    "message.order-confirmed": "Este pedido ya se ha confirmado.",
    "message.order-completed": "Este pedido ya está completo.",
    "message.order-expired": "Este pedido no se terminó a tiempo.",
    "message.order-failed": "Este pedido no se ha completado.",
    "message.order-in-progress": "Este pedido todavía no está completo.",
    "message.order-file-missing": "Todavía no se ha subido el archivo de este pedido.",
    "message.order-type": "Este paso es para otro tipo de pedido.",
    "message.order-no-download": "En este tipo de pedido no hay nada que descargar.",
    "message.order-timeout": "Este pedido tarda más de lo previsto. Aún puede completarse.",
    "message.usage-limit": "El plan de esta cuenta no incluye más.",
    "message.plan-not-found": "La cuenta no tiene un plan válido.",
    # Accounts and content
    "message.email-taken": "Ya existe una cuenta con esta dirección de correo.",
    "message.company-name-taken": "Ya existe una empresa con este nombre.",
    "message.already-member": "Esta persona ya es miembro.",
    "message.audience-in-use": "Esta audiencia todavía se usa y no se puede eliminar.",
    "message.invite-expired": "Esta invitación ya no es válida. Hace falta una nueva.",
    "message.reset-link-expired": "Este enlace para una contraseña nueva ya no es válido. Hace falta otro.",
    "message.person-not-found": "No se ha encontrado a esta persona.",
    "message.content-not-found": "No se ha encontrado este contenido. Es posible que se haya eliminado.",
    "message.account-not-created": "No se ha podido crear la cuenta.",
    # Anything else
    "message.not-found": "No se ha encontrado lo que se pedía.",
    "message.unexpected": "Ha ocurrido algo inesperado.",
    # Buttons
    "button.try-again": "Intentar de nuevo",
    "button.back-to-form": "Volver al formulario",
    "button.back-to-list": "Volver a la lista",
    "button.sign-in": "Iniciar sesión",
    "button.confirm-sign-in": "Sí, iniciar sesión",
    "button.contact": "Contactar",
    "button.copy-code": "Copiar el código de acceso",
    "button.copied": "Copiado",
    "button.copy-reference": "Copiar la referencia",
    "button.start-over": "Empezar de nuevo",
    "button.confirm-start-over": "Sí, empezar de nuevo",
    "button.keep": "Dejarla como está",
    "button.register-again": "Registrarla de nuevo",
    "button.cancel": "Cancelar",
    "button.reload": "Volver a cargar la página",
    "button.confirm-reload": "Sí, volver a cargar la página",
    "button.dismiss": "Cerrar",
    # Buttons with a better name in one situation
    "button.fix-input.try-again": "Volver al formulario",
    "button.confirm.cancel": "Conservar lo escrito",
    "button.leave.cancel": "Quedarse aquí",
    "button.kept.start-over": "Registrar otra obra",
    # Labels
    "label.reference": "Referencia",
    "label.transaction": "Transacción",
    "label.access-code": "Código de acceso",
    "label.countdown": "Podrá intentarlo de nuevo en {seconds}.",
    "label.countdown-over": "Ya puede intentarlo de nuevo.",
    "label.selected": "Aquí no se ha podido copiar. El texto está seleccionado para que pueda copiarlo usted.",
    "label.disabled-screen": "Este servicio no está disponible",
    "label.region": "Mensajes sobre este formulario",
    # Where something could be paid twice
    "warning.submitted": (
        "Es posible que su obra ya esté registrada. No la envíe otra vez, o podría cobrarse dos veces."
    ),
    "warning.registered": (
        "Su obra está registrada. Si vuelve a enviar el formulario, la obra se registrará y se cobrará otra vez."
    ),
}
