/** A replicated table of the user database: what capture, images and imports are written from. */
export type RowTable = {
  readonly name: string;
  /** Primary key, in order; all TEXT NOT NULL. */
  readonly keys: readonly string[];
  /** Every column in the order in which images carry them; the keys come first, `home_pool` last. */
  readonly columns: readonly string[];
};
