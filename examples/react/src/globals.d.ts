import type { DetailedHTMLProps, HTMLAttributes } from "react";

declare global {
  interface Window {
    pywidget: { on(name: "disabled" | "enabled", listener: (detail: object, widget: HTMLElement) => void): () => void };
  }
}

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "ats-widget": DetailedHTMLProps<HTMLAttributes<HTMLElement>, HTMLElement> & { "site-key": string; "ats-url": string };
    }
  }
}
