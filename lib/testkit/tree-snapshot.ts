import { createHash } from "node:crypto";
import { lstatSync, readdirSync, readFileSync } from "node:fs";

/** A tree by names, kinds, modes, times to the nanosecond and bytes: a line an item. Nothing of it is left out. */
export function snapshot(root: string, folder = Buffer.alloc(0)): string[] {
  const place = Buffer.concat([Buffer.from(root), folder]);
  return readdirSync(place, { encoding: "buffer" })
    .sort(Buffer.compare)
    .flatMap((name) => {
      const path = Buffer.concat([folder, Buffer.from("/"), name]);
      const at = Buffer.concat([Buffer.from(root), path]);
      const stat = lstatSync(at, { bigint: true });
      const head = `${path.toString("latin1")} ${(Number(stat.mode) & 0o7777).toString(8)} ${stat.mtimeNs}`;
      if (stat.isDirectory()) return [`${head} folder`, ...snapshot(root, path)];
      if (!stat.isFile()) return [`${head} other`];
      return [`${head} ${createHash("sha256").update(readFileSync(at)).digest("hex")}`];
    });
}
