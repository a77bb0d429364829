import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { openLedger } from "#lib/stores/sqlite/ledger/open-ledger.ts";
import { FakeClock } from "#lib/testkit/fake-clock.ts";
import { tempFolder } from "#lib/testkit/temp-folder.ts";
import { COPY_EVERY_MS, keepLedgerCopies } from "./keep-ledger-copies.ts";
import { copyLedgerOf, ledgerCopies } from "./ledger-copies.ts";

const folder = tempFolder();
const MINUTE = 60_000;
let clock: FakeClock;
beforeEach(async () => {
  clock = new FakeClock();
  await (await openLedger(join(folder(), "ledger.db"), clock)).close();
});

const copyNow = async () => (await copyLedgerOf(folder(), clock.now(), "scheduled")).why === "scheduled";
const scheduled = () => ledgerCopies(folder()).filter(({ why }) => why === "scheduled");

/** Keeps copies for so long by a clock that travels. */
async function keepFor(ms: number, copy: () => Promise<boolean> = copyNow): Promise<void> {
  const closing = new AbortController();
  const end = clock.elapsed() + ms;
  clock.meanwhile = async () => {
    if (clock.elapsed() >= end) closing.abort();
  };
  await keepLedgerCopies(folder(), { clock, copy, signal: closing.signal });
}

test("the ledger is copied at once and then every six hours, however often the service starts", async () => {
  await copyLedgerOf(folder(), clock.now() - MINUTE, "by-hand");
  for (let start = 0; start < 3; start++) await keepFor(MINUTE);
  expect(scheduled()).toHaveLength(1);
  await keepFor(COPY_EVERY_MS);
  expect(scheduled()).toHaveLength(2);
  clock.set(-30 * 24 * 60 * MINUTE); // a clock that was far ahead
  await keepFor(MINUTE);
  expect(scheduled()).toHaveLength(3);
});

test("a copy that fails is tried again after an hour", async () => {
  const tries: number[] = [];
  await keepFor(150 * MINUTE, async () => {
    tries.push(clock.elapsed() / MINUTE);
    if (tries.length === 1) throw new Error("the disk is full");
    return tries.length === 2 ? false : copyNow();
  });
  expect(tries).toEqual([0, 60, 120]);
  expect(scheduled()).toHaveLength(1);
});

test("what a copy left that was cut off is taken away", async () => {
  mkdirSync(join(folder(), "copies"));
  writeFileSync(join(folder(), "copies", ".draft-77-ledger.db"), "half");
  await keepFor(MINUTE, async () => true);
  expect(readdirSync(join(folder(), "copies"))).toEqual([]);
});
