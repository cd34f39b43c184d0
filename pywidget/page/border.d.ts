// Made from pywidget/browser/border.py by `python -m tools.border`: change it there.

/** The number that stands for the page itself, where a widget has its own. */
export const PAGE: 0;

/** What a widget shows, as far as it can be read; `pywidget.core.signals.Look` explains the fields. */
export interface Seen {
  screen?: string;
  transactionId?: string;
  tellsTransaction?: boolean;
  overlay?: boolean;
  retry?: boolean;
  mode?: string;
  network?: string;
  alert?: string;
  requestId?: string;
  firstStep?: boolean;
  buttons?: string[];
}

/** An answer to one of the page's own requests, with a status from 400. `age`: since the request, in ms. */
export interface FailingAnswer {
  system: string;
  stage: string;
  status: number;
  headers: Record<string, string>;
  body: string;
  age: number;
}

/**
 * Fields that the page adds to each message.
 *
 * `at`: when it is passed on, in milliseconds since the epoch; never goes back. `age`: how long it had waited
 * by then, in milliseconds. `look`: what the widget shows at that time; null if that cannot be read. `screen`:
 * the screen that the widget showed when it dispatched its event.
 */
export interface Stamp {
  at?: number;
  age?: number;
  look?: Seen | null;
  screen?: string | null;
}

/** The page found a widget. `system`: the system whose profile describes it. */
export interface Arrived {
  widget: number;
  kind: "arrived";
  name: string;
  hasToken: boolean;
  system?: string;
}

/** A widget dispatched a DOM event. If a profile describes the widget, its system is before the event's name. */
export interface Event {
  widget: number;
  kind: "event";
  name: string;
  detail: any;
}

/** A widget drew itself anew ("" in `changed`), or an attribute of it changed. */
export interface Looked {
  widget: number;
  kind: "looked";
  changed: string;
}

/** One of the widget's own buttons was pressed. */
export interface Pressed {
  widget: number;
  kind: "pressed";
  action: string;
}

/** A widget was taken out of the page. */
export interface Left {
  widget: number;
  kind: "left";
}

/** A widget that had left is in the page again. */
export interface Returned {
  widget: number;
  kind: "returned";
}

/** The widget was garbage-collected, so it cannot return to the page. */
export interface Forgotten {
  widget: number;
  kind: "forgotten";
}

/** The visitor pressed a button of a notice. */
export interface Action {
  widget: number;
  kind: "action";
  action: string;
}

/** The browser refused to open the login page in a tab or popup. */
export interface LoginBlocked {
  widget: number;
  kind: "login-blocked";
}

/** A timer has run out. */
export interface Timer {
  widget: number;
  kind: "timer";
  name: string;
}

/** How a try for a token ended, without the token. `status` and the fields after it: of an HTTP answer. */
export interface Token {
  widget: number;
  kind: "token";
  request: number;
  outcome: "token" | "done" | "bad-answer" | "http" | "network" | "timeout" | "provider" | "no-source";
  reason?: string;
  status?: number;
  body?: string;
  headers?: Record<string, string>;
}

/** How the delivery of a token ended: the widget may have had it before, have thrown, or be gone. */
export interface Delivered {
  widget: number;
  kind: "delivered";
  request: number;
  result: "set" | "repeated" | "refused" | "gone";
}

/** One of the page's own requests that `data-watch` names failed. */
export interface Answer {
  kind: "answer";
  detail: FailingAnswer;
}

/** A request succeeded after one with the same `stage` had failed: `{stage}`. */
export interface Answered {
  kind: "answered";
  detail: Record<string, string>;
}

/** A profile of `data-profile` was fetched: `{url, profile}`. */
export interface Profile {
  kind: "profile";
  detail: Record<string, any>;
}

/** The page called `pywidget.report(error, system)`. */
export interface Report {
  kind: "report";
  detail: any;
}

/** The page called `pywidget.flush()`. */
export interface Flush {
  kind: "flush";
  detail: unknown;
}

