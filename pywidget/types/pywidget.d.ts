// Made from pywidget/public by `python -m tools.declarations`: change it there.

/** What pywidget does about an error. Every code is on exactly one path. */
export type Path =
  "auth" | "config" | "rate-limit" | "retry";

/** What would fix an error. */
export type Remedy =
  "renew-session" | "sign-in" | "contact-administrator" | "wait" | "try-again" | "check-connection" | "fix-input" |
  "start-over" | "top-up" | "report" | "nothing";

/** The systems whose error codes pywidget knows. */
export type System =
  "allfeat-widget" | "allfeat-api" | "allfeat-widget-v1" | "breakground" | "mori";

/** The languages that there are notices in. */
export type Language =
  "en" | "ar" | "cs" | "da" | "de" | "el" | "es" | "fi" | "fr" | "he" | "hi" | "hu" | "id" | "it" | "ja" | "ko" | "nb" |
  "nl" | "pl" | "pt-BR" | "pt-PT" | "ro" | "sv" | "tr" | "uk" | "vi" | "zh-Hans" | "zh-Hant";

/** The sinks that `data-analytics` can name. */
export type SinkName =
  "beacon" | "console" | "datadog" | "ga4" | "gtm" | "matomo" | "otlp" | "plausible" | "posthog" | "segment" | "sentry";

/** Why a session could not be renewed. */
export type RenewalFailure =
  "signed-out" | "config" | "rate-limited" | "server-error" | "not-found" | "refused" | "unreachable" | "timed-out" |
  "html" | "empty" | "not-json" | "redirected" | "opaque" | "no-token" | "empty-token" | "wrong-type" | "repeated-token"
  | "provider-failed" | "no-token-source" | "too-many-renewals" | "already-submitted" | "widget-refused" | "widget-gone";

/** Why a disabled widget works again. */
export type EnabledBecause =
  "redrawn" | "changed" | "reset" | "left" | "tried-again" | "upload-progress" | "step" | "ready" | "mode-changed" |
  "upload-start" | "upload-complete" | "confirmed" | "complete" | "work-selected" | "download-started" |
  "download-complete";

/** How a failure ended. */
export type Outcome =
  "renewed" | "not-renewed" | "recovered";

/** Which situation a notice is about. */
export type NoticeKind =
  "renewing" | "offline" | "online" | "submitted" | "unsure" | "certificate" | "stuck" | "no-effect" | "report" |
  "breaker" | "confirm" | "leave" | "signed-out" | "disabled" | "waiting" | "try-again" | "fix-input" | "start-over" |
  "top-up" | "nothing";

/** What a button of a notice does. */
export type NoticeActionId =
  "try-again" | "start-over" | "confirm-start-over" | "reload" | "confirm-reload" | "sign-in" | "confirm-sign-in" |
  "cancel" | "contact" | "copy-code" | "back-to-list" | "keep" | "register-again" | "dismiss";

/** A system that pywidget knows, or one that a profile describes. */
export type SystemName = System | (string & {});

/** A button of a notice. */
export interface NoticeAction {
  /** What the button does. */
  id: NoticeActionId;
  /** What stands on it, in the visitor's language. */
  label: string;
}

/** A failure has its meaning. It is dispatched once per failure, even if the widget dispatched several events. */
export interface VerdictDetail {
  /** The system whose tables gave the code its meaning. */
  system: SystemName;
  /** The error code; null if the error has none. */
  code: string | null;
  /** What pywidget does about it. */
  path: Path;
  /** What would fix it. */
  remedy: Remedy;
  /** The server's own words, which are not meant for visitors; empty if there are none. */
  message: string;
  /** The reference of the failed request; null if there is none. */
  requestId: string | null;
  /** What the widget was doing, or method and path of the request; null if unknown. */
  stage: string | null;
  /** The event by which the failure became known, or its origin. */
  event: string;
}

