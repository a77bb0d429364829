import { poolFromOutside } from "../pages/outside.ts";
import { DOCUMENTS, PairsPage, POOL1, POOL2 } from "../pages/pairs-page.ts";
import { SignInPage } from "../pages/sign-in-page.ts";
import { door } from "../world/door.ts";
import { expect, test } from "../world/world.ts";

test("what the service publishes reaches the standby; a document of somebody else is told and stays where it is", async ({
  page,
  service,
}) => {
  const pairs = new PairsPage(page);
  const master = poolFromOutside(service.dataFolder, POOL1);
  const standby = poolFromOutside(service.dataFolder, POOL2);
  await new SignInPage(page).enter();
  await expect(pairs.exportBadge(POOL1, DOCUMENTS)).toHaveAttribute("data-state", "FinalState", { timeout: 30_000 });
  expect(standby.documents()).toEqual(master.documents());
  expect(master.documents().map((line) => line.split("|", 3).join("|"))).toEqual(["configuration|1|1", "topology|1|1"]);

  const other = pairs.exportBadge(POOL2, DOCUMENTS);
  await expect(other).toHaveAttribute("data-state", "NotInitialized");
  await expect(other).toHaveAttribute("data-expected", "true");
  await expect(page.getByText("Not the CMS master: expected")).toBeVisible();

  master.writeDocument("rogue");
  await expect(pairs.exportBadge(POOL1, DOCUMENTS)).toHaveAttribute("data-state", "ErrorState", { timeout: 30_000 });
  await expect(page.getByText("Document rogue was never published.")).toBeVisible();
  await door(service.address, service.dataFolder).configure({ SyncInterval: "00:00:05" });
  await expect.poll(() => standby.documents().join("\n"), { timeout: 30_000 }).toContain("configuration|1|2|");
  expect(standby.documents().join("\n")).not.toContain("rogue");

  master.deleteDocument("rogue");
  await expect(pairs.exportBadge(POOL1, DOCUMENTS)).toHaveAttribute("data-state", "FinalState", { timeout: 30_000 });
  expect(standby.documents()).toEqual(master.documents());
});
