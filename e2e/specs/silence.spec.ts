import { BADGES, COPIES, PairsPage } from "../pages/pairs-page.ts";
import { SignInPage } from "../pages/sign-in-page.ts";
import { runningEngineOf } from "../world/engine.ts";
import { expect, test } from "../world/world.ts";

test("a stopped engine leaves nothing green after 20 s, and is believed again when it goes on", async ({
  page,
  service,
}) => {
  const pairs = new PairsPage(page);
  await new SignInPage(page).enter();
  await expect(pairs.page.locator('[data-state="FinalState"]')).toHaveCount(COPIES);
  const engine = runningEngineOf(service.pid);
  process.kill(engine, "SIGSTOP");
  try {
    await expect(pairs.greenBadges()).toHaveCount(0, { timeout: 20_000 });
    await expect(pairs.page.locator('[data-state="Unknown"]')).toHaveCount(BADGES);
    await expect(page.getByRole("heading", { level: 1 })).toContainText("The sync engine is silent since");
    await expect(pairs.freshness()).toHaveAttribute("data-hearing", "live");
  } finally {
    process.kill(engine, "SIGCONT");
  }
  await expect(pairs.page.locator('[data-state="FinalState"]')).toHaveCount(COPIES, { timeout: 30_000 });
});

test("a killed server leaves the open page with nothing but Unknown", async ({ browser, service }) => {
  // A page of its own: its polls are meant to fail.
  const context = await browser.newContext({ baseURL: service.address });
  const page = await context.newPage();
  const pairs = new PairsPage(page);
  await new SignInPage(page).enter();
  await expect(pairs.page.locator('[data-state="FinalState"]')).toHaveCount(COPIES);
  await service.killHard();
  await expect(pairs.greenBadges()).toHaveCount(0, { timeout: 20_000 });
  await expect(pairs.page.locator('[data-state="Unknown"]')).toHaveCount(BADGES);
  await expect(pairs.freshness()).toContainText("Offline since");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Nothing is known since");
  await context.close();
});
