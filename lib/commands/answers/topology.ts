import { z } from "zod";
import type { ConfigurationView } from "#lib/commands/configuration-view.ts";
import type { EndedLiftView } from "#lib/commands/end-lift.ts";
import type { RestoreForesight } from "#lib/commands/foresee-restore.ts";
import type { DisplaysView, DisplayView } from "#lib/commands/get-displays.ts";
import type { PoolsView, PoolView } from "#lib/commands/get-pools.ts";
import type { RelationshipView } from "#lib/commands/get-relationship.ts";
import type { LiftView } from "#lib/commands/lift-limit.ts";
import type { NewPairView } from "#lib/commands/new-pair.ts";
import type { RePairedView } from "#lib/commands/re-pair.ts";
import type { RemovedPairView } from "#lib/commands/remove-pair.ts";
import type { RemovedStandbyView } from "#lib/commands/remove-standby.ts";
import type { RevokedDisplayView } from "#lib/commands/revoke-display.ts";
import type { ChecksView, CheckView } from "#lib/commands/test-service.ts";
import { CHECK_RESULTS, CHECKS } from "#lib/domain/check.ts";
import { EDITIONS } from "#lib/domain/pool-record.ts";
import { requestView } from "./requests.ts";
import { tells } from "./tells.ts";
import { count, faultCode, fqdn, module, moment, name } from "./words.ts";

/** The deployment's one configuration. */
export const configurationView = tells<ConfigurationView>()(
  "Configuration",
  z.strictObject({
    Identity: z.literal("Global"),
    SyncInterval: name.meta({ description: "`hh:mm:ss`" }),
    MaxConcurrentCalls: count,
    MaxBatchesPerCmsSync: count,
    MaxBatchesPerUserStoreSync: count,
    MaxDataConfPackageSizeKB: count,
    MaxHighPriQueuePercentagePerUserStoreSync: count,
    EnableRgsBackupService: z.boolean(),
    AuthorizedUniversalGroups: name,
    AuthorizedLocalAccounts: name,
    WakeOnChange: z.boolean(),
  }),
);

/** A pool and its place in the topology. */
export const poolView = tells<PoolView>()(
  "Pool",
  z.strictObject({
    PoolFqdn: fqdn,
    BackupPoolFqdn: fqdn.nullable(),
    Site: name,
    Edition: z.enum(EDITIONS),
    IsCmsMaster: z.boolean(),
    IsMade: z.boolean(),
    IsHere: z.boolean(),
    FileStore: name.nullable(),
    UserStore: name.nullable(),
  }),
);

export const poolsView = tells<PoolsView>()(
  "Pools",
  z.strictObject({ Pools: z.array(poolView), Next: name.nullable() }),
);

const two = { PoolFqdn: fqdn, BackupPoolFqdn: fqdn };

export const relationshipView = tells<RelationshipView>()("Relationship", z.strictObject(two));

const made = { ...two, Warnings: z.array(name), Requests: z.array(requestView) };

export const newPairView = tells<NewPairView>()("NewPair", z.strictObject(made));

export const rePairedView = tells<RePairedView>()("RePaired", z.strictObject({ ...made, FormerBackupPoolFqdn: fqdn }));

export const removedPairView = tells<RemovedPairView>()(
  "RemovedPair",
  z.strictObject({ PoolFqdn: fqdn, FormerBackupPoolFqdn: fqdn }),
);

export const removedStandbyView = tells<RemovedStandbyView>()(
  "RemovedStandby",
  z.strictObject({
    PoolFqdn: fqdn,
    Removed: z.array(z.strictObject({ HomePoolFqdn: fqdn, BackupModule: module, Items: count })),
  }),
);

const lifted = { ...two, BackupModule: module };

export const liftView = tells<LiftView>()(
  "Lift",
  z.strictObject({ ...lifted, LimitLiftedUntil: moment, LiftedBy: name }),
);

export const endedLiftView = tells<EndedLiftView>()(
  "EndedLift",
  z.strictObject({ ...lifted, LimitLiftedUntil: z.null() }),
);

/** How much a restore could bring back; null where it cannot be counted. */
export const restoreForesight = tells<RestoreForesight>()(
  "RestoreForesight",
  z.strictObject({
    Items: count,
    Item: z.strictObject({ One: name, Many: name }),
    Bytes: count.nullable(),
    IsAll: z.boolean(),
    AsOf: moment,
  }),
);

const check = tells<CheckView>()(
  "Check",
  z.strictObject({
    Name: z.enum(CHECKS),
    Title: name,
    Result: z.enum(CHECK_RESULTS),
    Code: faultCode.nullable(),
    Says: name,
    Path: name.nullable(),
    Means: name.nullable(),
    AtRisk: name.nullable(),
    Next: name.nullable(),
    AsOf: moment,
  }),
);

/** What a look at a pool found. */
export const checksView = tells<ChecksView>()(
  "Checks",
  z.strictObject({
    PoolFqdn: fqdn,
    BackupPoolFqdn: fqdn.nullable(),
    AsOf: moment,
    Result: z.enum(CHECK_RESULTS),
    Checks: z.array(check),
  }),
);

/** A screen that is let in. */
export const displayView = tells<DisplayView>()(
  "Display",
  z.strictObject({
    Id: name,
    Name: name,
    AcceptedBy: name,
    AcceptedAt: moment,
    LastSeenAt: moment.nullable(),
  }),
);

export const revokedDisplayView = tells<RevokedDisplayView>()(
  "RevokedDisplay",
  z.strictObject({ Id: name, Name: name }),
);

export const displaysView = tells<DisplaysView>()(
  "DisplaysPage",
  z.strictObject({ Displays: z.array(displayView), Next: name.nullable() }),
);
