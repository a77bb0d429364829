import type { PageHearing } from "#components/status/freshness.ts";
import { Moment } from "#components/status/moment.tsx";

const WORDS: Record<PageHearing, string> = {
  live: "Live",
  "catching-up": "Catching up",
  offline: "Offline since",
};

/** Whether this page hears its server, and the moment that it speaks for. Only a change of the word is read aloud. */
export function Freshness({ hearing, at }: { readonly hearing: PageHearing; readonly at: string }) {
  return (
    <p data-hearing={hearing} className="group flex items-center gap-2 whitespace-nowrap text-sm text-soft">
      <span
        aria-hidden="true"
        className="size-2.5 flex-none rounded-full border-2 border-soft group-data-[hearing=live]:border-good group-data-[hearing=live]:bg-good"
      />
      <span>
        <span role="status">{WORDS[hearing]}</span>
        {hearing === "offline" ? " " : ", "}
        <Moment at={at} />
      </span>
    </p>
  );
}
