import { afterEach, beforeEach, expect, test } from "vitest";
import { type Console, openConsole } from "#lib/testkit/console.ts";
import { POOL_1, POOL_2 } from "#lib/testkit/evidence.ts";
import { exportAudit } from "./export-audit.ts";
import { getAudit } from "./get-audit.ts";
import { getJournal } from "./get-journal.ts";
import { invokeSync } from "./invoke-sync.ts";
import { setConfiguration } from "./set-configuration.ts";
import { stopRequest } from "./stop-request.ts";
import { testAuditChain } from "./test-audit-chain.ts";

let world: Console;
beforeEach(async () => {
  world = await openConsole();
});
afterEach(() => world.close());

const viewer = () => world.context("viewer");
const because = (reason: string) => {
  const ctx = world.context();
  return { ...ctx, actor: { ...ctx.actor, reason } };
};
const read = async (raw: object = {}) => (await getAudit(viewer(), raw)).Records.map(({ Action }) => Action);

async function someDeeds() {
  await setConfiguration(because('Ticket "17", asked for'), { syncInterval: "00:03:00" });
  const asked = await invokeSync(world.context("operator"), { pool: POOL_1 });
  await stopRequest(world.context("operator"), { id: asked.Id });
  await expect(setConfiguration(viewer(), { syncInterval: "00:04:00" })).rejects.toMatchObject({ code: "not-allowed" });
  await world.notes.settled();
}

test("each deed is told with who, door, why, before and after; one that was not allowed too", async () => {
  await someDeeds();
  const { Records, Next } = await getAudit(viewer());
  expect(Next).toBeNull();
  expect(Records).toMatchObject([
    {
      N: 4,
      Action: "refused",
      Actor: "ada",
      Role: "viewer",
      After: { sentence: expect.stringContaining("needs administrator") },
    },
    { N: 3, Action: "cancel", Role: "operator", Before: { cancelledAt: null, from: POOL_1 } },
    { N: 2, Action: "full-push", Reason: null, After: { from: POOL_1, to: POOL_2 } },
    {
      N: 1,
      Action: "configure",
      Door: "api",
      Reason: 'Ticket "17", asked for',
      Before: { syncInterval: 120_000 },
      After: { syncInterval: 180_000 },
    },
  ]);
  expect(Records.map(({ Previous }) => Previous).slice(0, 3)).toEqual(Records.slice(1).map(({ Hash }) => Hash));
});

test("it is narrowed and told page by page", async () => {
  await someDeeds();
  expect(await read({ action: "cancel" })).toEqual(["cancel"]);
  expect(await read({ pool: POOL_2 })).toEqual(["cancel", "full-push"]);
  expect(await read({ text: "ticket" })).toEqual(["configure"]);
  const first = await getAudit(viewer(), { limit: 3 });
  expect(await read({ limit: 3, next: first.Next })).toEqual(["configure"]);
  await expect(getAudit(viewer(), { after: "2026-01-02", before: "2026-01-01" })).rejects.toMatchObject({
    field: "After",
  });
});

test("who is refused is no part of the journal's story", async () => {
  await someDeeds();
  const { Entries } = await getJournal(viewer());
  expect(Entries.map((entry) => ("What" in entry ? entry.What : entry.Kind))).toEqual([
    "cancel",
    "full-push",
    "configure",
  ]);
});

test("it is found whole, or the first record that does not fit is named", async () => {
  await someDeeds();
  expect(await testAuditChain(viewer())).toMatchObject({ IsWhole: true, Records: 4, LastN: 4, Fault: null });
  await world.ledger.database.updateTable("audit").set({ actor: "eve" }).where("n", "=", 2).execute();
  expect(await testAuditChain(viewer())).toMatchObject({
    IsWhole: false,
    Records: 1,
    Fault: { N: 2, Is: "altered", Sentence: "Record 2 is not as it was written." },
  });
});

test("it is written as a file, the oldest first: JSON lines, or CSV that is no formula", async () => {
  await someDeeds();
  await world.ledger.doors.note({ action: "x", subject: "=HYPERLINK(1)" }, world.context().actor);
  const textOf = async (format: string) => {
    let text = "";
    for await (const piece of exportAudit(viewer(), { format }).pieces) text += piece;
    return text;
  };
  const lines = (await textOf("JsonLines")).trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line))).toEqual((await getAudit(viewer())).Records.toReversed());
  const [head, first, ...rest] = (await textOf("csv")).split("\r\n");
  expect(head).toBe("N,At,Actor,Role,Door,Action,Subject,Reason,Before,After,Previous,Hash");
  expect(first).toContain(',"Ticket ""17"", asked for",');
  expect(rest[3]).toContain(",x,'=HYPERLINK(1),,");
});
