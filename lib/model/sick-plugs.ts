import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Lane } from "#lib/domain/lane.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { FileStore } from "#lib/ports/file-store.ts";
import type { Staging, Transport } from "#lib/ports/transport.ts";
import type { Effect, SickBay } from "./sick-bay.ts";

/* The same plugs on stores that may be sick. What they do by a disk's calls of their own is the sick bay's alone. */

/** At whose file store each call works, the exporter's or the importer's, and what it does there. */
const CALLS: Readonly<Record<keyof Transport, readonly [at: "from" | "to", does: Effect]>> = {
  stage: ["to", "takes-room"],
  incoming: ["to", "reads"],
  receive: ["to", "reads"],
  remove: ["to", "changes"],
  sweep: ["to", "changes"],
  sayWord: ["from", "takes-room"],
  partnerWord: ["from", "reads"],
  ask: ["to", "takes-room"],
  asked: ["to", "reads"],
  answer: ["from", "takes-room"],
  inventory: ["from", "reads"],
  forgetAnswers: ["from", "changes"],
  askCompare: ["to", "takes-room"],
  askedCompare: ["to", "reads"],
  tellRanges: ["from", "takes-room"],
  ranges: ["from", "reads"],
  forgetRanges: ["from", "changes"],
};

/** `filesOf`: where a pool's file store is. */
export function sickTransport(real: Transport, bay: SickBay, filesOf: (pool: PoolFqdn) => string): Transport {
  const touch = (name: keyof Transport, lane: Lane, isTakenBack: boolean) => {
    const [at, does] = CALLS[name];
    bay.touch(filesOf(lane[at]), isTakenBack ? "changes" : does);
  };
  return new Proxy(real, {
    get: (target, name: keyof Transport) => {
      const call: unknown = Reflect.get(target, name);
      if (typeof call !== "function" || !(name in CALLS)) return call;
      return async (lane: Lane, ...values: unknown[]) => {
        touch(name, lane, values[0] === null);
        const result: unknown = await Reflect.apply(call, target, [lane, ...values]);
        return name === "stage" ? sickStaging(result as Staging, bay) : result;
      };
    },
  });
}

/** A package for which there is no room is left half written. */
function sickStaging(real: Staging, bay: SickBay): Staging {
  const { partsFolder } = real;
  const half = (name: string, bytes: Uint8Array) => {
    try {
      bay.touch(partsFolder, "takes-room");
    } catch (refusal) {
      if (!isReadOnly(refusal)) writeFileSync(join(partsFolder, name), bytes.subarray(0, bytes.length / 2));
      throw refusal;
    }
  };
  return {
    partsFolder,
    writePart: async (name, bytes) => {
      half(name, bytes);
      return real.writePart(name, bytes);
    },
    seal: async (manifest) => {
      half("manifest.json", Buffer.from(JSON.stringify(manifest)));
      return real.seal(manifest);
    },
    publish: async () => {
      bay.touch(partsFolder, "changes");
      return real.publish();
    },
    discard: async () => {
      bay.touch(partsFolder, "changes");
      return real.discard();
    },
  };
}

function isReadOnly(refusal: unknown): boolean {
  return refusal instanceof Error && "code" in refusal && refusal.code === "EROFS";
}

/** `root`: where it is. */
export function sickFiles(real: FileStore, bay: SickBay, root: string): FileStore {
  return {
    ...real,
    clockNs: async () => {
      bay.touch(root, "takes-room");
      return real.clockNs();
    },
    beginRestore: async (home, aside) => {
      bay.touch(root, "changes");
      return real.beginRestore(home, aside);
    },
    endRestore: async (home) => {
      bay.touch(root, "takes-room");
      return real.endRestore(home);
    },
  };
}

/** What only looks into a database. */
const LOOKS = new Set(
  [
    "mark next facts loss lastSent flights lastAcked knownEpoch lookStamp ackedBy isBaselineDue isPastVoid pastVoidUpTo",
    "canaryMissedAt isStandbyBehind movingAside",
    "restoring isRestored receipt unwanted guardFacts heldSet aboveGone guarded position quarantine held",
    "count waiting read absent isCaptureIntact captureGapAt inventory holders trashed readReturned unsettled refused pick",
  ].flatMap((names) => names.split(" ")),
);

/** A plug that keeps something in the database at `path`; each call of its is one transaction. */
export function sickBook<T extends object>(real: T, bay: SickBay, path: string): T {
  return new Proxy(real, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== "function" || name === "version") return value;
      return async (...values: unknown[]) => {
        bay.touchDatabase(path, LOOKS.has(String(name)) ? "reads" : "takes-room");
        return Reflect.apply(value, target, values);
      };
    },
  });
}
