import { PairsPage } from "../pages/pairs-page.ts";
import { SignInPage } from "../pages/sign-in-page.ts";
import { expect, test } from "../world/world.ts";

test.setTimeout(180_000);

test("a row keeps its place under a finger, and says there what became of it", async ({ page }) => {
  const pairs = new PairsPage(page);
  await new SignInPage(page).enter();
  await pairs.tell(40, "calm");
  await expect(pairs.rows()).toHaveCount(40);
  const last = pairs.rows().nth(39);
  const name = await last.getAttribute("data-pair");
  const stillPointing = async () => {
    await page.mouse.move(700 + Math.random() * 40, 400);
    return last.getAttribute("data-kind");
  };
  await stillPointing();
  await pairs.tell(40, "calm", (told) => ({
    ...told,
    Pairs: told.Pairs.map((pair) => (pair.A === name ? failing(pair) : pair)),
  }));
  await expect.poll(stillPointing, { intervals: [200] }).toBe("failing");
  await expect(last).toHaveAttribute("data-pair", name ?? "");
  await expect(last.locator('[data-state="ErrorState"]')).toHaveCount(1);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("1 pair failing, 39 healthy");
  // Hands off: it takes its place among those that want a person.
  await expect(pairs.cards()).toHaveCount(1, { timeout: 20_000 });
  await expect(pairs.rows()).toHaveCount(39);
});

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
