import { countPairs } from "#components/status/census.ts";
import type { Pair, Snapshot } from "#components/status/snapshot.ts";
import { type Kept, snapshotOf } from "#lib/domain/feed.ts";
import type { Json } from "#lib/domain/json.ts";
import { arranged, inPlace } from "./arrangement.ts";
import { filtered, type PairsFilter } from "./pairs-filter.ts";

/** So many pairs come with a page; all others with the first answer to its script. */
const MOST = 60;
/** A state of things that no server knows by name: who keeps it is told everything. */
const NOTHING = "none";

/** What a page brings along of very many pairs: those that are seen first, and how many of each kind it leaves out. */
export function firstView(kept: Kept, filter: PairsFilter): Kept {
  const snapshot = snapshotOf<Snapshot>(kept);
  if (snapshot.Pairs.length <= MOST) return kept;
  const inOrder = inPlace(snapshot.Pairs, arranged(snapshot.Pairs)).map(({ pair }) => pair);
  const fitting = filtered(inOrder, filter);
  const seen = new Set([...fitting, ...inOrder].slice(0, MOST).map(({ A }) => A));
  const isSeen = ({ A }: Pick<Pair, "A">) => seen.has(A);
  const told = kept.told as unknown as Snapshot; // with its marks
  const Left = countPairs(snapshot.Pairs.filter((pair) => !isSeen(pair)));
  return { ...kept, Seq: NOTHING, told: { ...told, Pairs: told.Pairs.filter(isSeen), Left } as unknown as Json };
}
