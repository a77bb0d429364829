import * as fs from "node:fs";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Disk, Hands } from "#lib/disk/crew.ts";
import { hashFile } from "#lib/disk/read-through.ts";
import { type FileList, type FolderItem, partName } from "#lib/domain/package.ts";
import { folderOf } from "#lib/domain/path-text.ts";
import type {
  CopyAsk,
  CopyOutcome,
  CopyRoom,
  FileStore,
  FolderNews,
  Sight,
  StagedPart,
} from "#lib/ports/file-store.ts";
import { folderFileStore } from "#lib/stores/folder/file-store.ts";
import { dataSetFolder, makeFileStore } from "#lib/stores/folder/make-file-store.ts";
import { nameOf } from "#lib/stores/folder/names.ts";
import { POOL_1, POOL_2 } from "./evidence.ts";

export const IDENTITY = {
  pool: POOL_1,
  storeId: "store 1",
  storeEpoch: 1,
  folders: ["DataConf"],
  dataSets: [
    { home: POOL_1, id: "set 1" },
    { home: POOL_2, id: "set 2" },
  ],
};

export const NO_END: CopyRoom = { left: () => Number.POSITIVE_INFINITY, take: () => true };
/** Long after everything that a test writes. */
const LATER_NS = 4_000_000_000_000_000_000n;

/** A file store in a folder of its own, with what a test may put between it and the disk. */
export class StoreUnderTest {
  readonly root: string;
  readonly content: string;
  readonly store: FileStore;

  constructor(folder: string, meddle: Partial<Disk> = {}) {
    this.root = join(folder, "files");
    this.content = dataSetFolder(this.root, "DataConf", POOL_1);
    makeFileStore(this.root, IDENTITY);
    const disk: Disk = { ...fs, ...meddle };
    const hands: Hands = async (task, input) => task.run(input, disk);
    this.store = folderFileStore(this.root, IDENTITY, "DataConf", hands);
  }

  write(path: string, text = "content"): void {
    mkdirSync(join(this.content, path, ".."), { recursive: true });
    writeFileSync(join(this.content, path), text);
  }

  /** What a look finds in one folder, when everything held still. */
  async look(folder: string, seen: Sight | null = null, more: { everything?: boolean; nowNs?: bigint } = {}) {
    const asked = [{ folder, seen }];
    const [news] = await this.store.compare(POOL_1, asked, more.everything ?? false, more.nowNs ?? LATER_NS);
    if (!news) throw new Error("no answer");
    return news;
  }

  async read(folder: string, seen: Sight | null = null): Promise<Extract<FolderNews, { is: "read" }>> {
    const news = await this.look(folder, seen);
    if (news.is !== "read") throw new Error(`it could not be read: ${JSON.stringify(news)}`);
    return news;
  }

  /** Copies items of one folder into parts of their numbers. */
  async copy(folder: string, names: readonly string[], seen: Sight | null = null, room = NO_END) {
    const ask: CopyAsk = { folder, seen, owed: [], names, into: this.#parts, first: 1 };
    const copied = await this.store.copyOut(POOL_1, [ask], room);
    return {
      outcomes: copied[0]?.outcomes ?? [],
      owed: copied.find((one) => one.owed !== null)?.owed ?? null,
      parts: copied.flatMap((one) => one.parts),
    };
  }

  /** What was copied of a file. */
  copyOf(outcome: CopyOutcome | undefined): string {
    if (outcome?.is !== "file") throw new Error("it was not copied");
    const { part, at, bytes } = outcome;
    return readFileSync(join(this.#parts, part))
      .subarray(at, at + bytes)
      .toString();
  }

  async copyOne(path: string, seen: Sight | null = null): Promise<CopyOutcome | undefined> {
    const slash = path.lastIndexOf("/");
    const folder = path.slice(0, Math.max(0, slash));
    return (await this.copy(folder, [path.slice(slash + 1)], seen)).outcomes[0];
  }

  get #parts(): string {
    return join(this.root, "BackupStore", "Temp");
  }

  staged(number: number): string {
    return join(this.#parts, partName(number));
  }

  /** A part with one file, as an exporter leaves it. */
  stage(path: string, text: string, number = 1, mode = 0o640): StagedPart {
    return this.stageAll([[path, text]], number, mode);
  }

  /** A part with some files; what is not named has the same mode and time. */
  stageAll(files: readonly (readonly [path: string, text: string])[], number = 1, mode = 0o640): StagedPart {
    const staged = this.staged(number);
    writeFileSync(staged, files.map(([, text]) => text).join(""));
    let at = 0;
    const lists = files.map(([path, text]): FileList => {
      const bytes = Buffer.byteLength(text);
      at += bytes;
      return {
        folder: folderOf(path),
        names: nameOf(path),
        part: partName(number),
        at: at - bytes,
        bytes: [bytes],
        modes: [mode],
        mtimesNs: "1600000000000000000",
      };
    });
    return { staged, bytes: at, sha256: hashFile(fs, staged)?.sha256 ?? "", files: lists };
  }

  place(parts: readonly StagedPart[], folders: readonly FolderItem[] = []) {
    return this.store.place(POOL_1, folders, parts, "trash", () => {});
  }

  /** Where something of this path is in the trash. */
  trashed(path: string): string {
    return join(this.root, "Trash", POOL_1, "trash", path);
  }
}
