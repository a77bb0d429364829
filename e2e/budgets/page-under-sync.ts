import { setTimeout as pause } from "node:timers/promises";
import { insertUsers } from "../bench/rows/insert-users.ts";
import { POOL1 } from "../pages/pairs-page.ts";
import { userDatabase } from "../pages/two-sides.ts";
import type { door } from "../world/door.ts";
import { processorMs } from "./processor-ms.ts";
import { atMost, type Budget, quantile } from "./table.ts";

/** Idle and busy by turns, so that whatever else the machine does hits both alike. */
const ROUNDS = 5;
const ROWS = 150_000;
const LEAST_PAGES = 300;

type Plan = {
  readonly api: ReturnType<typeof door>;
  readonly address: string;
  readonly cookie: string;
  readonly dataFolder: string;
  /** The server's process. */
  readonly pid: number;
};

type Stretch = { readonly pages: number[]; processor: number };

/** The home page, asked for again and again: while nothing moves, and while a full sync carries rows. */
export async function pageUnderSync({ api, address, cookie, dataFolder, pid }: Plan): Promise<Budget[]> {
  const one = async () => {
    const began = performance.now();
    const answer = await fetch(address, { headers: { cookie }, redirect: "error" });
    await answer.text();
    if (answer.status !== 200) throw new Error(`The page answered ${answer.status}.`);
    return performance.now() - began;
  };
  const whileIt = async (goesOn: () => boolean, into: Stretch) => {
    const before = processorMs(pid);
    while (goesOn()) into.pages.push(await one());
    into.processor += processorMs(pid) - before;
  };
  await api.configure({ SyncInterval: "01:00:00" }); // nothing moves but what is asked for
  for (let n = 0; n < 50; n += 1) await one(); // code is compiled
  const [idle, busy]: [Stretch, Stretch] = [
    { pages: [], processor: 0 },
    { pages: [], processor: 0 },
  ];
  for (let round = 1; round <= ROUNDS; round += 1) {
    insertUsers(userDatabase(dataFolder, POOL1), POOL1, ROWS, (round - 1) * ROWS);
    await pause(500); // connections that the server closed meanwhile are noticed
    const [id, isOver] = [await api.askSync(POOL1), { now: false }];
    const watching = untilDone(api, id, isOver);
    await whileIt(() => !isOver.now, busy);
    await watching;
    await whileIt(() => idle.pages.length < busy.pages.length, idle);
  }
  if (busy.pages.length < LEAST_PAGES)
    throw new Error(`The syncs were over after ${busy.pages.length} pages: too few to judge.`);
  const [calm, under] = [quantile(idle.pages, 0.99), quantile(busy.pages, 0.99)];
  const row = atMost("page p99 while a full sync runs, against idle", 1.5, under / calm, "x", 2);
  const each = ({ pages, processor }: Stretch) => `${(processor / pages.length).toFixed(1)} ms of processor`;
  const middle = `p50 ${quantile(idle.pages, 0.5).toFixed(0)} → ${quantile(busy.pages, 0.5).toFixed(0)} ms`;
  console.log(`  ${idle.pages.length} and ${busy.pages.length} pages; ${middle}; a page ${each(idle)} → ${each(busy)}`);
  return [{ ...row, measured: `${row.measured} (${calm.toFixed(0)} → ${under.toFixed(0)} ms)` }];
}

async function untilDone(api: Plan["api"], id: string, isOver: { now: boolean }): Promise<void> {
  while (!isOver.now) {
    isOver.now = (await api.requestState(id)) === "Done";
    if (!isOver.now) await pause(250);
  }
}
