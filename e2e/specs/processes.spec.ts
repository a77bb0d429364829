import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { findOtherServer } from "#lib/launch/other-server.ts";
import { launchServer } from "#lib/launch/server-process.ts";
import { systemClock } from "#lib/launch/system-clock.ts";
import { TEST_BUILD } from "#lib/launch/test-build.ts";
import { engineOf } from "../world/engine.ts";
import { freePort, newDataFolder, removeDataFolder, startService } from "../world/service.ts";
import { expect, test } from "../world/world.ts";

test("a server that is stopped leaves cleanly and starts again on its data", async ({ service }) => {
  const engine = engineOf(service.pid);
  expect(engine).not.toBeNull();
  expect(await service.stop()).toBe(0);
  expect(existsSync(join(service.dataFolder, "address"))).toBe(false);
  expect(engineOf(service.pid)).toBeNull();

  const again = await startService(service.dataFolder);
  expect(await again.stop()).toBe(0);
});

test("after kill -9 of everything the next start needs no repair", async ({ service }) => {
  await service.killHard();
  const again = await startService(service.dataFolder);
  expect(await again.stop()).toBe(0);
});

test("a killed engine is replaced, and the server lives on", async ({ service }) => {
  const first = engineOf(service.pid);
  if (first === null) throw new Error("no engine runs");
  process.kill(first, "SIGKILL");
  await expect.poll(() => engineOf(service.pid)).not.toBe(first);
  await expect.poll(() => engineOf(service.pid)).not.toBeNull();
  await expect.poll(async () => (await fetch(`${service.address}/api/health`)).status).toBe(200);
  expect(service.logged()).toContain("ended: SIGKILL");
});

test("a second server on the same data folder is refused in one sentence", async ({ service }) => {
  const { dataFolder } = service;
  const second = launchServer({ port: await freePort(), listenOn: "127.0.0.1", dataFolder, buildFolder: TEST_BUILD });
  expect(await second.firstWord).toEqual({
    is: "refused",
    sentence: `Pairkeeper already runs on the data folder ${dataFolder}.`,
  });
  expect(await second.exited).toBe(1);
  expect((await fetch(`${service.address}/api/health`)).status).toBe(200);
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

test("pages and answers carry safe headers", async ({ service }) => {
  const page = await fetch(`${service.address}/login`);
  expect(page.headers.get("content-security-policy")).toMatch(/script-src 'self' 'nonce-[^']+' 'strict-dynamic'/);
  const answer = await fetch(`${service.address}/api/health`);
  expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
  for (const { headers } of [page, answer]) {
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("x-frame-options")).toBe("DENY");
    expect(headers.get("referrer-policy")).toBe("strict-origin");
    expect(headers.get("x-powered-by")).toBeNull();
  }
});
