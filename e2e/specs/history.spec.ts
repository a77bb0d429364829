import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright/test";
import type { SamplesView } from "#lib/domain/lane-history.ts";
import { expectAccessible, PHONE } from "../pages/accessible.ts";
import { ConsolePage } from "../pages/console-page.ts";
import { settleContent, writeMeetings } from "../pages/content.ts";
import { flipByte } from "../pages/misfortunes.ts";
import { DOCUMENTS, FILES, POOL1, POOL2 } from "../pages/pairs-page.ts";
import { SignInPage } from "../pages/sign-in-page.ts";
import { contentOf } from "../pages/two-sides.ts";
import { door } from "../world/door.ts";
import { expect, test } from "../world/world.ts";

/** The last answer about the past that the open page got. */
function samplesOf(page: Page): () => SamplesView | null {
  let last: SamplesView | null = null;
  page.on("response", async (answer) => {
    if (answer.url().includes("/samples?") && answer.ok()) last = await answer.json().catch(() => last);
  });
  return () => last;
}

test("a pair, a copy with its charts, and the journal tell what happened", async ({ page, service }) => {
  const { dataFolder } = service;
  const api = door(service.address, dataFolder);
  const console_ = new ConsolePage(page);
  writeMeetings(contentOf(dataFolder, POOL1, POOL1), 3, 20);
  await settleContent(api, POOL1);
  await new SignInPage(page).enter();

  // From the pairs to the pair, named by either of its pools.
  await page.getByRole("link", { name: "Open pair pool1 → pool2" }).click();
  await expect(page).toHaveURL(`/pairs/${POOL1}`);
  await expect(console_.title()).toContainText("pool1 ⇄ pool2");
  await expect(page.locator("[data-side=export]")).toHaveCount(6);
  await expect(page.locator("[data-entry=asked]")).toContainText("Sync asked for by");
  await expectAccessible(page);
  await page.goto(`/pairs/${POOL2}`);
  await expect(console_.title()).toContainText("pool1 ⇄ pool2");

  // The copy: its chart by the keyboard.
  await page.locator(`a[href="/pairs/${POOL1}/${FILES}"]`).first().click();
  await expect(console_.title()).toContainText("pool1 → pool2");
  await expect(page.locator(`[data-side=export][data-module="${FILES}"]`)).toHaveAttribute("data-state", "FinalState");
  await expect(page.locator(".recharts-surface")).toHaveCount(3);
  const points = page.getByRole("slider", { name: "Points of the backlog over time" });
  await console_.tabTo(points);
  await page.keyboard.press("Home");
  await expect(points).toHaveAttribute("aria-valuenow", "0");
  const first = await page.locator("[data-readout]").textContent();
  let last = 0;
  await expect(async () => {
    await page.keyboard.press("End"); // a new point may come right after it
    const [now, most] = await points.evaluate((one) => [one.ariaValueNow, one.ariaValueMax]);
    expect(now).toBe(most);
    last = Number(now);
  }).toPass();
  await expect(points).toHaveAttribute("aria-valuetext", /export FinalState/);
  expect(await page.locator("[data-readout]").textContent()).not.toBe(first);
  await page.keyboard.press("ArrowLeft");
  await expect(points).toHaveAttribute("aria-valuenow", String(last - 1));
  await expect(page.locator("[data-package]").first()).toBeVisible();
  await expect(page.locator("[data-span=Export]").first()).toContainText("FinalState");
  await expectAccessible(page);

  // The table has the numbers that the door tells, of whatever time.
  const heard = samplesOf(page);
  await page.getByRole("link", { name: "1 h" }).click();
  await expect(page).toHaveURL(/range=1h/);
  await page.getByRole("link", { name: "Table" }).click();
  await expect(page).toHaveURL(/show=table/);
  const rows = () =>
    page.locator("[data-point]").evaluateAll((all) => all.map((row) => row.getAttribute("data-point")));
  // The next answer may come while the rows of this one are read.
  await expect(async () => expect(heard()?.Points.map(({ At }) => At)).toEqual((await rows()).reverse())).toPass({
    timeout: 60_000,
  });
  const sent = heard()?.Points.find(({ PendingItemsMost }) => PendingItemsMost > 0);
  const cells = page.locator(`[data-point="${sent?.At}"] td`);
  await expect(cells.nth(2)).toHaveText(String(sent?.PendingItemsMost));
  await expect(page.locator("[data-gap]").last()).toContainText("not known for");
  await expectAccessible(page);

  // What only the CMS master exports says so, and claims nothing.
  await page.goto(`/pairs/${POOL2}/${DOCUMENTS}`);
  await expect(page.locator("[data-lane-risk]")).toHaveText("Not known");
  await expect(page.getByText("Nothing of this time is known.")).toBeVisible();
  expect((await page.request.get(`/pairs/${POOL1}/Nothing`)).status()).toBe(404);

  // The journal: found by kind, by page, and before any script.
  await page.goto("/journal");
  await expect(page.locator("[data-entry=engine]")).toContainText("The sync engine started");
  await page.getByLabel("Kind").selectOption("What ran and what failed");
  await console_.button("Look").click();
  await expect(page).toHaveURL(/kind=ran%2Cfailed/);
  await expect(page.locator("[data-entry=ran]").first()).toContainText("The sync is done");
  await expect(page.locator("[data-entry=asked]")).toHaveCount(0);
  await page.getByLabel("Pool").selectOption(POOL2);
  await page.getByLabel("From (UTC)").fill("2031-01-01T00:00");
  await console_.button("Look").click();
  await expect(page.getByText("What is asked for ends before it begins.")).toBeVisible();
  await expectAccessible(page);
  const html = await (await page.request.get("/journal?kind=asked")).text();
  expect(html).toContain("Sync asked for by");
  expect(html).not.toContain("The sync is done");

  // The audit: who came in and who asked; found whole without any script.
  await page.getByRole("link", { name: "audit", exact: true }).click();
  await expect(page.locator("[data-record=sign-in]").first()).toContainText("Signed in");
  await page.getByLabel("Any text").fill("full-push");
  await console_.button("Look").click();
  await expect(page.locator("[data-record=full-push]").first()).toContainText("Sync asked for");
  await expect(page.locator("[data-record=sign-in]")).toHaveCount(0);
  await console_.button("Verify").click();
  await expect(page.locator("[data-audit=whole]")).toContainText("every one as it was written");
  await expectAccessible(page);

  // One byte of the copy is another, its size and time are as they were: found by a compare, named, and mended by the button.
  const name = "meeting 1/slide 3.txt";
  const [own, copy] = [POOL1, POOL2].map((pool) => join(contentOf(dataFolder, pool, POOL1), name));
  if (!own || !copy) throw new Error("Two pools were asked for.");
  flipByte(copy);
  const lane = `/pairs/${POOL1}/${FILES}`;
  const panel = page.getByRole("region", { name: "Compare", exact: true });
  const asks = page.getByRole("dialog");
  await page.goto(lane);
  await expect(panel).toContainText("Not yet: no compare of it has ended with everything equal.");
  await panel.getByRole("button", { name: "Compare now" }).click();
  await asks.getByRole("button", { name: "Compare now" }).click();
  await expect(page.locator("[data-run-state=Done]")).toBeVisible({ timeout: 60_000 });
  await expect(page.locator(`[data-part="${FILES}"]`)).toContainText("1 different as of");
  await page.getByRole("link", { name: "The page of this copy" }).click();
  await expect(page.locator("[data-drift=different]")).toContainText(name);
  await expect(page.locator(`[data-side=export][data-module="${FILES}"]`)).toHaveAttribute("data-state", "ErrorState");
  await expectAccessible(page, PHONE);
  await page.locator("[data-drift=different]").getByRole("button").click();
  await asks.getByRole("button", { name: "Send again" }).click();
  await expect(page.locator("[data-run-state=Done]")).toBeVisible({ timeout: 60_000 });
  expect(readFileSync(copy).equals(readFileSync(own))).toBe(true);
  await page.goto(lane);
  await expect(page.locator("[data-drift]")).toHaveCount(0);
  await expect(page.locator(`[data-side=export][data-module="${FILES}"]`)).toHaveAttribute("data-state", "FinalState");
  await panel.getByRole("button", { name: "Compare now" }).click();
  await asks.getByRole("button", { name: "Compare now" }).click();
  await expect(page.locator(`[data-part="${FILES}"]`)).toContainText("Verified equal as of", { timeout: 60_000 });
  await page.goto(lane);
  await expect(panel).toContainText("files and folders, read whole on both sides");
});
