import type { Kept } from "./border.js";

/**
 * What the script tag keeps until Python is there: what a widget said, or what the page did. `screen`: what the widget
 * showed when it spoke, where that could be read. `json`: the detail, if whoever added the entry made it JSON: the script
 * tag's own copy is too short for the body of an answer.
 */
export type Entry =
  | [widget: Element, name: string, detail: string, at: number, screen?: unknown]
  | [widget: null, kind: Kept["kind"], detail: string, at: number, json?: string];

/** Keeps something, and makes the detail of an event JSON. It is the only way into the queue, which has an end. */
export interface Add {
  (widget: Element, name: string, event?: { detail: unknown }, screen?: unknown): void;
  (widget: null, kind: "report", event: { detail: { error: unknown; system: string | undefined } }): void;
  (widget: null, kind: "flush" | "stop", nothing?: unknown): void;
  (widget: null, kind: "answer" | "answered" | "profile", event: undefined, json: string): void;
}

/** What the script tag has, and all of pywidget shares. */
export interface State {
  /** The attributes of the script tag as they were, without `data-`; an object without a prototype. */
  data: Record<string, string | undefined>;
  /** Of the widgets; the usual one where that of the page is none. */
  selector: string;
  queue: Entry[];
  /** How many entries were too many to be kept. */
  lost: number;
  /** The page's own `tokenProvider`. */
  provider?: Function;
  /** The script tag's own element. */
  script: HTMLScriptElement;
  /**
   * Starts Python, or does nothing. `why`: the event that led to it, where the connection is back. The script tag's own
   * loads the page's module, which puts its own in the place.
   */
  boot: (why?: unknown) => void;
  /** Tells the page that Python could not start, and tries again once after a while, and when the connection is back. */
  fail: (error: unknown) => void;
  /** Ends the waiting for `pywidget.ready`, in one way or the other. */
  settle: [resolve: (value?: unknown) => void, reject: (error: unknown) => void];
  add: Add;
  /** Stops listening. Who listens to more puts a function around it. */
  off: (nothing?: unknown) => void;

  /** Says that there is something in the queue; set by page.js once Python is there. */
  wake?: () => void;

  /** The profiles that came before Python, as JSON; set by watch.js. */
  profiles?: string[];
  /** What is wrong with profiles; set by watch.js. */
  problems?: string[];
  /** Hears what is wrong with profiles from now on; set by an inspector. */
  onProblem?: (text: string) => void;
  /** The system whose profile describes a widget; set by watch.js. */
  systemOf?: (widget: Element) => string | undefined;

  /** Says at widgets in trouble that there is no connection, and takes that back; set by offline.js. */
  sayOffline?: () => void;
  sayNoMore?: () => void;
}
