import { auditVerdict, auditView } from "#lib/commands/answers/audit.ts";
import { journalView } from "#lib/commands/answers/history.ts";
import { Input as exportInput } from "#lib/commands/export-audit.ts";
import { Input as auditInput } from "#lib/commands/get-audit.ts";
import { Input as journalInput } from "#lib/commands/get-journal.ts";
import { type Chapter, NOTHING, OF_POOL, told } from "./operation.ts";

export const AUDIT: Chapter = {
  name: "Audit",
  says: "What happened, and who did it.",
  operations: [
    {
      command: "getJournal",
      method: "get",
      path: "/journal",
      says: "Get-CsJournal: who asked, what ran, what failed, the latest first.",
      takes: journalInput,
      answers: told(journalView),
      refuses: [...OF_POOL, "unknown-module"],
    },
    {
      command: "getAudit",
      method: "get",
      path: "/audit",
      says: "Get-CsAuditRecord: who did what, through which door and why, the latest first.",
      takes: auditInput,
      answers: told(auditView),
      refuses: [],
    },
    {
      command: "exportAudit",
      method: "get",
      path: "/audit/export",
      says: "Export-CsAuditRecord: the audit as a file, the oldest first.",
      takes: exportInput,
      answers: [
        {
          status: 200,
          says: "A record a line, as JSON or as comma-separated values.",
          body: { type: "application/jsonl" },
        },
        { status: 200, says: "The same as comma-separated values.", body: { type: "text/csv" } },
      ],
      refuses: [],
    },
    {
      command: "testAuditChain",
      method: "get",
      path: "/audit/verify",
      says: "Test-CsAuditChain: whether every record is as it was written, and else the first that is not.",
      takes: NOTHING,
      answers: told(auditVerdict),
      refuses: [],
    },
  ],
};
