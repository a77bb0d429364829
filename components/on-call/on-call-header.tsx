import { Freshness } from "#components/shell/freshness.tsx";
import type { PageHearing } from "#components/status/freshness.ts";
import { Sentence } from "#components/status/sentence.tsx";
import type { Words } from "#components/status/words.ts";

type Props = {
  readonly title: Words;
  readonly detail: Words;
  readonly hearing: PageHearing;
  readonly toldAt: string;
};

/** How many problems there are, and how far that can be believed. */
export function OnCallHeader({ title, detail, hearing, toldAt }: Props) {
  return (
    <header>
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h1 className="font-semibold text-[1.375rem] tracking-tight">
          <Sentence words={title} />
        </h1>
        <Freshness hearing={hearing} at={toldAt} />
      </div>
      <p className="mt-0.5 text-soft">
        <Sentence words={detail} />
      </p>
    </header>
  );
}
