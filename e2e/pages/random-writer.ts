import { appendFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Random } from "#lib/demo/clients/random.ts";
import { contentOf, userDatabase } from "./two-sides.ts";

/** A burst of changes to `pool`'s own rows and files, by a client that shares no code with the product. */
export function writeBurst(dataFolder: string, pool: string, random: Random): void {
  writeRows(userDatabase(dataFolder, pool), pool, random);
  writeFiles(contentOf(dataFolder, pool, pool), random);
}

function writeRows(database: string, pool: string, random: Random): void {
  const client = new DatabaseSync(database, { timeout: 5000 });
  try {
    client.exec("BEGIN IMMEDIATE");
    for (let n = 1 + random(30); n > 0; n--) {
      const user = `sip:user${random(60)}@${pool}`;
      const does = random(10);
      if (does < 6) {
        client
          .prepare(
            "INSERT INTO users(sip_uri, display_name, home_pool) VALUES (?, ?, ?) ON CONFLICT (sip_uri) DO UPDATE SET display_name = excluded.display_name",
          )
          .run(user, `Name ${random(1000)}`, pool);
      } else if (does < 8) {
        client
          .prepare("REPLACE INTO contacts(sip_uri, contact_uri, display_name, home_pool) VALUES (?, ?, ?, ?)")
          .run(user, `sip:friend${random(5)}@x`, `Friend ${random(1000)}`, pool);
      } else {
        client.prepare("DELETE FROM users WHERE sip_uri = ? AND home_pool = ?").run(user, pool);
      }
    }
    client.exec("COMMIT");
  } finally {
    client.close();
  }
}

function writeFiles(content: string, random: Random): void {
  for (let n = 1 + random(8); n > 0; n--) {
    const folder = join(content, `folder ${random(4)}`);
    const file = join(folder, `file ${random(12)}.txt`);
    const does = random(10);
    if (does < 5) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(file, "x".repeat(random(5000)));
    } else if (does < 7 && existsSync(file)) appendFileSync(file, "more");
    else if (does < 8) rmSync(file, { force: true });
    else if (does < 9 && existsSync(folder) && readdirSync(folder).length > 0) {
      const to = join(content, `folder ${random(4)}`);
      if (!existsSync(to)) renameSync(folder, to);
    } else rmSync(folder, { recursive: true, force: true });
  }
}
