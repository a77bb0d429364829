import { createHash, hash } from "node:crypto";
import * as fs from "node:fs";
import { closeSync, existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { type Hands, onThread } from "#lib/disk/crew.ts";
import { hashFiles } from "#lib/disk/hash-files.ts";
import { openUnfollowed } from "#lib/disk/read-through.ts";
import { listOf, textList } from "#lib/disk/text-list.ts";
import { Fault } from "#lib/domain/fault.ts";
import { type Manifest, type ManifestHash, type PartFace, packageName } from "#lib/domain/package.ts";
import type { Received } from "#lib/ports/transport.ts";
import { readManifest } from "./schemas.ts";

/** Opens a published package; null when it is not there. */
export function receive(folder: string, hands: Hands = onThread): Received | null {
  if (!existsSync(folder)) return null;
  const path = join(folder, "manifest.json");
  if (!existsSync(path)) throw damaged("has no manifest", folder);
  const bytes = readFileSync(path);
  const manifest = readManifest(bytes.toString("utf8"));
  if (manifest === null) throw damaged("has a manifest that cannot be read", path);
  if (packageName(manifest) !== basename(folder)) throw damaged("carries the manifest of another", path);
  const sum = createHash("sha256").update(bytes).digest("hex") as ManifestHash;
  const hasher = new Hasher(folder, manifest, hands);
  return {
    ref: { epoch: manifest.epoch, seq: manifest.seq, hash: sum },
    manifest,
    partPath: (name) => `${folder}/${name}`,
    readPart: async (part) => readPart(folder, part),
    verifyPart: async (part) => {
      const found = await hasher.of(part);
      if (found === null) return "missing";
      if (found.bytes !== part.bytes || found.sha256 !== part.sha256) {
        throw damaged(`has a part ${part.name} that does not match its checksum`, join(folder, part.name));
      }
      return "whole";
    },
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

type Found = { readonly sha256: string; readonly bytes: number } | null;

/** Parts in a job, and bytes: more of them is two jobs. */
const PARTS = 256;
const BYTES = 4 * 1024 * 1024;
/** Jobs that are ahead of who asks. */
const AHEAD = 3;

/** Hashes parts many at once, in the order of the manifest: who asks for one gets the next ones read meanwhile. */
class Hasher {
  readonly #folder: string;
  readonly #hands: Hands;
  readonly #waiting: PartFace[];
  readonly #found = new Map<string, { readonly answer: Promise<readonly Found[]>; readonly at: number }>();

  constructor(folder: string, { parts }: Manifest, hands: Hands) {
    this.#folder = folder;
    this.#hands = hands;
    this.#waiting = [...parts].reverse();
  }

  /** Each answer is given once: asked again, the part is read again. */
  async of(part: PartFace): Promise<Found> {
    while (this.#found.size < AHEAD * PARTS && this.#waiting.length > 0) this.#order();
    const { answer, at } = this.#found.get(part.name) ?? { answer: this.#read([part]), at: 0 };
    this.#found.delete(part.name);
    return (await answer)[at] ?? null;
  }

  #order(): void {
    const parts: PartFace[] = [];
    for (let bytes = 0; parts.length < PARTS && bytes < BYTES; ) {
      const next = this.#waiting.pop();
      if (!next) break;
      parts.push(next);
      bytes += next.bytes;
    }
    const answer = this.#read(parts);
    answer.catch(() => {}); // whoever asks for one of them hears of it
    for (const [at, { name }] of parts.entries()) this.#found.set(name, { answer, at });
  }

  async #read(parts: readonly PartFace[]): Promise<readonly Found[]> {
    const names = textList(parts.map((part) => part.name));
    const bytes = Float64Array.from(parts, (part) => part.bytes);
    const found = await this.#hands(hashFiles, { folder: this.#folder, names, bytes });
    return listOf(found.hashes).map((sha256, at) => (sha256 === "" ? null : { sha256, bytes: found.bytes[at] ?? 0 }));
  }
}

function damaged(what: string, path: string): Fault {
  return new Fault("package-damaged", `A package ${what}.`, path);
}
