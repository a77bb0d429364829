import { join } from "node:path";
import type { Page } from "playwright/test";
import { foreignSql } from "../pages/outside.ts";
import type { DemoWorld } from "../world/demo-world.ts";
import { type Camera, DESKTOP, isWanted, type Look, PHONE, settled } from "./camera.ts";

type Shot = {
  readonly name: string;
  readonly path: string;
  /** What a person presses until the dialog is open. */
  readonly open: (page: Page) => Promise<void>;
  /** Long after sign-in. */
  readonly isLate?: true;
};

const press = (name: string | RegExp) => async (page: Page) =>
  page.getByRole("button", { name }).and(page.locator(":visible")).first().click();

/** Every dialog of the console, opened as a person opens it; and the doors, which only a stranger sees. */
const DIALOGS = (restore: string): readonly Shot[] => [
  { name: "stop-run", path: `/requests/${restore}`, open: press("Stop") }, // while it still runs
  { name: "sync-menu", path: "/pairs/lyon.demo.test", open: press("Choose what to sync, lyon → nice") },
  {
    name: "sync",
    path: "/pairs/lyon.demo.test",
    open: async (page) => {
      await press("Choose what to sync, lyon → nice")(page);
      await press("See first what it does")(page);
    },
  },
  { name: "add-pool", path: "/topology", open: press("Add a pool") },
  { name: "another-partner", path: "/topology", open: press("Another partner for oslo") },
  { name: "part", path: "/topology", open: press(/^Part them ?, oslo/) },
  { name: "former-data", path: "/topology", open: press("Data of former partners on oslo") },
  {
    name: "settings",
    path: "/settings",
    open: async (page) => {
      await page.getByLabel("SyncInterval").fill("00:00:30");
      await press("See what changes")(page);
    },
  },
  { name: "settings-reset", path: "/settings", open: press("Reset to the defaults") },
  { name: "skip", path: "/pairs/turin.demo.test/UserServices.PresenceFocus", open: press("Skip") },
  {
    name: "confirm",
    path: "/settings/displays",
    isLate: true,
    open: async (page) => {
      await page.getByLabel("Code on the screen").fill("BCDF-GHJK");
      await page.getByLabel("Name: where it hangs").fill("hall");
      await press("Let it in")(page);
    },
  },
];

const LATE = "UPDATE session SET confirmedAt = '2026-01-01T00:00:00.000Z'";

const DOORS: readonly (readonly [path: string, look: Look])[] = [
  ["/login", { ...DESKTOP, scheme: "light", isStranger: true }],
  ["/login", { ...PHONE, scheme: "dark", isStranger: true }],
  ["/wall", { width: 1920, height: 1080, scheme: "dark", isStranger: true }],
];

/** Takes them on the running demo; what cannot be opened, for it is over, is told and left out. */
export async function everyDialog(camera: Camera, { demo, dataFolder }: DemoWorld, only: string): Promise<void> {
  const { address, restores } = demo;
  const looks: readonly Look[] = [
    { ...DESKTOP, scheme: "dark" },
    { ...PHONE, scheme: "light" },
  ];
  for (const { name, path, open, isLate } of DIALOGS(restores[0] ?? "none")) {
    for (const look of looks) {
      const file = `dialog-${name}--${look.width}-${look.scheme}`;
      if (!isWanted(file, only)) continue;
      if (isLate) foreignSql(join(dataFolder, "ledger.db"), LATE);
      const opened = async (page: Page) => {
        await settled(page);
        await open(page);
        await settled(page);
      };
      await camera.take(address + path, file, look, opened).then(
        () => console.log(file),
        (error) => console.log(`${file}: not taken, ${error}`),
      );
    }
  }
  for (const [path, look] of DOORS) {
    const file = `door-${path.slice(1)}--${look.width}-${look.scheme}`;
    if (!isWanted(file, only)) continue;
    await camera.take(address + path, file, look);
    console.log(file);
  }
}