/** A session was renewed: the widget has a fresh token. */
export interface RenewedDetail {
  /** What the widget does with the token; empty if it did not say. */
  pendingAction: string;
  /** How many tries it took. */
  attempts: number;
  /** How long it took, in milliseconds. */
  durationMs: number;
  /** Whose session it is, where that is not the `<ats-widget>`'s. */
  system?: SystemName;
}

/** A session could not be renewed. The visitor gets a notice. */
export interface RenewalFailedDetail {
  /** Why not. */
  reason: RenewalFailure;
  /** What the widget does with the token; empty if it did not say. */
  pendingAction: string;
  /** How many tries there were. */
  attempts: number;
  /** The HTTP status of the token source's last answer, if there was one; null if it is not known. */
  status?: number | null;
  /** The code in that answer; null if it has none. */
  code?: string | null;
  /** The reference in that answer; null if it has none. */
  requestId?: string | null;
}

/** A widget was stopped by an error that only the owner can fix. It is covered until it works again. */
export interface DisabledDetail {
  /** The system whose tables gave the code its meaning. */
  system: SystemName;
  /** The error code; null if the error has none. */
  code: string | null;
  /** The reference of the failed request; null if there is none. */
  requestId: string | null;
}

/** A disabled widget works again. */
export interface EnabledDetail {
  /** Why. */
  because: EnabledBecause;
}

/** A notice is shown. */
export interface NoticeShown {
  /** Which situation it is about. */
  kind: NoticeKind;
  /** `alert` for a failure, `status` for a wait or good news. */
  role: "status" | "alert";
  /** Its first line, in the visitor's language. */
  title: string;
  /** What stands below it; empty if nothing does. */
  text: string;
  /** Its buttons, at most two. */
  actions: NoticeAction[];
  /** The reference to quote; null if there is none. */
  reference: string | null;
  /** When a wait is over, in milliseconds since 1970; null if there is no countdown. */
  until: number | null;
}

/** The notice is removed. */
export interface NoticeRemoved {
  /** Null: there is no notice. */
  kind: null;
  role?: undefined;
  title?: undefined;
  text?: undefined;
  actions?: undefined;
  reference?: undefined;
  until?: undefined;
}

/** `NoticeShown`: a notice is shown. `NoticeRemoved`: the notice is removed. */
export type NoticeDetail = NoticeShown | NoticeRemoved;

/** A failure. */
export interface FailureReport {
  /** The event by which the failure became known, or its origin. */
  event: string;
  /** The system whose tables gave the code its meaning. */
  system: SystemName;
  /** The error code. */
  code?: string;
  /** What pywidget does about the failure. */
  path: Path;
  /** What would fix it. */
  remedy: Remedy;
  /** The server's own words, without private data. */
  message?: string;
  /** The reference of the failed request. */
  requestId?: string;
  /** What the widget was doing, or method and path of the request. */
  stage?: string;
  /** What the widget wants to do with a fresh token. */
  pendingAction?: string;
  /** An id of the failure: its report and those of its ends have the same. */
  failure: string;
  /** How many events belong to the failure. */
  merged: number;
  /** Whether the visitor's work was submitted, or may have been. */
  transaction: boolean;
  /** The widget's `mode`. */
  mode?: string;
  /** The widget's `network`. */
  network?: string;
  /** The screen that the widget shows. */
  screen?: string;
  /** Which widget: its `id`, or its number on the page if it has none; `0` is the page itself. */
  widget: string;
  /** The page's address, without query and fragment. */
  page: string;
  /** An id of the page view, the same in all its reports. */
  view: string;
  /** The version of pywidget. */
  version: string;
  /** When it happened, as in `2026-06-15T12:00:00.123Z`. */
  at: string;
  /** How many failures since the last report were repeats, which get no report. */
  repeated?: number;
  /** How many reports since the last one were left out, because there were too many or a sink did not take them. */
  dropped?: number;
  outcome?: undefined;
  reason?: undefined;
  attempts?: undefined;
  durationMs?: undefined;
}

