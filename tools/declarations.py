"""Write the TypeScript declarations for integrators, from what the package says of itself.

    python -m tools.declarations

``pywidget/public`` describes events, reports, attributes and functions; the tables of the code have the values. The
files are in ``pywidget/types``: ``pywidget.d.ts`` for every page, and one for each framework that has its own list of
elements. A framework's file imports that framework's types, so it is only for pages that have it. The build copies all
of them beside ``pywidget.js``.
"""

from __future__ import annotations

import json
import re
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

from pywidget.browser.locale import UNTITLED
from pywidget.browser.settings import CHOICES, NUMBERS, TEXTS
from pywidget.catalog import SYSTEMS
from pywidget.core.ats_widget import ELEMENT
from pywidget.core.verdict import PATHS, REMEDIES
from pywidget.core.visitor import BUTTONS
from pywidget.locales import LANGUAGES
from pywidget.locales.en import TEXTS as ENGLISH
from pywidget.public import Field, Shape, widget
from pywidget.public.attributes import ATTRIBUTES, Attribute
from pywidget.public.events import BECAUSE, BEFORE_REPORT, EVENTS, NOTICE_ACTION, REASONS
from pywidget.public.functions import HOOKS, MEMBERS, TOKEN_REQUEST
from pywidget.public.reports import ID, OUTCOMES
from pywidget.public.sinks import SINKS

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "pywidget" / "types"

#: What the package is called on npm; and the frameworks with declarations of their own.
PACKAGE_NAME = "pywidget-errors"
FRAMEWORKS = ("React", "Vue", "Svelte")

_HEAD = "// Made from pywidget/public by `python -m tools.declarations`: change it there.\n"
_WIDTH = 120

#: The kinds of notices, as the locales have titles for them.
NOTICE_KINDS = (*(key.removeprefix("title.") for key in ENGLISH if key.startswith("title.")), *UNTITLED)

#: name -> its values, and what it is
UNIONS: dict[str, tuple[Iterable[str], str]] = {
    "Path": (PATHS, "What pywidget does about an error. Every code is on exactly one path."),
    "Remedy": (REMEDIES, "What would fix an error."),
    "System": (SYSTEMS, "The systems whose error codes pywidget knows."),
    "Language": (LANGUAGES, "The languages that there are notices in."),
    "SinkName": (SINKS, "The sinks that `data-analytics` can name."),
    "RenewalFailure": (REASONS, "Why a session could not be renewed."),
    "EnabledBecause": (BECAUSE, "Why a disabled widget works again."),
    "Outcome": (OUTCOMES, "How a failure ended."),
    "NoticeKind": (NOTICE_KINDS, "Which situation a notice is about."),
    "NoticeActionId": (BUTTONS, "What a button of a notice does."),
}
#: name -> what else stands for a type, and what it is
ALIASES: dict[str, tuple[str, str]] = {
    "SystemName": ("System | (string & {})", "A system that pywidget knows, or one that a profile describes."),
}


def main() -> None:
    """Write the files, where they are not up to date."""
    FOLDER.mkdir(exist_ok=True)
    for path, text in files().items():
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def files() -> dict[Path, str]:
    """Return what the files are to say."""
    return {
        FOLDER / "pywidget.d.ts": _HEAD + "\n" + "\n".join(_declarations()),
        FOLDER / "pywidget-react.d.ts": _HEAD + _REACT,
        FOLDER / "pywidget-vue.d.ts": _HEAD + _VUE,
        FOLDER / "pywidget-svelte.d.ts": _HEAD + _SVELTE,
    }


def option_name(attribute: str) -> str:
    """Return the name that an attribute has in JavaScript: ``tokenUrl`` for ``data-token-url``."""
    first, *rest = attribute.removeprefix("data-").split("-")
    return first + "".join(word.capitalize() for word in rest)


def _declarations() -> Iterable[str]:
    for name, (values, meaning) in UNIONS.items():
        yield f"{_comment(meaning)}export type {name} =\n{_union(values)};\n"
    for name, (type_, meaning) in ALIASES.items():
        yield f"{_comment(meaning)}export type {name} = {type_};\n"
    yield _interface(NOTICE_ACTION)
    for event in EVENTS.values():
        for shape in _completed(event.shapes):
            yield _interface(shape)
        if len(event.shapes) > 1:
            names = " | ".join(shape.name for shape in event.shapes)
            yield f"{_comment(_either(event.shapes))}export type {event.detail} = {names};\n"
    told = "A report as a sink gets it. To add fields of your own, declare the interfaces of reports once more."
    yield (f"{_comment(told)}export type SinkReport = ReportDetail & {{\n{_member(ID)}}};\n")
    yield _interface(TOKEN_REQUEST)
    for name, hook in HOOKS.items():
        yield f"{_comment(hook.meaning)}export type {name} = {hook.type};\n".replace("= \n", "=\n")
    yield _events()
    yield _api()
    yield _options()
    yield _widget()
    yield _globals()


