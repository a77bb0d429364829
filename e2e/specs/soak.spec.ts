import type { Page } from "playwright/test";
import { growth } from "../budgets/soak.ts";
import { judged, soakWall } from "../budgets/wall-soak.ts";
import { SignInPage } from "../pages/sign-in-page.ts";
import { expect, test } from "../world/world.ts";

/** A short one for every run of the tests; `npm run budgets` plays 130,000. */
const SHORT = {
  network: { warmUp: 100, updates: 200, looks: 1 },
  inPage: { warmUp: 200, updates: 1_000, looks: 1 },
};

test("hundreds of updates leave nothing behind in a wall, and a planted leak is found", async ({
  browser,
  service,
}) => {
  const context = await browser.newContext({ baseURL: service.address });
  const entered = await context.newPage();
  await new SignInPage(entered).enter();
  await entered.close();
  const wall = async (leak: boolean, page: Page) => soakWall(page, service.address, { ...SHORT, leak });

  const sound = await wall(false, await context.newPage());
  expect(judged(sound).filter(({ isKept }) => !isKept)).toEqual([]);

  const leaking = await wall(true, await context.newPage());
  for (const curve of [leaking.network, leaking.inPage]) {
    const { updates, nodes } = growth(curve);
    expect(nodes).toBeGreaterThanOrEqual(updates);
  }
  expect(judged(leaking).filter(({ isKept }) => !isKept)).not.toEqual([]);
  await context.close();
});
