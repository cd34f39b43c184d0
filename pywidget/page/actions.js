// @ts-check
import { advise } from "./advise.js";
import { timer } from "./after.js";
import { warn } from "./fence.js";
import { focusWidget } from "./focus.js";
import { buttonFor } from "./look.js";

/** The login page's query parameter that says where to return to. */
const RETURN = "return_to";

/** The size of the login window, in pixels. */
const POPUP = { width: 480, height: 640 };

/**
 * Opens an address in a new tab or window. The page stays open.
 * @param {URL} url
 * @param {boolean} popup
 * @returns {boolean} whether the browser allowed it
 */
const openBeside = (url, popup) => {
  const { width, height } = POPUP;
  const left = Math.round(screenX + (outerWidth - width) / 2);
  const top = Math.round(screenY + (outerHeight - height) / 2);
  const features = popup ? `popup,width=${width},height=${height},left=${left},top=${top}` : "";
  try {
    const opened = window.open(url, "_blank", features);
    // With "noopener", `window.open` returns null even if the window opened. So the opener is removed here.
    if (opened) opened.opener = null;
    return !!opened;
  } catch (error) {
    warn("the login page could not be opened", error);
    return false;
  }
};

/**
 * What Python may do to a widget and to the page, one small function each.
 * @param {import("./create-page.js").Page} page
 */
export const actionFences = (page) => {
  /** For each timer, the function that stops it. @type {Map<string, () => void>} */
  const timers = new Map();

  /** @param {string} key */
  const clear = (key) => {
    timers.get(key)?.();
    timers.delete(key);
  };

  return /** @satisfies {Partial<import("./border.js").Calls>} */ ({
    startTimer(id, name, delay) {
      const key = `${id} ${name}`;
      clear(key);
      timers.set(
        key,
        timer(() => {
          timers.delete(key);
          page.deliver({ kind: "timer", widget: id, name });
        }, delay),
      );
    },

    cancelTimer(id, name) {
      clear(`${id} ${name}`);
    },

    announce(id, name, json) {
      const event = new CustomEvent(name, { bubbles: true, composed: true, detail: JSON.parse(json) });
      const widget = page.widget(id);
      // From a widget that the page has removed, perhaps because it failed, nothing would reach the document.
      (widget?.isConnected ? widget : document).dispatchEvent(event);
    },

    redraw(id) {
      // Each change of this attribute makes the widget redraw. Afterwards the attribute has its old value again.
      const widget = page.widget(id);
      const value = widget?.getAttribute(ATS.REDRAWING);
      widget?.setAttribute(ATS.REDRAWING, `${(Number(value) || ATS.REDRAWING_DEFAULT) + 1}`);
      if (typeof value == "string") widget?.setAttribute(ATS.REDRAWING, value);
      else widget?.removeAttribute(ATS.REDRAWING);
    },

    pressRetry(id) {
      const button = page.widget(id)?.shadowRoot?.querySelector(ATS.RETRY_BUTTON);
      if (button) /** @type {HTMLElement} */ (button).click();
    },

    pressButton(id, action) {
      const widget = page.widget(id);
      if (widget) buttonFor(widget, action)?.click();
    },

    focusWidget(id, json) {
      const widget = page.widget(id);
      if (widget) focusWidget(widget, JSON.parse(json));
    },

    reset(id) {
      /** @type {any} */ (page.widget(id))?.reset?.();
    },

    observeRedraws(id, on) {
      page.widgets.observeRedraws(id, !!on);
    },

    openLogin(id, url, how, parameter) {
      const login = new URL(url, document.baseURI);
      if (!/^https?:$/.test(login.protocol)) throw new Error("no web address");
      if (login.origin == location.origin) {
        // A path that begins with two slashes would be the address of another site.
        const path = location.pathname.replace(/^\/+/, "/");
        login.searchParams.set(parameter || RETURN, path + location.search + location.hash);
      }
      if (how == "page") location.assign(login);
      else if (!openBeside(login, how == "popup")) page.deliver({ kind: "login-blocked", widget: id });
    },

    openContact(contact, reference) {
      const address = /^[^\s/:@]+@[^\s/:@]+$/.test(contact) ? `mailto:${contact}` : contact;
      const url = new URL(address, document.baseURI);
      if (!/^(https?|mailto|tel):$/.test(url.protocol)) throw new Error("no web address");
      // The owner's own subject stays. `URLSearchParams` is not used: its "+" for a space would be shown as a plus.
      if (url.protocol == "mailto:" && reference && !/[?&]subject=/i.test(url.search)) {
        url.search += `${url.search ? "&" : "?"}subject=${encodeURIComponent(`${location.host}: ${reference}`)}`;
      }
      if (/^http/.test(url.protocol)) window.open(url, "_blank", "noopener");
      else location.assign(url);
    },

    reload() {
      location.reload();
    },

    log(level, text) {
      // A name that may be misspelt: which one was meant is found out there.
      if (text.endsWith(" of pywidget.")) return void advise(page.state, text);
      const write = level == "error" ? console.error : level == "warn" ? console.warn : console.info;
      write(`pywidget: ${text}`);
    },
  });
};
