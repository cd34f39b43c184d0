// @ts-check
import { advise } from "./advise.js";
import { after, soon, timer } from "./after.js";
import { blame, consoleHook, fence, nameOf, warn } from "./fence.js";
import { fetchFile, hashOf } from "./fetch-bytes.js";
import { loadModule, loadOnce } from "./load-module.js";
import { buttonFor, look, pressIn } from "./look.js";
import { matches } from "./matches.js";
import { inPage, isPromise, lookUp, own, parse, stringify } from "./own.js";

/**
 * What pywidget-page.js passes on to pywidget-notices.js and pywidget-token.js, so that it is in one file only, and what it remembers is
 * remembered once. See given.js.
 */
export const shared = {
  advise, after, blame, buttonFor, consoleHook, fence, fetchFile, hashOf, inPage, isPromise, loadModule, loadOnce, look,
  lookUp, matches, nameOf, own, parse, pressIn, soon, stringify, timer, warn,
};
