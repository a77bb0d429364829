import { existsSync, mkdirSync, readdirSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { tempFolder } from "#lib/testkit/temp-folder.ts";
import { type COPY_REASONS, copyName } from "./copies.ts";
import { copyLedger } from "./copy-ledger.ts";
import { openLedger } from "./open-ledger.ts";

const folder = tempFolder();
const NOON = Date.UTC(2026, 10, 29, 12);
const HOUR = 3_600_000;
const MIB = 2 ** 20;
let path: string;
let copies: string;
beforeEach(async () => {
  path = join(folder(), "ledger.db");
  copies = join(folder(), "copies");
  await (await openLedger(path, { now: () => NOON })).close();
});

test("no copy is begun where it would leave less than 512 MiB: the stores of the pools may lie on that disk", async () => {
  const needed = statSync(path).size + 512 * MIB;
  await expect(copyLedger(path, copies, NOON, "scheduled", () => needed - 1)).rejects.toMatchObject({
    code: "refused",
    message: expect.stringMatching(/is not copied: \d+ MB must be free/),
  });
  expect(readdirSync(copies)).toEqual([]);
  await copyLedger(path, copies, NOON, "scheduled", () => needed);
  expect(readdirSync(copies)).toEqual([copyName(NOON, "scheduled")]);
});

test("all copies together take 2 GiB at most, the oldest go first, and the newest two stay whatever they weigh", async () => {
  mkdirSync(copies);
  const lay = (hoursAgo: number, mib: number, why: (typeof COPY_REASONS)[number]) => {
    const copy = join(copies, copyName(NOON - hoursAgo * HOUR, why));
    writeFileSync(copy, "");
    truncateSync(copy, mib * MIB); // a hole: it takes no room
    return copy;
  };
  const [huge, second, third, last] = [
    lay(1, 3_000, "by-hand"),
    lay(2, 900, "scheduled"),
    lay(3, 10, "before-migration"),
    lay(4, 1, "replaced"),
  ];
  await copyLedger(path, copies, NOON, "by-hand");
  expect([existsSync(join(copies, copyName(NOON, "by-hand"))), existsSync(huge)]).toEqual([true, true]);
  expect([second, third, last].map((one) => existsSync(one))).toEqual([false, false, false]);
});
