import fc from "fast-check";
import { expect, test } from "vitest";
import { FULL_COMPARE, type ItemRange, type ToldRange } from "#lib/domain/compare.ts";
import { nameOfItem } from "#lib/domain/drift-list.ts";
import type { InventoryItem } from "#lib/domain/inventory.ts";
import type { InventorySide } from "#lib/ports/backup-module.ts";
import type { CompareDesk } from "#lib/ports/compare-desk.ts";
import type { LaneBook } from "#lib/ports/user-store.ts";
import { LANE } from "#lib/testkit/evidence.ts";
import { FakeClock } from "#lib/testkit/fake-clock.ts";
import type { ExportParts } from "../lane-parts.ts";
import { Calm } from "./calm.ts";
import { CompareRound } from "./compare-round.ts";
import { rangesOf } from "./ranges.ts";

const TABLE = "users";
type Data = Map<string, string>;

/** A dumb twin of a lane: what is here, what is there, what changed, what waits, what flies. One entry a package. */
class Twin {
  readonly own: Data;
  readonly standby: Data;
  readonly changed = new Set<string>();
  readonly pending = new Set<string>();
  readonly flying: { readonly key: string; readonly value: string | undefined }[] = [];
  readonly landed = new Set<string>();
  isWatched = false;
  /** What somebody did to the standby, and nothing has mended since. */
  readonly spoilt = new Set<string>();
  /** What any client wrote since the beginning. */
  readonly written = new Set<string>();

  constructor(data: Data) {
    this.own = new Map(data);
    this.standby = new Map(data);
  }

  write(key: string, value: string | null): void {
    if (value === null) this.own.delete(key);
    else this.own.set(key, value);
    this.changed.add(key);
    this.written.add(key);
  }

  spoil(key: string, value: string | null): void {
    if (value === null) this.standby.delete(key);
    else this.standby.set(key, value);
    this.spoilt.add(key);
  }

  look(): void {
    for (const key of this.changed) this.pending.add(key);
    this.changed.clear();
  }

  send(): void {
    const [key] = this.pending;
    if (key === undefined || this.changed.has(key)) return;
    this.pending.delete(key);
    // What was made and removed before it was sent is dropped: nobody has to hear of it.
    if (!this.own.has(key) && !this.standby.has(key)) return;
    this.flying.push({ key, value: this.own.get(key) });
  }

  apply(): void {
    const next = this.flying.shift();
    if (!next) return;
    if (next.value === undefined) this.standby.delete(next.key);
    else this.standby.set(next.key, next.value);
    this.spoilt.delete(next.key);
    if (this.isWatched) this.landed.add(next.key);
  }

  inventory(of: Data): InventoryItem[] {
    return [...of].sort().map(([key, signature]) => ({ table: TABLE, key, signature }));
  }

  unsettled(keys: readonly string[]): Map<string, "changing"> {
    const flying = new Set(this.flying.map(({ key }) => key));
    const isUnsettled = (key: string) =>
      this.changed.has(key) || this.pending.has(key) || flying.has(key) || this.landed.has(key);
    return new Map(keys.filter(isUnsettled).map((key) => [key, "changing"]));
  }
}

function memoryDesk(): CompareDesk {
  const items = new Map<string, InventoryItem>();
  return {
    lay: (theirs) => {
      for (const item of theirs) items.set(nameOfItem(item), item);
    },
    cross: (mine) =>
      mine.map((item) => {
        const found = items.get(nameOfItem(item));
        items.delete(nameOfItem(item));
        return found?.signature ?? null;
      }),
    left: () => (items.size === 0 ? [] : [[...items.values()]]),
    close: () => {},
  };
}

type Stir = () => void;

/** A round over the twin; between any two items that are read others go on, as `stir` says. */
async function roundOver(twin: Twin, stir: Stir) {
  let told: ItemRange[] | null = null;
  let opened = 0;
  async function* pages(of: () => Data) {
    // Read item by item, as a walk goes: what is written behind it is not seen, what is written before it is.
    const seen = new Set<string>();
    for (;;) {
      const next = twin.inventory(of()).find(({ key }) => !seen.has(key) && [...seen].every((one) => one < key));
      if (!next) return;
      seen.add(next.key);
      yield [next];
      stir();
    }
  }
  const inventory = {
    take: () => pages(() => twin.own),
    pick: async (_home: unknown, items: readonly { readonly key: string }[]) =>
      twin.inventory(twin.own).filter(({ key }) => items.some((one) => one.key === key)),
    rangeForm: (signature: string) => signature,
    isSame: (a: string, b: string) => a === b,
  } as unknown as InventorySide;
  const book = {
    watch: async () => {
      twin.isWatched = true;
      return "watch";
    },
    unwatch: async () => {},
    unsettled: async (_module: unknown, _watch: unknown, _table: unknown, keys: readonly string[]) => {
      const found = twin.unsettled(keys);
      stir();
      return found;
    },
  } as unknown as LaneBook;
  const clock = new FakeClock();
  const parts = {
    lane: LANE,
    clock,
    calm: new Calm(clock),
    standbyStoreId: "s",
    open: () => ({ side: { check: async () => {}, tables: [] }, book, inventory, openDesk: memoryDesk }),
    transport: {
      forgetRanges: async () => {},
      askCompare: async () => {},
      ranges: async () =>
        told && {
          async *[Symbol.asyncIterator]() {
            for (const { digest, items } of told ?? []) {
              const open = () => {
                opened += 1;
                return items;
              };
              yield { digest, count: items.length, open } satisfies ToldRange;
            }
          },
        },
    },
  } as unknown as ExportParts;
  const scope = { reading: { depth: FULL_COMPARE.depth, salt: "" }, isScheduled: false, items: null } as const;
  const round = new CompareRound(parts, { id: "r", asking: "a" }, scope, { goesOn: () => {}, gotOn: () => {} });
  await round.step();
  stir();
  told = await Array.fromAsync(
    rangesOf(
      pages(() => twin.standby),
      (signature) => signature,
    ),
  );
  await round.step();
  stir();
  twin.look();
  round.looked(clock.elapsed());
  stir();
  const result = await round.step();
  if (result.is !== "all") throw new Error("the round did not end");
  return { all: result.all, opened, ranges: told.length };
}

