import type { Lane } from "#lib/domain/lane.ts";
import type { Clock } from "#lib/ports/clock.ts";
import type { HistoryKeeper, LaneMemory } from "#lib/ports/history.ts";
import type { EngineLedger, EngineWord } from "#lib/ports/ledger.ts";
import { LaneWatch, type LaneWord } from "./lane-watch.ts";
import { keyOf, NOTHING, together } from "./owed.ts";

/** Thinning takes a small step this often, and begins nothing more in it after so long. */
const THIN_MS = 5_000;
const THIN_FOR_MS = 25;

type Parts = {
  readonly ledger: EngineLedger;
  readonly keeper: HistoryKeeper;
  readonly clock: Clock;
  /** Why thinning failed: it is tried again, and holds up nobody. */
  readonly log: (line: string, detail: Readonly<Record<string, unknown>>) => void;
};

/** The engine's ledger; what the engine says is listened to, and what comes of it is written with its word (PRODUCT A10). */
export function observed({ ledger, keeper, clock, log }: Parts): EngineLedger {
  const watches = new Map<string, LaneWatch>();
  let memory: readonly LaneMemory[] | null = null;
  let hasBegun = false;
  /** Seen and not written: a word that the ledger did not take comes again with the next. */
  let owed = NOTHING;
  let intervalMs: number | null = null;
  let thinnedAt = Number.NEGATIVE_INFINITY;

  const watchOf = (lane: Lane): LaneWatch => {
    const found = watches.get(keyOf(lane));
    if (found) return found;
    const watch = new LaneWatch(lane, memory?.find((one) => keyOf(one.lane) === keyOf(lane)) ?? null);
    watches.set(keyOf(lane), watch);
    return watch;
  };

  const thin = async () => {
    if (clock.elapsed() - thinnedAt < THIN_MS) return;
    const beganAt = clock.elapsed();
    thinnedAt = beganAt;
    try {
      await keeper.thin(clock.now(), () => clock.elapsed() - beganAt < THIN_FOR_MS);
    } catch (thrown) {
      log("the history could not be thinned", { sentence: thrown instanceof Error ? thrown.message : String(thrown) });
    }
  };

  return {
    ...ledger,
    configuration: async () => {
      const settings = await ledger.configuration();
      intervalMs = settings.syncInterval;
      return settings;
    },
    say: async (word) => {
      const { beat } = word;
      if (beat === null) return ledger.say(word);
      memory ??= await keeper.memory();
      intervalMs ??= (await ledger.configuration()).syncInterval;
      const seen = [];
      for (const one of laneWords(word)) seen.push(watchOf(one.lane).see({ ...one, at: beat.at, intervalMs }));
      owed = together([owed, ...seen]);
      await ledger.say({
        ...word,
        exports: seen.flatMap(({ exported }) => exported ?? []),
        seen: { begins: hasBegun ? null : beat, ...owed },
      });
      owed = NOTHING;
      hasBegun = true;
      await thin();
    },
  };
}

type OfLane = { readonly lane: Lane } & Omit<LaneWord, "at" | "intervalMs">;

/** What the word tells, lane by lane. */
function laneWords({ exports, imports, runs }: EngineWord): Iterable<OfLane> {
  const words = new Map<string, OfLane>();
  const add = (lane: Lane, more: (word: OfLane) => Partial<OfLane>) => {
    const word = words.get(keyOf(lane)) ?? { lane, exported: null, imported: null, runs: [] };
    words.set(keyOf(lane), { ...word, ...more(word) });
  };
  for (const exported of exports) add(exported.lane, () => ({ exported }));
  for (const imported of imports) add(imported.lane, () => ({ imported }));
  for (const run of runs) if (run.endedAt === null) add(run.lane, (word) => ({ runs: [...word.runs, run] }));
  return words.values();
}
