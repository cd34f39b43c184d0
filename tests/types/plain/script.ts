/// <reference path="../../../pywidget/types/pywidget.d.ts" />
// A script of a page that is no module: it imports nothing.

pywidget.on("disabled", ({ code }, widget) => console.log(code?.length, widget.nodeName));
document.addEventListener("pywidget:verdict", (event) => console.log(event.detail.remedy == "sign-in"));
document.querySelectorAll("ats-widget").forEach((widget) => widget.setToken("fresh"));

// @ts-expect-error  there is no such event
pywidget.on("error", () => {});
// @ts-expect-error  there is no such remedy
document.addEventListener("pywidget:verdict", (event) => event.detail.remedy == "login");
