// @ts-check
/**
 * How a notice looks. A page can set these custom properties on any element around the widget, or on `pywidget-notice`:
 *
 * | property                 | what                                 | without it                                      |
 * |--------------------------|--------------------------------------|-------------------------------------------------|
 * | `--pywidget-font`        | font family                          | the widget's `--ats-font-family`, then the page's |
 * | `--pywidget-radius`      | corners                              | the widget's `--ats-radius-lg`, then 12px       |
 * | `--pywidget-gap`         | distance to what is around it        | 12px                                            |
 * | `--pywidget-background`  | of the notice                        | a tint for the situation                        |
 * | `--pywidget-border`      | colour of its edge                   | a tint for the situation                        |
 * | `--pywidget-text`        | colour of titles and messages        | near black, or near white                       |
 * | `--pywidget-text-muted`  | colour of advice and labels          | grey                                            |
 * | `--pywidget-accent`      | main button                          | as the text                                     |
 * | `--pywidget-accent-text` | text of the main button              | near white, or near black                       |
 * | `--pywidget-focus`       | focus ring                           | blue                                            |
 * | `--pywidget-layer`       | `z-index` of what lies over the page | 10 over a widget, else the highest there is     |
 *
 * The widget's own colours (`--ats-primary` and the like) are not taken over: nothing says that text can be read on them.
 * Light and dark follow the page's `color-scheme`. A browser without `light-dark()` shows the page's colours.
 *
 * An empty notice takes no room, not even a gap in a flex or grid layout or further down in what scrolls, and yet is
 * rendered, whatever the page does to its elements: its live regions have to be there before their text.
 */
