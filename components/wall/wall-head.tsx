import type { PageHearing } from "#components/status/freshness.ts";
import { Moment } from "#components/status/moment.tsx";
import { Sentence } from "#components/status/sentence.tsx";
import { freshnessWords } from "./freshness-words.ts";

type Props = {
  readonly hearing: PageHearing;
  readonly ageMs: number;
  readonly toldAt: string;
  /** The server's clock, run on. */
  readonly now: string;
  readonly says: string;
};

/** The first thing read: whether this screen can be believed; then how many pairs are how; and the clock. */
export function WallHead({ hearing, ageMs, toldAt, now, says }: Props) {
  return (
    <header className="wall-head">
      <p className="wall-fresh" data-hearing={hearing}>
        <span aria-hidden="true" className="wall-lamp" />
        <Sentence words={freshnessWords(hearing, ageMs, toldAt)} />
      </p>
      <h1 className="min-w-0 flex-1 text-balance text-[2rem] text-soft leading-[1.15]">{says}</h1>
      <p className="whitespace-nowrap font-semibold text-[2.75rem] tracking-tight">
        <Moment at={now} />
      </p>
    </header>
  );
}
