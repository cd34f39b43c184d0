// @ts-check
import { save } from "./save.js";

/**
 * The works that are there already: finding the one to update or to download, its versions and their files.
 *
 * @typedef {import("./flow.js").Flow} Flow
 * @typedef {"asset" | "certificate"} Kind
 */

export class Works {
  /** @param {Flow} flow */
  constructor(flow) {
    this.flow = flow;
  }

  // ---- which work ----------------------------------------------------------------------------------------------------

  async verifyAccessCode() {
    const { flow } = this;
    const { state } = flow;
    state.fieldError = "";
    flow.draw();
    try {
      state.work = await flow.client.workOfAccessCode(state.code);
    } catch (error) {
      if (flow.failures.besideAccessCode(error)) flow.showFieldError(flow.failures.text(error));
      else flow.failures.handle(flow, error, "access_code");
      return;
    }
    this.#open();
  }

  /** Trap: not single-flighted. Upgrading an element in download mode asks three times at once. */
  async load() {
    const { flow } = this;
    if (flow.state.step !== "works") return;
    const { state } = flow;
    state.worksError = "";
    flow.draw();
    try {
      state.works = (await flow.client.works()).works;
    } catch (error) {
      if (flow.failures.renews(error)) {
        flow.failures.handle(flow, error, flow.mode === "download" ? "download_list" : "work_select");
        return;
      }
      // Trap: whatever else goes wrong is only shown. No event, no DISABLED screen.
      state.worksError = flow.failures.text(error);
    }
    flow.draw();
  }

  /** @param {string} id */
  select(id) {
    const work = this.flow.state.works?.find((candidate) => candidate.id === id);
    if (!work) return;
    this.flow.state.work = work;
    this.#open();
    this.flow.emit("work-selected", { workId: work.id, atsId: work.ats_id });
  }

  #open() {
    const { state, mode } = this.flow;
    if (mode === "download") {
      state.screen = "DOWNLOAD_DETAIL";
      this.loadVersions();
    } else {
      state.step = "form";
      this.flow.draw();
    }
  }

  /** The list is still there; it is not asked for again. */
  backToList() {
    this.flow.state.work = null;
    this.flow.enter();
    this.flow.draw();
  }

  // ---- its versions --------------------------------------------------------------------------------------------------

  async loadVersions() {
    const { flow } = this;
    const { state } = flow;
    state.versions = null;
    state.versionsError = "";
    flow.draw();
    try {
      state.versions = (await flow.client.versions(state.work?.id ?? "")).versions;
    } catch (error) {
      // Trap: the button of this alert does nothing, and a token that comes later loads nothing. Only going back does.
      state.versionsError = flow.failures.text(error);
      if (flow.failures.renews(error)) flow.failures.handle(flow, error, "download_detail");
    }
    flow.draw();
  }

  toggleCreators() {
    this.flow.state.creatorsShown = !this.flow.state.creatorsShown;
    this.flow.draw();
  }

  /** @param {number} number @param {Kind} kind */
  async download(number, kind) {
    const { flow } = this;
    const { work } = flow.state;
    if (!work) return;
    const started = { workId: work.id, kind };
    flow.emit("download-started", started);
    try {
      save(await flow.client.fileOfVersion(work.id, number, kind), `${kind}-${work.ats_id}-${number}.txt`);
      flow.emit("download-complete", started);
    } catch (error) {
      // Trap: an expired session is told three times in one turn, and first without a code.
      flow.emit("download-failed", { ...started, message: flow.failures.text(error) });
      if (flow.failures.renews(error)) flow.failures.handle(flow, error, `download_version_${kind}`);
    }
  }
}
