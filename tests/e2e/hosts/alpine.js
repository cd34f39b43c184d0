import Alpine from "alpinejs";

window.host = {
  start() {
    const state = Alpine.reactive({ times: 0, here: true });
    Alpine.data("app", () => state);
    Alpine.start();
    Object.assign(window.host, {
      again: () => state.times++,
      leave: () => (state.here = false),
      back: () => (state.here = true),
      end: () => Alpine.destroyTree(document.getElementById("root")),
    });
  },
};
