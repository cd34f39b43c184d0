/** The widget in a framework's template, with the types of that framework. */
import type {} from "pywidget-errors/react";

export const widget = (
  <ats-widget site-key="cpk_test" ats-url="https://ats.example.org" ref={(it) => it?.setToken("jwt-1")} />
);

// @ts-expect-error an attribute that does not exist
export const wrong = <ats-widget site-key="cpk_test" ats-url="https://ats.example.org" sitekey="x" />;

// @ts-expect-error an attribute that React would set as a property, which throws
export const thrown = <ats-widget site-key="cpk_test" ats-url="https://ats.example.org" mode="register" />;
