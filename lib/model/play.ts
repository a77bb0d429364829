import { existsSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Configuration } from "#lib/domain/configuration.ts";
import { anActor } from "#lib/testkit/evidence.ts";
import type { Meddling } from "#lib/testkit/two-pools.ts";
import { type Cast, closeCasts, openCasts } from "./cast.ts";
import { population } from "./population.ts";
import { Scene } from "./scene.ts";
import type { History, Side } from "./step.ts";
import type { Totals } from "./totals.ts";
import { Violation } from "./twin/items.ts";

const SIDES = [1, 2] as const;
/** So many rounds are enough for whatever was disturbed. */
const ROUNDS = 24;
const TIGHT: Partial<Configuration> = { maxBatchesPerUserStoreSync: 2, maxDataConfPackageSizeKB: 3 };

/** Plays one history against the real engine on real stores, with a twin of each pair as judge. Resolves to what was played. */
export async function play(history: History, bug: Meddling = {}): Promise<Totals> {
  const casts = await openCasts(bug, history.pairs);
  const [{ story, befell }] = casts;
  try {
    await playWith(casts, history);
    const seen = casts.flatMap(({ twin }) => [...twin.seen]);
    const judged: Record<string, number> = {};
    for (const [state, times] of seen) judged[state] = (judged[state] ?? 0) + times;
    return { histories: 1, steps: history.steps.length, judged, befell };
  } catch (thrown) {
    throw new Violation(`${story.join("\n")}\n=> ${sentenceOf(thrown)}`, { cause: thrown });
  } finally {
    await closeCasts(casts);
  }
}

function sentenceOf(thrown: unknown): string {
  if (thrown instanceof Violation) return thrown.message;
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
}

async function playWith(casts: readonly Cast[], history: History): Promise<void> {
  const { limits, starts, steps, yields, end } = history;
  const scenes: Scene[] = [];
  for (const cast of casts) scenes.push(new Scene(cast, scenes));
  const [first] = casts;
  const [main] = scenes;
  if (first === undefined || main === undefined) throw new Error("there is no pair");
  if (limits === "tight") await first.world.ledger.doors.configure(TIGHT, anActor());
  if (starts === "copied") for (const scene of scenes) await populate(scene);
  for (const [index, { step, asks, isElsewhere }] of steps.entries()) {
    if (end !== "peace" && index >= end.copiedBefore) copy(first, main, end.rewind);
    const scene = (isElsewhere ? scenes[1] : undefined) ?? main;
    await scene.step(step);
    if (asks) await scene.ask();
  }
  for (const [at, cast] of casts.entries()) calm(cast, scenes[at] ?? main);
  for (const [at, cast] of casts.entries()) await comeToRest(cast, scenes[at] ?? main, limits === "tight", yields);
  if (end !== "peace" && existsSync(first.oldCopy)) await rewind(first, main, end.rewind);
}

/** Whatever was disturbed is seen to, and all is over in the end. */
async function comeToRest({ twin }: Cast, scene: Scene, isTight: boolean, yields: Side): Promise<void> {
  if (scene.disaster.isAdopting) await scene.restart();
  await scene.disaster.answer();
  let isAtRest = await scene.rest(isTight ? ROUNDS / 2 : scene.disaster.hasStruck ? ROUNDS / 4 : 3);
  for (let times = 0; times < 2 && !isAtRest && scene.disaster.hasStruck; times++) {
    // What was asked for may have been ended, or have failed for something else.
    if (!(await scene.disaster.answerStatus())) break;
    isAtRest = await scene.rest(ROUNDS / 2);
  }
  const contested = twin.judgeContest(await scene.answers());
  if (contested.length > 0) {
    scene.yields(yields, contested);
    isAtRest = false;
  }
  if (!isAtRest) await scene.rest(ROUNDS);
  twin.judgeRest(await scene.answers());
}

/** Both pools have rows in every table and files in every folder, and the partner has them too. */
async function populate(scene: Scene): Promise<void> {
  scene.tell("both pools are populated and copied");
  for (const side of SIDES) for (const step of population(side)) scene.users(step);
  await scene.rest(2);
}

/** Nobody disturbs any more. */
function calm({ hand }: Cast, scene: Scene): void {
  scene.tell("everything is brought back, everybody wakes, and nobody disturbs any more");
  hand.startAll();
  for (const pool of SIDES) {
    scene.mend(pool);
    scene.bringBack(pool);
    scene.users({ do: "wake", pool });
  }
}

/** A backup program copies a database, once. */
function copy({ rows, oldCopy, twin, pools }: Cast, scene: Scene, pool: Side): void {
  if (existsSync(oldCopy) || !rows[pool].copyTo(oldCopy)) return;
  twin.copied(pools[pool]);
  scene.tell(`somebody copies the database of pool ${pool}`);
}

/** The older copy of a pool's database comes back, while its partner knows better. */
async function rewind({ world, twin, rows, oldCopy, pools }: Cast, scene: Scene, pool: Side): Promise<void> {
  scene.tell(`pool ${pool} writes once more`);
  scene.users({ do: "rows", pool, acts: [{ act: "insert", table: 0, key: 60, value: 1, of: "own" }] });
  await scene.rest(2);
  scene.befell("database put back");
  scene.tell(`the older copy of the database of pool ${pool} is put back`);
  rows[pool].close();
  twin.close();
  await scene.restart(() => {
    const path = join(world.folder, "pools", pools[pool], "user.db");
    for (const tail of ["-wal", "-shm"]) rmSync(path + tail, { force: true });
    renameSync(oldCopy, path);
  });
  twin.rewound(pools[pool]);
  await scene.rest(3);
  twin.judgeRewound(await scene.answers());
  scene.tell("the other pool is asked for everything: what it deleted or gave away since must not stay");
  await scene.step({ do: "ask-for-sync", pool: pool === 1 ? 2 : 1 });
  await scene.rest(3);
}
