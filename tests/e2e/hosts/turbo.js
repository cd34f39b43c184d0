import { session, visit } from "@hotwired/turbo";

window.host = {
  start() {},
  // The page is fetched again, and the one that is shown is changed into it.
  again: () => session.refresh(location.href),
  leave: () => visit(document.getElementById("leave").href),
  // From Turbo's own copy of the page.
  back: () => history.back(),
  end: () => document.getElementById("root").replaceChildren(),
};
