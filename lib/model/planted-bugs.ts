import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { BookFacts, LaneBook, RowLot } from "#lib/ports/user-store.ts";
import { DATA_CONF } from "#lib/testkit/evidence.ts";
import type { Meddling } from "#lib/testkit/two-pools.ts";

/** Bugs as somebody might write them, each planted into the real product. A new one for each history. */
export const PLANTED_BUGS: Readonly<Record<string, () => Meddling>> = {
  "an ack is lost": () => ({ book: (real) => ({ ...real, clear: async () => {} }) }),

  "an ack clears everything up to a number, newer entries too": () => ({
    book: (real) => ({
      ...real,
      clear: async (module, flights) => {
        await real.clear(module, flights);
        if (flights.length === 0) return;
        const mark = await real.mark();
        for (const phase of ["images", "tombstones"] as const) {
          const waiting = await real.next(module, phase, mark, 1_000_000);
          await real.drop(
            module,
            waiting.map((entry) => entry.id),
          );
        }
      },
    }),
  }),

  "an import has its effect twice, the second time late": () => ({
    rows: (real) => {
      const before = new Map<string, RowLot>();
      return {
        ...real,
        apply: async (home, lots, place) => {
          await real.apply(home, lots, place);
          const late = lots.flatMap(({ table }) => before.get(table.name) ?? []);
          await real.apply(home, late, place);
          for (const lot of lots) before.set(lot.table.name, lot);
        },
      };
    },
  }),

  "what was Final once stays so: the evidence is not read again": () => ({
    book: (real) => {
      const kept = new Map<string, BookFacts>();
      return {
        ...real,
        facts: async (module, tables, mark) => {
          const facts = kept.get(module) ?? (await real.facts(module, tables, mark));
          if (facts.pendingItems + facts.unackedPackages === 0) kept.set(module, facts);
          return facts;
        },
      };
    },
  }),

  "a deletion is missed": () => ({
    book: (real) => ({
      ...real,
      addGone: async () => {},
      setGone: async (module, ids, isGone) => (isGone ? real.drop(module, ids) : real.setGone(module, ids, isGone)),
    }),
  }),

  "a loss is passed on: nothing is ever held": () => ({
    book: (real) => ({ ...real, hold: async () => 0 }),
  }),

  "a lost folder is taken for one that is empty: its files for deletions": () => ({
    files: (real) => ({
      ...real,
      stateOf: async () => ({ is: "ok" }),
      checkDataSet: async () => {},
      checkImport: async () => {},
    }),
  }),

  "a restore is called whole before its last item is there": () => ({
    files: (real) => ({
      ...real,
      placeMissing: (home, returning, getsOn) =>
        real.placeMissing(home, { ...returning, parts: returning.parts.slice(0, -1) }, getsOn),
    }),
  }),

  "what is adopted is exported before it is whole: what it lacks is deleted on the standby": () => ({
    book: (real) => ({ ...real, restoring: async () => null }),
  }),

  "an adoption takes what stands for all there is: what does not is deleted on the standby": () => {
    const books = new Map<PoolFqdn, LaneBook>();
    return {
      book: (real, pool) => {
        books.set(pool, real);
        return { ...real, restoring: async () => null, isBaselineDue: async () => false };
      },
      files: (real, pool) => {
        const isAdopted = async (home: PoolFqdn) => (await books.get(pool)?.restoring(DATA_CONF, home)) != null;
        const unless = (check: (home: PoolFqdn) => Promise<void>) => async (home: PoolFqdn) => {
          if (!(await isAdopted(home))) await check(home);
        };
        return {
          ...real,
          stateOf: async (home) => ((await isAdopted(home)) ? { is: "ok" } : real.stateOf(home)),
          checkDataSet: unless(real.checkDataSet),
          checkImport: unless(real.checkImport),
        };
      },
      scanList: (real) => ({ ...real, forget: async () => {} }),
    };
  },

  "a restore overwrites what is newer": () => ({
    files: (real) => ({
      ...real,
      placeMissing: async (home, returning, getsOn) => {
        await real.place(home, [], returning.parts, "overwritten", getsOn);
        return real.placeMissing(home, returning, getsOn);
      },
    }),
  }),

  "a file goes in the wrong direction: over the partner's own content": () => ({
    files: (real) => ({
      ...real,
      place: (_home, folders, files, trash, getsOn) => real.place(real.pool, folders, files, trash, getsOn),
    }),
  }),

  "a row goes in the wrong direction: the partner's image becomes this pool's own": () => ({
    rows: (real, pool) => ({
      ...real,
      apply: async (home, lots, place) =>
        real.apply(
          home,
          lots.map((lot) => (lot.is === "rows" ? asGiven(lot, pool) : lot)),
          place,
        ),
    }),
  }),
};

/** The same rows as if their owner had handed them over to `pool`. */
function asGiven(lot: RowLot, pool: string): RowLot {
  const lines = Buffer.from(lot.lines).toString("utf8").trimEnd().split("\n");
  const given = lines.map((line) => {
    const image: unknown[] = JSON.parse(line);
    return JSON.stringify([lot.oldestAt, [...image.slice(0, -1), pool]]);
  });
  return { ...lot, is: "rows-moved", lines: Buffer.from(`${given.join("\n")}\n`) };
}
