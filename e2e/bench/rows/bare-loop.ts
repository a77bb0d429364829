import { DatabaseSync } from "node:sqlite";

const A_TRANSACTION = 1000;

/** One SELECT over the source's rows, one INSERT a row into a second file with the same table and no triggers. */
export function bareLoop(sourcePath: string, targetPath: string, home: string): { ms: number; cpuMs: number } {
  const source = new DatabaseSync(sourcePath, { readOnly: true });
  const target = new DatabaseSync(targetPath);
  target.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
  target.exec(String(source.prepare("SELECT sql FROM sqlite_master WHERE name = 'users'").get()?.sql));
  const began = performance.now();
  const cpu = process.cpuUsage();
  const select = source.prepare("SELECT * FROM users WHERE home_pool = ?");
  const insert = target.prepare("INSERT INTO users VALUES (?, ?, ?, ?, ?, ?)");
  let rows = 0;
  target.exec("BEGIN IMMEDIATE");
  for (const row of select.iterate(home)) {
    const { sip_uri, display_name, enabled, settings, updated_at, home_pool } = row;
    insert.run(
      sip_uri as string,
      display_name as string,
      enabled as number,
      settings as string,
      updated_at as string,
      home_pool as string,
    );
    rows += 1;
    if (rows % A_TRANSACTION === 0) target.exec("COMMIT; BEGIN IMMEDIATE");
  }
  target.exec("COMMIT");
  const ms = performance.now() - began;
  const { user, system } = process.cpuUsage(cpu);
  source.close();
  target.close();
  return { ms, cpuMs: (user + system) / 1000 };
}
