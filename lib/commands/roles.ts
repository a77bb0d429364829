import type { ActorRole } from "#lib/domain/role.ts";

/**
 * What each command needs. Viewers read; operators move data forward; restorers bring data back, let held deletions go and
 * adopt stores; administrators change the deployment, and let a screen in: whoever walks by reads what it shows. Screens look at
 * the wall alone.
 */
export const NEEDED_ROLE = {
  getWall: "display",
  followWall: "display",
  getStatus: "viewer",
  getConfiguration: "viewer",
  getRelationship: "viewer",
  getRequest: "viewer",
  getRequests: "viewer",
  getPairs: "viewer",
  getChanges: "viewer",
  followChanges: "viewer",
  getSamples: "viewer",
  getLaneHistory: "viewer",
  getSparklines: "viewer",
  getJournal: "viewer",
  getAudit: "viewer",
  exportAudit: "viewer",
  testAuditChain: "viewer",
  getPools: "viewer",
  getHeldDeletions: "viewer",
  getTrash: "viewer",
  getDisplays: "viewer",
  getLoss: "viewer",
  findItem: "viewer",
  invokeSync: "operator",
  backupPool: "operator",
  stopRequest: "operator",
  liftLimit: "operator",
  endLift: "operator",
  testService: "operator",
  restoreStore: "restorer",
  approveHeldDeletion: "restorer",
  restoreTrash: "restorer",
  setConfiguration: "administrator",
  removeConfiguration: "administrator",
  newPool: "administrator",
  newPair: "administrator",
  removePair: "administrator",
  removeStandby: "administrator",
  acceptDisplay: "administrator",
  revokeDisplay: "administrator",
} as const satisfies Record<string, ActorRole>;
