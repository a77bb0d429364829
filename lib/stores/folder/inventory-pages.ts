import type { Hands } from "#lib/disk/crew.ts";
import { listOf, type TextList, textList } from "#lib/disk/text-list.ts";
import { READ_ALL, type Reading } from "#lib/domain/compare.ts";
import { CONTENT } from "#lib/domain/content.ts";
import { Fault } from "#lib/domain/fault.ts";
import { INVENTORY_RANGE, type InventoryItem, type InventoryPages } from "#lib/domain/inventory.ts";
import { type InventoryOutput, pickItems, takeInventory } from "./inventory.ts";

/** Bytes that a job reads before it tells what it has: some hundredths of a second of work. */
const JOB_BYTES = 32 * 1024 * 1024;

type Stack = InventoryOutput["stack"] | null;

/** An inventory of what is below `base`, job by job; the next is at work while one is being compared. */
export async function* inventoryPages(
  hands: Hands,
  base: string,
  begin: Stack = null,
  bytes = JOB_BYTES,
  reading: Reading = READ_ALL,
): InventoryPages {
  const take = (stack: Stack) => {
    const job = hands(takeInventory, { base, stack, names: INVENTORY_RANGE, bytes, reading });
    job.catch(() => {}); // it is awaited below, unless nobody asks on
    return job;
  };
  for (let next: Promise<InventoryOutput> | null = take(begin); next !== null; ) {
    const { paths, signatures, stack, failed }: InventoryOutput = await next;
    if (failed !== null) throw unreadable(failed);
    next = stack.length > 0 ? take(stack) : null;
    yield itemsOf(paths, signatures);
  }
}

/** Signatures of these items alone. */
export async function pickedItems(
  hands: Hands,
  base: string,
  asked: readonly string[],
): Promise<readonly InventoryItem[]> {
  if (asked.length === 0) return [];
  const { paths, signatures, failed } = await hands(pickItems, { base, paths: textList(asked) });
  if (failed !== null) throw unreadable(failed);
  return itemsOf(paths, signatures);
}

function itemsOf(paths: TextList, signatures: TextList): readonly InventoryItem[] {
  const told = listOf(signatures);
  return listOf(paths).map((key, at): InventoryItem => ({ table: CONTENT, key, signature: told[at] ?? "" }));
}

function unreadable({ sentence, path }: NonNullable<InventoryOutput["failed"]>): Fault {
  return new Fault("scan-failed", sentence, path);
}
