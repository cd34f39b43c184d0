// @ts-nocheck: the client as a page would load it, with its settings and its data on this server
import { AnalyticsBrowser } from "@segment/analytics-next";

window.analytics = AnalyticsBrowser.load(
  { writeKey: "test", cdnURL: `${location.origin}/collect/segment/cdn` },
  { integrations: { "Segment.io": { apiHost: `${location.host}/collect/segment/v1`, protocol: "http" } } },
);
