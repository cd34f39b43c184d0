"""How long a page with many widgets takes that all fail at once: it has to grow with their number, and no faster.

    python -m benchmarks.many_widgets [--runs 5] [--counts 125 250 500 1000 2000]

For each number of widgets, from the first failure, which starts Python, and again once Python runs: the time to the
last verdict and to the last notice, the main thread's time for all of it, and its longest task. Each widget fails in a
task of its own, as each would by the answer to its own request. Prints the best of several runs, because whatever else
the machine does only adds to a time; the longest task is that of the same run. Nothing here passes or fails; that
nothing is done once for each pair of widgets is checked in ``tests/e2e/test_many_widgets.py``.
"""

from __future__ import annotations

import argparse
import os
import shutil
from typing import TYPE_CHECKING, Any

from playwright.sync_api import sync_playwright

from benchmarks.in_page import serve
from tools.build import build

if TYPE_CHECKING:
    from playwright.sync_api import Browser

COUNTS = (125, 250, 500, 1000, 2000)

#: Widgets as large as a form is, with the failed screen of their newest generation.
WIDGETS = """
class Widget extends HTMLElement {
  constructor() {
    super();
    this.attachShadow({ mode: "open" });
    const fields = "<p><label>Field</label><input></p>".repeat(8);
    this.draw("FORM", "<form>" + fields + "<button data-action=next>Next</button></form>");
  }
  draw(screen, html) {
    this.screen = screen;
    this.shadowRoot.innerHTML = "<style>:host { display: block }</style><div class=ats-container>" + html + "</div>";
  }
  getState() { return { screen: this.screen }; }
  say(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail }));
  }
  fail(requestId) {
    const code = "common.service_unavailable";
    this.say("allfeat:error", { code, message: "m", requestId, stage: "submit" });
    this.draw(
      "FAILED",
      "<div class=ats-failed-screen><h2>Something went wrong</h2><p>Please try again.</p>" +
        "<code class=ats-request-id-value>" + requestId + "</code><button data-action=retry>Retry</button></div>",
    );
    this.say("allfeat:failed", { code, message: "m", requestId });
  }
}
customElements.define("ats-widget", Widget);
"""

#: Answers with what one round of failures took, in milliseconds.
ROUND = """async ({ count, round }) => {
  const widgets = [...document.querySelectorAll("ats-widget")];
  const last = {};
  const tasks = [];
  const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries().map((entry) => entry.duration)));
  observer.observe({ type: "longtask" });
  const heard = { verdict: 0, notice: 0 };
  const all = new Promise((resolve) => {
    for (const name of ["verdict", "notice"]) {
      addEventListener("pywidget:" + name, ({ detail }) => {
        if (name == "notice" && !detail.kind) return;
        last[name] = performance.now();
        if (++heard[name] == count && heard.verdict >= count && heard.notice >= count) resolve();
      });
    }
  });
  const from = performance.now();
  const channel = new MessageChannel();
  channel.port1.onmessage = ({ data }) => widgets[data].fail(`req_${round}_${data}`);
  for (let index = 0; index < count; index++) channel.port2.postMessage(index);
  await all;
  // The card of the last notice follows its event.
  await new Promise((resolve) => setTimeout(resolve, 300));
  const shown = document.querySelectorAll("pywidget-notice[data-shown]").length;
  return { verdict: last.verdict - from, notice: last.notice - from, longest: Math.max(0, ...tasks), shown };
}"""

MAKE = """async (count) => {
  const main = document.querySelector("main");
  for (let made = 0; made < count; made++) main.append(document.createElement("ats-widget"));
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 100)));
}"""


def rounds(browser: Browser, url: str, count: int) -> list[dict[str, Any]]:
    """What the first round of failures took, which loads Python, and the second."""
    page = browser.new_page()
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(f"{url}/p/blank")
    page.set_content(
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>b</title><main></main>'
        f'<script src="{url}/b/pywidget.js" data-contact="a@example.org"></script><script>{WIDGETS}</script>'
    )
    page.evaluate(MAKE, count)

    def thread_ms() -> float:
        metrics = {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}
        return float(metrics["TaskDuration"]) * 1000

    results = []
    for number in (1, 2):
        before = thread_ms()
        result = page.evaluate(ROUND, {"count": count, "round": number})
        results.append({**result, "thread": thread_ms() - before})
    page.close()
    return results


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--counts", type=int, nargs="+", default=COUNTS)
    arguments = parser.parse_args()
    executable = os.environ.get("PYWIDGET_CHROMIUM") or shutil.which("chromium")
    with serve(build()) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"])
        print(f"{'widgets':>8}  {'':8}{'last verdict':>14}{'last notice':>14}{'main thread':>14}{'longest task':>14}")
        for count in arguments.counts:
            runs = [rounds(browser, url, count) for _ in range(arguments.runs)]
            for number, name in enumerate(("cold", "running")):
                best = min((run[number] for run in runs), key=lambda result: float(result["notice"]))
                if best["shown"] != count:
                    print(f"{count:>8,}: only {best['shown']} notices are shown")
                row = (best[what] for what in ("verdict", "notice", "thread", "longest"))
                print(f"{count:>8,}  {name:8}" + "".join(f"{value:>11,.0f} ms" for value in row))
        browser.close()


if __name__ == "__main__":
    main()
