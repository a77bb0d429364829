import { countPairs } from "#components/status/census.ts";
import { sidesOf } from "#components/status/evidence.ts";
import type { Pair, Snapshot } from "#components/status/snapshot.ts";
import { type Kept, snapshotOf } from "#lib/domain/feed.ts";
import { UNHEARD_AFTER_MS } from "#lib/domain/freshness.ts";
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
  const left = snapshot.Pairs.filter((pair) => !isSeen(pair));
  const [Left, LeftAsOf] = [countPairs(left), oldestBelieved(left, snapshot.Now)];
  return {
    ...kept,
    Seq: NOTHING,
    told: { ...told, Pairs: told.Pairs.filter(isSeen), Left, LeftAsOf } as unknown as Json,
  };
}

/** Evidence that was too old is judged already; of the other the oldest is too old first. */
function oldestBelieved(pairs: readonly Pair[], now: string): string | null {
  const moments = pairs
    .flatMap(({ Directions }) => Directions)
    .flatMap((direction) => sidesOf(direction))
    .flatMap(({ AsOf }) => AsOf ?? []);
  return moments.filter((at) => Date.parse(now) - Date.parse(at) <= UNHEARD_AFTER_MS).sort()[0] ?? null;
}
