// Made from pywidget/public by `python -m tools.declarations`: change it there.

import type { DetailedHTMLProps, HTMLAttributes } from "react";
import type { AtsWidgetAttributes, AtsWidgetElement } from "./pywidget.js";

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "ats-widget": AtsWidgetAttributes & DetailedHTMLProps<HTMLAttributes<AtsWidgetElement>, AtsWidgetElement>;
    }
  }
}
