import { z } from "zod";
import type { Foreseen } from "#lib/commands/foreseen.ts";
import type { DriftPage } from "#lib/commands/get-drift.ts";
import type { RequestsView } from "#lib/commands/get-requests.ts";
import type { SyncPreview } from "#lib/commands/preview-sync.ts";
import type { RequestView } from "#lib/commands/request-view.ts";
import { DEPTHS, DIFFERENCES } from "#lib/domain/compare.ts";
import type { CompareView, DriftView, VerifiedView } from "#lib/domain/compare-view.ts";
import { REQUEST_KINDS, RUN_PHASES } from "#lib/domain/request.ts";
import { RETURN_CASES } from "#lib/domain/return-receipt.ts";
import type { ReceiptView, RunView } from "#lib/domain/run-view.ts";
import { tells } from "./tells.ts";
import { count, fqdn, module, moment, name } from "./words.ts";

/** The answer to -WhatIf. */
export const foreseen = tells<Foreseen>()("Foreseen", z.strictObject({ WhatIf: name }));

/** What a compare found. */
export const compareView = tells<CompareView>()(
  "Compare",
  z.strictObject({
    Depth: z.enum(DEPTHS),
    IsScheduled: z.boolean(),
    At: moment,
    EndedAt: moment,
    Equal: count,
    Read: count,
    Different: count,
    Missing: count,
    Extra: count,
    OwnedByBoth: count,
    Changing: count,
    Held: count,
    Refused: count,
    Unnamed: count,
  }),
);

const receipt = tells<ReceiptView>()(
  "Receipt",
  z.strictObject({
    Placed: count,
    PlacedBytes: count,
    Identical: count,
    Different: count,
    DeletedByOwner: count,
    InFlight: count,
    Refused: count,
    LeftAlone: z.array(z.strictObject({ Case: z.enum(RETURN_CASES), Table: name, Key: name })),
    ClosedAt: moment.nullable(),
  }),
);

const runView = tells<RunView>()(
  "Run",
  z.strictObject({
    Identity: module,
    Phase: z.enum(RUN_PHASES),
    TotalItems: count.nullable(),
    SentItems: count.nullable(),
    AckedItems: count.nullable(),
    InFlightItems: count,
    LeftItems: count,
    GoneItems: count,
    HeldItems: count,
    TotalBytes: count.nullable(),
    LeftBytes: count.nullable(),
    CurrentItem: name.nullable(),
    ItemsPerSecond: z.number().nullable(),
    BytesPerSecond: z.number().nullable(),
    SecondsLeftAtLeast: count.nullable(),
    SecondsLeftAtMost: count.nullable(),
    Compared: z
      .strictObject({ Identical: count, Missing: count, Different: count, Extra: count, Bytes: count.nullable() })
      .nullable(),
    Receipt: receipt.nullable(),
    Found: compareView.nullable(),
    End: z.enum(["done", "cancelled", "failed"]).nullable(),
    Problem: name.nullable(),
    AsOf: moment,
    EndedAt: moment.nullable(),
  }),
);

/** A request and how far it is. */
export const requestView = tells<RequestView>()(
  "Request",
  z.strictObject({
    Id: name,
    What: z.enum(REQUEST_KINDS),
    PoolFqdn: fqdn,
    BackupPoolFqdn: fqdn,
    State: z.enum(["Accepted", "Running", "Sent", "Done", "Cancelled", "Failed"]),
    RequestedBy: name,
    RequestedAt: moment,
    CancelledAt: moment.nullable(),
    Modules: z.array(runView),
  }),
);

/** Requests that were left together. */
export const requestsLeft = tells<{ readonly Requests: readonly RequestView[] }>()(
  "RequestsLeft",
  z.strictObject({ Requests: z.array(requestView) }),
);

/** One page of what was asked for. */
export const requestsView = tells<RequestsView>()(
  "RequestsPage",
  z.strictObject({ Requests: z.array(requestView), Next: name.nullable() }),
);

/** What a push would carry. */
export const syncPreview = tells<SyncPreview>()(
  "SyncPreview",
  z.strictObject({
    PoolFqdn: fqdn,
    BackupPoolFqdn: fqdn,
    Modules: z.array(
      z.strictObject({
        Identity: module,
        PendingItems: count.nullable(),
        PendingBytes: count.nullable(),
        AsOf: moment.nullable(),
        SecondsAtLeast: count.nullable(),
        SecondsAtMost: count.nullable(),
      }),
    ),
    Running: z.array(z.strictObject({ Id: name, What: z.enum(REQUEST_KINDS), Modules: z.array(module) })),
  }),
);

const verified = tells<VerifiedView>()(
  "Verified",
  compareView.pick({
    Depth: true,
    At: true,
    Equal: true,
    Read: true,
    Changing: true,
    Held: true,
    Refused: true,
    Unnamed: true,
  }),
);

const drift = tells<DriftView>()(
  "Drift",
  z.strictObject({
    Table: name,
    Key: name,
    Difference: z.enum(DIFFERENCES),
    FoundAt: moment,
    SentAt: moment.nullable(),
  }),
);

/** What compares of a copy found. */
export const driftPage = tells<DriftPage>()(
  "DriftPage",
  z.strictObject({
    PoolFqdn: fqdn,
    BackupPoolFqdn: fqdn,
    BackupModule: module,
    LastCompare: compareView.nullable(),
    VerifiedEqual: verified.nullable(),
    DriftItems: count,
    Mendable: count,
    Drift: z.array(drift),
    Next: name.nullable(),
  }),
);
