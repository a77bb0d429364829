import { bytes, counted } from "#components/status/amount.ts";
import type { RestoreCase, RestoreWay } from "#components/status/restore-case.ts";
import type { Words } from "#components/status/words.ts";
import { shortName } from "#lib/domain/pool.ts";

/** What the partner held of what was lost when the page was asked for; `IsAll`: false when it was too much to count in time. */
export type RestoreAmount = {
  readonly Items: number;
  readonly Item: { readonly One: string; readonly Many: string };
  readonly Bytes: number | null;
  readonly IsAll: boolean;
  readonly AsOf: string;
};

/** By module; null where that could not be counted. */
export type RestoreAmounts = Readonly<Record<string, RestoreAmount | null>>;

/** "104 files and folders, 1.2 MB"; "more than" while not all of it was counted. */
export function amountText({ Items, Item, Bytes, IsAll }: RestoreAmount): string {
  const size = Bytes === null ? "" : `, ${bytes(Bytes)}`;
  return `${IsAll ? "" : "more than "}${counted(Items, { one: Item.One, many: Item.Many })}${size}`;
}

const LATER = "How long it takes is shown once it has begun.";
const UNTOLD = "could not be counted now: the page that opens then shows it";

/** How much a way brings back: all that the partner holds, or of that what is missing. Never more than was counted. */
export function howMuch(one: RestoreCase, way: RestoreWay, amount: RestoreAmount | null): Words {
  if (amount === null) return [UNTOLD];
  const isAll = way === "from-partner" || one.is === "gone" || one.is === "foreign";
  const most = isAll || !amount.IsAll ? "" : "at most ";
  const what = one.is === "standby" ? "holds of its own" : "holds of it";
  return [
    `${most}${amountText(amount)}: what ${shortName(one.partner)} ${what} as of `,
    { at: amount.AsOf },
    `. ${LATER}`,
  ];
}
