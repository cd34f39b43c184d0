// @ts-check
/**
 * @param {string} url
 * @returns {Promise<Uint8Array>}
 */
export const fetchBytes = async (url) => {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url.slice(url.lastIndexOf("/") + 1)}: HTTP ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
};
