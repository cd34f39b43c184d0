// @ts-check
import { advise } from "./advise.js";
import { blame, nameOf, warn } from "./fence.js";
import { inPage, isPromise, lookUp, own, parse, stringify } from "./own.js";

/**
 * What pywidget-page.js passes on to pywidget-token.js, so that it is in one file only, and what it remembers is
 * remembered once. See given.js.
 */
export const shared = { advise, blame, inPage, isPromise, lookUp, nameOf, own, parse, stringify, warn };
