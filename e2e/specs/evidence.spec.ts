import { readFileSync } from "node:fs";
import { join } from "node:path";
import { poolFromOutside } from "../pages/outside.ts";
import { FILES, GREEN, POOL1, POOL2 } from "../pages/pairs-page.ts";
import { runningEngineOf } from "../world/engine.ts";
import { type Service, startService } from "../world/service.ts";
import { expect, test } from "../world/world.ts";

const SOURCE = join(process.cwd(), "package.json");

type Module = {
  Identity: string;
  Reason: string | null;
  ExportStatus: string;
  ImportStatus: string;
  AsOf: string;
  LastScanAt: string | null;
};

/** The API as a program with the CLI's token sees it. */
function api(service: Service) {
  const headers = {
    authorization: `Bearer ${readFileSync(join(service.dataFolder, "cli.token"), "utf8").trim()}`,
    "content-type": "application/json",
  };
  return {
    modules: async (pool: string): Promise<Module[]> => {
      const answer = await fetch(`${service.address}/api/v1/pools/${pool}/status`, { headers });
      expect(answer.status).toBe(200);
      return (await answer.json()).BackupModules;
    },
    configure: async (SyncInterval: string) => {
      const body = JSON.stringify({ SyncInterval });
      const answer = await fetch(`${service.address}/api/v1/configuration`, { method: "PATCH", headers, body });
      expect(answer.status).toBe(200);
    },
  };
}

/** Polls until everything of both pools is Final again; `judge` sees every module on the way. */
async function untilFinal(service: Service, judge: (module: Module) => void): Promise<void> {
  const look = async () => {
    const modules = (await Promise.all([POOL1, POOL2].map((pool) => api(service).modules(pool)))).flat();
    modules.forEach(judge);
    return modules.every((module) => module.ExportStatus === "FinalState" || module.Reason === "not-cms-master");
  };
  await expect.poll(look, { intervals: [50], timeout: 60_000 }).toBe(true);
}

/** Nothing that is green may rest on what was seen before `since`. */
const notGreenBefore = (since: number) => (module: Module) => {
  const isGreen = GREEN.includes(module.ExportStatus) || GREEN.includes(module.ImportStatus);
  if (isGreen) expect(Date.parse(module.AsOf), JSON.stringify(module)).toBeGreaterThanOrEqual(since);
};

test("the interval alone carries a row and a file, and Final is never early", async ({ service }) => {
  const [pool1, pool2] = [POOL1, POOL2].map((pool) => poolFromOutside(service.dataFolder, pool));
  if (!pool1 || !pool2) throw new Error("Two pools were asked for.");
  await untilFinal(service, () => {});
  await api(service).configure("00:00:05");
  pool1.writeUser("sip:ada@example.com");
  pool1.copyFile(SOURCE, "slides.json");
  const writtenAt = Date.now();
  const isThere = () => pool2.hasUser("sip:ada@example.com", POOL1) && pool2.hasFile(SOURCE, POOL1, "slides.json");
  const look = async () => {
    for (const module of await api(service).modules(POOL1)) {
      const sawIt = Date.parse(module.LastScanAt ?? module.AsOf) > writtenAt;
      if (!sawIt || module.ExportStatus !== "FinalState") continue;
      if (module.Identity.endsWith("PresenceFocus")) expect(pool2.hasUser("sip:ada@example.com", POOL1)).toBe(true);
      if (module.Identity === FILES) expect(pool2.hasFile(SOURCE, POOL1, "slides.json")).toBe(true);
    }
    return isThere();
  };
  await expect.poll(look, { intervals: [50], timeout: 60_000 }).toBe(true);
  await untilFinal(service, () => {});
});

test("after the engine was killed nothing is green on what the dead one saw, nor after everything was; a change made meanwhile travels", async ({
  service,
}) => {
  await untilFinal(service, () => {});
  const engineKilledAt = Date.now();
  process.kill(runningEngineOf(service.pid), "SIGKILL");
  // A signal takes its time to arrive: an answer on the way may still be of the living one.
  await expect.poll(() => service.logged(), { intervals: [5], timeout: 30_000 }).toContain("ended: SIGKILL");
  await untilFinal(service, notGreenBefore(engineKilledAt));

  await service.killHard();
  const killedAt = Date.now();
  poolFromOutside(service.dataFolder, POOL1).writeUser("sip:grace@example.com");
  const again = await startService(service.dataFolder);
  await untilFinal(again, notGreenBefore(killedAt));
  expect(poolFromOutside(service.dataFolder, POOL2).hasUser("sip:grace@example.com", POOL1)).toBe(true);
  expect(await again.stop()).toBe(0);
});
