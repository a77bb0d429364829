import type { Instant } from "#lib/domain/instant.ts";
import { FRESH_MS } from "./context.ts";

/** A session, as far as it says when its owner last showed that it is them. */
export type Confirmable = { readonly confirmedAt?: Date | null | undefined; readonly createdAt: Date };

/** When that was. A session of before confirmations has its sign-in alone. */
export const confirmedAt = (session: Confirmable): Instant => (session.confirmedAt ?? session.createdAt).getTime();

/** True where that was lately: an open browser is not its owner. */
export const isFresh = (session: Confirmable, now: Instant): boolean =>
  Math.abs(now - confirmedAt(session)) <= FRESH_MS;
