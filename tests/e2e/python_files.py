"""The files of the bundle that have Python in them, by the browsers that load them."""

from __future__ import annotations

from tools.build import our_interpreter

_HAS_CUT = our_interpreter() is not None

#: What a page needs for Python, and what it needs besides if it watches or reports to other sinks.
USUAL = ("micropython.wasm",) if _HAS_CUT else ("micropython.js", "micropython.wasm", "pywidget.romfs")
MORE = "pywidget-more.romfs" if _HAS_CUT else "pywidget-all.romfs"
#: What makes the reports, where that is a file of its own.
REPORTS = ("pywidget-reports.romfs",) if _HAS_CUT else ()
#: Where there is our cut, only browsers that cannot run it load these.
IMAGES = ("pywidget.romfs", "pywidget-all.romfs")
#: Makes a browser such a one: it has no exceptions in WebAssembly, and does not check preloaded modules.
OLD_BROWSER = "WebAssembly.validate = () => false; delete HTMLLinkElement.prototype.fetchPriority;"
