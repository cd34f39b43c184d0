// A component for React 19.

import { useEffect, useLayoutEffect, useRef, useState } from "react";
import type { AtsWidgetElement, SinkReport, VerdictDetail } from "../../../pywidget/types/pywidget.js";
import type {} from "../../../pywidget/types/pywidget-react.js";

export function Registration({ token, onReport }: { token: string; onReport: (report: SinkReport) => void }) {
  const widget = useRef<AtsWidgetElement>(null);
  const [verdict, setVerdict] = useState<VerdictDetail>();

  useEffect(() => pywidget.on("verdict", setVerdict), []);

  useLayoutEffect(() => {
    widget.current?.setAttribute("token", token);
    widget.current?.setAttribute("mode", "register");
  }, [token]);

  useEffect(() => {
    const element = widget.current;
    const onRenewed = (event: HTMLElementEventMap["pywidget:renewed"]) => console.log(event.detail.attempts);
    element?.addEventListener("pywidget:renewed", onRenewed);
    return () => element?.removeEventListener("pywidget:renewed", onRenewed);
  }, []);

  useEffect(() => {
    const paths = new AbortController();
    document.addEventListener("pywidget:verdict", (e) => console.log(e.detail.path), paths);
    return () => paths.abort();
  }, []);

  useEffect(() => {
    Object.assign(window, { onReport, beforeReport: (report: SinkReport) => ({ ...report, shop: "north" }) });
  }, [onReport]);

  return (
    <section aria-busy={verdict?.path == "auth"}>
      <ats-widget
        ref={widget}
        id="songs"
        className="wide"
        site-key="cpk_1"
        ats-url="https://ats.api.allfeat.org"
        max-file-size={50}
      />
    </section>
  );
}

export const mistakes = [
  // @ts-expect-error  setting the mode as a property throws
  <ats-widget key="1" site-key="cpk_1" ats-url="/" mode="register" />,
  // @ts-expect-error  so does setting the network
  <ats-widget key="2" site-key="cpk_1" ats-url="/" network="mainnet" />,
  // @ts-expect-error  and the token
  <ats-widget key="3" site-key="cpk_1" ats-url="/" token="t" />,
  // @ts-expect-error  it needs a key and an address
  <ats-widget key="4" />,
  // @ts-expect-error  there is no such element
  <ats-widgets key="5" />,
];
