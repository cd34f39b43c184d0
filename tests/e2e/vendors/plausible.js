// @ts-nocheck: the client as a page would load it, with its data on this server
import { init, track } from "@plausible-analytics/tracker";

// It leaves out what a robot does, and takes this browser for one.
window.__plausible = true;
init({
  domain: "shop.example.org",
  endpoint: `${location.origin}/collect/plausible`,
  autoCapturePageviews: false,
  captureOnLocalhost: true,
});
window.plausible = track;
