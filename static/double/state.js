// @ts-check
/**
 * What one widget knows. `reset()` and a change of mode replace all of it.
 *
 * @typedef {"FORM" | "UPLOAD" | "CONFIRMING" | "TRACKING" | "COMPLETE" | "FAILED" | "DISABLED" | "DOWNLOADS"
 *   | "DOWNLOAD_DETAIL"} Screen
 * @typedef {{ id: string, ats_id: number, title: string }} Work
 * @typedef {{ number: number, filename: string, creators: string[] }} Version
 * @typedef {{ message: string, requestId: string | null }} Failure
 *
 * @typedef {object} State
 * @property {Screen} screen
 * @property {"form" | "review" | "access-code" | "works"} step what the FORM and DOWNLOADS screens ask for
 * @property {string} title
 * @property {string} creator
 * @property {File | null} file
 * @property {string} code the access code as typed
 * @property {string} fieldError shown beside the access code
 * @property {Work | null} work the work to update or download
 * @property {Work[] | null} works null: not loaded
 * @property {string} worksError
 * @property {Version[] | null} versions of the work to download; null: not loaded
 * @property {string} versionsError
 * @property {boolean} creatorsShown
 * @property {boolean} tokenPending whether the page has been asked for a token
 * @property {number} progress percent, of the upload or of the transaction
 * @property {string} progressText
 * @property {string | undefined} jobId
 * @property {string | undefined} transactionId
 * @property {string | undefined} workId of a registered work
 * @property {number | null} atsId
 * @property {string | undefined} accessCode
 * @property {Failure | null} failure
 */

/** @returns {State} */
export const emptyState = () => ({
  screen: "FORM",
  step: "form",
  title: "",
  creator: "",
  file: null,
  code: "",
  fieldError: "",
  work: null,
  works: null,
  worksError: "",
  versions: null,
  versionsError: "",
  creatorsShown: false,
  tokenPending: false,
  progress: 0,
  progressText: "",
  jobId: undefined,
  transactionId: undefined,
  workId: undefined,
  atsId: null,
  accessCode: undefined,
  failure: null,
});