/** The page called `pywidget.stop()`. */
export interface Stop {
  kind: "stop";
  detail: unknown;
}

/** How many events were lost, because too many came before Python was there. */
export interface Lost {
  kind: "lost";
  count: number;
}

/** That was the last message of this turn. It comes once more, in another task, as long as a notice is left. */
export interface TurnOver {
  kind: "turn-over";
}

/** The browser went offline or came back. */
export interface Online {
  kind: "online";
  online: boolean;
}

/** The page is visible again, or came back from sleep, so timers may be late. */
export interface Resumed {
  kind: "resumed";
}

/** The page's `lang` changed; "" if it has none. */
export interface Language {
  kind: "language";
  lang: string;
}

/** The texts of a language; null if they did not come in time. */
export interface Locale {
  kind: "locale";
  lang: string;
  texts: any;
}

/** The page's own texts, as the text of the file; null if they did not come in time. */
export interface Messages {
  kind: "messages";
  text: any;
}

/**
 * What makes the reports is loaded, or could not be. This message comes even after `stop`.
 *
 * It comes once more, in another task, as long as something is left of what Python has kept for them.
 */
export interface ReportsLoaded {
  kind: "reports-loaded";
}

/** The later answer of the page's own function for a report; the values are those of `filterReport`. */
export interface SinkFiltered {
  kind: "sink-filtered";
  number: number;
  answer: string;
}

/** It is time to look again for destinations that were not in the page yet. */
export interface SinkWake {
  kind: "sink-wake";
}

/** The page is hidden or is being left: counts that were not reported yet have to be reported now. */
export interface SinkRest {
  kind: "sink-rest";
}

/** How many reports could not be delivered to the endpoint of a sink. */
export interface DeliveryDropped {
  kind: "delivery-dropped";
  sink: string;
  count: number;
  reason: string;
}

/** A message about one widget, by its number; `PAGE` is the page itself. */
export type OfWidget =
  | Arrived
  | Event
  | Looked
  | Pressed
  | Left
  | Returned
  | Forgotten
  | Action
  | LoginBlocked
  | Timer
  | Token
  | Delivered;

/** A message that the script tag keeps until Python is there; `detail` comes from the page. */
export type Kept =
  | Answer
  | Answered
  | Profile
  | Report
  | Flush
  | Stop;

/** Every message, without what is added to it on its way. */
export type Message =
  | Arrived
  | Event
  | Looked
  | Pressed
  | Left
  | Returned
  | Forgotten
  | Action
  | LoginBlocked
  | Timer
  | Token
  | Delivered
  | Answer
  | Answered
  | Profile
  | Report
  | Flush
  | Stop
  | Lost
  | TurnOver
  | Online
  | Resumed
  | Language
  | Locale
  | Messages
  | ReportsLoaded
  | SinkFiltered
  | SinkWake
  | SinkRest
  | DeliveryDropped;

/** The kinds of messages. */
export type Kind = Message["kind"];

/** A message of some kinds as it arrives. */
export type Arriving<K extends Kind = Kind> = Extract<Message, { kind: K }> & Stamp;

