import { createHash, hash } from "node:crypto";
import * as fs from "node:fs";
import { closeSync, existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { openUnfollowed } from "#lib/disk/read-through.ts";
import { Fault } from "#lib/domain/fault.ts";
import { type ManifestHash, type PartFace, packageName } from "#lib/domain/package.ts";
import type { Received } from "#lib/ports/transport.ts";
import { readManifest } from "./schemas.ts";
import { unsealed } from "./sealed-text.ts";
import { smallText } from "./small-file.ts";

/** Sixteen batches of a thousand paths, each as long as a path may be, are less. */
const MOST_MANIFEST_BYTES = 256 << 20;

/** Opens a published package; null when it is not there. */
export function receive(folder: string): Received | null {
  if (!existsSync(folder)) return null;
  const path = join(folder, "manifest.json");
  const found = smallText(path, MOST_MANIFEST_BYTES);
  if (found.is === "none") throw damaged("has no manifest", folder);
  if (found.is === "odd") throw damaged("has a manifest that is no file of its size", path);
  const json = unsealed(found.text);
  if (json === null) throw damaged("has a manifest that does not match its checksum", path);
  const manifest = readManifest(json);
  if (manifest === null) throw damaged("has a manifest that cannot be read", path);
  if (packageName(manifest) !== basename(folder)) throw damaged("carries the manifest of another", path);
  const sum = createHash("sha256").update(found.text).digest("hex") as ManifestHash;
  return {
    ref: { epoch: manifest.epoch, seq: manifest.seq, hash: sum },
    manifest,
    partsFolder: folder,
    readPart: async (part) => readPart(folder, part),
  };
}

/** Links are not followed: what lies elsewhere is no part of the package. */
function readPart(folder: string, { name, bytes, sha256 }: PartFace): Buffer {
  const path = join(folder, name);
  const fd = openUnfollowed(fs, path);
  if (fd === null) throw damaged(`has no part ${name}`, path);
  try {
    const content = readFileSync(fd);
    if (content.length !== bytes || hash("sha256", content) !== sha256) {
      throw damaged(`has a part ${name} that does not match its checksum`, path);
    }
    return content;
  } finally {
    closeSync(fd);
  }
}

function damaged(what: string, path: string): Fault {
  return new Fault("package-damaged", `A package ${what}.`, path);
}
