/** The attributes of the script tag, as options of `start()`. The file is made with the package. */
export const OPTIONS: readonly string[];