/** The functions of the page, as the JavaScript side hands them to `pywidget.browser.app.start`. */
export interface Calls {
  /** Set where tokens come from (see `pywidget.browser.token.source`). */
  setTokenSource(source: string): unknown;
  /**
   * Set where another system's tokens come from (`url`) and how to give them (`call`, `attribute`).
   *
   * Returns:
   *     Which part was refused, "" if none.
   */
  addTokenLane(system: string, lane: string): unknown;
  /** Ask for a token; answered by a `token` message. `info`: JSON for the token source. */
  askToken(widget: number, request: number, info: string): unknown;
  /** Stop asking. */
  abortToken(widget: number, request: number): unknown;
  /** Give the token to the widget in a task of its own; answered by a `delivered` message. */
  deliverToken(widget: number, request: number, prefetched: number): unknown;
  /** Say in the console why the last try brought no token, and what to change. */
  explainRenewal(widget: number, reason: string): unknown;
  /** Start a timer, in place of one of that name; `delay` in milliseconds. A `timer` message ends it. */
  startTimer(widget: number, name: string, delay: number): unknown;
  /** Stop a timer. */
  cancelTimer(widget: number, name: string): unknown;
  /** Dispatch a DOM event. */
  announce(widget: number, name: string, detail: string): unknown;
  /** Make the widget draw itself anew. */
  redraw(widget: number): unknown;
  /** Press the widget's own Retry button. */
  pressRetry(widget: number): unknown;
  /** Press one of the widget's own buttons, by its `data-action`. */
  pressButton(widget: number, button: string): unknown;
  /** Move the focus into the widget; `fields`: JSON list of names of fields, best first. */
  focusWidget(widget: number, fields: string): unknown;
  /** Call the widget's `reset()`. */
  reset(widget: number): unknown;
  /** Begin or stop sending a `looked` message for each redraw. */
  observeRedraws(widget: number, on: number): unknown;
  /**
   * Open the login page. `parameter`: name of the query parameter for the address of this page.
   *
   * `where` is `tab`, `popup` or `page`. If the browser refuses, a `login-blocked` message follows.
   */
  openLogin(widget: number, url: string, where: string, parameter: string): unknown;
  /** Open an e-mail address or a web address; `reference`, if there is one, is the subject of the e-mail. */
  openContact(contact: string, reference: string): unknown;
  /** Put the access code of the finished work into the clipboard. */
  copyAccessCode(widget: number): unknown;
  /** Show a notice, as `pywidget.browser.wording.render` makes it. */
  showNotice(widget: number, notice: string): unknown;
  /** Remove the notice. `last`: a sentence that a screen reader says then, or "". */
  hideNotice(widget: number, last?: string): unknown;
  /** Cover the widget with pywidget's own screen, with these texts as JSON; with "" uncover it. */
  coverWidget(widget: number, words: string): unknown;
  /** Fetch the page's own texts; answered by a `messages` message. */
  loadMessages(url: string): unknown;
  /** Fetch the texts of a language; answered by a `locale` message. */
  loadLocale(language: string): unknown;
  /** Load the page anew. */
  reload(): unknown;
  /** Write to the console. */
  log(level: "info" | "warn" | "error", text: string): unknown;
  /** Whether the visitor's browser asks not to be tracked. */
  asksForPrivacy(): boolean;
  /** The page's present address, without query and fragment. */
  pageAddress(): string;
  /**
   * Show a report to the page: first to its function `path`, if there is one, then as an event.
   *
   * Returns:
   *     JSON of the changed report, "null" to drop it, "" to leave it unchanged, `wait` if the answer comes
   *     later, with a `sink-filtered` message.
   */
  filterReport(number: number, path: string, report: string): string;
  /** Load what makes the reports, once all notices are drawn. Answered by a `reports-loaded` message. */
  loadReports(): unknown;
  /**
   * Call a function by its dotted name, with a JSON array of arguments.
   *
   * Returns:
   *     `sent`, `missing` if it is not there, or `failed`.
   */
  callPage(path: string, values: string): string;
  /** Append an item, as JSON, to a global array, which is made if it is missing. Returns as `callPage`. */
  pushPage(name: string, item: string): string;
  /** Prepare deliveries to an endpoint, described as JSON. */
  openChannel(channel: string): unknown;
  /**
   * Add one item, as JSON, to the next batch for the endpoint of a sink.
   *
   * If it does not arrive, a `delivery-dropped` message has its weight.
   */
  deliverReport(sink: string, item: string, weight: number): unknown;
  /** Send all batches now. */
  flushDelivery(): unknown;
  /** Send one `sink-wake` message after `delay` milliseconds, even if this is called several times. */
  wakeSinks(delay: number): unknown;
  /** Send no more `sink-wake` messages. */
  stopSinks(): unknown;
}
