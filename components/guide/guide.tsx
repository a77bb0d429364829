import type { ReactNode } from "react";
import { TEXT_LINK } from "#components/ui/button-looks.ts";
import { CopyLine } from "#components/ui/copy-line.tsx";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { TABLE } from "#lib/domain/table.ts";
import { CodeIndex } from "./code-index.tsx";
import { Contents } from "./contents.tsx";
import { Entries } from "./entries.tsx";
import { NotCopied } from "./not-copied.tsx";
import { type Procedure, procedures } from "./procedures.ts";

type Part = {
  readonly id: string;
  readonly title: string;
  readonly body: ReactNode;
  /** How many rows it holds, of a part that is folded until somebody wants it. */
  readonly rows?: number;
};

const TITLE = "scroll-mt-20 font-semibold text-lg tracking-tight lg:scroll-mt-4";

/** How it works, what each word means, how things are done. `pool` and `partner` are named in the lines to copy. */
export function Guide({ pool, partner }: { readonly pool: PoolFqdn; readonly partner: PoolFqdn }) {
  const steps = procedures(pool, partner);
  const parts: readonly Part[] = [
    { id: "how-it-works", title: "How it works", body: <HowItWorks /> },
    ...steps.map((procedure) => ({
      id: procedure.id,
      title: procedure.title,
      body: <Steps procedure={procedure} />,
    })),
    { id: "not-copied", title: "What is not copied", body: <NotCopied /> },
    { id: "codes", title: "Find a code", body: <CodeIndex /> },
    { id: "export-states", title: "States of an export", body: <Rows kind="export" /> },
    { id: "import-states", title: "States of an import", body: <Rows kind="import" /> },
    { id: "reasons", title: "Reasons", body: <Rows kind="reason" />, rows: rowsOf("reason").length },
    { id: "checks", title: "What a check names", body: <Rows kind="check" />, rows: rowsOf("check").length },
    { id: "refusals", title: "Refusals", body: <Rows kind="refusal" />, rows: rowsOf("refusal").length },
  ];
  return (
    <div className="mx-auto max-w-[92rem] max-lg:space-y-5 lg:grid lg:grid-cols-[13rem_minmax(0,1fr)] lg:gap-x-10 lg:gap-y-6 print:block">
      <header className="lg:col-start-2">
        <h1 className="font-semibold text-[1.375rem] tracking-tight">Guide</h1>
        <p className="text-pretty text-soft text-sm">
          Each state, reason and refusal has its own address:{" "}
          <a href="#codes" className={TEXT_LINK}>
            find it by its code
          </a>
          . The lines run in the folder in which Pairkeeper was started.
        </p>
      </header>
      <Contents parts={parts.map(({ id, title }) => ({ id, title }))} />
      <article className="grid min-w-0 gap-9 lg:col-start-2">
        {parts.map((part) => (
          <section key={part.id} aria-labelledby={part.id} className="grid gap-3">
            {part.rows === undefined ? <Open part={part} /> : <Folded part={part} rows={part.rows} />}
          </section>
        ))}
      </article>
    </div>
  );
}

function Open({ part: { id, title, body } }: { readonly part: Part }) {
  return (
    <>
      <h2 id={id} className={TITLE}>
        {title}
      </h2>
      {body}
    </>
  );
}

/** Its rows have addresses and are found by the browser's search: either unfolds it. */
function Folded({ part: { id, title, body }, rows }: { readonly part: Part; readonly rows: number }) {
  return (
    <details className="guide-fold">
      <summary className="moves flex min-h-12 flex-wrap items-center justify-between gap-x-4 rounded-xl border border-edge bg-raised px-4 hover:border-accent">
        <h2 id={id} className={TITLE}>
          {title}
        </h2>
        <span className="text-2xs text-soft">{rows} rows</span>
      </summary>
      <div className="pt-3">{body}</div>
    </details>
  );
}

type Kind = (typeof TABLE)[number]["kind"];

function rowsOf(kind: Kind) {
  return TABLE.filter((entry) => entry.kind === kind);
}

function Rows({ kind }: { readonly kind: Kind }) {
  return <Entries all={rowsOf(kind)} />;
}

function Steps({ procedure: { intro, lines, after } }: { readonly procedure: Procedure }) {
  return (
    <>
      <p className="max-w-[46rem] text-sm">{intro}</p>
      <ol className="grid gap-2.5">
        {lines.map(({ says, cmdlet }) => (
          <li key={cmdlet} className="grid gap-1">
            <span className="text-2xs text-soft">{says}</span>
            <CopyLine text={cmdlet} label={`Copy the line: ${says}`} />
          </li>
        ))}
      </ol>
      <p className="max-w-[46rem] text-sm">{after}</p>
    </>
  );
}

function HowItWorks() {
  return (
    <ul className="grid max-w-[46rem] list-disc gap-1.5 pl-5 text-sm">
      <li>
        Two pools protect each other. Each holds its own data and a standby copy of its partner's. The two directions
        are apart: one may be well while the other fails.
      </li>
      <li>
        A backup module is one kind of data. Every sync interval each module looks what changed on its pool, collects it
        into batches and sends them as packages: that is a cycle. The partner imports them in order and acknowledges
        each. A sync is what somebody asks for: it compares all of both sides, and sends what differs in cycles back to
        back.
      </li>
      <li>
        Export says how sending goes, Import how taking in goes. Both are worked out from what was seen, as of the
        moment beside them; nobody sets them. What was not heard of for 15 s is Unknown.
      </li>
      <li>
        At risk is the age of the oldest change that the partner is not known to have: what would be lost with the pool
        now.
      </li>
      <li>
        A store that vanished is never taken for deletions. A lost store stops its export, and a person restores or
        adopts it.
      </li>
      <li>
        It is a second copy, not a backup with history: what is changed or deleted is changed and deleted there too.
      </li>
    </ul>
  );
}
