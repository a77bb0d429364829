import type { Metadata } from "next";
import Link from "next/link";
import { AuditFilter, type AuditQuery } from "#components/audit/audit-filter.tsx";
import { AuditList } from "#components/audit/audit-list.tsx";
import { AuditVerdict } from "#components/audit/audit-verdict.tsx";
import { PageTop } from "#components/shell/page-top.tsx";
import { Moment } from "#components/status/moment.tsx";
import { PLAIN, TEXT_LINK } from "#components/ui/button-looks.ts";
import { Panel } from "#components/ui/panel.tsx";
import { testAuditChain } from "#lib/commands/test-audit-chain.ts";
import { isoInstant } from "#lib/domain/instant.ts";
import { signedIn } from "../../session.ts";
import { readAudit } from "./read-audit.ts";

export const metadata: Metadata = { title: "Audit" };

type Query = Record<string, string | string[] | undefined>;
type Props = { readonly searchParams: Promise<Query> };

/** Who did what, through which door and why; whether it is all as it was written; and all of it as a file. Needs no script. */
export default async function AuditPage({ searchParams }: Props) {
  const ctx = await signedIn();
  const given = await searchParams;
  const query = queryOf(given);
  const { records, next, problem } = await readAudit(ctx, query);
  const verdict = given.verify === undefined ? null : await testAuditChain(ctx);
  return (
    <div className="mx-auto grid max-w-[72rem] gap-3">
      <PageTop>
        <p className="text-sm text-soft">
          as of <Moment at={isoInstant(ctx.clock.now())} />
        </p>
      </PageTop>
      <Panel label="Audit">
        <header className="grid gap-1.5">
          <h1 className="text-balance font-semibold text-[1.375rem] tracking-tight">Audit</h1>
          <p className="text-pretty text-sm text-soft">
            Who did what, through which door and why, with who came in and what was refused; the latest first. Each
            record holds the hash of the one before: none can be changed or taken away unseen. What ran and what failed
            is in the{" "}
            <Link href="/journal" className={TEXT_LINK}>
              journal
            </Link>
            .
          </p>
        </header>
        <div className="flex flex-wrap items-center gap-3">
          <form method="get">
            <input type="hidden" name="verify" value="1" />
            <button type="submit" className={PLAIN}>
              Verify
            </button>
          </form>
          <a href={file(query, "JsonLines")} download className={PLAIN}>
            Export as JSON lines
          </a>
          <a href={file(query, "Csv")} download className={PLAIN}>
            Export as CSV
          </a>
        </div>
        {verdict !== null && <AuditVerdict verdict={verdict} />}
        <AuditFilter query={query} />
        {problem !== null && (
          <p role="alert" className="rounded-xl border border-bad-line bg-bad-bg px-4 py-3 text-sm">
            {problem}
          </p>
        )}
        {problem === null && <AuditList records={records} />}
        <nav aria-label="Pages of the audit" className="flex flex-wrap gap-3 empty:hidden">
          {query.next !== "" && (
            <Link href={address("/audit", { ...query, next: "" })} className={PLAIN}>
              The latest
            </Link>
          )}
          {next !== null && (
            <Link href={address("/audit", { ...query, next })} className={PLAIN}>
              Older
            </Link>
          )}
        </nav>
      </Panel>
    </div>
  );
}

function queryOf(given: Query): AuditQuery {
  const one = (name: keyof AuditQuery) => {
    const value = given[name];
    return typeof value === "string" ? value : "";
  };
  return {
    text: one("text"),
    actor: one("actor"),
    pool: one("pool"),
    action: one("action"),
    door: one("door"),
    after: one("after"),
    before: one("before"),
    next: one("next"),
  };
}

function file({ next: _, ...filter }: AuditQuery, format: string): string {
  return address("/api/v1/audit/export", { ...filter, format });
}

function address(path: string, query: Readonly<Record<string, string>>): string {
  const all = Object.entries(query).filter(([, value]) => value !== "");
  return all.length === 0 ? path : `${path}?${new URLSearchParams(all)}`;
}
