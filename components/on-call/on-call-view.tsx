import type { ReactNode } from "react";
import { census, countPairs, pairKind, wantsAttention } from "#components/status/census.ts";
import type { PageHearing } from "#components/status/freshness.ts";
import type { Snapshot } from "#components/status/snapshot.ts";
import type { Words } from "#components/status/words.ts";
import { PLAIN } from "#components/ui/button-looks.ts";
import type { Door } from "./door.ts";
import { EveryState } from "./every-state.tsx";
import { OnCallHeader } from "./on-call-header.tsx";
import { RestCard } from "./rest-card.tsx";

type Props = {
  /** As it may be believed right now. */
  readonly snapshot: Snapshot;
  readonly hearing: PageHearing;
  readonly toldAt: string;
  readonly door: Door;
  /** The problems of this snapshot, each with what helps; null while what tells them is on its way. */
  readonly trouble: ReactNode;
};

/** Something wants a person. */
export function isTroubled({ Pairs }: Snapshot): boolean {
  return Pairs.some((pair) => wantsAttention(pairKind(pair)));
}

/** What is wrong, worst first, for who was woken by it; then that the rest is fine, and every state. */
export function OnCallView({ snapshot, hearing, toldAt, door, trouble }: Props) {
  const head = { hearing, toldAt };
  return (
    <div className="mx-auto grid max-w-xl gap-3.5 px-4 py-4 text-base">
      {hearing === "offline" ? (
        <OnCallHeader {...head} title={["Nothing is known since ", { at: toldAt }]} detail={OFFLINE} />
      ) : isTroubled(snapshot) ? (
        (trouble ?? <OnCallHeader {...head} title={[census(countPairs(snapshot.Pairs))]} detail={ON_THE_WAY} />)
      ) : (
        <>
          <OnCallHeader {...head} {...calm(snapshot)} />
          {snapshot.Pairs.length > 0 && <RestCard pairs={snapshot.Pairs} isAll />}
        </>
      )}
      <EveryState snapshot={snapshot} door={door} />
      <a href="/" className={PLAIN}>
        To the console
      </a>
    </div>
  );
}

const OFFLINE: Words = [
  "This page does not reach its server: the phone's network, the way there or the server is down. It tries again by itself.",
];
const ON_THE_WAY: Words = ["What helps is on its way to this page. Every state stands below."];

function calm({ Pairs }: Snapshot): { readonly title: Words; readonly detail: Words } {
  const isAllKnown = Pairs.every((pair) => pairKind(pair) === "healthy");
  return {
    title: [isAllKnown ? "No problems" : "No problems known"],
    detail: [Pairs.length === 0 ? "No pools are paired" : "Nothing to press"],
  };
}
