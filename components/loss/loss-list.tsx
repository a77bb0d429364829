import Link from "next/link";
import { Moment } from "#components/status/moment.tsx";
import { PLAIN } from "#components/ui/button-looks.ts";
import { shortModuleName } from "#lib/domain/backup-module.ts";
import { LOSS_WORDS, type LossAsked, lossQuery, type ToldLossItem } from "./told-loss.ts";

type Props = { readonly items: readonly ToldLossItem[]; readonly asked: LossAsked; readonly next: string | null };

/** What would be lost with a pool, one page of it. */
export function LossList({ items, asked, next }: Props) {
  const isFirst = asked.page === "";
  if (items.length === 0)
    return (
      <p className="text-sm text-soft">
        {isFirst ? "Nothing is known to be missing on the partner." : "There is no more: the rest has arrived by now."}
      </p>
    );
  const other = asked.order === "oldest" ? "newest" : "oldest";
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3 text-sm text-soft">
        <p>{asked.order === "oldest" ? "The oldest changes first" : "The newest changes first"}</p>
        <Link href={lossQuery({ order: other })} className={PLAIN}>
          {other === "newest" ? "Newest first" : "Oldest first"}
        </Link>
      </div>
      <ul className="border-line border-y">
        {items.map((item) => (
          <Item key={[item.BackupModule, item.Table, ...item.Name].join("\0")} item={item} />
        ))}
      </ul>
      <nav aria-label="Pages of the list" className="flex flex-wrap gap-3 empty:hidden">
        {!isFirst && (
          <Link href={lossQuery({ order: asked.order })} className={PLAIN}>
            Back to the first
          </Link>
        )}
        {next !== null && (
          <Link href={lossQuery({ order: asked.order, page: next })} className={PLAIN}>
            More
          </Link>
        )}
      </nav>
    </div>
  );
}

function Item({ item }: { readonly item: ToldLossItem }) {
  const { BackupModule, Table, Name, Since, Why, IsDeletion } = item;
  const [name = "", ...more] = Name.filter((part) => part !== "");
  return (
    <li data-loss={Why} className="grid gap-0.5 border-line border-t px-1 py-2 first:border-t-0">
      <span className="text-sm [overflow-wrap:anywhere]">
        {name}
        {more.length > 0 && <span className="text-soft"> · {more.join(" · ")}</span>}
      </span>
      <span className="flex flex-wrap gap-x-3 text-2xs text-soft">
        <span>{Table === null ? `file or folder of ${shortModuleName(BackupModule)}` : `row of ${Table}`}</span>
        <span>
          {IsDeletion ? "deleted" : "changed"} at <Moment at={Since} />
        </span>
        <span>{LOSS_WORDS[Why]}</span>
      </span>
    </li>
  );
}
