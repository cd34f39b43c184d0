// What a Svelte template is checked by.

import type { SvelteHTMLElements } from "svelte/elements";
import type {} from "../../../pywidget/types/pywidget-svelte.js";

type Props = SvelteHTMLElements["ats-widget"];

export const props: Props = {
  "site-key": "cpk_1",
  "ats-url": "/",
  class: "wide",
  "on:pywidget:verdict": (event) => console.log(event.detail.path),
};
export const mistakes: Props[] = [
  // @ts-expect-error  there is no such mode
  { "site-key": "cpk_1", "ats-url": "/", mode: "upload" },
  // @ts-expect-error  a verdict has no such field
  { "site-key": "cpk_1", "ats-url": "/", "on:pywidget:verdict": (event) => console.log(event.detail.status) },
];
