"""Django without a project: after :func:`set_up` its requests, views and test client can be used."""

from __future__ import annotations

import types

import django
from django.conf import settings


def set_up() -> None:
    """Set Django up, once."""
    if settings.configured:
        return
    settings.configure(
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth"],
        ALLOWED_HOSTS=["testserver", "music.example"],
        ROOT_URLCONF=types.ModuleType("no_urls_yet"),
        SECRET_KEY="made up",
        MIDDLEWARE=["django.middleware.csrf.CsrfViewMiddleware"],
    )
    django.setup()
