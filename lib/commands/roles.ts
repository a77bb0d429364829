import type { Role } from "#lib/domain/role.ts";

/**
 * What each command needs. Viewers read; operators move data forward; restorers bring data back, let held deletions go and
 * adopt stores; administrators change the deployment.
 */
export const NEEDED_ROLE = {
  getStatus: "viewer",
  getConfiguration: "viewer",
  getRelationship: "viewer",
  getRequest: "viewer",
  getRequests: "viewer",
  getPairs: "viewer",
  getChanges: "viewer",
  followChanges: "viewer",
  getPools: "viewer",
  getHeldDeletions: "viewer",
  getTrash: "viewer",
  invokeSync: "operator",
  backupPool: "operator",
  stopRequest: "operator",
  liftLimit: "operator",
  endLift: "operator",
  restoreStore: "restorer",
  approveHeldDeletion: "restorer",
  restoreTrash: "restorer",
  setConfiguration: "administrator",
  removeConfiguration: "administrator",
  newPool: "administrator",
  newPair: "administrator",
  removePair: "administrator",
  removeStandby: "administrator",
} as const satisfies Record<string, Role>;
