import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import { isoInstant } from "#lib/domain/instant.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { TrashItem, TrashList } from "#lib/ports/trash.ts";
import { checkIdentity, lost } from "./connect.ts";

/** The rows of a module that lie in the trash of a user database; an id is the number of one there. */
export function rowTrash(path: string, storeId: string, module: ModuleName): TrashList {
  return {
    page: async (question) => {
      if (!existsSync(path)) throw lost(path, "The user database is gone.");
      const db = new DatabaseSync(path, { readOnly: true, timeout: 5000 });
      try {
        checkIdentity(db, path, storeId);
        const { home, under, text, since, until, after, limit } = question;
        const rows = db.prepare(PAGE).all({
          module,
          home,
          under,
          text,
          since: since === null ? null : isoInstant(since),
          until: until === null ? null : isoInstant(until),
          after: after !== null && /^\d{1,15}$/.test(after) ? Number(after) : null,
          limit,
        });
        const items = rows.map((row) => itemOf(home, row));
        return { items, next: items.length < limit ? null : (items.at(-1)?.id ?? null) };
      } finally {
        db.close();
      }
    },
  };
}

const PAGE = `
  SELECT id, tbl, key, length(CAST(image AS BLOB)) AS bytes, at FROM trash
  WHERE module = :module AND home_pool = :home AND (:after IS NULL OR id < :after) AND (:under IS NULL OR tbl = :under)
    AND (:text IS NULL OR instr(lower(key), lower(:text)) > 0)
    AND (:since IS NULL OR at >= :since) AND (:until IS NULL OR at < :until)
  ORDER BY id DESC LIMIT :limit`;

function itemOf(home: PoolFqdn, row: Record<string, unknown>): TrashItem {
  return {
    id: String(row.id),
    home,
    table: String(row.tbl),
    path: String(row.key),
    isFolder: false,
    bytes: Number(row.bytes),
    deletedAt: Date.parse(String(row.at)),
  };
}
