// @ts-nocheck: services without a client on npm, by the snippets that their documentation gives
window.dataLayer = window.dataLayer || [];
window.gtag = function gtag() {
  dataLayer.push(arguments);
};
gtag("js", new Date());
gtag("config", "G-TEST");

window._paq = window._paq || [];
_paq.push(["trackPageView"]);

window.received = [];
window.myApp = { onError: (report) => received.push(report) };
