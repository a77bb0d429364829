import { z } from "zod";
import type { AuditRecordView, AuditVerdictView, AuditView } from "#lib/domain/audit-record.ts";
import { tells } from "./tells.ts";
import { count, moment, name } from "./words.ts";

const record = tells<AuditRecordView>()(
  "AuditRecord",
  z.strictObject({
    N: count,
    At: moment,
    Actor: name,
    Role: name,
    Door: name,
    Action: name,
    Subject: name,
    Reason: name.nullable(),
    Before: z.unknown(),
    After: z.unknown(),
    Previous: name,
    Hash: name,
  }),
);

/** One page of who did what. */
export const auditView = tells<AuditView>()(
  "AuditPage",
  z.strictObject({ Records: z.array(record), Next: name.nullable() }),
);

/** Whether the audit is whole. */
export const auditVerdict = tells<AuditVerdictView>()(
  "AuditVerdict",
  z.strictObject({
    IsWhole: z.boolean(),
    Records: count,
    LastN: count,
    LastHash: name,
    AsOf: moment,
    Fault: z.strictObject({ N: count, Is: z.enum(["altered", "missing", "inserted"]), Sentence: name }).nullable(),
  }),
);
