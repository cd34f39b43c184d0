/** The file that the script tag imports, relative to it, and its hash; the build puts them in. */
declare const PAGE_FILE: string;
declare const PAGE_HASH: string;

/** The file of the interpreter that the script tag asks for, relative to it; the build puts it in. */
declare const WASM_FILE: string;

/** Which build this is; the build puts it in. */
declare const BUILD: string;

/** The hashes of the files that the page's module loads, by name; the build puts them in. */
declare const HASHES: Record<string, string>;

/** The file name of the wheel for Pyodide; the build puts it in. */
declare const WHEEL: string;

/** The names of all destinations; the build puts them in. */
declare const SINKS: string[];

/** The names of all events of pywidget, without `pywidget:`, separated by `|`; the build puts them in. */
declare const EVENTS: string;

/** The names of the destinations that are not in the usual image, separated by `|`; the build puts them in. */
declare const RARE_SINKS: string;

/**
 * What visitors are told without Python while there is no connection, by language: a sentence, and its direction if it
 * is not from left to right; the build puts it in.
 */
declare const OFFLINE: Record<string, [sentence: string, dir?: string]>;

/** The names of the headers of an answer that Python reads; the build puts them in. */
declare const ANSWER_HEADERS: string[];

/** The default of each attribute of the script tag, by name; the build puts them in. */
declare const SETTINGS: Record<string, string | number>;

/** Facts about the ats-widget. pywidget/core/ats_widget.py explains each of them; the build puts them in. */
declare namespace ATS {
  const ELEMENT: string;
  /** What the names of all its events begin with. */
  const PREFIX: string;
  const EVENTS_FROM_THE_START: string[];
  const EVENTS_LATER: string[];
  const EVENT_COMPLETE: string;
  const EVENT_STEP: string;
  const EVENT_UPLOAD_PROGRESS: string;
  /** Parts of names: of events that start Python, of events after which it works, and of its screens in trouble. */
  const PARTS_OF_TROUBLE: RegExp;
  const PARTS_OF_WORK: RegExp;
  const PARTS_OF_LOOKS: RegExp;

  const ACTION_ATTRIBUTE: string;
  /** The `data-action` of its Retry button. */
  const RETRY: string;

  /** Selectors in its shadow root. */
  const OVERLAY: string;
  const RETRY_BUTTON: string;
  const BUTTONS: string;
  const NEXT_BUTTON: string;
  const BACK_BUTTON: string;
  const SUBMIT_BUTTON: string;
  const COPY_BUTTON: string;
  const ALERT: string;
  const REQUEST_ID: string;
  const STOPPED_SCREEN: string;

  /** The method by which it is given a token. */
  const TOKEN_METHOD: string;

  /** Attributes. */
  const TOKEN_ATTRIBUTE: string;
  const MODE: string;
  const NETWORK: string;
  const IDENTITY: string[];
  const REDRAWING: string;
  const REDRAWING_DEFAULT: number;
  /** Custom properties. */
  const STYLE_FONT: string;
  const STYLE_RADIUS: string;

  /** Milliseconds. */
  const STUCK_MS: number;
}
