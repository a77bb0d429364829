import { join } from "node:path";
import type { FileStore } from "#lib/ports/file-store.ts";
import type { ScanList } from "#lib/ports/scan-list.ts";
import type { UserStore } from "#lib/ports/user-store.ts";
import { folderFileStore } from "#lib/stores/folder/file-store.ts";
import { dataSetFolder, makeFileStore } from "#lib/stores/folder/make-file-store.ts";
import { openScanList } from "#lib/stores/sqlite/scan-list.ts";
import { POOL_1 } from "./evidence.ts";
import { FakeClock } from "./fake-clock.ts";
import { IDENTITY } from "./store-under-test.ts";
import { openTempUserStore } from "./temp-user-store.ts";

/** All that pool 1's content is kept in, in a folder, as a process that begins just now opens it; made when it is not there. */
export class ContentUnderTest {
  readonly root: string;
  readonly files: FileStore;
  readonly scanList: ScanList;
  readonly store: UserStore;
  readonly clock = new FakeClock(Date.now());
  readonly #folder: string;
  readonly #closeClient: () => void;

  constructor(folder: string, isNew = true) {
    this.#folder = folder;
    this.root = join(folder, "files");
    if (isNew) makeFileStore(this.root, IDENTITY);
    const { store, client } = openTempUserStore(folder);
    this.store = store;
    this.#closeClient = () => client.close();
    this.scanList = openScanList(join(folder, "scan.db"), "store 1/1", this.clock);
    const files = folderFileStore(this.root, IDENTITY, "DataConf");
    // What a test wrote just now held still for long.
    this.files = { ...files, clockNs: async () => (await files.clockNs()) + 60_000_000_000n };
  }

  /** The folder of one home pool's content. */
  content(home = POOL_1): string {
    return dataSetFolder(this.root, "DataConf", home);
  }

  /** A list of what was seen that is of another epoch of the store; who asks closes it. */
  newList(): ScanList {
    return openScanList(join(this.#folder, "new.db"), "store 1/2", this.clock);
  }

  close(): void {
    this.store.close();
    this.scanList.close();
    this.#closeClient();
  }
}
