import { count, counted } from "#components/status/amount.ts";
import type { PageHearing } from "#components/status/freshness.ts";
import type { WordsOf } from "#components/status/notes-by.ts";
import type { Snapshot } from "#components/status/snapshot.ts";
import type { Door } from "./door.ts";
import { OnCallHeader } from "./on-call-header.tsx";
import { ProblemCard } from "./problem-card.tsx";
import { healthyPairs, problemsOf } from "./problems.ts";
import { RestCard } from "./rest-card.tsx";

type Props = {
  readonly snapshot: Snapshot;
  readonly hearing: PageHearing;
  readonly toldAt: string;
  readonly door: Door;
  readonly wordsOf: WordsOf;
};

const PROBLEM = { one: "problem", many: "problems" };

/** The problems, worst first, and that the rest is fine. Most nights have none: a page fetches this when there are some. */
export function TroubleView({ snapshot, hearing, toldAt, door, wordsOf }: Props) {
  const problems = problemsOf(snapshot, door.maySync, wordsOf);
  const healthy = healthyPairs(snapshot, problems);
  const all = snapshot.Pairs.length;
  return (
    <>
      <OnCallHeader
        hearing={hearing}
        toldAt={toldAt}
        title={[counted(problems.length, PROBLEM)]}
        detail={[all === 1 ? "Worst first" : `Worst first, of ${count(all)} pairs`]}
      />
      {problems.map((problem) => (
        <ProblemCard key={problem.id} problem={problem} door={door} />
      ))}
      {healthy.length > 0 && <RestCard pairs={healthy} isAll={false} />}
    </>
  );
}
