import type { Totals } from "./totals.ts";
import { tryAgain, tryHistories } from "./try-histories.ts";

/* A process of `npm run test:deep`: it plays one share of the histories and tells how far it is. */

export type PartOrder =
  | {
      readonly seed: number;
      readonly from: number;
      readonly histories: number;
      readonly part: number;
      readonly of: number;
    }
  | { readonly seed: number; readonly again: string };
export type PartNews = {
  readonly totals: Totals;
  readonly cpuMs: number;
  readonly isOver: boolean;
  readonly violation: string | null;
};

const tell = (totals: Totals, isOver: boolean, violation: string | null) => {
  const { user, system } = process.cpuUsage();
  process.send?.({ totals, cpuMs: (user + system) / 1000, isOver, violation } satisfies PartNews);
};

process.once("message", async (order: PartOrder) => {
  const onProgress = (totals: Totals) => tell(totals, false, null);
  const { totals, violation } =
    "again" in order
      ? await tryAgain(order.seed, order.again)
      : await tryHistories({ ...order, share: { part: order.part, of: order.of }, onProgress });
  tell(totals, true, violation);
  process.disconnect?.();
});
