import { readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { POOL_1, POOL_2 } from "#lib/testkit/evidence.ts";
import { FakeClock } from "#lib/testkit/fake-clock.ts";
import { tempFolder } from "#lib/testkit/temp-folder.ts";
import { openScanList } from "./scan-list.ts";
import { makeUserStore } from "./user-store/make-user-store.ts";
import { openUserStore } from "./user-store/user-store.ts";

const folder = tempFolder();
const clock = new FakeClock();
const identity = { pool: POOL_1, partner: POOL_2, storeId: "store 1", storeEpoch: 1 };

const damages: readonly (readonly [what: string, damage: (path: string) => void])[] = [
  ["is text", (path) => writeFileSync(path, "these are no tables, but words ".repeat(400))],
  ["was cut off", (path) => truncateSync(path, 4096 + 100)],
  [
    "was overwritten",
    (path) => {
      const bytes = readFileSync(path);
      bytes.fill(0xa5, 100, 4096);
      writeFileSync(path, bytes);
    },
  ],
];

test.each(damages)("a user database that %s is refused by its name and place, and left as it was", (_what, damage) => {
  const path = join(folder(), "user.db");
  makeUserStore(path, identity, [POOL_1, POOL_2], []);
  damage(path);
  const before = readFileSync(path);
  expect(() => openUserStore(path, identity, clock, [])).toThrow(
    expect.objectContaining({
      code: "database-unreachable",
      path,
      message: expect.stringMatching(/^The user database of pool1\.pairkeeper\.test is damaged: .*good copy/),
    }),
  );
  expect(readFileSync(path).equals(before)).toBe(true);
});

test.each(damages)(
  "a scan list that %s is refused by its name and place: what to do with it is said",
  (_what, damage) => {
    const path = join(folder(), "scan.db");
    openScanList(path, "store 1/1", clock).close();
    damage(path);
    expect(() => openScanList(path, "store 1/1", clock)).toThrow(
      expect.objectContaining({
        code: "database-unreachable",
        path,
        message: expect.stringMatching(/^The scan list is damaged: .*Move it away/),
      }),
    );
  },
);
