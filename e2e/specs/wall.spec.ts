import { expectAccessible } from "../pages/accessible.ts";
import { axeFinds } from "../pages/axe.ts";
import { COPIES, GREEN } from "../pages/pairs-page.ts";
import { SignInPage } from "../pages/sign-in-page.ts";
import { WallPage } from "../pages/wall-page.ts";
import { runningEngineOf } from "../world/engine.ts";
import { startService } from "../world/service.ts";
import { stopIdle } from "../world/stop.ts";
import { expect, test } from "../world/world.ts";

const SCREENS = [
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
  { width: 3840, height: 2160 },
];

/** So many pairs, how they are laid out, and how many of them are drawn. */
const WALLS = [
  [2, "tiles", 2],
  [12, "cards", 12],
  [60, "squares", 60],
  [200, "squares", 200],
  [500, "squares", 173],
] as const;

test("any number of pairs is one screen, worst first, with nothing small and nothing cut, from 720p to 4K", async ({
  page,
}) => {
  const wall = new WallPage(page);
  await new SignInPage(page).enter();
  await page.goto("/wall");
  await wall.standStill(); // what was told grows no older, however slow this machine is
  for (const [pairs, layout, shown] of WALLS) {
    await wall.tell(pairs);
    await expect(wall.pairs(), `${pairs} pairs`).toHaveCount(shown);
    await expect(page.locator(".wall")).toHaveAttribute("data-layout", layout);
    for (const screen of SCREENS) {
      await page.setViewportSize(screen);
      expect(await wall.drawn(), `${pairs} pairs, ${screen.height} px`).toEqual({ small: [], cut: [], outside: false });
    }
    const tones = await wall.pairs().evaluateAll((all) => all.map((one) => one.getAttribute("data-tone")));
    expect(tones).toEqual([...tones].sort((a, b) => LOUDNESS.indexOf(a ?? "") - LOUDNESS.indexOf(b ?? "")));
    expect(new Set(tones).size, "loud pairs among the others").toBeGreaterThan(1);
    if (pairs > 60) continue; // the same squares, only more of them
    expect(await axeFinds(page), `${pairs} pairs`).toEqual([]);
  }
  await wall.tell(6);
  await expect(wall.pairs()).toHaveCount(6);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    /^2 pairs failing, 1 out of contact, 1 over the target/,
  );
  // In greyscale states differ by their shapes, and no two share one.
  const shapes = await page
    .locator(".wall [data-state]")
    .evaluateAll((all) => all.map((one) => [one.getAttribute("data-state"), one.querySelector("svg")?.innerHTML]));
  const shapeOf = new Map(shapes as [string, string][]);
  expect(shapeOf.size).toBeGreaterThanOrEqual(7);
  expect(new Set(shapeOf.values()).size).toBe(shapeOf.size);
  expect(new Set(shapes.map(String)).size, "a state always has the same shape").toBe(shapeOf.size);
  // It cannot act: there is nothing that could be pressed.
  await expect(page.locator(".wall").locator("button, a, input, select, [tabindex]")).toHaveCount(0);
});

const LOUDNESS = ["bad", "unknown", "warn", "calm"];

