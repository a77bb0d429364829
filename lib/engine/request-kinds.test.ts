import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { NO_DETAIL, type RequestDetail, type RequestKind, type SyncRun } from "#lib/domain/request.ts";
import { anActor, DATA_CONF, POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { TwoPools } from "#lib/testkit/two-pools.ts";

/* What else than a full push can be asked of a lane: a delta, a release, something from the trash; and rows that come back. */

let world: TwoPools;
beforeEach(async () => {
  world = await TwoPools.open();
  for (let number = 0; number < 30; number++) {
    world.user(`sip:${number}@x`);
    writeFileSync(join(world.content(POOL_1), `${number}.txt`), `file ${number}`);
  }
  await world.settle(2);
  expect(await world.states()).toBe("rows FinalState, files FinalState");
});
afterEach(() => world.close());

async function ask(
  what: RequestKind,
  from: PoolFqdn,
  module: typeof DATA_CONF,
  detail: Partial<RequestDetail> = {},
): Promise<string> {
  const to = from === POOL_1 ? POOL_2 : POOL_1;
  const asked = { what, from, to, modules: [module], detail: { ...NO_DETAIL, ...detail } };
  const { id } = await world.ledger.doors.request(asked, anActor());
  await world.learn();
  return id;
}

async function run(id: string): Promise<SyncRun> {
  await world.tell();
  const [run] = (await world.ledger.doors.requestById(id))?.runs ?? [];
  if (!run) throw new Error("there is no such run");
  return run;
}

const users = (pool: PoolFqdn) => world.sql(pool, "select * from users where home_pool = ? order by sip_uri", POOL_1);
const heldToken = async (module: string) => {
  await world.tell();
  const { exports } = await world.ledger.doors.evidence();
  return exports.find((one) => one.lane.from === POOL_1 && one.lane.module === module)?.held?.token ?? "";
};

describe("a delta (Backup-CsPool)", () => {
  test("is NonSteady from its acceptance until all that had changed is sent, and ends when it is acked", async () => {
    world.user("sip:new@x");
    const id = await ask("delta", POOL_1, PRESENCE);
    expect(await world.status("rows")).toMatchObject({ ExportStatus: "NonSteadyState", Reason: "request-runs" });
    await world.cycle("rows");
    expect(await run(id)).toMatchObject({ phase: "sent", totalItems: 1, compared: null });
    expect((await world.status("rows")).ExportStatus).toBe("SteadyState");
    await world.imports("rows");
    expect(await run(id)).toMatchObject({ phase: "done", end: "done" });
    expect((await world.status("rows")).ExportStatus).toBe("FinalState");
  });

  test("carries what a limit would leave, in cycles back to back", async () => {
    await world.ledger.doors.configure({ maxBatchesPerUserStoreSync: 1 }, anActor());
    const many = Array.from({ length: 2_500 }, (_, number) => number);
    for (const number of many) world.user(`sip:many${number}@x`);
    await ask("delta", POOL_1, PRESENCE);
    await world.cycle("rows");
    expect((await world.status("rows")).ExportStatus).toBe("SteadyState");
    await world.imports("rows");
    expect(users(POOL_2)).toHaveLength(2_530);
  });
});

describe("a release (Approve-CsHeldDeletion)", () => {
  test("lets exactly the shown set go", async () => {
    world.sql(POOL_1, "delete from users");
    await world.settle(1);
    expect(await world.status("rows")).toMatchObject({ ExportStatus: "ErrorState", Reason: "deletion-guard" });
    expect(users(POOL_2)).toHaveLength(30);
    const id = await ask("release", POOL_1, PRESENCE, { token: await heldToken(PRESENCE) });
    await world.settle(2);
    expect(await run(id)).toMatchObject({ end: "done", problem: null });
    expect(users(POOL_2)).toEqual([]);
    expect((await world.status("rows")).ExportStatus).toBe("FinalState");
  });

  test("of another set does nothing, and says so", async () => {
    world.sql(POOL_1, "delete from users where sip_uri <> 'sip:3@x'");
    await world.settle(1);
    const token = await heldToken(PRESENCE);
    world.sql(POOL_1, "delete from users");
    await world.settle(1);
    const id = await ask("release", POOL_1, PRESENCE, { token });
    await world.settle(1);
    expect(await run(id)).toMatchObject({ end: "failed", problem: expect.stringContaining("another by now") });
    expect(users(POOL_2)).toHaveLength(30);
  });
});

describe("rows whose deletions are held", () => {
  test("come back by a sync of the partner, and nothing is held any more", async () => {
    const before = users(POOL_1);
    world.sql(POOL_1, "delete from users");
    await world.settle(1);
    const id = await ask("full-push", POOL_2, PRESENCE);
    await world.settle(4);
    expect(users(POOL_1)).toEqual(before);
    expect(users(POOL_2)).toEqual(before);
    expect((await run(id)).returned).toMatchObject({ placed: 30, different: 0, deletedByOwner: 0, inFlight: 0 });
    expect((await world.status("rows", POOL_1)).ExportStatus).toBe("FinalState");
    expect((await world.status("rows", POOL_2)).ExportStatus).toBe("FinalState");
  });

  test("but not those that the owner had deleted before, which are listed", async () => {
    world.sql(POOL_1, "delete from users where sip_uri = 'sip:0@x'");
    await world.settle(2);
    world.sql(POOL_1, "delete from users where sip_uri <> 'sip:1@x'");
    await world.settle(1);
    await ask("full-push", POOL_2, PRESENCE);
    await world.settle(4);
    expect(users(POOL_1).map((row) => row.sip_uri)).not.toContain("sip:0@x");
    expect(users(POOL_1)).toHaveLength(29);
  });

  test("and one that was written again meanwhile stays as it was written", async () => {
    world.sql(POOL_1, "delete from users");
    await world.settle(1);
    await ask("full-push", POOL_2, PRESENCE);
    await world.ask("rows", POOL_2);
    world.user("sip:7@x", "Newer");
    await world.settle(4);
    const named = (pool: PoolFqdn) => users(pool).find((row) => row.sip_uri === "sip:7@x")?.display_name;
    expect([named(POOL_1), named(POOL_2)]).toEqual(["Newer", "Newer"]);
    expect((await world.status("rows")).ExportStatus).toBe("FinalState");
  });
});

describe("something from the trash (Restore-CsTrashItem)", () => {
  test("goes back to its home, and is copied as ever", async () => {
    rmSync(join(world.content(POOL_1), "5.txt"));
    await world.settle(2);
    expect(existsSync(join(world.content(POOL_2), "5.txt"))).toBe(false);
    const [item] = trashed(POOL_2);
    const id = await ask("bring-back", POOL_2, DATA_CONF, { trashItems: [item ?? ""] });
    expect((await world.status("files", POOL_2)).ExportStatus).toBe("NonSteadyState");
    await world.settle(2);
    expect(readFileSync(join(world.content(POOL_1), "5.txt"), "utf8")).toBe("file 5");
    expect(readFileSync(join(world.content(POOL_2), "5.txt"), "utf8")).toBe("file 5");
    expect(await run(id)).toMatchObject({ end: "done", returned: { placed: 1, different: 0 } });
    expect(await world.states()).toBe("rows FinalState, files FinalState");
  });

  test("whose place is taken by now is left alone, and the receipt says so", async () => {
    rmSync(join(world.content(POOL_1), "5.txt"));
    await world.settle(2);
    const [item = ""] = trashed(POOL_2);
    writeFileSync(join(world.content(POOL_1), "5.txt"), "another by now");
    const id = await ask("bring-back", POOL_2, DATA_CONF, { trashItems: [item] });
    await world.settle(2);
    expect(readFileSync(join(world.content(POOL_1), "5.txt"), "utf8")).toBe("another by now");
    expect(await run(id)).toMatchObject({ end: "done", returned: { placed: 0, different: 1 } });
  });

  test("that is not there any more says so", async () => {
    const id = await ask("bring-back", POOL_2, DATA_CONF, { trashItems: ["20260101T000000Z-1-1/5.txt"] });
    await world.settle(1);
    expect(await run(id)).toMatchObject({ end: "failed", problem: expect.stringContaining("trash") });
  });
});

/** Ids of what lies in the trash of pool 1's content. */
function trashed(pool: PoolFqdn): readonly string[] {
  const trash = join(world.folder, "pools", pool, "files", "Trash", POOL_1);
  return readdirSync(trash).flatMap((name) => readdirSync(join(trash, name)).map((file) => `${name}/${file}`));
}
