/** What travels as JSON. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [field: string]: Json };

export type JsonObject = { readonly [field: string]: Json };

export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
