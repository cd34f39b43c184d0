// @ts-check
/**
 * A file of this build and no other.
 * @param {string} base
 * @param {string} name
 * @returns {Promise<Uint8Array>}
 */
export const fetchBytes = async (base, name) => {
  const url = base + name;
  try {
    const response = await fetch(url, { integrity: HASHES[name] ?? "" });
    return new Uint8Array(await response.arrayBuffer());
  } catch {
    // The browser does not say why: the same without the hash does.
    const why = await fetch(url).then(
      ({ ok, status }) => (ok ? "it is not of this build, or was changed on its way" : `HTTP ${status}`),
      () => "it could not be reached",
    );
    throw new Error(`${name}: ${why}`);
  }
};
