import type { DetailedHTMLProps, HTMLAttributes } from "react";

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "ats-widget": DetailedHTMLProps<HTMLAttributes<HTMLElement>, HTMLElement> & { "site-key": string; "ats-url": string };
    }
  }
}
