import type { z } from "zod";
import type { Json } from "#lib/domain/json.ts";

/** `T` as JSON carries it: names of a kind are plain text there, and nothing is read-only. */
export type OnTheWire<T> = [Json] extends [T]
  ? T
  : T extends string
    ? T extends { readonly is: unknown }
      ? string
      : T
    : T extends object
      ? { -readonly [Key in keyof T]: OnTheWire<T[Key]> }
      : T;

/** Holds when both can stand for each other. */
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? unknown : never) : never;

/**
 * A schema of exactly what `T` is on the wire, known in the document under `id`: one that tells less, more or something else
 * than `T` does not compile. So an answer and its document cannot drift apart.
 */
export function tells<T>() {
  return <S extends z.ZodType>(id: string, schema: S & Same<OnTheWire<z.output<S>>, OnTheWire<T>>): S =>
    schema.meta({ id });
}
