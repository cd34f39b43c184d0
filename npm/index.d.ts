import type {
  BeforeReport,
  Pywidget,
  SinkFunction,
  SinkName,
  StartOptions as Attributes,
  TokenFunction,
  TokenProvider,
} from "./pywidget.js";

export type * from "./pywidget.js";

/** What `window.pywidget` has. It can be used at once: calls wait until the script has run. Its functions need no `this`. */
export type Handle = Pywidget;

/** One place where reports go: the name of a sink, the dotted name of a function of the page, or a function. */
export type Sink = SinkName | (string & {}) | SinkFunction;

/** Attributes that also take something else than a text or a number. */
type More = "tokenFunction" | "tokenHeaders" | "firstToken" | "analytics" | "beforeReport" | "debug";

interface Options extends Omit<Attributes, More> {
  /** The address of `pywidget.js`, which the other files lie beside. It has priority over `base`. */
  src?: string | URL | { toString(): string };
  /**
   * The address of the folder with the files.
   * @default "/pywidget/"
   */
  base?: string;
  /** The nonce of the page's Content Security Policy. */
  nonce?: string;
  /** The hash of `pywidget.js`, which `integrity.json` has, for files that come from a host that is not yours. */
  integrity?: string;
  /** Needed with `integrity` if the files come from another origin. */
  crossOrigin?: "anonymous" | "use-credentials";
  /** Returns a fresh token. As `handle.tokenProvider()`. */
  tokenProvider?: TokenProvider;
  /** Returns a fresh token, or the dotted name of a function of the page that does. */
  tokenFunction?: string | TokenFunction;
  /** Headers that are sent with the request for a token. No value can have a semicolon. */
  tokenHeaders?:
    | string
    | Headers
    | Iterable<readonly [name: string, value: string]>
    | Record<string, string | number | null | undefined>;
  /** Whether the widget's first token comes from the same place, too. */
  firstToken?: boolean | "off" | "on";
  /** Where reports go. Several names can also be one text, separated by spaces. */
  analytics?: Sink | readonly Sink[];
  /** Sees each report first, and can change or drop it; or the dotted name of such a function of the page. */
  beforeReport?: string | BeforeReport;
  /** Whether to show the inspector, for whoever builds the page. */
  debug?: boolean | "off" | "on";
}

/** The attributes of the script tag without `data-`, in camelCase, and what else `start()` takes. */
export type StartOptions = { [Name in keyof Options]?: Options[Name] | undefined };

/**
 * Starts pywidget in this page.
 *
 * The first call puts the script tag into the page; a later one returns the same handle, until `stop()`. If the page
 * has the script tag already, the tag's attributes count. An unknown option, and a wrong value, is told in the console.
 * On a server nothing happens, and `ready` rejects.
 */
export function start(options?: StartOptions | null): Handle;
