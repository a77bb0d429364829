import type { Page } from "playwright/test";
import { expectAccessible } from "../pages/accessible.ts";
import { ConsolePage } from "../pages/console-page.ts";
import { PairsPage } from "../pages/pairs-page.ts";
import { SignInPage } from "../pages/sign-in-page.ts";
import { expect, test } from "../world/world.ts";

test("many pairs: what wants a person stands open, the rest is a row each, found by name and kind, by keyboard and address", async ({
  page,
  baseURL,
}) => {
  const pairs = new PairsPage(page);
  const console = new ConsolePage(page);
  await new SignInPage(page).enter();
  await pairs.tell(8);
  await expect(pairs.rows()).toHaveCount(2);
  await expectAccessible(page);
  await pairs.tell(500);
  await expect(console.title()).toHaveText(
    "2 pairs failing, 1 out of contact, 1 over the target, 1 falling behind, 1 with refused items, 494 healthy",
  );
  await expect(pairs.cards()).toHaveCount(6);
  await expect(pairs.cards().first()).toHaveAttribute("data-tone", "bad");
  await expect(pairs.rows()).toHaveCount(60);

  // By name and by keyboard: what is typed is in the address, and a row is opened and closed in its place.
  await pairs.search().focus();
  await page.keyboard.type("syd mel");
  await expect(pairs.rows()).toHaveCount(17);
  await expect(page).toHaveURL(`${baseURL}/?q=syd+mel`);
  await expect(page.getByText("17 of 500 pairs")).toBeVisible();
  const opener = pairs
    .rows()
    .first()
    .getByRole("button", { name: /^Show all of/ });
  await console.tabTo(opener);
  await page.keyboard.press("Enter");
  const closer = pairs.cards().getByRole("button", { name: /^Show less of/ });
  await expect(closer).toBeFocused();
  await expect(pairs.cards().getByText("Export", { exact: true })).toHaveCount(6);
  await page.keyboard.press("Enter");
  await expect(opener).toBeFocused();

  // By kind, with the way back; and an address that finds nothing says what to do.
  await pairs.search().fill("");
  await page.getByRole("link", { name: "Need attention 6" }).click();
  await expect(pairs.cards()).toHaveCount(6);
  await expect(pairs.rows()).toHaveCount(0);
  await page.getByRole("link", { name: "Failing 2" }).click();
  await expect(pairs.cards()).toHaveCount(2);
  await page.goBack();
  await expect(pairs.cards()).toHaveCount(6);
  await page.goto("/?q=nowhere&show=failing");
  await expect(page.getByText("No pool that is shown is named “nowhere”.")).toBeVisible();
  await page.getByRole("link", { name: "Show all pairs" }).click();
  await expect(page).toHaveURL(`${baseURL}/`);

  // All of them, once somebody wants to see them.
  await pairs.tell(1000, "calm");
  await expect(pairs.cards()).toHaveCount(0);
  const end = () => page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  await expect
    .poll(async () => end().then(() => pairs.rows().count()), { intervals: [50], timeout: 200_000 })
    .toBe(1000);
});

test("a row keeps its place under a finger, and says there what became of it", async ({ page }) => {
  const pairs = new PairsPage(page);
  await new SignInPage(page).enter();
  await pairs.tell(40, "calm");
  await expect(pairs.rows()).toHaveCount(40);
  const last = pairs.rows().nth(39);
  const name = await last.getAttribute("data-pair");
  await page.mouse.move(700, 400);
  await standStill(page); // however slow this machine is, the finger was there just now
  await pairs.tell(40, "calm", (told) => ({
    ...told,
    Pairs: told.Pairs.map((pair) => (pair.A === name ? failing(pair) : pair)),
  }));
  await expect(last).toHaveAttribute("data-kind", "failing");
  await expect(last).toHaveAttribute("data-pair", name ?? "");
  await expect(last.locator('[data-state="ErrorState"]')).toHaveCount(1);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("1 pair failing, 39 healthy");
  // Hands off, and time goes on: it takes its place among those that want a person.
  await goOn(page);
  await expect(pairs.cards()).toHaveCount(1, { timeout: 20_000 });
  await expect(pairs.rows()).toHaveCount(39);
});

/** The page measures no time any more until it goes on. */
const standStill = (page: Page) =>
  page.evaluate(() => {
    const stoodAt = performance.now();
    Object.defineProperty(performance, "now", { value: () => stoodAt, configurable: true });
  });
const goOn = (page: Page) => page.evaluate(() => void Reflect.deleteProperty(performance, "now"));

type Pair = Parameters<NonNullable<Parameters<PairsPage["tell"]>[2]>>[0]["Pairs"][number];

function failing(pair: Pair): Pair {
  const [first, ...rest] = pair.Directions;
  if (first === undefined) return pair;
  const [module, ...modules] = first.Status.BackupModules;
  if (module === undefined) return pair;
  const failed = { ...module, ExportStatus: "ErrorState", Reason: "disk-full" } as const;
  return {
    ...pair,
    Directions: [{ ...first, Status: { ...first.Status, BackupModules: [failed, ...modules] } }, ...rest],
  };
}
