import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writeDurably } from "#lib/disk/durable.ts";
import { codeOf } from "#lib/disk/read-through.ts";
import { Fault } from "#lib/domain/fault.ts";
import { MARKER_NAME } from "#lib/domain/path-text.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { LOSS_WORDS, type Loss } from "#lib/domain/store-state.ts";

/** The root's marker: which pool's file store this is, and how often it was adopted (DESIGN L9). */
export function rootMarker(pool: PoolFqdn, storeId: string, storeEpoch: number): string {
  return `${JSON.stringify({ pairkeeper: "file store", pool, storeId, storeEpoch })}\n`;
}

/** A data set's marker: the same bytes on both sides of the pair. */
export function dataSetMarker(home: PoolFqdn, dataSetId: string): string {
  return `${JSON.stringify({ pairkeeper: "data set", homePool: home, dataSetId })}\n`;
}

const NOT_THERE = ["ENOENT", "ENOTDIR"];
const ASIDE = `${MARKER_NAME}.new`;

/** Why what stands in `folder` is not what carries exactly this marker; null when it is. What cannot be read is no loss: it throws. */
export function lossOf(folder: string, expected: string): Loss | null {
  const found = markerIn(folder);
  if (found !== null) return found === expected ? null : "foreign";
  return contentOf(folder).length > 0 ? "unmarked" : "gone";
}

/** What stands in a folder besides a marker; nothing where there is no folder. */
export function contentOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => name !== MARKER_NAME && name !== ASIDE);
  } catch (thrown) {
    if (NOT_THERE.includes(codeOf(thrown))) return [];
    throw thrown;
  }
}

/** The text of the marker in a folder; null when there is none. */
export function markerIn(folder: string): string | null {
  try {
    return readFileSync(join(folder, MARKER_NAME), "utf8");
  } catch (thrown) {
    if (NOT_THERE.includes(codeOf(thrown))) return null;
    throw thrown;
  }
}

/** Faults with "store-lost" unless `folder` carries exactly this marker. */
export function checkMarker(folder: string, expected: string, what: string): void {
  const loss = lossOf(folder, expected);
  if (loss !== null) throw lossFault(loss, what, folder);
}

export function lossFault(loss: Loss, what: string, folder: string): Fault {
  return new Fault("store-lost", `${what} ${LOSS_WORDS[loss]}`, folder);
}

/** Writes a marker as the last act of making a store; one that is there already must be the same. */
export function writeMarker(folder: string, text: string, what: string): void {
  if (existsSync(join(folder, MARKER_NAME))) checkMarker(folder, text, what);
  else replaceMarker(folder, text);
}

/** Puts this marker there, whatever was: for who may say which store this is. */
export function replaceMarker(folder: string, text: string): void {
  writeDurably(join(folder, MARKER_NAME), text, join(folder, ASIDE));
}
