import { join } from "node:path";
import type { Waited } from "./wait-for-state.ts";

/** Where the report goes that nobody named a file for. */
export function reportPath(tempFolder: string, pool: string): string {
  return join(tempFolder, `Backup-CsPool-${pool}.html`);
}

/** The report of a backup as one HTML page that needs nothing else. */
export function backupReport({ request, isReached, state, steps }: Waited): string {
  const title = `Backup of ${request.PoolFqdn} to ${request.BackupPoolFqdn}`;
  const modules = request.Modules.map(
    ({ Identity, Phase, TotalItems, AckedItems, Problem }) =>
      `<tr>${[Identity, Phase, TotalItems ?? "-", AckedItems ?? "-", Problem ?? ""].map(cell).join("")}</tr>`,
  );
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escaped(title)}</title></head>
<body>
<h1>${escaped(title)}</h1>
<p>${isReached ? "Reached" : "Not reached"}: ${escaped(state)}. Request ${escaped(request.Id)} by ${escaped(request.RequestedBy)}, ${escaped(request.RequestedAt)}.</p>
<table border="1">
<tr><th>Module</th><th>Phase</th><th>Items</th><th>Acknowledged</th><th>Problem</th></tr>
${modules.join("\n")}
</table>
<ol>
${steps.map((step) => `<li>${escaped(step)}</li>`).join("\n")}
</ol>
</body>
</html>
`;
}

function cell(value: string | number): string {
  return `<td>${escaped(String(value))}</td>`;
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (letter) => ENTITIES[letter] ?? letter);
}
