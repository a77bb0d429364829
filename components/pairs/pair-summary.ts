import { counted } from "#components/status/amount.ts";
import { type PairKind, pairKind } from "#components/status/census.ts";
import { isLate, riskOf, riskText } from "#components/status/concern.ts";
import { isExpected } from "#components/status/expected.ts";
import { moduleWords } from "#components/status/module-words.ts";
import type { Direction, Pair } from "#components/status/snapshot.ts";
import { duration } from "#lib/domain/duration.ts";
import type { ExportState } from "#lib/domain/export-state.ts";
import type { ImportState } from "#lib/domain/import-state.ts";
import type { ModuleStatus } from "#lib/domain/status.ts";

type State = ExportState | ImportState;

/** One module of a pair in a few words; `state` is the worst of all its sides, null where nobody runs it. */
export type ModuleSummary = { readonly short: string; readonly state: State | null; readonly words: string };

/** A pair in one row. */
export type PairSummary = {
  readonly kind: PairKind;
  readonly modules: readonly ModuleSummary[];
  /** The most that either direction has at risk; null while that is not known. */
  readonly risk: string | null;
  readonly isLate: boolean;
  /** What leaves next, and when (B13). */
  readonly next: string;
};

/** Worst first. */
const STATES: readonly State[] = [
  "ErrorState",
  "Unknown",
  "NotInitialized",
  "NonSteadyState",
  "SteadyState",
  "FinalState",
  "NormalState",
];

const ITEM = { one: "item", many: "items" };

const shortState = (state: State) => state.replace(/State$/, "");

/** Both directions in one line each module: what is the same both ways is said once. */
export function summaryOf(pair: Pair, now: string): PairSummary {
  const names = pair.Directions[0]?.Status.BackupModules.map(({ Identity }) => Identity) ?? [];
  const risks = pair.Directions.map(riskOf);
  const most = risks.every((risk) => risk !== null)
    ? risks.reduce((a, b) => (b.seconds > a.seconds ? b : a), { seconds: 0, atLeast: false })
    : null;
  return {
    kind: pairKind(pair),
    modules: names.map((name) => moduleSummary(pair, name)),
    risk: most === null ? null : riskText(most),
    isLate: isLate(pair),
    next: nextWords(pair, now),
  };
}

/** One module in one direction. */
type Side = { readonly out: ExportState; readonly into: ImportState };

function moduleSummary({ Directions }: Pair, name: ModuleStatus["Identity"]): ModuleSummary {
  const sides = Directions.flatMap((direction): readonly Side[] => {
    const module = direction.Status.BackupModules.find(({ Identity }) => Identity === name);
    if (module === undefined || !isExpected(module)) return [];
    const word = direction.PartnerImports.find(({ Identity }) => Identity === name);
    return [{ out: module.ExportStatus, into: word?.ImportStatus ?? "NotInitialized" }];
  });
  const { short } = moduleWords(name, Directions[0]?.Faces ?? []);
  if (sides.length === 0) return { short, state: null, words: "not in this pair" };
  const all = sides.flatMap(({ out, into }): State[] => [out, into]);
  const outs = said(sides.map(({ out }) => out));
  const intos = said(sides.map(({ into }) => into));
  const ways = sides.length === 1 ? "one way " : outs.includes(" and ") ? "" : "both ";
  return { short, state: STATES.find((state) => all.includes(state)) ?? null, words: `${ways}${outs} · ${intos}` };
}

/** "Final" for both ways, "Steady and Final" where they differ. */
function said(states: readonly State[]): string {
  return [...new Set(states.map(shortState))].join(" and ");
}

function nextWords({ Directions }: Pair, now: string): string {
  const modules = Directions.flatMap((direction) => leaving(direction));
  if (
    Directions.some(({ Status }) =>
      Status.BackupModules.some(({ PendingItems, Role }) => isExpected({ Role }) && PendingItems === null),
    )
  )
    return "what waits is not known";
  const items = modules.reduce((sum, { PendingItems }) => sum + (PendingItems ?? 0), 0);
  if (items === 0) return sentWords(Directions);
  const [next] = modules.flatMap(({ NextCycleAt }) => NextCycleAt ?? []).sort();
  const what = counted(items, ITEM);
  const isOne = items === 1;
  if (next === undefined) return `${what} ${isOne ? "waits" : "wait"}`;
  const ms = Date.parse(next) - Date.parse(now);
  return `${what} ${isOne ? "leaves" : "leave"} ${ms < 1000 ? "now" : `in ${duration(ms)}`}`;
}

/** What has left and is not known to have arrived, where nothing else waits. */
function sentWords(directions: readonly Direction[]): string {
  const sent = directions.flatMap(({ Status }) => Status.BackupModules).filter((one) => (one.UnackedPackages ?? 0) > 0);
  if (sent.length === 0) return "nothing waits";
  const items = sent.reduce((sum, { UnackedItems }) => sum + (UnackedItems ?? 0), 0);
  return items === 0 ? "all is on its way" : `${counted(items, ITEM)} on ${items === 1 ? "its" : "their"} way`;
}

function leaving({ Status }: Direction): readonly ModuleStatus[] {
  return Status.BackupModules.filter(({ PendingItems }) => (PendingItems ?? 0) > 0);
}
