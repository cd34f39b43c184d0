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
 * | `--pywidget-text`        | colour of what is said               | near black, or near white                       |
 * | `--pywidget-text-muted`  | colour of labels and references      | grey                                            |
 * | `--pywidget-accent`      | main button                          | as the text                                     |
 * | `--pywidget-accent-text` | text of the main button              | near white, or near black                       |
 * | `--pywidget-focus`       | focus ring                           | blue                                            |
 * | `--pywidget-layer`       | `z-index` of what lies over the page | 10 over a widget, else the highest there is     |
 *
 * The widget's own colours (`--ats-primary` and the like) are not used, because text may not be readable on them.
 * Light and dark follow the page's `color-scheme`. A browser without `light-dark()` shows the page's colours.
 *
 * An empty notice takes no room, not even a gap in a flex or grid layout or at the end of what scrolls. It is rendered
 * all the same, whatever styles the page has, because live regions have to exist before their text.
 */
export const STYLE = `
:host(:not([data-shown], [data-cover])) { all: initial !important; position: fixed !important; inset: 0 auto auto 0 !important; }
:host([data-shown]) {
  display: block;
  position: relative;
  grid-column: 1 / -1;
  min-width: 0;
}
:host([data-cover]) {
  display: block !important;
  height: 0 !important;
  min-height: 0 !important;
  margin: 0 !important;
  padding: 0 !important;
  border: 0 !important;
}
:host([data-page]) {
  position: fixed;
  inset: auto 0 0;
  width: auto;
  height: auto;
  margin: 0;
  padding: 0;
  border: 0;
  background: none;
  z-index: var(--pywidget-layer, 2147483647);
  max-height: 100dvh;
  box-sizing: border-box;
  overflow: auto;
  pointer-events: none;
}
:host([data-page="foot"]) { position: sticky; }
:host([data-page]) .shown {
  width: calc(100% - 24px);
  max-width: 40em;
  margin: 12px auto;
  pointer-events: auto;
  box-shadow: 0 8px 30px light-dark(rgb(15 23 42 / .2), rgb(0 0 0 / .6));
}

.card, .cover {
  all: initial;
  display: block;
  color-scheme: inherit;
  font-family: var(--pywidget-font, var(${ATS.STYLE_FONT}, inherit));
  font-size: inherit;
  --_text: var(--pywidget-text, light-dark(#1a1f26, #eef1f5));
  --_hue: 255;
  --_vivid: 1;
  --_tint: light-dark(oklch(.975 calc(.02 * var(--_vivid)) var(--_hue)), oklch(.24 calc(.03 * var(--_vivid)) var(--_hue)));
  --_edge: light-dark(oklch(.87 calc(.06 * var(--_vivid)) var(--_hue)), oklch(.42 calc(.08 * var(--_vivid)) var(--_hue)));
  --_icon: light-dark(oklch(.48 calc(.12 * var(--_vivid)) var(--_hue)), oklch(.8 calc(.1 * var(--_vivid)) var(--_hue)));
  color: var(--_text);
  line-height: 1.5;
}
.calm { --_vivid: .2; }
.good { --_hue: 155; }
.care { --_hue: 85; }
.halt { --_hue: 25; }

.shown, .cover {
  display: flex;
  gap: 8px;
  box-sizing: border-box;
  padding: 16px 12px;
  border: 1px solid var(--pywidget-border, var(--_edge));
  border-radius: var(--pywidget-radius, var(${ATS.STYLE_RADIUS}, 12px));
  background: var(--pywidget-background, var(--_tint));
  overflow-wrap: anywhere;
}
.shown { flex-wrap: wrap; margin-block: var(--pywidget-gap, 12px); }
:host([data-over]) .shown { margin: 0; }
:host([data-over="all"]) .shown { padding: 12px 0; border: 0; background: none; }
.body { flex: 1 1 10em; min-width: 0; }
svg {
  flex: none;
  width: 1.5em;
  height: 1.5em;
  color: var(--_icon);
  fill: none;
  stroke: currentColor;
  stroke-width: 1.7;
  stroke-linecap: round;
  stroke-linejoin: round;
}
p { margin: 0; max-width: 68ch; text-wrap: pretty; }
:lang(ko) { word-break: keep-all; }
:lang(ja) { word-break: auto-phrase; }
.title, .warning { font-weight: 600; }
.quote, .seen { color: var(--pywidget-text-muted, light-dark(#454d59, #b8c0cb)); }
.timer { font-variant-numeric: tabular-nums; }
.timer::after { content: ""; display: block; width: calc(var(--_left, 0) * 100%); margin-top: 8px; border-top: 4px solid; }
.quote, .seen, .actions { display: flex; flex-wrap: wrap; align-items: center; gap: 0 8px; margin-top: 8px; }
.quote, .seen { font-size: .875em; }
.actions { gap: 8px; margin-top: 12px; }
p + p, .timer { margin-top: 4px; }
.timer:empty, .actions:empty { display: none; }
code {
  direction: ltr;
  unicode-bidi: isolate;
  font-family: ui-monospace, monospace;
  font-size: .9em;
  user-select: all;
  -webkit-user-select: all;
}

button {
  all: unset;
  box-sizing: border-box;
  min-height: 44px;
  padding: 8px 16px;
  border: 1px solid currentColor;
  border-radius: var(--pywidget-radius, 8px);
  color: var(--_text);
  font-size: 1em;
  font-weight: 600;
  line-height: 1.25;
  text-align: center;
  text-wrap: balance;
  cursor: pointer;
}
button.main {
  border-color: transparent;
  background: var(--pywidget-accent, var(--_text));
  color: var(--pywidget-accent-text, light-dark(#fff, #12161c));
}
button.plain { margin-block: -8px; padding: 8px 0; border: 0; font-weight: 500; text-align: start; }
button.plain, button:hover { text-decoration: underline; }
button:focus-visible, .shown:focus-visible, .cover:focus-visible { outline: 3px solid var(--pywidget-focus, light-dark(#1a5fd0, #8ab8ff)); outline-offset: 2px; }

.spoken { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.cover {
  position: absolute;
  z-index: var(--pywidget-layer, 10);
  flex-direction: column;
  align-items: center;
  justify-content: safe center;
  gap: 8px;
  padding-block: 0;
  overflow: auto;
  text-align: center;
}
.cover[hidden], .said > svg, .said > p { display: none; }
.cover.said { padding: 0 12px; }
.cover.bare { padding: 0; border: 0; background: none; }
::slotted([data-shown]) { flex: none; width: 100%; }

@media (prefers-reduced-motion: no-preference) {
  .icon-spin { animation: spin 1s linear infinite; }
}
@keyframes spin { to { rotate: 1turn; } }
@media (forced-colors: active) {
  svg { color: CanvasText; }
  button.main { border: 3px solid ButtonText; }
}
@media print { .actions, .cover:not(.said) { display: none; } }
`;
