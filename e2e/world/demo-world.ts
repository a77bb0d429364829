import { setTimeout as pause } from "node:timers/promises";
import { type Demo, startDemo } from "#lib/demo/demo.ts";
import { type SceneName, scenesNamed } from "#lib/demo/scenes.ts";
import { TEST_BUILD } from "#lib/launch/test-build.ts";
import { FILES, ROWS } from "../pages/pairs-page.ts";
import { door } from "./door.ts";
import { freePort } from "./free-port.ts";
import { ADMIN_PASSWORD, newDataFolder, removeDataFolder } from "./service.ts";

/** The demo as tests and pictures use it: on the tests' build, with a password that they know. */
export type DemoWorld = { readonly demo: Demo; readonly dataFolder: string; end(): Promise<void> };

export async function openDemo(
  names: readonly (SceneName | "all")[],
  seed: number,
  dataFolder = newDataFolder(),
): Promise<DemoWorld> {
  const ending = new AbortController();
  const where = { dataFolder, buildFolder: TEST_BUILD, port: await freePort(), password: ADMIN_PASSWORD };
  const scenes = scenesNamed(names) ?? [];
  const demo = await startDemo({ ...where, scenes, seed, say: () => {}, signal: ending.signal }).catch((error) => {
    removeDataFolder(dataFolder);
    throw error;
  });
  const end = async () => {
    ending.abort();
    await demo.stop();
    await demo.ended;
    removeDataFolder(dataFolder);
  };
  return { demo, dataFolder, end };
}

/** What each scene comes to, in a copy that leaves its first pool. */
const COMES_TO: Partial<Record<SceneName, readonly [module: string, state: string]>> = {
  behind: [FILES, "NonSteadyState"],
  silent: [ROWS, "Unknown"],
  held: [FILES, "ErrorState"],
  lost: [FILES, "ErrorState"],
};
const PATIENCE_MS = 120_000;
const LOOK_EVERY_MS = 500;

/** Waits until the service itself says what the scenes are there to show. */
export async function untilScenesShow({ demo, dataFolder }: DemoWorld, names: readonly SceneName[]): Promise<void> {
  const api = door(demo.address, dataFolder);
  for (const { name, pools } of scenesNamed(names) ?? []) {
    const told = async (module: string) => (await api.modules(pools[0])).find(({ Identity }) => Identity === module);
    const expected = COMES_TO[name];
    if (expected) await until(name, async () => (await told(expected[0]))?.ExportStatus === expected[1]);
    if (name === "poison") await until(name, async () => (await told(ROWS))?.QuarantinedItems === 1);
  }
}

async function until(name: SceneName, isSo: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`The scene "${name}" did not come to what it shows.`);
    await pause(LOOK_EVERY_MS);
  }
}
