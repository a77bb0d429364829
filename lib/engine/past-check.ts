import type { Ack } from "#lib/domain/ack.ts";
import { asFault, Fault } from "#lib/domain/fault.ts";
import { comparePackages, type PackageId, packageName } from "#lib/domain/package.ts";
import type { LaneBook } from "#lib/ports/user-store.ts";
import type { ExportParts } from "./lane-parts.ts";

type Parts = Pick<ExportParts, "transport" | "lane" | "ledger">;

/**
 * A database that knows less than its partner or the ledger is an older copy: what it would send, and what it does not
 * know to be pending, cannot be relied on (DESIGN 4). Faults with "store-rewound"; nothing is touched.
 */
export async function checkPast(
  parts: Parts,
  book: LaneBook,
  word: Ack | null,
  published: readonly PackageId[],
): Promise<void> {
  const { lane, ledger } = parts;
  const last = await book.lastSent(lane.module);
  const isLater = (id: PackageId) => last === null || comparePackages(id, last) > 0;
  const known = word?.applied && isLater(word.applied) ? word.applied : null;
  const later = known ?? (await firstWhole(parts, published.filter(isLater)));
  if (later) {
    const name = packageName(later);
    throw new Fault("store-rewound", `The partner has package ${name}, which this database never sent.`, name);
  }
  if ((await ledger.knownEpoch(lane)) > (await book.knownEpoch(lane.module))) {
    throw new Fault("store-rewound", "The ledger remembers a later package epoch than this database.");
  }
}

/** An adopted database that has not begun anew, while the ledger remembers that it did, is a copy of in between. */
export async function checkVoidPast({ lane, ledger }: Parts, book: LaneBook): Promise<void> {
  const upTo = await book.pastVoidUpTo(lane.module);
  if (upTo === null || (await ledger.knownEpoch(lane)) <= upTo) return;
  throw new Fault("store-rewound", "The ledger remembers that this database has sent packages since it was adopted.");
}

/** A folder of a package's name proves nothing by its name: only one with the manifest of that package does. */
async function firstWhole({ transport, lane }: Parts, published: readonly PackageId[]): Promise<PackageId | null> {
  for (const id of published) {
    try {
      if ((await transport.receive(lane, id)) !== null) return id;
    } catch (thrown) {
      if (asFault(thrown).code !== "package-damaged") throw thrown; // debris: it goes with the rest
    }
  }
  return null;
}
