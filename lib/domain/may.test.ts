import { expect, test } from "vitest";
import { lacking, may } from "./may.ts";
import type { PoolFqdn } from "./pool.ts";
import type { Reach } from "./reach.ts";
import type { Role } from "./role.ts";

const [P1, P2] = ["p1.pairkeeper.test", "p2.pairkeeper.test"] as [PoolFqdn, PoolFqdn];

test.each<[role: Role, pools: Reach, needed: Role, on: PoolFqdn | undefined, lacks: string | null]>([
  ["operator", "all", "operator", undefined, null],
  ["operator", [P1], "operator", P1, null],
  ["operator", [P1], "operator", P2, `operator for ${P2}`],
  ["operator", [P1], "operator", undefined, "operator for all pools"],
  ["viewer", [P1], "operator", P2, "operator"],
  ["viewer", [P1], "viewer", P2, null],
  ["viewer", [P1], "viewer", undefined, null],
])("a %s of %j for what needs %s on %s", (role, pools, needed, on, lacks) => {
  expect([lacking({ role, pools }, needed, on), may({ role, pools }, needed, on)]).toEqual([lacks, lacks === null]);
});
