/* Whoever is none of the people and programs that administrators let in, under the names by which the audit calls them. */
export const SERVICE_NAME = "service";
export const NOBODY_NAME = "unknown";
export const CLI_NAME = "admin (cli)";
export const MONITORING_NAME = "monitoring";

const RESERVED = new Set([SERVICE_NAME, NOBODY_NAME, CLI_NAME, MONITORING_NAME]);

/** True for a name, in any case, that neither an account nor a token may take: what it did would seem done by another. */
export function isReserved(name: string): boolean {
  return RESERVED.has(name.toLowerCase());
}
