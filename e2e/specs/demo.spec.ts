import { startDemo } from "#lib/demo/demo.ts";
import { SCENES, type SceneName } from "#lib/demo/scenes.ts";
import { TEST_BUILD } from "#lib/launch/test-build.ts";
import { FILES, ROWS } from "../pages/pairs-page.ts";
import { SignInPage } from "../pages/sign-in-page.ts";
import { door } from "../world/door.ts";
import { ADMIN_PASSWORD, freePort, newDataFolder, removeDataFolder } from "../world/service.ts";
import { expect, test } from "../world/world.ts";

test.setTimeout(240_000);

/** What each scene comes to, in the copies that leave its first pool. */
const EXPECTED: Partial<Record<SceneName, { readonly module: string; readonly state: string }>> = {
  behind: { module: FILES, state: "NonSteadyState" },
  silent: { module: ROWS, state: "Unknown" },
  held: { module: FILES, state: "ErrorState" },
  lost: { module: FILES, state: "ErrorState" },
};

test("the demo plays its scenes through the real engine, and leaves nothing running", async ({ browser }) => {
  const dataFolder = newDataFolder();
  const ending = new AbortController();
  const demo = await startDemo({
    scenes: SCENES.filter(({ name }) => name !== "restore"),
    seed: 7,
    dataFolder,
    buildFolder: TEST_BUILD,
    port: await freePort(),
    password: ADMIN_PASSWORD,
    say: () => {},
    signal: ending.signal,
  });
  try {
    const context = await browser.newContext({ baseURL: demo.address });
    const page = await context.newPage();
    await new SignInPage(page).enter();
    const api = door(demo.address, dataFolder);
    const module = async (pool: string, name: string) => (await api.modules(pool)).find((one) => one.Identity === name);
    const patience = { timeout: 60_000, intervals: [500] };
    for (const { name, pools } of SCENES) {
      const expected = EXPECTED[name];
      if (!expected) continue;
      const state = async () => (await module(pools[0], expected.module))?.ExportStatus;
      await expect.poll(state, { ...patience, message: name }).toBe(expected.state);
    }
    for (const pool of SCENES.find(({ name }) => name === "poison")?.pools ?? []) {
      const refused = async () => (await module(pool, ROWS))?.QuarantinedItems;
      await expect.poll(refused, { ...patience, message: `what the partner of ${pool} refuses` }).toBe(1);
    }
    await expect(page.getByRole("heading", { level: 1 })).toContainText("failing");
    await context.close();
  } finally {
    ending.abort();
    await demo.stop();
    removeDataFolder(dataFolder);
  }
  await demo.ended;
});
