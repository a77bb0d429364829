import type { door } from "../world/door.ts";
import { atMost, type Budget } from "./table.ts";

type Door = ReturnType<typeof door>;

/** How many bytes a screen is told when nothing changed, and when one row was written. */
export async function answerSizes(api: Door, write: () => void): Promise<Budget[]> {
  const quiet: number[] = [];
  const changed: number[] = [];
  let seq = (await told(api, "none")).seq;
  const look = async () => {
    const answer = await told(api, seq);
    (answer.hasChanges ? changed : quiet).push(answer.bytes);
    seq = answer.seq;
    return answer;
  };
  while (quiet.length < 20) await look();
  changed.length = 0;
  write();
  while (changed.length < 1) await look();
  return [
    atMost("answer to ?since= when nothing changed", 0.3, Math.max(...quiet) / 1000, "kB", 2),
    atMost("answer to ?since= when one row was written", 1.5, (changed[0] ?? 0) / 1000, "kB", 2),
  ];
}

async function told(api: Door, since: string) {
  const text = await api.changesSince(since);
  const { Seq, Changes } = JSON.parse(text) as { readonly Seq: string; readonly Changes?: unknown };
  return { seq: Seq, hasChanges: Changes !== undefined, bytes: Buffer.byteLength(text) };
}
