import type { CmsRole } from "#lib/domain/cms-role.ts";
import type { Fault, FaultRecord } from "#lib/domain/fault.ts";
import type { Lane } from "#lib/domain/lane.ts";
import type { CycleLimit } from "#lib/domain/limits.ts";
import type { SyncRun } from "#lib/domain/request.ts";
import type { ExportSide, ImportSide, InventorySide } from "#lib/ports/backup-module.ts";
import type { Clock } from "#lib/ports/clock.ts";
import type { CompareDesk } from "#lib/ports/compare-desk.ts";
import type { EngineLedger } from "#lib/ports/ledger.ts";
import type { Transport } from "#lib/ports/transport.ts";
import type { LaneBook } from "#lib/ports/user-store.ts";

import type { Calm } from "./compare/calm.ts";

/** One line of the engine's log. */
export type Log = (line: string, detail?: Readonly<Record<string, unknown>>) => void;

/** Logs a fault once, not once a try: a store that is away for days must not fill the disk with its absence. */
export function logFirst(log: Log, line: string, { code, path, stack }: Fault, record: FaultRecord): void {
  if (record.count === 1) log(line, { code, path, stack });
}

/** What both sides of a lane are run with. */
export type LaneParts = {
  readonly lane: Lane;
  /** In what role this side's pool runs the module; null where every pool does. */
  readonly role: CmsRole | null;
  readonly runId: string;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly log: Log;
  /** Something changed that screens want to know soon. */
  readonly changed: () => void;
  /** There is something to read for the lane's other side. Where this engine serves that too, it is not waited for. */
  readonly nudge: () => void;
  /** Where all of this engine's compares take turns. */
  readonly calm: Calm;
};

/** The source of a lane, opened. */
export type OpenedExport = {
  readonly side: ExportSide;
  readonly book: LaneBook;
  readonly inventory: InventorySide;
  /** A desk in the pool's own database to compare on. */
  readonly openDesk: () => CompareDesk;
};

/** The standby of a lane, opened. */
export type OpenedImport = { readonly side: ImportSide; readonly book: LaneBook; readonly inventory: InventorySide };

export type ExportParts = LaneParts & {
  readonly ledger: EngineLedger;
  readonly limit: () => CycleLimit;
  /** Opens the source anew; faults while its store is lost. */
  readonly open: () => OpenedExport;
  /** The stamp of the standby's store as the ledger knows it. */
  readonly standbyStoreId: string;
  readonly intervalMs: () => number;
  readonly wakesOnChange: () => boolean;
  /** Makes durable that these requests are taken up. Asked for later, the same is another request (D16). */
  readonly claim: (runs: readonly SyncRun[]) => Promise<void>;
  /** The same for those that carry nothing. */
  readonly claimCompares: (runs: readonly SyncRun[]) => Promise<void>;
};

export type ImportParts = LaneParts & {
  readonly open: () => OpenedImport;
  /** This pool's own store: the standby that the exporter expects. */
  readonly storeStamp: string;
  readonly freeBytes: () => Promise<number | null>;
  /** This pool's own export of the module looks, and its guard judges what it finds. Never rejects. */
  readonly judgeOwn: () => Promise<void>;
};
