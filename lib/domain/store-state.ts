/** Why a data set or a whole store is lost: nothing stands there, something without a marker, or another's (DESIGN L9). */
export const LOSSES = ["gone", "unmarked", "foreign"] as const;
export type Loss = (typeof LOSSES)[number];

/** How each is told: the end of the fault's sentence, by which screens know it again. */
export const LOSS_WORDS: Readonly<Record<Loss, string>> = {
  gone: "has no marker: it is gone, empty or not mounted.",
  unmarked: "has no marker, though something stands there.",
  foreign: "carries the marker of another store, or of an older day of this one.",
};

/** State of a data set, as the side that holds it says it (DESIGN L4). */
export const STORE_STATES = ["ok", "lost", "restoring"] as const;
export type StoreState = (typeof STORE_STATES)[number];

/** The same for a pool's own data set, whose deletions its guard may hold (DESIGN L10). */
export const OWN_STATES = [...STORE_STATES, "deletions-held"] as const;
export type OwnState = (typeof OWN_STATES)[number];

/** One data set where it lies. A whole store that is lost is no state of its data sets: it is a fault "store-lost". */
export type DataSetState =
  | { readonly is: "ok" }
  | { readonly is: "lost"; readonly why: Loss }
  | { readonly is: "restoring"; readonly requestId: string };

/** True when the partner is to give back what this data set lacks (DESIGN L11). */
export function wantsReturn(state: OwnState | null): boolean {
  return state === "lost" || state === "restoring" || state === "deletions-held";
}

/** Which store it is and how often it was adopted: acks of another stamp are void (DESIGN L9). */
export function storeStamp(storeId: string, epoch: number): string {
  return `${storeId}/${epoch}`;
}
