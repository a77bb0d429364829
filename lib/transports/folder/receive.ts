import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { hashOf } from "#lib/disk/read-through.ts";
import { Fault } from "#lib/domain/fault.ts";
import { type ManifestHash, packageName } from "#lib/domain/package.ts";
import type { Received } from "#lib/ports/transport.ts";
import { readManifest } from "./schemas.ts";

/** Opens a published package; null when it is not there. */
export function receive(folder: string): Received | null {
  if (!existsSync(folder)) return null;
  const path = join(folder, "manifest.json");
  if (!existsSync(path)) throw damaged("has no manifest", folder);
  const bytes = readFileSync(path);
  const manifest = readManifest(bytes.toString("utf8"));
  if (manifest === null) throw damaged("has a manifest that cannot be read", path);
  if (packageName(manifest) !== basename(folder)) throw damaged("carries the manifest of another", path);
  const hash = createHash("sha256").update(bytes).digest("hex") as ManifestHash;
  return {
    ref: { epoch: manifest.epoch, seq: manifest.seq, hash },
    manifest,
    partPath: (name) => join(folder, name),
    readPart: async (name) => readFileSync(join(folder, name)),
    verifyPart: async (part) => {
      const at = join(folder, part.name);
      const stat = statSync(at, { throwIfNoEntry: false });
      if (!stat) return "missing";
      if (stat.size !== part.bytes || (await hashOf(at)) !== part.sha256) {
        throw damaged(`has a part ${part.name} that does not match its checksum`, at);
      }
      return "whole";
    },
  };
}

function damaged(what: string, path: string): Fault {
  return new Fault("package-damaged", `A package ${what}.`, path);
}
