import { hash } from "node:crypto";
import { type ModuleFace, shortModuleName } from "#lib/domain/backup-module.ts";
import type { ItemName } from "#lib/domain/quarantine.ts";

const DIGITS = 16;

/** A refused item as people name it: one short word, whatever its key is made of; the same as long as it is refused. */
export function quarantineId({ name }: Pick<ModuleFace, "name">, { table, key }: ItemName): string {
  return `${shortModuleName(name)}:${hash("sha256", JSON.stringify([name, table, key])).slice(0, DIGITS)}`;
}
