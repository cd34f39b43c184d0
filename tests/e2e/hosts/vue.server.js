import { createSSRApp } from "vue";
import { renderToString } from "vue/server-renderer";
import { makeApp } from "./vue-app.js";

export const html = renderToString(createSSRApp(makeApp()));
