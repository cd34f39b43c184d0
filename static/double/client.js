// @ts-check
import { browserBackend } from "./backend.js";

/**
 * The API's endpoints. How a failing answer becomes an error is the generation's own affair: see `failures-*.js`.
 *
 * @typedef {object} Reader
 * @property {(response: Response) => Promise<unknown>} ofResponse the error for an answer that is not 2xx
 * @property {(reason: unknown) => unknown} ofRejection the error for a request that failed, or an answer nobody can read
 * @property {(status: number) => unknown} ofUpload the error for a refused upload
 * @property {() => unknown} ofBrokenUpload the error for an upload without an answer
 */

/** The widget makes three attempts at a rate limited request, and at an upload. */
const ATTEMPTS = 3;
/** ms before the second and the third, where the server does not say. */
const PAUSES = [1000, 2000];

export class Client {
  backend = browserBackend;

  /**
   * @param {Reader} reader
   * @param {() => { url: string, token: string | null, network: string }} config read anew for each request
   * @param {(ms: number) => Promise<void>} wait
   */
  constructor(reader, config, wait) {
    this.reader = reader;
    this.config = config;
    this.wait = wait;
  }

  /** @param {{ title: string, filename: string, creators: string[] }} work */
  init = (work) => this.json("POST", "/v1/works/init", work);

  /** @param {string} jobId */
  prepare = (jobId) => this.json("POST", "/v1/works/prepare", { job_id: jobId });

  /** @param {string} jobId */
  confirm = (jobId) => this.json("POST", "/v1/works/confirm", { job_id: jobId });

  works = () => this.json("GET", `/v1/works?network=${this.config().network}&first=50`);

  /** @param {string} code */
  workOfAccessCode = (code) => this.json("GET", `/v1/access/${encodeURIComponent(code)}/work`);

  /** @param {string} transactionId */
  accessCode = (transactionId) => this.json("GET", `/v1/transactions/${transactionId}/access-code`);

  /** @param {string} workId */
  versions = (workId) => this.json("GET", `/v1/works/${workId}/versions`);

  /** @param {string} workId @param {number} number @param {"asset" | "certificate"} kind */
  fileOfVersion = async (workId, number, kind) =>
    (await this.request("GET", `/v1/works/${workId}/versions/${number}/download/${kind}`)).blob();

  /** @param {string} workId */
  certificate = async (workId) => (await this.request("GET", `/v1/works/${workId}/download/certificate`)).blob();

  /** @param {string} transactionId */
  async transaction(transactionId) {
    const response = await this.backend.fetch(this.address(`/v1/transactions/${transactionId}`), {});
    return response.ok ? response.json() : null;
  }

  /** @param {string} transactionId */
  events = (transactionId) => this.backend.connect(this.address(`/v1/transactions/${transactionId}/events`));

  /** @param {string} path */
  address = (path) => this.config().url.replace(/\/$/, "") + path;

  /**
   * @param {string} method
   * @param {string} path
   * @param {unknown} [body]
   * @returns {Promise<any>}
   */
  async json(method, path, body) {
    const response = await this.request(method, path, body);
    try {
      return await response.json();
    } catch (reason) {
      throw this.reader.ofRejection(reason);
    }
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {unknown} [body]
   */
  async request(method, path, body) {
    for (let attempt = 1; ; attempt++) {
      /** @type {Record<string, string>} */
      const headers = body ? { "Content-Type": "application/json" } : {};
      const { token } = this.config();
      if (token) headers["Authorization"] = `Bearer ${token}`;
      /** @type {Response} */
      let response;
      try {
        response = await this.backend.fetch(this.address(path), {
          method,
          headers,
          body: body ? JSON.stringify(body) : null,
        });
      } catch (reason) {
        throw this.reader.ofRejection(reason);
      }
      if (response.ok) return response;
      if (response.status !== 429 || attempt === ATTEMPTS) throw await this.reader.ofResponse(response);
      const asked = response.headers.get("Retry-After");
      // A date is not a number: then there is no wait at all.
      await this.wait(asked === null ? Number(PAUSES[attempt - 1]) : parseFloat(asked) * 1000);
    }
  }

  /**
   * @param {string} url
   * @param {File} file
   * @param {(loaded: number, total: number) => void} onProgress
   */
  async upload(url, file, onProgress) {
    for (let attempt = 1; ; attempt++) {
      /** @type {unknown} */
      let failure;
      try {
        const status = await this.backend.upload(url, file, onProgress);
        if (status >= 200 && status < 300) return;
        failure = this.reader.ofUpload(status);
      } catch {
        failure = this.reader.ofBrokenUpload();
      }
      if (attempt === ATTEMPTS) throw failure;
      await this.wait(Number(PAUSES[attempt - 1]));
    }
  }
}
