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

/** Bytes in the units of a file manager: "608 MB", "1.4 GB". */
export function bytes(value: number): string {
  if (value < 1000) return `${value} B`;
  const units = ["kB", "MB", "GB", "TB", "PB"];
  let amount = value / 1000;
  let unit = 0;
  while (amount >= 999.5 && unit < units.length - 1) {
    amount /= 1000;
    unit += 1;
  }
  return `${amount < 9.95 ? amount.toFixed(1) : Math.round(amount)} ${units[unit]}`;
}
