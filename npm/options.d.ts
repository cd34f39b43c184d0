/** What the package knows of pywidget. The file is made with the package. */

/** The attributes of the script tag, as options of `start()`. */
export const OPTIONS: readonly string[];
/** Those that take a number. */
export const NUMBERS: readonly string[];
/** Those that know the word "on" or "off", and which of them. */
export const SWITCHES: { readonly [option: string]: readonly string[] | undefined };
/** The attributes of `<ats-widget>`. */
export const WIDGET: readonly string[];
/** The events that `on()` knows. */
export const EVENTS: readonly string[];
