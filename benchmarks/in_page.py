"""What pywidget costs a page, measured in Chromium on the built bundle.

    python -m benchmarks.in_page [--runs 9] [--errors 100000]

Prints medians (and the range) of:

* the bare interpreter's way to its first line of Python, and the first error's way to its verdict, both from the moment
  that starts them, in a new browser profile ("cold") and again with a warm cache;
* the main thread's time for one error once Python runs, from the first to the last of a hundred thousand, each told in
  two events and with a reference of its own;
* memory of the interpreter and of the page before and after;
* requests, layout shift and long tasks of a page that meets no error.

The server is on this machine and sends Brotli. Nothing here passes or fails; docs/numbers.md quotes it.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import statistics
import threading
import time
from typing import TYPE_CHECKING, Any

import uvicorn
from playwright.sync_api import sync_playwright
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from tools.build import build, inner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser
    from starlette.requests import Request

TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm", ".json": "application/json"}

WIDGET = """
customElements.define("ats-widget", class extends HTMLElement {
  getState() { return { screen: "FORM" }; }
  fail(code) {
    const detail = { code, message: "m", requestId: `req_${this.n = (this.n ?? 0) + 1}`, stage: "submit" };
    for (const name of ["allfeat:error", "allfeat:failed"]) {
      this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail: { ...detail } }));
    }
  }
});
const verdict = () =>
  new Promise((resolve) => addEventListener("pywidget:verdict", () => resolve(performance.now()), { once: true }));
const drained = async (count) => {
  while (window.verdicts < count) await new Promise((resolve) => setTimeout(resolve, 5));
};
window.verdicts = 0;
addEventListener("pywidget:verdict", () => window.verdicts++);
const { instantiateStreaming } = WebAssembly;
WebAssembly.instantiateStreaming = async (...given) => {
  const made = await instantiateStreaming(...given);
  window.memory = Object.values(made.instance.exports).find((each) => each instanceof WebAssembly.Memory);
  return made;
};
"""

BARE = """
window.start = async () => {
  const from = performance.now();
  const { loadMicroPython } = await import("/b/BUILD/micropython.js");
  const python = await loadMicroPython({ url: "/b/BUILD/micropython.wasm" });
  python.runPython("1");
  return performance.now() - from;
};
"""


def page_text(script: str, tag: str = "") -> str:
    """A page with a script of its own, and perhaps pywidget's."""
    return f'<!doctype html><meta charset="utf-8"><title>b</title><main></main>{tag}<script>{script}</script>'


@contextlib.contextmanager
def serve(bundle: Path) -> Iterator[str]:
    """Serve the bundle and the pages until the block ends."""
    tag = '<script src="/b/pywidget.js" data-contact="a@example.org"></script>'
    pages = {
        "blank": page_text(""),
        "bare": page_text(BARE.replace("BUILD", inner(bundle).name)),
        "ours": page_text(WIDGET, tag),
    }

    def page(request: Request) -> Response:
        return HTMLResponse(pages[request.path_params["name"]])

    def file(request: Request) -> Response:
        path = bundle / request.path_params["path"]
        headers = {"Cache-Control": "max-age=600", "Content-Type": TYPES.get(path.suffix, "application/octet-stream")}
        packed = path.with_name(path.name + ".br")
        if packed.exists():
            return Response(packed.read_bytes(), headers={**headers, "Content-Encoding": "br"})
        return Response(path.read_bytes(), headers=headers)

    app = Starlette(routes=[Route("/p/{name}", page), Route("/b/{path:path}", file)])
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    # Only "localhost" and https have Brotli; 127.0.0.1 counts as trustworthy too.
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


def median(values: list[float]) -> str:
    """The median and the range, in the values' own unit."""
    return f"{statistics.median(values):8.1f}   ({min(values):.1f} to {max(values):.1f})"