def _completed(shapes: tuple[Shape, ...]) -> Iterable[Shape]:
    """Each shape with the fields of the others, which are never there: then they can be read without a question."""
    everything = dict.fromkeys(field.name for shape in shapes for field in shape.fields)
    for shape in shapes:
        own = {field.name for field in shape.fields}
        absent = [Field(name, "undefined", "", optional=True) for name in everything if name not in own]
        yield Shape(shape.name, shape.meaning, shape.fields + tuple(absent))


def _either(shapes: tuple[Shape, ...]) -> str:
    return " ".join(f"`{shape.name}`: {shape.meaning[0].lower()}{shape.meaning[1:]}" for shape in shapes)


def _interface(shape: Shape) -> str:
    return f"{_comment(shape.meaning)}export interface {shape.name} {{\n{''.join(map(_member, shape.fields))}}}\n"


def _member(field: Field) -> str:
    name = field.name if field.name.isidentifier() else json.dumps(field.name)
    return f"{_comment(field.meaning, '  ')}  {name}{'?' if field.optional else ''}: {field.type};\n"


def _events() -> str:
    names = "".join(
        f"{_comment(event.when, '  ')}  {_quoted(name)}: {event.detail};\n" for name, event in EVENTS.items()
    )
    of_widget = [name for name, event in EVENTS.items() if event.target == "widget"]
    others = [name for name in EVENTS if name not in of_widget]
    before = f"{_comment(BEFORE_REPORT.when, '  ')}  {_dom_event('before-report', BEFORE_REPORT.detail)}"
    return (
        f"{_comment('The events by the names that `pywidget.on()` takes, and their details.')}"
        f"export interface PywidgetEvents {{\n{names}}}\n\n"
        f"{_comment('The events of a widget. They bubble to the document, also out of shadow roots.')}"
        "export interface PywidgetWidgetEventMap {\n"
        f"{''.join('  ' + _dom_event(name) for name in of_widget)}}}\n\n"
        f"{_comment('All events, as the document hears them.')}"
        "export interface PywidgetEventMap extends PywidgetWidgetEventMap {\n"
        f"{''.join('  ' + _dom_event(name) for name in others)}{before}}}\n"
    )


def _dom_event(name: str, detail: str = "") -> str:
    return f'"pywidget:{name}": CustomEvent<{detail or EVENTS[name].detail}>;\n'


def _api() -> str:
    members = "".join(
        f"{_comment(member.meaning, '  ')}  {'readonly ' if member.type[0] == ':' else ''}{name}{member.type};\n"
        for name, member in MEMBERS.items()
    )
    return (
        f"{_comment('`window.pywidget`, which exists from the first line of the script tag on.')}"
        f"export interface Pywidget {{\n{members}}}\n"
    )


def _options() -> str:
    members = "".join(_option(name, one) for name, one in ATTRIBUTES.items())
    return (
        f"{_comment('The attributes of the script tag, by their names in JavaScript. All of them are optional.')}"
        f"export interface StartOptions {{\n{members}}}\n"
    )


def _option(name: str, one: Attribute) -> str:
    default = default_of(name)
    told = f"{one.meaning}{f' Value: {one.values}.' if one.values else ''}"
    told += f"\n@default {json.dumps(default)}" if default != "" else ""
    return f"{_comment(told, '  ')}  {option_name(name)}?: {_option_type(name, one)};\n"


def default_of(name: str) -> str | float:
    """Return the default of an attribute; "" if it has none."""
    if name in CHOICES:
        return CHOICES[name][0]
    return NUMBERS[name][0] if name in NUMBERS else TEXTS[name]


def _option_type(name: str, one: Attribute) -> str:
    if name == "data-system":
        return "System"
    if name in CHOICES:
        return " | ".join(_quoted(value) for value in CHOICES[name])
    if name in NUMBERS:
        return "number"
    known = ["Language"] if name == "data-lang" else []
    known += [_quoted(value) for value in one.known]
    return " | ".join([*known, "(string & {})"]) if known else "string"


def _widget() -> str:
    attributes = "".join(_member(field) for field in widget.ATTRIBUTES)
    methods = "".join(
        f"{_comment(method.meaning, '  ')}  {name}{method.type};\n" for name, method in widget.METHODS.items()
    )
    return (
        f"{_comment(f'The attributes of `<{ELEMENT}>`.')}"
        f"export interface AtsWidgetAttributes {{\n{attributes}}}\n\n"
        f"{_comment(f'The element `<{ELEMENT}>`. It has its methods as soon as its own script is loaded.')}"
        f"export interface AtsWidgetElement extends HTMLElement {{\n{methods}}}\n"
    )


