// @ts-check
import { AtsWidget } from "./element.js";

customElements.define("ats-widget", AtsWidget);
