import { Moment } from "#components/status/moment.tsx";

/** What went wrong with a sign-in, in words, or what it asks for yet; null before the first try. */
export type SignInProblem = {
  /** Null where nothing is wrong. */
  readonly says: string | null;
  readonly user: string;
  /** Until when it stays so, where that is known. */
  readonly until?: string;
  /** The code is asked for: what came before it was right. */
  readonly asks?: "code";
} | null;

/** Read aloud as soon as it is there. */
export function FormProblem({ problem }: { readonly problem: SignInProblem }) {
  if (problem === null || problem.says === null) return null;
  return (
    <p role="alert" className="rounded-xl border border-bad-line bg-bad-bg px-3 py-2 text-sm">
      {problem.says}
      {problem.until !== undefined && (
        <>
          {" "}
          Try again at <Moment at={problem.until} />.
        </>
      )}
    </p>
  );
}
