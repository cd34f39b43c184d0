// @ts-check
/**
 * A style sheet of ours. Where scripts cannot make one it is an element in each root, which the page's policy may refuse:
 * then what is shown is plain.
 *
 * @typedef {(root: ShadowRoot) => void} Sheet puts it into a shadow root
 * @param {string} css
 * @returns {Sheet}
 */
export const makeSheet = (css) => {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets.length;
    return (root) => void (root.adoptedStyleSheets = [sheet]);
  } catch {
    return (root) => {
      const style = document.createElement("style");
      style.textContent = css;
      root.append(style);
    };
  }
};
