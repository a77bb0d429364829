import { fileURLToPath } from "node:url";
import { defineConfig } from "playwright/test";
import { childEnvironment } from "#lib/config/env.ts";
import { CHROMIUM_ARGS } from "./world/browser.ts";
import { findChromium } from "./world/chromium.ts";

const chromium = await findChromium();

export default defineConfig({
  testDir: "./specs",
  outputDir: fileURLToPath(new URL("../node_modules/.cache/e2e", import.meta.url)),
  workers: 4, // most of the time a test waits for an interval or a silence: two cores carry four of them
  fullyParallel: true,
  forbidOnly: true,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  use: {
    browserName: "chromium",
    viewport: { width: 1280, height: 800 },
    locale: "en-GB",
    timezoneId: "UTC",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: chromium.path,
      env: childEnvironment(chromium.env),
      args: CHROMIUM_ARGS,
    },
  },
});
