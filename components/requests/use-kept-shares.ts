import { useEffect, useState } from "react";
import { farther, type Share, type Shares } from "./forward.ts";

const keyOf = (id: string) => `pairkeeper.run.${id}`;

/** How far a run was shown in this tab, so that a page that is loaded anew goes on from there, whatever the engine counts anew. */
export function useKeptShares(id: string, shares: Shares): Shares {
  const [kept, setKept] = useState<Shares>({});
  useEffect(() => setKept(recalled(id)), [id]);
  const shown = farther(kept, shares);
  const text = JSON.stringify(shown);
  useEffect(() => remember(id, text), [id, text]);
  return shown;
}

/** What was kept may be anything: only shares are taken from it. A browser may forbid to look. */
function recalled(id: string): Shares {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(keyOf(id)) ?? "{}");
    return Object.fromEntries(Object.entries(kept ?? {}).filter((part): part is [string, Share] => isShare(part[1])));
  } catch {
    return {};
  }
}

function isShare(value: unknown): value is Share {
  const isPart = (part: unknown) => typeof part === "number" && part >= 0 && part <= 1;
  return (
    typeof value === "object" &&
    value !== null &&
    "sent" in value &&
    "there" in value &&
    isPart(value.sent) &&
    isPart(value.there)
  );
}

function remember(id: string, text: string): void {
  try {
    sessionStorage.setItem(keyOf(id), text);
  } catch {
    // it is shown as the engine tells it, which is true as well
  }
}
