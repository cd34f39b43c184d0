/**
 * Tests of a page with the widget and pywidget, with @playwright/test.
 *
 *     import { test } from "pywidget-errors/testing";
 *
 * The page's widget is replaced by a stand-in that needs no network and fails when it is told to, and the token endpoint
 * answers as the test says. The Python module `pywidget.testing` has the same names.
 */
import type {
  Locator,
  Page,
  PlaywrightTestArgs,
  PlaywrightTestOptions,
  PlaywrightWorkerArgs,
  PlaywrightWorkerOptions,
  TestType,
} from "@playwright/test";

export { expect } from "@playwright/test";

export type Generation = "v3" | "v2" | "v1";

/** A step of the widget's work that can fail. */
export type Step = "init" | "upload" | "prepare" | "confirm" | "tracking" | "access" | "list" | "download";

/** What a real widget said, in the order in which it said it. */
export type Sequence =
  | "expiry"
  | "expiry-twice"
  | "expiry-without-end"
  | "expiry-twice-v1"
  | "key-inactive"
  | "one-of-two-inactive"
  | "rate-limit"
  | "unavailable"
  | "title-missing"
  | "html-for-json"
  | "certificate-unavailable"
  | "failure-after-payment";

/** How the token endpoint can answer. */
export type Mood =
  | "ok"
  | "other-field"
  | "repeated"
  | "empty"
  | "signed-out"
  | "forbidden"
  | "not-found"
  | "rate-limited"
  | "server-error"
  | "unavailable"
  | "html"
  | "redirect"
  | "hanging"
  | "offline";

/** How a page is put under test: `test.use({ pywidgetOptions: { … } })`. */
export interface Options {
  /**
   * Address of the page's widget script, as `page.route` takes it. Null: the page has none that could be replaced, and
   * the stand-in is there before the page's first script. Default: every address with `/ats-widget` in its file's name.
   */
  script?: string | RegExp | null;
  /** Address of the token endpoint, as `page.route` takes it. Default: every address that ends in `/ats-token`. */
  tokenUrl?: string | RegExp;
  /** Where the page expects the token in an answer, as `data-token-field`. Default: `token`. */
  tokenField?: string;
  /** Of the widget. Default: `v3`. */
  generation?: Generation;
  /** Milliseconds that an assertion waits. Default: 10,000. */
  timeout?: number;
}

/** How a widget fails. */
export interface Failing {
  /** Of the widget. Without it, v1 for a code `LIKE_THIS`, else as in the options. */
  generation?: Generation;
  /** The step that fails. Without it, the first one of the widget's mode. */
  at?: Step;
  /** Seconds that the server asks to wait. Generation v1 cannot tell them. */
  retryAfter?: number;
  /** The server's reference. Without it, one is made up. */
  requestId?: string;
  /** The server's words. */
  message?: string;
  /** The server's details. */
  details?: Record<string, unknown>;
}

export interface Waiting {
  /** Milliseconds that the assertion waits, in place of those of the options. */
  timeout?: number;
}

/** What a verdict says: the detail of `pywidget:verdict`. */
export interface VerdictFields extends Waiting {
  system?: string;
  code?: string | RegExp | null;
  path?: "auth" | "config" | "rate-limit" | "retry";
  remedy?: string;
  message?: string | RegExp;
  requestId?: string | RegExp | null;
  stage?: string | null;
}

/** What a notice says: the detail of `pywidget:notice`. */
export interface NoticeFields extends Waiting {
  kind?: string;
  /** A string need only be a part of it. */
  title?: string | RegExp;
  /** A string need only be a part of it. */
  text?: string | RegExp;
  /** All buttons in their order, each by its name (`try-again`) or its label. */
  actions?: string[];
  reference?: string | RegExp | null;
  role?: "status" | "alert";
}

/** Some of what a report says: the detail of `pywidget:report`. */
export interface ReportFields extends Waiting {
  event?: string;
  system?: string;
  code?: string | RegExp;
  path?: string;
  remedy?: string;
  /** A string need only be a part of it. */
  message?: string | RegExp;
  requestId?: string | RegExp;
  stage?: string;
  reason?: string;
  outcome?: string;
  attempts?: number;
}

/**
 * What a test expects. Each method waits until it holds. If it does not in time, it throws an Error that has what was
 * expected, what was there, and all that happened before. What is not named does not matter. What could never hold is
 * refused at once: a field that does not exist with a TypeError; an event, a screen, a selector or a timeout that is none
 * with a RangeError.
 */
