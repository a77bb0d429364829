import { CONTENT } from "#lib/domain/content.ts";
import type { ReturnedItem } from "#lib/ports/file-store.ts";
import type { LookAt } from "./look.ts";
import { groupsOf } from "./pack.ts";

/**
 * What came back and could not be taken, for something that does not travel stands in its way, or its name cannot be had here:
 * the standby has it and this side does not, which is no Final. It is nobody's will, so its deletion is held: a person clears
 * the way and asks again, or releases it.
 */
export async function noteNotTaken(what: LookAt, items: readonly ReturnedItem[]): Promise<void> {
  const { store, module, files, pool, clock } = what;
  const left = items.filter(({ is }) => is === "different" || is === "refused");
  if (left.length === 0) return;
  const now = clock.now();
  const entries = left.map(({ path }, id) => ({ id, table: CONTENT, key: path, firstAt: now }));
  const groups = groupsOf(what, entries, entries.length, "");
  const found = await files.findAbsent(
    pool,
    groups.map(({ ask }) => ask),
  );
  const absent = new Set(
    groups.flatMap((group, number) =>
      group.entries.flatMap(({ key }, at) => (found[number]?.[at]?.is === "absent" ? [key] : [])),
    ),
  );
  if (absent.size === 0) return;
  await store.book.addGone(
    module,
    [...absent].map((key) => ({ table: CONTENT, key, bytes: null })),
    now,
  );
  await store.book.hold(module);
}
