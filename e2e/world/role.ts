import { join } from "node:path";
import type { Role } from "#lib/domain/role.ts";
import { foreignSql } from "../pages/outside.ts";

/** The account that is signed in gets another role, as an administrator will give it one day. */
export function giveRole(dataFolder: string, role: Role): void {
  foreignSql(join(dataFolder, "ledger.db"), `UPDATE user SET role = '${role}'`);
}
