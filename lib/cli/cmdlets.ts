import { approveHeldDeletion } from "./approve-held-deletion.ts";
import { backupPool } from "./backup-pool.ts";
import type { Cmdlet } from "./cmdlet.ts";
import { debugInterPoolReplication } from "./debug-inter-pool-replication.ts";
import { restartQuarantinedItem, skipQuarantinedItem } from "./decide-quarantined.ts";
import { approveDisplay, getDisplay, revokeDisplay } from "./displays.ts";
import { exportAuditRecord } from "./export-audit-record.ts";
import { findItem } from "./find-item.ts";
import { getAccount } from "./get-account.ts";
import { getAuditRecord } from "./get-audit-record.ts";
import { getConfiguration } from "./get-configuration.ts";
import { getHeldDeletion } from "./get-held-deletion.ts";
import { getJournal } from "./get-journal.ts";
import { getLoss } from "./get-loss.ts";
import { getPool } from "./get-pool.ts";
import { getQuarantinedItem } from "./get-quarantined-item.ts";
import { getRelationship } from "./get-relationship.ts";
import { getReplicationDrift } from "./get-replication-drift.ts";
import { getRequest } from "./get-request.ts";
import { getStatus } from "./get-status.ts";
import { getTrashItem } from "./get-trash-item.ts";
import { invokeSync } from "./invoke-sync.ts";
import { liftLimit } from "./lift-limit.ts";
import { newAccount } from "./new-account.ts";
import { newPool } from "./new-pool.ts";
import { newPoolPair } from "./new-pool-pair.ts";
import { removeAccount } from "./remove-account.ts";
import { removeConfiguration } from "./remove-configuration.ts";
import { removePoolPair } from "./remove-pool-pair.ts";
import { removeStandby } from "./remove-standby.ts";
import { restoreStore } from "./restore-store.ts";
import { restoreTrashItem } from "./restore-trash-item.ts";
import { setAccount } from "./set-account.ts";
import { setConfiguration } from "./set-configuration.ts";
import { stopRequest } from "./stop-request.ts";
import { testAuditChain } from "./test-audit-chain.ts";
import { testService } from "./test-service.ts";
import { getToken, newToken, removeToken } from "./tokens.ts";

/** Every cmdlet that asks the server, in the order in which help lists them. */
export const CMDLETS: readonly Cmdlet[] = [
  getStatus,
  getConfiguration,
  setConfiguration,
  removeConfiguration,
  getRelationship,
  invokeSync,
  backupPool,
  debugInterPoolReplication,
  getReplicationDrift,
  getRequest,
  stopRequest,
  liftLimit,
  restoreStore,
  getHeldDeletion,
  approveHeldDeletion,
  getQuarantinedItem,
  restartQuarantinedItem,
  skipQuarantinedItem,
  testService,
  findItem,
  getLoss,
  getTrashItem,
  restoreTrashItem,
  getJournal,
  getAuditRecord,
  exportAuditRecord,
  testAuditChain,
  getPool,
  newPool,
  newPoolPair,
  removePoolPair,
  removeStandby,
  getAccount,
  newAccount,
  setAccount,
  removeAccount,
  getToken,
  newToken,
  removeToken,
  getDisplay,
  approveDisplay,
  revokeDisplay,
];

/** A cmdlet by its name in any case. */
export function findCmdlet(name: string): Cmdlet | undefined {
  return CMDLETS.find((cmdlet) => cmdlet.name.toLowerCase() === name.toLowerCase());
}
