import type { Actor } from "#lib/domain/role.ts";

/** Whether who asked would be let in now as the same, with the same role and reach: who may something else comes in anew. */
export function stillIn(actor: Actor, askAgain: () => Promise<Actor>): () => Promise<boolean> {
  const before = farOf(actor);
  return async () => farOf(await askAgain()) === before;
}

/** As what, and how far, somebody is let in. */
function farOf({ name, role, pools }: Actor): string {
  return JSON.stringify([name, role, pools]);
}
