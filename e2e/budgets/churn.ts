import type { Pair, Snapshot } from "#components/status/snapshot.ts";
import type { ModuleStatus } from "#lib/domain/status.ts";
import { direction, module, pair, partner } from "#lib/testkit/snapshot.ts";

const ROWS = "UserServices.PresenceFocus";
const FILES = "ConfServices.DataConf";

/** After so many steps of its own a pair is where it was. */
const TURN = 64;

type Told = Partial<Omit<ModuleStatus, "Identity">>;

/** What a copy goes through, so that every shape, word and order of a screen comes and goes. */
const WAYS: readonly ((at: At, step: number) => Told)[] = [
  () => ({}),
  (at, step) => ({ ExportStatus: "SteadyState", PendingItems: 1 + step, ...risk(at, 5 + step) }),
  (at, step) => ({ ExportStatus: "SteadyState", UnackedPackages: 1, PendingItems: step, ...risk(at, 12) }),
  (at, step) => ({
    ExportStatus: "NonSteadyState",
    Reason: "limit-reached",
    PendingItems: 1000 + step,
    ...risk(at, 90 + step),
  }),
  () => ({}),
  (at) => ({
    ExportStatus: "ErrorState",
    Reason: "disk-full",
    LastError: {
      Side: "Export",
      Code: "disk-full",
      Sentence: "No space left on device",
      Path: null,
      FirstAt: at(-120),
      At: at(-1),
      Count: 3,
    },
    ...risk(at, 240),
  }),
  (at) => ({ ExportStatus: "Unknown", Reason: "partner-unheard", UnknownSince: at(-60), ...risk(at, 60) }),
  () => ({}),
];

type At = (seconds: number) => string;

const risk = (at: At, seconds: number) => ({ OldestChangeAt: at(-seconds), SecondsAtRisk: seconds });

/** After so many steps all of them are where they were. */
export const roundOf = (pairs: number): number => pairs * TURN;

/** How so many pairs are at that step: each update moves one pair on, as an engine's word would. */
export function churn(pairs: number, step: number, now = Date.now()): Snapshot {
  const at: At = (seconds) => new Date(now + seconds * 1000).toISOString();
  const Pairs = Array.from({ length: pairs }, (_, place) =>
    onePair(place, Math.floor((step + place * 5) / pairs) % TURN, at),
  );
  return { Now: at(0), SyncInterval: "00:02:00", Pairs };
}

function onePair(place: number, step: number, at: At): Pair {
  const [a, b] = [`north${place}`, `south${place}`];
  const fresh = { AsOf: at(-2), LastScanAt: at(-30), NextCycleAt: at(60), LastFinalAt: at(-2), LastCycleAt: at(-60) };
  const way = (offset: number) => WAYS[(step + place + offset) % WAYS.length]?.(at, step) ?? {};
  const side = (offset: number) => [
    module({ ...fresh, Identity: ROWS, ...way(offset) }),
    module({ ...fresh, Identity: FILES, ...way(offset + 3) }),
  ];
  const partners = [partner({ Identity: ROWS, AsOf: at(-3) }), partner({ Identity: FILES, AsOf: at(-3) })];
  return pair(
    direction({ from: a, to: b, modules: side(0), partners }),
    direction({ from: b, to: a, modules: side(5), partners }),
  );
}
