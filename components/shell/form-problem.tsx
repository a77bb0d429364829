/** What went wrong with a sign-in, in words; null before the first try. */
export type SignInProblem = { readonly says: string; readonly user: string } | null;

/** Read aloud as soon as it is there. */
export function FormProblem({ problem }: { readonly problem: SignInProblem }) {
  if (problem === null) return null;
  return (
    <p role="alert" className="rounded-xl border border-bad-line bg-bad-bg px-3 py-2 text-sm">
      {problem.says}
    </p>
  );
}
