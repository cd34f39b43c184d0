// @ts-check
/** What the playground's server offers to it. */

/** The documented codes: `{system, title, code, path, remedy, httpStatus, message, action, scenario}`. */
export const codes = async () => (await fetch("/api/codes")).json();

/**
 * Sets a scenario up and returns the `ats-url` that plays it.
 * @param {unknown} scenario
 * @returns {Promise<string>}
 */
export const play = async (scenario) => {
  const response = await fetch("/api/scenarios", { method: "POST", body: JSON.stringify(scenario) });
  return (await response.json()).ats_url;
};

/** A token as the page's own server would have rendered it into the page. */
export const firstToken = async () => {
  const response = await fetch("/api/ats-token?answer=ok", { method: "POST" });
  return (await response.json()).token;
};

/**
 * Lets the token endpoint answer pywidget like this from now on.
 * @param {string} answers names of answers, separated by dots; the last one repeats
 */
export const answerTokens = (answers) => {
  document.cookie = `token_answer=${answers}; path=/; SameSite=Strict`;
};

/**
 * An error as another system would answer it.
 * @param {string} system
 * @param {string} code
 */
export const errorAnswer = async (system, code) => {
  const response = await fetch(`/errors/${system}/${code}`);
  return { ...(await response.json()), status: response.status };
};

/** What real widgets said: see recordings.js. */
export const recordings = async () => (await fetch("/playground/recordings.json")).json();
