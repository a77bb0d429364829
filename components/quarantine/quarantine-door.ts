import type { Pressed } from "#components/ui/pressed.ts";

/** What was asked for: the runs that do it. */
export type Asked = { readonly runs: readonly string[] };

/** What the reader may do about items that the partner refused. */
export type QuarantineDoor = {
  readonly retry: (pool: string, ids: readonly string[]) => Promise<Pressed<Asked>>;
  readonly skip: (pool: string, ids: readonly string[], reason: string) => Promise<Pressed<Asked>>;
  /** The roles that these need and the reader lacks; null where they may be pressed. */
  readonly retryNeeds: string | null;
  readonly skipNeeds: string | null;
};
