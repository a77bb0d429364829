import { wholeAnswer } from "#lib/testkit/many-pairs.ts";
import { expectAccessible } from "../pages/accessible.ts";
import { BADGES, COPIES, GREEN, POOL1 } from "../pages/pairs-page.ts";
import { SignInPage } from "../pages/sign-in-page.ts";
import { expect, test } from "../world/world.ts";

const PHONE = { width: 360, height: 740 };
const HEADINGS = [
  "PresenceFocus gru-pool1 → gig-pool1 fails",
  "220 deletions of DataConf ams-pool1 → dub-pool1 are held",
  "pun-pool1 is silent",
  "mum-pool1 is silent",
  "syd-pool1 → mel-pool1 is over the target of 5 min",
  "DataConf nyc-pool1 → chi-pool1 falls behind",
  "osa-pool1 refuses items of PresenceFocus",
];

test("before any script the page tells every state with its moment, and takes a sync; it takes its states back when no script comes", async ({
  browser,
  service,
}) => {
  const context = await browser.newContext({ baseURL: service.address, viewport: PHONE, javaScriptEnabled: false });
  const page = await context.newPage();
  const door = new SignInPage(page);
  await page.goto("/on-call");
  await expect(page).toHaveURL(/\/login\?to=%2Fon-call$/);
  await door.signIn();
  await expect(page).toHaveURL(/\/on-call$/);
  await expect(async () => {
    await page.goto("/on-call");
    await expect(page.locator('[data-state="FinalState"]')).toHaveCount(COPIES, { timeout: 1_000 });
  }).toPass();
  // The same as `curl` would have it.
  const html = (await (await context.request.get("/on-call")).text()).replaceAll("<!-- -->", "");
  for (const words of [
    "No problems",
    "Everything is fine",
    "FinalState",
    "NormalState",
    "NotInitialized",
    "Every state of the pair",
  ])
    expect(html, words).toContain(words);
  expect(html).toMatch(/As it may be believed at <time dateTime="\d{4}-/i);
  expect([...html.matchAll(/data-state="/g)]).toHaveLength(BADGES);

  await page.locator("summary").click();
  const row = page.locator(`[data-row="${POOL1}"]`);
  await row.getByRole("button", { name: "Sync now" }).click();
  await expect(page.locator(`[data-row="${POOL1}"]`)).toContainText("Asked for.");
  await page.locator("summary").click();
  await page.getByRole("link", { name: "Follow it" }).click();
  await expect(page).toHaveURL(/\/requests\//);
  await page.goto("/on-call");
  await expect(page.getByText("This page did not come alive")).toBeVisible({ timeout: 20_000 });
  await context.close();
});

test("on a phone problems come first, each with what helps under a thumb; without a network nothing is called known", async ({
  browser,
  service,
}) => {
  // A page of its own: its questions are meant to fail for a while.
  const context = await browser.newContext({ baseURL: service.address, viewport: PHONE, colorScheme: "light" });
  const page = await context.newPage();
  await new SignInPage(page).enter();
  await page.goto("/on-call");
  await expect(page.locator("html")).toHaveCSS("background-color", "rgb(12, 16, 23)");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("No problems");
  await page.locator("summary").click();
  await page.locator(`[data-row="${POOL1}"]`).getByRole("button", { name: "Sync now" }).click();
  await expect(page.locator(`[data-row="${POOL1}"]`)).toContainText("Asked for.");

  await page.route(/\/api\/v1\/pairs\?/, (route) => route.fulfill({ json: wholeAnswer(6) }));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("7 problems");
  expect(await page.locator("section > h2").allTextContents()).toEqual(HEADINGS);
  await expect(page.locator('[data-reason="disk-full"]')).toContainText("files/BackupStore/Temp");
  await expect(
    page.locator('[data-reason="limit-reached"]').getByRole("button", { name: /^Lift 30 min/ }),
  ).toBeVisible();
  await expect(
    page.locator('[data-reason="deletion-guard"]').getByRole("link", { name: "See what is held" }),
  ).toBeVisible();
  await expect(page.locator('[data-reason="deletion-guard"]').getByRole("button")).toHaveCount(0);
  for (const one of await page.locator("section a.moves, section button").all()) {
    const box = await one.boundingBox();
    if (box !== null) expect(box.height, (await one.textContent()) ?? "").toBeGreaterThanOrEqual(48);
  }
  await expectAccessible(page);
  await page.setViewportSize(PHONE);

  await page.unrouteAll({ behavior: "ignoreErrors" });
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("No problems");
  await context.setOffline(true);
  const sync = page.locator(`[data-row="${POOL1}"]`).getByRole("button", { name: "Sync now" });
  await sync.click();
  await expect(page.locator(`[data-row="${POOL1}"]`)).toContainText("The server did not answer");
  const title = page.getByRole("heading", { level: 1 });
  await expect(title).toContainText("Nothing is known since", { timeout: 30_000 });
  await expect(page.locator("[data-hearing]")).toHaveText(/^Offline since/);
  await expect(page.locator(GREEN.map((state) => `[data-state="${state}"]`).join(","))).toHaveCount(0);
  await context.setOffline(false);
  await expect(title).toHaveText("No problems", { timeout: 30_000 });
  await expect(page.locator('[data-state="FinalState"]')).toHaveCount(COPIES, { timeout: 40_000 });
  await context.close();
});
