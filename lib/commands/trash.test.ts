import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Fault } from "#lib/domain/fault.ts";
import type { TrashItem, TrashQuestion } from "#lib/ports/trash.ts";
import { type Console, openConsole } from "#lib/testkit/console.ts";
import { DATA_CONF, POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { getTrash } from "./get-trash.ts";
import { restoreTrash } from "./restore-trash.ts";
import { readTrashId, trashId } from "./trash-id.ts";

const NOON = Date.UTC(2026, 10, 21, 12);
const item = (id: string, more: Partial<TrashItem> = {}): TrashItem => ({
  id,
  home: POOL_1,
  table: null,
  path: id,
  isFolder: false,
  bytes: 8,
  deletedAt: NOON,
  ...more,
});

let world: Console;
let asked: TrashQuestion[];
beforeEach(async () => {
  world = await openConsole();
  asked = [];
  const rows = [item("7", { table: "users", path: '["sip:a@x"]', deletedAt: NOON + 1 })];
  const files = [item("t-1/a, b.txt"), item("t-1/c"), item("t-1/c/d.txt", { deletedAt: NOON + 2 })];
  world.trash = (pool, module) => {
    const all = pool === POOL_2 ? { [PRESENCE]: rows, [DATA_CONF]: files }[module] : [];
    if (all === undefined) return null;
    return {
      page: async (question) => {
        asked.push(question);
        const from = question.after === null ? 0 : all.findIndex(({ id }) => id === question.after) + 1;
        const [one] = all.slice(from);
        return { items: one ? [one] : [], next: from + 1 < all.length ? (one?.id ?? null) : null };
      },
    };
  };
});
afterEach(() => world.close());

const refusal = (work: Promise<unknown>) =>
  work.then(
    () => expect.unreachable("it was accepted"),
    ({ code, field }) => [code, field],
  );
const ids = async (more: object = {}) =>
  (await getTrash(world.context("viewer"), { pool: POOL_1, ...more })).TrashItems.map(({ Id }) => Id);
const open = async () => (await world.ledger.engine.openRequests()).map(({ request }) => request);

test("everything of a pool that its partner keeps is listed, the latest first, with where it lies", async () => {
  expect(await ids()).toEqual([
    "DataConf:t-1%2Fc%2Fd.txt",
    "PresenceFocus:7",
    "DataConf:t-1%2Fa%2C%20b.txt",
    "DataConf:t-1%2Fc",
  ]);
  expect((await getTrash(world.context(), { pool: POOL_1 })).TrashItems[1]).toEqual({
    Id: "PresenceFocus:7",
    BackupModule: PRESENCE,
    PoolFqdn: POOL_1,
    HeldBy: POOL_2,
    Table: "users",
    Path: '["sip:a@x"]',
    IsFolder: false,
    Bytes: 8,
    DeletedAt: new Date(NOON + 1).toISOString(),
  });
});

test("it is narrowed by module, name and time; a time without a zone is UTC, and a day its beginning", async () => {
  const more = { module: "DataConf", name: "a", after: "2026-11-21", before: "2026-11-21T14:00:00+01:00" };
  await getTrash(world.context(), { pool: POOL_1, ...more });
  expect(asked[0]).toMatchObject({ home: POOL_1, text: "a", since: Date.UTC(2026, 10, 21), until: NOON + 3_600_000 });
  await getTrash(world.context(), { pool: POOL_1, after: "2026-11-21T12:00" });
  expect(asked.at(-1)?.since).toBe(NOON);
});

test.each([
  ["a time that is none", { after: "yesterday" }, "bad-input", "After"],
  ["a day that is none", { before: "2026-13-40" }, "bad-input", "Before"],
  ["an end before the beginning", { after: "2026-11-22", before: "2026-11-21" }, "bad-input", "After"],
  ["an empty name", { name: "" }, "bad-input", "Name"],
  ["an unknown module", { module: "Nope" }, "unknown-module", "BackupModule"],
  ["an unknown pool", { pool: "nowhere.example.com" }, "unknown-pool", "PoolFqdn"],
])("a question with %s is refused", async (_, more, code, field) => {
  expect(await refusal(getTrash(world.context(), { pool: POOL_1, ...more }))).toEqual([code, field]);
});

test("what is chosen goes back to its pool, one request for each module", async () => {
  const view = await restoreTrash(world.context("restorer"), { pool: POOL_1, trashItems: await ids() });
  expect("Requests" in view && view.Requests.length).toBe(2);
  expect(
    (await open()).map(({ what, from, to, modules, detail }) => [what, from, to, modules, detail.trashItems]),
  ).toEqual([
    ["bring-back", POOL_2, POOL_1, [DATA_CONF], ["t-1/c/d.txt", "t-1/a, b.txt", "t-1/c"]],
    ["bring-back", POOL_2, POOL_1, [PRESENCE], ["7"]],
  ]);
});

test("ids may come as one text with commas between them, and each counts once", async () => {
  await restoreTrash(world.context(), { pool: POOL_1, trashItems: "DataConf:t-1%2Fc, DataConf:t-1%2Fc," });
  expect((await open())[0]?.detail.trashItems).toEqual(["t-1/c"]);
});

test.each([
  ["nothing", { trashItems: [] }, "bad-input", "Id"],
  ["no list", { trashItems: 7 }, "bad-input", "Id"],
  ["no ids at all", {}, "bad-input", "Id"],
  ["too many", { trashItems: Array.from({ length: 1_001 }, (_, i) => `DataConf:${i}`) }, "bad-input", "Id"],
  ["an id that is none", { trashItems: ["slides.pptx"] }, "unknown-item", "Id"],
  ["an id that is not there", { trashItems: ["DataConf:t-1%2Fc", "DataConf:t-9%2Fx"] }, "unknown-item", "Id"],
  ["an id of a module that keeps none", { trashItems: ["CMSMaster:1"] }, "unknown-item", "Id"],
  ["an id of an unknown module", { trashItems: ["Nope:1"] }, "unknown-module", "BackupModule"],
])("to bring back %s is refused, and nothing is asked for", async (_, more, code, field) => {
  expect(await refusal(restoreTrash(world.context(), { pool: POOL_1, ...more }))).toEqual([code, field]);
  expect(await open()).toEqual([]);
});

test("-WhatIf asks for nothing", async () => {
  const told = await restoreTrash(world.context(), { pool: POOL_1, trashItems: await ids(), whatIf: true });
  expect(told).toEqual({ WhatIf: `Would bring 4 items back to ${POOL_1} from ${POOL_2}.` });
  expect(await open()).toEqual([]);
});

test("pools that another service runs, unpaired ones and lesser roles are refused", async () => {
  const trashItems = ["DataConf:t-1%2Fc"];
  expect(await refusal(restoreTrash(world.context("operator"), { pool: POOL_1, trashItems }))).toEqual([
    "not-allowed",
    null,
  ]);
  world.pools = new Set([POOL_1]);
  expect(await refusal(getTrash(world.context(), { pool: POOL_1 }))).toEqual(["pool-elsewhere", "PoolFqdn"]);
  expect(await refusal(restoreTrash(world.context(), { pool: POOL_1, trashItems }))).toEqual([
    "pool-elsewhere",
    "PoolFqdn",
  ]);
  await world.ledger.database.deleteFrom("pairs").execute();
  expect(await refusal(getTrash(world.context(), { pool: POOL_1 }))).toEqual(["unpaired", "PoolFqdn"]);
});

test("any id is one word that a shell and a list leave alone, and is read back", () => {
  const face = { name: DATA_CONF };
  fc.assert(
    fc.property(fc.string({ minLength: 1, unit: "grapheme" }), (id) => {
      const word = trashId(face, id);
      expect(word).toMatch(/^DataConf:[\w.%-]+$/);
      expect(readTrashId(word)).toEqual({ module: "DataConf", id });
    }),
  );
});

test("a trash whose store is lost is a refusal, and no bug", async () => {
  world.trash = () => ({ page: () => Promise.reject(new Fault("store-lost", "It is gone.")) });
  const lost = ["store-lost", "PoolFqdn"];
  expect(await refusal(getTrash(world.context(), { pool: POOL_1 }))).toEqual(lost);
  expect(await refusal(restoreTrash(world.context(), { pool: POOL_1, trashItems: ["DataConf:x"] }))).toEqual(lost);
});
