import { counted, type Noun } from "#components/status/amount.ts";
import { Sentence } from "#components/status/sentence.tsx";
import { type PoolFqdn, shortName } from "#lib/domain/pool.ts";
import type { Passage } from "./passage.ts";

type Props = { readonly passage: Passage; readonly item: Noun; readonly to: PoolFqdn };

/** "12 rows left at 12:04:31", and then that the partner has them. */
export function PassageLine({ passage: { is, items, at }, item, to }: Props) {
  const what = counted(items, item);
  const [has, it] = items === 1 ? ["has", "it"] : ["have", "them"];
  const says = is === "left" ? `${what} left at ` : `${what} ${has} left, and ${shortName(to)} has ${it} since `;
  return (
    <span data-passage={is} className="block text-ink">
      <Sentence words={[says, { at }]} />
    </span>
  );
}
