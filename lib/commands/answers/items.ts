import { z } from "zod";
import type { CopyView, FindView, ItemView } from "#lib/commands/find-item.ts";
import type { HeldDeletionsView, HeldView } from "#lib/commands/get-held-deletions.ts";
import type { LossItemView, LossView } from "#lib/commands/get-loss.ts";
import type { TrashItemView, TrashView } from "#lib/commands/get-trash.ts";
import type { DirectionLoss } from "#lib/domain/direction-loss.ts";
import type { QuarantinedView, QuarantineView } from "#lib/domain/quarantine-view.ts";
import { SAFETIES } from "#lib/domain/safety.ts";
import { ITEM_KINDS } from "#lib/ports/item-finder.ts";
import { LOSS_REASONS } from "#lib/ports/loss-list.ts";
import { tells } from "./tells.ts";
import { count, fqdn, module, moment, name, reasonCode } from "./words.ts";

/** What would be lost with a pool, counted. */
export const loss = tells<DirectionLoss>()(
  "Loss",
  z.strictObject({
    Is: z.enum(["Counted", "AtLeast", "Unknown"]),
    Why: reasonCode.nullable(),
    Users: count,
    Conferences: count,
    Files: count,
    Documents: count,
    Others: count,
    Unnamed: count,
    Since: moment.nullable(),
    AsOf: moment.nullable(),
    FilesAsOf: moment.nullable(),
  }),
);

const lossItem = tells<LossItemView>()(
  "LossItem",
  z.strictObject({
    BackupModule: module,
    Table: name.nullable(),
    Name: z.array(name),
    Since: moment,
    Why: z.enum(LOSS_REASONS),
    IsDeletion: z.boolean(),
  }),
);

/** The same item by item. */
export const lossView = tells<LossView>()(
  "LossPage",
  z.strictObject({
    PoolFqdn: fqdn,
    BackupPoolFqdn: fqdn,
    Loss: loss,
    ReadAt: moment,
    Items: z.array(lossItem),
    Next: name.nullable(),
  }),
);

const copy = tells<CopyView>()(
  "Copy",
  z.strictObject({
    Is: z.enum(["Present", "Absent", "Unseen"]),
    Sentence: name.nullable(),
    Label: name.nullable(),
    ChangedAt: name.nullable(),
    Rows: count.nullable(),
    Bytes: count.nullable(),
    Sha256: name.nullable(),
  }),
);

const item = tells<ItemView>()(
  "Item",
  z.strictObject({
    BackupModule: module,
    Kind: z.enum(ITEM_KINDS),
    Table: name.nullable(),
    Name: name,
    HomePoolFqdn: fqdn,
    BackupPoolFqdn: fqdn,
    Safety: z.enum(SAFETIES),
    ComparedAt: moment.nullable(),
    NotCompared: z.enum(["elsewhere", "lost", "too-large", "restless"]).nullable(),
    Doubt: reasonCode.nullable(),
    Own: copy,
    Standby: copy,
    CapturedAt: moment.nullable(),
    Waits: z.enum(LOSS_REASONS).nullable(),
    Package: name.nullable(),
    SentAt: moment.nullable(),
    LookedAt: moment.nullable(),
    AckedPackage: name.nullable(),
    AckedAt: moment.nullable(),
    AckHeardAt: moment.nullable(),
    LastImportAt: moment.nullable(),
  }),
);

/** Where something is. */
export const findView = tells<FindView>()(
  "FoundItems",
  z.strictObject({
    What: name,
    AsOf: moment,
    IsExact: z.boolean(),
    Items: z.array(item),
    More: count,
    Looked: z.array(z.strictObject({ PoolFqdn: fqdn, BackupModule: module, Problem: name.nullable() })),
    Elsewhere: z.array(fqdn),
  }),
);

const trashItem = tells<TrashItemView>()(
  "TrashItem",
  z.strictObject({
    Id: name,
    BackupModule: module,
    PoolFqdn: fqdn,
    HeldBy: fqdn,
    Table: name.nullable(),
    Path: name,
    IsFolder: z.boolean(),
    Bytes: count.nullable(),
    DeletedAt: moment,
  }),
);

/** What was deleted and can be had back. */
export const trashView = tells<TrashView>()(
  "TrashPage",
  z.strictObject({ TrashItems: z.array(trashItem), IsCut: z.boolean(), Next: name.nullable() }),
);

const held = tells<HeldView>()(
  "HeldDeletion",
  z.strictObject({
    PoolFqdn: fqdn,
    BackupPoolFqdn: fqdn,
    BackupModule: module,
    Items: count,
    Since: moment,
    Token: name,
    Named: z.array(name),
    AsOf: moment,
  }),
);

/** What the guard holds back. */
export const heldDeletions = tells<HeldDeletionsView>()(
  "HeldDeletions",
  z.strictObject({ HeldDeletions: z.array(held), Next: name.nullable() }),
);

const quarantined = tells<QuarantinedView>()(
  "QuarantinedItem",
  z.strictObject({
    Id: name,
    PoolFqdn: fqdn,
    BackupPoolFqdn: fqdn,
    BackupModule: module,
    Item: name,
    Code: reasonCode,
    Sentence: name,
    FirstSeen: name,
    Tries: count,
    LastTryAt: moment.nullable(),
    NextTryAt: moment.nullable(),
    Skipped: z.strictObject({ By: name, At: moment, Reason: name }).nullable(),
    AsOf: moment,
  }),
);

/** What partners refused. */
export const quarantineView = tells<QuarantineView>()(
  "QuarantinedItems",
  z.strictObject({ QuarantinedItems: z.array(quarantined), NotNamed: count, Next: name.nullable() }),
);
