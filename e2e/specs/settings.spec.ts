import { expectAccessible, expectDialogAccessible } from "../pages/accessible.ts";
import { ConsolePage } from "../pages/console-page.ts";
import { SignInPage } from "../pages/sign-in-page.ts";
import { giveRole } from "../world/role.ts";
import { expect, test } from "../world/world.ts";

test("settings: refused at their field, looked at before they hold, reset, and read-only for a viewer", async ({
  page,
  service,
}) => {
  const settings = new ConsolePage(page);
  const dialog = page.getByRole("dialog");
  const interval = page.getByLabel("SyncInterval");
  await new SignInPage(page).enter();
  await page.goto("/settings");
  await expect(settings.title()).toHaveText("Settings");
  await expect(page.locator("[data-setting]")).toHaveCount(10);
  await expect(page.locator("[data-differs]")).toHaveCount(0);

  // Refused at its field, and nothing is changed.
  await interval.fill("00:00:04");
  await settings.button("See what changes").click();
  await expect(page.locator('[data-setting="SyncInterval"]').getByRole("alert")).toContainText(
    '"00:00:04" is not a time from 00:00:05 to 03:00:00.',
  );
  await expect(interval).toHaveAttribute("aria-invalid", "true");
  await expectAccessible(page);
  await expect(dialog).toHaveCount(0);

  // By the keyboard alone: the warning comes before it holds, Escape leaves everything as it is.
  await interval.fill("00:10:00");
  await interval.press("Enter");
  await expect(dialog).toContainText("Change the sync interval only when it is really needed");
  await expect(dialog).toContainText("At an interval of 10 min the target of 5 min at risk cannot be held.");
  await expect(dialog).toContainText("Set-CsBackupServiceConfiguration -SyncInterval 00:10:00");
  await expectDialogAccessible(page);
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await expect(interval).toHaveValue("00:10:00");
  const held = async () => (await page.request.get("/api/v1/configuration")).json();
  expect(await held()).toMatchObject({ SyncInterval: "00:02:00" });

  await page.getByLabel("WakeOnChange").selectOption("true");
  await settings.button("See what changes").click();
  await dialog.getByText("Say why").click();
  await dialog.getByLabel("Why, for the audit").fill("Ticket 17");
  await expect(dialog).toContainText('-Reason "Ticket 17"');
  await expectDialogAccessible(page);
  await settings.tabTo(settings.button("Change them"));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("status", { name: "Receipt" })).toContainText("00:02:00");
  expect(await held()).toMatchObject({ SyncInterval: "00:10:00", WakeOnChange: true });
  await expect(page.locator("[data-differs]")).toHaveCount(2);
  const lastOf = async (action: string) => (await page.request.get(`/api/v1/audit?action=${action}&limit=1`)).json();
  expect(await lastOf("configure")).toMatchObject({ Records: [{ Door: "page", Reason: "Ticket 17" }] });

  await settings.button("Reset to the defaults").click();
  await expect(dialog).toContainText("Remove-CsBackupServiceConfiguration -Identity Global");
  await settings.button("Reset them").click();
  await expect(page.getByText("The defaults hold again.")).toBeVisible();
  expect(await held()).toMatchObject({ SyncInterval: "00:02:00", WakeOnChange: false });
  await expect(settings.button("Reset to the defaults")).toHaveCount(0);

  // A token: shown once, of one pool, refused as soon as it is removed.
  await page.getByRole("link", { name: "Tokens" }).click();
  await expect(settings.title()).toHaveText("Tokens");
  await page.getByLabel("Name: which program has it").fill("monitoring");
  await page.getByLabel("Role").selectOption("operator");
  await page.getByLabel("Expires").selectOption("90");
  await page.getByLabel("Some: it sees their pairs").check();
  await page.getByLabel("pool1.pairkeeper.test").check();
  await settings.button("Make it").click();
  await expect(page.getByRole("alert").filter({ hasText: "The name monitoring is Pairkeeper's own" })).toBeVisible();
  await expect(page.getByLabel("Role")).toHaveValue("operator");
  await expect(page.getByLabel("pool1.pairkeeper.test")).toBeChecked();
  await expectAccessible(page);
  await page.getByLabel("Name: which program has it").fill("nightly");
  await settings.button("Make it").click();
  await expect(page.getByText("nightly is made. Copy it now")).toBeVisible();
  await expectAccessible(page);
  const token = (await page.getByRole("status").locator("code").textContent()) ?? "";
  const row = page.locator('[data-token="nightly"]');
  await expect(row).toContainText("operator of pool1.pairkeeper.test; expires 20");
  await expect(row).toContainText("not used yet");
  const check = (pool: string) =>
    fetch(`${service.address}/api/v1/pools/${pool}/check`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}` },
    });
  const statuses = async () => [
    (await check("pool1.pairkeeper.test")).status,
    (await check("pool2.pairkeeper.test")).status,
  ];
  expect(await statuses()).toEqual([200, 403]);
  await page.reload();
  await expect(page.getByText(token)).toHaveCount(0);
  await expect(row).toContainText("last used");
  await row.getByRole("button", { name: "Remove nightly" }).click();
  await settings.button("Remove it").click();
  await expect(row).toHaveCount(0);
  expect(await statuses()).toEqual([401, 401]);
  await page.goto("/settings");

  giveRole(service.dataFolder, "viewer");
  await page.reload();
  await expect(
    page.getByText("You are viewer: the settings are changed by who holds the role administrator."),
  ).toBeVisible();
  await expect(page.locator("main").getByRole("button")).toHaveCount(0);
  await expect(page.locator('[data-setting="SyncInterval"]')).toContainText("00:02:00");
  await expectAccessible(page);
});
