/** A replicated table of the user database: what capture, images and imports are written from. */
export type RowTable = {
  readonly name: string;
  /** Primary key, in order; all TEXT NOT NULL. */
  readonly keys: readonly string[];
  /** Every column in the order in which images carry them; the keys come first, `home_pool` last. */
  readonly columns: readonly string[];
};

/** Users and their settings; of the module UserServices.PresenceFocus. */
export const USERS: RowTable = {
  name: "users",
  keys: ["sip_uri"],
  columns: ["sip_uri", "display_name", "enabled", "settings", "updated_at", "home_pool"],
};

/** Every table that capture watches. */
export const REPLICATED: readonly RowTable[] = [USERS];
