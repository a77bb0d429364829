import { z } from "zod";
import { PARAMETERS, type ParameterKey, reason, SWITCH } from "#lib/commands/schemas.ts";
import type { Operation } from "./operation.ts";

/** Where an operation's parameters stand. */
export type Placed = {
  readonly path: z.ZodObject;
  readonly query: z.ZodObject;
  /** Null for what only reads. */
  readonly body: z.ZodObject | null;
};

/** The command's parameters by the names of the folders that routes have. */
const OF_FOLDER: Readonly<Record<string, string>> = { fqdn: "pool", module: "module", id: "id", account: "account" };

const isParameter = (key: string): key is ParameterKey => Object.hasOwn(PARAMETERS, key);

/** The parameters that the command parses, each in its place and with what helps to write it. */
export function parametersOf({ path, method, takes, spelled }: Operation): Placed {
  const folders = [...path.matchAll(/\{(\w+)\}/g)].map(([, folder = ""]) => folder);
  const keys = new Set(folders.map((folder) => OF_FOLDER[folder]));
  const shape: Readonly<Record<string, z.ZodType>> = takes.shape;
  const rest = Object.entries(shape).filter(([key]) => !keys.has(key));
  const inPath = folders.map((folder) => [
    folder,
    described(OF_FOLDER[folder] ?? folder, shape[OF_FOLDER[folder] ?? ""]),
  ]);
  const isRead = method === "get";
  const nameOf = (key: string) => (isRead ? inQuery(key) : spelled && isParameter(key) ? PARAMETERS[key].name : key);
  const named = rest.map(([key, schema]) => [nameOf(key), described(key, schema)]);
  const why = "reason" in shape ? [] : [["reason", described("reason", reason.optional())]];
  return {
    path: z.strictObject(Object.fromEntries(inPath)),
    query: z.strictObject(Object.fromEntries(isRead ? named : [])),
    body: isRead ? null : z.strictObject(Object.fromEntries([...named, ...why])),
  };
}

/** In a query a module stands under the cmdlets' name for it. */
function inQuery(key: string): string {
  return key === "module" ? "backupModule" : key;
}

/** With the hint that a refusal of it has, and the value that holds when it is left out. */
function described(key: string, schema: z.ZodType | undefined): z.ZodType {
  if (schema === undefined) throw new Error(`no command takes ${key}`);
  const hint = isParameter(key) ? PARAMETERS[key].hint : null;
  const usual = schema instanceof z.ZodDefault ? schema.def.defaultValue : undefined;
  const isPlain = ["string", "number", "boolean"].includes(typeof usual) && schema.safeParse(usual).success;
  return schema.meta({
    ...(hint !== null && { description: hint === SWITCH ? "On where it is true." : hint }),
    ...(isPlain && { override: { default: usual } }), // of a schema that reads text zod tells none
  });
}
