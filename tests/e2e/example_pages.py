"""An example's page in the browser, with the widget's double in the place of the widget."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from double_server import double

if TYPE_CHECKING:
    from double_server import Demo
    from playwright.sync_api import Page, Route

WIDGET = "https://cdn.allfeat.org/widgets/ats/v3/ats-widget.iife.js"
ATS = "https://ats.api.allfeat.org"
EVERYBODY = {"Access-Control-Allow-Origin": "*"}

#: Milliseconds for what must happen in the page.
PATIENCE_MS = 60_000


def serve_double(page: Page, demo: Demo, ats_url: str) -> None:
    """Answer the widget's script with the double, and its API with a scenario of the playground."""

    def api(route: Route) -> None:
        path = urlsplit(route.request.url).path
        answer = route.fetch(url=demo.address.rstrip("/") + ats_url + path)
        route.fulfill(response=answer, headers={**answer.headers, **EVERYBODY})

    page.set_default_timeout(PATIENCE_MS)
    page.route(WIDGET, lambda route: route.fulfill(body=double(), content_type="text/javascript"))
    page.route(f"{ATS}/**", api)


def token(page: Page) -> str:
    """Wait until the widget has a token, and return it."""
    found = page.wait_for_function("() => document.querySelector('ats-widget')?.getAttribute('token')")
    return str(found.json_value())


def submit(page: Page) -> None:
    """Fill the widget's form in and submit it."""
    page.fill("ats-widget input[name=title]", "Song")
    for action in ("sample-file", "next", "submit"):
        page.click(f"ats-widget [data-action={action}]")
