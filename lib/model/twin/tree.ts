import { createHash } from "node:crypto";
import { lstatSync, readdirSync, readFileSync } from "node:fs";
import type { Items } from "./items.ts";

const RESERVED = ".pairkeeper-store";

/**
 * Files and folders below `root` by their path, each byte one character; kind, mode, time to the microsecond and the
 * bytes' hash. Links, sockets and devices are none of ours. Null while there is no such folder.
 */
export function readTree(root: string): Items | null {
  if (lstatSync(root, { throwIfNoEntry: false }) === undefined) return null;
  const items = new Map<string, string>();
  const walk = (folder: Buffer, below: string) => {
    for (const name of readdirSync(folder, { encoding: "buffer" })) {
      const path = Buffer.concat([folder, Buffer.from("/"), name]);
      const key = below + name.toString("latin1");
      if (key === RESERVED) continue;
      const stat = lstatSync(path, { bigint: true });
      const mode = (Number(stat.mode) & 0o777).toString(8);
      if (stat.isDirectory()) {
        items.set(key, `folder ${mode}`);
        walk(path, `${key}/`);
      } else if (stat.isFile()) {
        items.set(key, `file ${mode} ${(stat.mtimeNs + 500n) / 1000n} ${hashOf(path)}`);
      }
    }
  };
  walk(Buffer.from(root), "");
  return items;
}

/** The hash in the text of a file; null for a folder. */
export function contentOf(item: string): string | null {
  return item.startsWith("file ") ? (item.split(" ")[3] ?? null) : null;
}

function hashOf(path: Buffer): string {
  return createHash("sha256").update(readFileSync(path)).digest("base64url").slice(0, 22);
}
