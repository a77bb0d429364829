import { expect, test } from "vitest";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { sightOf } from "./sight.ts";

const OWN = "pool1.x.test" as PoolFqdn;
const OTHERS = ["backup-pool1.x.test", "eu.pool1.x.test", "pool1.x.test.lab", "ool1.x.test", "zz.test"] as PoolFqdn[];
const { tellsOfOthers, tellsOfSeen } = sightOf([OWN], { pools: [OWN, ...OTHERS], pairs: [], cmsMaster: null });

test.each(OTHERS)("%s is not the own pool, whichever name stands in the other", (pool) => {
  for (const thing of [pool, `${pool.toUpperCase()}.`, { a: [`before\n${pool}\tafter`] }, { [pool]: OWN }]) {
    expect(tellsOfOthers(thing, OWN)).toBe(true);
    expect(tellsOfOthers(OWN, thing)).toBe(true);
  }
  expect(tellsOfSeen(pool)).toBe(false);
});

test.each([OWN, "POOL1.x.Test.", `from\n${OWN}`, `https://${OWN}/a`, { [OWN]: [`"${OWN}"`] }])(
  "%j tells of the own pool alone",
  (thing) => {
    expect([tellsOfSeen(thing), tellsOfOthers(thing)]).toEqual([true, false]);
  },
);

test("who sees another pool whose name ends in that of an unseen one is told of theirs", () => {
  const [eu = OWN] = OTHERS.slice(1);
  const sight = sightOf([eu], { pools: [OWN, eu], pairs: [], cmsMaster: null });
  expect([sight.tellsOfOthers(eu), sight.tellsOfOthers(eu, OWN)]).toEqual([false, true]);
});
