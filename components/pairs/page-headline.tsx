import type { Headline } from "#components/status/headline.ts";
import { Sentence } from "#components/status/sentence.tsx";

/** The first thing read: is anything at risk, where, since when, why, and what to press. */
export function PageHeadline({ tone, title, detail }: Headline) {
  return (
    <div data-tone={tone} className="min-h-16 min-w-0 max-w-[72rem] flex-1 basis-80">
      <h1 className="text-balance font-semibold text-2xl tracking-tight">
        <Sentence words={title} />
      </h1>
      <p className="mt-1 text-pretty text-[0.9375rem] text-soft">
        <Sentence words={detail} />
      </p>
    </div>
  );
}
