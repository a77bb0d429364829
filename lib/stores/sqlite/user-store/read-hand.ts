import type { RowTable } from "#lib/domain/row-table.ts";
import type { Phase } from "#lib/ports/backup-module.ts";
import type { ReadRows } from "#lib/ports/user-store.ts";
import type { UserStoreIdentity } from "./connect.ts";
import { ThreadHand } from "./thread-hand.ts";

/** `inode` is that of the file that the store opened: another at its place is not to be read. */
export type ReadPlace = { readonly path: string; readonly identity: UserStoreIdentity; readonly inode: bigint };
export type ReadOrder = { readonly table: RowTable; readonly phase: Phase; readonly ids: readonly number[] };

/** Has entries read in a thread of their own, so that what was read before is packed and launched meanwhile. */
export class ReadHand {
  readonly #hand: ThreadHand<ReadOrder, ReadRows>;

  constructor(place: ReadPlace) {
    this.#hand = new ThreadHand(new URL("./read-thread.ts", import.meta.url), place);
  }

  read(order: ReadOrder): Promise<ReadRows> {
    return this.#hand.ask(order);
  }

  close(): void {
    this.#hand.close();
  }
}
