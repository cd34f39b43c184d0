// Made from pywidget/public by `python -m tools.declarations`: change it there.

import type { HTMLAttributes } from "svelte/elements";
import type { AtsWidgetAttributes, AtsWidgetElement, PywidgetWidgetEventMap } from "./pywidget.js";

type Events = PywidgetWidgetEventMap;
type Listeners = { [N in keyof Events as `on:${N}`]?: (event: Events[N]) => void };

declare module "svelte/elements" {
  interface SvelteHTMLElements {
    "ats-widget": AtsWidgetAttributes & Listeners & HTMLAttributes<AtsWidgetElement>;
  }
}