/** The end of a failure that was reported. */
export interface EndReport {
  /** How the failure ended; a report of a failure has none. `unreported`: this report only has counts. */
  outcome: Outcome;
  /** The system whose tables gave the code its meaning. */
  system: SystemName;
  /** The error code. */
  code?: string;
  /** Why the session could not be renewed. */
  reason?: RenewalFailure;
  /** How many tries the renewal took. */
  attempts?: number;
  /** How long after the failure it ended, in milliseconds. */
  durationMs: number;
  /** An id of the failure: its report and those of its ends have the same. */
  failure: string;
  /** How many events belong to the failure. */
  merged: number;
  /** Which widget: its `id`, or its number on the page if it has none; `0` is the page itself. */
  widget: string;
  /** The page's address, without query and fragment. */
  page: string;
  /** An id of the page view, the same in all its reports. */
  view: string;
  /** The version of pywidget. */
  version: string;
  /** When it happened, as in `2026-06-15T12:00:00.123Z`. */
  at: string;
  /** How many failures since the last report were repeats, which get no report. */
  repeated?: number;
  /** How many reports since the last one were left out, because there were too many or a sink did not take them. */
  dropped?: number;
  event?: undefined;
  path?: undefined;
  remedy?: undefined;
  message?: undefined;
  requestId?: undefined;
  stage?: undefined;
  pendingAction?: undefined;
  transaction?: undefined;
  mode?: undefined;
  network?: undefined;
  screen?: undefined;
}

/** Counts that no other report had yet. */
export interface CountReport {
  /** How the failure ended; a report of a failure has none. `unreported`: this report only has counts. */
  outcome: "unreported";
  /** The page's address, without query and fragment. */
  page: string;
  /** An id of the page view, the same in all its reports. */
  view: string;
  /** The version of pywidget. */
  version: string;
  /** When it happened, as in `2026-06-15T12:00:00.123Z`. */
  at: string;
  /** How many failures since the last report were repeats, which get no report. */
  repeated?: number;
  /** How many reports since the last one were left out, because there were too many or a sink did not take them. */
  dropped?: number;
  event?: undefined;
  system?: undefined;
  code?: undefined;
  path?: undefined;
  remedy?: undefined;
  message?: undefined;
  requestId?: undefined;
  stage?: undefined;
  pendingAction?: undefined;
  failure?: undefined;
  merged?: undefined;
  transaction?: undefined;
  mode?: undefined;
  network?: undefined;
  screen?: undefined;
  widget?: undefined;
  reason?: undefined;
  attempts?: undefined;
  durationMs?: undefined;
}

/**
 * `FailureReport`: a failure. `EndReport`: the end of a failure that was reported. `CountReport`: counts that no other
 * report had yet.
 */
export type ReportDetail = FailureReport | EndReport | CountReport;

/** Python runs. */
export interface ReadyDetail {
  /** The version of pywidget. */
  version: string;
}

/** Python cannot be loaded. The page works as it would without pywidget, and loading is tried again. */
export interface UnavailableDetail {
  /** What went wrong. */
  reason: string;
}

/** A report as a sink gets it. To add fields of your own, declare the interfaces of reports once more. */
export type SinkReport = ReportDetail & {
  /** An id of the report. A report that is sent again has the same. */
  id: string;
};

/** What a token is asked for. */
export interface TokenRequest {
  /** What the widget does with the token; empty if it did not say. */
  pendingAction: string;
  /** The widget's `mode`; null if it has none. */
  mode: string | null;
  /** The widget's `network`; null if it has none. */
  network: string | null;
  /** 1, and one more for each further try of the same renewal. */
  attempt: number;
  /** Whose session it is, where that is not the `<ats-widget>`'s. */
  system?: SystemName;
}

/**
 * What a token function returns: the token, or an object with the token at `data-token-field`. For a session of the
 * page's own requests, anything will do.
 */
export type TokenAnswer = string | { [field: string]: unknown } | null | undefined | void;

