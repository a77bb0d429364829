import { poolFromOutside } from "../pages/outside.ts";
import { COPIES, PairsPage, POOL1, ROWS } from "../pages/pairs-page.ts";
import { SignInPage } from "../pages/sign-in-page.ts";
import { door } from "../world/door.ts";
import { startService } from "../world/service.ts";
import { expect, test } from "../world/world.ts";

test("a change comes by itself in a few bytes, is seen to wait, to leave and to arrive; a hidden tab asks for nothing", async ({
  page,
  service,
}) => {
  const bodies: string[] = [];
  page.on("response", async (response) => {
    if (response.url().includes("/api/v1/pairs?since=")) bodies.push(await response.text().catch(() => ""));
  });
  await new SignInPage(page).enter();
  await expect(page.locator('[data-state="FinalState"]')).toHaveCount(COPIES);
  await expect.poll(() => bodies.some((body) => body !== "" && body.length <= 300), { timeout: 30_000 }).toBe(true);
  expect(
    bodies.every((body) => !body.includes('"Whole"')),
    "the page brought it along",
  ).toBe(true);

  const waits = page.locator(`[data-row="${POOL1}"] [data-wait="${ROWS}"]`);
  poolFromOutside(service.dataFolder, POOL1).writeUser("sip:ada@example.com");
  await expect(waits).toContainText(/1 row leaves in \d/);
  await door(service.address, service.dataFolder).configure({ SyncInterval: "00:00:05" });
  await expect(waits).toContainText("1 row has left, and pool2 has it since", { timeout: 30_000 });

  const closed = page.waitForEvent("requestfailed", (request) => request.url().endsWith("/api/v1/events"));
  await page.evaluate(() => {
    Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await closed;
  const [opened] = await Promise.all([
    page.waitForRequest((request) => request.url().endsWith("/api/v1/events")),
    page.waitForRequest((request) => request.url().includes("/api/v1/pairs?since=")),
    page.evaluate(() => {
      Object.defineProperty(document, "visibilityState", { value: "visible", configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }),
  ]);
  expect((await opened.response())?.status()).toBe(200);
});

test("without a network the page takes everything back; when its server is another run it goes on by itself", async ({
  browser,
  service,
}) => {
  // A page of its own: its questions are meant to fail.
  const context = await browser.newContext({ baseURL: service.address });
  const page = await context.newPage();
  const pairs = new PairsPage(page);
  await new SignInPage(page).enter();
  const isWell = () => expect(page.locator('[data-state="FinalState"]')).toHaveCount(COPIES, { timeout: 40_000 });
  await isWell();
  await context.setOffline(true);
  await expect(pairs.freshness()).toHaveAttribute("data-hearing", "catching-up", { timeout: 15_000 });
  await expect(pairs.freshness()).toContainText("Offline since", { timeout: 20_000 });
  await expect(pairs.greenBadges()).toHaveCount(0);
  await context.setOffline(false);
  await isWell();
  await expect(pairs.freshness()).toHaveAttribute("data-hearing", "live");

  await service.killHard();
  const again = await startService(service.dataFolder, {}, Number(new URL(service.address).port));
  try {
    await page.evaluate(() => Reflect.set(window, "before", true));
    await isWell();
    await expect(pairs.freshness()).toHaveAttribute("data-hearing", "live", { timeout: 20_000 });
    expect(await page.evaluate(() => Reflect.get(window, "before")), "it was never loaded anew").toBe(true);
  } finally {
    await again.stop();
  }
  await context.close();
});
