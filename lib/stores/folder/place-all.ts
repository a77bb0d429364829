import type { Hands } from "#lib/disk/crew.ts";
import { Fault } from "#lib/domain/fault.ts";
import { folderOf } from "#lib/domain/path-text.ts";
import type { PlacedFile, Refused } from "#lib/ports/file-store.ts";
import { makeFolders, setModes } from "./make-folders.ts";
import { type FilesOfFolder, filesOfFolder, placeFiles } from "./place.ts";
import { shardsOf, sideBySide } from "./shards.ts";

/** Files in a job: some tens of milliseconds of work. */
const JOB = 256;
const WIDTH = 3;

type Placing = {
  readonly base: string;
  readonly folders: readonly { readonly path: string; readonly mode: number }[];
  readonly files: readonly PlacedFile[];
  readonly trash: string;
};

/** Folders first, then files side by side, one folder by one thread; folder modes last (DESIGN 4). */
export async function placeAll(
  hands: Hands,
  { base, folders, files, trash }: Placing,
  getsOn: () => void,
): Promise<readonly Refused[]> {
  const byFolder = Map.groupBy(files, (file) => folderOf(file.path));
  const paths = [...new Set([...folders.map((one) => one.path), ...byFolder.keys()])].filter((path) => path !== "");
  const unmade = new Map((await hands(makeFolders, { base, paths, trash })).map((one) => [one.path, one.sentence]));
  const refused: Refused[] = folders.flatMap(({ path }) => refusal(path, unmade.get(path)));
  const groups: FilesOfFolder[] = [];
  for (const [folder, list] of byFolder) {
    const sentence = unmade.get(folder);
    if (sentence === undefined) groups.push(filesOfFolder(folder, list));
    else refused.push(...list.map(({ path }) => ({ path, sentence })));
  }
  await sideBySide(
    shardsOf(groups, (group) => group.paths.length, JOB),
    WIDTH,
    async (shard) => {
      const outcome = await hands(placeFiles, { base, folders: shard, trash });
      getsOn();
      if (outcome.missing !== null)
        throw new Fault("package-damaged", "A part of the package is gone.", outcome.missing);
      refused.push(...outcome.refused);
    },
  );
  await hands(setModes, { base, folders: folders.filter(({ path }) => !unmade.has(path)) });
  return refused;
}

function refusal(path: string, sentence: string | undefined): Refused[] {
  return sentence === undefined ? [] : [{ path, sentence }];
}
