import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { POOL_1, POOL_2 } from "#lib/testkit/evidence.ts";
import { TwoPools } from "#lib/testkit/two-pools.ts";

let world: TwoPools;
beforeEach(async () => {
  world = await TwoPools.open();
});
afterEach(() => world.close());

const write = (path: string, content: string | Buffer = "content") =>
  writeFileSync(join(world.content(POOL_1), path), content);
const standby = (path: string) => join(world.content(POOL_2), path);

describe("a row and a file", () => {
  test("are not Final before they were imported and acknowledged", async () => {
    world.user("sip:a@x");
    write("slides.pptx");
    expect(await world.states()).toBe("rows NotInitialized, files NotInitialized");
    await world.cycle("rows");
    await world.cycle("files");
    // Sent, and nobody has heard the partner yet.
    expect(await world.states()).toBe("rows Unknown, files Unknown");
    expect(world.rows(POOL_2)).toEqual([]);
    await world.imports("rows");
    await world.imports("files");
    expect(await world.states()).toBe("rows FinalState, files FinalState");
    expect(world.rows(POOL_2)).toEqual(world.rows(POOL_1));
    expect(readFileSync(standby("slides.pptx"), "utf8")).toBe("content");
  });

  test("travel in both directions apart from each other (DOMAIN 10 no. 37)", async () => {
    world.user("sip:a@x", "A", POOL_1);
    world.user("sip:b@x", "B", POOL_2);
    await world.cycle("rows", POOL_2);
    await world.imports("rows", POOL_2);
    expect(await world.states(POOL_2)).toBe("rows FinalState, files NotInitialized");
    expect(world.rows(POOL_1, POOL_2)).toEqual(world.rows(POOL_2, POOL_2));
    expect(world.rows(POOL_2, POOL_1)).toEqual([]);
  });

  test("what arrives is no change of the pool that it arrives on", async () => {
    world.user("sip:a@x");
    write("a.txt");
    await world.settle();
    expect(await world.status("rows", POOL_2)).toMatchObject({ ExportStatus: "FinalState", PendingItems: 0 });
    expect(await world.status("files", POOL_2)).toMatchObject({ ExportStatus: "FinalState", PendingItems: 0 });
  });
});

describe("after Final", () => {
  beforeEach(async () => {
    world.user("sip:a@x");
    write("a.txt");
    await world.settle();
    expect(await world.states()).toBe("rows FinalState, files FinalState");
  });

  test("one write ends it, before any cycle took it (DOMAIN 10 no. 6)", async () => {
    world.sql(POOL_1, "update users set display_name = 'B'");
    expect(await world.status("rows")).toMatchObject({ ExportStatus: "SteadyState", PendingItems: 1 });
  });

  test("what was sent is Steady until the partner imports it, and at risk since it was written (DOMAIN 10 no. 5)", async () => {
    world.sql(POOL_1, "update users set display_name = 'B'");
    await world.cycle("rows");
    world.clock.travel(10_000);
    await world.import("files").turn();
    const { ExportStatus, UnackedPackages, SecondsAtRisk } = await world.status("rows");
    expect(ExportStatus).toBe("SteadyState");
    expect(UnackedPackages).toBe(1);
    expect(SecondsAtRisk).toBeGreaterThanOrEqual(10);
    await world.imports("rows");
    expect(await world.status("rows")).toMatchObject({ ExportStatus: "FinalState", SecondsAtRisk: 0 });
  });

  test("a partner that falls silent makes it Unknown, and its import too", async () => {
    world.clock.travel(15_001);
    expect(await world.status("rows")).toMatchObject({
      ExportStatus: "Unknown",
      Reason: "partner-unheard",
      PendingItems: 0,
      LastKnown: expect.objectContaining({ ExportStatus: "FinalState" }),
    });
  });

  test("a restart begins with NotInitialized and sends nothing again, though an ack was never heard (DOMAIN 10 no. 8)", async () => {
    world.sql(POOL_1, "update users set display_name = 'B'");
    await world.cycle("rows");
    await world.import("rows").answer();
    while (await world.import("rows").turn());
    await world.restart(); // its exporter has not heard of it
    expect(await world.states()).toBe("rows NotInitialized, files NotInitialized");
    const sent: string[] = [];
    await world.restart({
      transport: (real) => ({
        ...real,
        stage: async (lane, id) => {
          const staging = await real.stage(lane, id);
          const seal: typeof staging.seal = (manifest) => {
            const tables = manifest.batches.map((batch) => ("table" in batch ? batch.table : lane.module));
            sent.push(...tables.filter((table) => !table.startsWith("canary_")));
            return staging.seal(manifest);
          };
          return { ...staging, partsFolder: staging.partsFolder, seal };
        },
      }),
    });
    await world.settle(2);
    expect(await world.states()).toBe("rows FinalState, files FinalState");
    expect(sent).toEqual([]);
    expect(world.rows(POOL_2)).toEqual(world.rows(POOL_1));
  });

  test("an item changed again in flight is sent again (DOMAIN 10 no. 10)", async () => {
    world.sql(POOL_1, "update users set display_name = 'B'");
    await world.cycle("rows");
    world.sql(POOL_1, "update users set display_name = 'C'");
    await world.imports("rows");
    expect(world.rows(POOL_2)).toMatchObject([{ display_name: "B" }]);
    expect((await world.status("rows")).ExportStatus).toBe("SteadyState");
    await world.cycle("rows");
    await world.imports("rows");
    expect(world.rows(POOL_2)).toMatchObject([{ display_name: "C" }]);
    expect((await world.status("rows")).ExportStatus).toBe("FinalState");
  });
});

