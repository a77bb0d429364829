import { fileURLToPath } from "node:url";
import { defineConfig } from "playwright/test";
import { childEnvironment } from "#lib/config/env.ts";
import { CHROMIUM_ARGS } from "./world/browser.ts";
import { findChromium } from "./world/chromium.ts";

const chromium = await findChromium();

/** What takes longest goes first, so that at the end no worker is left with it alone. */
const LONG = /(demo|history|kills|live|pairs|refused|silence|trash|wall)\.spec\.ts$/;

export default defineConfig({
  testDir: "./specs",
  outputDir: fileURLToPath(new URL("../node_modules/.cache/e2e", import.meta.url)),
  workers: 6, // most of the time a test waits for an interval or a silence: two cores carry six of them
  projects: [
    { name: "long", testMatch: LONG },
    { name: "short", testIgnore: LONG },
  ],
  fullyParallel: true,
  forbidOnly: true,
  // For what hangs. What has to be there by a certain time says so in its test.
  timeout: 300_000,
  expect: { timeout: 60_000 },
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
