import { expect, test } from "vitest";
import type { Clock } from "#lib/ports/clock.ts";
import { type EngineEnd, type EngineProcess, superviseEngine } from "./engine-supervisor.ts";

/** A clock that stands still until it is told; sleepers wake when their time has come. */
function travelledClock() {
  let now = 1_000_000;
  let sleepers: { until: number; wake: () => void }[] = [];
  const clock: Clock = {
    now: () => now,
    elapsed: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        sleepers.push({ until: now + ms, wake: resolve });
        signal?.addEventListener("abort", () => resolve(), { once: true });
      }),
  };
  const travel = async (ms: number) => {
    now += ms;
    const due = sleepers.filter((sleeper) => sleeper.until <= now);
    sleepers = sleepers.filter((sleeper) => sleeper.until > now);
    for (const sleeper of due) sleeper.wake();
    await settled();
  };
  return { clock, travel };
}

/** Lets every promise that can go on do so. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

type FakeEngine = {
  runId: string;
  signals: string[];
  end: (how: string, beginsAnew?: boolean) => Promise<void>;
  obeys: boolean;
};

function world() {
  const { clock, travel } = travelledClock();
  const engines: FakeEngine[] = [];
  const lines: string[] = [];
  const start = (runId: string): EngineProcess => {
    const { promise, resolve } = Promise.withResolvers<EngineEnd>();
    const end = (how: string, beginsAnew = false) => {
      resolve({ how, beginsAnew });
      return settled();
    };
    const engine: FakeEngine = { runId, signals: [], end, obeys: true };
    engines.push(engine);
    return {
      exited: promise,
      signal(signal) {
        engine.signals.push(signal);
        if (engine.obeys || signal === "SIGKILL") resolve({ how: signal, beginsAnew: false });
      },
    };
  };
  const supervisor = superviseEngine({
    start,
    newRunId: () => `run-${engines.length + 1}`,
    clock,
    log: (line) => lines.push(line),
  });
  const latest = () => {
    const engine = engines.at(-1);
    if (!engine) throw new Error("no engine was started");
    return engine;
  };
  return { clock, travel, engines, lines, supervisor, watch: supervisor.watch, latest };
}

test("one engine is started at once, and the watch names its run", () => {
  const { watch, engines, clock } = world();
  expect(engines).toHaveLength(1);
  expect(watch.now()).toEqual({ running: true, runId: "run-1", since: clock.now(), exits: 0 });
});

test("an exit is known at once, with its moment, and the log says how", async () => {
  const { watch, latest, travel, clock, lines } = world();
  await travel(5_000);
  await latest().end("SIGKILL");
  expect(watch.now()).toEqual({ running: false, runId: null, since: clock.now(), exits: 1 });
  expect(lines).toEqual(["engine run run-1 ended: SIGKILL"]);
});

test("the next run has an id of its own", async () => {
  const { watch, latest, travel } = world();
  await latest().end("code 1");
  await travel(250);
  expect(watch.now()).toMatchObject({ running: true, runId: "run-2", exits: 1 });
});

test("an engine that keeps dying young is restarted later and later, up to ten seconds", async () => {
  const { engines, latest, travel } = world();
  for (const wait of [250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]) {
    const before = engines.length;
    await latest().end("code 1");
    await travel(wait - 1);
    expect(engines).toHaveLength(before);
    await travel(1);
    expect(engines).toHaveLength(before + 1);
  }
});

test("half a minute of life makes the next restart quick again", async () => {
  const { engines, latest, travel } = world();
  await latest().end("code 1");
  await travel(250);
  await latest().end("code 1");
  await travel(500);
  await travel(30_000);
  await latest().end("code 1");
  await travel(250);
  expect(engines).toHaveLength(4);
});

test("one that asks to begin anew is started at once, and its waits are as they were", async () => {
  const { engines, latest, travel } = world();
  await latest().end("code 1");
  await travel(250);
  await travel(5_000);
  await latest().end("code 75", true);
  expect(engines).toHaveLength(3);
  await latest().end("code 1");
  await travel(499);
  expect(engines).toHaveLength(3);
  await travel(1);
  expect(engines).toHaveLength(4);
});

test("one that asks again and again right after its start is held up like one that dies", async () => {
  const { engines, latest, travel } = world();
  await latest().end("code 75", true);
  expect(engines).toHaveLength(2);
  await latest().end("code 75", true);
  expect(engines).toHaveLength(2);
  await travel(250);
  expect(engines).toHaveLength(3);
  await travel(1_000);
  await latest().end("code 75", true);
  expect(engines).toHaveLength(4);
});

test("one that asks to begin anew while the server stops is not started", async () => {
  const { engines, latest, supervisor } = world();
  latest().obeys = false;
  const stopped = supervisor.stop();
  await latest().end("code 75", true);
  await stopped;
  expect(engines).toHaveLength(1);
});

test("silence is no reason to restart", async () => {
  const { engines, latest, travel } = world();
  await travel(24 * 3_600_000);
  expect(engines).toHaveLength(1);
  expect(latest().signals).toEqual([]);
});

test("stop asks politely, waits for the end and starts nothing more", async () => {
  const { supervisor, latest, engines, travel, watch } = world();
  await supervisor.stop();
  expect(latest().signals).toEqual(["SIGTERM"]);
  expect(watch.now()).toMatchObject({ running: false, exits: 1 });
  await travel(60_000);
  expect(engines).toHaveLength(1);
});

test("an engine that does not obey is killed after five seconds", async () => {
  const { supervisor, latest, travel } = world();
  latest().obeys = false;
  const stopped = supervisor.stop();
  await travel(4_999);
  expect(latest().signals).toEqual(["SIGTERM"]);
  await travel(1);
  await stopped;
  expect(latest().signals).toEqual(["SIGTERM", "SIGKILL"]);
});

test("stop while waiting to restart ends at once", async () => {
  const { supervisor, latest, engines, travel } = world();
  await latest().end("code 1");
  await supervisor.stop();
  await travel(60_000);
  expect(engines).toHaveLength(1);
});
