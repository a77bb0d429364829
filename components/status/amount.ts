import { bytes as bytesText } from "#lib/domain/bytes-text.ts";

const COUNT = new Intl.NumberFormat("en-GB");

/** What things are called when they are counted. */
export type Noun = { readonly one: string; readonly many: string };

/** "1 row", "1,216 files". */
export function counted(count: number, noun: Noun): string {
  return `${COUNT.format(count)} ${count === 1 ? noun.one : noun.many}`;
}

/** A bare count as people read it: "1,216". */
export function count(value: number): string {
  return COUNT.format(value);
}

/** Bytes as a screen shows them, "8.4 MB": no line ends between the number and its unit. */
export function bytes(value: number): string {
  return bytesText(value).replace(" ", "\u00a0");
}
