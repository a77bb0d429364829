import { isJsonObject, type Json, type JsonObject } from "./json.ts";

/**
 * What makes an older value the newer one. `{ $: parts }` changes these parts of what is there, by field, or by identity in a
 * list, whose new order `Order` tells when it is another one; anything else is the new value itself.
 */
export type Patch = Json;

/** By what the things in our lists are known; the first that a thing has is its identity. */
const IDENTITIES = ["Id", "Identity", "From", "A"] as const;

/** What a thing in a list is known by; null for what has no name. */
export function identityOf(value: Json): string | null {
  if (!isJsonObject(value)) return null;
  const name = IDENTITIES.map((field) => value[field]).find((each) => typeof each === "string");
  return typeof name === "string" ? name : null;
}

/** The newer value. What the patch does not speak of is the very same object as before. Throws for a patch of another value. */
export function patched(before: Json | undefined, patch: Patch): Json {
  if (!isMerge(patch)) return patch;
  if (Array.isArray(before)) return patchedList(before, patch.$, patch.Order);
  if (isJsonObject(before)) return { ...before, ...mapped(patch.$, (part, field) => patched(before[field], part)) };
  throw new Error("This is the patch of another value.");
}

function patchedList(before: readonly Json[], parts: JsonObject, order: Json | undefined): Json {
  const known = new Map(before.map((one) => [identityOf(one), one]));
  const names = Array.isArray(order) ? order : [...known.keys()];
  return names.map((name) => {
    const part = parts[String(name)];
    const one = part === undefined ? known.get(String(name)) : patched(known.get(String(name)), part);
    if (one === undefined) throw new Error("This is the patch of another list.");
    return one;
  });
}

function isMerge(patch: Patch): patch is { readonly $: JsonObject; readonly Order?: Json } {
  return isJsonObject(patch) && isJsonObject(patch.$);
}

function mapped(parts: JsonObject, change: (part: Json, field: string) => Json): JsonObject {
  return Object.fromEntries(Object.entries(parts).map(([field, part]) => [field, change(part, field)]));
}
