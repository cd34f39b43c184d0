import { StrictMode } from "react";
import { hydrateRoot } from "react-dom/client";
import { App } from "./react-app.jsx";

window.host = {
  start() {
    const bind = (acts) => Object.assign(window.host, acts);
    const app = (
      <StrictMode>
        <App bind={bind} />
      </StrictMode>
    );
    const onRecoverableError = (error) => window.problems.push(`${error.message}`);
    const root = hydrateRoot(document.getElementById("root"), app, { onRecoverableError });
    window.host.end = () => root.unmount();
  },
};
