import { DatabaseSync } from "node:sqlite";
import { insertUsers } from "../rows/insert-users.ts";

/** So many users of `home`, and the same on the partner as if they had been copied. */
export function fillRows(source: string, standby: string, home: string, rows: number): void {
  insertUsers(source, home, rows);
  const db = new DatabaseSync(standby);
  db.exec(`ATTACH '${source}' AS source; BEGIN; INSERT INTO importing (id) VALUES (1);
    INSERT INTO users SELECT * FROM source.users; DELETE FROM importing; COMMIT; DELETE FROM source.changes;`);
  db.close();
}
