import { randomUUID } from "node:crypto";
import type { Hands } from "#lib/disk/crew.ts";
import { Fault } from "#lib/domain/fault.ts";
import type { FileList, FolderItem } from "#lib/domain/package.ts";
import { joinPath } from "#lib/domain/path-text.ts";
import type { Refused, StagedPart } from "#lib/ports/file-store.ts";
import { jobsOf } from "./jobs.ts";
import { makeFolders, setModes } from "./make-folders.ts";
import { placeFiles } from "./place.ts";
import { sideBySide } from "./shards.ts";

/** Jobs of a placing at work or at hand: the two threads have two each. */
const WIDTH = 4;

type Placing = {
  readonly base: string;
  readonly folders: readonly FolderItem[];
  readonly parts: readonly StagedPart[];
  /** A folder for this work alone, on the file system of the content. */
  readonly aside: string;
  readonly trash: string;
};

/** Folders first, then files side by side, one folder by one thread; folder modes last (DESIGN 4). */
export async function placeAll(
  hands: Hands,
  { base, folders, parts, aside, trash }: Placing,
  getsOn: () => void,
): Promise<readonly Refused[]> {
  const filled = parts.flatMap((part) => part.files.map((list) => list.folder));
  const paths = [...new Set([...folders.map((one) => one.path), ...filled])].filter((path) => path !== "");
  const unmade = new Map(
    (await hands(makeFolders, { base, paths, aside, trash })).map((one) => [one.path, one.sentence]),
  );
  const refused: Refused[] = folders.flatMap(({ path }) => refusal(path, unmade.get(path)));
  const jobs = jobsOf(parts.map((part) => without(part, unmade, refused)).filter(({ files }) => files.length > 0));
  const own = `${aside}/${randomUUID()}`; // another process that was stopped and wakes meets nothing of this
  await sideBySide([...jobs.entries()], WIDTH, async ([number, job]) => {
    const outcome = await hands(placeFiles, { base, parts: job, aside: `${own}-${number}`, trash });
    getsOn();
    if (outcome.damaged) throw new Fault("package-damaged", outcome.damaged.sentence, outcome.damaged.path);
    refused.push(...outcome.refused);
  });
  await hands(setModes, { base, folders: folders.filter(({ path }) => !unmade.has(path)), aside });
  return refused;
}

/** The part without the files of folders that could not be made: these are refused like those. */
function without(part: StagedPart, unmade: ReadonlyMap<string, string>, refused: Refused[]): StagedPart {
  if (unmade.size === 0) return part;
  const files = part.files.filter((list: FileList) => {
    const sentence = unmade.get(list.folder);
    if (sentence === undefined) return true;
    for (const name of list.names.split("/")) refused.push({ path: joinPath(list.folder, name), sentence });
    return false;
  });
  return { ...part, files };
}

function refusal(path: string, sentence: string | undefined): Refused[] {
  return sentence === undefined ? [] : [{ path, sentence }];
}
