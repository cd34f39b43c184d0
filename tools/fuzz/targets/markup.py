"""``pywidget check``: findings with a place in the page, for any text that is called a page, template or script."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from pywidget.browser.settings import CHOICES, TEXTS
from pywidget.check import Page, notes
from pywidget.check import check as find_mistakes
from pywidget.check.policy import header_findings
from pywidget.cli.decoded import NoTextError, decoded

if TYPE_CHECKING:
    from tools.fuzz.draw import Draw

SHARED = False
NAMES = (
    "", "page.html", "a.vue", "a.svelte", "a.astro", "a.php", "a.erb", "a.twig", "a.jinja", "a.jsx", "a.tsx", "a.js",
    "a.cshtml", "a.razor", "a.blade.php", "a.hbs", "a.ejs", "a.component.html",
)  # fmt: skip
WORDS = tuple(CHOICES) + tuple(TEXTS) + (
    "<script ", "</script>", "<!--", "-->", "<html>", "<head>", "<body>", "<ats-widget ", "</ats-widget>", "<template>",
    'src="/pywidget/pywidget.js"', 'src="https://cdn.example.org/ats-widget@3.js"', " async", " defer", 'type="module"',
    '="', "='", '">', "/>", "<meta http-equiv=Content-Security-Policy content=\"script-src 'self'\">", "{{ x }}",
    "{% if",
    "%}", "<?php", "?>", "<%=", "%>", "@if(", "@endif", "{#", "#}", "{/if}", "v-if=", "x-on:", "@click=", ":src=", "${",
    "addEventListener('allfeat:error', e => {", "});", "document.querySelector('ats-widget')", ".setToken(", "token",
    "window.pywidget.report(", "?.", "if (", "} else {", "function f() {", "return", "/*", "*/", "//", "`", "\\",
    "&quot;",
    "script-src 'self' 'nonce-abc'", "'strict-dynamic'", "default-src 'none';", "connect-src", "wasm-unsafe-eval",
    "site-key=", "csk_live_0123456789", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abcdefgh", "<svg>", "<title>",
    "<textarea>",
    "<![CDATA[", "]]>", "<a b c=d>", "\n", "[", "]", "(", ")", "{", "}", "<noscript>",
)  # fmt: skip


def check(draw: Draw) -> object:
    """Find mistakes in a text, and in a policy."""
    name = NAMES[draw.number(len(NAMES) - 1)]
    header = draw.text() if draw.one_in(4) else ""
    if draw.number(3):
        text = "".join([draw.word() if draw.number(4) else draw.part() for _ in range(draw.number(40))])
        text *= (1, 1, 1, 2, 9)[draw.number(4)]
    else:
        try:
            text = decoded(draw.rest())
        except NoTextError:
            return None
    page = Page(text, name=name)
    found = list(find_mistakes(page)) + list(header_findings(page, header))
    # Editors count a lone carriage return as the end of a line, too.
    lines = len(re.findall("\r\n|\r|\n", text)) + 1
    for one in found:
        assert one.level in ("error", "warning")
        assert 0 <= one.line <= lines
        assert one.column >= 0
        assert one.what
        assert one.todo
        assert len(one.what) < 2_000
    told = [one._asdict() for one in found]
    return json.dumps([told, notes(page), page.not_read])
