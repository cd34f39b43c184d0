"""The ``<ats-widget>`` as integrators write it: its attributes and its methods."""

from __future__ import annotations

from pywidget.public import Field
from pywidget.public.functions import Function

ATTRIBUTES: tuple[Field, ...] = (
    Field("site-key", "string", "The publishable key of the site."),
    Field("ats-url", "string", "The address of the ATS API."),
    Field("token", "string", "The session token. pywidget sets it by `setToken()`.", optional=True),
    Field("network", '"testnet" | "mainnet"', "The network; `testnet` if it is not given.", optional=True),
    Field("mode", '"register" | "update" | "download"', "The mode; `register` if it is not given.", optional=True),
    Field("max-file-size", "number | `${number}`", "The largest audio file, in megabytes.", optional=True),
    Field("external-user-id", "string", "Whose works are listed, by your own id of the user.", optional=True),
)

METHODS: dict[str, Function] = {
    "setToken": Function("(token: string): void", "Gives the widget a token."),
    "reset": Function("(): void", "Empties the form and begins anew."),
    "getState": Function(
        "(): { screen: string; atsId?: unknown; jobId?: unknown; transactionId?: unknown; accessCode?: unknown }",
        "What the widget shows, and how far the work got.",
    ),
}
