import type { ModuleName } from "#lib/domain/backup-module.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { RowTable } from "#lib/domain/row-table.ts";
import type { Phase } from "#lib/ports/backup-module.ts";
import type { BookedFlight, ReadRows } from "#lib/ports/user-store.ts";
import type { UserStoreIdentity } from "./connect.ts";
import { type FoldedIds, fold, unfold } from "./id-range.ts";
import type { StrideOrder, StrideTaken } from "./take-changes.ts";
import { ThreadHand } from "./thread-hand.ts";

/** `inode` is that of the file that the store opened: another at its place is not to be worked on. */
export type ExportPlace = { readonly path: string; readonly identity: UserStoreIdentity; readonly inode: bigint };

export type ReadOrder = { readonly table: RowTable; readonly phase: Phase; readonly ids: readonly number[] };
export type LaunchOrder = {
  readonly module: ModuleName;
  readonly flight: BookedFlight;
  readonly ids: readonly number[];
  readonly at: Instant;
};
type Folded<Order> = Omit<Order, "ids"> & { readonly ids: FoldedIds };
export type ExportOrder =
  | ({ is: "read" } & Folded<ReadOrder>)
  | ({ is: "launch" } & Folded<LaunchOrder>)
  | ({ is: "take" } & StrideOrder);
/** What became of a stride, and the entries that waited already and merged with what was taken. */
export type TakenAside = { readonly taken: StrideTaken; readonly touched: readonly number[] };
export type ExportAnswer =
  | ({ is: "read" } & Omit<ReadRows, "lots"> & { readonly lots: readonly Folded<ReadRows["lots"][number]>[] })
  | ({ is: "taken" } & TakenAside)
  | null;

/** Has a backlog taken, read and launched in a thread of their own, so that packing, publishing and importing go on meanwhile. */
export class ExportHand {
  readonly #hand: ThreadHand<ExportOrder, ExportAnswer>;

  constructor(place: ExportPlace) {
    this.#hand = new ThreadHand(new URL("./export-thread.ts", import.meta.url), place);
  }

  async read(order: ReadOrder): Promise<ReadRows> {
    const read = await this.#hand.ask({ is: "read", ...order, ids: fold(order.ids) });
    if (read?.is !== "read") throw new TypeError("a thread answered another order");
    const lots = read.lots.map((lot) => ({ ...lot, table: order.table, ids: unfold(lot.ids) }));
    return { lots, gone: read.gone, back: read.back, taken: read.taken };
  }

  async take(order: StrideOrder): Promise<TakenAside> {
    const answer = await this.#hand.ask({ is: "take", ...order });
    if (answer?.is !== "taken") throw new TypeError("a thread answered another order");
    return answer;
  }

  async launch(order: LaunchOrder): Promise<void> {
    await this.#hand.ask({ is: "launch", ...order, ids: fold(order.ids) });
  }

  close(): void {
    this.#hand.close();
  }
}
