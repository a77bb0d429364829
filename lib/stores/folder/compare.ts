import type { BigIntStats } from "node:fs";
import type { Disk, Task } from "#lib/disk/crew.ts";
import { codeOf } from "#lib/disk/read-through.ts";
import { MARKER_NAME } from "#lib/domain/path-text.ts";
import type { FolderAsk, FolderNews } from "#lib/ports/file-store.ts";
import { nameText, placeOf } from "./names.ts";
import { type SentNews, sentNews } from "./sent-news.ts";
import {
  ctimeOf,
  deviceOf,
  deviceText,
  isSameRecord,
  type Mark,
  marksOf,
  readSight,
  rootDeviceOf,
  SightWriter,
  sightBytes,
  sizeOf,
} from "./sight.ts";

export type CompareInput = {
  readonly base: string;
  readonly asked: readonly FolderAsk[];
  readonly everything: boolean;
  readonly nowNs: bigint;
};

/** How long a file must have held still, by the file server's clock, before its stamp tells its next state from this one. */
const QUIET_NS = 2_000_000_000n;

/** Lists folders and compares them with what was seen there. */
export const compareFolders: Task<CompareInput, readonly SentNews[]> = {
  module: import.meta.url,
  name: "compareFolders",
  run: (input, disk) => {
    const rootDevice = disk.lstatSync(input.base, { bigint: true }).dev;
    return input.asked.map((ask) => {
      try {
        return sentNews(compareOne(input, ask, rootDevice, disk));
      } catch (thrown) {
        if (["ENOENT", "ENOTDIR"].includes(codeOf(thrown))) return { is: "gone" };
        return { is: "unreadable", sentence: sentenceOf(thrown), path: ask.folder };
      }
    });
  },
};

export function sentenceOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** One item of a folder, its name a character a byte. */
type Listing = readonly [name: string, mark: Mark];

type Listed = {
  readonly writer: SightWriter;
  readonly items: readonly Listing[];
  readonly folders: string[];
  readonly hasYoung: boolean;
  readonly ignored: number;
};

function compareOne(
  { base, everything, nowNs }: CompareInput,
  ask: FolderAsk,
  rootDevice: bigint,
  disk: Disk,
): FolderNews {
  const place = placeOf(base, ask.folder);
  const self = disk.lstatSync(place, { bigint: true });
  if (!self.isDirectory()) return { is: "gone" };
  const device = deviceText(self.dev, rootDevice);
  const { writer, items, folders, hasYoung, ignored } = list(disk, place, ask.folder, rootDevice, nowNs);
  const now = writer.written;
  const before = ask.seen === null ? null : sightBytes(ask.seen);
  const nothing = { changed: { names: [], bytes: [] }, gone: [], goneSight: null, elsewhere: null, young: [] };
  if (before?.equals(now) && !everything) {
    return { is: "read", sight: null, ...nothing, device, folders, ignored };
  }
  if (before === null && !hasYoung) {
    return { is: "read", sight: writer.done(), ...nothing, changed: changesOf(now, items), device, folders, ignored };
  }
  return {
    is: "read",
    ...diff(before, now, items, { everything, nowNs, rootDevice, device }),
    device,
    folders,
    ignored,
  };
}

function list(disk: Disk, place: string | Buffer, folder: string, rootDevice: bigint, nowNs: bigint): Listed {
  const names = disk.readdirSync(place, { encoding: "latin1" }).sort(byteOrder);
  const writer = new SightWriter(rootDevice, names.length);
  const items: Listing[] = [];
  const folders: string[] = [];
  let hasYoung = false;
  let ignored = 0;
  for (const name of names) {
    if (folder === "" && name === MARKER_NAME) continue;
    const stat = lookAt(disk, place, name);
    if (stat === null) continue; // it left between the listing and the look
    const isFolder = stat.isDirectory();
    if (isFolder) folders.push(nameText(name));
    else if (!stat.isFile()) ignored += 1;
    else if (isYoung(stat.ctimeNs, nowNs)) hasYoung = true;
    if (isFolder || stat.isFile()) items.push([name, writer.add(name, stat)]);
  }
  return { writer, items, folders, hasYoung, ignored };
}

function byteOrder(a: string, b: string): number {
  return a < b ? -1 : 1;
}

function lookAt(disk: Disk, folder: string | Buffer, name: string): BigIntStats | null {
  const text = nameText(name);
  const place =
    typeof folder === "string" && text === name
      ? `${folder}/${name}`
      : Buffer.concat([Buffer.from(folder), Buffer.from("/"), Buffer.from(name, "latin1")]);
  try {
    return disk.lstatSync(place, { bigint: true });
  } catch (thrown) {
    if (codeOf(thrown) === "ENOENT") return null;
    throw thrown;
  }
}

/** Judged by ctime, which nobody can set; one far in the future comes from a clock that was set back: waiting would not help it. */
function isYoung(ctimeNs: bigint, nowNs: bigint): boolean {
  const age = nowNs - ctimeNs;
  return age < QUIET_NS && age > -QUIET_NS;
}

function changesOf(now: Buffer, items: Iterable<Listing>): { names: string[]; bytes: (number | null)[] } {
  const names: string[] = [];
  const bytes: (number | null)[] = [];
  for (const [name, mark] of items) {
    names.push(nameText(name));
    bytes.push(mark.isFolder ? null : sizeOf(now, mark));
  }
  return { names, bytes };
}

type Diff = Pick<
  Extract<FolderNews, { is: "read" }>,
  "sight" | "changed" | "gone" | "goneSight" | "elsewhere" | "young"
>;

function diff(
  before: Buffer | null,
  now: Buffer,
  items: readonly Listing[],
  how: { everything: boolean; nowNs: bigint; rootDevice: bigint; device: string },
): Diff {
  const old = before === null ? new Map<string, Mark>() : marksOf(before);
  const sight = new SightWriter(how.rootDevice, items.length);
  const changed = new Map<string, Mark>();
  const asSeen: number[] = [];
  const young: string[] = [];
  for (const [name, mark] of items) {
    const known = old.get(name);
    const isSame = before !== null && known !== undefined && isSameRecord(before, known, now, mark);
    if (known?.isFolder === mark.isFolder) old.delete(name);
    if (isSame && how.everything) asSeen.push(changed.size);
    if (!isSame || how.everything) changed.set(name, mark);
    if (isSame || mark.isFolder || !isYoung(ctimeOf(now, mark), how.nowNs)) {
      sight.copy(now, mark);
      continue;
    }
    young.push(nameText(name));
    // It stays known as it was: its next state differs from that too, and it can be missed when it goes away.
    if (before !== null && known !== undefined && !known.isFolder) sight.copy(before, known);
  }
  const gone = new SightWriter(before === null ? how.rootDevice : rootDeviceOf(before), old.size);
  let elsewhere: string | null = null;
  let names: ReadonlySet<string> | null = null;
  for (const [name, mark] of before === null ? [] : old) {
    if (before === null) break;
    if (deviceOf(before, mark) === how.device) gone.copy(before, mark);
    else {
      names ??= new Set(items.map(([one]) => one));
      if (names.has(name)) continue;
      elsewhere ??= nameText(name);
      sight.copy(before, mark);
    }
  }
  const goneSight = gone.isEmpty ? null : gone.done();
  return {
    sight: before?.equals(sight.written) ? null : sight.done(),
    changed: { ...changesOf(now, changed), asSeen },
    gone: goneSight === null ? [] : readSight(goneSight),
    goneSight,
    elsewhere,
    young,
  };
}
