import { setTimeout as pause } from "node:timers/promises";
import { insertUsers } from "../bench/rows/insert-users.ts";
import { POOL1 } from "../pages/pairs-page.ts";
import { userDatabase } from "../pages/two-sides.ts";
import type { door } from "../world/door.ts";
import { atMost, type Budget, quantile } from "./table.ts";

const IDLE_PAGES = 400;
const LEAST_PAGES = 100;
const ROWS = 400_000;

type Plan = {
  readonly api: ReturnType<typeof door>;
  readonly address: string;
  readonly cookie: string;
  readonly dataFolder: string;
};

/** The home page, asked for again and again: while nothing moves, and while a full sync carries rows. */
export async function pageUnderSync({ api, address, cookie, dataFolder }: Plan): Promise<Budget[]> {
  const one = async () => {
    const began = performance.now();
    const answer = await fetch(address, { headers: { cookie }, redirect: "error" });
    await answer.text();
    if (answer.status !== 200) throw new Error(`The page answered ${answer.status}.`);
    return performance.now() - began;
  };
  for (let n = 0; n < 50; n += 1) await one(); // code is compiled
  const idle: number[] = [];
  while (idle.length < IDLE_PAGES) idle.push(await one());
  insertUsers(userDatabase(dataFolder, POOL1), POOL1, ROWS);
  await pause(500); // connections that the server closed meanwhile are noticed
  const id = await api.askSync(POOL1);
  const busy: number[] = [];
  let isDone = false;
  const watching = (async () => {
    while (!isDone) {
      isDone = (await api.requestState(id)) === "Done";
      await pause(250);
    }
  })();
  while (!isDone) busy.push(await one());
  await watching;
  if (busy.length < LEAST_PAGES) throw new Error(`The sync was over after ${busy.length} pages: too few to judge.`);
  const ratio = quantile(busy, 0.99) / quantile(idle, 0.99);
  const detail = ` (${quantile(idle, 0.99).toFixed(0)} → ${quantile(busy, 0.99).toFixed(0)} ms, ${busy.length} pages)`;
  const row = atMost("page p99 while a full sync runs, against idle", 1.5, ratio, "x", 2);
  return [{ ...row, measured: row.measured + detail }];
}
