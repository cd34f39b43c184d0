// @ts-check
/**
 * Firefox, driven by the lines that come in: each is a command as JSON, `[number, what, ...given]`, and each is answered with
 * one line, `{ number, value }` or `{ number, error }`. It ends when nobody is left to send a line.
 */
import process from "node:process";
import { createInterface } from "node:readline";

import { launch } from "puppeteer-core";

const [executablePath] = process.argv.slice(2);

const browser = await launch({
  browser: "firefox",
  executablePath,
  headless: true,
  // On a machine that has other things to do, a start may take long; a test has its own limit.
  timeout: 180_000,
  protocolTimeout: 600_000,
  extraPrefsFirefox: {
    // A test may read what it has copied, without a question.
    "dom.events.testing.asyncClipboard": true,
    // All pages are of one machine: they need no process each.
    "dom.ipc.processCount": 1,
    "dom.ipc.processPrelaunch.enabled": false,
    "fission.webContentIsolationStrategy": 0,
    // Its maker's own services have no place in a test.
    "app.normandy.enabled": false,
    "browser.safebrowsing.downloads.remote.enabled": false,
    "network.captive-portal-service.enabled": false,
    "network.connectivity-service.enabled": false,
  },
});

/** By their names; the names are numbers. @type {Map<string, import("puppeteer-core").Page>} */
const pages = new Map();
/** What each page said since it was asked. @type {Map<string, [string, string][]>} */
const said = new Map();
/** @type {import("puppeteer-core").BrowserContext | undefined} */
let context;
let last = 0;

/** @param {import("puppeteer-core").Page} page */
const known = (page) => {
  for (const [name, one] of pages) if (one === page) return name;
  const name = `${++last}`;
  pages.set(name, page);
  /** @type {[string, string][]} */
  const lines = [];
  said.set(name, lines);
  page.on("console", (message) => {
    if (["error", "warn", "assert"].includes(message.type())) lines.push([message.type(), message.text()]);
  });
  page.on("pageerror", (error) => lines.push(["pageerror", `${/** @type {any} */ (error)?.message ?? error}`]));
  return name;
};

/** @param {string} name */
const of = (name) => /** @type {import("puppeteer-core").Page} */ (pages.get(name));

/** @type {Record<string, (...given: any[]) => unknown>} */
const commands = {
  version: () => browser.version(),

  async fresh() {
    const old = context;
    pages.clear();
    context = await browser.createBrowserContext();
    const page = await context.newPage();
    await page.setViewport({ width: 1024, height: 768 });
    await old?.close();
    return known(page);
  },

  async go(name, address) {
    await of(name).goto(address);
  },

  evaluate: (name, expression) => of(name).evaluate(expression),
  click: (name, x, y) => of(name).mouse.click(x, y),

  async press(name, keys) {
    const { keyboard } = of(name);
    const held = keys.split("+");
    const key = held.pop();
    for (const one of held) await keyboard.down(one);
    await keyboard.press(key);
    for (const one of held.reverse()) await keyboard.up(one);
  },

  windows: async () => (await context?.pages())?.map(known),
  close_window: (name) => of(name).close(),
  to_front: (name) => of(name).bringToFront(),
  console: (name) => said.get(name)?.splice(0),
};

for await (const line of createInterface({ input: process.stdin })) {
  const [number, what, ...given] = JSON.parse(line);
  /** @type {{ number: number, value?: unknown, error?: string }} */
  let answer;
  try {
    answer = { number, value: (await commands[what]?.(...given)) ?? null };
  } catch (error) {
    answer = { number, error: `${/** @type {any} */ (error)?.message ?? error}` };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
await browser.close();
