import { Fault } from "#lib/domain/fault.ts";

/** SQLite's primary codes for a file that is no whole database: CORRUPT, NOTADB. */
const DAMAGED = [11, 26];

/** What `open` opens, or the fault that the database at `path` is damaged, by its name and with what to do. */
export function refuseDamaged<T>(path: string, what: string, next: string, open: () => T): T {
  try {
    return open();
  } catch (thrown) {
    const code = thrown instanceof Error && "errcode" in thrown ? Number(thrown.errcode) & 0xff : 0;
    if (!(thrown instanceof Error) || !DAMAGED.includes(code)) throw thrown;
    throw new Fault("database-unreachable", `${what} is damaged: ${thrown.message}. ${next}`, path, thrown);
  }
}
