import { shortName } from "#lib/domain/pool.ts";
import { REASONS, type ReasonCode } from "#lib/domain/reasons.ts";
import type { LastError, ModuleStatus } from "#lib/domain/status.ts";
import { exportConcern, TONES, type Tone } from "./concern.ts";
import { moduleWords } from "./module-words.ts";
import type { Direction, Pair } from "./snapshot.ts";

/** Why something is not good and what to do about it, as a banner tells it (A5). */
export type Note = {
  readonly reason: ReasonCode;
  readonly tone: Tone;
  readonly title: string;
  readonly says: string;
  readonly next: string;
  /** What the service itself was told, with operation, path, first and last time. */
  readonly error: LastError | null;
};

/** Reasons that the rows tell by themselves: nothing is wrong and nothing is to be done. */
const QUIET: readonly ReasonCode[] = ["request-runs", "starting"];

/** One cause is one banner, however many modules it concerns; worst first. */
export function pairNotes(pair: Pair, maySync: boolean): readonly Note[] {
  const all = pair.Directions.flatMap((direction) => [
    ...exportNotes(direction, maySync),
    ...importNotes(direction, pair, maySync),
  ]);
  const causes = new Map<string, Note[]>();
  for (const note of all) {
    const cause = `${note.reason} ${note.error?.Path ?? ""}`;
    causes.set(cause, [...(causes.get(cause) ?? []), note]);
  }
  return [...causes.values()].map(joined).sort((a, b) => LOUDNESS.indexOf(a.tone) - LOUDNESS.indexOf(b.tone));
}

const LOUDNESS: readonly Tone[] = ["bad", "unknown", "warn", "calm"];

function joined(notes: readonly Note[]): Note {
  const [first, ...more] = notes;
  if (first === undefined) throw new Error("A cause without a note.");
  const titles = [...new Set([first, ...more].map((note) => note.title))];
  return { ...first, title: titles.length > 2 ? `${first.title}, and ${titles.length - 1} more` : titles.join(", ") };
}

function exportNotes(direction: Direction, maySync: boolean): readonly Note[] {
  return direction.Status.BackupModules.flatMap((module) => {
    const { ExportStatus, Reason, LastError } = module;
    if (Reason === null || QUIET.includes(Reason) || ExportStatus === "FinalState" || ExportStatus === "SteadyState")
      return [];
    const error = ExportStatus === "ErrorState" && LastError?.Side === "Export" ? LastError : null;
    return [note(Reason, TONES[exportConcern(module)], exportTitle(direction, module, Reason), error, maySync)];
  });
}

function importNotes({ From, To, PartnerImports }: Direction, pair: Pair, maySync: boolean): readonly Note[] {
  const importer = pair.Directions.find((direction) => direction.From === To);
  return PartnerImports.flatMap(({ Identity, ImportStatus, Reason }) => {
    if (Reason === null || QUIET.includes(Reason)) return [];
    const own = importer?.Status.BackupModules.find((module) => module.Identity === Identity)?.LastError ?? null;
    const tone: Tone = ImportStatus === "ErrorState" ? "bad" : "unknown";
    const failed = `${shortName(To)} cannot import ${moduleWords(Identity).short} of ${shortName(From)}`;
    const title = ImportStatus === "ErrorState" ? failed : silentTitle(Reason, To);
    return [note(Reason, tone, title, own?.Side === "Import" ? own : null, maySync)];
  });
}

function exportTitle({ From, To }: Direction, { Identity, ExportStatus }: ModuleStatus, reason: ReasonCode): string {
  const copies = `${moduleWords(Identity).short} ${shortName(From)} → ${shortName(To)}`;
  if (ExportStatus === "Unknown") return silentTitle(reason, To);
  if (ExportStatus === "ErrorState") return `${copies} fails`;
  return reason === "deletions-wait" ? `${copies}: deletions wait` : `${copies} falls behind`;
}

function silentTitle(reason: ReasonCode, partner: Direction["To"]): string {
  return reason === "partner-unheard" ? `${shortName(partner)} is silent` : "The sync engine is silent";
}

function note(reason: ReasonCode, tone: Tone, title: string, error: LastError | null, maySync: boolean): Note {
  const { says, next } = REASONS[reason];
  const needsOperator = !maySync && next.includes("Sync now");
  return { reason, tone, title, says, next: needsOperator ? `${next} An operator may press it.` : next, error };
}
