"use client";

import { type ComponentRef, useLayoutEffect, useRef } from "react";

type Props = { siteKey: string; mode: "register" | "update" | "download"; token?: string };

// --8<-- [start:widget]
/**
 * React sets what an element has as a property, and the widget's `mode`, `network` and `token` can only be read. Setting
 * them throws, so they are set as attributes. `token` is the first one; pywidget gives the widget all others.
 */
export const AtsWidget = ({ siteKey, mode, token }: Props) => {
  const widget = useRef<ComponentRef<"ats-widget">>(null);
  useLayoutEffect(() => widget.current?.setAttribute("mode", mode), [mode]);
  useLayoutEffect(() => {
    if (token) widget.current?.setAttribute("token", token);
  }, [token]);
  return <ats-widget ref={widget} site-key={siteKey} ats-url="https://ats.api.allfeat.org" suppressHydrationWarning />;
};
// --8<-- [end:widget]
