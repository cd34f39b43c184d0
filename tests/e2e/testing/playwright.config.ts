import { defineConfig } from "@playwright/test";

export default defineConfig({
  workers: 1,
  reporter: "line",
  outputDir: "results",
  use: {
    baseURL: process.env["BASE_URL"],
    launchOptions: { executablePath: process.env["PYWIDGET_CHROMIUM"], args: ["--no-sandbox", "--disable-gpu"] },
  },
});
