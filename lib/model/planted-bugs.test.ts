import { expect, test } from "vitest";
import { PLANTED_BUGS } from "./planted-bugs.ts";
import { tryHistories } from "./try-histories.ts";

/** As many as `npm test` plays without a bug. */
const HISTORIES = 200;

test.each(Object.entries(PLANTED_BUGS))("the twin finds out that %s", { timeout: 600_000 }, async (_name, bug) => {
  const { violation } = await tryHistories({ histories: HISTORIES, seed: 20261122, bug });
  expect(violation).toMatch(/\n=> /);
});
