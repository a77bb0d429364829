import { isJsonObject, type Json, type JsonObject } from "./json.ts";
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
  const parts = partsOf(value);
  if (parts === null) {
    if (before?.is === "leaf" && isSame(before.value, value, field)) return before;
    return { is: "leaf", value, at: seq, bornAt: before?.is === "leaf" ? before.bornAt : seq };
  }
  const isList = Array.isArray(value);
  const old = before?.is === "parts" && before.isList === isList ? before : null;
  const now = new Map(parts.map(([name, part]) => [name, stamped(part, seq, old?.parts.get(name), name)]));
  if (old === null) return { is: "parts", isList, parts: now, orderAt: seq, at: seq, bornAt: seq };
  const isOrdered = hasNames(old.parts, now);
  // Fields that come or go make it a value of another shape: what has them all is told whole.
  const bornAt = isList || isOrdered ? old.bornAt : seq;
  const orderAt = isOrdered ? old.orderAt : seq;
  const at = Math.max(old.at, orderAt, bornAt, ...latest(now));
  return at === old.at ? old : { is: "parts", isList, parts: now, orderAt, at, bornAt };
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

/** The parts by name: of an object, and of a list of things that each have an identity of their own. */
function partsOf(value: Json): readonly (readonly [string, Json])[] | null {
  if (isJsonObject(value)) return Object.entries(value satisfies JsonObject);
  if (!Array.isArray(value)) return null;
  const named = value.flatMap((one): [string, Json][] => {
    const name = identityOf(one);
    return name === null ? [] : [[name, one]];
  });
  return named.length === value.length && new Set(named.map(([name]) => name)).size === named.length ? named : null;
}

function isSame(before: Json, value: Json, field: string): boolean {
  if (before === value) return true;
  if (Array.isArray(before) && Array.isArray(value)) return JSON.stringify(before) === JSON.stringify(value);
  if (typeof before !== "string" || typeof value !== "string" || !IS_MOMENT.test(field)) return false;
  const laterMs = Date.parse(value) - Date.parse(before);
  return laterMs >= 0 && laterMs < SAME_MOMENT_MS;
}

function hasNames(before: Parts, now: Parts): boolean {
  if (before.size !== now.size) return false;
  const names = before.keys();
  for (const name of now.keys()) if (names.next().value !== name) return false;
  return true;
}

function* latest(parts: Parts): Iterable<number> {
  for (const { at } of parts.values()) yield at;
}
