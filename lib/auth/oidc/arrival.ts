import { AsyncLocalStorage } from "node:async_hooks";
import type { ProviderRefusal } from "#lib/domain/provider-refusal.ts";
import type { Claims } from "./claims.ts";
import type { Grant } from "./setting.ts";

/** Somebody on the way back from the provider: what is known of them so far, and why it ends here. */
export type Arrival = {
  person: (Pick<Claims, "calledAs" | "gaveAt"> & { readonly accountId: string; readonly grant: Grant | null }) | null;
  why: ProviderRefusal | null;
};

/** The library calls us back deep within one answer; what was learnt there is that answer's alone. */
const arrivals = new AsyncLocalStorage<Arrival>();

export async function arriving<T>(walk: () => Promise<T>): Promise<{ readonly came: T; readonly arrival: Arrival }> {
  const arrival: Arrival = { person: null, why: null };
  return { came: await arrivals.run(arrival, walk), arrival };
}

/** Throws outside of `arriving`: nobody comes in this way without it. */
export function thisArrival(): Arrival {
  const arrival = arrivals.getStore();
  if (arrival === undefined) throw new Error("Nobody is on the way back from the provider.");
  return arrival;
}
