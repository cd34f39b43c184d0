// @ts-check
/**
 * How the double reaches its API. The element's `backend` property takes anything of this shape.
 *
 * @typedef {object} Backend
 * @property {(url: string, init: RequestInit) => Promise<Response>} fetch
 * @property {(url: string, file: File, onProgress: (loaded: number, total: number) => void) => Promise<number>} upload
 *   answers with the HTTP status, and rejects when there is none
 * @property {(url: string) => WebSocket} connect
 */

/** @type {Backend} */
export const browserBackend = {
  fetch: (url, init) => fetch(url, init),

  upload: (url, file, onProgress) =>
    new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.upload.onprogress = (event) => onProgress(event.loaded, event.total);
      request.onload = () => resolve(request.status);
      request.onerror = () => reject(new TypeError("Failed to fetch"));
      request.open("PUT", url);
      request.send(file);
    }),

  connect(url) {
    const address = new URL(url, location.href);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    return new WebSocket(address);
  },
};
