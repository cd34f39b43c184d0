// @ts-check
/** An address without its query, name and password, any of which may be secret. @param {string} url */
export const withoutSecrets = (url) => url.replace(/[?#].*/s, "").replace(/\/\/[^/@]*@/, "//");
