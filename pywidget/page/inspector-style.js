// @ts-check
/**
 * The styles of the inspector. Light or dark follows the reader's system, not the page. The page's styles have no
 * effect: `!important` in here wins against the page's styles for the element.
 *
 * The inspector is one layer below the notices that cover a page.
 */
export const STYLE = `
:host {
  all: initial !important;
  position: fixed !important;
  z-index: 2147483646 !important;
  inset: auto 8px 8px auto !important;
  max-inline-size: calc(100vw - 16px) !important;
  color-scheme: light dark !important;
}
:host([data-corner="bottom left"]) { inset: auto auto 8px 8px !important; }
:host([data-corner="top right"]) { inset: 8px 8px auto auto !important; }
:host([data-corner="top left"]) { inset: 8px auto auto 8px !important; }
:host([data-open]) { inline-size: 620px !important; }
[hidden] { display: none !important; }

.panel {
  --text: light-dark(#1a1f26, #e9edf2);
  --muted: light-dark(#525c69, #a5afbb);
  --back: light-dark(#fff, #15191f);
  --raised: light-dark(#f4f6f8, #1d232b);
  --edge: light-dark(#cfd6de, #38414c);
  --focus: light-dark(#1a5fd0, #8ab8ff);
  --blue: light-dark(#1a56b4, #93bfff);
  --red: light-dark(#b3261e, #ffaba3);
  --amber: light-dark(#7d5200, #f2c766);
  --green: light-dark(#17663b, #86d6a6);
  --violet: light-dark(#6a3bb5, #c9b0ff);
  --pink: light-dark(#a01b66, #ff9fd0);
  display: flex;
  flex-direction: column;
  max-block-size: min(70dvh, 560px);
  box-sizing: border-box;
  overflow: hidden;
  border: 1px solid var(--edge);
  border-radius: 12px;
  background: var(--back);
  box-shadow: 0 8px 30px light-dark(rgb(15 23 42 / .22), rgb(0 0 0 / .6));
  color: var(--text);
  font: 13px/1.45 system-ui, sans-serif;
}

.bar { display: flex; flex: none; align-items: stretch; background: var(--raised); }
button {
  all: unset;
  box-sizing: border-box;
  min-block-size: 32px;
  padding: 5px 10px;
  border: 1px solid var(--edge);
  border-radius: 8px;
  background: var(--back);
  cursor: pointer;
  white-space: nowrap;
}
button:hover { border-color: var(--muted); }
button[aria-pressed="true"] { border-color: var(--text); background: var(--text); color: var(--back); }
button.wrong:not([aria-pressed="true"]) { border-color: currentColor; color: var(--red); }
.bar button { min-block-size: 40px; border: 0; border-radius: 0; background: none; }
.bar button:hover { background: var(--back); }
.toggle { display: flex; flex: 1; flex-wrap: wrap; align-items: center; column-gap: 8px; min-inline-size: 0; padding-inline: 12px 8px; white-space: normal; }
.toggle::before {
  content: "";
  inline-size: 6px;
  block-size: 6px;
  margin: 0 2px 3px;
  border: solid currentColor;
  border-width: 0 2px 2px 0;
  rotate: 225deg;
  translate: 0 3px;
}
:host([data-open]) .toggle::before { rotate: 45deg; translate: 0; }
.mark { inline-size: 10px; block-size: 10px; border: 2px solid var(--amber); border-radius: 50%; box-sizing: border-box; }
:host([data-python="ready"]) .mark { border-color: var(--green); background: var(--green); }
:host(:is([data-python="unavailable"], [data-failed])) .mark { border-color: var(--red); border-radius: 2px; background: var(--red); }
.state, .count { color: var(--muted); }
:host(:is([data-python="unavailable"], [data-failed])) .state { color: var(--red); }
.count { margin-inline-start: auto; font-variant-numeric: tabular-nums; }
:host(:not([data-open], [data-python="unavailable"], [data-failed])) .state { display: none; }
.close { display: grid; place-content: center; inline-size: 40px; padding: 0; font-size: 20px; line-height: 1; }
.close::before { content: "×"; }

.body { display: flex; flex: 1; flex-direction: column; min-block-size: 0; border-block-start: 1px solid var(--edge); }
.tools { display: flex; flex: none; flex-wrap: wrap; align-items: center; gap: 6px; padding: 8px 12px; border-block-end: 1px solid var(--edge); }
label { display: flex; align-items: center; gap: 6px; min-inline-size: 0; color: var(--muted); }
select {
  box-sizing: border-box;
  min-inline-size: 0;
  max-inline-size: 150px;
  min-block-size: 32px;
  padding: 4px 6px;
  border: 1px solid var(--edge);
  border-radius: 8px;
  background: var(--back);
  color: var(--text);
  font: inherit;
}
.status { margin: 0; color: var(--green); }
.status:empty { display: none; }

.scroll { flex: 1; min-block-size: 120px; block-size: 360px; overflow: auto; overscroll-behavior: contain; }
.nothing { margin: 0; padding: 8px 12px; color: var(--muted); }
.nothing:empty { display: none; }
.lines { margin: 0; padding: 0; list-style: none; }
.lines li { border-inline-start: 3px solid var(--tone); border-block-end: 1px solid var(--raised); --tone: var(--muted); }
.lines [data-group="heard"], .lines [data-path="auth"] { --tone: var(--blue); }
.lines [data-group="renewal"] { --tone: var(--violet); }
.lines [data-group="notice"], .lines [data-path="rate-limit"] { --tone: var(--amber); }
.lines [data-group="report"], .lines [data-path="retry"] { --tone: var(--green); }
.lines [data-group="visitor"] { --tone: var(--pink); }
.lines [data-group="warning"], .lines [data-failed], .lines [data-path="config"] { --tone: var(--red); }
[data-path] { background: var(--raised); }
.head {
  display: grid;
  grid-template-columns: 52px 58px minmax(0, 84px) minmax(0, 1fr);
  column-gap: 8px;
  padding: 4px 24px 4px 9px;
  position: relative;
}
summary { list-style: none; cursor: pointer; }
summary::-webkit-details-marker { display: none; }
summary::after {
  content: "";
  position: absolute;
  inset-block-start: 10px;
  inset-inline-end: 11px;
  inline-size: 5px;
  block-size: 5px;
  border: solid var(--muted);
  border-width: 0 1.5px 1.5px 0;
  rotate: -45deg;
}
details[open] > summary::after { rotate: 45deg; }
summary:hover { background: var(--raised); }
time { color: var(--muted); font-variant-numeric: tabular-nums; text-align: end; }
.group { color: var(--tone); }
.who { overflow: hidden; color: var(--muted); text-overflow: ellipsis; white-space: nowrap; }
.what { overflow-wrap: anywhere; text-align: start; }
b { font-weight: 600; }
.text { color: var(--muted); unicode-bidi: isolate; }
.path { padding: 0 6px; border: 1px solid var(--tone); border-radius: 99px; font-weight: 600; white-space: nowrap; color: var(--tone); }
.times { color: var(--muted); }
pre {
  margin: 0;
  padding: 8px 12px;
  background: var(--raised);
  color: var(--text);
  font: 12px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
  white-space: pre-wrap;
  overflow-wrap: anywhere;
}
.by-hand { flex: none; max-block-size: 120px; overflow: auto; user-select: all; -webkit-user-select: all; }

.warnings { margin: 8px 12px; padding: 8px 12px 8px 28px; border: 1px solid var(--red); border-radius: 8px; color: var(--red); overflow-wrap: anywhere; }
.settings { margin: 0; padding: 4px 12px 8px; }
.settings div { display: grid; grid-template-columns: minmax(0, 180px) minmax(0, 1fr); column-gap: 12px; padding-block: 3px; border-block-end: 1px solid var(--raised); }
dt { overflow-wrap: anywhere; }
dd { margin: 0; overflow-wrap: anywhere; }
[data-origin="given"] { font-weight: 600; }
[data-origin="default"] { color: var(--muted); }
i { margin-inline-start: 8px; color: var(--muted); font-weight: 400; }
[data-origin="refused"] i { color: var(--red); }

:focus-visible { outline: 2px solid var(--focus); outline-offset: -2px; }
@media (pointer: coarse) {
  button, select { min-block-size: 40px; }
  .bar button { min-block-size: 44px; }
  .close { inline-size: 44px; }
  .head { padding-block: 8px; }
}
@media (max-width: 560px) {
  :host([data-open]) { inset: auto 0 0 !important; inline-size: auto !important; max-inline-size: none !important; }
  :host([data-open]) .panel { max-block-size: 62dvh; border-inline: 0; border-block-end: 0; border-radius: 12px 12px 0 0; }
  :host([data-open]) .count { display: none; }
  .tools { padding-inline: 10px; }
  label span { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); }
  .tools button { padding-inline: 8px; }
  select { max-inline-size: 110px; }
  .head { grid-template-columns: auto auto minmax(0, 1fr); }
  .what { grid-column: 1 / -1; }
  .settings div { grid-template-columns: repeat(2, minmax(0, 1fr)); }
}
@media (forced-colors: active) {
  .mark { forced-color-adjust: none; }
  button[aria-pressed="true"] { forced-color-adjust: none; background: Highlight; color: HighlightText; }
  .lines li { border-block-end-color: CanvasText; }
}
@media print { :host { display: none !important; } }
`;
