import { expect, test } from "vitest";
import { type CmsRole, exportsAs, importsAs, roleIn } from "./cms-role.ts";
import type { PoolFqdn } from "./pool.ts";
import type { Topology } from "./topology.ts";

const [a, b, c, d] = ["a.x", "b.x", "c.x", "d.x"].map((name) => name as PoolFqdn) as [
  PoolFqdn,
  PoolFqdn,
  PoolFqdn,
  PoolFqdn,
];
const topology = (cmsMaster: PoolFqdn | null): Topology => ({
  pools: [a, b, c, d],
  pairs: [
    { a, b },
    { a: c, b: d },
  ],
  cmsMaster,
});

test.each<[pool: PoolFqdn, master: PoolFqdn | null, role: CmsRole]>([
  [a, a, "master"],
  [b, a, "standby"],
  [c, a, "none"],
  [d, a, "none"],
  [a, b, "standby"],
  [b, b, "master"],
  [a, null, "none"],
])("%s, where the master is %s, is %s", (pool, master, role) => {
  expect(roleIn({ category: "CMS" }, topology(master), pool)).toBe(role);
});

test("other modules have no role: every pool runs them", () => {
  expect(roleIn({ category: "UserData" }, topology(a), b)).toBeNull();
  expect(roleIn({ category: "RGS" }, topology(null), c)).toBeNull();
});

test.each<[role: CmsRole | null, exports: boolean, imports: boolean]>([
  [null, true, true],
  ["master", true, false],
  ["standby", false, true],
  ["none", false, false],
])("a pool of role %s exports %s, imports %s", (role, exports, imports) => {
  expect([exportsAs(role), importsAs(role)]).toEqual([exports, imports]);
});
