import type { z } from "zod";
import {
  accountName,
  actor,
  answerSeconds,
  auditText,
  category,
  compareDirection,
  door,
  edition,
  filter,
  globalIdentity,
  journalKinds,
  liftDuration,
  limit,
  lossOrder,
  moduleSelection,
  moment,
  oneOfFormats,
  type ParameterKey,
  poolFqdn,
  reach,
  reason,
  role,
  settings,
  site,
  storePath,
  truth,
  typeWords,
  userStore,
} from "#lib/commands/schemas.ts";

import type { Parameter } from "./cmdlet.ts";

/** What the server reads parameters with: the very schemas that its commands parse with, where these say more than "a text". */
const READ_BY: Readonly<Partial<Record<ParameterKey, z.ZodType>>> = {
  ...settings,
  pool: poolFqdn,
  backupPool: poolFqdn,
  module: moduleSelection,
  category,
  duration: liftDuration,
  identity: globalIdentity,
  filter,
  limit,
  from: poolFqdn,
  kind: journalKinds,
  order: lossOrder,
  after: moment,
  before: moment,
  actor,
  action: actor,
  text: auditText,
  door,
  format: oneOfFormats,
  site,
  edition,
  fileStore: storePath,
  userStore,
  direction: compareDirection,
  databaseCommandTimeoutInSeconds: answerSeconds,
  reason,
  account: accountName,
  role,
  disabled: truth,
  pools: reach,
};

/** What a parameter must be, in words; null for any text. */
export function parameterType({ key, read }: Pick<Parameter, "key" | "read">): string | null {
  const schema = read ?? READ_BY[key];
  return schema === undefined ? null : typeWords(schema);
}
