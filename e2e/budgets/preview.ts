import { setTimeout as pause } from "node:timers/promises";
import { insertUsers } from "../bench/rows/insert-users.ts";
import { POOL1, ROWS } from "../pages/pairs-page.ts";
import { userDatabase } from "../pages/two-sides.ts";
import type { door } from "../world/door.ts";
import { atMost, type Budget } from "./table.ts";

const WAITING = 20_000;
/** Clients write so many rows at a time, so often. */
const ROWS_A_WRITE = 100;
const WRITE_EVERY_MS = 500;
const ROUNDS = 5;
const WATCHED_MS = 6_000;

/** What the dialog says that waits, beside what its sync then carried, while clients go on writing (PRODUCT B1). */
export async function previewUnderTraffic(api: ReturnType<typeof door>, dataFolder: string): Promise<Budget> {
  const database = userDatabase(dataFolder, POOL1);
  let written = 0;
  const write = (rows: number) => {
    insertUsers(database, POOL1, rows, written);
    written += rows;
  };
  await api.configure({ SyncInterval: "01:00:00" }); // nothing leaves but what is asked for
  const traffic = setInterval(() => write(ROWS_A_WRITE), WRITE_EVERY_MS);
  try {
    const off: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      write(WAITING);
      await pause(WATCHED_MS); // somebody reads the dialog before he presses
      const told = await api.previewedItems(POOL1, ROWS);
      const id = await api.askSync(POOL1);
      while ((await api.requestState(id)) !== "Done") await pause(250);
      const carried = await api.carriedItems(id, ROWS);
      console.log(`  said ${told.toLocaleString("en")}, carried ${carried.toLocaleString("en")}`);
      off.push((Math.abs(told - carried) / carried) * 100);
    }
    return atMost("preview of a sync beside what it carried, under traffic, the worst", 10, Math.max(...off), "%", 1);
  } finally {
    clearInterval(traffic);
  }
}