test("an open wall takes everything back when the engine or the server is silent, and goes on by itself", async ({
  browser,
  service,
}) => {
  // A page of its own: its questions are meant to fail.
  const context = await browser.newContext({ baseURL: service.address, viewport: { width: 1920, height: 1080 } });
  const page = await context.newPage();
  const wall = new WallPage(page);
  await new SignInPage(page).enter();
  await page.addInitScript(() => {
    const request = async () => {
      Reflect.set(window, "screenHeld", true);
      return { released: false, release: async () => {} };
    };
    Object.defineProperty(navigator, "wakeLock", { value: { request } });
  });
  await page.goto("/wall");
  const isWell = () =>
    expect(wall.states("FinalState").and(page.locator("[data-side]"))).toHaveCount(COPIES, { timeout: 40_000 });
  await isWell();
  expect(await page.evaluate(() => Reflect.get(window, "screenHeld"))).toBe(true);
  // A tab that nobody brought to the front goes on asking.
  await page.evaluate(() => {
    Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  for (let n = 0; n < 3; n += 1) await page.waitForRequest(/\/api\/v1\/wall\?/);

  const engine = runningEngineOf(service.pid);
  await stopIdle(engine, service.dataFolder);
  try {
    await expect(wall.states(...GREEN)).toHaveCount(0, { timeout: 20_000 });
    await expect(wall.freshness()).toContainText("Fresh");
    await expect(page.locator('[data-pair][data-tone="unknown"]')).toContainText("engine silent since");
  } finally {
    process.kill(engine, "SIGCONT");
  }
  await isWell();

  await service.killHard();
  await expect(wall.states(...GREEN)).toHaveCount(0, { timeout: 20_000 });
  await expect(wall.freshness()).toContainText("Old since", { timeout: 20_000 });
  await expect(page.locator(".wall")).toHaveAttribute("data-hearing", "offline");
  const { filter } = await page
    .locator(".wall-field")
    .evaluate((field) => ({ filter: getComputedStyle(field).filter }));
  expect(filter).toContain("grayscale(1)");
  expect(await wall.drawn()).toEqual({ small: [], cut: [], outside: false });

  const again = await startService(service.dataFolder, {}, Number(new URL(service.address).port));
  try {
    await isWell();
    await expect(wall.freshness()).toContainText("Fresh");
    // Another build answers: the wall comes anew, once, and is that of the new server then.
    await page.evaluate(() => Reflect.set(window, "before", true));
    await page.route(/\/api\/v1\/wall\?/, async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, headers: { ...answer.headers(), "pairkeeper-build": "another" } });
    });
    await expect.poll(() => page.evaluate(() => Reflect.get(window, "before") ?? null).catch(() => true)).toBeNull();
    await page.unrouteAll({ behavior: "ignoreErrors" });
    await isWell();
    expect(await page.evaluate(() => performance.getEntriesByType("resource").length)).toBeLessThan(60);
  } finally {
    await again.stop();
  }
  await context.close();
});

test("a screen shows a code, is let in at a desk, and reads the wall and nothing else until it is revoked", async ({
  browser,
  service,
}) => {
  // Pages of their own: one is turned away, and the server goes down under both.
  const office = await browser.newContext({ baseURL: service.address });
  const desk = await office.newPage();
  const tv = await browser.newContext({ baseURL: service.address, viewport: { width: 1920, height: 1080 } });
  const screen = await tv.newPage();
  const wall = new WallPage(screen);
  await screen.goto("/wall");
  const shown = screen.locator(".wall-code");
  await expect(shown).toHaveText(/^[B-Z]{4}-[B-Z]{4}$/);
  expect(await wall.drawn()).toEqual({ small: [], cut: [], outside: false });
  expect(await axeFinds(screen)).toEqual([]);
  const code = (await shown.textContent()) ?? "";
  await screen.waitForResponse("**/api/display"); // it looks whether somebody entered it, and shows no other
  await expect(shown).toHaveText(code);

  await new SignInPage(desk).enter();
  await desk.goto("/settings/displays");
  const enter = async (typed: string) => {
    await desk.getByLabel("Code on the screen").fill(typed);
    await desk.getByLabel("Name: where it hangs").fill("Lobby");
    await desk.getByRole("button", { name: "Let it in" }).click();
  };
  await enter("BBBB-BBBB");
  await expect(desk.getByRole("alert").filter({ hasText: "No screen shows this code now." })).toBeVisible();
  await enter(code.toLowerCase().replace("-", " "));
  await expect(desk.getByText("Lobby is let in: it shows the wall within seconds.")).toBeVisible();
  await expect(wall.pairs()).toHaveCount(1);
  await expectAccessible(desk);

  const cookie = (await tv.cookies()).find(({ name }) => name === "pairkeeper.display");
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Strict" });
  const other = await tv.newPage();
  for (const path of ["/", "/on-call", "/settings", "/settings/displays", "/guide"]) {
    await other.goto(path);
    await expect(other, path).toHaveURL(/\/login(\?to=.+)?$/);
  }
  for (const path of ["pairs", "pairs?since=none", "events", "requests", "configuration", "pools"])
    expect((await tv.request.get(`/api/v1/${path}`)).status(), path).toBe(401);

  expect(await service.stop()).toBe(0);
  const again = await startService(service.dataFolder, {}, Number(new URL(service.address).port));
  try {
    await screen.reload();
    await expect(wall.pairs()).toHaveCount(1);
    await desk.reload();
    const row = desk.locator('[data-display="Lobby"]');
    await expect(row).toContainText("last seen");
    await row.getByRole("button", { name: "Revoke Lobby" }).click();
    await expectAccessible(desk);
    await desk.getByRole("button", { name: "Revoke it" }).click();
    await expect(row).toHaveCount(0);
    await expect(shown).toHaveText(/^[B-Z]{4}-[B-Z]{4}$/);
  } finally {
    await again.stop();
  }
  await tv.close();
  await office.close();
});