export interface Expect {
  /** The latest verdict is so. */
  verdict(fields?: VerdictFields): Promise<void>;
  /** The session was renewed; the fields are those of `pywidget:renewed`. */
  renewed(fields?: Waiting & { attempts?: number; pendingAction?: string }): Promise<void>;
  /** The latest event `pywidget:<name>` is so. */
  event(name: string, fields?: Waiting & Record<string, unknown>): Promise<void>;
  /** The visitor sees a notice, and it is so. */
  notice(fields?: NoticeFields): Promise<void>;
  /** The visitor sees no notice. This also holds before the first one. */
  quiet(options?: Waiting): Promise<void>;
  /** There was a report like this one. */
  report(fields?: ReportFields): Promise<void>;
  /**
   * So many tokens were asked for at the endpoint, and delivered to widgets after the one that came with the page; none
   * was delivered twice, and none was told to the console, in a request, an event or a report, or put into the page's
   * address or storage.
   */
  tokens(numbers?: Waiting & { asked?: number; delivered?: number }): Promise<void>;
  /** The widget shows this screen, for example `FORM` or `COMPLETE`. */
  screen(name: string, options?: Waiting): Promise<void>;
  /**
   * The focus is there: `widget` or `notice`, if it is anywhere in there; the name of a notice's button (`try-again`);
   * or a CSS selector that the focused element matches.
   */
  focus(on: string, options?: Waiting): Promise<void>;
}

/** One request for a token. */
export interface TokenRequest {
  method: string;
  url: string;
  /** By name in lower case. */
  headers: Record<string, string>;
  /** As parsed from JSON, else the text; null if there is none. */
  body: any;
  /** How it was answered. */
  mood: Mood;
}

/** The token endpoint. It answers `ok` until it is told otherwise. */
export interface Tokens {
  /** Every request for a token, in order. */
  readonly requests: readonly TokenRequest[];
  /**
   * Sets how the next requests are answered: one mood for each request; the last one stays. With an object at the end,
   * `retryAfter`: seconds that `rate-limited` and `unavailable` ask to wait, in place of their own.
   * @throws RangeError if a mood is unknown, if there is none, or if nobody could wait so
   */
  answer(...moods: [Mood, ...Mood[]] | [...Mood[], { retryAfter?: number }]): void;
}

/** One widget of the page. */
export interface Widget {
  readonly locator: Locator;
  /** What is expected of this widget, and of no other one. */
  readonly expect: Expect;
  /**
   * Has a visitor use the widget, and the widget fail with a code. Resolves when the widget has said so. All that follows
   * is what the widget of this generation does: its events, their order, its screen.
   * @throws Error if this widget cannot fail so, or not now; the text says why
   */
  fire(code: string, failing?: Failing): Promise<void>;
  /** Has the widget say again what a real one said. It says nothing else from then on. */
  play(sequence: Sequence): Promise<void>;
  /** Has a visitor fill in the form and submit it. Resolves when the work is registered. */
  submit(): Promise<void>;
}

/** A page under test. */
export declare class PyWidget {
  private constructor();
  /** Puts a page under test, before it is opened. The fixture `pywidget` does. */
  static start(page: Page, options?: Options): Promise<PyWidget>;
  readonly page: Page;
  readonly tokens: Tokens;
  /** What is expected, of any widget of the page. */
  readonly expect: Expect;
  /** The notice that the visitor sees. */
  readonly notice: Locator;
  /** A widget of the page: the first one that the CSS selector finds. */
  widget(selector?: string): Widget;
  /** Lets the page's time pass, with every timer that is due on the way. It takes no time itself. */
  advance(seconds: number): Promise<void>;
  /** Presses a button of the notice, by the name of its action: `try-again`, `sign-in`, `contact`, …. */
  press(action: string): Promise<void>;
  /** All that happened in the page so far, in words and without tokens. */
  timeline(): Promise<string>;
}

export interface Fixtures {
  /** How pages are put under test. */
  pywidgetOptions: Options;
  /** The page of the test, under test. Open it after this, with `page.goto`. */
  pywidget: PyWidget;
  /** The page's first widget. */
  widget: Widget;
}

/** `test` of @playwright/test with these fixtures. A failing test keeps its trace unless the configuration says otherwise. */
export declare const test: TestType<
  PlaywrightTestArgs & PlaywrightTestOptions & Fixtures,
  PlaywrightWorkerArgs & PlaywrightWorkerOptions
>;
