// @ts-check
import { parentOf } from "./notice-place.js";

/** @param {Element} element @param {string} selector which old browsers may not know */
const matches = (element, selector) => {
  try {
    return element.matches(selector);
  } catch {
    return false;
  }
};

/** The element in the upper left corner of the window, also inside of open shadow roots. */
const atCorner = () => {
  let found = document.elementFromPoint(1, 1);
  let inner = found?.shadowRoot?.elementFromPoint(1, 1);
  while (inner && inner != found) {
    found = inner;
    inner = found.shadowRoot?.elementFromPoint(1, 1);
  }
  return found;
};

/**
 * Tells whether an element shows its children. A video does not, nor does a player with a shadow root without slots.
 * @param {Element} element
 */
const showsChildren = (element) => {
  const child = document.createElement("i");
  element.append(child);
  const { length } = child.getClientRects();
  child.remove();
  return length > 0;
};

/**
 * Holds the notice if the full-screen element cannot. During full screen, only a modal dialog can be used beside it.
 * @type {HTMLDialogElement | undefined}
 */
let dialog;

const openDialog = () => {
  if (!dialog) {
    dialog = document.createElement("dialog");
    dialog.style.cssText = "all: unset; position: fixed; inset: 0 auto auto 0";
    document.body.append(dialog);
  }
  if (!dialog.open) dialog.showModal();
  return dialog;
};

/** Closes the dialog. Its content stays in the page. */
const closeDialog = () => {
  dialog?.close();
  dialog?.replaceWith(...dialog.childNodes);
  dialog = undefined;
};

/**
 * The element that has to hold a notice of the page, so that the notice can be seen and used: the uppermost modal
 * dialog, because it makes everything else inert, or the full-screen element. A dialog's backdrop covers every corner,
 * so the dialog is found there.
 * @returns {Element | null}
 */
export const topmost = () => {
  for (let element = atCorner(); element; element = parentOf(element)) {
    if (element != dialog && matches(element, "dialog:modal")) return element;
  }
  const full = document.fullscreenElement;
  return !full || showsChildren(full) ? full : openDialog();
};

/**
 * Keeps the notice of the page above dialogs and popovers.
 * @param {AbortSignal} signal
 * @param {() => void} changed called when a notice that is shown may have to be moved
 */
export const createTopLayer = (signal, changed) => {
  /** @type {HTMLElement | undefined} */
  let raised;
  const observer = new MutationObserver((records) => {
    if (records.some(({ type }) => type == "attributes") || !raised?.isConnected) changed();
  });
  for (const event of ["fullscreenchange", "toggle", "close"]) {
    document.addEventListener(event, ({ target }) => raised && target != raised && changed(), { capture: true, signal });
  }

  return {
    /** @param {HTMLElement} host */
    raise(host) {
      if (host.dataset["page"] !== "") return;
      if (!raised) observer.observe(window.document, { subtree: true, childList: true, attributeFilter: ["open"] });
      raised = host;
      if (host.parentNode != dialog) closeDialog();
      if (!host.showPopover || !host.isConnected) return;
      host.popover = "manual";
      // Shown once more, because the popover that was shown last is uppermost.
      if (matches(host, ":popover-open")) host.hidePopover();
      host.showPopover();
    },

    /** @param {HTMLElement} host */
    lower(host) {
      if (host != raised) return;
      raised = undefined;
      observer.disconnect();
      closeDialog();
      host.removeAttribute("popover");
    },
  };
};
