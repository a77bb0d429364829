import type { KeptWhile } from "#lib/auth/kept-while.ts";

/** Keeps in memory what sign-in keeps for a while; nothing of it is ever over by itself. */
export function keptInMemory(): KeptWhile {
  const all = new Map<string, string>();
  return {
    read: async (key) => all.get(key) ?? null,
    write: async (key, value) => void all.set(key, value),
    remove: async (key) => void all.delete(key),
  };
}
