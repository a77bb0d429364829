import { queryOptions } from "@tanstack/react-query";
import { signInAgain } from "#components/live/sign-in-again.ts";
import type { Configured } from "./setting-row.ts";

export const CONFIGURATION_KEY = ["configuration"] as const;

/** The settings that hold, asked again now and then: somebody else may change them too. */
export const configurationQuery = queryOptions({
  queryKey: CONFIGURATION_KEY,
  queryFn: async ({ signal }): Promise<Configured> => {
    const answer = await fetch("/api/v1/configuration", { signal, cache: "no-store" });
    if (answer.status === 401) signInAgain();
    if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
    return answer.json();
  },
  staleTime: 5_000,
  refetchInterval: 15_000,
  networkMode: "always",
  retry: false,
});
