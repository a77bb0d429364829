import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import { type Manifest, type ManifestHash, nextEpoch, type PackageRequest } from "#lib/domain/package.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { ExportSide, Packed, Phase, Room } from "#lib/ports/backup-module.ts";
import type { Received, Staging } from "#lib/ports/transport.ts";
import type { LaneBook } from "#lib/ports/user-store.ts";

export const AMPLE: Room = {
  batches: 1000,
  bytes: Number.POSITIVE_INFINITY,
  items: 100_000,
  isFresh: true,
  reserved: { high: 0, normal: 0 },
};

type Lane = { readonly module: ModuleName; readonly from: PoolFqdn; readonly to: PoolFqdn };
export type Carried = { readonly packed: Packed; readonly received: Received };

/** Packs a lane's packages and hands them over as an importer finds them, without an engine or a BackupStore between. */
export class Carrier {
  readonly #folder: string;
  readonly #lane: Lane;
  readonly #side: ExportSide;
  readonly #book: LaneBook;
  #seq = 0;

  constructor(folder: string, lane: Lane, side: ExportSide, book: LaneBook) {
    this.#folder = folder;
    this.#lane = lane;
    this.#side = side;
    this.#book = book;
  }

  /** One package, noted in the book as sent and acknowledged; null when nothing is left to be packed. */
  async next(phase: Phase, requestId = "request", room = AMPLE): Promise<Carried | null> {
    mkdirSync(this.#folder, { recursive: true });
    const partsFolder = mkdtempSync(join(this.#folder, "package-"));
    const packed = await this.#side.pack(phase, await this.#book.mark(), room, staging(partsFolder));
    const { module } = this.#lane;
    await this.#book.setGone(module, packed.gone, true);
    await this.#book.setGone(module, packed.back, false);
    await this.#book.drop(module, packed.void);
    const { batches, parts } = packed;
    if (batches.length === 0) {
      const hasMoved = packed.gone.length + packed.back.length + packed.void.length > 0;
      return hasMoved ? this.next(phase, requestId, room) : null;
    }
    const ref = { epoch: nextEpoch(), seq: ++this.#seq, hash: hashOf(this.#seq) };
    const booked = { ...ref, items: packed.sent.length + packed.kept.length, bytes: packed.bytes };
    await this.#book.launch(module, booked, packed.sent, packed.kept, 0);
    await this.#book.clear(module, [booked]);
    const request: PackageRequest = { id: requestId, source: packed.source, closes: false };
    const manifest: Manifest = {
      format: 2,
      lane: this.#lane,
      dataSet: packed.dataSet,
      request,
      epoch: ref.epoch,
      seq: ref.seq,
      previous: null,
      cutOff: new Date(0).toISOString(),
      batches,
      parts,
    };
    const readPart: Received["readPart"] = async ({ name }) => readFileSync(join(partsFolder, name));
    return { packed, received: { ref, manifest, partsFolder, readPart } };
  }
}

function hashOf(seq: number): ManifestHash {
  return createHash("sha256").update(String(seq)).digest("hex") as ManifestHash;
}

function staging(partsFolder: string): Staging {
  const unused = async () => {
    throw new Error("not asked for");
  };
  return { partsFolder, writePart: unused, seal: unused, publish: unused, discard: unused };
}
