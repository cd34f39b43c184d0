// @ts-check
// Made from pywidget/browser/border.py by `python -m tools.border`: change it there.
/** The number that stands for the page itself, where a widget has its own. */
export const PAGE = 0;
