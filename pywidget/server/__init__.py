"""The server's side of a page with the widget: an endpoint that gives the page tokens.

:class:`SessionMinter` asks Allfeat for a session. An adapter makes an endpoint of it: ``pywidget.server.starlette``
(for FastAPI too), ``pywidget.server.flask``, ``pywidget.server.django``. :class:`TokenEndpoint` is what they share.

Needs ``pip install pywidget-errors[server]``.
"""

from __future__ import annotations

from pywidget.server.endpoint import Answer, TokenEndpoint
from pywidget.server.session import BusyError, NoAnswerError, Session, SessionMinter

__all__ = ["Answer", "BusyError", "NoAnswerError", "Session", "SessionMinter", "TokenEndpoint"]
