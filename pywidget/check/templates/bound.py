"""Attributes whose values a framework fills in: ``:token="t"``, ``[attr.token]="t"``, ``th:src="@{/pywidget.js}"``."""

from __future__ import annotations

import re
from typing import NamedTuple

from pywidget.check.templates import FILLED
from pywidget.check.templates.words import words

#: In lower case, as HTML has the names of attributes. The first one that fits counts.
_BINDING = re.compile(
    # Alpine, Angular, Svelte, Vue
    r"(?:v-bind|x-bind|bind):([^\[\]]+)"
    # Angular's longer form, AngularJS, Thymeleaf
    r"|(?:bind-(?:attr\.)?|ng-attr-|th:|data-th-)(.+)"
    # Vue, Alpine and Blade; Lit and Vue's properties; Lit's switches
    r"|[:.?]([^\[\]:]+)"
    # Angular
    r"|\[(?:attr\.)?([^\[\]]+)\]"
    # Polymer
    r"|(.+)\$"
)
#: Vue's own additions to a name.
_MODIFIER = re.compile(r"\.(attr|prop|camel)$")
#: Any attributes can come of these.
_SPREAD = words(
    """
    v-bind x-bind th:attr th:attrappend th:attrprepend data-th-attr data-th-attrappend
    @attributes attributes
    """
)
_DYNAMIC = re.compile(r"(?::|v-bind:|x-bind:)\[")
#: The element is there only if a condition holds.
CONDITIONS = words(
    """
    v-if v-else v-else-if v-for x-if x-for *ngif *ngfor *ngswitchcase *ngswitchdefault ng-if ng-switch-when
    th:if th:unless th:case th:each th:remove data-th-if data-th-unless s:if asp-if
    """
)
#: What is in these elements is there only if a condition holds: of JSP and ASP.NET.
CONDITIONAL_ELEMENTS = words("c:if c:when c:otherwise environment")
#: Attributes of several words, by the name of the property: Angular and Vue also set properties.
_PROPERTIES = {"sitekey": "site-key", "atsurl": "ats-url"}


class Given(NamedTuple):
    """What an attribute stands for.

    Attributes:
        name: of the attribute that the element gets.
        bound: whether its value is filled in.
        spread: whether any other attributes can come of it.
    """

    name: str
    bound: bool = False
    spread: bool = False


def attribute(name: str) -> Given:
    """Return what an attribute stands for, by its name in lower case."""
    if FILLED in name or name in _SPREAD or _DYNAMIC.match(name):
        return Given(name, spread=True)
    found = _BINDING.fullmatch(name)
    if found and found.lastindex and name not in CONDITIONS:
        return Given(named(_MODIFIER.sub("", found[found.lastindex])), bound=True)
    return Given(name)


def named(name: str) -> str:
    """Return the attribute that a property stands for, by its name in lower case; others as they are."""
    return _PROPERTIES.get(name, name)
