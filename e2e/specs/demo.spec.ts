import { existsSync } from "node:fs";
import { SignInPage } from "../pages/sign-in-page.ts";
import { openDemo, untilScenesShow } from "../world/demo-world.ts";
import { expect, test } from "../world/world.ts";

const SCENES = ["quiet", "behind", "silent", "poison", "held", "lost"] as const;

test("the demo plays its scenes through the real engine, and leaves nothing behind", async ({ browser }) => {
  const world = await openDemo(SCENES, 7);
  try {
    const page = await (await browser.newContext({ baseURL: world.demo.address })).newPage();
    await new SignInPage(page).enter();
    await untilScenesShow(world, SCENES);
    await expect(page.getByRole("heading", { level: 1 })).toContainText("2 pairs failing");
    await page.context().close();
  } finally {
    await world.end();
  }
  expect(existsSync(world.dataFolder)).toBe(false);
});
