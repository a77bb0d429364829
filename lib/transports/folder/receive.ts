import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { type Hands, onThread } from "#lib/disk/crew.ts";
import { hashFiles } from "#lib/disk/hash-files.ts";
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
  const hash = createHash("sha256").update(bytes).digest("hex") as ManifestHash;
  const hasher = new Hasher(folder, manifest, hands);
  return {
    ref: { epoch: manifest.epoch, seq: manifest.seq, hash },
    manifest,
    partPath: (name) => join(folder, name),
    readPart: async (name) => readFileSync(join(folder, name)),
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

type Hashed = { readonly sha256: string; readonly bytes: number } | null;

/** Parts in a job, and bytes: more of them is two jobs. */
const PARTS = 256;
const BYTES = 4 * 1024 * 1024;

/** Hashes parts many at once, in the order of the manifest: who asks for one gets the next ones read meanwhile. */
class Hasher {
  readonly #folder: string;
  readonly #hands: Hands;
  readonly #waiting: PartFace[];
  readonly #hashed = new Map<string, Promise<Hashed>>();

  constructor(folder: string, { parts }: Manifest, hands: Hands) {
    this.#folder = folder;
    this.#hands = hands;
    this.#waiting = [...parts].reverse();
  }

  /** Each answer is given once: asked again, the part is read again. */
  of(part: PartFace): Promise<Hashed> {
    while (this.#hashed.size < 3 * PARTS && this.#waiting.length > 0) this.#order();
    const found = this.#hashed.get(part.name);
    this.#hashed.delete(part.name);
    return found ?? this.#read([part.name]).then(([one]) => one ?? null);
  }

  #order(): void {
    const names: string[] = [];
    for (let bytes = 0; names.length < PARTS && bytes < BYTES; ) {
      const next = this.#waiting.pop();
      if (!next) break;
      names.push(next.name);
      bytes += next.bytes;
    }
    const answer = this.#read(names);
    for (const [number, name] of names.entries()) {
      const one = answer.then((all) => all[number] ?? null);
      one.catch(() => {}); // whoever asks for it hears of it
      this.#hashed.set(name, one);
    }
  }

  #read(names: readonly string[]): Promise<readonly Hashed[]> {
    return this.#hands(hashFiles, { folder: this.#folder, names });
  }
}

function damaged(what: string, path: string): Fault {
  return new Fault("package-damaged", `A package ${what}.`, path);
}
