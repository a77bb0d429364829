import { expect, test } from "vitest";
import { POOL_1 as P1, POOL_2 as P2 } from "#lib/testkit/evidence.ts";
import { type GroupGrant, grantOf } from "./setting.ts";

const GRANTS: readonly GroupGrant[] = [
  { group: "everybody", role: "viewer", pools: "all" },
  { group: "ops 1", role: "operator", pools: [P1] },
  { group: "ops 2", role: "operator", pools: [P2] },
  { group: "admins", role: "administrator", pools: "all" },
];

test.each([
  [["nobody's"], null],
  [[], null],
  [["everybody"], { role: "viewer", pools: "all" }],
  [["everybody", "ops 1"], { role: "operator", pools: [P1] }],
  [["ops 2", "ops 1"], { role: "operator", pools: [P1, P2] }],
  [["ops 1", "admins", "nobody's"], { role: "administrator", pools: "all" }],
  [["Admins"], null],
])("the groups %j give %j", (groups, grant) => {
  expect(grantOf(groups, GRANTS)).toEqual(grant);
});
