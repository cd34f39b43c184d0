// @ts-check
/**
 * What tells the widget's three generations apart, as data. Generation 2 is generation 3 without its guard against
 * renewal loops, its download mode and its visitors' own works; generation 1 speaks of errors in another way altogether.
 *
 * @typedef {"register" | "update" | "download"} Mode
 *
 * @typedef {object} Generation
 * @property {readonly Mode[]} modes the modes it knows; any other value means `register`
 * @property {boolean} announcesMode whether it dispatches `allfeat:mode-changed`
 * @property {number} renewalGuard ms: a second authentication failure within this time of the first is final; 0: never
 * @property {boolean} externalUsers whether it knows `external-user-id`, and with it lists of works
 * @property {boolean} resetAsksForToken whether `reset()` dispatches `allfeat:token-expired`
 * @property {boolean} showsRequestId whether the FAILED screen shows the error's request id
 * @property {"dotted" | "upper-case"} codes how it names errors
 */

/** @type {Readonly<Record<string, Generation>>} */
export const GENERATIONS = {
  v3: {
    modes: ["register", "update", "download"],
    announcesMode: true,
    renewalGuard: 20_000,
    externalUsers: true,
    resetAsksForToken: false,
    showsRequestId: true,
    codes: "dotted",
  },
  v2: {
    modes: ["register", "update"],
    announcesMode: false,
    renewalGuard: 0,
    externalUsers: false,
    resetAsksForToken: false,
    showsRequestId: true,
    codes: "dotted",
  },
  v1: {
    modes: ["register", "update"],
    announcesMode: false,
    renewalGuard: 0,
    externalUsers: false,
    resetAsksForToken: true,
    showsRequestId: false,
    codes: "upper-case",
  },
};
