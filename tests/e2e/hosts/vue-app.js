import { h, ref } from "vue";

export const makeApp = (bind) => ({
  setup() {
    const times = ref(0);
    const here = ref(true);
    bind?.({ again: () => times.value++, leave: () => (here.value = false), back: () => (here.value = true) });
    const section = () =>
      h("section", { id: "s" }, [
        h("h1", "T"),
        times.value % 2 ? h("i", "new") : null,
        h("ats-widget", { id: "w1", token: "t0" }),
        h("p", { id: "drawn" }, `drawn ${times.value}`),
      ]);
    const other = () => h("section", { id: "other" }, "Other");
    return () => [here.value ? section() : other(), h("form", [h("input", { id: "note" })])];
  },
});
