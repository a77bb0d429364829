import type { Metadata } from "next";
import { Answer } from "#components/find/answer.tsx";
import { FindForm } from "#components/find/find-form.tsx";
import type { ToldFind } from "#components/find/told-find.ts";
import { PageTop } from "#components/shell/page-top.tsx";
import { Moment } from "#components/status/moment.tsx";
import { Panel } from "#components/ui/panel.tsx";
import type { Context } from "#lib/auth/context.ts";
import { findItem } from "#lib/commands/find-item.ts";
import { isProblem } from "#lib/domain/problem.ts";
import { signedIn } from "../../session.ts";

export const metadata: Metadata = { title: "Is it safe?" };

type Props = { readonly searchParams: Promise<Record<string, string | string[] | undefined>> };

/** "Is it safe?": one box, and both copies of what was asked for (A11). */
export default async function FindPage({ searchParams }: Props) {
  const ctx = await signedIn();
  const { what: given } = await searchParams;
  const what = typeof given === "string" ? given : "";
  const { found, problem } = what.trim() === "" ? { found: null, problem: null } : await look(ctx, what);
  return (
    <div className="mx-auto grid max-w-[60rem] gap-3">
      <PageTop>
        {found !== null && (
          <p className="text-sm text-soft">
            as of <Moment at={found.AsOf} />
          </p>
        )}
      </PageTop>
      <Panel label="Is it safe?">
        <header className="grid gap-1.5">
          <h1 className="text-balance font-semibold text-[1.375rem] tracking-tight">Is it safe?</h1>
          <p className="text-pretty text-sm text-soft">
            Where something is, its home and its standby copy. Equal is said only when both were read and compared at
            that moment.
          </p>
        </header>
        <FindForm what={what} problem={problem} />
        {found !== null && <Answer found={found} />}
      </Panel>
    </div>
  );
}

async function look(ctx: Context, what: string): Promise<{ found: ToldFind | null; problem: string | null }> {
  try {
    return { found: await findItem(ctx, { what }), problem: null };
  } catch (thrown) {
    if (!isProblem(thrown)) throw thrown;
    return { found: null, problem: `${thrown.sentence} ${thrown.hint}` };
  }
}
