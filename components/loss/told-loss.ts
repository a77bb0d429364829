import type { ModuleName } from "#lib/domain/backup-module.ts";

/** An item that would be lost with its pool, as its page shows it. */
export type ToldLossItem = {
  readonly BackupModule: ModuleName;
  readonly Table: string | null;
  readonly Name: readonly string[];
  readonly Since: string;
  readonly Why: "quarantined" | "held" | "in-flight" | "pending";
  readonly IsDeletion: boolean;
};

/** What a reader asks of the list, as it stands in the address. */
export type LossAsked = { readonly order: "oldest" | "newest"; readonly page: string };

/** Why an item is not there yet. */
export const LOSS_WORDS: Record<ToldLossItem["Why"], string> = {
  quarantined: "refused by the partner",
  held: "held by the deletion guard",
  "in-flight": "sent, not acknowledged",
  pending: "waits to be sent",
};

/** The address of the same list, elsewhere or the other way round. */
export function lossQuery({ order, page }: Partial<LossAsked>): string {
  const query = new URLSearchParams();
  if (order === "newest") query.set("order", order);
  if (page) query.set("page", page);
  return query.size === 0 ? "?" : `?${query}`;
}