/** The function for `pywidget.tokenProvider()`. `widget` is null for a session of the page's own requests. */
export type TokenProvider = (
  request: TokenRequest,
  widget: Element | null,
) => TokenAnswer | PromiseLike<TokenAnswer>;

/** The function that `data-token-function` names. */
export type TokenFunction = (
  pendingAction: string,
  widget: Element | null,
  request: TokenRequest,
) => TokenAnswer | PromiseLike<TokenAnswer>;

/**
 * What the function of `data-before-report` returns: a changed report, which may have fields of its own; null or false
 * to drop the report; nothing to send the report that it was given, with its changes.
 */
export type ChangedReport =
  | { [field: string]: string | number | boolean | null | undefined }
  | ReportDetail | null | false | undefined | void;

/**
 * The function that `data-before-report` names. If it throws, or takes longer than 5 seconds, the report goes out as it
 * was.
 */
export type BeforeReport = (report: ReportDetail) => ChangedReport | PromiseLike<ChangedReport>;

/** A function of the page that `data-analytics` names. */
export type SinkFunction = (report: SinkReport) => unknown;

/** The events by the names that `pywidget.on()` takes, and their details. */
export interface PywidgetEvents {
  /** A failure has its meaning. It is dispatched once per failure, even if the widget dispatched several events. */
  "verdict": VerdictDetail;
  /** A session was renewed: the widget has a fresh token. */
  "renewed": RenewedDetail;
  /** A session could not be renewed. The visitor gets a notice. */
  "renewal-failed": RenewalFailedDetail;
  /** A widget was stopped by an error that only the owner can fix. It is covered until it works again. */
  "disabled": DisabledDetail;
  /** A disabled widget works again. */
  "enabled": EnabledDetail;
  /**
   * A notice is shown, replaced or removed. With `data-notices="off"` nothing is shown, and your page can show this
   * detail itself.
   */
  "notice": NoticeDetail;
  /** A report goes to the sinks. `data-before-report` has seen it. */
  "report": ReportDetail;
  /** Python runs. */
  "ready": ReadyDetail;
  /** Python cannot be loaded. The page works as it would without pywidget, and loading is tried again. */
  "unavailable": UnavailableDetail;
}

/** The events of a widget. They bubble to the document, also out of shadow roots. */
export interface PywidgetWidgetEventMap {
  "pywidget:verdict": CustomEvent<VerdictDetail>;
  "pywidget:renewed": CustomEvent<RenewedDetail>;
  "pywidget:renewal-failed": CustomEvent<RenewalFailedDetail>;
  "pywidget:disabled": CustomEvent<DisabledDetail>;
  "pywidget:enabled": CustomEvent<EnabledDetail>;
  "pywidget:notice": CustomEvent<NoticeDetail>;
  "pywidget:report": CustomEvent<ReportDetail>;
}

/** All events, as the document hears them. */
export interface PywidgetEventMap extends PywidgetWidgetEventMap {
  "pywidget:ready": CustomEvent<ReadyDetail>;
  "pywidget:unavailable": CustomEvent<UnavailableDetail>;
  /** A report is about to go out. A listener may change the detail, or drop the report with `preventDefault()`. */
  "pywidget:before-report": CustomEvent<ReportDetail>;
}

/** `window.pywidget`, which exists from the first line of the script tag on. */
export interface Pywidget {
  /**
   * Calls `callback` for each event `pywidget:<name>`, with its detail, and with the widget, or the document if the
   * event is about no widget. The returned function ends that.
   */
  on<N extends keyof PywidgetEvents>(
    name: N,
    callback: (detail: PywidgetEvents[N], widget: Element | Document) => void,
  ): () => void;
  /** Sets the function that returns a fresh token. It is preferred to `data-token-function` and `data-token-url`. */
  tokenProvider(provider: TokenProvider): void;
  /**
   * Treats an error of your own like one of a widget. `error` is a code, a parsed error response, or an Error with a
   * `code`; `system` is whose code it is, by default that of `data-system`.
   */
  report(error: unknown, system?: SystemName): void;
  /** Sends the reports that wait. */
  flush(): void;
  /** Ends pywidget on this page: notices, renewals and reports. Another script tag can start it again. */
  stop(): void;
  /**
   * Resolves when Python runs, and rejects if it cannot be loaded. By default Python is loaded at the first failure, so
   * with `await` set `data-boot` to `idle` or `now`.
   */
  readonly ready: Promise<void>;
  /** Whether `stop()` was called. */
  readonly stopped: boolean;
}

