import type { RequestView } from "#lib/domain/request-view.ts";

/** True while any part has not ended. */
export function isUnderWay({ Modules }: RequestView): boolean {
  return Modules.some(({ EndedAt }) => EndedAt === null);
}
