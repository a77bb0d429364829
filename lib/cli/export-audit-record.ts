import { Problem } from "#lib/domain/problem.ts";
import type { Cmdlet } from "./cmdlet.ts";
import { auditFilter, auditQuery } from "./get-audit-record.ts";

/** Export-CsAuditRecord */
export const exportAuditRecord: Cmdlet = {
  name: "Export-CsAuditRecord",
  says: "Writes the audit into a file, the oldest record first, one a line, each with its hash.",
  isOurs: true,
  parameters: [
    { key: "path", is: "required", says: "The file; one that is there is overwritten." },
    { key: "format", is: "optional", says: "How a record is written.", usual: "JsonLines" },
    ...auditFilter,
  ],
  page: () => "/audit",
  example: "Export-CsAuditRecord -Path audit.jsonl -Before 2026-12-01",
  async run(given, api, hands) {
    const text = await api.text(`audit/export?${auditQuery(given, "format")}`);
    const path = String(given.path);
    try {
      hands.write(path, text);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new Problem("bad-input", `${path} could not be written (${why}).`, "Give another path.", "Path");
    }
    return { json: { Path: path, Bytes: Buffer.byteLength(text) }, text: `The audit is in ${path}.` };
  },
};
