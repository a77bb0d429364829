import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writeDurably } from "#lib/disk/durable.ts";
import { Fault } from "#lib/domain/fault.ts";
import { MARKER_NAME } from "#lib/domain/path-text.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";

/** The root's marker: which pool's file store this is, and its epoch (DESIGN L9). */
export function rootMarker(pool: PoolFqdn, storeId: string): string {
  return `${JSON.stringify({ pairkeeper: "file store", pool, storeId, storeEpoch: 1 })}\n`;
}

/** A data set's marker: the same bytes on both sides of the pair. */
export function dataSetMarker(home: PoolFqdn, dataSetId: string): string {
  return `${JSON.stringify({ pairkeeper: "data set", homePool: home, dataSetId })}\n`;
}

/** Faults with "store-lost" unless `folder` carries exactly this marker. */
export function checkMarker(folder: string, expected: string, what: string): void {
  let found: string;
  try {
    found = readFileSync(join(folder, MARKER_NAME), "utf8");
  } catch (thrown) {
    throw new Fault("store-lost", `${what} has no marker: it is gone, empty or not mounted.`, folder, thrown);
  }
  if (found !== expected) throw new Fault("store-lost", `${what} carries the marker of another store.`, folder);
}

/** Writes a marker as the last act of making a store; one that is there already must be the same. */
export function writeMarker(folder: string, text: string, what: string): void {
  const path = join(folder, MARKER_NAME);
  if (existsSync(path)) checkMarker(folder, text, what);
  else writeDurably(path, text, `${path}.new`);
}
