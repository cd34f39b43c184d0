// Records on window.said what pywidget says, and tells when nothing more is going on. For pages with recorder.js and
// files/idle.js.
(() => {
  const NAMES = ["verdict", "renewed", "renewal-failed", "disabled", "enabled", "notice", "report", "ready", "unavailable"];
  // What the script tag starts Python for.
  const TROUBLE = ["error", "failed", "token-expired", "download-failed"];

  window.said = [];
  for (const name of NAMES) {
    document.addEventListener(`pywidget:${name}`, ({ detail }) =>
      window.said.push({ name, detail: JSON.parse(JSON.stringify(detail ?? null)) }));
  }

  let starting = false;
  for (const name of TROUBLE) document.addEventListener(`allfeat:${name}`, () => (starting = true));
  const gaveUp = new Promise((resolve) => document.addEventListener("pywidget:unavailable", resolve, { once: true }));

  // Ends when everything else has been done. Answers with how much has been said so far.
  window.calm = async () => {
    if (starting) await Promise.race([window.pywidget.ready.catch(() => 0), gaveUp]);
    for (let turn = 0; turn < 3; turn++) await window.idle();
    return window.recorded.length + window.said.length;
  };

  const isSeen = (element) => {
    const { width, height } = element.getBoundingClientRect();
    return width > 1 && height > 1 && element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  };

  /** Every notice in sight, as the visitor has it. */
  window.notices = () =>
    [...document.querySelectorAll("pywidget-notice, pywidget-cover")].map(({ shadowRoot }) => shadowRoot)
      .filter((root) => [...root.querySelectorAll("[data-action], p")].some((part) => part.textContent && isSeen(part)))
      .map((root) => ({
        text: [...root.querySelectorAll("p")].filter(isSeen).map(({ textContent }) => textContent).join(" | "),
        warning: [...root.querySelectorAll(".warning")].filter(isSeen).map(({ textContent }) => textContent).join(),
        timer: [...root.querySelectorAll(".timer")].filter(isSeen).map(({ textContent }) => textContent).join(),
        labels: Object.fromEntries([...root.querySelectorAll("[data-action]")].filter(isSeen)
          .map((button) => [button.dataset.action, button.textContent])),
      }));

  // Where the focus is: "nowhere" for the page as a whole, "lost" for what nobody can see, else whose it is and what.
  window.focused = () => {
    let element = document.activeElement;
    const owner = element?.localName.replace("pywidget-", "").replace("ats-", "");
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    if (!element || element === document.body) return "nowhere";
    if (!isSeen(element)) return "lost";
    const what = element.dataset.action ?? element.name;
    return what ? `${owner} ${what}` : owner;
  };

  // Does what a visitor does on the form's first two screens.
  window.fillIn = (widget) => {
    const root = widget.shadowRoot;
    const title = root.querySelector("input[name=title]");
    title.value = "Song";
    title.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
    root.querySelector("[data-action=sample-file]").click();
    root.querySelector("[data-action=next]").click();
  };

  // Whether the middle of an element of the widget's is what a visitor would point at there.
  window.isOnTop = (widget, selector) => {
    const { left, top, width, height } = widget.shadowRoot.querySelector(selector).getBoundingClientRect();
    return document.elementFromPoint(left + width / 2, top + height / 2) === widget;
  };
})();
