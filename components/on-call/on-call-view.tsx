import { Freshness } from "#components/shell/freshness.tsx";
import { count, counted } from "#components/status/amount.ts";
import { pairKind } from "#components/status/census.ts";
import type { PageHearing } from "#components/status/freshness.ts";
import type { WordsOf } from "#components/status/notes-by.ts";
import { Sentence } from "#components/status/sentence.tsx";
import type { Snapshot } from "#components/status/snapshot.ts";
import type { Words } from "#components/status/words.ts";
import { PLAIN } from "#components/ui/button-looks.ts";
import type { Door } from "./door.ts";
import { EveryState } from "./every-state.tsx";
import { ProblemCard } from "./problem-card.tsx";
import { healthyPairs, type Problem, problemsOf } from "./problems.ts";
import { RestCard } from "./rest-card.tsx";

type Props = {
  /** As it may be believed right now. */
  readonly snapshot: Snapshot;
  readonly hearing: PageHearing;
  readonly toldAt: string;
  readonly door: Door;
  readonly wordsOf: WordsOf;
};

/** What is wrong, worst first, for who was woken by it; then that the rest is fine, and every state. */
export function OnCallView({ snapshot, hearing, toldAt, door, wordsOf }: Props) {
  const isOffline = hearing === "offline";
  const problems = isOffline ? [] : problemsOf(snapshot, door.maySync, wordsOf);
  const healthy = isOffline ? [] : healthyPairs(snapshot, problems);
  return (
    <div className="mx-auto grid max-w-xl gap-3.5 px-4 py-4 text-base">
      <header>
        <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
          <h1 className="font-semibold text-[1.375rem] tracking-tight">
            <Sentence
              words={title(
                isOffline,
                problems,
                toldAt,
                healthy.every((pair) => pairKind(pair) === "healthy"),
              )}
            />
          </h1>
          <Freshness hearing={hearing} toldAt={toldAt} />
        </div>
        <p className="mt-0.5 text-soft">
          <Sentence words={detail(isOffline, problems, snapshot)} />
        </p>
      </header>
      {problems.map((problem) => (
        <ProblemCard key={problem.id} problem={problem} door={door} />
      ))}
      {healthy.length > 0 && <RestCard pairs={healthy} isAll={problems.length === 0} />}
      <EveryState snapshot={snapshot} door={door} />
      <a href="/" className={PLAIN}>
        To the console
      </a>
    </div>
  );
}

const PROBLEM = { one: "problem", many: "problems" };

function title(isOffline: boolean, problems: readonly Problem[], toldAt: string, isAllKnown: boolean): Words {
  if (isOffline) return ["Nothing is known since ", { at: toldAt }];
  if (problems.length > 0) return [counted(problems.length, PROBLEM)];
  return [isAllKnown ? "No problems" : "No problems known"];
}

function detail(isOffline: boolean, problems: readonly Problem[], snapshot: Snapshot): Words {
  if (isOffline)
    return [
      "This page does not reach its server: the phone's network, the way there or the server is down. It tries again by itself.",
    ];
  if (problems.length === 0) return [snapshot.Pairs.length === 0 ? "No pools are paired" : "Nothing to press"];
  const all = snapshot.Pairs.length;
  return [all === 1 ? "Worst first" : `Worst first, of ${count(all)} pairs`];
}
