import type { Kept } from "./border.js";

/**
 * What the script tag keeps until Python is loaded: an event of a widget, or what the page did. `screen`: what the
 * widget showed at that moment, if it could be read. `json`: the detail, if the caller of `add` made it JSON, because
 * the script tag's own copy is too short for the body of an answer.
 */
export type Entry =
  | [widget: Element, name: string, detail: string, at: number, screen?: unknown]
  | [widget: null, kind: Kept["kind"], detail: string, at: number, json?: string];

/** Adds an entry, with the event's detail as JSON. All entries are added by this, so that the queue stays limited. */
export interface Add {
  (widget: Element, name: string, event?: { detail: unknown }, screen?: unknown): void;
  (widget: null, kind: "report", event: { detail: [error: unknown, system?: string] }): void;
  (widget: null, kind: "flush" | "stop", nothing?: unknown): void;
  (widget: null, kind: "answer" | "answered" | "profile", event: undefined, json: string): void;
}

/** The state of the script tag, which all modules share. */
export interface State {
  /** The `data-` attributes of the script tag as they were at the start; an object without a prototype. */
  data: Record<string, string | undefined>;
  /** The selector of the widgets. If the page's own is invalid, it is the default. Set by page.js. */
  selector: string;
  queue: Entry[];
  /** How many entries were dropped because the queue was full. */
  lost: number;
  /** The page's own `tokenProvider`. */
  provider?: Function;
  /** What advise.js has said, and the module with its words. */
  advised?: Record<string, 1>;
  advice?: Promise<{ words: (short: string, facts: any) => string }> | undefined;
  /** Modules that are loaded or on their way, by name. */
  modules?: Record<string, Promise<any>>;
  /** The script tag's own element. */
  script: HTMLScriptElement;
  /**
   * Starts Python if it is needed. `why`: the reason, such as the event of a connection that came back. At first this
   * is the script tag's function, which loads the page's module. The module then replaces it by its own.
   */
  boot: (why?: unknown) => void;
  /** Tells the page that Python could not start, and tries again once after a while, and when the connection is back. */
  fail: (error: unknown) => void;
  /** The interpreter's file, once it is here, if the script tag has asked for it; until it is used. */
  wasm?: unknown;
  /** The functions that resolve or reject `pywidget.ready`. */
  ready: [resolve: (value?: unknown) => void, reject: (error: unknown) => void];
  add: Add;
  /** Stops listening. A module that listens to more wraps this function. */
  off: (nothing?: unknown) => void;

  /** Called when the queue has entries; set by page.js once Python is loaded. */
  wake?: () => void;

  /** The profiles that were loaded before Python, as JSON; set by watch.js. */
  profiles?: string[];
  /** What is wrong with profiles; set by watch.js. */
  problems?: string[];
  /** Called with each later problem of a profile; set by an inspector. */
  onProblem?: (text: string) => void;
  /** The system whose profile describes a widget; set by watch.js. */
  systemOf?: (widget: Element) => string | undefined;

  /** Show at widgets with a failure that there is no connection, and remove that again; set by offline.js. */
  sayOffline?: () => void;
  sayNoMore?: () => void;
}
