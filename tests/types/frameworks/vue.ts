// A setup function for Vue 3, and what its template is checked by.

import { defineComponent, h, onMounted, onUnmounted, ref } from "vue";
import type { GlobalComponents } from "vue";
import type { AtsWidgetElement, BeforeReport, SinkFunction, VerdictDetail } from "../../../pywidget/types/pywidget.js";
import type {} from "../../../pywidget/types/pywidget-vue.js";

export default defineComponent({
  props: { token: { type: String, required: true } },
  setup(props) {
    const widget = ref<AtsWidgetElement | null>(null);
    const verdict = ref<VerdictDetail>();
    let end = () => {};
    const onVerdict = (e: DocumentEventMap["pywidget:verdict"]) => console.log(e.detail.path);

    onMounted(() => {
      end = pywidget.on("verdict", (detail) => (verdict.value = detail));
      document.addEventListener("pywidget:verdict", onVerdict);
      widget.value?.addEventListener("pywidget:disabled", (e) => console.log(e.detail.requestId));
      const toShop: SinkFunction = (report) => navigator.sendBeacon("/reports", JSON.stringify(report));
      const beforeReport: BeforeReport = (report) => report.remedy != "fix-input" && report;
      Object.assign(window, { toShop, beforeReport });
    });
    onUnmounted(() => {
      end();
      document.removeEventListener("pywidget:verdict", onVerdict);
    });
    return () => h("ats-widget", { ref: widget, token: props.token, "data-path": verdict.value?.path });
  },
});

type Props = InstanceType<GlobalComponents["ats-widget"]>["$props"];

export const props: Props = {
  "site-key": "cpk_1",
  "ats-url": "/",
  class: "wide",
  "onPywidget:verdict": (event) => console.log(event.detail.path),
};
export const mistakes: Props[] = [
  // @ts-expect-error  there is no such network
  { "site-key": "cpk_1", "ats-url": "/", network: "devnet" },
  // @ts-expect-error  a verdict has no such field
  { "site-key": "cpk_1", "ats-url": "/", "onPywidget:verdict": (event) => console.log(event.detail.status) },
];
