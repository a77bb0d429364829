import { setTimeout as pause } from "node:timers/promises";
import type { door } from "../world/door.ts";
import { atMost, type Budget } from "./table.ts";

type Door = ReturnType<typeof door>;

const QUIET_LOOKS = 16;
const LOOK_EVERY_MS = 250;

/** How many bytes a screen is told when nothing changed, and when one row was written on a service that had come to rest. */
export async function answerSizes(api: Door, write: () => void): Promise<Budget[]> {
  let seq = (await told(api, "none")).seq;
  const look = async () => {
    await pause(LOOK_EVERY_MS);
    const answer = await told(api, seq);
    seq = answer.seq;
    return answer;
  };
  const quiet: number[] = [];
  while (quiet.length < QUIET_LOOKS) {
    const { hasChanges, bytes } = await look();
    if (hasChanges) quiet.length = 0;
    else quiet.push(bytes);
  }
  write();
  let changed = await look();
  while (!changed.hasChanges) changed = await look();
  return [
    atMost("answer to ?since= when nothing changed", 0.3, Math.max(...quiet) / 1000, "kB", 2),
    atMost("answer to ?since= when one row was written", 1.5, changed.bytes / 1000, "kB", 2),
  ];
}

async function told(api: Door, since: string) {
  const text = await api.changesSince(since);
  const { Seq, Changes } = JSON.parse(text) as { readonly Seq: string; readonly Changes?: unknown };
  return { seq: Seq, hasChanges: Changes !== undefined, bytes: Buffer.byteLength(text) };
}
