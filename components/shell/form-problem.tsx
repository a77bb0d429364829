/** What went wrong with a form, in words; null before the first try. */
export type Problem = { readonly says: string; readonly user: string } | null;

export function FormProblem({ problem }: { readonly problem: Problem }) {
  if (problem === null) return null;
  return (
    <p role="alert" className="rounded-xl border border-bad-line bg-bad-bg px-3 py-2 text-sm">
      {problem.says}
    </p>
  );
}
