"""What the documents say of frameworks that set properties, of starting again and of colours, in a browser."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from doc_blocks import named_block
from notice_stage import Stage
from test_notices import OFFLINE

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route
    from site_for_tests import Site

ROOT = Path(__file__).resolve().parents[2]
ATTRIBUTES = {"mode": "download", "network": "mainnet"}

#: Renders what the documents show, or what they warn of, into #root.
PROGRAMS = {
    "react": """
import {{ createRoot }} from "react-dom/client";
{shown}
const Naive = (props) => <ats-widget id="w" {{...props}} />;
window.problems = [];
window.render = (which, props) => {{
  const onUncaughtError = (error) => window.problems.push(String(error));
  const App = which == "shown" ? Widget : Naive;
  createRoot(document.getElementById("root"), {{ onUncaughtError }}).render(<App {{...props}} />);
}};
""",
    "vue": """
import {{ createApp }} from "vue/dist/vue.esm-bundler.js";
const shown = `{shown}`;
const naive = `<ats-widget id="w" :mode="mode" :network="network"></ats-widget>`;
window.problems = [];
window.render = (which, props) => {{
  const app = createApp({{ template: which == "shown" ? shown : naive, data: () => props }});
  app.config.compilerOptions.isCustomElement = (tag) => tag == "ats-widget";
  app.config.warnHandler = app.config.errorHandler = (problem) => window.problems.push(String(problem));
  app.mount("#root");
}};
""",
}


@pytest.fixture(scope="module")
def bundles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The code that the documents show, as a site would bundle it."""
    folder = tmp_path_factory.mktemp("applications")
    flags = dict.fromkeys(("__VUE_OPTIONS_API__", "__VUE_PROD_DEVTOOLS__"), "true")
    flags |= {"process.env.NODE_ENV": '"production"', "__VUE_PROD_HYDRATION_MISMATCH_DETAILS__": "false"}
    for name, program in PROGRAMS.items():
        source = program.format(shown=named_block("applications.md", name))
        command = [
            "node",
            str(ROOT / "node_modules/esbuild/bin/esbuild"),
            *("--bundle", "--loader=jsx", "--jsx=automatic", "--format=iife", "--log-level=error"),
            *(f"--define:{flag}={value}" for flag, value in flags.items()),
        ]
        built = subprocess.run(command, cwd=ROOT, input=source, capture_output=True, text=True, check=True, timeout=120)
        (folder / f"{name}.js").write_text(built.stdout, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("framework", "told"),
    [("react", ["TypeError: Cannot set property mode of #<AtsWidget> which has only a getter"]), ("vue", [])],
)
def test_attributes_are_set_and_properties_are_not(
    page: Page, site: Site, bundles: Path, framework: str, told: list[str]
) -> None:
    def double(route: Route) -> None:
        route.fulfill(path=ROOT / "static" / "double" / route.request.url.rpartition("/")[2])

    page.route("**/double/*", double)
    for which in ("shown", "naive"):
        page.goto(site.page('<div id="root"></div>', tag=False, policy=""))
        page.add_script_tag(url="/double/ats-widget.js", type="module")
        page.evaluate("() => customElements.whenDefined('ats-widget').then(() => undefined)")
        page.add_script_tag(content=(bundles / f"{framework}.js").read_text(encoding="utf-8"))
        page.evaluate("([which, props]) => render(which, props)", [which, ATTRIBUTES])
        if which == "shown":
            page.locator("#w").wait_for(state="attached")
        else:
            page.wait_for_function("() => problems.length || document.querySelector('#w')")
        found = page.evaluate(
            "(names) => names.map((name) => document.querySelector('#w')?.getAttribute(name))", list(ATTRIBUTES)
        )
        assert found == (list(ATTRIBUTES.values()) if which == "shown" else [None, None])
        assert page.evaluate("() => problems") == ([] if which == "shown" else told)


def test_it_can_be_stopped_and_started_again(page: Page, site: Site) -> None:
    program = named_block("applications.md", "restart")
    program = program.replace("/static/pywidget/", "/pywidget/").replace("/api/ats-token", "/token")
    scripts = '<script src="/files/stand-in.js"></script><script src="/files/acting.js"></script>'
    body = f'{scripts}<ats-widget id="w1"></ats-widget>'
    page.goto(site.page(body, policy="", attributes={"token-url": "/nowhere"}))
    page.evaluate("() => pywidget.stop()")
    assert page.evaluate("() => pywidget.stopped")
    page.evaluate(f"() => {{ {program} startPywidget(); }}")
    # The first token of the new tag.
    page.wait_for_function("() => document.querySelector('#w1').getAttribute('token') == 'jwt-1-SECRET'")
    assert page.evaluate("() => pywidget.stopped") is False
    assert site.tokens == ["jwt-1-SECRET"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_notice_has_the_colours_of_the_example(page: Page, scheme: str) -> None:
    css = named_block("theming.md", "notice")
    page.emulate_media(color_scheme="light" if scheme == "light" else "dark")
    stage = Stage(page)
    stage.styles = css
    stage.open().add()
    stage.see(1, OFFLINE)
    wanted = {
        name: (light, dark)[scheme == "dark"]
        for name, light, dark in re.findall(r"--pywidget-([a-z-]+): light-dark\((#\w+), (#\w+)\)", css)
    }
    shown = stage.card().evaluate(
        """(card) => {
            const [style, main] = [getComputedStyle(card), getComputedStyle(card.querySelector("button.main"))];
            return {
              background: style.backgroundColor, border: style.borderTopColor, text: style.color,
              accent: main.backgroundColor, "accent-text": main.color,
            };
        }"""
    )
    resolve = """(colours) => colours.map((colour) => {
        document.body.style.color = colour;
        return getComputedStyle(document.body).color;
    })"""
    assert list(shown.values()) == page.evaluate(resolve, [wanted[name] for name in shown])
    assert stage.card().evaluate("(it) => getComputedStyle(it).borderTopLeftRadius") == "0px"
    assert "Georgia" in json.dumps(stage.card().evaluate("(it) => getComputedStyle(it).fontFamily"))
