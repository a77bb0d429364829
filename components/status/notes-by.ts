import type { LiftableCopy } from "#components/limits/lift-door.tsx";
import { shortModuleName } from "#lib/domain/backup-module.ts";
import type { LastError } from "#lib/domain/last-error.ts";
import { LASTS } from "#lib/domain/lasts.ts";
import { type PoolFqdn, shortName } from "#lib/domain/pool.ts";
import type { ReasonCode, Row } from "#lib/domain/reasons.ts";
import type { ModuleStatus } from "#lib/domain/status.ts";
import { bytes, count, counted } from "./amount.ts";
import { exportConcern, LOUDNESS, TONES, type Tone } from "./concern.ts";
import { doing } from "./doing.ts";
import { elsewhereSays } from "./elsewhere-words.ts";
import { copiesName, elsewherePool, exportFault, importFault, silentPool } from "./evidence.ts";
import { expectedImports } from "./expected.ts";
import { type NoteLink, noteLink } from "./note-link.ts";
import type { Direction, Pair } from "./snapshot.ts";

/** Why something is not good and what to do about it, as a banner tells it (A5). */
export type Note = {
  readonly reason: ReasonCode;
  /** The direction that it was met in first. */
  readonly from: PoolFqdn;
  readonly tone: Tone;
  readonly title: string;
  readonly says: string;
  readonly next: string;
  /** What it puts at risk, and whether it ends by itself. */
  readonly risk: string;
  /** What the service itself was told, with path, first and last time. */
  readonly error: LastError | null;
  /** Where it can be solved; null where no page does that. */
  readonly link: NoteLink | null;
  /** Copies that fall behind by their limits, which can be lifted for a time (B10). */
  readonly liftable: readonly LiftableCopy[];
};

/** One module's trouble, before those of one cause are told together. */
type Trouble = Pick<Note, "reason" | "from" | "tone" | "error" | "link"> & {
  readonly module: string;
  readonly liftable: LiftableCopy | null;
  /** How fast it falls behind, where that was measured. */
  readonly pace: string | null;
  /** What the table says, with the pool's name in it; null where it needs none. */
  readonly names: string | null;
  /** What waits will not leave by itself. */
  readonly doesNotDrain?: boolean;
  /** The sentence about the modules that share the cause. */
  readonly title: (modules: string, many: boolean) => string;
};

/** Reasons that the rows tell by themselves: nothing is wrong and nothing is to be done. */
const QUIET: readonly ReasonCode[] = ["request-runs", "starting"];

/** The row of the table of words for a reason. */
export type WordsOf = (reason: ReasonCode) => Row;

/** One cause is one banner, however many modules it concerns; worst first. The words come from outside, for the table is large. */
export function notesBy(pair: Pair, maySync: boolean, wordsOf: WordsOf): readonly Note[] {
  const causes = new Map<string, Trouble[]>();
  for (const direction of pair.Directions) {
    const imports = importTroubles(direction, pair);
    const exports = exportTroubles(direction, wordsOf).filter((trouble) => !isOfImport(trouble, imports));
    for (const trouble of [...exports, ...imports]) {
      const cause = [trouble.reason, trouble.title("", false), trouble.error?.Path].join(" ");
      causes.set(cause, [...(causes.get(cause) ?? []), trouble]);
    }
  }
  const silent = silentPool(pair);
  const isRunElsewhere = silent !== null && pair.Directions.some((direction) => elsewherePool(direction) === silent);
  const notes = [...causes.values()]
    .filter(([first]) => !(isRunElsewhere && first?.reason === "pool-elsewhere")) // its silence says more
    .flatMap((troubles) => told(troubles, maySync, wordsOf))
    .map((note) =>
      isRunElsewhere && note.reason === "partner-unheard" ? { ...note, next: seeThere(shortName(silent)) } : note,
    );
  return notes.sort((a, b) => LOUDNESS.indexOf(a.tone) - LOUDNESS.indexOf(b.tone));
}

function told(troubles: readonly Trouble[], maySync: boolean, wordsOf: WordsOf): readonly Note[] {
  const [first] = troubles;
  if (first === undefined) return [];
  const { says, next, risk, lasts } = wordsOf(first.reason);
  const modules = [...new Set(troubles.map((trouble) => trouble.module))];
  const liftable = troubles.flatMap((trouble) => trouble.liftable ?? []);
  return [
    {
      reason: first.reason,
      from: first.from,
      tone: first.tone,
      title: first.title(listed(modules), modules.length > 1),
      says: [first.names ?? says, ...troubles.flatMap(({ pace }) => pace ?? []).slice(0, 1)].join(" "),
      next: areLifted(liftable)
        ? LIFTED
        : nextStep(troubles.some((one) => one.doesNotDrain) ? doing(next) : next, maySync),
      risk: `At risk: ${risk.charAt(0).toLowerCase()}${risk.slice(1)}${lasts === "expected" ? "" : ` ${LASTS[lasts]}`}`,
      error: first.error,
      link: first.link,
      liftable,
    },
  ];
}

/** "PresenceFocus, DataConf and CMSMaster" */
function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? "";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
}

function seeThere(pool: string): string {
  return `Another service runs ${pool}: see there whether its engine runs, and whether its file store can be reached.`;
}

const LIFTED = "Its limit is lifted: all that waits goes now, in cycles back to back.";

function areLifted(copies: readonly LiftableCopy[]): boolean {
  return copies.length > 0 && copies.every(({ liftedUntil }) => liftedUntil !== null);
}

