import { createHash } from "node:crypto";
import { type BigIntStats, lstatSync, readdirSync, readFileSync } from "node:fs";
import type { Items } from "./items.ts";

const RESERVED = ".pairkeeper-store";

/** Reads folders with all below them. */
export class TreeReader {
  /** Hashes by what tells one state of a file from another; nobody can set a ctime. */
  readonly #hashes = new Map<string, string>();

  /**
   * Files and folders below `root` by their path, each byte one character; kind, mode, time to the microsecond and the
   * bytes' hash. Links, sockets and devices are none of ours. Null while there is no such folder.
   */
  read(root: string): Items | null {
    if (lstatSync(root, { throwIfNoEntry: false }) === undefined) return null;
    const items = new Map<string, string>();
    this.#walk(Buffer.from(root), "", items);
    return items;
  }

  #walk(folder: Buffer, below: string, items: Map<string, string>): void {
    for (const name of readdirSync(folder, { encoding: "buffer" })) {
      const path = Buffer.concat([folder, Buffer.from("/"), name]);
      const key = below + name.toString("latin1");
      if (key === RESERVED) continue;
      const stat = lstatSync(path, { bigint: true });
      const mode = (Number(stat.mode) & 0o777).toString(8);
      if (stat.isDirectory()) {
        items.set(key, `folder ${mode}`);
        this.#walk(path, `${key}/`, items);
      } else if (stat.isFile()) {
        items.set(key, `file ${mode} ${(stat.mtimeNs + 500n) / 1000n} ${this.#hashOf(path, stat)}`);
      }
    }
  }

  #hashOf(path: Buffer, { dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
    const state = [dev, ino, size, mtimeNs, ctimeNs].join(" ");
    const known = this.#hashes.get(state);
    if (known !== undefined) return known;
    const hash = createHash("sha256").update(readFileSync(path)).digest("base64url").slice(0, 22);
    this.#hashes.set(state, hash);
    return hash;
  }
}

/** The hash in the text of a file; null for a folder. */
export function contentOf(item: string): string | null {
  return item.startsWith("file ") ? (item.split(" ")[3] ?? null) : null;
}
