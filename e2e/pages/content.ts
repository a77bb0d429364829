import { mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { door } from "../world/door.ts";
import { expect } from "../world/world.ts";
import { FILES } from "./pairs-page.ts";

/** Files of a few meetings, as a client would leave them. */
export function writeMeetings(folder: string, meetings: number, filesEach: number, bytes = 2_000) {
  for (let meeting = 0; meeting < meetings; meeting += 1) {
    mkdirSync(join(folder, `meeting ${meeting}`), { recursive: true });
    for (let number = 0; number < filesEach; number += 1) {
      const file = join(folder, `meeting ${meeting}`, `slide ${number}.txt`);
      writeFileSync(file, `${meeting} ${number} `.padEnd(bytes, "x"));
      utimesSync(file, 1_700_000_000 + number, 1_700_000_000 + number);
    }
  }
}

type Door = ReturnType<typeof door>;

/** Waits until the pool's content reads that state, by the API. */
export async function untilContent(api: Door, pool: string, state: string) {
  const read = async () => (await api.modules(pool)).find(({ Identity }) => Identity === FILES)?.ExportStatus;
  await expect.poll(read, { intervals: [250], timeout: 60_000 }).toBe(state);
}

/** Short cycles, and everything that was written known to be on both sides. */
export async function settleContent(api: Door, pool: string) {
  await api.configure({ SyncInterval: "00:00:05" });
  const asked = await api.askSync(pool);
  await expect.poll(() => api.requestState(asked), { intervals: [250], timeout: 60_000 }).toBe("Done");
  await untilContent(api, pool, "FinalState");
}
