import fc from "fast-check";
import { expect, test } from "vitest";
import { POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { laneName } from "./lane.ts";
import { type PoolFqdn, partnerIn, poolFqdn, shortName } from "./pool.ts";

const LABEL_63 = "a".repeat(63);

test.each([
  ["any case", "Pool1.Pairkeeper.TEST", "pool1.pairkeeper.test"],
  ["a trailing dot", "pool1.pairkeeper.test.", "pool1.pairkeeper.test"],
  ["spaces around", "  pool1.pairkeeper.test\n", "pool1.pairkeeper.test"],
  ["two labels", "pool1.test", "pool1.test"],
  ["digits and hyphens within", "3-a--b.7", "3-a--b.7"],
  ["labels of 63", `${LABEL_63}.test`, `${LABEL_63}.test`],
  ["253 characters", `${`${LABEL_63}.`.repeat(3)}${"b".repeat(61)}`, `${`${LABEL_63}.`.repeat(3)}${"b".repeat(61)}`],
])("%s is read as one name (DOMAIN 10 no. 26)", (_sentence, text, name) => {
  expect(poolFqdn(text)).toBe(name);
});

test.each([
  ["nothing", ""],
  ["a bare host", "pool1"],
  ["a bare dot", "."],
  ["two trailing dots", "pool1.test.."],
  ["an empty label", "pool1..test"],
  ["a leading dot", ".pool1.test"],
  ["a hyphen in front", "-pool1.test"],
  ["a hyphen behind", "pool1-.test"],
  ["an underscore", "pool_1.test"],
  ["a space within", "pool 1.test"],
  ["a path", "../pool1.test"],
  ["a slash", "pool1.test/a"],
  ["a letter beyond ASCII", "pöol1.test"],
  ["a label of 64", `${LABEL_63}a.test`],
  ["254 characters", `${`${LABEL_63}.`.repeat(3)}${"b".repeat(62)}`],
])("%s is no pool: %j", (_sentence, text) => {
  expect(poolFqdn(text)).toBeNull();
});

test("whatever is read can be a folder's name, and is read again as itself", () => {
  const label = fc.stringMatching(/^[A-Za-z0-9-]{1,8}$/);
  const text = fc.oneof(
    fc.string(),
    fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join(".")),
  );
  fc.assert(
    fc.property(text, (typed) => {
      const name = poolFqdn(typed);
      if (name === null) return;
      expect(name).toMatch(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/);
      expect(poolFqdn(name)).toBe(name);
    }),
    { numRuns: 1000 },
  );
});

test("each pool of a pair has the other as its partner, and a stranger has none", () => {
  const pair = { a: POOL_1, b: POOL_2 };
  expect(partnerIn(pair, POOL_1)).toBe(POOL_2);
  expect(partnerIn(pair, POOL_2)).toBe(POOL_1);
  expect(partnerIn(pair, "pool3.pairkeeper.test" as PoolFqdn)).toBeNull();
});

test("a pool's short name is its first label, and a lane is named by two of them", () => {
  expect(shortName(POOL_1)).toBe("pool1");
  expect(laneName({ from: POOL_1, to: POOL_2, module: PRESENCE })).toBe("pool1->pool2 UserServices.PresenceFocus");
});
