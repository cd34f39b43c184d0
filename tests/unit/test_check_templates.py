"""``pywidget check`` on templates: right ones are left in peace, and a mistake in them is found where it is."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pywidget.check import Page, check, notes
from pywidget.check.templates import FILLED, Template
from pywidget.check.templates.brackets import Brackets
from pywidget.check.templates.marks import MARKS as ENGINES

PAGES = sorted((Path(__file__).parent / "check_pages").iterdir())
#: Pages, parts of pages and components as frameworks begin them.
DOCUMENTS = sorted((Path(__file__).parent / "check_documents").iterdir())
#: Begins a mistake; it is taken out before the page is checked.
HERE = "▶"
#: Where something can be put into any of the pages: before the attribute of pywidget's tags …
_ATTRIBUTE = re.compile(r"(?<=\s)\S*data-token-url\S*=")
#: … and before the widgets that are not in a comment.
_WIDGET = re.compile(r"<ats-widget (?=\S)")

MISTAKES = {
    "attribute-unknown": (_ATTRIBUTE, f'{HERE}data-debgu="on" '),
    "attribute-value": (_ATTRIBUTE, f'{HERE}data-reset="always" '),
    "attribute-prefix": (_ATTRIBUTE, f'{HERE}login-url="/login" '),
    "widget-attribute-missing": (_WIDGET, f'{HERE}<ats-widget ats-url="https://ats.example" token={{t}}></ats-widget>'),
    "token-attribute": (
        _WIDGET,
        f'<ats-widget site-key="cpk_1" ats-url="https://ats.example" {HERE}token="a"></ats-widget>',
    ),
    "secret-key": (_WIDGET, f'<p title="{HERE}csk_0123456789abcdef"></p>'),
    "pywidget-twice": (_WIDGET, f'{HERE}<script src="/again/pywidget.js" data-token-url="/t"></script>'),
}


def found(text: str, name: str = "") -> list[tuple[str, int, int]]:
    return [(finding.code, finding.line, finding.column) for finding in check(Page(text, name=name))]


def place(text: str) -> tuple[int, int]:
    before = text[: text.index(HERE)]
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


@pytest.mark.parametrize("file", [*PAGES, *DOCUMENTS], ids=lambda file: file.name)
def test_a_right_page_is_left_in_peace(file: Path) -> None:
    assert found(file.read_text(encoding="utf-8"), file.name) == []


@pytest.mark.parametrize("code", MISTAKES)
@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.name)
def test_a_mistake_is_found_where_it_is(file: Path, code: str) -> None:
    text = file.read_text(encoding="utf-8")
    where, mistake = MISTAKES[code]
    assert where.search(text)
    for wrong in with_mistake(text, where, mistake):
        assert found(wrong.replace(HERE, ""), file.name) == [(code, *place(wrong))], wrong


def with_mistake(text: str, where: re.Pattern[str], mistake: str) -> list[str]:
    places = [match.start() for match in where.finditer(text)]
    return [text[:index] + mistake + text[index:] for index in places]


LISTENER = f"widget.addEventListener('allfeat:failed', (e) => {{ if (a<b) show({HERE}e.detail.error) }});"


@pytest.mark.parametrize("file", [file for file in PAGES if file.suffix != ".jsx"], ids=lambda file: file.name)
def test_a_listener_in_a_template_is_read(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    for wrong in with_mistake(text, _WIDGET, f"<script>{LISTENER}</script>"):
        assert found(wrong.replace(HERE, ""), file.name) == [("error-field-read", *place(wrong))], wrong


@pytest.mark.parametrize(
    "code",
    [
        "const a = {{ a|tojson }};",
        "const a = {{ language }}; f({{ default }});",
        'const a = {{ {"b": {"c": 1}}|tojson }}, b = "{{ b }}", c = `${d} {{ e }}`;',
        "{% if a %}const a = 1;{% else %}const a = '{{ a }}';{% endif %}",
        "{% for a in b %}f('{{ a }}'{% if not loop.last %}, {% endif %});{% endfor %}",
        "{# it's #}",
        "const a = <%= raw a.to_json %>; <% if a %>f();<% end %>",
        "const a = <?= json_encode($a) ?>; <?php if ($a): ?>f();<?php endif; ?>",
        "const a = @json($a, JSON_PRETTY_PRINT), b = @js($b), c = {!! $c !!}; @if(true) f(); @endif",
        'const a = @Html.Raw(Json.Serialize(Model.A)), b = "@Model.B";',
        "/** @default 1 @error @param {{ a: string }} b */ function f() {{ g() }} const h = '{{' + '}}' + '{%';",
        "class A { #b = 1; static { this.#b } }",
    ],
)
def test_what_stands_before_a_mistake_in_a_script(code: str) -> None:
    text = page(TAG, f"{WIDGET}\n<script>\n{code}\n{LISTENER}\n</script>")
    assert found(text.replace(HERE, "")) == [("error-field-read", *place(text))]


@pytest.mark.parametrize(
    "code",
    [
        "{{% set key = '{}' %}}",
        "{{{{ '{}'|upper }}}}",
        "{{# {} #}}",
        "{{{{-- {} --}}}}",
        "{{% comment %}}{}{{% endcomment %}}",
        "<%= client('{}') %>",
        "<?php $key = '{}'; ?>",
        '@{{ var key = "{}"; }}',
        "<p title=\"{{{{ x('{}') }}}}\"></p>",
        "<script>const a = {{{{ a }}}}, key = `{}`;</script>",
        "<script>{{% if a %}}const key = '{}';{{% endif %}}</script>",
    ],
)
def test_no_template_code_hides_a_secret(code: str) -> None:
    text = page(TAG, WIDGET + code.format(f"{HERE}csk_0123456789abcdef"))
    assert ("secret-key", *place(text)) in found(text.replace(HERE, ""))


@pytest.mark.parametrize(
    ("attributes", "code"),
    [
        ('data-reset="{{ reset }}" data-lang="{{ lang }}" data-contact="{{ a > b }}"', None),
        ('data-reset="{% if a %}never{% else %}always{% endif %}"', None),
        (':data-reset="reset" [attr.data-lang]="lang" data-boot={boot}', None),
        ('{% if a %}data-debug="on"{% else %}data-debug="off"{% endif %}', None),
        (f'{{% if a %}}data-debug="on"{{% else %}}{HERE}data-debug="of"{{% endif %}}', "attribute-value"),
        (f'{{{{ attributes }}}} {HERE}data-debgu="on"', "attribute-unknown"),
        (f'{HERE}:data-debgu="on"', "attribute-unknown"),
        (f'{HERE}[attr.data-debgu]="on"', "attribute-unknown"),
        (f'{HERE}v-bind:login-url="on"', "attribute-prefix"),
        (f'data-lang="{{{{ lang }}}}" {HERE}data-analytics="segmnt"', "attribute-value"),
        (f'{{% if a %}}{HERE}data-csrf-cookie="{{{{ a }}}}"{{% endif %}}', "attribute-alone"),
        (f'data-contact="{{{{ "a>b" }}}}" {HERE}async', "pywidget-late"),
        ('data-contact="{{ a }}" :async="a" defer={b}', None),
        (f'{HERE}data-nscript="lazyOnload"', "pywidget-late"),
        ('data-nscript="afterInteractive"', None),
    ],
)
def test_attributes_of_the_tag(attributes: str, code: str | None) -> None:
    text = page(TAG.replace("src=", f"{attributes} src="))
    assert found(text.replace(HERE, "")) == ([(code, *place(text))] if code else [])


POLICY = "<meta http-equiv='Content-Security-Policy' {}content=\"{}\">"


@pytest.mark.parametrize(
    ("policy", "code"),
    [
        ("{{ policy }}", None),
        ("script-src 'self' {{ hosts }}", None),
        ("default-src 'self'; {{ more }}", None),
        ("script-src 'nonce-{{ nonce }}' 'strict-dynamic' 'wasm-unsafe-eval'", None),
        ("script-src 'nonce-<%= nonce %>' 'wasm-unsafe-eval'; connect-src 'self' {{ api }}", None),
        ("script-src 'nonce-{{ nonce }}' 'strict-dynamic'", "csp-wasm"),
        ("script-src 'sha256-{{ hash }}' 'wasm-unsafe-eval'", "csp-script"),
        ("script-src 'nonce-{{ nonce }}' 'wasm-unsafe-eval'; connect-src 'self'", "csp-connect"),
    ],
)
def test_a_policy_in_a_template(policy: str, code: str | None) -> None:
    hashed = "sha256" in policy
    tag = TAG.replace("src=", "src=" if hashed else 'nonce="{{ nonce }}" src=')
    text = page(POLICY.format(HERE, policy) + tag)
    assert found(text.replace(HERE, "")) == ([(code, *place(text))] if code else [])


WIDGET = '<ats-widget site-key="cpk_1" ats-url="https://ats.example" token="{{ token }}"></ats-widget>'
TAG = '<script src="/static/pywidget.js" data-token-url="/t"></script>'


def page(head: str, body: str = WIDGET) -> str:
    return f'<!doctype html>\n<html lang="en"><head>\n{head}\n</head><body>\n{body}\n</body></html>\n'


@pytest.mark.parametrize(
    "head",
    [
        '<%= javascript_include_tag "pywidget", data: { "token-url": ats_token_path } %>',
        "<%= javascript_importmap_tags %>",
        "<%= vite_javascript_tag 'application' %>",
        "{{ 'pywidget.js' | asset_url | script_tag }}",
        "{{ content_for_header }}",
        "@vite(['resources/js/app.js'])",
        "{{ vite_entry_script_tags('app') }}",
        "{{ encore_entry_script_tags('app') }}",
        "{% load pywidget_tags %}{% pywidget %}",
        "{% pywidget token_url='/t' %}",
        "{{ pywidget() }}",
        "{% render_bundle 'main' %}",
        "{{ form.media }}",
        "{{ bundle_js }}",
        "<?php wp_head(); ?>",
        "<?php wp_enqueue_script('pywidget', plugins_url('pywidget.js', __FILE__)); ?>",
        "<?php include 'head.php'; ?>",
        "<?php get_header(); ?>",
        '@await Html.PartialAsync("_Pywidget")',
        '@RenderSection("Scripts", required: false)',
        "@yield('scripts')",
        "@stack('scripts')",
        "<x-head></x-head>@include('partials.pywidget')",
        '{{ partial "head.html" . }}',
        '{{ template "head" . }}',
        "{{> head}}",
        "{{{ head }}}",
        "{% block scripts %}{% endblock %}",
        "{% include 'pywidget.html' %}",
        "{%- render 'head' -%}",
        "{% section 'head' %}",
        "%sveltekit.head% {@html pywidget}",
        '<script type="module" src="/src/main.js"></script>',
        '<script type="module">import { start } from "pywidget-errors"; start({ tokenUrl: "/t" });</script>',
        '<script>import("pywidget-errors").then(({ start }) => start({ tokenUrl: "/t" }))</script>',
        "<script>const s = document.createElement('script'); s.src = '/pywidget.js'; document.head.append(s)</script>",
    ],
)
def test_pywidget_can_come_otherwise(head: str) -> None:
    assert found(page(head)) == []


@pytest.mark.parametrize(
    "head",
    [
        "<title>{{ title }}</title>",
        "{# pywidget #}{% comment %}pywidget{% endcomment %}{{!-- pywidget --}}<%# pywidget %><?php /* pywidget */ ?>",
        "{% if debug %}<meta name='x' content='{{ y }}'>{% endif %}",
        "{% block title %}{% endblock %}",
        "<!-- pywidget.js -->",
    ],
)
def test_pywidget_is_missing_where_nothing_can_bring_it(head: str) -> None:
    assert found(page(head)) == [("pywidget-missing", 1, 1)]


@pytest.mark.parametrize(
    "text",
    [
        '<template><ats-widget site-key="cpk_1" ats-url="/ats" /></template>',
        '<x-layout><ats-widget site-key="cpk_1" ats-url="/ats"></ats-widget></x-layout>',
        '<ats-widget site-key="cpk_1" ats-url="/ats" (allfeat:error)="on($event)"></ats-widget>',
        '<ats-widget site-key="cpk_1" ats-url="/ats" @allfeat:error="on"></ats-widget>',
        '<ats-widget site-key="cpk_1" ats-url="/ats" x-ref="w"></ats-widget>',
        '<ats-widget site-key="cpk_1" ats-url="{{ url }}"></ats-widget>',
        '{% extends "base.html" %}{% block b %}<ats-widget site-key="a" ats-url="/b"></ats-widget>{% endblock %}',
        "<script setup>import x from './x'</script>\n<template><p>{{ x }}</p></template>",
        "export const a = () => <ats-widget site-key='cpk_1' ats-url='/ats' />;",
    ],
)
def test_a_component_is_no_whole_page(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        ("{% highlight html %}", "{% endhighlight %}"),
        ("{%- highlight html linenos -%}", "{%- endhighlight -%}"),
        ("{% codeblock lang:html %}", "{% endcodeblock %}"),
        ("{% filter force_escape %}", "{% endfilter %}"),
        ("{% apply escape('html') %}", "{% endapply %}"),
    ],
)
def test_what_is_shown_as_a_text_is_not_in_the_page(begin: str, end: str) -> None:
    shown = f'{begin}<ats-widget token="abc"></ats-widget><script src="pywidget.js"></script>{{{{ a }}}}{end}'
    assert found(page(TAG, shown + WIDGET)) == []
    # What comes after it is in the page, and so is what only begins like it.
    for before in (shown, begin, begin.replace("highlight", "block").replace("escape", "upper") + shown):
        text = page(TAG, f'{before}{HERE}<ats-widget ats-url="/ats" token="{{{{ t }}}}"></ats-widget>')
        assert ("widget-attribute-missing", *place(text)) in found(text.replace(HERE, ""))


@pytest.mark.parametrize(
    ("attributes", "are_there"),
    [
        ("attr:site-key={k()} attr:ats-url={url}", True),
        ('attr:site-key="cpk_1" prop:atsUrl={url}', True),
        ("site-key={k()} ats-url={url}", True),
        ("attr:site-key={k()}", False),
        ("attr:siteKey={k()} ats-url={url}", False),
        ("on:site-key={k} ats-url={url}", False),
        ("siteKey={k()} ats-url={url}", False),
    ],
)
def test_names_of_solid(attributes: str, *, are_there: bool) -> None:
    text = f"export const A = () => <ats-widget {attributes} />;"
    assert [code for code, _, _ in found(text, "a.tsx")] == ([] if are_there else ["widget-attribute-missing"])


@pytest.mark.parametrize(
    ("url", "is_filled"),
    [
        ("{link Ats:token}", True),
        ("{plink Ats:token, id => 5, 'a'}", True),
        ("{url name='token'}", True),
        ("{=$url|noescape}", True),
        ("{$basePath}/token", True),
        ("<@spring.url '/token'/>", True),
        ("{link: token}", False),
        ("{link : token}", False),
        ("{link Ats:token", False),
        ("link:token", False),
        ("spring.url:'/token'", False),
    ],
)
def test_values_that_functions_fill_in(url: str, *, is_filled: bool) -> None:
    tag = f'<script src="/a/pywidget.js" {HERE}data-token-url="{url}" data-first-token="on"></script>'
    codes = [] if is_filled else [("attribute-value", *place(page(tag)))]
    right = [one for one in found(page(tag).replace(HERE, "")) if one[0] != "token-source-missing"]
    assert right == codes
    wrong = found(page(tag.replace("></", ' data-debgu="on"></')).replace(HERE, ""))
    assert "attribute-unknown" in [code for code, _, _ in wrong]


@pytest.mark.parametrize(
    "src", ["<@spring.url '/js/pywidget.js'/>", '<@spring.url value="/js/pywidget.js" />', "{asset 'js/pywidget.js'}"]
)
def test_the_tag_with_an_address_of_a_function(src: str) -> None:
    tag = f'<script src="{src}" {HERE}data-debgu="on" data-token-url="/t" data-first-token="on"></script>'
    assert found(page(tag).replace(HERE, "")) == [("attribute-unknown", *place(page(tag)))]


PART = '<div><ats-widget site-key="cpk_1" ats-url="/ats"></ats-widget></div>'


@pytest.mark.parametrize("name", ["", "part.html", "d.component.html", "_f.html.erb", "p.liquid", "A.VUE", "a.ftl"])
def test_a_widget_without_any_script_is_a_part_of_a_page(name: str) -> None:
    assert found(PART, name) == []
    assert notes(Page(PART, name=name)) == [
        "pywidget.js is not in this part of a page: the page that it is put into has to bring it."
    ]


def test_a_part_of_a_page_by_its_name() -> None:
    with_script = f'{PART}<script src="https://cdn.example/v3/ats-widget.iife.js"></script>'
    assert found(with_script, "part.jsp") == []
    assert found(with_script, "part.html") == [("pywidget-missing", 1, 1)]


@pytest.mark.parametrize("begin", ["<!doctype html>", "<html>", "<head></head>", "<body>", "<script></script>"])
def test_plain_html_is_a_whole_page(begin: str) -> None:
    assert found(begin + PART) == [("pywidget-missing", 1, 1)]
    assert found(begin) == [("pywidget-missing", 1, 1), ("widget-missing", 1, 1)]
    assert notes(Page(begin + PART)) == []


@pytest.mark.parametrize(("url", "is_there"), [("{{ url }}", True), ("/ats", False)])
def test_attributes_that_angular_fills_in(url: str, *, is_there: bool) -> None:
    text = f'<!doctype html><html><ats-widget site-key="a" attr.ats-url="{url}" token="{{{{ t }}}}"></ats-widget>{TAG}'
    assert [code for code, _, _ in found(text)] == ([] if is_there else ["widget-attribute-missing"])


@pytest.mark.parametrize(
    "begin",
    ["{% if a %}", "{{#if a}}", "<% if a %>", "<?php if ($a): ?>", "@if ($a)\n", "{{ if .A }}", "{#if a}"],
)
def test_a_condition_that_holds_two_tags(begin: str) -> None:
    other = TAG.replace("src=", "id=x src=")
    assert [code for code, _, _ in found(page(begin + TAG + other))] == ["pywidget-twice"]


@pytest.mark.parametrize(
    "parts",
    [
        ("{% if a %}", "{% else %}", "{% endif %}"),
        ("{% if a %}", "{% elif b %}", "{% endif %}"),
        ("{% if a %}", "{% elseif b %}", "{% endif %}"),
        ("{%- if a -%}", "{%- elsif b -%}", "{%- endif -%}"),
        ("{% unless a %}", "{% else %}", "{% endunless %}"),
        ("{% case a %}{% when 1 %}", "{% when 2 %}", "{% endcase %}"),
        ("{% if a %}", "{% endif %}{% if not a %}", "{% endif %}"),
        ("{% for x in y %}{% if x %}{% endif %}", "{% else %}", "{% endfor %}"),
        ("{{#if a}}", "{{else}}", "{{/if}}"),
        ("{{#if a}}", "{{else if b}}", "{{/if}}"),
        ("{{#unless a}}{{#each b}}{{/each}}", "{{^}}", "{{/unless}}"),
        ("{{#a}}", "{{/a}}{{^a}}", "{{/a}}"),
        ("{{ if .A }}{{ range .B }}{{ end }}", "{{ else }}", "{{ end }}"),
        ("{{- with .A -}}", "{{- else with .B -}}", "{{- end -}}"),
        ("<% if a %>", "<% else %>", "<% end %>"),
        ("<% unless a %><% b.each do |c| %><% end %>", "<% else %>", "<% end %>"),
        ("<% case a %><% when 1 %>", "<% when 2 %>", "<% end %>"),
        ("<% if (a) { %>", "<% } else { %>", "<% } %>"),
        ("<% if (a) { %>", "<% } else if (b) { %>", "<% } %>"),
        ("<%= if a do %>", "<% else %>", "<% end %>"),
        ("<?php if ($a): ?>", "<?php else: ?>", "<?php endif; ?>"),
        ("<?php if ($a) { ?>", "<?php } else { ?>", "<?php } ?>"),
        ("<?php if ($a): ?>", "<?php elseif ($b): ?>", "<?php endif ?>"),
        ("<?php switch ($a): ?><?php case 1: ?>", "<?php case 2: ?>", "<?php endswitch; ?>"),
        ("@if($a)\n", "@else\n", "@endif\n"),
        ("@isset($a)\n", "@else\n", "@endisset\n"),
        ("@switch($a)\n@case(1)\n", "@case(2)\n", "@endswitch\n"),
        ("@auth\n", "@endauth\n@guest\n", "@endguest\n"),
        ("@forelse($a as $b)\n", "@empty\n", "@endforelse\n"),
        ("@if (a < b) {\n", "} else {\n", "}\n"),
        ("@if (a) { <p>{}</p>\n", "} @else if (b) {\n", "}\n"),
        ("@switch (a) { @case (1) {", "} @default {", "} }"),
        ("<#if a>", "<#else>", "</#if>"),
        ("<#list a as b></#list><#if a>", "<#elseif b gt 1>", "</#if>"),
        ("<c:choose><c:when test='${a > b}'>", "</c:when><c:otherwise>", "</c:otherwise></c:choose>"),
        ('<environment include="a">', '</environment><environment exclude="a">', "</environment>"),
        ("{#if a}", "{:else}", "{/if}"),
        ("{#if a}{#each b as c}{/each}", "{:else if b}", "{/if}"),
        ("{#await a}", "{:then b}", "{/await}"),
    ],
)
def test_of_two_branches_one_is_in_the_page(parts: tuple[str, str, str]) -> None:
    begin, between, end = parts
    script = '<script src="/v{}/ats-widget.js"></script>'
    head = f"{begin}{TAG}{script.format(1)}{between}{TAG}{script.format(2)}{end}"
    assert found(page(head)) == []
    # What follows is in the page in both cases.
    assert [code for code, _, _ in found(page(head + script.format(1)))] == ["widget-script-twice"]
    again = found(page(head + TAG))
    assert [code for code, _, _ in again] == ["pywidget-twice"]


@pytest.mark.parametrize(
    "element",
    ["v-if='a'", "v-else", "*ngIf='a > b'", "th:if='${a}'", "th:unless='${a}'", "x-if='a'"],
)
def test_an_element_with_a_condition_of_its_own(element: str) -> None:
    script = f'<script {element} src="/v1/ats-widget.js"></script>'
    assert found(page(TAG + script + script.replace("v1", "v2"))) == []


MARKS = "{{ }} {% %} {# #} <% %> <? ?> {!! !!} {{{ {{!-- --}} @if( @endif @{ @( @* *@ @M.X[ {#if {:else} {/if} ${ [[${"
PIECES = [
    *MARKS.split(),
    *["{% if a %}", "{% else %}", "{% endif %}", "{% raw %}", "{% endraw %}", "{% comment %}", "@php", "@verbatim"],
    *["{", "}", "(", ")", "[", "]", '"', "'", "`", "=", ">", "<a ", "<!--", "-->", "\n", " ", "a", "\ufdd0", "é😀"],
    *["<script>", "</script>", "<style>", "</style>", "<script src=pywidget.js data-x", "<ats-widget token="],
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_whatever_is_blanked_has_its_length(text: str) -> None:
    blanked = Template(text).text
    assert len(blanked) == len(text)
    assert all(after in (before, " ", "_", FILLED) for before, after in zip(text, blanked, strict=True))
    for _, line, column in found(text):
        assert 1 <= line <= text.count("\n") + 1
        assert column >= 1


@pytest.mark.parametrize(
    "piece",
    [
        "{{",
        "{{ '",
        "{%",
        "{#",
        "<%",
        "<?",
        "@(",
        "{",
        "@if(a){",
        "${",
        "<a x='${",
        "<a b='c' ",
        "{{!-- ",
        "[[${",
        "{#if ",
    ],
)
def test_no_text_takes_long(piece: str) -> None:
    """With steps for each pair of pieces, this took minutes."""
    begun = time.process_time()
    found(piece * (60_000 // len(piece)))
    assert time.process_time() - begun < 10


@pytest.mark.parametrize(
    "text",
    [
        "{{" * 50 + '"\\' * 9_000,
        ('{{ "' + '\\"' * 4_000 + "\n") * 5,
        ("{{ `" + "\\`" * 9_000) * 5,
        "<?php " + "/*" * 9_000,
        "<?php " + "#\n" * 9_000,
        "<% " + "fn " * 9_000 + "-> %>",
        "{% " + " " * 9_000 + "x %}",
    ],
)
def test_strings_and_comments_without_an_end_take_no_longer(text: str) -> None:
    begun = time.process_time()
    Template(text)
    assert time.process_time() - begun < 5


def test_all_ends_of_code_with_strings_in_it_are_known() -> None:
    """A row with another end would raise where a page has such code."""
    for end in {mark.end for mark in ENGINES if mark.nested}:
        assert Brackets(f" 'a' {end} b").end_of(0, end, nested=True) == len(f" 'a' {end}")


@pytest.mark.parametrize("comment", ["/* it's } ?> */", "/* it's */", "// it's }\n", "# it's\n", "// it's"])
def test_a_quote_in_a_comment_of_php_begins_no_string(comment: str) -> None:
    text = f"<?php {comment} ?><p>'</p>"
    assert Template(text).text.strip() == "<p>'</p>"
