import { expectAccessible, expectDialogAccessible } from "../pages/accessible.ts";
import { ConsolePage } from "../pages/console-page.ts";
import { SignInPage } from "../pages/sign-in-page.ts";
import { giveRole } from "../world/role.ts";
import { expect, test } from "../world/world.ts";

test.setTimeout(180_000);

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

  giveRole(service.dataFolder, "viewer");
  await page.reload();
  await expect(
    page.getByText("You are viewer: the settings are changed by who holds the role administrator."),
  ).toBeVisible();
  await expect(page.locator("main").getByRole("button")).toHaveCount(0);
  await expect(page.locator('[data-setting="SyncInterval"]')).toContainText("00:02:00");
  await expectAccessible(page);
});
