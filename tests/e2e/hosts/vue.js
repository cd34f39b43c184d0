import { createSSRApp } from "vue";
import { makeApp } from "./vue-app.js";

window.host = {
  start() {
    const app = createSSRApp(makeApp((acts) => Object.assign(window.host, acts)));
    app.config.errorHandler = (error) => window.problems.push(`${error}`);
    app.mount("#root");
    window.host.end = () => app.unmount();
  },
};
