import { type RestoreCase, restoreCases } from "#components/status/restore-case.ts";
import type { Direction, Pair } from "#components/status/snapshot.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";

/** A pool that may have lost something: what it lost as far as it is known, worst first. */
export type Choice = {
  readonly pool: PoolFqdn;
  readonly partner: PoolFqdn;
  readonly cases: readonly RestoreCase[];
  /** False while nobody can say whether it lost anything. */
  readonly isKnown: boolean;
};

/** Every pool that has a partner; those that lost something come first, then those of which nothing is known. */
export function choices(pairs: readonly Pair[]): readonly Choice[] {
  const all = pairs.flatMap((pair) =>
    pair.Directions.map(({ From, To, Status }) => {
      const cases = restoreCases(pair, From).filter(isOnce);
      return { pool: From, partner: To, cases, isKnown: isHeard(Status) };
    }),
  );
  return all.sort((a, b) => place(a) - place(b));
}

function place({ cases, isKnown }: Choice): number {
  if (cases.length > 0) return 0;
  return isKnown ? 2 : 1;
}

/** A whole store that is lost is one case, however many modules it holds. */
function isOnce(one: RestoreCase, at: number, all: readonly RestoreCase[]): boolean {
  return one.is !== "whole-store" || all.findIndex(({ is }) => is === "whole-store") === at;
}

function isHeard({ BackupModules }: Direction["Status"]): boolean {
  return BackupModules.length > 0 && BackupModules.every(({ ExportStatus }) => ExportStatus !== "Unknown");
}
