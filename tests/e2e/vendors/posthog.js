// @ts-nocheck: the client as a page would load it, with its data on this server
import posthog from "posthog-js/dist/module.no-external";

posthog.init("phc_test", {
  api_host: `${location.origin}/collect/posthog`,
  autocapture: false,
  capture_pageview: false,
  capture_pageleave: false,
  disable_compression: true,
  disable_session_recording: true,
  disable_surveys: true,
  advanced_disable_flags: true,
  // It leaves out what a robot does, and takes this browser for one.
  opt_out_useragent_filter: true,
});
window.posthog = posthog;
