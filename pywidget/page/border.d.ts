// Made from pywidget/browser/border.py by `python -m tools.border`: change it there.

/** The number that stands for the page itself, where a widget has its own. */
export const PAGE: 0;

/** What a widget shows, as far as it can be read: `pywidget.core.signals.Look` has the same in words. */
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

/** An answer to a request of the page's own, with a status from 400. `age`: since it was sent. */
export interface FailingAnswer {
  system: string;
  stage: string;
  status: number;
  headers: Record<string, string>;
  body: string;
  age: number;
}

/**
 * What is added to a message on its way.
 *
 * `at`: milliseconds since the epoch, only forward. `age`: for how long it had waited then. `look`: what its
 * widget shows when it is handed over; null where nobody can look. `screen`: what it showed when it spoke.
 */
export interface Stamp {
  at?: number;
  age?: number;
  look?: Seen | null;
  screen?: string | null;
}

/** A widget is known from now on. `system`: the one whose profile describes it. */
export interface Arrived {
  widget: number;
  kind: "arrived";
  name: string;
  hasToken: boolean;
  system?: string;
}

/** A widget said something: a DOM event. That of a profile's widget has its system before its name. */
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

/** Nobody holds the widget any more: it cannot return. */
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

/** The browser would not open the login page beside this one. */
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

/** How a try at getting a token ended, without the token. `status` and the rest: of an answer over HTTP. */
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

/** What became of a token: the widget may have had it, have thrown, or be gone. */
export interface Delivered {
  widget: number;
  kind: "delivered";
  request: number;
  result: "set" | "repeated" | "refused" | "gone";
}

/** A request of the page's own failed, of those that `data-watch` names. */
export interface Answer {
  kind: "answer";
  detail: FailingAnswer;
}

/** A request that had failed, of the same `stage`, succeeded: `{stage}`. */
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

/** The page called `pywidget.flush()`, which tells nothing more. */
export interface Flush {
  kind: "flush";
  detail: unknown;
}

/** The page called `pywidget.stop()`, which tells nothing more. */
export interface Stop {
  kind: "stop";
  detail: unknown;
}

/** So many events came before Python did, and were too many to be kept. */
export interface Lost {
  kind: "lost";
  count: number;
}

/** That was the last message of this turn. */
export interface TurnOver {
  kind: "turn-over";
}

/** The browser went offline or came back. */
export interface Online {
  kind: "online";
  online: boolean;
}

/** The page is seen again, or came back from sleep: look at the clock. */
export interface Resumed {
  kind: "resumed";
}

/** The page says by now that it is in another language; "" where it says none. */
export interface Language {
  kind: "language";
  lang: string;
}

/** The texts of a language; null where they cannot be had in time. */
export interface Locale {
  kind: "locale";
  lang: string;
  texts: any;
}

/** The page's own texts, as they stand there; null where they cannot be had in time. */
export interface Messages {
  kind: "messages";
  text: any;
}

/** What became of a report that the page looked at for longer; as `filterReport` answers. */
export interface SinkFiltered {
  kind: "sink-filtered";
  number: number;
  answer: string;
}

/** It is time to ask for destinations that were not in the page yet. */
export interface SinkWake {
  kind: "sink-wake";
}

/** The page is hidden or goes away: what is to be told yet is to be told now. */
export interface SinkRest {
  kind: "sink-rest";
}

/** So many reports could not be delivered to the endpoint of a sink. */
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
  /** Say where tokens come from (see `pywidget.browser.token.source`). */
  setTokenSource(source: string): unknown;
  /**
   * Say where another system has its tokens from (`url`), how to give them (`call`, `attribute`).
   *
   * Returns:
   *     What is refused of it, "" if nothing is.
   */
  addTokenLane(system: string, lane: string): unknown;
  /** Ask for a token; answered by a `token` message. `info` is what the source is told. */
  askToken(widget: number, request: number, info: string): unknown;
  /** Stop asking. */
  abortToken(widget: number, request: number): unknown;
  /** Give the token to the widget in a task of its own; answered by a `delivered` message. */
  deliverToken(widget: number, request: number, prefetched: number): unknown;
  /** Start a timer, in place of one of that name; `delay` in milliseconds. Ends with a `timer` message. */
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
  /** Put the focus to work in the widget; `fields`: JSON list of names of fields, best first. */
  focusWidget(widget: number, fields: string): unknown;
  /** Call the widget's `reset()`. */
  reset(widget: number): unknown;
  /** Tell of each redraw from now on by a `looked` message, or no longer. */
  observeRedraws(widget: number, on: number): unknown;
  /**
   * Open the login page; `parameter` gets the way back, on the page's own origin.
   *
   * `where` is `tab`, `popup` or `page`. Answered by `login-blocked` where the browser will not.
   */
  openLogin(widget: number, url: string, where: string, parameter: string): unknown;
  /** Open an e-mail address or a web address; `reference`, if there is one, is the subject of the e-mail. */
  openContact(contact: string, reference: string): unknown;
  /** Put the access code of the finished work into the clipboard. */
  copyAccessCode(widget: number): unknown;
  /** Show a notice, as `pywidget.browser.wording.render` makes it. */
  showNotice(widget: number, notice: string): unknown;
  /** Take the notice away, and read out `last` with it. */
  hideNotice(widget: number, last?: string): unknown;
  /** Cover the widget with a screen of ours; with "" uncover it. */
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
  /** Where the page is now, without query and fragment. */
  pageAddress(): string;
  /**
   * Show a report to the page: first to its function `path`, if there is one, then as an event.
   *
   * Returns:
   *     JSON of what became of it, "null" to drop it, "" to leave it as it is, `wait` if the answer comes
   *     later: with a `sink-filtered` message.
   */
  filterReport(number: number, path: string, report: string): string;
  /**
   * Call a function by its dotted name, with a JSON array of arguments.
   *
   * Returns:
   *     `sent`, `missing` if it is not there, or `failed`.
   */
  callPage(path: string, values: string): string;
  /** Put an item, as JSON, into a global array; make it if it is not there. Answers as `callPage`. */
  pushPage(name: string, item: string): string;
  /** Get ready to deliver to an endpoint, described as JSON. */
  openChannel(channel: string): unknown;
  /**
   * Gather one item, as JSON, for the endpoint of a sink.
   *
   * If it does not arrive, its weight comes back with a `delivery-dropped` message.
   */
  deliverReport(sink: string, item: string, weight: number): unknown;
  /** Send what is gathered. */
  flushDelivery(): unknown;
  /** Send `sink-wake` after so many milliseconds; once, however often it is asked. */
  wakeSinks(delay: number): unknown;
  /** Wake nobody any more. */
  stopSinks(): unknown;
}
