// @ts-check
/**
 * Puts a text into the clipboard. Where that is not allowed (no secure context, a permissions policy, too long after the
 * click), the text is selected on the page, so that it can be copied by hand.
 *
 * @param {string} text
 * @param {() => Node} show makes the text visible and returns its node; called only if copying failed
 * @returns {Promise<boolean>} whether the text is in the clipboard
 */
export const copy = async (text, show) => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    getSelection()?.selectAllChildren(show());
    try {
      return document.execCommand("copy");
    } catch {
      return false;
    }
  }
};
