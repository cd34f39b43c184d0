import { flushSync, hydrate, unmount } from "svelte";
import App from "./App.svelte";

window.host = {
  start() {
    const bind = (acts) => Object.assign(window.host, acts);
    const app = hydrate(App, { target: document.getElementById("root"), props: { bind }, recover: false });
    flushSync();
    window.host.end = () => unmount(app);
  },
};
