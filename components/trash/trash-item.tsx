import { bytes } from "#components/status/amount.ts";
import { Moment } from "#components/status/moment.tsx";
import type { ToldTrashItem } from "./told-trash.ts";

type Props = { readonly item: ToldTrashItem; readonly canChoose: boolean };

/** One thing in the trash, and the box that chooses it. */
export function TrashItem({ item, canChoose }: Props) {
  const words = (
    <span className="grid min-w-0 gap-0.5">
      <span className="text-sm [overflow-wrap:anywhere]">{item.Path}</span>
      <span className="flex flex-wrap gap-x-3 text-2xs text-soft">
        <span>{whatItIs(item)}</span>
        <span>
          deleted at <Moment at={item.DeletedAt} />
        </span>
      </span>
    </span>
  );
  return (
    <li data-trash={item.Id} className="border-line border-t first:border-t-0">
      {canChoose ? (
        <label className="flex min-h-12 items-center gap-3.5 px-1 py-2 hover:bg-raised">
          <input type="checkbox" name="item" value={item.Id} className="size-5 flex-none accent-(--press)" />
          {words}
        </label>
      ) : (
        <div className="px-1 py-2">{words}</div>
      )}
    </li>
  );
}

function whatItIs({ Table, IsFolder, Bytes }: ToldTrashItem): string {
  if (Table !== null) return `row of ${Table}`;
  if (IsFolder) return "folder, with all below";
  return Bytes === null ? "file" : `file, ${bytes(Bytes)}`;
}