def _globals() -> str:
    return f"""declare global {{
  /** For code that only runs if the script tag has: without it, reading this throws. */
  const pywidget: Pywidget;

  interface Window {{
    /** Missing if the file of the script tag could not be loaded, or was not yet. */
    pywidget?: Pywidget;
  }}
  interface HTMLElementTagNameMap {{
    "{ELEMENT}": AtsWidgetElement;
  }}
  interface ElementEventMap extends PywidgetWidgetEventMap {{}}
  interface HTMLElementEventMap extends PywidgetWidgetEventMap {{}}
  interface ShadowRootEventMap extends PywidgetWidgetEventMap {{}}
  interface DocumentEventMap extends PywidgetEventMap {{}}
  interface WindowEventMap extends PywidgetEventMap {{}}
}}
"""


def _quoted(value: str) -> str:
    return json.dumps(value)


def _union(values: Iterable[str]) -> str:
    text = " | ".join(_quoted(value) for value in values)
    return textwrap.indent(textwrap.fill(text, _WIDTH - 2, break_on_hyphens=False), "  ")


def plain(text: str) -> str:
    """Return Markdown without links, as comments have it."""
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)


def _comment(text: str, indent: str = "") -> str:
    if not text:
        return ""
    told = plain(text)
    if "\n" not in told and len(indent) + len(told) + 7 <= _WIDTH:
        return f"{indent}/** {told} */\n"
    lines = [
        line
        for part in told.splitlines()
        for line in textwrap.wrap(part, _WIDTH - len(indent) - 3, break_on_hyphens=False)
    ]
    return f"{indent}/**\n" + "".join(f"{indent} * {line}\n" for line in lines) + f"{indent} */\n"


#: `<ats-widget>` in JSX with React, whose types keep the list of elements in the module itself. React 19 is the first
#: that sets properties of custom elements, and that has `use`.
_REACT = f"""
import type {{ DetailedHTMLProps, HTMLAttributes }} from "react";
import type {{ AtsWidgetAttributes, AtsWidgetElement }} from "./pywidget.js";

/**
 * React 19 sets what an element has as a property, and these can only be read: setting them throws, and React removes
 * the whole tree. So set them with a ref: `ref.current.setAttribute("mode", mode)`. React 18 sets attributes.
 */
type Unsettable = typeof import("react") extends {{ use: unknown }} ? "mode" | "network" | "token" : never;

declare module "react" {{
  namespace JSX {{
    interface IntrinsicElements {{
      "{ELEMENT}": Omit<AtsWidgetAttributes, Unsettable> &
        DetailedHTMLProps<HTMLAttributes<AtsWidgetElement>, AtsWidgetElement>;
    }}
  }}
}}
"""

#: The form that Vue's guide describes for custom elements: attributes and listeners, in templates and in JSX.
_VUE = f"""
import type {{ HTMLAttributes, PublicProps }} from "vue";
import type {{ AtsWidgetAttributes, AtsWidgetElement, PywidgetWidgetEventMap }} from "./pywidget.js";

type Events = PywidgetWidgetEventMap;
type Listeners = {{ [N in keyof Events as `on${{Capitalize<N>}}`]?: (event: Events[N]) => void }};
type Emit = {{ [N in keyof Events]: (event: N, payload: Events[N]) => void }}[keyof Events];

declare module "vue" {{
  interface GlobalComponents {{
    "{ELEMENT}": new () => AtsWidgetElement & {{
      $props: AtsWidgetAttributes & Listeners & HTMLAttributes & PublicProps;
      $emit: Emit;
    }};
  }}
  interface IntrinsicElementAttributes {{
    "{ELEMENT}": AtsWidgetAttributes & Listeners & HTMLAttributes;
  }}
}}
"""

_SVELTE = f"""
import type {{ HTMLAttributes }} from "svelte/elements";
import type {{ AtsWidgetAttributes, AtsWidgetElement, PywidgetWidgetEventMap }} from "./pywidget.js";

type Events = PywidgetWidgetEventMap;
type Listeners = {{ [N in keyof Events as `on:${{N}}`]?: (event: Events[N]) => void }};

declare module "svelte/elements" {{
  interface SvelteHTMLElements {{
    "{ELEMENT}": AtsWidgetAttributes & Listeners & HTMLAttributes<AtsWidgetElement>;
  }}
}}
"""


if __name__ == "__main__":
    main()
