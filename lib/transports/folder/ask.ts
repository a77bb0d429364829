import { rmSync } from "node:fs";
import { z } from "zod";
import { syncFolder, writeDurably } from "#lib/disk/durable.ts";
import { type CompareAsk, DEPTHS, MOST_PICKED } from "#lib/domain/compare.ts";
import type { InventoryAsk } from "#lib/domain/inventory.ts";
import { label } from "./schemas.ts";
import { sealed, unsealed } from "./sealed-text.ts";
import { smallText } from "./small-file.ts";

const REQUEST = "request.json";
const COMPARE = "compare.json";
/** A question is a few hundred bytes, and as many names as one may pick; what is much larger is none. */
const MOST_BYTES = { [REQUEST]: 64 * 1024, [COMPARE]: 8 * 1024 * 1024 } as const;

const shape = z.strictObject({
  format: z.literal(1),
  requestId: label,
  asking: label,
  authority: z.enum(["sync", "from-partner", "adopt"]),
  storeStamp: label,
  at: z.iso.datetime(),
}) satisfies z.ZodType<InventoryAsk>;

const compareShape = z.strictObject({
  format: z.literal(1),
  requestId: label,
  asking: label,
  storeStamp: label,
  at: z.iso.datetime(),
  depth: z.enum(DEPTHS),
  salt: z.string().max(200),
  isScheduled: z.boolean(),
  items: z
    .array(z.strictObject({ table: z.string(), key: z.string() }))
    .max(MOST_PICKED)
    .nullable(),
}) satisfies z.ZodType<CompareAsk>;

/** Lays the question beside the lane's packages, whole at once; null takes it away. */
export function writeAsk(packages: string, aside: string, ask: InventoryAsk | null): void {
  lay(packages, REQUEST, aside, ask);
}

/** The same for a compare. */
export function writeCompareAsk(packages: string, aside: string, ask: CompareAsk | null): void {
  lay(packages, COMPARE, aside, ask);
}

function lay(packages: string, name: string, aside: string, ask: object | null): void {
  const path = `${packages}/${name}`;
  if (ask === null) {
    rmSync(path, { force: true });
    syncFolder(packages);
  } else writeDurably(path, sealed(ask), aside);
}

/** The question that lies there; null when there is none, or what lies there is no question. */
export function readAsk(packages: string): InventoryAsk | null {
  return read(packages, REQUEST, shape);
}

export function readCompareAsk(packages: string): CompareAsk | null {
  return read(packages, COMPARE, compareShape);
}

function read<T>(packages: string, name: keyof typeof MOST_BYTES, schema: z.ZodType<T>): T | null {
  const found = smallText(`${packages}/${name}`, MOST_BYTES[name]);
  const json = found.is === "text" ? unsealed(found.text) : null;
  if (json === null) return null;
  try {
    return schema.safeParse(JSON.parse(json)).data ?? null;
  } catch {
    return null;
  }
}
