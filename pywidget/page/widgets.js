// @ts-check
import { allIn, attributeOf, hostOf, isOurs } from "./asked.js";
import { fence } from "./fence.js";

/**
 * The widgets of the page. Python knows them by number only. A widget that left the page is held weakly, so that it can
 * be garbage collected.
 *
 * @typedef {Element & { getState?: () => any }} Widget
 */

/**
 * Calls a function once a custom element is defined, if that ever happens.
 * @param {string} name of the element
 * @param {() => void} then
 */
const whenDefined = (name, then) => {
  // Names without a hyphen are not custom elements, and `whenDefined` would be rejected.
  if (name.includes("-")) customElements.whenDefined(name).then(then).catch(() => {});
};

/** @param {(records: MutationRecord[]) => void} see */
const observer = (see) => new MutationObserver(fence("seeing changes", see));

/**
 * @param {{
 *   arrived: (id: number, widget: Widget) => void,
 *   returned: (id: number) => void,
 *   stayed: (ids: number[]) => void,
 *   left: (id: number) => void,
 *   forgotten: (id: number) => void,
 *   looked: (id: number, changed: string) => void,
 *   isForAll?: boolean,
 * }} on `isForAll`: whether any change in the page can mean that notices have to be moved
 */
export const createWidgets = (on) => {
  /** @type {WeakMap<Element, number>} */
  const ids = new WeakMap();
  /** @type {Map<number, WeakRef<Widget>>} */
  const known = new Map();
  /** The widgets in the page, which are held strongly. @type {Map<number, Widget>} */
  const present = new Map();
  /** @type {Map<number, MutationObserver>} */
  const observers = new Map();
  const registry = new FinalizationRegistry((/** @type {number} */ id) => {
    known.delete(id);
    on.forgotten(id);
  });
  const roots = new WeakSet();
  /** Widgets that had left the page before they were registered. @type {number[]} */
  const neverInPage = [];
  let last = 0;

  const get = (/** @type {number} */ id) => known.get(id)?.deref();

  /** Elements of ours, each with the number of its widget. @type {WeakMap<Node, number>} */
  const owners = new WeakMap();
  /** Hosts of shadow roots around widgets. `querySelectorAll` does not find widgets in them. @type {WeakSet<Node>} */
  const around = new WeakSet();

  /** Tells whether a change in the page was made by us. @param {MutationRecord} record */
  const isOurDoing = ({ addedNodes, removedNodes }) =>
    [...addedNodes, ...removedNodes].every((node) => isOurs(node) && (node.isConnected || !owners.get(node)));

  // A move within the page is reported in one callback, so it is not taken for leaving. Only widgets in a change or
  // beside it are checked: to check all of them after each change would be slow in a page with many widgets.
  const membership = observer((records) => {
    /** @type {Set<number>} */
    const concerned = new Set();
    for (const record of records) {
      if (isOurDoing(record)) continue;
      const { addedNodes, removedNodes, previousSibling, nextSibling } = record;
      for (const node of [...[...addedNodes, ...removedNodes].flatMap(allIn), previousSibling, nextSibling]) {
        if (!node) continue;
        const id = ids.get(/** @type {Element} */ (node)) ?? owners.get(node);
        if (id) concerned.add(id);
        else if (on.isForAll || around.has(node)) for (const each of known.keys()) concerned.add(each);
      }
    }
    const stayed = [];
    for (const id of concerned) {
      const widget = get(id);
      if (!widget) continue;
      const was = present.has(id);
      if (widget.isConnected) {
        settle(id, widget);
        if (was) stayed.push(id);
        else on.returned(id);
      } else if (was) {
        present.delete(id);
        on.left(id);
      }
    }
    if (stayed.length) on.stayed(stayed);
  });

  const attributes = observer((records) => {
    for (const { target, attributeName, oldValue } of records) {
      const widget = /** @type {Widget} */ (target);
      const id = ids.get(widget);
      const name = /** @type {string} */ (attributeName);
      if (id && attributeOf(widget, name) !== oldValue) on.looked(id, name);
    }
  });

  /** @param {Node} root */
  const observe = (root) => {
    if (roots.has(root)) return;
    roots.add(root);
    membership.observe(root, { childList: true, subtree: true });
  };

  /** @param {number} id @param {Widget} widget */
  const settle = (id, widget) => {
    present.set(id, widget);
    // Components around it are observed too, because the widget leaves the page together with them.
    /** @type {Element | undefined} */
    let host = widget;
    while (host) {
      const root = host.getRootNode();
      observe(root);
      host = hostOf(root);
      if (host) around.add(host);
    }
  };

  return {
    get,

    /** Tells whether an element is a known widget. @param {Element} element */
    has: (element) => ids.has(element),

    /**
     * Notes that an element of ours belongs to a widget; `PAGE`: to none any more.
     * @param {Element} element
     * @param {number} id
     */
    belongs: (element, id) => void owners.set(element, id),

    /** The widgets in the page. */
    present: () => present.values(),

    /** The widgets that left the page before they were registered. Each one is returned once. */
    neverInPage: () => neverInPage.splice(0),

    /** The numbers of all widgets. */
    ids: () => known.keys(),

    /**
     * The number of a widget. A new widget is registered.
     * @param {Widget} widget
     */
    id(widget) {
      const old = ids.get(widget);
      if (old) return old;
      const id = ++last;
      ids.set(widget, id);
      known.set(id, new WeakRef(widget));
      registry.register(widget, id);
      attributes.observe(widget, { attributeFilter: ATS.IDENTITY, attributeOldValue: true });
      observe(window.document);
      if (widget.isConnected) settle(id, widget);
      else neverInPage.push(id);
      on.arrived(id, widget);
      return id;
    },

    /**
     * Starts or stops observing the redraws of a widget.
     * @param {number} id
     * @param {boolean} wanted
     */
    observeRedraws(id, wanted) {
      observers.get(id)?.disconnect();
      observers.delete(id);
      const widget = get(id);
      if (!wanted || !widget) return;
      const redraws = observer(() => on.looked(id, ""));
      observers.set(id, redraws);
      const begin = () => {
        const root = get(id)?.shadowRoot;
        const changes = { childList: true, characterData: true, attributeFilter: ["disabled", "hidden"] };
        if (root && observers.get(id) == redraws) redraws.observe(root, { subtree: true, ...changes });
        return root;
      };
      // If its script is not loaded yet, it has no shadow root. Then observing begins when it is defined.
      if (!begin()) whenDefined(widget.localName, () => begin() && on.looked(id, ""));
    },

    stop() {
      membership.disconnect();
      attributes.disconnect();
      for (const observer of observers.values()) observer.disconnect();
    },
  };
};
