import htmx from "htmx.org";

htmx.on("htmx:swapError", ({ detail }) => window.problems.push(`${detail.error}`));
const press = (id) => document.getElementById(id).click();
window.host = {
  start() {},
  again: () => press("again"),
  leave: () => press("leave"),
  // From htmx's own copy of the page.
  back: () => history.back(),
  end: () => document.getElementById("root").replaceChildren(),
};
