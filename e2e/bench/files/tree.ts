import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export const FOLDERS = 1000;
export const FILES_A_FOLDER = 100;
const BYTES = 4096;

/** Different files of 4 KiB, a hundred to a folder. */
export function makeTree(root: string, folders: number): void {
  for (let folder = 0; folder < folders; folder++) {
    mkdirSync(folderOf(root, folder), { recursive: true });
    for (let file = 0; file < FILES_A_FOLDER; file++) writeFile(root, folder, file, "first");
  }
}

/** Other content in every thousandth file, as long as before. */
export function changeSome(root: string, round: string): number {
  for (let folder = 0; folder < FOLDERS; folder += 10) writeFile(root, folder, folder % FILES_A_FOLDER, round);
  return FOLDERS / 10;
}

function folderOf(root: string, folder: number): string {
  return join(root, `folder-${folder}`);
}

function writeFile(root: string, folder: number, file: number, round: string): void {
  const content = Buffer.alloc(BYTES, `${round} ${folder} ${file} `);
  writeFileSync(join(folderOf(root, folder), `file-${file}.bin`), content);
}
