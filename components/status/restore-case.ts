import type { ModuleName } from "#lib/domain/backup-module.ts";
import type { LastError } from "#lib/domain/last-error.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { ModuleStatus } from "#lib/domain/status.ts";
import { LOSS_WORDS, LOSSES, type Loss } from "#lib/domain/store-state.ts";
import { exportFault, importFault } from "./evidence.ts";
import { isOpen } from "./progress.ts";
import type { Direction, Pair } from "./snapshot.ts";

/**
 * What of a pool wants to be restored, worst first. `whole-store`: its file store or user database, so that nothing says which
 * store this is; gone, unmarked, foreign: one data set of its own; neither: it waits for a standby that is not whole itself;
 * `standby`: what it keeps for its partner; held: deletions that the guard holds.
 */
export const RESTORE_KINDS = [
  "whole-store",
  "rewound",
  "foreign",
  "unmarked",
  "gone",
  "neither",
  "restoring",
  "held",
  "standby",
] as const;
export type RestoreKind = (typeof RESTORE_KINDS)[number];

/** One module of a pool that lost something, or may have. */
export type RestoreCase = {
  readonly is: RestoreKind;
  /** The pool that lost it and gets it back. */
  readonly pool: PoolFqdn;
  /** The pool that gives it back. */
  readonly partner: PoolFqdn;
  readonly module: ModuleName;
  /** What the service was told; null for held deletions. */
  readonly error: LastError | null;
  readonly heldItems: number;
  /** When both sides were last known to hold the same. */
  readonly lastEqualAt: string | null;
  /** Why the partner cannot give anything back as far as it is known; null when nothing is against it. */
  readonly against: LastError | null;
  /** The request that brings it back now; null when none runs. */
  readonly running: string | null;
  /** A request that ended after this was last seen: only the next look tells what it brought; null when there is none. */
  readonly ended: EndedRun | null;
};

export type EndedRun = { readonly id: string; readonly at: string };

/** Ways to get out of it: the partner's sync, taking what stands there, or the partner's copy in place of what stands there. */
export const RESTORE_WAYS = ["sync", "adopt", "from-partner"] as const;
export type RestoreWay = (typeof RESTORE_WAYS)[number];

/** Which ways lead out, the usual one first (DESIGN L9, L11). */
export const WAYS_OUT: Readonly<Record<RestoreKind, readonly RestoreWay[]>> = {
  "whole-store": ["adopt"],
  rewound: ["adopt", "from-partner"],
  foreign: ["sync"],
  unmarked: ["adopt", "from-partner"],
  gone: ["sync"],
  neither: ["adopt"],
  restoring: ["sync"],
  held: ["sync"],
  standby: ["sync"],
};

/** Everything of `pool` that wants to be restored, worst first; nothing while all is well or nothing is known. */
export function restoreCases(pair: Pair, pool: PoolFqdn): readonly RestoreCase[] {
  const out = pair.Directions.find(({ From }) => From === pool);
  const back = pair.Directions.find(({ To }) => To === pool);
  if (out === undefined || back === undefined) return [];
  const cases = out.Status.BackupModules.flatMap((module) => caseOf(module, out, back) ?? []);
  return cases.sort((a, b) => RESTORE_KINDS.indexOf(a.is) - RESTORE_KINDS.indexOf(b.is));
}

/** Each loss once: a whole store that is lost is one case, however many modules it holds. */
export function lossesOf(cases: readonly RestoreCase[]): readonly RestoreCase[] {
  const whole = cases.find(({ is }) => is === "whole-store");
  return cases.filter((one) => one.is !== "whole-store" || one === whole);
}

function caseOf(module: ModuleStatus, out: Direction, back: Direction): RestoreCase | null {
  const kind = kindOf(module, out);
  if (kind === null) return null;
  const { Identity, HeldItems, LastFinalAt } = module;
  const there = back.Status.BackupModules.find((other) => other.Identity === Identity);
  const theirs = there === undefined ? null : exportFault(there);
  return {
    is: kind,
    pool: out.From,
    partner: out.To,
    module: Identity,
    error: kind === "held" ? null : (exportFault(module) ?? importFault(module)),
    heldItems: HeldItems ?? 0,
    lastEqualAt: LastFinalAt,
    against: theirs?.Code === "store-lost" && isWhole(theirs, out) ? theirs : null,
    running: runningOf(back, Identity),
    ended: kind === "restoring" ? endedAfter(back, Identity, exportFault(module)?.At ?? null) : null,
  };
}

function kindOf(module: ModuleStatus, out: Direction): RestoreKind | null {
  const fault = exportFault(module);
  if (module.ExportStatus === "ErrorState" && module.Reason === "deletion-guard") return "held";
  if (fault?.Code === "store-rewound") return "rewound";
  if (fault?.Code === "restoring") return module.Reason === "neither-whole" ? "neither" : "restoring";
  if (fault?.Code === "store-lost") return isWhole(fault, out) ? "whole-store" : lossOf(fault);
  const imported = importFault(module);
  if (imported?.Code !== "store-lost") return null;
  return isWhole(imported, out) ? "whole-store" : "standby";
}

/** A data set's folder is named after its home; anything else that is lost is the file store or the user database. */
function isWhole({ Path }: LastError, { From, To }: Pick<Direction, "From" | "To">): boolean {
  return ![From, To].some((home) => Path?.endsWith(`/${home}`) === true);
}

function lossOf({ Sentence }: LastError): Loss {
  return LOSSES.find((loss) => Sentence.endsWith(LOSS_WORDS[loss])) ?? "gone";
}

function runningOf({ Requests }: Direction, module: ModuleName): string | null {
  const open = Requests.filter(isOpen).filter(({ Modules }) =>
    Modules.some((run) => run.Identity === module && run.EndedAt === null),
  );
  return open.at(-1)?.Id ?? null;
}

function endedAfter({ Requests }: Direction, module: ModuleName, seenAt: string | null): EndedRun | null {
  const ends = Requests.flatMap(({ Id, Modules }) =>
    Modules.filter((run) => run.Identity === module).map(({ EndedAt }) => ({ id: Id, at: EndedAt })),
  );
  return ends.find((end): end is EndedRun => end.at !== null && seenAt !== null && end.at > seenAt) ?? null;
}
