import type { Ack } from "#lib/domain/ack.ts";
import type { CompareAsk, ItemRange, ToldRange } from "#lib/domain/compare.ts";
import type { InventoryAsk, InventoryFace, InventoryPages } from "#lib/domain/inventory.ts";
import type { Lane } from "#lib/domain/lane.ts";
import type { Manifest, PackageId, PackageRef, PartFace } from "#lib/domain/package.ts";

/** A package in the making, out of the partner's sight. */
export interface Staging {
  /** Where whoever copies files writes parts, each under its name. */
  readonly partsFolder: string;
  writePart(name: string, bytes: Uint8Array): Promise<PartFace>;
  /** Makes everything durable and fixes the manifest; the package is still unseen. */
  seal(manifest: Manifest): Promise<PackageRef>;
  /** Shows the sealed package to the partner, whole at once. Faults when the name exists: it is never replaced (DESIGN L3). */
  publish(): Promise<void>;
  discard(): Promise<void>;
}

/** A published package as the importer finds it: manifest checked in shape, parts not yet in content. */
export interface Received {
  readonly ref: PackageRef;
  readonly manifest: Manifest;
  /** Where the parts lie; whoever reads one there checks it against its face. */
  readonly partsFolder: string;
  /** Faults with "package-damaged" unless the part is there and is what the manifest says. */
  readPart(part: PartFace): Promise<Uint8Array>;
}

/** What the two sides of a lane see of the BackupStore. Every promise here has a line in transport.contract.ts. */
export interface Transport {
  stage(lane: Lane, id: PackageId): Promise<Staging>;
  /** Published packages of the lane, in order. */
  incoming(lane: Lane): Promise<readonly PackageId[]>;
  /** Faults with "package-damaged" when its manifest cannot be read; null when there is no such package. */
  receive(lane: Lane, id: PackageId): Promise<Received | null>;
  remove(lane: Lane, id: PackageId): Promise<void>;
  /** Removes what unfinished work of the lane's exporter left behind. */
  sweep(lane: Lane): Promise<void>;
  /** Writes the importer's state file, whole at once (DESIGN L4). */
  sayWord(lane: Lane, ack: Ack): Promise<void>;
  /** The exporter asks the importer what it holds, one question at a time; null takes the question back (DESIGN L11). */
  ask(lane: Lane, ask: InventoryAsk | null): Promise<void>;
  /** The question that stands; null when there is none, or none that can be read. */
  asked(lane: Lane): Promise<InventoryAsk | null>;
  /** The importer's answer for one data set, whole at once; replaces an older one of that data set. */
  answer(lane: Lane, face: InventoryFace, pages: InventoryPages): Promise<void>;
  /** The answer for exactly that request, store and data set; null while there is none. Faults when it is damaged. */
  inventory(lane: Lane, face: InventoryFace): Promise<InventoryPages | null>;
  /** The importer takes all its answers away. */
  forgetAnswers(lane: Lane): Promise<void>;
  /** The exporter asks for a compare, apart from every other question; null takes it back. */
  askCompare(lane: Lane, ask: CompareAsk | null): Promise<void>;
  askedCompare(lane: Lane): Promise<CompareAsk | null>;
  /** The importer's answer to that, whole at once; replaces an older one. */
  tellRanges(lane: Lane, face: InventoryFace, ranges: AsyncIterable<ItemRange>): Promise<void>;
  /** The answer for exactly that asking; null while there is none. Faults when it is damaged. It can be gone through more than once. */
  ranges(lane: Lane, face: InventoryFace): Promise<AsyncIterable<ToldRange> | null>;
  /** Takes it away; who asks anew does so before, and the importer when nobody asks. */
  forgetRanges(lane: Lane): Promise<void>;
  /** The partner's last word; null before its first. One that cannot be read is a fault, never silence. */
  partnerWord(lane: Lane): Promise<Ack | null>;
}