/** The attributes of the script tag, by their names in JavaScript. All of them are optional. */
export interface StartOptions {
  /**
   * Your token endpoint. pywidget sends it `{pendingAction, mode, network, attempt}` and expects a fresh token as JSON.
   * Value: a web address, which may be relative.
   */
  tokenUrl?: string;
  /**
   * The HTTP method of that request. With `GET`, nothing is sent in a body.
   * @default "POST"
   */
  tokenMethod?: "POST" | "GET" | "PUT";
  /**
   * Whether cookies are sent with that request: to your own origin only, to any origin (`include`), or not at all
   * (`omit`).
   * @default "same-origin"
   */
  tokenCredentials?: "same-origin" | "include" | "omit";
  /**
   * Where the token stands in the response. Dots lead into objects. Value: a path.
   * @default "token"
   */
  tokenField?: string;
  /** Headers that are sent with that request. Value: a list of `Name: value`, separated by semicolons. */
  tokenHeaders?: string;
  /**
   * How many seconds one try may take. A renewal has several tries.
   * @default 10
   */
  tokenTimeout?: number;
  /** The cookie whose value is copied into the header that `data-csrf-header` names. Value: the name of a cookie. */
  csrfCookie?: string;
  /** The header that gets the value of the cookie that `data-csrf-cookie` names. Value: the name of a header. */
  csrfHeader?: string;
  /**
   * A function of the page that returns a fresh token, in place of a token endpoint. It is called with `(pendingAction,
   * widget, info)` and may return a Promise. Value: the dotted name of a function.
   */
  tokenFunction?: string;
  /**
   * `on`: the widget's first token comes from the same place, too. A visitor who is typing is not disturbed. Python is
   * then loaded with every page view.
   * @default "off"
   */
  firstToken?: "off" | "on";
  /** Your login page. Without it, no notice offers *Sign in*. Value: a web address, which may be relative. */
  loginUrl?: string;
  /**
   * Where the login page opens. `tab` and `popup` open it beside the page: the form is kept, and pywidget goes on by
   * itself when the visitor is back. `page` opens it in place of the page, and asks first.
   * @default "tab"
   */
  login?: "tab" | "popup" | "page";
  /**
   * The name of the URL parameter with the address to return to. Only a login page on your own origin gets it. Value:
   * the name of a parameter.
   * @default "return_to"
   */
  loginReturn?: string;
  /** Whom visitors can ask. Without it, no notice offers *Contact*. Value: an e-mail address or a web address. */
  contact?: string;
  /**
   * Where notices are shown. `auto` and `instead` put a notice in the place of the screen on which the widget says that
   * it failed or is disabled, else below the widget. `below` always puts it below. `off` shows none: only
   * `pywidget:notice` is dispatched. Value: `auto`, `instead`, `below`, `off`, or the selector of an element of the
   * page.
   * @default "auto"
   */
  notices?: "auto" | "instead" | "below" | "off" | (string & {});
  /**
   * The language of notices. `auto` takes the page's `lang`, also when it changes, and then the visitor's languages.
   * Value: `auto`, or the tag of a language.
   * @default "auto"
   */
  lang?: Language | "auto" | (string & {});
  /** Texts of your own, by their keys. Hooks has the format. Value: the address of a JSON file. */
  messages?: string;
  /**
   * Whether pywidget may call the widget's `reset()`, which empties the form: never, only if the visitor agrees
   * (`ask`), or without asking (`allowed`).
   * @default "never"
   */
  reset?: "never" | "ask" | "allowed";
  /** Where reports go. Value: names of sinks, separated by spaces; any other name is a function of the page. */
  analytics?: string;
  /** Where the sinks `beacon` and `otlp` send to. Value: a web address. */
  analyticsUrl?: string;
  /**
   * The share of page views that report. A page view either sends all its reports or none.
   * @default 1
   */
  sampleRate?: number;
  /**
   * A function of the page that sees each report first. It can change a report or drop it. Value: the dotted name of a
   * function.
   */
  beforeReport?: string;
  /**
   * `honor`: nothing is reported where the visitor's browser asks not to track (`doNotTrack`, `globalPrivacyControl`).
   * @default "off"
   */
  privacy?: "off" | "honor";
  /**
   * Which elements are the widgets, whether they are in the page already or come later. Value: a selector.
   * @default "ats-widget"
   */
  widget?: string;
  /**
   * The system whose error codes the widget uses. The two generations of the `<ats-widget>` are told apart by
   * themselves.
   * @default "allfeat-widget"
   */
  system?: System;
  /**
   * Which of the page's own requests are read: a failing response is treated like an error of the widget. Value: pairs
   * of a URL pattern and a system, separated by spaces or commas.
   */
  watch?: string;
  /**
   * Profiles, each of which describes another widget or another API. Value: addresses of JSON files, separated by
   * spaces or commas.
   */
  profile?: string;
  /**
   * The interpreter. `pyodide` has to be fetched once, from npm, and is some twenty times as large.
   * @default "micropython"
   */
  runtime?: "micropython" | "pyodide";
  /** A folder with another Pyodide than the bundle's. Value: a web address. */
  runtimeUrl?: string;
  /**
   * When Python is loaded: at the first error, as soon as the page is idle (`idle`), or at once (`now`).
   * @default "error"
   */
  boot?: "error" | "idle" | "now";
  /**
   * `on`: shows the inspector, for whoever builds the page.
   * @default "off"
   */
  debug?: "off" | "on";
}

