import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { exposition } from "#lib/domain/exposition.ts";
import type { LaneTrail } from "#lib/domain/trail.ts";
import { aFault } from "#lib/testkit/builders.ts";
import { type Console, openConsole } from "#lib/testkit/console.ts";
import { anExportReport, LANE, POOL_1, POOL_2, PRESENCE } from "#lib/testkit/evidence.ts";
import { type ReadFamily, readExposition } from "#lib/testkit/read-exposition.ts";
import { getMetrics } from "./get-metrics.ts";

let world: Console;
beforeEach(async () => {
  world = await openConsole();
});
afterEach(() => world.close());

const RULES_FILE = join(import.meta.dirname, "..", "observe", "alerts", "pairkeeper.rules.yml");
const RULES = readFileSync(RULES_FILE, "utf8");
const textOf = async () => exposition(await getMetrics(world.context("scraper")));
const read = async () => readExposition(await textOf());

/** The value of one series; null when it is not there. */
function figureOf(
  families: ReadonlyMap<string, ReadFamily>,
  name: string,
  labels: Readonly<Record<string, string>> = {},
) {
  const base = families.get(name) ?? families.get(name.replace(/_(bucket|sum|count)$/, ""));
  const fits = base?.samples.filter(
    (sample) => sample.name === name && Object.entries(labels).every(([key, value]) => sample.labels[key] === value),
  );
  expect(fits?.length ?? 0, name).toBeLessThanOrEqual(1);
  return fits?.[0]?.value ?? null;
}

/** Every state that is said to hold. */
const holding = (families: ReadonlyMap<string, ReadFamily>) =>
  [...families.values()]
    .filter(({ name }) => name.endsWith("_state"))
    .flatMap(({ samples }) => samples.filter(({ value }) => value === 1).map(({ labels }) => labels.state));

const THERE = { from: POOL_1, to: POOL_2, module: PRESENCE };

async function someCycles() {
  const trail: LaneTrail = {
    lane: LANE,
    cycles: [
      {
        beganAt: world.now - 9_000,
        endedAt: world.now - 7_000,
        items: 3,
        bytes: 30,
        packages: 1,
        end: "limit",
        code: null,
      },
      {
        beganAt: world.now - 900,
        endedAt: world.now - 500,
        items: 0,
        bytes: 0,
        packages: 0,
        end: "through",
        code: null,
      },
    ],
    packages: [
      {
        epoch: 1,
        seq: 1,
        items: 3,
        bytes: 30,
        publishedAt: world.now - 7_000,
        ackedAt: world.now - 4_000,
        returnedAt: null,
      } as never,
    ],
  };
  const traffic = { sentItems: 3, sentBytes: 30, ackedItems: 2, ackedBytes: 20 };
  const counted = { pendingItems: 5, unackedPackages: 1, oldestChangeAt: world.now - 61_000, traffic };
  await world.say({ exports: [anExportReport(world.now, { lane: LANE, ...counted })], trails: [trail] });
}

test("a copy tells its age at risk, what waits, and its state among all states", async () => {
  await someCycles();
  const families = await read();
  expect(figureOf(families, "pairkeeper_at_risk_seconds", THERE)).toBe(61);
  expect(figureOf(families, "pairkeeper_pending_items", THERE)).toBe(5);
  expect(figureOf(families, "pairkeeper_unacked_packages", THERE)).toBe(1);
  expect(figureOf(families, "pairkeeper_sent_bytes_total", THERE)).toBe(30);
  expect(figureOf(families, "pairkeeper_acked_items_total", THERE)).toBe(2);
  expect(figureOf(families, "pairkeeper_engine_up")).toBe(1);
  const states = families
    .get("pairkeeper_export_state")
    ?.samples.filter(({ labels }) => labels.module === PRESENCE && labels.from === POOL_1);
  expect(states?.map(({ labels }) => labels.state).sort()).toEqual([
    "ErrorState",
    "FinalState",
    "NonSteadyState",
    "NotInitialized",
    "SteadyState",
    "Unknown",
  ]);
  expect(states?.reduce((sum, { value }) => sum + value, 0)).toBe(1);
});

test("cycles and acks are counted by how they ended and how long they took, the same word twice once", async () => {
  await someCycles();
  await someCycles();
  const families = await read();
  for (const [end, count] of [
    ["limit", 1],
    ["through", 1],
    ["failed", 0],
  ] as const)
    expect(figureOf(families, "pairkeeper_cycles_total", { ...THERE, end }), end).toBe(count);
  const bucket = (le: string) => figureOf(families, "pairkeeper_cycle_duration_seconds_bucket", { ...THERE, le });
  expect([bucket("0.1"), bucket("0.5"), bucket("1"), bucket("5"), bucket("+Inf")]).toEqual([0, 1, 1, 2, 2]);
  expect(figureOf(families, "pairkeeper_cycle_duration_seconds_sum", THERE)).toBe(2.4);
  expect(figureOf(families, "pairkeeper_ack_delay_seconds_count", THERE)).toBe(1);
  expect(figureOf(families, "pairkeeper_ack_delay_seconds_sum", THERE)).toBe(3);
});

