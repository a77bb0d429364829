import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expectAccessible } from "../pages/accessible.ts";
import { ConsolePage } from "../pages/console-page.ts";
import { settleContent, writeMeetings } from "../pages/content.ts";
import { poolFromOutside } from "../pages/outside.ts";
import { POOL1, POOL2 } from "../pages/pairs-page.ts";
import { RunPage } from "../pages/run-page.ts";
import { SignInPage } from "../pages/sign-in-page.ts";
import { contentOf, filesApart } from "../pages/two-sides.ts";
import { door } from "../world/door.ts";
import { expect, test } from "../world/world.ts";

const USER = "sip:ada@example.com";

test("what was deleted is found in the trash and brought back to its owner", async ({ page, service }) => {
  const { dataFolder } = service;
  const api = door(service.address, dataFolder);
  const trash = new ConsolePage(page);
  const home = contentOf(dataFolder, POOL1, POOL1);
  const standby = contentOf(dataFolder, POOL2, POOL1);
  writeMeetings(home, 3, 20);
  await settleContent(api, POOL1);
  await new SignInPage(page).enter();
  await page.getByRole("link", { name: "Trash of pool1" }).click();
  await expect(trash.title()).toHaveText("Trash of pool1");
  await expect(page.getByText("The trash is empty.")).toBeVisible();
  await expectAccessible(page);

  const names = [3, 4, 5].map((number) => join("meeting 1", `slide ${number}.txt`));
  for (const name of names) rmSync(join(home, name));
  await expect.poll(() => names.some((name) => existsSync(join(standby, name))), { timeout: 60_000 }).toBe(false);
  await page.reload();
  await expect(page.getByText("meeting 1/slide 4.txt")).toBeVisible();
  await expectAccessible(page);

  await page.getByLabel("Folder or name").fill("slide 4");
  await trash.button("Look").click();
  await expect(page).toHaveURL(/name=slide/);
  await expect(page.getByText("1 found")).toBeVisible();
  await trash.button("Bring back to pool1").click();
  await expect(page.getByRole("alert").filter({ hasText: "Nothing was chosen." })).toBeVisible();
  await trash.tabTo(page.getByRole("checkbox", { name: /slide 4/ }));
  await page.keyboard.press("Space");
  await expect(page.getByText("1 chosen")).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/requests\/.+/);
  await expect(trash.title()).toHaveText("Back from the trash to pool1");
  await expect(new RunPage(page).state()).toHaveAttribute("data-run-state", "Done", { timeout: 60_000 });
  await expectAccessible(page);
  expect(names.map((name) => existsSync(join(home, name)))).toEqual([false, true, false]);
  // What came back is a change like any other: the next cycle takes it to the standby again.
  await expect.poll(() => filesApart(dataFolder, POOL1, POOL2), { timeout: 60_000 }).toEqual([]);

  await page.goto(`/pools/${POOL1}/trash?name=no+such+thing`);
  await expect(page.getByText("Nothing in the trash is like that.")).toBeVisible();
  await page.goto(`/pools/${POOL1}/trash?after=2031-01-01T00:00&before=2030-01-01T00:00`);
  await expect(page.getByRole("alert").filter({ hasText: "What is asked for ends before it begins." })).toBeVisible();
  await expectAccessible(page);
});

test("a row comes back too, and what left the trash meanwhile is refused", async ({ page, service }) => {
  const { dataFolder } = service;
  const api = door(service.address, dataFolder);
  const trash = new ConsolePage(page);
  const [pool1, pool2] = [POOL1, POOL2].map((pool) => poolFromOutside(dataFolder, pool));
  if (!pool1 || !pool2) throw new Error("Two pools were asked for.");
  await api.configure({ SyncInterval: "00:00:05" });
  pool1.writeUser(USER);
  await expect.poll(() => pool2.hasUser(USER, POOL1), { timeout: 60_000 }).toBe(true);
  pool1.deleteUser(USER);
  await expect.poll(() => pool2.hasUser(USER, POOL1), { timeout: 60_000 }).toBe(false);
  await new SignInPage(page).enter();
  await page.goto(`/pools/${POOL1}/trash`);
  await page.getByRole("checkbox", { name: /row of users/ }).check();
  await trash.button("Bring back to pool1").click();
  await expect(new RunPage(page).state()).toHaveAttribute("data-run-state", "Done", { timeout: 60_000 });
  expect(pool1.hasUser(USER, POOL1)).toBe(true);

  writeMeetings(contentOf(dataFolder, POOL1, POOL1), 1, 3);
  await settleContent(api, POOL1);
  rmSync(join(contentOf(dataFolder, POOL1, POOL1), "meeting 0", "slide 1.txt"));
  const there = join(contentOf(dataFolder, POOL2, POOL1), "meeting 0", "slide 1.txt");
  await expect.poll(() => existsSync(there), { timeout: 60_000 }).toBe(false);
  await page.goto(`/pools/${POOL1}/trash?name=slide+1`);
  await page.getByRole("checkbox", { name: /slide 1/ }).check();
  rmSync(join(dataFolder, "pools", POOL2, "files", "Trash", POOL1), { recursive: true });
  await trash.button("Bring back to pool1").click();
  await expect(page.getByText("is not in the trash any more, so nothing was brought back.")).toBeVisible();
});
