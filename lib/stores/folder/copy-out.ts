import type { Disk, Hands } from "#lib/disk/crew.ts";
import { textList } from "#lib/disk/text-list.ts";
import type { Copied, CopyAsk, CopyOutcome, CopyRoom } from "#lib/ports/file-store.ts";
import { type CopyQuestion, copyOut as copyTask, LARGE } from "./copy.ts";
import { outcomesOf, type TaskOutcome } from "./outcomes.ts";
import { shardsOf, sideBySide } from "./shards.ts";

/** Jobs at work or waiting at a thread; what they copy in vain when the room ends is small. */
const WIDTH = 3;
const JOBS = 8;
const SMALLEST_JOB = 32;

/**
 * Copies small files out side by side, and large ones when it is known that there is room for them. What was copied and has
 * no room goes again.
 */
export async function copyOutAll(
  hands: Hands,
  disk: Pick<Disk, "rmSync">,
  base: string,
  asked: readonly CopyAsk[],
  room: CopyRoom,
): Promise<readonly Copied[]> {
  const items = asked.reduce((sum, ask) => sum + ask.names.length, 0);
  const shards = shardsOf(asked, (ask) => ask.names.length, Math.max(SMALLEST_JOB, items / JOBS));
  let used = 0;
  const done = await sideBySide(shards, WIDTH, async (shard) => {
    const left = room.left() - used;
    if (left <= 0) return shard.map(nothingOf);
    const columns = await hands(copyTask, { base, asked: shard.map(question), room: left, largest: LARGE });
    const copied = columns.map((one) => ({ outcomes: outcomesOf(one.columns), owed: one.owed }));
    for (const { outcomes } of copied) for (const one of outcomes) if (one.is === "file") used += one.bytes;
    return copied;
  });
  return settle(hands, disk, base, asked, done.flat(), room);
}

function question(ask: CopyAsk): CopyQuestion {
  return { ...ask, names: textList(ask.names), targets: textList(ask.targets) };
}

type CopiedFolder = { readonly outcomes: readonly TaskOutcome[]; readonly owed: Copied["owed"] };

function nothingOf(ask: CopyAsk): CopiedFolder {
  return { outcomes: ask.names.map(() => ({ is: "left" })), owed: null };
}

/** Goes through the outcomes in order, until there is no more room. */
async function settle(
  hands: Hands,
  disk: Pick<Disk, "rmSync">,
  base: string,
  asked: readonly CopyAsk[],
  copied: readonly CopiedFolder[],
  room: CopyRoom,
): Promise<readonly Copied[]> {
  let isFull = false;
  const large: { ask: CopyAsk; item: number; outcomes: CopyOutcome[] }[] = [];
  const settled = asked.map((ask, number): Copied & { outcomes: CopyOutcome[] } => {
    const outcomes: CopyOutcome[] = [];
    for (const [item, one] of (copied[number]?.outcomes ?? []).entries()) {
      isFull ||= one.is === "left" || !takes(room, one);
      if (isFull && one.is === "file") disk.rmSync(ask.targets[item] ?? "", { force: true });
      if (!isFull && one.is === "large") large.push({ ask, item, outcomes });
      outcomes.push(isFull || one.is === "large" ? { is: "left" } : one);
    }
    return { folder: ask.folder, outcomes, owed: copied[number]?.owed ?? null };
  });
  const owed = await sideBySide(large, WIDTH, async ({ ask, item, outcomes }): Promise<Copied | null> => {
    const one = { ...ask, names: ask.names.slice(item, item + 1), targets: ask.targets.slice(item, item + 1) };
    const room = Number.POSITIVE_INFINITY;
    const [folder] = await hands(copyTask, { base, asked: [question(one)], room, largest: Number.MAX_SAFE_INTEGER });
    const [outcome] = folder ? outcomesOf(folder.columns) : [];
    if (outcome && outcome.is !== "large") outcomes[item] = outcome;
    return folder?.owed ? { folder: ask.folder, outcomes: [], owed: folder.owed } : null;
  });
  return [...settled, ...owed.filter((one) => one !== null)];
}

function takes(room: CopyRoom, one: TaskOutcome): boolean {
  switch (one.is) {
    case "file":
    case "large":
      return room.take(one.bytes);
    case "folder":
      return room.take(0);
    case "absent":
    case "unreadable":
    case "left":
      return true;
  }
}
