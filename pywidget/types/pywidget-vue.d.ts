// Made from pywidget/public by `python -m tools.declarations`: change it there.

import type { HTMLAttributes, PublicProps } from "vue";
import type { AtsWidgetAttributes, AtsWidgetElement, PywidgetWidgetEventMap } from "./pywidget.js";

type Events = PywidgetWidgetEventMap;
type Listeners = { [N in keyof Events as `on${Capitalize<N>}`]?: (event: Events[N]) => void };
type Emit = { [N in keyof Events]: (event: N, payload: Events[N]) => void }[keyof Events];

declare module "vue" {
  interface GlobalComponents {
    "ats-widget": new () => AtsWidgetElement & {
      $props: AtsWidgetAttributes & Listeners & HTMLAttributes & PublicProps;
      $emit: Emit;
    };
  }
  interface IntrinsicElementAttributes {
    "ats-widget": AtsWidgetAttributes & Listeners & HTMLAttributes;
  }
}
