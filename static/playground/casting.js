// @ts-check
/**
 * Fits what is to be played to the generation and the mode that the visitor chose, or says why it is played in another.
 *
 * @typedef {{ begin?: unknown[] | undefined, scenario?: Record<string, unknown> | undefined,
 *   generations?: string[] | undefined, modes?: string[] | undefined }} Told
 * @typedef {{ generation: string, mode: string }} Chosen
 */

const ALL_GENERATIONS = ["v3", "v2", "v1"];
const ALL_MODES = ["register", "update", "download"];

/** What the oldest generation calls the codes of the stories. @type {Readonly<Record<string, string>>} */
const IN_FIRST_GENERATION = {
  "common.auth.expired": "TOKEN_EXPIRED",
  "session.key_inactive": "FORBIDDEN",
  "common.rate_limited": "RATE_LIMITED",
  "common.service_unavailable": "SERVER_ERROR",
  "transaction.store_unavailable": "SERVER_ERROR",
};

/** @param {any} reply */
const translated = (reply) =>
  IN_FIRST_GENERATION[reply?.code] ? { ...reply, code: IN_FIRST_GENERATION[reply.code] } : reply;

/**
 * @param {string} chosen
 * @param {string[]} possible
 * @param {string} what
 * @returns {[value: string, note: string]}
 */
const fitting = (chosen, possible, what) => {
  const [first = ""] = possible;
  if (!chosen || possible.includes(chosen)) return [chosen || first, ""];
  return [first, `This is played in ${what} ${first.replace(/^v/, "")}: it does not come up in ${what} ${chosen.replace(/^v/, "")}.`];
};

/**
 * @param {Told} told
 * @param {Chosen} chosen empty texts: as it is told
 * @returns {{ generation: string, mode: string, scenario: Record<string, unknown>, notes: string[] }}
 */
export const cast = ({ begin, scenario = {}, generations = ALL_GENERATIONS, modes = ALL_MODES }, chosen) => {
  const [generation, other] = fitting(chosen.generation, generations, "generation");
  const known = modes.filter((mode) => generation === "v3" || mode !== "download");
  const [mode, another] = fitting(chosen.mode, known, "mode");
  /** @type {Record<string, unknown>} */
  const answers = { ...scenario };
  // Where nothing is uploaded yet, the first request looks an access code up.
  if (begin) answers[mode === "register" ? "init" : "access"] = begin;
  if (generation === "v1") {
    answers["system"] = "allfeat-widget-v1";
    for (const [step, replies] of Object.entries(answers)) {
      if (Array.isArray(replies)) answers[step] = replies.map(translated);
    }
  }
  return { generation, mode, scenario: answers, notes: [other, another].filter(Boolean) };
};
