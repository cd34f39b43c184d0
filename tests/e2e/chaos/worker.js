// @ts-check
/** A service worker that answers everything with the page itself, as some do for the routes of an application. */
addEventListener("install", () => /** @type {any} */ (self).skipWaiting());
addEventListener("activate", (event) => /** @type {any} */ (event).waitUntil(/** @type {any} */ (self).clients.claim()));
addEventListener("fetch", (event) => {
  const { url } = /** @type {any} */ (event).request;
  // The page asks it to stop.
  if (url.includes("widget.js") || url.includes("/token") || url.endsWith("/page")) return;
  /** @type {any} */ (event).respondWith(new Response("<!doctype html>shell", { headers: { "Content-Type": "text/html" } }));
});
