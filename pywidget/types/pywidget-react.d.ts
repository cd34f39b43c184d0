// Made from pywidget/public by `python -m tools.declarations`: change it there.

import type { DetailedHTMLProps, HTMLAttributes } from "react";
import type { AtsWidgetAttributes, AtsWidgetElement } from "./pywidget.js";

/**
 * React 19 sets what an element has as a property, and these can only be read: setting them throws, and React removes
 * the whole tree. So set them with a ref: `ref.current.setAttribute("mode", mode)`. React 18 sets attributes.
 */
type Unsettable = typeof import("react") extends { use: unknown } ? "mode" | "network" | "token" : never;

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "ats-widget": Omit<AtsWidgetAttributes, Unsettable> &
        DetailedHTMLProps<HTMLAttributes<AtsWidgetElement>, AtsWidgetElement>;
    }
  }
}