export const STYLE = `
:host(:not([data-shown], [data-cover])) { all: initial !important; position: fixed !important; inset: 0 auto auto 0 !important; }
:host([data-shown]) {
  display: block;
  position: relative;
  grid-column: 1 / -1;
  min-inline-size: 0;
}
:host([data-cover]) {
  display: block !important;
  position: relative;
  block-size: 0 !important;
  min-block-size: 0 !important;
  margin: 0 !important;
  padding: 0 !important;
  border: 0 !important;
}
:host([data-cover="loose"]) { position: absolute; }
:host([data-page]) {
  position: fixed;
  inset: auto 0 0;
  z-index: var(--pywidget-layer, 2147483647);
  max-block-size: 100dvh;
  box-sizing: border-box;
  overflow: auto;
  pointer-events: none;
}
:host([data-page][data-foot]) { position: sticky; }
:host([data-page][data-shown]) .card {
  inline-size: calc(100% - 24px);
  max-inline-size: 40em;
  margin: 12px auto;
  pointer-events: auto;
  box-shadow: 0 8px 30px light-dark(rgb(15 23 42 / .2), rgb(0 0 0 / .6));
}

.card, .cover {
  all: initial;
  display: block;
  color-scheme: inherit;
  font-family: var(--pywidget-font, var(--ats-font-family, inherit));
  font-size: inherit;
  --_text: var(--pywidget-text, light-dark(#1a1f26, #eef1f5));
  --_muted: var(--pywidget-text-muted, light-dark(#454d59, #b8c0cb));
  --_focus: var(--pywidget-focus, light-dark(#1a5fd0, #8ab8ff));
  --_tint: light-dark(#f5f6f8, #1d2127);
  --_edge: light-dark(#d5dae1, #3d444e);
  --_icon: light-dark(#4d5765, #adb6c2);
  color: var(--_text);
  line-height: 1.5;
}
.info { --_tint: light-dark(#f0f6fe, #142031); --_edge: light-dark(#bcd3f2, #2d4d76); --_icon: light-dark(#1d5bb8, #8fbdfa); }
.good { --_tint: light-dark(#eefaf2, #11251a); --_edge: light-dark(#b3dfc3, #2b5c3e); --_icon: light-dark(#15693f, #82d3a3); }
.care { --_tint: light-dark(#fff8e6, #2a2212); --_edge: light-dark(#ebd494, #61501f); --_icon: light-dark(#855600, #f0c96b); }
.halt { --_tint: light-dark(#fef2f1, #2f1918); --_edge: light-dark(#f0c3bf, #703632); --_icon: light-dark(#ad2219, #f6aea8); }

:host([data-shown]) .card {
  display: flex;
  gap: 12px;
  box-sizing: border-box;
  margin-block: var(--pywidget-gap, 12px);
  padding: 16px;
  border: 1px solid var(--pywidget-border, var(--_edge));
  border-radius: var(--pywidget-radius, var(--ats-radius-lg, 12px));
  background: var(--pywidget-background, var(--_tint));
  overflow-wrap: anywhere;
}
.body { flex: 1; min-inline-size: 0; }
svg {
  flex: none;
  inline-size: 1.5em;
  block-size: 1.5em;
  color: var(--_icon);
  fill: none;
  stroke: currentColor;
  stroke-width: 1.7;
  stroke-linecap: round;
  stroke-linejoin: round;
}
p { margin: 0; max-inline-size: 68ch; text-wrap: pretty; }
:lang(ko) { word-break: keep-all; }
p + p { margin-block-start: 4px; }
.title, .warning { font-weight: 600; }
.advice, .quote, .seen { color: var(--_muted); }
.timer { margin-block-start: 4px; font-variant-numeric: tabular-nums; }
.timer:empty { display: none; }

.quote, .seen { display: flex; flex-wrap: wrap; align-items: center; column-gap: 8px; margin-block-start: 8px; font-size: .875em; }
.quote + .quote { margin-block-start: 4px; }
code {
  direction: ltr;
  unicode-bidi: isolate;
  font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
  user-select: all;
  -webkit-user-select: all;
}

.actions { display: flex; flex-wrap: wrap; gap: 8px; margin-block-start: 12px; }
.actions:empty { display: none; }
button {
  all: unset;
  box-sizing: border-box;
  min-block-size: 44px;
  padding: 8px 16px;
  border: 1px solid currentColor;
  border-radius: var(--pywidget-radius, 8px);
  color: var(--_text);
  font-size: 1em;
  font-weight: 600;
  line-height: 1.25;
  text-align: center;
  cursor: pointer;
}
button.main {
  border-color: transparent;
  background: var(--pywidget-accent, var(--_text));
  color: var(--pywidget-accent-text, light-dark(#fff, #12161c));
}
button.plain { margin-block: -10px; padding: 8px 0; border: 0; font-weight: 500; text-decoration: underline; text-underline-offset: 3px; }
button:hover { text-decoration: underline; text-underline-offset: 3px; }
button:focus-visible, :host([data-shown]) .card:focus-visible { outline: 3px solid var(--_focus); outline-offset: 2px; }

.spoken { position: absolute; inline-size: 1px; block-size: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.cover {
  position: absolute;
  z-index: var(--pywidget-layer, 10);
  display: flex;
  flex-direction: column;
  align-items: center;
  justify-content: safe center;
  gap: 8px;
  box-sizing: border-box;
  padding-inline: 16px;
  overflow: auto;
  border: 1px solid var(--pywidget-border, var(--_edge));
  border-radius: var(--pywidget-radius, var(--ats-radius-lg, 12px));
  background: var(--pywidget-background, var(--_tint));
  text-align: center;
}
.cover[hidden] { display: none; }
.cover svg { inline-size: 2em; block-size: 2em; }

@media (prefers-reduced-motion: no-preference) {
  :host([data-shown]) .card { animation: come .16s ease-out; }
  .icon-spin { animation: spin 1s linear infinite; }
}
@keyframes come { from { opacity: 0; translate: 0 -4px; } }
@keyframes spin { to { rotate: 1turn; } }
@media (forced-colors: active) {
  svg { color: CanvasText; }
  button.main { border-color: ButtonText; }
}
@media print { .actions, .cover { display: none; } }
`;
