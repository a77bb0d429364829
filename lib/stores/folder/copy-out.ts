import type { Disk, Hands } from "#lib/disk/crew.ts";
import { textList } from "#lib/disk/text-list.ts";
import type { PartFace } from "#lib/domain/package.ts";
import type { Copied, CopyAsk, CopyOutcome, CopyRoom } from "#lib/ports/file-store.ts";
import { type CopyOutput, type CopyQuestion, copyOut as copyTask } from "./copy.ts";
import { outcomesOf, type TaskOutcome } from "./outcomes.ts";
import { shardsOf, sideBySide } from "./shards.ts";

/** Jobs at work or waiting at a thread; what they copy in vain when the room ends is small. */
const WIDTH = 4;
const JOBS = 8;
const SMALLEST_JOB = 32;

/**
 * Copies small files out side by side, and large ones when it is known that there is room for them. What was copied and has
 * no room is no part of the package.
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
    const answer = await hands(copyTask, { ...questionsOf(shard), base, room: left, takesLarge: false });
    const copied = foldersOf(shard, answer);
    for (const { outcomes } of copied) for (const one of outcomes) if (one.is === "file") used += one.bytes;
    return copied;
  });
  return settle(hands, disk, base, asked, done.flat(), room);
}

function questionsOf(asked: readonly CopyAsk[]): { into: string; asked: readonly CopyQuestion[] } {
  const questions = asked.map(({ into: _into, ...ask }) => ({ ...ask, names: textList(ask.names) }));
  return { into: asked[0]?.into ?? "", asked: questions };
}

type CopiedFolder = {
  readonly outcomes: readonly TaskOutcome[];
  readonly owed: Copied["owed"];
  readonly parts: readonly PartFace[];
};

/** Parts go with the first folder: which of them are used is told by the outcomes. */
function foldersOf(asked: readonly CopyAsk[], { columns, owed, parts }: CopyOutput): CopiedFolder[] {
  const outcomes = outcomesOf(columns);
  let to = 0;
  return asked.map(({ names }, at) => {
    const from = to;
    to += names.length;
    return { outcomes: outcomes.slice(from, to), owed: owed[at] ?? null, parts: at === 0 ? parts : [] };
  });
}

function nothingOf(ask: CopyAsk): CopiedFolder {
  return { outcomes: ask.names.map(() => ({ is: "left" })), owed: null, parts: [] };
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
  const used = new Set<string>();
  const large: { ask: CopyAsk; item: number; outcomes: CopyOutcome[] }[] = [];
  const all = asked.map((ask, number): CopyOutcome[] => {
    const outcomes: CopyOutcome[] = [];
    for (const [item, one] of (copied[number]?.outcomes ?? []).entries()) {
      isFull ||= one.is === "left" || !takes(room, one);
      if (!isFull && one.is === "file") used.add(one.part);
      if (!isFull && one.is === "large") large.push({ ask, item, outcomes });
      outcomes.push(isFull || one.is === "large" ? { is: "left" } : one);
    }
    return outcomes;
  });
  const settled = asked.map(({ folder, into }, number): Copied => {
    const { owed = null, parts = [] } = copied[number] ?? {};
    for (const { name } of parts) if (!used.has(name)) disk.rmSync(`${into}/${name}`, { force: true });
    return { folder, outcomes: all[number] ?? [], owed, parts: parts.filter(({ name }) => used.has(name)) };
  });
  const copiedLarge = await sideBySide(large, WIDTH, async ({ ask, item, outcomes }): Promise<Copied> => {
    const one = { ...ask, first: ask.first + item, names: ask.names.slice(item, item + 1) };
    const room = Number.POSITIVE_INFINITY;
    const [found] = foldersOf([one], await hands(copyTask, { ...questionsOf([one]), base, room, takesLarge: true }));
    const [outcome] = found?.outcomes ?? [];
    if (outcome && outcome.is !== "large") outcomes[item] = outcome;
    return { folder: ask.folder, outcomes: [], owed: found?.owed ?? null, parts: found?.parts ?? [] };
  });
  return [...settled, ...copiedLarge];
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