const key = fc.nat({ max: 400 }).map((n) => `["sip:${n}"]`);
const value: fc.Arbitrary<string> = fc.constantFrom("a", "b", "c"); // few, so that values come again
const data = fc.dictionary(key, value, { maxKeys: 300 }).map((all) => new Map(Object.entries(all)));
const edits = fc.array(fc.tuple(key, fc.option(value)), { maxLength: 12 });

test("a compare at rest finds exactly what differs, and names how", async () => {
  await fc.assert(
    fc.asyncProperty(data, edits, async (all, spoilt) => {
      const twin = new Twin(all);
      for (const [at, to] of spoilt) twin.spoil(at, to);
      const { all: found } = await roundOver(twin, () => {});
      const keys = new Set([...twin.own.keys(), ...twin.standby.keys()]);
      const expected = [...keys].flatMap((at) => {
        const [mine, theirs] = [twin.own.get(at), twin.standby.get(at)];
        if (mine === theirs) return [];
        return [`${mine === undefined ? "extra" : theirs === undefined ? "missing" : "different"} ${at}`];
      });
      expect(found.found.map((one) => `${one.is} ${one.key}`).sort()).toEqual(expected.sort());
      expect(found.equal).toBe([...twin.own].filter(([at, mine]) => twin.standby.get(at) === mine).length);
      expect(found.changing).toBe(0);
    }),
    { numRuns: 60 },
  );
});

test("ranges that are the same are never opened, and one item that differs opens no more than its own", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 4000 }), fc.nat({ max: 3999 }), async (size, at) => {
      const items = Array.from(
        { length: size },
        (_, i): InventoryItem => ({
          table: TABLE,
          key: `["sip:${String(i).padStart(5, "0")}"]`,
          signature: "a",
        }),
      );
      const ranges = async (of: readonly InventoryItem[]) => {
        const pages = (async function* () {
          yield of;
        })();
        return (await Array.fromAsync(rangesOf(pages, (signature) => signature))).map(({ digest }) => digest);
      };
      const mine = await ranges(items);
      expect(await ranges(items)).toEqual(mine);
      const without = new Set(await ranges(items.filter((_, i) => i !== at % size)));
      expect(mine.filter((digest) => !without.has(digest)).length).toBeLessThanOrEqual(3);
    }),
    { numRuns: 20 },
  );
});

test("while clients write, what is on its way is no drift; and what was spoilt and left alone is always found (DOMAIN 10 no. 18)", async () => {
  const few = fc.nat({ max: 12 }).map((n) => `["sip:${n}"]`); // so that many things happen to the same one
  const data = fc.dictionary(few, value).map((all) => new Map(Object.entries(all)));
  const edits = fc.array(fc.tuple(few, fc.option(value)), { maxLength: 3 });
  const act = fc.oneof(
    fc.tuple(fc.constant("write" as const), few, fc.option(value, { freq: 1 })),
    fc.constantFrom(["look"] as const, ["send"] as const, ["send"] as const, ["apply"] as const, ["apply"] as const),
  );
  const sip = `["sip:0"]`;
  type Act = ["write", string, string | null] | ["look"] | ["send"] | ["apply"];
  const unsent: Act[][] = [[["write", sip, "a"]], [], [["write", sip, null]], [["send"]]];
  const madeAndGone: [Data, [string, string | null][], Act[][]] = [new Map(), [], unsent];
  await fc.assert(
    fc.asyncProperty(
      data,
      edits,
      fc.array(fc.array(act, { maxLength: 4 }), { maxLength: 60 }),
      async (all, spoilt, acts) => {
        const twin = new Twin(all);
        for (const [at, to] of spoilt) twin.spoil(at, to);
        const wrong = new Map(twin.standby);
        let turn = 0;
        const { all: found } = await roundOver(twin, () => {
          for (const one of acts[turn++] ?? []) {
            if (one[0] === "write") twin.write(one[1], one[2]);
            else twin[one[0]]();
          }
        });
        for (const one of found.found) {
          // Only what was spoilt before, and is as it was spoilt.
          expect(twin.spoilt.has(one.key) && wrong.get(one.key) === twin.standby.get(one.key)).toBe(true);
        }
        const named = new Set(found.found.map((one) => one.key));
        for (const [at] of spoilt) {
          const isDrift = !twin.written.has(at) && twin.own.get(at) !== twin.standby.get(at);
          if (isDrift) expect(named.has(at)).toBe(true);
        }
      },
    ),
    { numRuns: 300, examples: [madeAndGone] },
  );
});
