// A page without a framework. Each line below `@ts-expect-error` must not compile.

import type {
  BeforeReport, Path, SinkFunction, StartOptions, TokenFunction, TokenProvider,
} from "../../../pywidget/types/pywidget.js";

const labels: Record<Path, string> = { auth: "session", config: "setup", "rate-limit": "wait", retry: "other" };

// ---- Events

const end = pywidget.on("verdict", ({ code, path, remedy, requestId }, widget) => {
  document.title = `${labels[path]}: ${code ?? "?"} ${requestId?.toUpperCase()}`;
  if (remedy == "sign-in" && widget instanceof Element) widget.id = "signed-out";
});
end();
window.pywidget?.on("renewal-failed", ({ reason, status }) => {
  if (reason == "signed-out") console.log(status?.toFixed());
});
pywidget.on("notice", (notice) => {
  if (notice.kind === null) return;
  const first: string | undefined = notice.actions[0]?.label;
  console.log(notice.title, first, notice.until === null ? "" : new Date(notice.until));
});
pywidget.on("ready", ({ version }) => console.log(version));

document.addEventListener("pywidget:verdict", (event) => console.log(event.detail.path == "auth"));
window.addEventListener("pywidget:unavailable", (event) => console.log(event.detail.reason.length));
document.addEventListener("pywidget:before-report", (event) => {
  if (event.detail.path == "auth") event.preventDefault();
});

const widget = document.querySelector("ats-widget");
widget?.addEventListener("pywidget:enabled", ({ detail }) => console.log(detail.because == "redrawn"));
widget?.setToken("fresh");
widget?.reset();
document.body.addEventListener("pywidget:renewed", ({ detail }) => console.log(detail.durationMs / detail.attempts));

// @ts-expect-error  there is no such event
pywidget.on("verdicts", () => {});
// @ts-expect-error  its file may not have been loaded
window.pywidget.on("verdict", () => {});
// @ts-expect-error  a verdict has no such field
pywidget.on("verdict", ({ status }) => status);
// @ts-expect-error  there is no such path
document.addEventListener("pywidget:verdict", (event) => event.detail.path == "rate-limited");
// @ts-expect-error  a code may be missing
pywidget.on("verdict", ({ code }) => code.length);
// @ts-expect-error  no widget has this event
widget?.addEventListener("pywidget:ready", (event) => event.detail.version);
// @ts-expect-error  a token is a text
widget?.setToken(1);
// @ts-expect-error  the text can be missing, because a notice is also removed
pywidget.on("notice", ({ text }) => text.length);

// ---- Tokens

const provider: TokenProvider = async ({ mode, attempt, pendingAction }, of) => {
  const answer = await fetch(`/api/ats-token?mode=${mode ?? "register"}&try=${attempt}&for=${pendingAction}`);
  return of ? ((await answer.json()) as { token: string }) : undefined;
};
pywidget.tokenProvider(provider);
pywidget.tokenProvider(() => "token");
const named: TokenFunction = (pendingAction, of, { network }) => `${pendingAction} ${of?.id} ${network}`;

// @ts-expect-error  a number is no token
pywidget.tokenProvider(() => 1);

// ---- Reports

declare module "../../../pywidget/types/pywidget.js" {
  interface FailureReport {
    shop?: string;
  }
}

const sink: SinkFunction = (report) => {
  if (report.outcome === undefined) console.log(report.id, report.path, report.code?.length, report.shop);
  else if (report.outcome == "unreported") console.log(report.dropped);
  else console.log(report.outcome, report.durationMs, report.reason);
};
const before: BeforeReport = (report) => {
  if (report.code == "common.auth.expired") return null;
  return { ...report, shop: "north" };
};
const later: BeforeReport = async (report) => {
  if (report.outcome === undefined) report.shop = "north";
};
Object.assign(window, { shop: { named, sink, before, later } });

// @ts-expect-error  a report has no such field
const wrong: SinkFunction = (report) => report.tokens;
// @ts-expect-error  how long it took is only known at the end of a failure
const early: SinkFunction = (report) => report.outcome === undefined && report.durationMs + 1;
// @ts-expect-error  a list is no report
const list: BeforeReport = (report) => [report];
console.log(wrong, early, list);

// ---- The rest

pywidget.report(new Error("broken"), "mori");
pywidget.report({ code: "x" }, "a-system-of-a-profile");
pywidget.flush();
pywidget.ready.then(() => pywidget.stopped || pywidget.stop());

export const options: StartOptions = {
  tokenUrl: "/api/ats-token",
  login: "popup",
  lang: "pt-BR",
  notices: "#messages",
  sampleRate: 0.5,
  analytics: "segment shop.sink",
};
export const mistakes: StartOptions[] = [
  // @ts-expect-error  attributes have their names in JavaScript here
  { "token-url": "/api/ats-token" },
  // @ts-expect-error  there is no such place
  { login: "window" },
  // @ts-expect-error  a number
  { tokenTimeout: "10" },
];

// @ts-expect-error  it cannot be set
pywidget.stopped = true;
// @ts-expect-error  there is no such function
pywidget.start();
