import type { Role } from "#lib/domain/role.ts";

/** What each command needs: reading is for all who may sign in, a sync moves data, settings are the whole deployment's. */
export const NEEDED_ROLE = {
  getStatus: "viewer",
  getConfiguration: "viewer",
  getRelationship: "viewer",
  getRequest: "viewer",
  getPairs: "viewer",
  invokeSync: "operator",
  setConfiguration: "administrator",
} as const satisfies Record<string, Role>;
