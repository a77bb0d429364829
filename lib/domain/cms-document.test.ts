import { expect, test } from "vitest";
import {
  type CmsDocument,
  compareIssues,
  holdAgainst,
  nextIssues,
  type Published,
  wantedDocuments,
} from "./cms-document.ts";
import { DEFAULT_CONFIGURATION } from "./configuration.ts";
import type { PoolFqdn } from "./pool.ts";

const A = "a.x" as PoolFqdn;
const B = "b.x" as PoolFqdn;
const wanted = (topology: string, configuration = "c") => [
  { name: "configuration", content: configuration },
  { name: "topology", content: topology },
];
const numbers = (issues: readonly Published[]) =>
  issues.map(({ name, masterEpoch, version }) => `${name} ${masterEpoch}.${version}`);

test("the first issues are of epoch 1 and version 1; the same again is no new issue", () => {
  const first = nextIssues([], A, wanted("t"));
  expect(numbers(first)).toEqual(["configuration 1.1", "topology 1.1"]);
  expect(nextIssues(first, A, wanted("t"))).toEqual(first);
});

test("what changed gets the next version, and nothing else does", () => {
  const issues = nextIssues(nextIssues([], A, wanted("t")), A, wanted("t2"));
  expect(numbers(issues)).toEqual(["configuration 1.1", "topology 1.2"]);
  // back to what it said before is a change like any other: a version never means two things
  expect(numbers(nextIssues(issues, A, wanted("t")))).toEqual(["configuration 1.1", "topology 1.3"]);
});

test("another master issues everything anew in a higher epoch, also when it comes back", () => {
  const first = nextIssues([], A, wanted("t"));
  const second = nextIssues(first, B, wanted("t2"));
  expect(numbers(second)).toEqual(["configuration 2.2", "topology 2.2"]);
  expect(numbers(nextIssues(second, A, wanted("t")))).toEqual(["configuration 3.3", "topology 3.3"]);
});

test("an epoch that only one document reached is everybody's", () => {
  const first = nextIssues([], A, wanted("t"));
  const [configuration, topology] = nextIssues(first, B, wanted("t"));
  const torn = [first[0], topology].filter((one) => one !== undefined);
  expect(numbers(nextIssues(torn, B, wanted("t")))).toEqual(["configuration 2.2", "topology 2.2"]);
  expect(configuration).toBeDefined();
});

test("an epoch outweighs any version", () => {
  const issue = (masterEpoch: number, version: number): CmsDocument => ({
    name: "n",
    masterEpoch,
    version,
    content: "",
  });
  expect(compareIssues(issue(2, 1), issue(1, 99))).toBeGreaterThan(0);
  expect(compareIssues(issue(1, 1), issue(1, 2))).toBeLessThan(0);
  expect(compareIssues(issue(1, 1), issue(1, 1))).toBe(0);
});

const issued: CmsDocument = { name: "topology", masterEpoch: 2, version: 5, content: "{}" };

test.each<[what: string, standing: CmsDocument[], sound: number, missing: number, strange: string[]]>([
  ["as issued", [issued], 1, 0, []],
  ["not there", [], 0, 1, []],
  ["an older issue", [{ ...issued, version: 4 }], 0, 1, []],
  ["of an older epoch, whatever its version", [{ ...issued, masterEpoch: 1, version: 9 }], 0, 1, []],
  ["other content under its number", [{ ...issued, content: "[]" }], 0, 0, ["topology altered"]],
  ["a version that was never given", [{ ...issued, version: 6 }], 0, 0, ["topology later"]],
  ["an epoch that never began", [{ ...issued, masterEpoch: 3, version: 1 }], 0, 0, ["topology later"]],
  ["another name beside it", [issued, { ...issued, name: "rogue" }], 1, 0, ["rogue foreign"]],
])("what stands is %s", (_what, standing, sound, missing, strange) => {
  const held = holdAgainst([issued], standing);
  expect([held.sound.length, held.missing.length]).toEqual([sound, missing]);
  expect(held.strange.map(({ name, how }) => `${name} ${how}`)).toEqual(strange);
});

test("topology and configuration are published, whatever the order in which they were read", () => {
  const pools = [A, B];
  const topology = { pools, pairs: [{ a: A, b: B }], cmsMaster: A };
  const turned = { cmsMaster: A, pairs: [{ b: B, a: A }], pools };
  const documents = wantedDocuments(topology, DEFAULT_CONFIGURATION);
  expect(documents.map(({ name }) => name)).toEqual(["configuration", "topology"]);
  expect(wantedDocuments(turned, DEFAULT_CONFIGURATION)).toEqual(documents);
  expect(JSON.parse(documents[1]?.content ?? "")).toEqual(topology);
});
