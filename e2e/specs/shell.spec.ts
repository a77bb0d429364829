import { expectAccessible } from "../pages/accessible.ts";
import { ConsolePage } from "../pages/console-page.ts";
import { POOL1 } from "../pages/pairs-page.ts";
import { SignInPage } from "../pages/sign-in-page.ts";
import { expect, test } from "../world/world.ts";

const PAGES = ["Pairs", "Restore", "Journal", "Topology", "Settings", "Guide", "Wall", "On call"];

test("every page is one press away, on a desk and on a phone, and the chosen colours and clock hold from the first byte", async ({
  browser,
  service,
}) => {
  const context = await browser.newContext({
    baseURL: service.address,
    timezoneId: "Asia/Tokyo",
    colorScheme: "light",
  });
  const page = await context.newPage();
  const nav = page.getByRole("navigation", { name: "Console" });
  await new SignInPage(page).enter();
  await expect(nav.getByRole("link")).toHaveText(PAGES.map((name) => new RegExp(`^${name}`)));

  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await ground();
  await page.getByText("Dark", { exact: true }).click();
  await expect.poll(ground).not.toBe(light);
  const dark = await ground();
  const css = await page.evaluate(async () => {
    const sheets = [...document.styleSheets].flatMap(({ href }) => href ?? []);
    return Promise.all(sheets.map(async (href) => (await fetch(href)).text()));
  });
  expect(css.join()).toContain("--ground:");
  expect(css.join(), "screens that hang since before Chromium 123 have both themes too").not.toContain("light-dark(");
  const moment = page.locator("time").first();
  await expect(moment).not.toHaveText(/ UTC$/); // the page is alive, and knows where it is read
  const local = await moment.textContent();
  await page.getByText("UTC", { exact: true }).click();
  await expect(moment).toHaveText(/^\d\d:\d\d:\d\d UTC$/);
  expect((await moment.textContent())?.slice(0, 2)).not.toBe(local?.slice(0, 2));
  const html = await (await page.request.get("/")).text();
  expect(html).toContain('data-theme="dark"');
  expect(html).toContain('data-times="utc"');
  await page.reload();
  expect(await ground()).toBe(dark);
  await expect(moment).toHaveText(/ UTC$/);
  await page.getByText("System", { exact: true }).click(); // perhaps before the page is alive: it holds all the same
  await expect.poll(ground).toBe(light);

  await page.setViewportSize({ width: 360, height: 740 });
  const menu = new ConsolePage(page).button("Menu");
  await expect(nav).toBeHidden();
  await menu.press("Enter");
  await expect(nav).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(nav).toBeHidden();
  await menu.click();
  await nav.getByRole("link", { name: "Restore" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Which pool lost content?");
  await expect(nav).toBeHidden();
  await expectAccessible(page);
  await page.getByRole("link", { name: new RegExp(POOL1) }).click();
  await expect(page).toHaveURL(`${service.address}/pools/${POOL1}/restore`);
  await page.setViewportSize({ width: 1280, height: 800 });
  await expect(nav.getByRole("link", { name: "Restore" })).toHaveAttribute("aria-current", "true");
  await context.close();
});
