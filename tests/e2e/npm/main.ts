/** A Vite app that starts pywidget, as TypeScript reads it. */
import { start, type ReportDetail, type VerdictDetail } from "pywidget-errors";

const given = new URLSearchParams(location.search);

/** What the test reads. */
const heard: { renewed: number[]; verdicts: VerdictDetail[]; reports: ReportDetail[] } = {
  renewed: [],
  verdicts: [],
  reports: [],
};
Object.assign(window, { heard });

const options = {
  base: `${import.meta.env.BASE_URL}pywidget/`,
  tokenUrl: "/api/ats-token",
  contact: given.get("contact") ?? undefined,
  analytics: ["console", (report: ReportDetail) => heard.reports.push(report)],
  beforeReport: (report: ReportDetail) => ({ ...report, shop: "north" }),
  tokenHeaders: { "X-Tenant": "acme", "X-Site": "3" },
  firstToken: false,
} as const;
const handle = start(options);
Object.assign(window, { handle, same: start(options) === handle });

const end = handle.on("verdict", (detail) => heard.verdicts.push(detail));
handle.on("renewed", ({ attempts }) => {
  heard.renewed.push(attempts);
  end();
});

const widget = document.createElement("ats-widget");
for (const [name, value] of given) widget.setAttribute(name, value);
widget.id = "w1";
document.body.append(widget);
