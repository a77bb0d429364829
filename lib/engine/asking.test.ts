import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Fault } from "#lib/domain/fault.ts";
import type { InventoryItem } from "#lib/domain/inventory.ts";
import type { Transport } from "#lib/ports/transport.ts";
import { anActor, DATA_CONF, POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { TwoPools } from "#lib/testkit/two-pools.ts";

/* Where two engines serve a pair, one may begin anew while the other still answers what was asked before (DESIGN L11). */

let world: TwoPools;
let late: (() => Promise<void>)[];
beforeEach(async () => {
  world = await TwoPools.open();
  late = [];
});
afterEach(() => world.close());

/** Answers are ready and do not arrive. */
const slow = (real: Transport): Transport => ({
  ...real,
  answer: async (lane, face, pages) => {
    const all: InventoryItem[][] = [];
    for await (const page of pages) all.push([...page]);
    late.push(() =>
      real.answer(
        lane,
        face,
        (async function* () {
          yield* all;
        })(),
      ),
    );
  },
});

test("an answer to what an engine asked before it began anew is none", async () => {
  world.user("sip:a@x");
  await world.settle(2);
  const id = await world.syncNow();
  await world.restart({ transport: slow });
  await world.ask("rows");
  world.sql(POOL_2, "insert into importing (id) values (1)");
  world.sql(POOL_2, "delete from users"); // what was answered is true no more
  world.sql(POOL_2, "delete from importing");

  await world.restart({ transport: slow });
  await world.learn();
  await world.cycle("rows");
  for (const arrives of late) await arrives();
  await world.export("rows").listen();
  await world.cycle("rows");
  await world.tell();
  const runs = (await world.ledger.doors.requestById(id))?.runs ?? [];
  expect(runs.find(({ lane }) => lane.module === PRESENCE)).toMatchObject({ phase: "asking", compared: null });

  await world.restart();
  await world.settle(3);
  expect(world.rows(POOL_2, POOL_1)).toHaveLength(1);
  expect(await world.states()).toBe("rows FinalState, files FinalState");
});

test("an answer that is damaged is asked for anew, and the sync ends by itself", async () => {
  world.user("sip:a@x");
  await world.settle(2);
  let damaged: string | null = null; // what is damaged stays so
  const damaging = (real: Transport): Transport => ({
    ...real,
    inventory: async (lane, face) => {
      const found = await real.inventory(lane, face);
      if (found === null || lane.module !== PRESENCE) return found;
      damaged ??= face.asking;
      if (face.asking !== damaged) return found;
      throw new Fault("package-damaged", "An inventory does not match its checksum.", "/there");
    },
  });
  await world.restart({ transport: damaging });
  const id = await world.syncNow();
  await world.settle(4);
  const runs = (await world.ledger.doors.requestById(id))?.runs ?? [];
  expect(damaged).not.toBeNull();
  expect(runs.map(({ end }) => end)).toEqual(["done", "done"]);
  expect(await world.states()).toBe("rows FinalState, files FinalState");
});

test("an inventory with a line that cannot be read is named and asked for anew; nothing is Final before one can be", async () => {
  world.user("sip:a@x");
  await world.settle(2);
  const spoiled = new Set<string>();
  let isSpoiling = true;
  const spoiling = (real: Transport): Transport => ({
    ...real,
    inventory: async (lane, face) => {
      const found = await real.inventory(lane, face);
      if (found === null || lane.module !== PRESENCE || !isSpoiling) return found;
      return (async function* () {
        yield* found;
        spoiled.add(face.asking);
        throw new Fault("package-damaged", "An inventory holds a range that cannot be read.", "/there");
      })();
    },
  });
  await world.restart({ transport: spoiling });
  const id = await world.syncNow();
  for (const times of [1, 2, 3]) {
    await world.ask("rows");
    expect((await world.status("rows")).ExportStatus, "while it is asked").not.toBe("FinalState");
    await world.cycle("rows");
    const LastError = { Code: "package-damaged", Path: "/there" };
    expect(await world.status("rows")).toMatchObject({ ExportStatus: "ErrorState", LastError });
    expect(spoiled.size, "one question, one answer").toBe(times);
    expect(world.export("rows").dueAt - world.clock.elapsed()).toBe(10_000);
    world.clock.travel(10_000);
  }
  isSpoiling = false;
  await world.settle(3);
  const runs = (await world.ledger.doors.requestById(id))?.runs ?? [];
  expect(runs.map(({ end }) => end)).toEqual(["done", "done"]);
  expect(await world.states()).toBe("rows FinalState, files FinalState");
});

test("an inventory that names what this pool's file store cannot hold is compared, and the sync ends by itself", async () => {
  world.user("sip:a@x");
  await world.settle(2);
  const long = { table: "content", key: `${"x".repeat(300)}/a.txt`, signature: "folder:755" };
  const inventing = (real: Transport): Transport => ({
    ...real,
    inventory: async (lane, face) => {
      const found = await real.inventory(lane, face);
      if (found === null || lane.module !== DATA_CONF) return found;
      return (async function* () {
        yield* found;
        yield [long];
      })();
    },
  });
  await world.restart({ transport: inventing });
  const id = await world.syncNow();
  await world.settle(3);
  const runs = (await world.ledger.doors.requestById(id))?.runs ?? [];
  expect(runs.find(({ lane }) => lane.module === DATA_CONF)).toMatchObject({ end: "done", compared: { extra: 1 } });
  expect(await world.states()).toBe("rows FinalState, files FinalState");
});

test.each([
  ["is taken away", (path: string) => rmSync(path)],
  ["is damaged", (path: string) => writeFileSync(path, "{}")],
])("a question that %s before it was read is asked again, and the sync ends by itself", async (_what, spoil) => {
  world.user("sip:a@x");
  await world.settle(2);
  const id = await world.syncNow();
  await world.learn();
  await world.cycle("rows");
  const packages = join(world.folder, "pools", POOL_2, "files", "BackupStore", PRESENCE, `from-${POOL_1}`);
  spoil(join(packages, "request.json"));
  await world.settle(3);
  const runs = (await world.ledger.doors.requestById(id))?.runs ?? [];
  expect(runs.map(({ end }) => end)).toEqual(["done", "done"]);
  expect(await world.states()).toBe("rows FinalState, files FinalState");
});

test("a question that could not be answered and is taken back leaves no error behind, nor half an answer", async () => {
  world.user("sip:a@x");
  await world.settle(2);
  const forgotten: string[] = [];
  let isFull = true;
  await world.restart({
    transport: (real) => ({
      ...real,
      answer: async (...told) => {
        if (isFull) throw new Fault("disk-full", "The file store is full.", "/there");
        return real.answer(...told);
      },
      forgetAnswers: async (lane) => {
        if (lane.module === PRESENCE && lane.from === POOL_1) forgotten.push(lane.module);
        return real.forgetAnswers(lane);
      },
    }),
  });
  await world.settle(1); // nothing is asked
  const id = await world.syncNow();
  await world.ask("rows");
  await world.export("rows").listen();
  const ofImport = async () => (await world.status("rows", POOL_2)).ImportStatus;
  expect(await ofImport()).toBe("ErrorState");
  await world.ledger.doors.cancel(id, anActor());
  isFull = false;
  forgotten.length = 0;
  await world.settle(2);
  expect(forgotten).toHaveLength(1);
  expect(await ofImport()).toBe("NormalState");
  expect(await world.states()).toBe("rows FinalState, files FinalState");
});

test.each(["nothing is asked", "a question stands that was answered"])(
  "whether something is asked could not be read once, while %s: that is over with the next look",
  async (when) => {
    world.user("sip:a@x");
    await world.settle(2);
    let isAway = false;
    const asked: (real: Transport) => Transport["asked"] = (real) => async (lane) => {
      if (isAway) throw Object.assign(new Error("EIO: i/o error, read"), { code: "EIO" });
      return real.asked(lane);
    };
    await world.restart({ transport: (real) => ({ ...real, asked: asked(real) }) });
    await world.settle(1);
    if (when !== "nothing is asked") {
      await world.syncNow();
      await world.ask("rows");
    }
    const ofImport = async () => (await world.status("rows", POOL_2)).ImportStatus;
    const looks = async () => {
      world.clock.travel(6_000);
      await world.import("rows").answer();
      await world.import("rows").keepWord();
      await world.export("rows").listen();
    };
    isAway = true;
    await looks();
    expect(await ofImport()).toBe("ErrorState");
    isAway = false;
    await looks();
    expect(await ofImport()).toBe("NormalState");
  },
);

test("an answer that is taken away before it was read is given again, and the sync ends by itself", async () => {
  world.user("sip:a@x");
  await world.settle(2);
  const id = await world.syncNow();
  await world.learn();
  await world.cycle("rows");
  await world.import("rows").answer();
  const answers = join(world.folder, "pools", POOL_1, "files", "BackupStore", PRESENCE);
  rmSync(join(answers, `inventory-from-${POOL_2}-of-${POOL_1}.jsonl`));
  world.clock.travel(301_000);
  await world.settle(3);
  const runs = (await world.ledger.doors.requestById(id))?.runs ?? [];
  expect(runs.map(({ end }) => end)).toEqual(["done", "done"]);
  expect(await world.states()).toBe("rows FinalState, files FinalState");
});

test("an answer to a request that was stopped is none to the next one: no cycle begins before that is answered", async () => {
  world.user("sip:a@x");
  await world.settle(2);
  const id = await world.syncNow();
  await world.ask("rows"); // it is answered, and no cycle has taken that up
  await world.ledger.doors.cancel(id, anActor());
  await world.syncNow();
  await world.learn();
  await world.cycle("rows");
  await world.export("rows").listen();
  expect(world.export("rows").dueAt).toBeGreaterThan(world.clock.elapsed());
  await world.import("rows").answer();
  await world.export("rows").listen();
  expect(world.export("rows").dueAt).toBeLessThanOrEqual(world.clock.elapsed());
});
