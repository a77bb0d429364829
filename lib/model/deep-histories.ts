import { fork } from "node:child_process";
import type { PartNews, PartOrder } from "./deep-part.ts";
import type { HistoriesAsked } from "./deep-words.ts";
import { addTotals, NOTHING_PLAYED, toldTotals } from "./totals.ts";

/** How often it tells how far it is. */
const PROGRESS_MS = 10_000;

/** Plays them on so many cores and tells of it. True when none shows a violation. */
export async function deepHistories(asked: HistoriesAsked): Promise<boolean> {
  if (asked.is === "again") {
    console.log(`seed ${asked.seed}, path ${asked.path}`);
    return playAll([{ seed: asked.seed, again: asked.path }], 1);
  }
  const { histories, seed, from, cores } = asked;
  console.log(`${histories} histories from number ${from}, seed ${seed}, ${cores} at once`);
  return playAll(
    Array.from({ length: cores }, (_, part) => ({ seed, from, histories, part, of: cores })),
    histories,
  );
}

/** Each order by a process of its own; the first violation ends them all. */
async function playAll(orders: readonly PartOrder[], histories: number): Promise<boolean> {
  const startedAt = performance.now();
  const seconds = () => Math.round((performance.now() - startedAt) / 1000);
  const news = new Map<number, PartNews>();
  const sum = () => [...news.values()].reduce((all, { totals }) => addTotals(all, totals), NOTHING_PLAYED);
  const cpu = () => [...news.values()].reduce((all, { cpuMs }) => all + cpuMs, 0) / 1000;
  const told = setInterval(() => console.log(`${sum().histories} of ${histories} in ${seconds()} s`), PROGRESS_MS);
  const parts = orders.map((order, at) => {
    const child = fork(new URL("./deep-part.ts", import.meta.url));
    child.send(order);
    child.on("message", (one: PartNews) => news.set(at, one));
    const ended = new Promise<string | null>((resolve) => {
      child.on("exit", (code, signal) => {
        const last = news.get(at);
        resolve(last?.isOver ? last.violation : `A process that played histories ended with ${signal ?? code}.`);
      });
    });
    return { child, ended };
  });
  const all = Promise.all(parts.map(({ ended }) => ended));
  const violation = await Promise.race([
    all.then(() => null),
    ...parts.map(async ({ ended }) => (await ended) ?? new Promise<never>(() => {})),
  ]);
  for (const { child } of parts) child.kill();
  await all;
  clearInterval(told);
  const { histories: played } = sum();
  console.log(`${toldTotals(sum())}\n${seconds()} s, CPU ${(cpu() / Math.max(1, played)).toFixed(2)} s a history`);
  if (violation !== null) console.error(violation);
  return violation === null;
}
