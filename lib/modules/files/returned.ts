import { CONTENT } from "#lib/domain/content.ts";
import { Fault } from "#lib/domain/fault.ts";
import { INVENTORY_RANGE } from "#lib/domain/inventory.ts";
import type { PackageRef, PackageRequest } from "#lib/domain/package.ts";
import { joinPath } from "#lib/domain/path-text.ts";
import { emptyReceipt, type ReturnReceipt } from "#lib/domain/return-receipt.ts";
import type { ReturnedItem } from "#lib/ports/file-store.ts";
import type { Received } from "#lib/ports/transport.ts";
import type { ImportPosition } from "#lib/ports/user-store.ts";
import { countReturned, itemsIn } from "./count-returned.ts";
import type { LookAt } from "./look.ts";
import { noteNotTaken } from "./not-taken.ts";
import { type Content, contentOf, pathsOf } from "./package-content.ts";
import { type CameAs, seeReturned } from "./see.ts";
import { checkStanding } from "./standing.ts";

/**
 * Applies a package of this pool's own data set that its partner gives back (DESIGN L11). All of it is placed and durable
 * before the receipt counts it, and it is counted once: before it is begun the position says how many items the receipt
 * counted until then.
 */
export async function applyReturned(
  what: LookAt,
  received: Received,
  position: ImportPosition,
  getsOn: () => void,
): Promise<void> {
  const { module, pool, files, store } = what;
  const { book } = store;
  const { from } = received.manifest.lane;
  const request = requestOf(received, what);
  const content = contentOf(received, module);
  if (content.gone.length > 0) throw new Fault("package-damaged", "A package gives back what is to be deleted.");
  await checkStanding(what, pool);
  const before = await receiptOf(what, from, request.id);
  const paths = content.batches.flatMap(pathsOf);
  if (isCounted(position, received.ref, before, paths.length)) return files.forgetReturned(pool);
  await book.setPosition(module, from, {
    applied: position.applied,
    working: { ...received.ref, batchesDone: itemsIn(before) },
  });
  const unwanted = await unwantedOf(what, paths, request);
  const items = await files.placeMissing(pool, returning(content, unwanted), getsOn);
  await files.sync();
  await checkStanding(what, pool); // what was placed is in the data set that was checked
  const isRestored = (await book.restoring(module, pool)) !== null;
  // What comes out of the trash the standby does not hold.
  const came = request.source === "standby" ? cameOf(content, items) : new Map<string, CameAs>();
  if (isRestored) await seeReturned(what, paths, came, getsOn);
  if (request.source === "standby") await noteNotTaken(what, items);
  await book.noteReturn(module, from, countReturned(before, items, unwanted));
  await files.forgetReturned(pool);
  if (isRestored) await seeReturned(what, paths, came, getsOn); // as they are now: to forget a file touches it
}

function requestOf({ manifest }: Received, { pool }: LookAt): PackageRequest {
  const { dataSet, request } = manifest;
  if (request === null || request.source === "home" || dataSet !== pool) {
    throw new Fault("package-damaged", `A package gives back what ${pool} is not told to be its own.`);
  }
  return request;
}

async function receiptOf({ store, module }: LookAt, from: LookAt["pool"], requestId: string): Promise<ReturnReceipt> {
  const receipt = await store.book.receipt(module, from);
  return receipt?.requestId === requestId ? receipt : emptyReceipt(requestId);
}

/** A try before came as far as the receipt, and not to the position. */
function isCounted({ working }: ImportPosition, ref: PackageRef, receipt: ReturnReceipt, items: number): boolean {
  const isSame = working?.epoch === ref.epoch && working.seq === ref.seq && working.hash === ref.hash;
  return isSame && itemsIn(receipt) === working.batchesDone + items && items > 0;
}

/** What a person chose out of the trash comes back whatever became of it. */
async function unwantedOf(
  { store, module, clock }: LookAt,
  paths: readonly string[],
  { source }: PackageRequest,
): Promise<ReadonlyMap<string, "deleted-by-owner" | "in-flight">> {
  const unwanted = new Map<string, "deleted-by-owner" | "in-flight">();
  if (source === "trash") return unwanted;
  for (let from = 0; from < paths.length; from += INVENTORY_RANGE) {
    const some = paths.slice(from, from + INVENTORY_RANGE);
    for (const [path, why] of await store.book.unwanted(module, CONTENT, some, clock.now())) unwanted.set(path, why);
  }
  return unwanted;
}

/** What came back and stands there, as the package has it. */
function cameOf({ batches }: Content, items: readonly ReturnedItem[]): ReadonlyMap<string, CameAs> {
  const there = new Set(items.filter(({ is }) => is === "placed" || is === "identical").map(({ path }) => path));
  const came = new Map<string, CameAs>();
  for (const { folders, files } of batches) {
    for (const { path, mode } of folders) {
      if (there.has(path)) came.set(path, { isFolder: true, mode, bytes: 0, mtimeNs: 0n });
    }
    for (const { folder, names, bytes, modes, mtimesNs } of files) {
      const times = mtimesNs.split(" ");
      for (const [at, name] of names.split("/").entries()) {
        const [path, size, mode] = [joinPath(folder, name), bytes[at] ?? 0, modes[at] ?? 0];
        if (there.has(path)) came.set(path, { isFolder: false, mode, bytes: size, mtimeNs: BigInt(times[at] ?? 0) });
      }
    }
  }
  return came;
}

function returning({ folders, parts }: Content, unwanted: ReadonlyMap<string, unknown>) {
  return { folders, parts, unwanted: new Set(unwanted.keys()) };
}
