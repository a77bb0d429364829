import { createHash } from "node:crypto";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { syncFileSystem, syncFiles, syncFolder } from "#lib/disk/durable.ts";
import { Fault } from "#lib/domain/fault.ts";
import type { ManifestHash } from "#lib/domain/package.ts";
import type { Staging } from "#lib/ports/transport.ts";
import { sealed } from "./sealed-text.ts";

/** So many parts are synced one by one. */
const FEW = 32;

/** Builds a package in `temp/name` and shows it as `folder/shownAs` by one rename. */
export function stage(temp: string, name: string, folder: string, shownAs: string): Staging {
  const here = join(temp, name);
  const shown = join(folder, shownAs);
  rmSync(here, { recursive: true, force: true });
  mkdirSync(here, { mode: 0o700 });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return {
    partsFolder: here,
    writePart: async (part, bytes) => {
      writeFileSync(join(here, part), bytes, { mode: 0o600 });
      return { name: part, bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
    },
    seal: async (manifest) => {
      const text = sealed(manifest);
      writeFileSync(join(here, "manifest.json"), text, { mode: 0o600 });
      // Nobody sees it before it is durable. A process that syncs all at once costs more than a few files do.
      if (manifest.parts.length > FEW) await syncFileSystem(here);
      else await syncFiles(here, [...manifest.parts.map((part) => part.name), "manifest.json"]);
      const hash = createHash("sha256").update(text).digest("hex") as ManifestHash;
      return { epoch: manifest.epoch, seq: manifest.seq, hash };
    },
    publish: async () => {
      try {
        // Renaming onto a published package fails, for it is a folder with something in it (DESIGN L3).
        renameSync(here, shown);
      } catch (thrown) {
        const code = thrown instanceof Error && "code" in thrown ? thrown.code : "";
        if (code !== "ENOTEMPTY" && code !== "EEXIST") throw thrown;
        throw new Fault("package-exists", "A package of this number is published already.", shown, thrown);
      }
      syncFolder(folder);
    },
    discard: async () => rmSync(here, { recursive: true, force: true }),
  };
}
