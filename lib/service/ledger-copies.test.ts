import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openLedger } from "#lib/stores/sqlite/ledger/open-ledger.ts";
import { FakeClock } from "#lib/testkit/fake-clock.ts";
import { tempFolder } from "#lib/testkit/temp-folder.ts";
import { COPY_EVERY_MS, copyLedgerOf, keepLedgerCopies, ledgerCopies } from "./ledger-copies.ts";

const folder = tempFolder();
const MINUTE = 60_000;

/** Keeps copies for so long by a clock that travels; returns what was logged. */
async function keepFor(ms: number, clock: FakeClock): Promise<readonly string[]> {
  const lines: string[] = [];
  const closing = new AbortController();
  const end = clock.elapsed() + ms;
  clock.meanwhile = async () => {
    if (clock.elapsed() >= end) closing.abort();
  };
  await keepLedgerCopies(folder(), { clock, log: (line) => lines.push(line), signal: closing.signal });
  return lines;
}

test("the ledger is copied at once and then every six hours, however often the service starts", async () => {
  const clock = new FakeClock();
  await (await openLedger(join(folder(), "ledger.db"), clock)).close();
  await copyLedgerOf(folder(), clock.now() - MINUTE, "by-hand");
  const scheduled = () => ledgerCopies(folder()).filter(({ why }) => why === "scheduled");
  for (let start = 0; start < 3; start++) expect(await keepFor(MINUTE, clock)).toEqual([]);
  expect(scheduled()).toHaveLength(1);
  await keepFor(COPY_EVERY_MS, clock);
  expect(scheduled()).toHaveLength(2);
  clock.set(-30 * 24 * 60 * MINUTE); // a clock that was far ahead
  await keepFor(MINUTE, clock);
  expect(scheduled()).toHaveLength(3);
});

test("a copy that fails is told once and tried again", async () => {
  const clock = new FakeClock();
  const path = join(folder(), "ledger.db");
  writeFileSync(path, "these are no tables, but words ".repeat(100));
  expect(await keepFor(5 * MINUTE, clock)).toEqual([expect.stringMatching(/^the ledger could not be copied: /)]);
  rmSync(path);
  await (await openLedger(path, clock)).close();
  expect(await keepFor(MINUTE, clock)).toEqual([]);
  expect(ledgerCopies(folder())).toHaveLength(1);
});
