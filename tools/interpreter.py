"""The interpreter's JavaScript, changed so that it leaves the page's globals alone.

MicroPython's module keeps its state in properties of ``globalThis``: a second copy, such as the one that a page's own
PyScript loads, would overwrite that state, and neither would work again. Here every one of these names becomes a
variable of the function that starts an interpreter, so that each start has its own: after ``pywidget.stop()`` and
another script tag, two of them can be starting at the same time. The part that runs scripts named on Node's command
line goes: a page has none. So does a check that the interpreter's own calls make of themselves.

The text is that of exactly one release, so each change says how often it applies. Any other count means that the
release is another one, and stops the build instead of shipping half a change.
"""

from __future__ import annotations

import re

PACKAGE = "@micropython/micropython-webassembly-pyscript"
#: The release of the interpreter, and of the compiler whose ``.mpy`` files it reads.
INTERPRETER_VERSION = "1.28.0-6"
COMPILER_VERSION = "1.28.0.post2"

#: What MicroPython puts on ``globalThis``.
GLOBAL_NAMES = (
    "Module",
    "loadMicroPython",
    "proxy_js_existing",
    "proxy_js_map",
    "proxy_js_ref",
    "proxy_js_ref_map",
    "proxy_js_ref_next",
    "pyProxyFinalizationRegistry",
)

_STATE = "proxy_js_existing proxy_js_map proxy_js_ref proxy_js_ref_map proxy_js_ref_next pyProxyFinalizationRegistry"

#: (what it is, pattern, replacement, how often)
_CHANGES: tuple[tuple[str, str, str, int], ...] = (
    (
        "the state of the proxies",
        rf"\bglobalThis\.({_STATE.replace(' ', '|')})\b",
        r"\1",
        18,
    ),
    # loadMicroPython has a variable of its own called Module, so a function has to reach the one outside.
    ("the module object", r"\bglobalThis\.Module=Module\b", "setModule(Module)", 1),
    # Made for those who build the interpreter, on each of the many calls between it and JavaScript: a sixth of
    # what an error costs.
    (
        "the check of its table",
        r'assert\(wasmTable\.get\(funcPtr\)==func,"[^"]*"\),',
        "",
        1,
    ),
    # Some pages have a `process`, for the sake of a library.
    ("what is Node", r"\bENVIRONMENT_IS_NODE=(?=globalThis\.process)", r"\g<0>!globalThis.window&&", 1),
    ("the version of Node", r'(?="undefined"!=typeof process&&process\.versions)', "!globalThis.window&&", 1),
    # Scripts of a page take away what they have a substitute for.
    ("Node's crypto", r'void 0===globalThis\.crypto&&\(globalThis\.crypto=require\("crypto"\)\)', "0", 1),
    (
        "random numbers",
        r"globalThis\.crypto\.getRandomValues\(new Uint32Array\(1\)\)\[0\]",
        "(globalThis.crypto?.getRandomValues?.(new Uint32Array(1))[0]??Math.random()*2**32>>>0)",
        1,
    ),
    (
        "the console",
        r"\bout=console\.log\.bind\(console\),err=console\.error\.bind\(console\)",
        "out=text=>globalThis.console?.log(text),err=text=>globalThis.console?.error(text)",
        1,
    ),
    # What was fetched and checked by the page.
    (
        "the options",
        r"romfs:romfs\}=Object\.assign\(",
        "romfs:romfs,wasm:wasm}=Object.assign(",
        1,
    ),
    (
        "the module's beginning",
        r"let Module=\{locateFile:",
        "let Module={wasm:wasm,locateFile:",
        1,
    ),
    (
        "the fetching of its code",
        r"async function instantiateAsync\(binary,binaryFile,imports\)\{",
        r"\g<0>if(Module.wasm)return WebAssembly.instantiate(Module.wasm,imports);",
        1,
    ),
    # What is exported instead is the function around all of it, see `without_globals`.
    ("the export of its beginning", r"\bexport default _createMicroPythonModule;", "", 1),
    ("the export", r"\bexport (?=async function loadMicroPython\b)", "", 1),
    (
        "the command line",
        r"if\(globalThis\.loadMicroPython=loadMicroPython,.*?\}\(\)\}(?=class PyProxy\{)",
        "",
        1,
    ),
)

_BEFORE = (
    "export const loadMicroPython=options=>{"
    f"let Module,{_STATE.replace(' ', ',')};function setModule(module){{Module=module}}"
)
_AFTER = ";return loadMicroPython(options)}"


class UnknownInterpreterError(Exception):
    """The interpreter is not the release that the changes were written for."""


def without_globals(source: str) -> str:
    """Return the text of ``micropython.mjs`` with its globals moved into the function that it exports.

    Raises:
        UnknownInterpreterError: if any change does not apply exactly as often as it should.
    """
    for what, pattern, replacement, expected in _CHANGES:
        source, count = re.subn(pattern, replacement, source, flags=re.DOTALL)
        if count != expected:
            raise UnknownInterpreterError(
                f"micropython.mjs: {what} found {count} times, expected {expected}: is it {INTERPRETER_VERSION}?"
            )
    for name in GLOBAL_NAMES:
        if f"globalThis.{name}" in source:
            raise UnknownInterpreterError(f"micropython.mjs still uses globalThis.{name}: is it {INTERPRETER_VERSION}?")
    return _BEFORE + source + _AFTER
