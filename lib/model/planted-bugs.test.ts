import { expect, test } from "vitest";
import { PLANTED_BUGS } from "./planted-bugs.ts";
import { tryHistories } from "./try-histories.ts";

/** As many as `npm test` plays without a bug. */
const HISTORIES = 200;
const SEED = 20261122;

/** Where a history comes to it, a short one where one was found: from there on they are tried, elsewhere from the first. */
const SOONER: Readonly<Record<string, { readonly seed?: number; readonly from: number }>> = {
  "an ack is lost": { from: 11 },
  "an ack clears everything up to a number, newer entries too": { from: 249 },
  "an import has its effect twice, the second time late": { from: 11 },
  "what was Final once stays so: the evidence is not read again": { from: 11 },
  "a deletion is missed": { from: 249 },
  "a loss is passed on: nothing is ever held": { from: 5 },
  "a lost folder is taken for one that is empty: its files for deletions": { from: 16 },
  "a restore is called whole before its last item is there": { from: 1 },
  "what is adopted is exported before it is whole: what it lacks is deleted on the standby": { from: 251 },
  "an adoption takes what stands for all there is: what does not is deleted on the standby": { from: 251 },
  "a package is imported without a look at its checksums": { from: 422 },
  "what could not be written counts as sent": { from: 17 },
  "rows of one pair are imported into another one's database": { from: 3 },
  "a compare takes whatever differs for what is on its way": { from: 24 },
  "a compare counts as equal what it told apart": { from: 24 },
  "a restore overwrites what is newer": { seed: 206, from: 35 },
};

test.each(Object.entries(PLANTED_BUGS))("the twin finds out that %s", { timeout: 600_000 }, async (name, bug) => {
  const { seed = SEED, from = 0 } = SOONER[name] ?? {};
  const { violation } = await tryHistories({ histories: HISTORIES, seed, from, bug });
  expect(violation).toMatch(/\n=> /);
});
