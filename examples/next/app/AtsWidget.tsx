"use client";

import { useEffect, useLayoutEffect, useRef, useState } from "react";

type Props = { siteKey: string; mode: "register" | "update" | "download"; token?: string };

// --8<-- [start:widget]
/**
 * React sets what an element has as a property, and the widget's `mode`, `network` and `token` can only be read. Setting
 * them throws, so they are set as attributes. `token` is the first one; pywidget gives the widget all others.
 *
 * The widget is not part of the server's HTML: React takes that over only a while after the page has loaded, and has to
 * find it as it was sent, without a notice of pywidget in it.
 */
export const AtsWidget = ({ siteKey, mode, token }: Props) => {
  const widget = useRef<HTMLElementTagNameMap["ats-widget"]>(null);
  const [isTakenOver, setTakenOver] = useState(false);
  useEffect(() => setTakenOver(true), []);
  useLayoutEffect(() => widget.current?.setAttribute("mode", mode), [mode, isTakenOver]);
  useLayoutEffect(() => {
    if (token) widget.current?.setAttribute("token", token);
  }, [token, isTakenOver]);
  return isTakenOver && <ats-widget ref={widget} site-key={siteKey} ats-url="https://ats.api.allfeat.org" />;
};
// --8<-- [end:widget]
