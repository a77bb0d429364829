import { readFileSync } from "node:fs";
import { join } from "node:path";
import { randomFrom } from "#lib/demo/clients/random.ts";
import { readExposition } from "#lib/testkit/read-exposition.ts";
import { judgeFinals } from "../pages/judge-finals.ts";
import { BADGES, COPIES, PairsPage, POOL1, POOL2 } from "../pages/pairs-page.ts";
import { writeBurst } from "../pages/random-writer.ts";
import { SignInPage } from "../pages/sign-in-page.ts";
import { door } from "../world/door.ts";
import { runningEngineOf } from "../world/engine.ts";
import type { Service } from "../world/service.ts";
import { stopIdle } from "../world/stop.ts";
import { expect, test } from "../world/world.ts";

const POOLS = [POOL1, POOL2] as const;

/** Every state that the metrics say to hold, each once, asked as monitoring asks. */
async function statesOfMetrics({ address, dataFolder }: Service): Promise<string[]> {
  const token = readFileSync(join(dataFolder, "metrics.token"), "utf8").trim();
  const answer = await fetch(`${address}/api/metrics`, { headers: { authorization: `Bearer ${token}` } });
  const families = [...readExposition(await answer.text()).values()].filter(({ name }) => name.endsWith("_state"));
  const holding = families.flatMap(({ samples }) => samples.filter(({ value }) => value === 1));
  return [...new Set(holding.map(({ labels }) => labels.state ?? ""))].sort();
}

test("a stopped engine leaves nothing green after 20 s; when it goes on it is believed again, and what was written meanwhile is copied", async ({
  page,
  service,
}) => {
  const pairs = new PairsPage(page);
  await new SignInPage(page).enter();
  await expect(pairs.page.locator('[data-state="FinalState"]')).toHaveCount(COPIES);
  expect(await statesOfMetrics(service)).toEqual(["FinalState", "NormalState", "NotInitialized"]);
  const engine = runningEngineOf(service.pid);
  await stopIdle(engine, service.dataFolder);
  for (const pool of POOLS) for (const seed of [1, 2, 3]) writeBurst(service.dataFolder, pool, randomFrom(seed));
  const writtenAt = Date.now();
  const api = door(service.address, service.dataFolder);
  const finals = async () => {
    const told = await Promise.all(POOLS.map(async (pool) => [pool, await api.modules(pool)] as const));
    return told.reduce((sum, [pool, modules]) => sum + judgeFinals(service.dataFolder, pool, modules, writtenAt), 0);
  };
  try {
    expect(await finals()).toBe(0);
    await expect(pairs.greenBadges()).toHaveCount(0, { timeout: 20_000 });
    await expect(pairs.page.locator('[data-state="Unknown"]')).toHaveCount(BADGES);
    await expect(page.getByRole("heading", { level: 1 })).toContainText("The sync engine is silent since");
    await expect(pairs.freshness()).toHaveAttribute("data-hearing", "live");
    expect(await statesOfMetrics(service)).toEqual(["Unknown"]);
  } finally {
    process.kill(engine, "SIGCONT");
  }
  await api.configure({ SyncInterval: "00:00:05" });
  await expect.poll(finals, { timeout: 30_000 }).toBe(4);
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