/** The attributes of `<ats-widget>`. */
export interface AtsWidgetAttributes {
  /** The publishable key of the site. */
  "site-key": string;
  /** The address of the ATS API. */
  "ats-url": string;
  /** The session token. pywidget sets it by `setToken()`. */
  token?: string;
  /** The network; `testnet` if it is not given. */
  network?: "testnet" | "mainnet";
  /** The mode; `register` if it is not given. */
  mode?: "register" | "update" | "download";
  /** The largest audio file, in megabytes. */
  "max-file-size"?: number | `${number}`;
  /** Whose works are listed, by your own id of the user. */
  "external-user-id"?: string;
}

/** The element `<ats-widget>`. It has its methods as soon as its own script is loaded. */
export interface AtsWidgetElement extends HTMLElement {
  /** Gives the widget a token. */
  setToken(token: string): void;
  /** Empties the form and begins anew. */
  reset(): void;
  /** What the widget shows, and how far the work got. */
  getState(): { screen: string; atsId?: unknown; jobId?: unknown; transactionId?: unknown; accessCode?: unknown };
}

declare global {
  /** For code that only runs if the script tag has: without it, reading this throws. */
  const pywidget: Pywidget;

  interface Window {
    /** Missing if the file of the script tag could not be loaded, or was not yet. */
    pywidget?: Pywidget;
  }
  interface HTMLElementTagNameMap {
    "ats-widget": AtsWidgetElement;
  }
  interface ElementEventMap extends PywidgetWidgetEventMap {}
  interface HTMLElementEventMap extends PywidgetWidgetEventMap {}
  interface ShadowRootEventMap extends PywidgetWidgetEventMap {}
  interface DocumentEventMap extends PywidgetEventMap {}
  interface WindowEventMap extends PywidgetEventMap {}
}
