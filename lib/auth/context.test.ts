import { expect, test } from "vitest";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { Reach } from "#lib/domain/reach.ts";
import type { ActorRole } from "#lib/domain/role.ts";
import { anActor, POOL_1, POOL_2 } from "#lib/testkit/evidence.ts";
import { FakeClock } from "#lib/testkit/fake-clock.ts";
import { FRESH_MS, requireConfirmed, requireRole } from "./context.ts";

const UNKNOWN = "pool9.pairkeeper.test" as PoolFqdn;

/** What somebody is told, and what the audit is. */
function tried(pools: Reach, role: ActorRole, needed: ActorRole, pool?: PoolFqdn) {
  const left: string[] = [];
  try {
    requireRole(
      { actor: anActor({ role, pools }), notes: { refused: (_, sentence) => left.push(sentence) } },
      needed,
      pool,
    );
    return { left };
  } catch (thrown) {
    return { thrown, left };
  }
}

test("who acts reaches the pool; the whole deployment is reached by who reaches all", () => {
  expect(tried([POOL_1], "operator", "operator", POOL_1)).toEqual({ left: [] });
  expect(tried("all", "operator", "operator")).toEqual({ left: [] });
  const sentence = `ada is operator of ${POOL_1} alone, and this acts on ${POOL_2}.`;
  expect(tried([POOL_1], "operator", "operator", POOL_2)).toEqual({
    thrown: expect.objectContaining({ code: "not-allowed", sentence }),
    left: [sentence],
  });
  const whole = `ada is administrator of ${POOL_1} alone, and this is of the whole deployment.`;
  expect(tried([POOL_1], "administrator", "administrator").left).toEqual([whole]);
});

test("a pool out of reach is refused like one that is not there", () => {
  const told = (pool: PoolFqdn) => JSON.stringify(tried([POOL_1], "operator", "operator", pool)).replaceAll(pool, "it");
  expect(told(POOL_2)).toBe(told(UNKNOWN));
});

test("who has too little a role is told that, whatever they reach", () => {
  for (const pool of [POOL_1, POOL_2, UNKNOWN])
    expect(tried([POOL_1], "viewer", "operator", pool).left).toEqual([
      `ada is viewer, and this needs operator on ${pool}.`,
    ]);
});

test("looking is no act: what there is to see is another matter", () => {
  expect(tried([POOL_1], "viewer", "viewer", POOL_2)).toEqual({ left: [] });
});

test("what is confirmed first says why: one sentence for what stays done, another for what decides who may come in", () => {
  const late = { actor: anActor({ confirmedAt: 0 }), clock: new FakeClock(FRESH_MS + 1) };
  const refused = (sentence: string) => expect.objectContaining({ code: "confirm-first", sentence });
  expect(() => requireConfirmed(late, "for-good")).toThrow(
    refused("This cannot be taken back. Show first that it is you."),
  );
  expect(() => requireConfirmed(late, "way-in")).toThrow(
    refused("This decides who may come in. Show first that it is you."),
  );
});
