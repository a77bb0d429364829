import { expect, test } from "vitest";
import { PLANTED_BUGS } from "./planted-bugs.ts";
import { tryHistories } from "./try-histories.ts";

/** As many as `npm test` plays without a bug. */
const HISTORIES = 200;
const FIRST = { seed: 20261122, from: 0 };

/** Where other histories come to it sooner than the first ones that `npm test` plays. */
const SOONER: Readonly<Record<string, typeof FIRST>> = {
  "a restore overwrites what is newer": { seed: 206, from: 34 },
  "a package is imported without a look at its checksums": { seed: 4, from: 24 },
  "what could not be written counts as sent": { seed: 20261122, from: 16 },
};

test.each(Object.entries(PLANTED_BUGS))("the twin finds out that %s", { timeout: 600_000 }, async (name, bug) => {
  const { violation } = await tryHistories({ histories: HISTORIES, ...(SOONER[name] ?? FIRST), bug });
  expect(violation).toMatch(/\n=> /);
});
