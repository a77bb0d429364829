import { counted } from "#components/status/amount.ts";
import { type PoolFqdn, shortName } from "#lib/domain/pool.ts";
import type { QuarantinedView } from "#lib/domain/quarantine-view.ts";

const ITEM = { one: "item", many: "items" };

/** "2 items refused by pool2, 1 of them skipped" */
export function heldWords(items: readonly QuarantinedView[], notNamed: number, by: PoolFqdn): string {
  const skipped = items.filter(({ Skipped }) => Skipped !== null).length;
  const all = items.length + notNamed;
  const what = `${counted(all, ITEM)} refused by ${shortName(by)}`;
  if (skipped === 0) return what;
  return skipped === all ? `${what}, skipped` : `${what}, ${skipped} of them skipped`;
}

/** "tried once", "tried 7 times" */
export function triesWords(tries: number): string {
  return tries === 1 ? "tried once" : `tried ${tries} times`;
}
