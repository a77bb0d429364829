import type { JournalQuery } from "#components/journal/journal-filter.tsx";
import type { Context } from "#lib/auth/context.ts";
import { getJournal } from "#lib/commands/get-journal.ts";
import { getPools } from "#lib/commands/get-pools.ts";
import type { FaceView } from "#lib/domain/direction-status.ts";
import { isoInstant } from "#lib/domain/instant.ts";
import type { JournalView } from "#lib/domain/lane-history.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { isProblem } from "#lib/domain/problem.ts";

/** What was found, what can be looked for, and why nothing could be. */
export type FoundJournal = {
  readonly view: JournalView;
  readonly pools: readonly PoolFqdn[];
  readonly faces: readonly FaceView[];
  readonly problem: string | null;
  readonly now: string;
};

/** A page of the journal, by a filter as it stands in the address. */
export async function readJournal(ctx: Context, query: JournalQuery): Promise<FoundJournal> {
  const { Pools } = await getPools(ctx);
  const common = {
    pools: Pools.map(({ PoolFqdn }) => PoolFqdn),
    faces: ctx.modules.map(({ name, kind, item }) => ({
      Identity: name,
      Kind: kind,
      Item: { One: item.one, Many: item.many },
    })),
    now: isoInstant(ctx.clock.now()),
  };
  const given = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ""));
  try {
    return { ...common, view: await getJournal(ctx, given), problem: null };
  } catch (thrown) {
    if (!isProblem(thrown)) throw thrown;
    return { ...common, view: { Entries: [], Next: null }, problem: `${thrown.sentence} ${thrown.hint}` };
  }
}
