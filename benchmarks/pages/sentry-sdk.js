// @ts-nocheck: Sentry's client, with no more of it than captures errors; the build leaves out its debugging and tracing
import { captureException, init } from "@sentry/browser";

window.Sentry = { captureException, init };
