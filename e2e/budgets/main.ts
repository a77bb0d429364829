import { parseArgs } from "node:util";
import type { Browser } from "playwright/test";
import { buildWhenNeeded } from "#lib/launch/build.ts";
import { TEST_BUILD } from "#lib/launch/test-build.ts";
import { poolFromOutside } from "../pages/outside.ts";
import { POOL1 } from "../pages/pairs-page.ts";
import { cookiesOf, SignInPage } from "../pages/sign-in-page.ts";
import { openBrowser } from "../world/browser.ts";
import { door } from "../world/door.ts";
import { newDataFolder, removeDataFolder, type Service, startService } from "../world/service.ts";
import { answerSizes } from "./answers.ts";
import { buttons } from "./buttons.ts";
import { eventToPixel } from "./event-to-pixel.ts";
import { firstViews } from "./first-views.ts";
import { judgement } from "./judgement.ts";
import { onCallLook } from "./on-call-look.ts";
import { pageUnderSync } from "./page-under-sync.ts";
import { previewUnderTraffic } from "./preview.ts";
import { type Budget, table } from "./table.ts";
import { thousandPairs } from "./thousand-pairs.ts";
import { wallPlan, wallSoak } from "./wall-soak.ts";

/*
 * `npm run budgets`: what the screens may cost, measured on the production build beside what was promised. `--only soak` runs
 * one part, `--updates 10000` a shorter soak, `--leak` plants a leak that must be found. Exit code 1 when a budget is missed.
 */

const { values } = parseArgs({
  options: {
    only: { type: "string" },
    updates: { type: "string", default: "130000" },
    leak: { type: "boolean", default: false },
  },
});

type Part = (service: Service, browser: Browser) => Promise<readonly Budget[]>;

const PARTS: Readonly<Record<string, Part>> = {
  views: async ({ address }, browser) => firstViews(browser, address, await cookiesOf(browser, address)),
  answers: async ({ address, dataFolder }) =>
    answerSizes(door(address, dataFolder), () =>
      poolFromOutside(dataFolder, POOL1).writeUser("sip:one.change@example.com"),
    ),
  pixel: async ({ address, dataFolder }, browser) => {
    await door(address, dataFolder).configure({ SyncInterval: "00:00:05" });
    const page = await signedIn(browser, address);
    await page.goto("/wall");
    return [await eventToPixel(page, dataFolder)];
  },
  sync: async ({ address, dataFolder, pid }, browser) => {
    const cookie = (await cookiesOf(browser, address)).map(({ name, value }) => `${name}=${value}`).join("; ");
    return pageUnderSync({ api: door(address, dataFolder), address, cookie, dataFolder, pid });
  },
  judgement: () => judgement(),
  pairs: async ({ address }, browser) => thousandPairs(browser, address, await cookiesOf(browser, address)),
  buttons: async ({ address }, browser) => buttons(await signedIn(browser, address), POOL1),
  oncall: async ({ address }, browser) => onCallLook(browser, address, await cookiesOf(browser, address)),
  preview: async ({ address, dataFolder }) => [await previewUnderTraffic(door(address, dataFolder), dataFolder)],
  soak: async ({ address }, browser) =>
    wallSoak(await signedIn(browser, address), address, wallPlan(Number(values.updates), values.leak)),
};

async function signedIn(browser: Browser, address: string) {
  const context = await browser.newContext({ baseURL: address, viewport: { width: 1280, height: 720 } });
  const page = await context.newPage();
  await new SignInPage(page).enter();
  return page;
}

/** Each part has a service of its own, so that none measures what another left behind. */
async function measure(part: Part, browser: Browser): Promise<readonly Budget[]> {
  const dataFolder = newDataFolder();
  const service = await startService(dataFolder, { PAIRKEEPER_PAGES: "" }); // as people start it
  try {
    return await part(service, browser);
  } finally {
    await service.stop();
    removeDataFolder(dataFolder);
  }
}

if (values.only !== undefined && !(values.only in PARTS)) {
  console.error(`--only takes ${Object.keys(PARTS).join(", ")}.`);
  process.exit(1);
}
await buildWhenNeeded(TEST_BUILD, "inherit");
const browser = await openBrowser();
const rows: Budget[] = [];
for (const [name, part] of Object.entries(PARTS)) {
  if (values.only !== undefined && values.only !== name) continue;
  console.log(`Measuring ${name} ...`);
  rows.push(...(await measure(part, browser)));
}
await browser.close();
console.log(`\n${table(rows)}`);
process.exit(rows.every(({ isKept }) => isKept) ? 0 : 1);
