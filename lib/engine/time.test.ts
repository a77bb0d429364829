import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { FileStore } from "#lib/ports/file-store.ts";
import type { Transport } from "#lib/ports/transport.ts";
import { POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { openCopiedPools, type TwoPools } from "#lib/testkit/two-pools.ts";

const _HOUR_MS = 3_600_000;

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
    for (const name of ["1", "1/2", "1/2/3"]) writeFileSync(join(world.makeFolder(name), "a"), "");
    const reasons: unknown[] = [];
    const files = (real: FileStore): FileStore => ({
      ...real,
      compare: async (...asked) => {
        world.clock.travel(150_000);
        reasons.push((await world.status("files")).Reason);
        return real.compare(...asked);
      },
    });
    await world.restart({ files });
    await world.cycle("files");
    expect(reasons.length).toBeGreaterThan(2);
    expect(reasons).not.toContain("stalled");
  });
});
