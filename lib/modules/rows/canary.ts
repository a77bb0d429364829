import type { ModuleFace, ModuleName } from "#lib/domain/backup-module.ts";
import { shortModuleName } from "#lib/domain/backup-module.ts";
import type { RowTable } from "#lib/domain/row-table.ts";
import type { ExportCanary } from "#lib/ports/backup-module.ts";
import type { UserStore } from "#lib/ports/user-store.ts";
import { Filling } from "./filling.ts";
import { checkWhole } from "./restore-side.ts";

/** The table of a module's canaries: a row for each pool, named by it, which owns it. */
export function canaryTable({ name }: Pick<ModuleFace, "name">): RowTable {
  return {
    name: `canary_${shortModuleName(name).toLowerCase().replace(/\W/g, "_")}`,
    queue: "normal",
    isCanary: true,
    columns: [
      { name: "pool", type: "TEXT", isKey: true, rule: "not empty" },
      { name: "number", type: "INTEGER", default: "0" },
      { name: "written_at", type: "TEXT" },
    ],
  };
}

/** Writes the canary of `store`'s pool, and packs it from the book like any row (PRODUCT A8). */
export function rowsCanary(module: ModuleName, table: RowTable, store: UserStore): ExportCanary {
  return {
    read: () => store.rows.canary(table, store.pool),
    write: async (number, at) => {
      await store.check();
      await checkWhole(module, store);
      await store.rows.writeCanary(table, number, at);
    },
    pack: async (mark, staging) => {
      await store.check();
      await checkWhole(module, store);
      const filling = new Filling(staging);
      for (const { ids } of await store.rows.waiting(module, "images", mark, 1, [table])) {
        await filling.add(await store.rows.read(table, "images", ids), 1);
      }
      return { ...filling.packed(store.pool, "home", 0), isCanary: true };
    },
  };
}
