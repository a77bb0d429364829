import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { AuditQuestion } from "#lib/ports/audit-log.ts";
import { anActor, POOL_1, POOL_2 } from "#lib/testkit/evidence.ts";
import { openTempLedger, type TempLedger } from "#lib/testkit/temp-ledger.ts";
import { leaveAudit } from "./audit.ts";

let temp: TempLedger;
let now = 0;
beforeEach(async () => {
  now = 0;
  temp = await openTempLedger({ now: () => ++now });
});
afterEach(() => temp.remove());

const ALL: AuditQuestion = { from: 0, to: 1_000_000, pool: null, actor: null, action: null, door: null, text: null };
const found = async (asked: Partial<AuditQuestion> = {}) => {
  const rows = await temp.ledger.audit.latest({ ...ALL, ...asked }, null, 10);
  return rows.map(({ n }) => n);
};

function sql(statement: string) {
  const database = new DatabaseSync(join(temp.folder, "ledger.db"));
  database.exec(statement);
  database.close();
}

/** Four rows: two changes, one who came in, one that was refused. */
async function someRows() {
  const { doors, audit } = temp.ledger;
  await doors.configure({ syncInterval: 45_000 as never }, anActor({ reason: "Ticket 17" }));
  await doors.note({ action: "remove-standby", subject: POOL_1 }, anActor({ name: "grace", door: "cli" }));
  await audit.leave(
    { action: "sign-in", subject: "admin", reason: null, after: { by: "link" } },
    { name: "admin", role: "administrator", door: "page" },
  );
  const nobody = { name: "unknown", role: "none", door: "page" } as const;
  await audit.leave({ action: "sign-in-refused", subject: "unknown", reason: null, after: null }, nobody);
}

test("what was done is found by who, what, through which door, when and by any text of it", async () => {
  await someRows();
  expect(await found()).toEqual([4, 3, 2, 1]);
  expect(await found({ actor: "GRACE" })).toEqual([2]);
  expect(await found({ pool: POOL_1 })).toEqual([2]);
  expect(await found({ action: "sign-in" })).toEqual([3]);
  expect(await found({ door: "page" })).toEqual([4, 3]);
  expect(await found({ from: 1, to: 3 })).toEqual([3, 2]);
  expect(await found({ text: "ticket" })).toEqual([1]);
  expect(await found({ text: "45000" })).toEqual([1]);
  expect(await found({ text: POOL_1 })).toEqual([2]);
  expect(await found({ text: POOL_2 })).toEqual([]);
  expect((await temp.ledger.audit.latest(ALL, 3, 1)).map(({ n }) => n)).toEqual([2]);
  expect((await temp.ledger.audit.oldest(ALL, 1, 2)).map(({ n }) => n)).toEqual([2, 3]);
});

test("a text is found as it was written, in whatever letters and signs", async () => {
  const after = { sentence: 'The folder "C:\\Übung" is not there.' };
  const by = { name: "admin", role: "administrator", door: "page" } as const;
  await temp.ledger.audit.leave({ action: "refused", subject: "admin", reason: "Änderung 17", after }, by);
  expect(await found({ text: "Änderung" })).toEqual([1]);
  expect(await found({ text: '"c:\\Übung"' })).toEqual([1]);
  expect(await found({ text: "Übungen" })).toEqual([]);
});

test("an audit that nobody touched fits, whoever writes at the same time", async () => {
  expect(await temp.ledger.audit.verify()).toMatchObject({ rows: 0, fault: null });
  const done = { action: "x", subject: "y", before: null, after: null };
  await temp.ledger.database.transaction().execute(async (write) => {
    for (let i = 0; i < 600; i++) await leaveAudit(write, anActor(), i, done);
  });
  const note = () => temp.ledger.doors.note(done, anActor());
  const [verdict] = await Promise.all([temp.ledger.audit.verify(), ...Array.from({ length: 20 }, note)]);
  expect(verdict.fault).toBeNull();
  expect(await temp.ledger.audit.verify()).toMatchObject({ rows: 620, last: { n: 620 }, fault: null });
});

test.each<[what: string, statement: string, n: number, is: string]>([
  ["changed", "update audit set actor = 'eve' where n = 2", 2, "altered"],
  ["changed as the last", "update audit set after_json = '{}' where n = 4", 4, "altered"],
  ["gone", "delete from audit where n = 3", 3, "missing"],
  ["gone from the end", "delete from audit where n > 2", 3, "missing"],
  ["all gone", "delete from audit", 1, "missing"],
  [
    "left by nobody",
    "insert into audit select 5, at, actor, role, door, action, subject, before_json, after_json, reason, previous_hash, hash from audit where n = 4",
    5,
    "inserted",
  ],
  [
    "exchanged",
    "update audit set n = -1 where n = 2; update audit set n = 2 where n = 3; update audit set n = 3 where n = -1",
    2,
    "missing",
  ],
  ["without the chain", "delete from audit_chain", 1, "inserted"],
])("a row that is %s is named, also after more was done", async (_, statement, n, is) => {
  await someRows();
  sql(statement);
  expect((await temp.ledger.audit.verify()).fault).toEqual({ n, is });
  await temp.ledger.doors.configure({}, anActor());
  expect((await temp.ledger.audit.verify()).fault).not.toBeNull();
});

test("what fails leaves no row, and the next one follows on the last", async () => {
  await someRows();
  sql("create trigger no before update on configuration begin select raise(abort, 'no'); end");
  await expect(temp.ledger.doors.configure({ syncInterval: 60_000 as never }, anActor())).rejects.toThrow();
  sql("drop trigger no");
  await temp.ledger.doors.configure({}, anActor());
  expect(await temp.ledger.audit.verify()).toMatchObject({ rows: 5, last: { n: 5 }, fault: null });
});
