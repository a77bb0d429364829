import { z } from "zod";
import type { PairsView } from "#lib/commands/get-pairs.ts";
import { CMS_ROLES } from "#lib/domain/cms-role.ts";
import { DEPTHS } from "#lib/domain/compare.ts";
import type { DirectionStatus } from "#lib/domain/direction-status.ts";
import type { FeedAnswer } from "#lib/domain/feed.ts";
import type { Moments } from "#lib/domain/in-step.ts";
import type { Json } from "#lib/domain/json.ts";
import type { LastError } from "#lib/domain/last-error.ts";
import type { ModuleStatus, PoolStatus } from "#lib/domain/status.ts";
import { loss } from "./items.ts";
import { requestView } from "./requests.ts";
import { tells } from "./tells.ts";
import { count, exportState, fqdn, importState, module, moment, name, reasonCode } from "./words.ts";

const lastError = tells<LastError>()(
  "LastError",
  z.strictObject({
    Side: z.enum(["Export", "Import"]),
    Code: reasonCode,
    Sentence: name,
    Path: name.nullable(),
    FirstAt: moment,
    At: moment,
    Count: count,
  }),
);

const moduleStatus = tells<ModuleStatus>()(
  "ModuleStatus",
  z.strictObject({
    Identity: module,
    Category: z.enum(["UserData", "CMS", "RGS"]),
    Role: z.enum(CMS_ROLES).nullable(),
    ExportStatus: exportState,
    ImportStatus: importState,
    Reason: reasonCode.nullable(),
    AsOf: moment.nullable(),
    PendingItems: count.nullable(),
    PendingBytes: count.nullable(),
    UnackedPackages: count.nullable(),
    UnackedItems: count.nullable(),
    OldestUnackedAt: moment.nullable(),
    HeldItems: count.nullable(),
    QuarantinedItems: count.nullable(),
    SkippedItems: count.nullable(),
    IgnoredItems: count.nullable(),
    CanaryDelaySeconds: z.number().nullable(),
    CanaryAsOf: moment.nullable(),
    OldestChangeAt: moment.nullable(),
    SecondsAtRisk: count.nullable(),
    BreachAt: moment.nullable(),
    DrainsAt: moment.nullable(),
    DoesNotDrain: z.boolean(),
    Pace: z
      .strictObject({ Unit: z.enum(["items", "bytes"]), ArrivesPerMinute: z.number(), LeavesPerMinute: z.number() })
      .nullable(),
    NextCycleAt: moment.nullable(),
    LastCycleAt: moment.nullable(),
    LastScanAt: moment.nullable(),
    LastFinalAt: moment.nullable(),
    VerifiedEqualAt: moment.nullable(),
    VerifiedItems: count.nullable(),
    VerifiedBy: z.enum(DEPTHS).nullable(),
    DriftItems: count.nullable(),
    LimitLiftedUntil: moment.nullable(),
    LastError: lastError.nullable(),
    UnknownSince: moment.nullable(),
    LastKnown: z
      .strictObject({ ExportStatus: exportState, ImportStatus: importState, At: moment.nullable() })
      .nullable(),
  }),
);

/** Get-CsBackupServiceStatus. */
export const poolStatus = tells<PoolStatus>()(
  "PoolStatus",
  z.strictObject({
    PoolFqdn: fqdn,
    BackupPoolFqdn: fqdn,
    ActiveMachineFqdn: name.nullable(),
    AsOf: moment,
    OverallExportStatus: exportState,
    OverallImportStatus: importState,
    BackupModules: z.array(moduleStatus),
  }),
);

const partnerImport = z.strictObject({
  Identity: module,
  ImportStatus: importState,
  Reason: reasonCode.nullable(),
  AsOf: moment.nullable(),
  UnknownSince: moment.nullable(),
  FirstQuarantined: name.nullable(),
});

const directionFields = z.strictObject({
  From: fqdn,
  To: fqdn,
  Status: poolStatus,
  PartnerImports: z.array(partnerImport),
  Loss: loss,
  Faces: z.array(
    z.strictObject({
      Identity: module,
      Kind: z.enum(["rows", "files"]),
      Item: z.strictObject({ One: name, Many: name }),
    }),
  ),
});

const direction = tells<
  DirectionStatus & { readonly Requests: PairsView["Pairs"][number]["Directions"][0]["Requests"] }
>()("Direction", directionFields.extend({ Requests: z.array(requestView) }));

/** Every pair with both its directions. */
export const pairsView = tells<PairsView>()(
  "Pairs",
  z.strictObject({
    Now: moment,
    SyncInterval: name,
    Engine: z.strictObject({ IsHeard: z.boolean(), HeardAt: moment.nullable() }),
    Pairs: z.array(z.strictObject({ A: fqdn, B: fqdn, Directions: z.tuple([direction, direction]) })),
  }),
);

const moments = { SeenAt: moment.nullable(), HeardAt: moment.nullable() } satisfies Record<keyof Moments, z.ZodType>;

/** A value of any shape. */
const anything = (description: string) => z.custom<Json>(() => true).meta({ description });

/** What changed since a number. */
export const feedAnswer = tells<FeedAnswer>()(
  "FeedAnswer",
  z.strictObject({
    Seq: name.meta({ description: "The number of this state of things: the next question's `since`." }),
    Now: moment,
    AgeMs: z.number(),
    ...moments,
    Whole: anything("All of it, where the number was unknown or too old.").exactOptional(),
    Changes: anything("What is another value now, by place; absent where only evidence got younger.").exactOptional(),
  }),
);
