import { type ComponentRef, useLayoutEffect, useRef } from "react";

const SITE_KEY: string = import.meta.env.VITE_SITE_KEY ?? "cpk_demo";

export type Mode = "register" | "update" | "download";

// --8<-- [start:widget]
/**
 * React sets what an element has as a property, and the widget's `mode`, `network` and `token` can only be read. Setting
 * them throws, so they are set as attributes. pywidget gives the widget its tokens, React never touches them.
 */
export const AtsWidget = ({ mode }: { mode: Mode }) => {
  const widget = useRef<ComponentRef<"ats-widget">>(null);
  useLayoutEffect(() => widget.current?.setAttribute("mode", mode), [mode]);
  return <ats-widget ref={widget} site-key={SITE_KEY} ats-url="https://ats.api.allfeat.org" />;
};
// --8<-- [end:widget]
