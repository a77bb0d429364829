import type { ModuleName } from "#lib/domain/backup-module.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { RowTable } from "#lib/domain/row-table.ts";
import type { Phase } from "#lib/ports/backup-module.ts";
import type { BookedFlight, ReadRows } from "#lib/ports/user-store.ts";
import type { UserStoreIdentity } from "./connect.ts";
import { ThreadHand } from "./thread-hand.ts";

/** `inode` is that of the file that the store opened: another at its place is not to be worked on. */
export type ExportPlace = { readonly path: string; readonly identity: UserStoreIdentity; readonly inode: bigint };
export type ReadOrder = { readonly is: "read"; readonly table: RowTable; readonly phase: Phase; readonly ids: Ids };
export type LaunchOrder = {
  readonly is: "launch";
  readonly module: ModuleName;
  readonly flight: BookedFlight;
  readonly ids: Ids;
  readonly at: Instant;
};
export type ExportOrder = ReadOrder | LaunchOrder;

type Ids = readonly number[];

/** Has a backlog read and launched in a thread of their own, so that packing, publishing and importing go on meanwhile. */
export class ExportHand {
  readonly #hand: ThreadHand<ExportOrder, ReadRows | null>;

  constructor(place: ExportPlace) {
    this.#hand = new ThreadHand(new URL("./export-thread.ts", import.meta.url), place);
  }

  async read(order: Omit<ReadOrder, "is">): Promise<ReadRows> {
    const read = await this.#hand.ask({ is: "read", ...order });
    if (read === null) throw new TypeError("a thread answered another order");
    return read;
  }

  async launch(order: Omit<LaunchOrder, "is">): Promise<void> {
    await this.#hand.ask({ is: "launch", ...order });
  }

  close(): void {
    this.#hand.close();
  }
}
