import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";
import { codeOf } from "#lib/disk/read-through.ts";

/** "odd": something is there that is no such file: a link, a pipe, a folder, or far too much. */
export type SmallText =
  | { readonly is: "text"; readonly text: string }
  | { readonly is: "none" }
  | { readonly is: "odd" };

/** Text of a regular file of at most `most` bytes. Links are not followed, pipes not waited for. */
export function smallText(path: string, most: number): SmallText {
  let fd: number;
  try {
    fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (thrown) {
    if (codeOf(thrown) === "ENOENT") return { is: "none" };
    if (["ELOOP", "ENXIO", "ENOTDIR"].includes(codeOf(thrown))) return { is: "odd" };
    throw thrown;
  }
  try {
    const stat = fstatSync(fd);
    if (!stat.isFile() || stat.size > most) return { is: "odd" };
    return { is: "text", text: readFileSync(fd, "utf8") };
  } finally {
    closeSync(fd);
  }
}
