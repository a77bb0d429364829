import { DatabaseSync } from "node:sqlite";

const A_TRANSACTION = 1000;

/** Another program writes users, a thousand a transaction, numbered from `first` on. Returns how long it took. */
export function insertUsers(path: string, home: string, rows: number, first = 0): number {
  const db = new DatabaseSync(path, { timeout: 5000 });
  const insert = db.prepare(
    "insert into users(sip_uri, display_name, enabled, settings, updated_at, home_pool) values (?, ?, ?, ?, ?, ?)",
  );
  const began = performance.now();
  const last = first + rows;
  for (let at = first; at < last; ) {
    db.exec("begin immediate");
    for (const end = Math.min(last, at + A_TRANSACTION); at < end; at++) {
      const address = `sip:user${String(at).padStart(8, "0")}@example.com`;
      insert.run(address, `User ${at}`, at % 2, `{"n":${at}}`, "2026-11-21T12:00:00.000Z", home);
    }
    db.exec("commit");
  }
  const ms = performance.now() - began;
  db.close();
  return ms;
}