def starts(launch: Callable[[], Browser], url: str, runs: int) -> None:
    """First line of Python and first verdict, cold and warm."""
    bare: dict[str, list[float]] = {"cold": [], "warm": []}
    ours: dict[str, list[float]] = {"cold": [], "warm": []}
    for _ in range(runs):
        for kind, times in (("bare", bare), ("ours", ours)):
            browser = launch()
            context = browser.new_context()
            for temperature in ("cold", "warm"):
                page = context.new_page()
                page.goto(f"{url}/p/{kind}")
                times[temperature].append(page.evaluate("start()" if kind == "bare" else FIRST_ERROR))
                page.close()
            browser.close()
    for temperature in ("cold", "warm"):
        print(f"{temperature}: bare interpreter, asked for to its first line, ms {median(bare[temperature])}")
        print(f"{temperature}: first error to its verdict, ms                {median(ours[temperature])}")


FIRST_ERROR = """async () => {
  const widget = document.createElement("ats-widget");
  document.querySelector("main").append(widget);
  const from = performance.now();
  const came = verdict();
  widget.fail("common.service_unavailable");
  return (await came) - from;
}"""

STEADY = """async ({ from, count, size }) => {
  const widget = (window.steady ??= document.querySelector("main").appendChild(document.createElement("ats-widget")));
  const codes = ["common.service_unavailable", "registration.duplicate_title", "widget.upload_error"];
  let said = 0;
  for (let done = 0; done < count; done += size) {
    const before = performance.now();
    for (let i = 0; i < size; i++) widget.fail(codes[i % 3]);
    said += performance.now() - before;
    await drained(from + done + size);
  }
  return said;
}"""

#: Of the interpreter, and of the page after a garbage collection, in bytes.
MEMORY = "() => { gc(); return [window.memory.buffer.byteLength, performance.memory.usedJSHeapSize]; }"


def steady(launch: Callable[[], Browser], url: str, errors: int) -> None:
    """One error after another: what the first and the last thousands cost the main thread, and what stays in memory."""
    browser = launch()
    page = browser.new_page()
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(f"{url}/p/ours")

    def thread_ms() -> float:
        metrics = {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}
        return float(metrics["TaskDuration"]) * 1000

    part, size = min(errors // 10, 10_000), 50
    done = part
    page.evaluate(STEADY, {"from": 0, "count": part, "size": size})
    memory = page.evaluate(MEMORY)
    while done < errors:
        before = thread_ms()
        said = page.evaluate(STEADY, {"from": done, "count": part, "size": size})
        done += part
        whole = (thread_ms() - before) / part
        print(f"up to error {done:>7,}: in the widget's own turn {said / part:.4f}, main thread {whole:.4f} ms each")
    after = page.evaluate(MEMORY)
    for what, first, last in zip(("the interpreter", "the page's JavaScript"), memory, after, strict=True):
        print(f"memory of {what}: {first:,} bytes after the first {part:,}, {last:,} after the last")
    browser.close()


def quiet(launch: Callable[[], Browser], url: str) -> None:
    """A page without an error."""
    browser = launch()
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{url}/p/ours")
    page.wait_for_load_state("networkidle")
    seen: Any = page.evaluate(
        """() => new Promise((resolve) => {
          const found = { shift: 0, long: 0 };
          new PerformanceObserver((list) => list.getEntries().forEach((entry) => (found.shift += entry.value)))
            .observe({ type: "layout-shift", buffered: true });
          new PerformanceObserver((list) => (found.long += list.getEntries().length))
            .observe({ type: "longtask", buffered: true });
          setTimeout(resolve, 300, found);
        })"""
    )
    ours = [address.rsplit("/", 1)[-1] for address in asked if "/b/" in address]
    print(f"a page without an error: fetches {ours}, layout shift {seen['shift']}, long tasks {seen['long']}")
    browser.close()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--errors", type=int, default=100_000)
    arguments = parser.parse_args()
    executable = os.environ.get("PYWIDGET_CHROMIUM") or shutil.which("chromium")
    with serve(build()) as url, sync_playwright() as playwright:

        def launch() -> Browser:
            flags = ["--no-sandbox", "--disable-gpu", "--js-flags=--expose-gc"]
            return playwright.chromium.launch(executable_path=executable, args=flags)

        quiet(launch, url)
        starts(launch, url, arguments.runs)
        steady(launch, url, arguments.errors)


if __name__ == "__main__":
    main()
