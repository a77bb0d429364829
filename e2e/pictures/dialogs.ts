import type { Page } from "playwright/test";
import type { Demo } from "#lib/demo/demo.ts";
import { type Camera, DESKTOP, isWanted, type Look, PHONE, settled } from "./camera.ts";

type Shot = {
  readonly name: string;
  readonly path: string;
  /** What a person presses until the dialog is open. */
  readonly open: (page: Page) => Promise<void>;
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
];

const DOORS: readonly (readonly [path: string, look: Look])[] = [
  ["/login", { ...DESKTOP, scheme: "light", isStranger: true }],
  ["/login", { ...PHONE, scheme: "dark", isStranger: true }],
  ["/wall", { width: 1920, height: 1080, scheme: "dark", isStranger: true }],
];

/** Takes them on the running demo. */
export async function everyDialog(camera: Camera, { address, restores }: Demo, only: string): Promise<void> {
  const looks: readonly Look[] = [
    { ...DESKTOP, scheme: "dark" },
    { ...PHONE, scheme: "light" },
  ];
  for (const { name, path, open } of DIALOGS(restores[0] ?? "none")) {
    for (const look of looks) {
      const file = `dialog-${name}--${look.width}-${look.scheme}`;
      if (!isWanted(file, only)) continue;
      await camera.take(address + path, file, look, async (page) => {
        await settled(page);
        await open(page);
        await settled(page);
      });
      console.log(file);
    }
  }
  for (const [path, look] of DOORS) {
    const file = `door-${path.slice(1)}--${look.width}-${look.scheme}`;
    if (!isWanted(file, only)) continue;
    await camera.take(address + path, file, look);
    console.log(file);
  }
}
