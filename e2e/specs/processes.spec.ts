import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { constants, getPriority } from "node:os";
import { join } from "node:path";
import { findOtherServer } from "#lib/launch/other-server.ts";
import { launchServer } from "#lib/launch/server-process.ts";
import { systemClock } from "#lib/launch/system-clock.ts";
import { TEST_BUILD } from "#lib/launch/test-build.ts";
import { poolFromOutside } from "../pages/outside.ts";
import { POOL1, POOL2 } from "../pages/pairs-page.ts";
import { door } from "../world/door.ts";
import { engineOf, runningEngineOf } from "../world/engine.ts";
import { freePort } from "../world/free-port.ts";
import { newDataFolder, removeDataFolder, type Service, startService } from "../world/service.ts";
import { stopIdle } from "../world/stop.ts";
import { expect, test } from "../world/world.ts";

test("safe headers, a second server, a killed engine, a stop, a kill -9 of everything and one of the server alone: one data folder lives through it all", async ({
  service,
}) => {
  const { dataFolder } = service;
  const health = async () => (await fetch(`${service.address}/api/health`)).status;
  await test.step("pages and answers carry safe headers", () => expectSafeHeaders(service));

  await test.step("a second server on the same data folder is refused in one sentence", async () => {
    const second = launchServer({ port: await freePort(), listenOn: "127.0.0.1", dataFolder, buildFolder: TEST_BUILD });
    expect(await second.firstWord).toEqual({
      is: "refused",
      sentence: `Pairkeeper already runs on the data folder ${dataFolder}.`,
    });
    expect(await second.exited).toBe(1);
    expect(await health()).toBe(200);
  });

  await test.step("a killed engine is replaced, and the server lives on", async () => {
    const first = runningEngineOf(service.pid);
    process.kill(first, "SIGKILL");
    await expect.poll(() => engineOf(service.pid)).not.toBe(first);
    await expect.poll(() => engineOf(service.pid)).not.toBeNull();
    await expect.poll(health).toBe(200);
    expect(service.logged()).toContain("ended: SIGKILL");
  });

  await test.step("a server that is stopped leaves cleanly and starts again on its data", async () => {
    const engine = runningEngineOf(service.pid);
    const behind = Math.min(getPriority(service.pid) + 1, constants.priority.PRIORITY_LOW);
    expect(getPriority(engine), "a sync gives way to pages").toBeGreaterThanOrEqual(behind);
    expect(await service.stop()).toBe(0);
    expect(existsSync(join(dataFolder, "address"))).toBe(false);
    expect(engineOf(service.pid)).toBeNull();
    const again = await startService(dataFolder);
    await again.killHard();
  });

  await test.step("after kill -9 of everything the next start needs no repair, and after that of the server alone only one engine works", async () => {
    const first = await startService(dataFolder);
    const orphan = runningEngineOf(first.pid);
    poolFromOutside(dataFolder, POOL1).writeUser(USER);
    await stopIdle(orphan, dataFolder); // it does not notice that its server is gone
    await first.killServer();
    rmSync(join(dataFolder, "address"));
    const starting = startService(dataFolder);
    await expect.poll(() => existsSync(join(dataFolder, "address"))).toBe(true); // by now another engine was started
    expect(isAlive(orphan)).toBe(true);
    process.kill(orphan, "SIGCONT");
    const next = await starting;
    await expect.poll(() => isAlive(orphan)).toBe(false);
    await expect.poll(() => engineOf(next.pid)).not.toBeNull();
    await door(next.address, dataFolder).sync(POOL1);
    await expect.poll(() => poolFromOutside(dataFolder, POOL2).hasUser(USER, POOL1)).toBe(true);
    expect(await next.stop()).toBe(0);
  });
});

