import { hash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { Staging } from "#lib/ports/transport.ts";
import type { BookFacts, LaneBook, RowLot, RowStore } from "#lib/ports/user-store.ts";
import { DATA_CONF, POOL_2 } from "#lib/testkit/evidence.ts";
import { type Meddling, POOL_4 } from "#lib/testkit/two-pools.ts";

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

  "a package is imported without a look at its checksums": () => ({
    files: (real) => ({
      ...real,
      place: async (home, folders, parts, ...rest) => {
        const believed = parts.map((part) => {
          const lies = existsSync(part.staged) ? readFileSync(part.staged) : null;
          return lies ? { ...part, bytes: lies.length, sha256: hash("sha256", lies) } : part;
        });
        return real.place(home, folders, believed, ...rest);
      },
    }),
    transport: (real) => ({
      ...real,
      receive: async (lane, id) => {
        const received = await real.receive(lane, id);
        if (received === null) return null;
        return { ...received, readPart: async ({ name }) => readFileSync(join(received.partsFolder, name)) };
      },
    }),
  }),

  "what could not be written counts as sent": () => {
    const failed = new Set<string>();
    return {
      transport: (real) => ({
        ...real,
        stage: async (lane, id) => {
          const staging = await real.stage(lane, id);
          const writePart: Staging["writePart"] = async (name, bytes) =>
            staging.writePart(name, bytes).catch(() => {
              failed.add(lane.module);
              return { name, bytes: 0, sha256: "" };
            });
          return { ...staging, writePart };
        },
      }),
      book: (real) => ({
        ...real,
        launch: async (module, flight, ids, ...rest) =>
          failed.delete(module) ? real.drop(module, ids) : real.launch(module, flight, ids, ...rest),
      }),
    };
  },

  "rows of one pair are imported into another one's database": () => {
    const stores = new Map<PoolFqdn, RowStore>();
    return {
      rows: (real, pool) => {
        stores.set(pool, real);
        return {
          ...real,
          apply: async (home, lots, place) => {
            const other = pool === POOL_4 ? stores.get(POOL_2) : undefined;
            return (other ?? real).apply(home, lots, place);
          },
        };
      },
    };
  },

  "a comparison looks at names alone": () => ({
    rows: (real) => ({
      ...real,
      inventory: async (...asked) => {
        const { rows, ...stretch } = await real.inventory(...asked);
        return { ...stretch, rows: rows.map((row) => ({ ...row, signature: "the same" })) };
      },
    }),
  }),

  "a canary is read where it was written": () => {
    const stores = new Map<PoolFqdn, RowStore>();
    return {
      rows: (real, pool) => {
        stores.set(pool, real);
        return { ...real, canary: (table, home) => (stores.get(home) ?? real).canary(table, home) };
      },
    };
  },

  "a compare takes whatever differs for what is on its way": () => ({
    book: (real) => ({ ...real, unsettled: allChanging }),
  }),

  "a compare counts as equal what it told apart": () => ({
    book: (real) => ({ ...real, unsettled: allChanging }),
    ledger: (real) => ({
      ...real,
      say: (word) =>
        real.say({
          ...word,
          exports: word.exports.map((report) => {
            const { compare } = report;
            if (compare?.verified == null) return report;
            const { equal, changing } = compare.verified;
            return { ...report, compare: { ...compare, verified: { ...compare.verified, equal: equal + changing } } };
          }),
        }),
    }),
  }),

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

const allChanging: LaneBook["unsettled"] = async (_module, _watch, _table, keys) =>
  new Map(keys.map((key) => [key, "changing"]));

/** The same rows as if their owner had handed them over to `pool`. */
function asGiven(lot: RowLot, pool: string): RowLot {
  const lines = Buffer.from(lot.lines).toString("utf8").trimEnd().split("\n");
  const given = lines.map((line) => {
    const image: unknown[] = JSON.parse(line);
    return JSON.stringify([lot.oldestAt, [...image.slice(0, -1), pool]]);
  });
  return { ...lot, is: "rows-moved", lines: Buffer.from(`${given.join("\n")}\n`) };
}
