import { isJsonObject, type Json } from "./json.ts";
import { identityOf, type Patch } from "./patch.ts";

/**
 * A value of which every part remembers when it last changed: so what changed since any moment can be told to whoever knew it
 * then, without remembering what it was. `at` is the latest change below; `bornAt` is since when it is a value of this shape.
 */
export type Stamped = { readonly at: number; readonly bornAt: number } & (
  | { readonly is: "leaf"; readonly value: Json }
  | { readonly is: "parts"; readonly isList: boolean; readonly orderAt: number; readonly parts: Parts }
);

type Parts = ReadonlyMap<string, Stamped>;

/** Moments that come out later by less were read off two clocks, and are the same. Never told later than they are. */
const SAME_MOMENT_MS = 100;
/** The house names them so. */
const IS_MOMENT = /(At|AsOf|Since)$/;

/** The newer value, stamped with `seq` where it differs from `before`; parts that do not are the very same objects. */
export function stamped(value: Json, seq: number, before: Stamped | null = null, field = ""): Stamped {
  const names = namesOf(value);
  if (names === null) {
    if (before?.is === "leaf" && isSame(before.value, value, field)) return before;
    return { is: "leaf", value, at: seq, bornAt: before?.is === "leaf" ? before.bornAt : seq };
  }
  const isList = Array.isArray(value);
  const old = partedBefore(before, isList);
  const parts = names.map((name, place) => stamped(partOf(value, place, name), seq, old?.parts.get(name), name));
  return parted(names, parts, isList, seq, old);
}

/** The same for an object, or a list of things by identity, of which each part is stamped already. */
export function stampedOf(is: "object" | "list", parts: Parts, seq: number, before: Stamped | null = null): Stamped {
  const isList = is === "list";
  return parted([...parts.keys()], [...parts.values()], isList, seq, partedBefore(before, isList));
}

type Parted = Stamped & { readonly is: "parts" };

function partedBefore(before: Stamped | null, isList: boolean): Parted | null {
  return before?.is === "parts" && before.isList === isList ? before : null;
}

/** Nothing is made for what did not change, which is nearly all of it, nearly always. */
function parted(
  names: readonly string[],
  parts: readonly Stamped[],
  isList: boolean,
  seq: number,
  old: Parted | null,
): Stamped {
  const isOrdered = old !== null && hasNames(old.parts, names);
  // Fields that come or go make it a value of another shape: what has them all is told whole.
  const bornAt = old !== null && (isList || isOrdered) ? old.bornAt : seq;
  const orderAt = old !== null && isOrdered ? old.orderAt : seq;
  const at = parts.reduce((latest, part) => Math.max(latest, part.at), Math.max(old?.at ?? seq, orderAt, bornAt));
  if (old !== null && at === old.at) return old;
  const now = new Map(names.map((name, place) => [name, parts[place] as Stamped])); // one part a name
  return { is: "parts", isList, parts: now, orderAt, at, bornAt };
}

/** What makes the value of back then, at `since`, the value of now; null when nothing changed. */
export function patchSince(one: Stamped, since: number): Patch | null {
  if (one.at <= since) return null;
  if (one.is === "leaf") return one.value;
  if (one.bornAt > since) return whole(one);
  const changes: Record<string, Json> = {};
  for (const [name, part] of one.parts) if (part.at > since) changes[name] = patchSince(part, since);
  return one.isList && one.orderAt > since ? { $: changes, Order: [...one.parts.keys()] } : { $: changes };
}

/** The value itself. */
export function whole(one: Stamped): Json {
  if (one.is === "leaf") return one.value;
  if (one.isList) return [...one.parts.values()].map(whole);
  return Object.fromEntries([...one.parts].map(([name, part]) => [name, whole(part)]));
}

/** What the parts are called: those of an object, and of a list of things that each have an identity of their own. */
function namesOf(value: Json): readonly string[] | null {
  if (isJsonObject(value)) return Object.keys(value);
  if (!Array.isArray(value)) return null;
  const names = value.map(identityOf).filter((name) => name !== null);
  return names.length === value.length && new Set(names).size === names.length ? names : null;
}

function partOf(value: Json, place: number, name: string): Json {
  const parts = value as { readonly [field: string | number]: Json }; // of a value that has names
  return parts[Array.isArray(value) ? place : name] as Json;
}

function isSame(before: Json, value: Json, field: string): boolean {
  if (before === value) return true;
  if (Array.isArray(before) && Array.isArray(value)) return JSON.stringify(before) === JSON.stringify(value);
  if (typeof before !== "string" || typeof value !== "string" || !IS_MOMENT.test(field)) return false;
  const laterMs = Date.parse(value) - Date.parse(before);
  return laterMs >= 0 && laterMs < SAME_MOMENT_MS;
}

function hasNames(before: Parts, names: readonly string[]): boolean {
  if (before.size !== names.length) return false;
  const known = before.keys();
  return names.every((name) => known.next().value === name);
}
