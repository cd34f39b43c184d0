"""What can be wrong with the answers of a server that pages get pywidget from; docs/serving.md lists the same."""

from __future__ import annotations

from pywidget.check.findings import Finding, Kind

#: How many files a sentence names.
_NAMED = 6

SERVED_KINDS: dict[str, Kind] = {
    "file-missing": Kind(
        "error",
        "A page that needs it cannot start pywidget: it says pywidget:unavailable and does nothing.",
        "Put the whole folder of `pywidget bundle` there, under its own names, and allow everybody to read it.",
    ),
    "file-html": Kind(
        "error",
        "It is no file of pywidget: perhaps the page for addresses that nobody knows, or one to sign in.",
        "Serve the folder's files as they are, before the rule that answers every address with the page.",
    ),
    "file-changed": Kind(
        "error",
        "pywidget compares each file with the hash of its build, and does not run one that differs.",
        "Upload the folder once more, all of it and as binary, and let nothing minify, inject into or convert it.",
    ),
    "script-type": Kind(
        "error",
        "Browsers do not run a script of another type.",
        "Send Content-Type: text/javascript for names that end in .js (and .mjs, for Pyodide).",
    ),
    "script-type-guessed": Kind(
        "warning",
        "Browsers run it all the same, until somebody adds X-Content-Type-Options: nosniff.",
        "Send Content-Type: text/javascript for names that end in .js.",
    ),
    "data-type": Kind(
        "warning",
        "pywidget takes it as it is. Servers and CDNs decide by the type what they compress.",
        "Send Content-Type: application/wasm for .wasm, application/json for .json.",
    ),
    "list-missing": Kind(
        "warning",
        "It has the name and the hash of each file: without it, only what the script tag itself names was looked at.",
        "Put integrity.json of the same build beside pywidget.js.",
    ),
    "tag-integrity": Kind(
        "error",
        "The browser does not run pywidget.js.",
        "Take the hash from integrity.json of this build, each time you update.",
    ),
    "redirected": Kind(
        "warning",
        "Each redirect costs a round trip. The folder of the build is looked for beside the address in the page.",
        "Name the address where the files are.",
    ),
    "cache-tag": Kind(
        "warning",
        "It is the file that an update changes: cached for long, old builds stay in use; not cached, each page waits.",
        "Send Cache-Control: max-age=300 with pywidget.js, and with pywidget-first.js if the page has it.",
    ),
    "cache-build": Kind(
        "warning",
        "A file in the folder of a build never changes. Without this, browsers ask for it again and again.",
        "Send Cache-Control: max-age=31536000, immutable with everything in the folder of the build.",
    ),
    "not-compressed": Kind(
        "warning",
        "Visitors wait for bytes that need not be sent.",
        "Serve the .br and .gz files that lie beside (gzip_static, precompressed), or compress by type.",
    ),
    "cors-missing": Kind(
        "error",
        "The files are on another origin than the page, and the browser does not give them to it.",
        "Send Access-Control-Allow-Origin: * with all of pywidget's files.",
    ),
    "cors-vary": Kind(
        "warning",
        "A cache may keep the answer that was made for one origin, and give it to pages of another.",
        "Send Access-Control-Allow-Origin: *, or Vary: Origin.",
    ),
    "cors-tag": Kind(
        "error",
        "With integrity, the browser asks for a file of another origin by CORS only.",
        'Add crossorigin="anonymous" to the script tag.',
    ),
    "corp-missing": Kind(
        "error",
        "The page demands that others allow the use of their files (Cross-Origin-Embedder-Policy: require-corp).",
        'Add crossorigin="anonymous" to the script tag, or send Cross-Origin-Resource-Policy: cross-origin.',
    ),
    "mixed-content": Kind(
        "error",
        "From a page that came by https, browsers ask for no script and no data by http.",
        "Use https for it as well.",
    ),
}


def served_finding(code: str, address: str, what: str, files: tuple[str, ...] = ()) -> Finding:
    """Make a finding.

    Args:
        code: a key of :data:`SERVED_KINDS`.
        address: what was asked for, or the folder of the files.
        what: what is there.
        files: which ones it is about, relative to the address.
    """
    kind = SERVED_KINDS[code]
    if files:
        more = len(files) - _NAMED
        # A single further file is named, because "1 more" would hardly be shorter.
        named = files if more <= 1 else files[:_NAMED]
        what += f": {', '.join(named)}{'' if len(named) == len(files) else f' and {more} more'}"
    return Finding(code, kind.level, 0, 0, what, kind.why, kind.todo, address, files)
