import { rmSync } from "node:fs";
import { z } from "zod";
import { syncFolder, writeDurably } from "#lib/disk/durable.ts";
import type { InventoryAsk } from "#lib/domain/inventory.ts";
import { label } from "./schemas.ts";
import { sealed, unsealed } from "./sealed-text.ts";
import { smallText } from "./small-file.ts";

const REQUEST = "request.json";
/** A question is a few hundred bytes; what is much larger is none. */
const MOST_BYTES = 64 * 1024;

const shape = z.strictObject({
  format: z.literal(1),
  requestId: label,
  asking: label,
  authority: z.enum(["sync", "from-partner", "adopt"]),
  storeStamp: label,
  at: z.iso.datetime(),
}) satisfies z.ZodType<InventoryAsk>;

/** Lays the question beside the lane's packages, whole at once; null takes it away. */
export function writeAsk(packages: string, aside: string, ask: InventoryAsk | null): void {
  const path = `${packages}/${REQUEST}`;
  if (ask === null) {
    rmSync(path, { force: true });
    syncFolder(packages);
  } else writeDurably(path, sealed(ask), aside);
}

/** The question that lies there; null when there is none, or what lies there is no question. */
export function readAsk(packages: string): InventoryAsk | null {
  const found = smallText(`${packages}/${REQUEST}`, MOST_BYTES);
  const json = found.is === "text" ? unsealed(found.text) : null;
  if (json === null) return null;
  try {
    return shape.safeParse(JSON.parse(json)).data ?? null;
  } catch {
    return null;
  }
}
