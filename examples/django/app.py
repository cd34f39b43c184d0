"""A page with the widget, and its token endpoint, in a Django project of one file."""

import logging
import os
import sys
from pathlib import Path

from django.conf import settings
from django.core.management import execute_from_command_line
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.csrf import ensure_csrf_cookie

from pywidget import ApiError
from pywidget.server import SessionMinter
from pywidget.server.django import token_endpoint

PORT = int(os.environ.get("PORT", "5004"))
ORIGIN = os.environ.get("ORIGIN", f"http://127.0.0.1:{PORT}")
SITE_KEY = os.environ.get("SITE_KEY", "cpk_demo")
SECRET_KEY = os.environ.get("ALLFEAT_SECRET_KEY", "csk_demo-ok")
API_URL = os.environ.get("ATS_API_URL", "http://127.0.0.1:8000/organizations")
HERE = Path(__file__).resolve().parent

settings.configure(
    DEBUG=True,
    SECRET_KEY="for this example only",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=["django.contrib.staticfiles"],
    MIDDLEWARE=["django.middleware.common.CommonMiddleware", "django.middleware.csrf.CsrfViewMiddleware"],
    STATIC_URL="static/",
    STATICFILES_DIRS=[HERE / "static"],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [HERE / "templates"]}],
)


def current_user(_request: HttpRequest) -> str | None:
    """Return who is signed in, by your own accounts; None for nobody."""
    return "user-1"


# --8<-- [start:first-token]
# The page does not wait longer than this for its first token.
quick_minter = SessionMinter(SECRET_KEY, network="testnet", base_url=API_URL, timeout=2)


def first_token(request: HttpRequest) -> str | None:
    """Return the token that comes with the page; None if there is none, and pywidget has to ask for it."""
    user = current_user(request)
    if user is None:
        return None
    try:
        return quick_minter.mint("register", ORIGIN, external_user_ref=user).token
    except ApiError as error:
        logging.getLogger(__name__).warning("the page goes out without a token: %s", error)
        return None


# Django sets the CSRF cookie only with pages that have a form of Django's. pywidget sends it with each request.
@ensure_csrf_cookie
def register(request: HttpRequest) -> HttpResponse:
    """Show the page."""
    return render(request, "register.html", {"site_key": SITE_KEY, "token": first_token(request)})


# --8<-- [end:first-token]


# --8<-- [start:endpoint]
minter = SessionMinter(SECRET_KEY, network="testnet", base_url=API_URL)

urlpatterns = [
    path("", register),
    path(
        "api/ats-token",
        token_endpoint(
            minter,
            current_user=current_user,
            session_options=lambda user, _action_type: {"external_user_ref": user},
            origins=[ORIGIN],
        ),
    ),
]
# --8<-- [end:endpoint]


if __name__ == "__main__":
    execute_from_command_line([*sys.argv[:1], "runserver", "--noreload", f"127.0.0.1:{PORT}"])
