// @ts-check
/**
 * Makes a style sheet. In browsers in which scripts cannot make one, a `<style>` element is put into each shadow root.
 * The page's policy may refuse that: then notices have no styles.
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
