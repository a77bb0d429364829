import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { parseArgs } from "node:util";
import { poolPlaces } from "#lib/service/pool-places.ts";
import { POOL_1, POOL_2 } from "#lib/testkit/evidence.ts";
import { bareLoop } from "./rows/bare-loop.ts";
import { drain, type Places } from "./rows/drain.ts";
import { insertUsers } from "./rows/insert-users.ts";
import { makeDeployment } from "./rows/make-deployment.ts";

/**
 * A backlog of freshly inserted users: drained by the real engine in a process of its own, from changes to acks, beside a
 * bare loop that reads the same rows and inserts them into a second file.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { rows: { type: "string", default: "1000000" }, folder: { type: "string", default: tmpdir() } },
  });
  const rows = Number(values.rows);
  mkdirSync(values.folder, { recursive: true });
  const folder = mkdtempSync(join(values.folder, "pairkeeper-bench-"));
  try {
    await makeDeployment(folder);
    const places: Places = {
      data: folder,
      source: poolPlaces(folder, POOL_1).userDatabase,
      standby: poolPlaces(folder, POOL_2).userDatabase,
    };
    const inserted = insertUsers(places.source, POOL_1, rows);
    console.log(`insert with capture          ${perSecond(rows, inserted)}`);
    const bare = bareLoop(places.source, join(folder, "bare.db"), POOL_1);
    console.log(`bare read-and-apply loop     ${perSecond(rows, bare.ms, bare.cpuMs)}`);
    const engine = await drain(places, POOL_1, rows);
    console.log(`engine, change to ack        ${perSecond(rows, engine.ms, engine.cpuMs)}`);
    checkEqual(places);
    console.log(`ratio                        ${(bare.ms / engine.ms).toFixed(2)} (reach 0.50)`);
    console.log(`engine's peak memory         ${Math.round(engine.peakKiB / 1024)} MiB (reach 400)`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function perSecond(rows: number, ms: number, cpuMs: number | null = null): string {
  const rate = Math.round((rows / ms) * 1000).toLocaleString("en");
  const cpu = cpuMs === null ? "" : `, ${(cpuMs / 1000).toFixed(2)} s of processor`;
  return `${rate.padStart(9)} rows/s  (${(ms / 1000).toFixed(2)} s${cpu})`;
}

/** A figure of rows that did not all arrive would be worth nothing. */
function checkEqual({ source, standby }: Places): void {
  const db = new DatabaseSync(source, { readOnly: true });
  db.exec(`ATTACH '${standby}' AS other`);
  const differing = db.prepare(
    `SELECT count(*) AS n FROM (SELECT * FROM users EXCEPT SELECT * FROM other.users
     UNION ALL SELECT * FROM (SELECT * FROM other.users EXCEPT SELECT * FROM users))`,
  );
  const n = Number(differing.get()?.n);
  db.close();
  if (n > 0) throw new Error(`${n} rows differ`);
}
