import type { Hands } from "#lib/disk/crew.ts";
import { listOf } from "#lib/disk/text-list.ts";
import { CONTENT } from "#lib/domain/content.ts";
import { Fault } from "#lib/domain/fault.ts";
import { INVENTORY_RANGE, type InventoryItem, type InventoryPages } from "#lib/domain/inventory.ts";
import { type InventoryOutput, takeInventory } from "./inventory.ts";

/** Bytes that a job reads before it tells what it has: some hundredths of a second of work. */
const JOB_BYTES = 32 * 1024 * 1024;

type Stack = InventoryOutput["stack"] | null;

/** An inventory of what is below `base`, job by job; the next is at work while one is being compared. */
export async function* inventoryPages(
  hands: Hands,
  base: string,
  begin: Stack = null,
  bytes = JOB_BYTES,
): InventoryPages {
  const take = (stack: Stack) => {
    const job = hands(takeInventory, { base, stack, names: INVENTORY_RANGE, bytes });
    job.catch(() => {}); // it is awaited below, unless nobody asks on
    return job;
  };
  for (let next: Promise<InventoryOutput> | null = take(begin); next !== null; ) {
    const { paths, signatures, stack, failed }: InventoryOutput = await next;
    if (failed !== null) throw new Fault("scan-failed", failed.sentence, failed.path);
    next = stack.length > 0 ? take(stack) : null;
    const told = listOf(signatures);
    yield listOf(paths).map((key, at): InventoryItem => ({ table: CONTENT, key, signature: told[at] ?? "" }));
  }
}
