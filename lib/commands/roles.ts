import type { ActorRole } from "#lib/domain/role.ts";

/**
 * What each command needs: every function that a door calls with who asks has its line, and `roles.test.ts` asks each with every
 * role. Viewers read; operators move data forward; restorers bring data back, let held deletions go, skip what was refused and
 * adopt stores; administrators change the deployment, and let a screen in: whoever walks by reads what it shows. Screens look at
 * the wall alone, and monitoring at the metrics.
 */
export const NEEDED_ROLE = {
  getWall: "display",
  followWall: "display",
  getMetrics: "scraper",
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
  getQuarantinedItems: "viewer",
  getTrash: "viewer",
  getDisplays: "viewer",
  getLoss: "viewer",
  getDrift: "viewer",
  foreseeRestore: "viewer",
  findItem: "viewer",
  getDocument: "viewer",
  invokeSync: "operator",
  previewSync: "operator",
  foreseeSync: "operator",
  backupPool: "operator",
  debugInterPoolReplication: "operator",
  sendAgain: "operator",
  stopRequest: "operator",
  retryQuarantined: "operator",
  liftLimit: "operator",
  endLift: "operator",
  testService: "operator",
  restoreStore: "restorer",
  approveHeldDeletion: "restorer",
  skipQuarantined: "restorer",
  restoreTrash: "restorer",
  setConfiguration: "administrator",
  foreseeConfiguration: "administrator",
  removeConfiguration: "administrator",
  foreseeRemoval: "administrator",
  newPool: "administrator",
  newPair: "administrator",
  rePair: "administrator",
  foreseeRePair: "administrator",
  removePair: "administrator",
  removeStandby: "administrator",
  foreseeRemoveStandby: "administrator",
  acceptDisplay: "administrator",
  revokeDisplay: "administrator",
  getAccounts: "administrator",
  newAccount: "administrator",
  setAccount: "administrator",
  removeAccount: "administrator",
  getTokens: "administrator",
  newToken: "administrator",
  removeToken: "administrator",
} as const satisfies Record<string, ActorRole>;

/**
 * What cannot be taken back, or makes a way in: who is signed in shows once more that it is them, where that is longer ago than
 * `FRESH_MS`. Programs with a token need not: no token is a browser that was left open.
 */
export const CONFIRM_FIRST: ReadonlySet<string> = new Set<keyof typeof NEEDED_ROLE>([
  "restoreStore",
  "restoreTrash",
  "approveHeldDeletion",
  "removePair",
  "rePair",
  "removeStandby",
  "removeConfiguration",
  "newAccount",
  "setAccount",
  "removeAccount",
  "newToken",
  "acceptDisplay",
]);

/** Of these a part alone does: each says itself which. */
export const CONFIRM_PARTLY: ReadonlySet<string> = new Set<keyof typeof NEEDED_ROLE>(["setConfiguration"]);
