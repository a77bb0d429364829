import { readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Transport } from "#lib/ports/transport.ts";
import type { LaneBook } from "#lib/ports/user-store.ts";
import { DATA_CONF, POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { openCopiedPools, type TwoPools } from "#lib/testkit/two-pools.ts";

const HOUR_MS = 3_600_000;

let world: TwoPools;
beforeEach(async () => {
  world = await openCopiedPools();
});
afterEach(() => world.close());

const edit = (name: string) => world.sql(POOL_1, "update users set display_name = ?", name);

describe("work that takes long", () => {
  test("an import that does not come back is not NormalState", async () => {
    const stuck = (real: Transport): Transport => ({ ...real, receive: () => new Promise(() => {}) });
    edit("B");
    await world.restart({ transport: stuck });
    await world.import("rows").turn();
    await world.cycle("rows");
    void world.import("rows").turn();
    world.clock.travel(61_000);
    expect(await world.status("rows", POOL_2)).toMatchObject({ ImportStatus: "ErrorState", Reason: expect.anything() });
    await world.import("rows").keepWord();
    await world.export("rows").listen();
    expect((await world.ledger.doors.evidence()).exports.length).toBeGreaterThan(0);
    await world.tell();
    const report = (await world.ledger.doors.evidence()).exports.find(
      ({ lane }) => lane.module === PRESENCE && lane.from === POOL_1,
    );
    expect(report?.partner?.importState).toBe("ErrorState");
  });

  test("an importer at work keeps its word fresh", async () => {
    const states: string[] = [];
    const slow = (real: Transport): Transport => ({
      ...real,
      receive: async (lane, id) => {
        for (let second = 0; second < 20; second++) {
          world.clock.travel(1000);
          await world.import("rows").keepWord(); // the engine's loop beside the import
          await world.export("rows").listen();
        }
        states.push((await world.status("rows")).ExportStatus);
        return real.receive(lane, id);
      },
    });
    await world.restart({ transport: slow });
    await world.settle(1);
    edit("B");
    await world.cycle("rows");
    await world.import("rows").turn();
    expect(states.at(-1)).toBe("SteadyState");
  });

  test("a look that gets on is not stalled", async () => {
    for (const name of ["1", "2", "3"]) {
      const folder = world.makeFolder(name);
      for (let n = 0; n < 2000; n++) writeFileSync(join(folder, `${n}`), "");
    }
    const reasons: unknown[] = [];
    const book = (real: LaneBook): LaneBook => ({
      ...real,
      add: async (module, entries, at) => {
        await real.add(module, entries, at);
        if (module !== DATA_CONF) return;
        world.clock.travel(150_000);
        reasons.push((await world.status("files")).Reason);
      },
    });
    await world.restart({ book });
    await world.cycle("files");
    expect(reasons.length).toBeGreaterThan(2);
    expect(reasons).not.toContain("stalled");
  });
});

describe("after the clock was set back an hour", () => {
  test("the next cycle is due at once, and a failing lane is tried again soon", async () => {
    world.clock.travel(-HOUR_MS);
    expect(world.export("rows").dueAt).toBeLessThanOrEqual(world.clock.now());
    const marker = join(world.folder, "pools", POOL_2, "files", ".pairkeeper-store");
    renameSync(marker, `${marker}.gone`);
    edit("B");
    await world.cycle("rows");
    world.clock.travel(-HOUR_MS);
    await world.cycle("rows");
    expect(world.export("rows").dueAt - world.clock.now()).toBeLessThanOrEqual(60_000);
    renameSync(`${marker}.gone`, marker);
    await world.settle(2);
    expect((await world.status("rows")).ExportStatus).toBe("FinalState");
  });

  test("the importer keeps its word, and a package that vanished is still missed", async () => {
    edit("B");
    await world.cycle("rows");
    await world.export("rows").listen();
    world.clock.travel(-HOUR_MS);
    const folder = join(world.folder, "pools", POOL_2, "files", "BackupStore", PRESENCE, `from-${POOL_1}`);
    for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
    await world.settle(3);
    expect((await world.status("rows")).ExportStatus).toBe("FinalState");
    expect(world.rows(POOL_2)).toEqual(world.rows(POOL_1));
  });
});
