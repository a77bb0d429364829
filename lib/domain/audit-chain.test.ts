import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { BEGINNING, type ChainedRow, type ChainFault, ChainReader, chainText, type Link } from "./audit-chain.ts";

const hashOf = (text: string) => createHash("sha256").update(text).digest("hex");

type Kept = { readonly rows: readonly ChainedRow[]; readonly head: Link; readonly first: Link };

function anAudit(count: number): Kept {
  const rows: ChainedRow[] = [];
  let head = BEGINNING;
  for (let i = 0; i < count; i++) {
    const n = head.n + 1;
    const common = { actor: "ada", role: "administrator", door: "page", action: "configure", subject: "Global" };
    const row = { n, at: 1000 + i, ...common, reason: i % 2 ? "why" : null, before: null, after: `{"i":${i}}` };
    const hash = hashOf(chainText(row, head.hash));
    rows.push({ ...row, previous: head.hash, hash });
    head = { n, hash };
  }
  return { rows, head, first: BEGINNING };
}

function faultOf({ rows, head, first }: Kept): ChainFault | null {
  const reader = new ChainReader(first, hashOf);
  for (const row of [...rows].sort((a, b) => a.n - b.n)) {
    const fault = reader.read(row, head);
    if (fault !== null) return fault;
  }
  return reader.end(head);
}

const TEXTS = ["actor", "role", "door", "action", "subject", "reason", "before", "after", "previous", "hash"] as const;

/** An audit of a few rows, and one of them. */
const anAuditAndPlace = fc
  .integer({ min: 1, max: 12 })
  .chain((count) => fc.tuple(fc.constant(anAudit(count)), fc.nat(count - 1)));

const changed = (kept: Kept, i: number, change: Partial<ChainedRow>): Kept => ({
  ...kept,
  rows: kept.rows.map((row, at) => (at === i ? { ...row, ...change } : row)),
});
const at = ({ rows }: Kept, i: number) => rows[i] ?? expect.unreachable();

test("an audit that nobody touched fits", () => {
  fc.assert(fc.property(anAuditAndPlace, ([kept]) => void expect(faultOf(kept)).toBeNull()));
  expect(faultOf({ rows: [], head: BEGINNING, first: BEGINNING })).toBeNull();
});

test("any one change of a text in a row is named", () => {
  fc.assert(
    fc.property(anAuditAndPlace, fc.constantFrom(...TEXTS), fc.string(), ([kept, i], column, text) => {
      fc.pre(at(kept, i)[column] !== text);
      expect(faultOf(changed(kept, i, { [column]: text }))).toEqual({ n: at(kept, i).n, is: "altered" });
    }),
  );
});

test("another time of a row is named, and so is a row with a hash made for its change", () => {
  fc.assert(
    fc.property(anAuditAndPlace, fc.integer(), ([kept, i], time) => {
      const row = at(kept, i);
      fc.pre(row.at !== time);
      const hash = hashOf(chainText({ ...row, at: time }, row.previous));
      for (const more of [{}, { hash }])
        expect(faultOf(changed(kept, i, { at: time, ...more }))).toEqual({ n: row.n, is: "altered" });
    }),
  );
});

test("a row that is gone is named: the first, one in the middle, the last, and all", () => {
  fc.assert(
    fc.property(anAuditAndPlace, ([kept, i]) => {
      const fault = { n: i + 1, is: "missing" };
      const without = kept.rows.filter((_, one) => one !== i);
      expect(faultOf({ ...kept, rows: without })).toEqual(fault);
      expect(faultOf({ ...kept, rows: without.map((row, one) => ({ ...row, n: one + 1 })) })).toEqual(fault);
      expect(faultOf({ ...kept, rows: kept.rows.slice(0, i) })).toEqual(fault);
    }),
  );
});

test("rows that changed places are named by the first of them", () => {
  fc.assert(
    fc.property(anAuditAndPlace, fc.nat(11), ([kept, i], other) => {
      const j = other % kept.rows.length;
      fc.pre(i < j);
      const [one, two] = [at(kept, i), at(kept, j)];
      const swapped = changed(changed(kept, i, { ...two, n: one.n }), j, { ...one, n: two.n });
      expect(faultOf(swapped)).toEqual({ n: one.n, is: j === i + 1 ? "missing" : "altered" }); // the next stands in its place
    }),
  );
});

test("a row that nobody left is named: at the end, before the beginning, and in between, though it has a hash of its own", () => {
  fc.assert(
    fc.property(anAuditAndPlace, ([kept, i]) => {
      const forged = (n: number, previous: string): ChainedRow => {
        const row = { ...at(kept, i), n, previous };
        return { ...row, hash: hashOf(chainText(row, previous)) };
      };
      const withRow = (row: ChainedRow) => faultOf({ ...kept, rows: [...kept.rows, row] });
      const last = kept.head.n;
      expect(withRow(forged(last + 1, kept.head.hash))).toEqual({ n: last + 1, is: "inserted" });
      expect(withRow(forged(0, BEGINNING.hash))).toEqual({ n: 0, is: "inserted" });
      const { n, previous } = at(kept, i);
      const later = kept.rows.slice(i).map((row) => ({ ...row, n: row.n + 1 }));
      const rows = [...kept.rows.slice(0, i), forged(n, previous), ...later];
      expect(faultOf({ ...kept, rows, head: { n: last + 1, hash: kept.head.hash } })).toEqual({ n, is: "inserted" });
    }),
  );
});

test("another number of a row is found, and so is a change of what is kept apart of the first and the last", () => {
  fc.assert(
    fc.property(anAuditAndPlace, fc.integer({ min: -5, max: 40 }), fc.string(), ([kept, i], n, hash) => {
      fc.pre(kept.rows.every((row) => row.n !== n));
      expect(faultOf(changed(kept, i, { n }))).not.toBeNull();
      fc.pre(n !== 0 && kept.head.hash !== hash);
      expect(faultOf({ ...kept, head: { ...kept.head, n } })).not.toBeNull();
      expect(faultOf({ ...kept, head: { ...kept.head, hash } })).not.toBeNull();
      expect(faultOf({ ...kept, first: { ...kept.first, hash } })).not.toBeNull();
    }),
  );
});

test("an audit whose oldest rows were taken away fits from what is kept of the last of them", () => {
  const kept = anAudit(6);
  const { n, hash } = at(kept, 2);
  expect(faultOf({ ...kept, rows: kept.rows.slice(3), first: { n, hash } })).toBeNull();
  expect(faultOf({ ...kept, rows: kept.rows.slice(4), first: { n, hash } })).toEqual({ n: 4, is: "missing" });
});