const USER = "sip:orphan@example.com";

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function expectSafeHeaders({ address }: Service): Promise<void> {
  const page = await fetch(`${address}/login`);
  expect(page.headers.get("content-security-policy")).toMatch(/script-src 'self' 'nonce-[^']+' 'strict-dynamic'/);
  const answer = await fetch(`${address}/api/health`);
  expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
  for (const { headers } of [page, answer]) {
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("x-frame-options")).toBe("DENY");
    expect(headers.get("referrer-policy")).toBe("strict-origin");
    expect(headers.get("x-powered-by")).toBeNull();
  }
}

test("a pool that nobody knows is refused in one sentence, before anything is served or made", async () => {
  const dataFolder = newDataFolder();
  const server = launchServer({
    port: await freePort(),
    listenOn: "127.0.0.1",
    dataFolder,
    buildFolder: TEST_BUILD,
    more: { PAIRKEEPER_URL: "", PAIRKEEPER_POOLS: `${POOL1},nowhere.example.com` },
  });
  expect(await server.firstWord).toEqual({
    is: "refused",
    sentence: `PAIRKEEPER_POOLS names nowhere.example.com, but known are only ${POOL1} and ${POOL2}.`,
  });
  expect(await server.exited).toBe(1);
  expect(existsSync(join(dataFolder, "pools"))).toBe(false);
  expect(existsSync(join(dataFolder, "address"))).toBe(false);
  removeDataFolder(dataFolder);
});

test("PAIRKEEPER_POOLS limits the engine: the other pool is Unknown everywhere and takes no request", async () => {
  const dataFolder = newDataFolder();
  const service = await startService(dataFolder, { PAIRKEEPER_POOLS: `${POOL1.toUpperCase()}.` });
  const headers = { authorization: `Bearer ${readFileSync(join(dataFolder, "cli.token"), "utf8").trim()}` };
  const ask = async (path: string, method = "GET") => {
    const answer = await fetch(`${service.address}/api/v1/${path}`, { method, headers });
    return { status: answer.status, body: await answer.json() };
  };
  const statesOf = async (pool: string) =>
    (await ask(`pools/${pool}/status`)).body.BackupModules.map((module: Record<string, string>) =>
      [module.ExportStatus, module.ImportStatus, module.Reason].join(" "),
    );
  const elsewhere = "Unknown Unknown pool-elsewhere";
  expect(await statesOf(POOL2)).toEqual([elsewhere, elsewhere, elsewhere]);
  // Pool 1 imports and looks; nobody imports what it sends, so its own export is not known to be whole.
  const alone = "Unknown NormalState partner-unheard";
  await expect.poll(() => statesOf(POOL1), { timeout: 60_000 }).toEqual([alone, alone, alone]);
  expect((await ask(`pools/${POOL2}/status`)).body).toMatchObject({
    OverallExportStatus: "Unknown",
    OverallImportStatus: "Unknown",
    ActiveMachineFqdn: null,
  });
  const rows = (await ask("pairs")).body.Pairs[0].Directions;
  for (const row of rows)
    for (const word of row.PartnerImports)
      expect([word.ImportStatus, word.Reason]).toEqual(["Unknown", "pool-elsewhere"]);
  expect(await ask(`pools/${POOL2}/sync`, "POST")).toMatchObject({
    status: 409,
    body: { code: "pool-elsewhere", detail: `This service does not run the engine of ${POOL2}.` },
  });
  expect((await ask(`pools/${POOL1}/sync`, "POST")).status).toBe(202);
  expect(await service.stop()).toBe(0);
  removeDataFolder(dataFolder);
});

test("a server whose parent was killed leaves by itself", async () => {
  const dataFolder = newDataFolder();
  const program = `
    import { startService } from ${JSON.stringify(join(import.meta.dirname, "../world/service.ts"))};
    await startService(${JSON.stringify(dataFolder)});
    process.send("up");`;
  const parent = spawn(process.execPath, ["--input-type=module", "--eval", program], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  await new Promise((resolve) => parent.once("message", resolve));
  parent.kill("SIGKILL");
  await expect.poll(() => findOtherServer(dataFolder, systemClock)).toBe("none");
  removeDataFolder(dataFolder);
});
