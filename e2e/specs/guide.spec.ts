import { TABLE } from "#lib/domain/table.ts";
import { expectAccessible, PHONE } from "../pages/accessible.ts";
import { ConsolePage } from "../pages/console-page.ts";
import { SignInPage } from "../pages/sign-in-page.ts";
import { expect, test } from "../world/world.ts";

test("the guide has a place for each code, lines to copy, and reads without scripts and on paper", async ({
  page,
  browser,
}) => {
  const guide = new ConsolePage(page);
  await new SignInPage(page).enter();
  await page.goto("/guide#limit-reached");
  await expect(guide.title()).toHaveText("Guide");
  await expect(page.locator('[id="limit-reached"]')).toBeInViewport();
  await expect(page.locator("details[open]"), "only what the address leads to is unfolded").toHaveCount(1);
  const ids = await page.locator(".guide-entry").evaluateAll((rows) => rows.map((row) => row.id));
  expect(ids).toEqual(TABLE.map(({ id }) => id));
  const targets = await page
    .getByRole("navigation", { name: "Contents" })
    .getByRole("link")
    .evaluateAll((links) => links.map((link) => document.querySelectorAll(link.getAttribute("href") ?? "").length));
  expect(new Set(targets)).toEqual(new Set([1]));
  await page.getByRole("link", { name: "Refusals" }).focus();
  await guide.tabTo(page.getByRole("button", { name: "Copy the line: One module" }));
  await page.keyboard.press("Enter");
  await expect(page.getByText(/^(Copied|Selected: copy it by the keyboard)$/)).toBeVisible();
  await expectAccessible(page, PHONE);

  await page.setViewportSize({ width: 360, height: 740 });
  const contents = page.getByRole("navigation", { name: "Contents" });
  await guide.button("Contents").click();
  await contents.getByRole("link", { name: "Refusals" }).click();
  await expect(page.locator("#refusals")).toBeInViewport();
  await expect(page.locator('[id="bad-input"]')).toBeVisible();
  await expect(guide.button("Contents"), "it stays at hand").toBeInViewport();
  await expect(contents).toBeHidden();

  const folded = page.locator(`[id="${TABLE.find(({ kind }) => kind === "check")?.id}"]`);
  await expect(folded).toBeHidden();
  await page.emulateMedia({ media: "print" });
  await expect(folded, "nothing is folded on paper").toBeVisible();
  await expect(page.getByRole("navigation", { name: "Contents" })).toBeHidden();
  await expect(page.getByRole("button", { name: "Sign out" })).toBeHidden();
  await page.emulateMedia({ media: null });

  const plain = await browser.newContext({
    javaScriptEnabled: false,
    storageState: await page.context().storageState(),
  });
  const read = await plain.newPage();
  await read.goto(new URL("/guide", page.url()).href);
  const text = (await read.locator("main").textContent()) ?? "";
  expect(TABLE.filter(({ says, risk, next }) => ![says, risk, next].every((words) => text.includes(words)))).toEqual(
    [],
  );
  await plain.close();
});