/** A next step that stands by itself, and names who may take it. */
function nextStep(next: string, maySync: boolean): string {
  const step = next.startsWith("Nothing") ? `To do: n${next.slice(1)}` : next;
  return !maySync && step.includes("Sync now") ? `${step} That needs the role operator.` : step;
}

function exportTroubles(direction: Direction, wordsOf: WordsOf): readonly Trouble[] {
  return direction.Status.BackupModules.flatMap((module) => {
    const { ExportStatus, Reason, LastError } = module;
    if (Reason === null || QUIET.includes(Reason) || TONES[exportConcern(module)] === "calm") return [];
    if (ExportStatus === "Unknown" && module.UnknownSince === null && Reason !== "pool-elsewhere") return []; // the headline says so
    const refused = Reason === "quarantined" && LastError?.Side === "Export" ? LastError : null;
    return {
      reason: Reason,
      from: direction.From,
      tone: TONES[exportConcern(module)],
      error: exportFault(module) ?? refused,
      link: noteLink(Reason, Reason === "standby-lost" ? direction.To : direction.From, module.Identity),
      module: shortModuleName(module.Identity),
      liftable: liftableOf(direction, module, wordsOf),
      pace: Reason === "limit-reached" ? paceWords(module) : null,
      doesNotDrain: Reason === "limit-reached" && module.DoesNotDrain,
      names: Reason === "pool-elsewhere" ? elsewhereSays(direction) : null,
      title: exportTitle(direction, module, Reason),
    };
  });
}

/** "210 MB a minute arrive, 50 MB a minute leave: it does not drain at this rate." */
function paceWords({ Pace, DoesNotDrain }: Pick<ModuleStatus, "Pace" | "DoesNotDrain">): string | null {
  if (Pace === null) return null;
  const much = (amount: number) => (Pace.Unit === "bytes" ? bytes(amount) : `${count(amount)} items`);
  const drains = DoesNotDrain ? ": it does not drain at this rate" : "";
  return `${much(Pace.ArrivesPerMinute)} a minute arrive, ${much(Pace.LeavesPerMinute)} a minute leave${drains}.`;
}

function liftableOf(
  { From }: Direction,
  { Identity, Reason, LimitLiftedUntil }: ModuleStatus,
  wordsOf: WordsOf,
): LiftableCopy | null {
  if (Reason === null || wordsOf(Reason).helps !== "lift-limit") return null;
  return { pool: From, module: Identity, liftedUntil: LimitLiftedUntil };
}

function exportTitle(
  direction: Direction,
  { ExportStatus, HeldItems }: ModuleStatus,
  reason: ReasonCode,
): Trouble["title"] {
  const copies = copiesName(direction);
  if (ExportStatus === "Unknown") return silentTitle(reason, direction);
  if (reason === "deletion-guard") return heldTitle(copies, HeldItems);
  if (ExportStatus === "ErrorState") return (modules, many) => `${modules} ${copies} ${many ? "fail" : "fails"}`;
  if (reason === "quarantined") return (modules) => `${shortName(direction.To)} refuses items of ${modules}`;
  return (modules, many) => `${modules} ${copies} ${many ? "fall" : "falls"} behind`;
}

/** "220 deletions of DataConf pool1 → pool2 are held" */
function heldTitle(copies: string, items: number | null): Trouble["title"] {
  const deletions = items === null ? "Deletions" : counted(items, { one: "deletion", many: "deletions" });
  return (modules) => `${deletions} of ${modules} ${copies} ${items === 1 ? "is" : "are"} held`;
}

/** What the partner says of its imports; where its own status names the fault, that is told instead of "it fails". */
function importTroubles(direction: Direction, pair: Pair): readonly Trouble[] {
  const { From, To } = direction;
  const importer = pair.Directions.find((direction) => direction.From === To);
  return expectedImports(direction).flatMap(({ Identity, ImportStatus, Reason }) => {
    if (Reason === null || QUIET.includes(Reason)) return [];
    const there = importer?.Status.BackupModules.find((module) => module.Identity === Identity);
    const own = ImportStatus === "ErrorState" && there !== undefined ? importFault(there) : null;
    const failed = (modules: string) => `${shortName(To)} cannot import ${modules} of ${shortName(From)}`;
    return {
      reason: own?.Code ?? Reason,
      from: From,
      tone: ImportStatus === "ErrorState" ? ("bad" as const) : ("unknown" as const),
      error: own,
      link: own === null ? null : noteLink(own.Code, To, Identity),
      module: shortModuleName(Identity),
      liftable: null,
      pace: null,
      names: Reason === "pool-elsewhere" ? elsewhereSays(direction) : null,
      title: ImportStatus === "ErrorState" ? failed : silentTitle(Reason, direction),
    };
  });
}

/** That the partner cannot import is told by the import itself, with what to do; its exporter only waits for it. */
function isOfImport({ reason, module }: Trouble, imports: readonly Trouble[]): boolean {
  return reason === "partner-fails" && imports.some((one) => one.tone === "bad" && one.module === module);
}

function silentTitle(reason: ReasonCode, direction: Direction): Trouble["title"] {
  const elsewhere = elsewherePool(direction);
  if (reason === "pool-elsewhere" && elsewhere !== null)
    return () => `${shortName(elsewhere)} is not run by this service`;
  return () => (reason === "partner-unheard" ? `${shortName(direction.To)} is silent` : "The sync engine is silent");
}
