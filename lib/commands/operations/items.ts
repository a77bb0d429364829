import { z } from "zod";
import { findView, heldDeletions, lossView, quarantineView, trashView } from "#lib/commands/answers/items.ts";
import { requestsLeft, requestView } from "#lib/commands/answers/requests.ts";
import { restoreForesight } from "#lib/commands/answers/topology.ts";
import { Input as approveInput } from "#lib/commands/approve-held-deletion.ts";
import { Input as findInput } from "#lib/commands/find-item.ts";
import { Input as foreseeRestoreInput } from "#lib/commands/foresee-restore.ts";
import { Input as heldInput } from "#lib/commands/get-held-deletions.ts";
import { Input as lossInput } from "#lib/commands/get-loss.ts";
import { Input as quarantinedInput } from "#lib/commands/get-quarantined-items.ts";
import { Input as trashInput } from "#lib/commands/get-trash.ts";
import { Input as restoreInput } from "#lib/commands/restore-store.ts";
import { Input as restoreTrashInput } from "#lib/commands/restore-trash.ts";
import { Input as retryInput } from "#lib/commands/retry-quarantined.ts";
import { Input as skipInput } from "#lib/commands/skip-quarantined.ts";
import { accepted, type Chapter, OF_COPY, OF_PAIRED, OF_POOL, OF_STORE, told } from "./operation.ts";

export const ITEMS: Chapter = {
  name: "Items",
  says: "Single things: where they are, what is at risk of them, and how they come back.",
  operations: [
    {
      command: "findItem",
      method: "get",
      path: "/find",
      says: "Find-CsBackupItem: where something is, there and here, and whether both are equal.",
      takes: findInput,
      answers: told(findView),
      refuses: [],
    },
    {
      command: "getLoss",
      method: "get",
      path: "/pools/{fqdn}/loss",
      says: "Get-CsBackupLoss: what would be lost if the pool died now, item by item.",
      takes: lossInput,
      answers: told(lossView),
      refuses: [...OF_COPY, ...OF_STORE],
    },
    {
      command: "getHeldDeletions",
      method: "get",
      path: "/held-deletions",
      says: "Get-CsHeldDeletion: deletions that the guard holds back.",
      takes: heldInput,
      answers: told(heldDeletions),
      refuses: OF_POOL,
    },
    {
      command: "getHeldDeletions",
      method: "get",
      path: "/pools/{fqdn}/held-deletions",
      says: "Get-CsHeldDeletion of one pool.",
      takes: heldInput,
      answers: told(heldDeletions),
      refuses: OF_POOL,
    },
    {
      command: "approveHeldDeletion",
      method: "post",
      path: "/pools/{fqdn}/held-deletions",
      says: "Approve-CsHeldDeletion: lets exactly the set go that was shown.",
      takes: approveInput,
      answers: accepted(requestView),
      refuses: [...OF_COPY, "pool-elsewhere", "not-held"],
    },
    {
      command: "getQuarantinedItems",
      method: "get",
      path: "/quarantined-items",
      says: "Get-CsQuarantinedItem: what partners refused, and who skipped what of it.",
      takes: quarantinedInput,
      answers: told(quarantineView),
      refuses: [...OF_POOL, "unknown-module"],
    },
    {
      command: "retryQuarantined",
      method: "post",
      path: "/pools/{fqdn}/quarantined-items/retry",
      says: "Restart-CsQuarantinedItem: sends again what the partner refused.",
      takes: retryInput,
      answers: accepted(requestsLeft),
      refuses: [...OF_COPY, "pool-elsewhere", "unknown-item"],
    },
    {
      command: "skipQuarantined",
      method: "post",
      path: "/pools/{fqdn}/quarantined-items/skip",
      says: "Skip-CsQuarantinedItem: leaves refused items alone; they stay in quarantine and alarm nobody.",
      takes: skipInput,
      answers: accepted(requestsLeft),
      refuses: [...OF_COPY, "pool-elsewhere", "unknown-item", "too-many-skipped"],
    },
    {
      command: "getTrash",
      method: "get",
      path: "/pools/{fqdn}/trash",
      says: "Get-CsTrashItem: what was deleted of a pool within seven days.",
      takes: trashInput,
      answers: told(trashView),
      refuses: [...OF_COPY, ...OF_STORE],
    },
    {
      command: "restoreTrash",
      method: "post",
      path: "/pools/{fqdn}/trash",
      says: "Restore-CsTrashItem: brings things back to the pool that they were deleted of.",
      takes: restoreTrashInput,
      answers: accepted(requestsLeft),
      refuses: [...OF_COPY, ...OF_STORE, "unknown-item"],
    },
    {
      command: "restoreStore",
      method: "post",
      path: "/pools/{fqdn}/restore",
      says: "Restore-CsBackupStore: a lost store is taken as it stands, or brought back from the partner.",
      takes: restoreInput,
      answers: accepted(requestView),
      refuses: [...OF_COPY, "pool-elsewhere"],
    },
    {
      command: "foreseeRestore",
      method: "get",
      path: "/pools/{fqdn}/restore",
      says: "How much stands on the partner of what a restore could bring back.",
      takes: foreseeRestoreInput,
      answers: told(z.union([restoreForesight, z.null()]), "As of now; null where it cannot be counted."),
      refuses: OF_PAIRED,
    },
  ],
};