test("when nothing is heard for 15 s every state is Unknown, and no figure of before stands there (A2)", async () => {
  await world.say();
  expect(holding(await read())).toContain("FinalState");
  world.clock.travel(15_001);
  const families = await read();
  expect(new Set(holding(families))).toEqual(new Set(["Unknown"]));
  expect(figureOf(families, "pairkeeper_engine_up")).toBe(0);
  for (const name of ["at_risk_seconds", "pending_items", "pending_bytes", "unacked_packages", "sent_items_total"])
    expect(families.has(`pairkeeper_${name}`), name).toBe(false);
});

test("of a pool that another service runs that one tells; what this one runs is Unknown when it is silent (A2)", async () => {
  await world.say();
  world.pools = new Set([POOL_1]);
  const told = async () => {
    const families = await read();
    const owners = (name: string, label: string) => {
      const samples = families.get(`pairkeeper_${name}`)?.samples ?? [];
      return [...new Set(samples.map(({ labels }) => labels[label]))];
    };
    expect(owners("export_state", "from")).toEqual([POOL_1]);
    expect(owners("import_state", "to")).toEqual([POOL_1]);
    for (const name of ["pool_export_state", "pool_import_state"]) expect(owners(name, "pool")).toEqual([POOL_1]);
    for (const { name, samples } of families.values())
      if (name.endsWith("_timestamp_seconds"))
        expect(samples.map(({ labels }) => labels.from ?? POOL_1)).not.toContain(POOL_2);
    return holding(families);
  };
  expect(await told()).toContain("FinalState");
  expect(await told()).not.toContain("Unknown");
  world.clock.travel(15_001);
  expect(new Set(await told())).toEqual(new Set(["Unknown"]));
});

test("the word of a run that has ended is none", async () => {
  await world.say();
  world.runId = null;
  const families = await read();
  expect(new Set(holding(families))).toEqual(new Set(["Unknown"]));
  expect(families.has("pairkeeper_pending_items")).toBe(false);
});

test("names, and pools of former pairs, are no labels", async () => {
  const fault = { ...aFault(world.now), sentence: "Row sip:grace@example.com", path: "users/sip:grace@example.com" };
  await someCycles();
  await world.say({ exports: [anExportReport(world.now, { lane: LANE, attempt: { is: "failed", fault } })] });
  const text = await textOf();
  expect(text).toContain('pairkeeper_export_state{from="pool1.pairkeeper.test"');
  expect(text).not.toMatch(/grace|ada/);
  expect(new Set([...text.matchAll(/([a-z]+)="/g)].map(([, label]) => label))).toEqual(
    new Set(["pool", "partner", "state", "from", "to", "module", "end", "le"]),
  );
  await world.ledger.doors.unpair({ a: POOL_1, b: POOL_2 }, world.context().actor);
  expect(await textOf()).not.toContain("pool1");
});

test("whoever is no more than a screen is refused", async () => {
  await expect(getMetrics(world.context("display"))).rejects.toMatchObject({ code: "not-allowed" });
  await expect(getMetrics(world.context("viewer"))).resolves.not.toEqual([]);
});

test("the alert rules ask for metrics that are there, with labels that they have", async () => {
  await someCycles();
  const families = await read();
  const asked = [...RULES.matchAll(/expr: (.+)/g)].map(([, expr = ""]) => expr);
  expect(asked.length).toBeGreaterThan(8);
  for (const expr of asked)
    for (const [, name = "", , state] of expr.matchAll(/(pairkeeper_[a-z_]+)(\{state="(\w+)"\})?/g)) {
      const found = families.get(name)?.samples.filter(({ labels }) => state === undefined || labels.state === state);
      expect(found?.length ?? 0, `${name} in ${expr}`).toBeGreaterThan(0);
    }
});

test("the alert rules hold for several services that one Prometheus asks", () => {
  const exprOf = (alert: string) => new RegExp(`alert: ${alert}\\n +expr: (.+)`).exec(RULES)?.[1];
  expect(exprOf("PairkeeperBeyondTarget")).toContain("> on (job, instance) group_left () pairkeeper_at_risk_target");
  expect(exprOf("PairkeeperNotReached")).toBe('up{job="pairkeeper"} == 0 or absent(pairkeeper_engine_up)');
  expect(RULES).not.toContain("on ()");
  const readme = readFileSync(join(import.meta.dirname, "..", "..", "README.md"), "utf8");
  expect(readme).toContain("job_name: pairkeeper\n");
});

/** A check more where it is installed; the reader above is always there. */
const hasPromtool = spawnSync("promtool", ["--version"]).status === 0;

test("promtool, where it is installed, finds nothing in the metrics and in the rules", async () => {
  await someCycles();
  const input = await textOf();
  expect(() => readExposition(input)).not.toThrow();
  if (!hasPromtool) return;
  const metrics = spawnSync("promtool", ["check", "metrics"], { input, encoding: "utf8" });
  expect([metrics.status, metrics.stderr]).toEqual([0, ""]);
  const rules = spawnSync("promtool", ["check", "rules", RULES_FILE], { encoding: "utf8" }); // older ones read no standard input
  expect([rules.status, rules.stderr]).toEqual([0, ""]);
});