describe("Sync now", () => {
  test("is NonSteady from its acceptance until all is sent, Steady until acked, then Final", async () => {
    world.user("sip:a@x");
    write("a.txt");
    await world.settle();
    const id = await world.syncNow();
    expect(await world.status("rows")).toMatchObject({ ExportStatus: "NonSteadyState", Reason: "request-runs" });
    await world.ask("rows");
    await world.ask("files");
    expect(await world.states()).toBe("rows NonSteadyState, files NonSteadyState");
    await world.cycle("rows");
    await world.cycle("files");
    expect(await world.states()).toBe("rows SteadyState, files SteadyState");
    await world.imports("rows");
    await world.imports("files");
    expect(await world.states()).toBe("rows FinalState, files FinalState");
    expect((await world.ledger.doors.requestById(id))?.runs).toMatchObject([
      { phase: "done", end: "done", totalItems: 0, leftItems: 0, inFlightItems: 0, compared: { identical: 1 } },
      { phase: "done", end: "done", totalItems: 0, leftItems: 0, inFlightItems: 0, compared: { identical: 1 } },
    ]);
  });

  test("sends everything, and what is identical stays untouched on the standby", async () => {
    world.user("sip:a@x");
    write("a.txt");
    await world.settle();
    const before = statSync(standby("a.txt"), { bigint: true });
    await world.syncNow();
    await world.settle();
    const after = statSync(standby("a.txt"), { bigint: true });
    expect([after.ino, after.ctimeNs]).toEqual([before.ino, before.ctimeNs]);
  });

  test("mends what another program took from the standby", async () => {
    write("a.txt");
    await world.settle();
    rmSync(standby("a.txt"));
    await world.syncNow();
    await world.settle();
    expect(readFileSync(standby("a.txt"), "utf8")).toBe("content");
  });

  test("of an empty pool ends by itself", async () => {
    await world.settle();
    const id = await world.syncNow();
    await world.settle();
    expect((await world.ledger.doors.requestById(id))?.runs.map((run) => run.phase)).toEqual(["done", "done"]);
  });
});

describe("files", () => {
  const NAMES = [
    Buffer.from("new\nline 'quoted' \"ü\".txt"),
    Buffer.from("100% %41.txt"),
    Buffer.from([0x61, 0xff, 0xfe, 0x62]),
    Buffer.from("x".repeat(255)),
    Buffer.from(" leading and trailing "),
  ];

  test("arrive with every name that a file system allows (DOMAIN 10 no. 13)", async () => {
    for (const name of NAMES) writeFileSync(Buffer.concat([Buffer.from(`${world.content(POOL_1)}/`), name]), name);
    await world.settle();
    expect((await world.status("files")).ExportStatus).toBe("FinalState");
    const listed = (folder: string) => readdirSync(folder, { encoding: "buffer" }).map((name) => name.toString("hex"));
    expect(listed(world.content(POOL_2)).sort()).toEqual(listed(world.content(POOL_1)).sort());
  });

  test("arrive with folders, empty ones too, modes and times; empty files are files (DOMAIN 10 no. 13)", async () => {
    world.makeFolder("deep/er");
    world.makeFolder("empty");
    write("deep/er/a.txt", "");
    chmodSync(join(world.content(POOL_1), "deep/er/a.txt"), 0o640);
    chmodSync(join(world.content(POOL_1), "empty"), 0o750);
    await world.settle();
    expect(statSync(standby("empty")).mode & 0o777).toBe(0o750);
    const [source, copy] = [join(world.content(POOL_1), "deep/er/a.txt"), standby("deep/er/a.txt")].map((path) =>
      statSync(path),
    );
    expect(copy?.mode).toBe(source?.mode);
    expect(copy?.size).toBe(0);
    expect(Math.abs((copy?.mtimeMs ?? 0) - (source?.mtimeMs ?? 1))).toBeLessThan(0.002);
  });

  test("links are neither followed nor sent, and counted", async () => {
    symlinkSync("/etc/passwd", join(world.content(POOL_1), "link"));
    symlinkSync("/etc", join(world.content(POOL_1), "linked folder"));
    await world.settle();
    expect(await world.status("files")).toMatchObject({ ExportStatus: "FinalState", IgnoredItems: 2 });
    expect(readdirSync(world.content(POOL_2)).filter((name) => name !== ".pairkeeper-store")).toEqual([]);
  });

  test("a link that stands on the standby in a folder's place is not followed", async () => {
    const outside = join(world.folder, "outside");
    mkdirSync(outside);
    symlinkSync(outside, standby("deep"));
    world.makeFolder("deep");
    write("deep/a.txt");
    await world.settle();
    expect(readdirSync(outside)).toEqual([]);
    expect(lstatSync(standby("deep")).isDirectory()).toBe(true);
    expect((await world.status("files")).ExportStatus).toBe("FinalState");
  });

  test("more than a cycle may carry is left for the next, and the one after", async () => {
    const third = Buffer.alloc(40 * 1024 * 1024, 1);
    for (const name of ["1", "2", "3", "4", "5"]) write(name, third);
    await world.settle(1); // the first sync goes back to back
    expect((await world.status("files")).ExportStatus).toBe("FinalState");
    for (const name of ["1", "2", "3", "4", "5"]) write(name, Buffer.alloc(40 * 1024 * 1024, 2));
    world.clock.travel(120_000); // the window of the first sync is over
    await world.cycle("files");
    await world.imports("files");
    expect(await world.status("files")).toMatchObject({
      ExportStatus: "NonSteadyState",
      Reason: "limit-reached",
      PendingItems: 3,
    });
    for (let left = 2; left > 0; left--) {
      world.clock.travel(120_000);
      await world.cycle("files");
      await world.imports("files");
    }
    expect((await world.status("files")).ExportStatus).toBe("FinalState");
  });
});
