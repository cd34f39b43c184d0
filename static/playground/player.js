// @ts-check
import { perform } from "../double/recorded.js";
import { choose, go, shown, whenAgain, whenMoved } from "./address.js";
import { cast } from "./casting.js";
import { documented, listedCodes } from "./codes.js";
import { element, fill } from "./page.js";
import { RECORDINGS } from "./recordings.js";
import { errorAnswer } from "./server.js";
import { enterAccessCode, show, showRecorded, submit } from "./stage.js";
import { STORIES } from "./stories.js";

/**
 * Plays what the address says: a story, a code, a recording up to a step, or nothing.
 *
 * @typedef {import("./address.js").Shown} Shown
 * @typedef {import("./stage.js").Widget} Widget
 * @typedef {{ title: string, notes?: string[] | undefined }} Told what is played, in words
 */

/** The recording that is played, so that its next step need not begin at the first. */
let recorded = { key: "", step: 0, widgets: /** @type {Widget[]} */ ([]), said: Promise.resolve() };

/** @param {Widget} widget */
const act = (widget) => (widget.getAttribute("mode") === "register" ? submit(widget) : enterAccessCode(widget));

/** @param {Shown} shown @param {string} [tokens] what the story wants, unless the visitor chose */
const tokensOf = ({ mood }, tokens = "ok") => mood || tokens;

/** @param {Shown} chosen @returns {Promise<Told>} */
const playNothing = async (chosen) => {
  const { generation, mode, notes } = cast({}, chosen);
  await show({ generation, mode, tokens: tokensOf(chosen), hasWorks: mode === "download" });
  return { title: "", notes };
};

/** @param {Shown} chosen @returns {Promise<Told>} */
const playStory = async (chosen) => {
  const story = STORIES.find(({ id }) => id === chosen.story);
  if (!story) return playNothing(chosen);
  const { notes, ...scene } = cast(story, chosen);
  const { title, tokens, widgets = 1, also } = story;
  for (const widget of await show({ ...scene, widgets, tokens: tokensOf(chosen, tokens) })) {
    also?.(widget);
    act(widget);
  }
  return { title, notes };
};

/** @param {Shown} chosen @returns {Promise<Told>} */
const playCode = async (chosen) => {
  const { system, code } = chosen;
  const entry = documented(system, code);
  if (!entry) return playNothing(chosen);
  if (!entry.scenario) {
    const { notes } = await playNothing(chosen);
    // pywidget's own function: the page hands over what its server answered.
    /** @type {any} */ (window).pywidget?.report(await errorAnswer(system, code), system);
    return { title: code, notes };
  }
  const { init, access, ...rest } = /** @type {Record<string, unknown[]>} */ (entry.scenario);
  const { notes, ...scene } = cast(
    {
      begin: init ?? access,
      scenario: rest,
      generations: system === "allfeat-widget-v1" ? ["v1"] : ["v3", "v2"],
      ...(access ? { modes: ["update", "download"] } : init ? {} : { modes: ["register"] }),
    },
    chosen,
  );
  for (const widget of await show({ ...scene, tokens: tokensOf(chosen) })) act(widget);
  return { title: code, notes };
};

/** @param {Shown} chosen @param {string} key what is played, without the step @param {boolean} again @returns {Told | Promise<Told>} */
const playRecording = (chosen, key, again) => {
  const recording = RECORDINGS.find(({ id }) => id === chosen.recording);
  if (!recording) return playNothing(chosen);
  const { title, generation, mode, widgets, turns } = recording;
  const step = Math.min(chosen.step, turns.length);
  if (again || recorded.key !== key || recorded.step >= step) {
    recorded = { key, step: 0, widgets: showRecorded(widgets, generation, mode, tokensOf(chosen)), said: Promise.resolve() };
  }
  const { widgets: made, said } = recorded;
  const left = turns.slice(recorded.step, step);
  recorded.said = said.then(() => perform(made, left));
  recorded.step = step;
  fill("step", `Step ${step} of ${turns.length}`);
  element("step-back").disabled = step === 1;
  element("step-on").disabled = step === turns.length;
  return { title };
};

/** Scrolls the list, and not the page. @param {HTMLElement} button */
const bringIntoSight = (button) => {
  const group = button.closest("details");
  if (group) group.open = true;
  const list = button.closest(".scrolled");
  if (!list) return;
  const [own, seen] = [button.getBoundingClientRect(), list.getBoundingClientRect()];
  if (own.top < seen.top || own.bottom > seen.bottom) list.scrollTop += own.top - seen.top;
};

/** Marks what is played in its list. */
const mark = (/** @type {string} */ played) => {
  for (const button of document.querySelectorAll("[data-played]")) {
    const isPlayed = button.getAttribute("data-played") === played;
    if (isPlayed) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
    if (isPlayed) bringIntoSight(/** @type {HTMLElement} */ (button));
  }
};

/**
 * @template Entry
 * @param {Entry[]} all
 * @param {(entry: Entry) => boolean} isPlayed
 */
const after = (all, isPlayed) => all[(all.findIndex(isPlayed) + 1) % all.length];

/**
 * What comes after what is played, in its list.
 * @param {Shown} chosen
 * @returns {Record<string, string>}
 */
const following = ({ system, code, recording, story }) => {
  if (recording) return { recording: after(RECORDINGS, ({ id }) => id === recording)?.id ?? "" };
  if (!code) return { story: after(STORIES, ({ id }) => id === story)?.id ?? "" };
  const next = after(listedCodes(), (entry) => entry.system === system && entry.code === code);
  return next ? { system: next.system, code: next.code } : {};
};

let lastKey = "";

/** @param {boolean} again also what is played already */
const play = async (again) => {
  const chosen = shown();
  const { tab, step, ...rest } = chosen;
  const { story, system, code, recording } = chosen;
  const key = JSON.stringify(rest);
  const stepped = recording && recorded.key === key && recorded.step !== step;
  if (key === lastKey && !again && !stepped) return;
  lastKey = key;
  mark(recording || (code ? `${system} ${code}` : story));
  const playing = recording ? playRecording(chosen, key, again) : code ? playCode(chosen) : story ? playStory(chosen) : playNothing(chosen);
  element("steps").hidden = !recording;
  const { title, notes = [] } = await playing;
  if (lastKey !== key) return;
  fill("now", title || "Nothing is played: use the widget yourself, or choose something.");
  element("now").classList.toggle("is-played", !!title);
  element("again").hidden = !title;
  fill("now-note", notes.join(" "));
  document.title = `${title ? `${title} · ` : ""}pywidget playground`;
};

export const playAddress = () => {
  element("again").addEventListener("click", () => play(true));
  element("next").addEventListener("click", () => choose(following(shown())));
  element("fresh").addEventListener("click", () => choose({}));
  for (const [id, change] of /** @type {const} */ ([["step-back", -1], ["step-on", 1]])) {
    element(id).addEventListener("click", () => go({ step: String(recorded.step + change) }));
  }
  whenMoved(() => play(false));
  whenAgain(() => play(true));
  play(false);
};
