"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { pairsQuery } from "#components/live/pairs-query.ts";
import { useElapsed } from "#components/live/use-elapsed.ts";
import { Alive } from "#components/shell/alive.tsx";
import { Freshness } from "#components/shell/freshness.tsx";
import { PageTop } from "#components/shell/page-top.tsx";
import { Moment } from "#components/status/moment.tsx";
import { restorePath } from "#components/status/paths.ts";
import { Sentence } from "#components/status/sentence.tsx";
import type { Snapshot } from "#components/status/snapshot.ts";
import { PRIMARY } from "#components/ui/button-looks.ts";
import type { Refusal } from "#components/ui/form-refusal.tsx";
import { Panel } from "#components/ui/panel.tsx";
import type { FaceView } from "#lib/domain/direction-status.ts";
import type { RequestView } from "#lib/domain/request-view.ts";
import { isUnderWay } from "./is-under-way.ts";
import { RunPart } from "./run-part.tsx";
import { type HeardRun, runQuery } from "./run-query.ts";
import { runTitle, stateWords } from "./run-words.ts";
import { StopRun } from "./stop-run.tsx";
import { useKeptShares } from "./use-kept-shares.ts";

type Props = {
  readonly id: string;
  readonly faces: readonly FaceView[];
  /** The server's moment of the answer that came with the page. */
  readonly toldAt: string;
  /** Null when this person may not stop it. */
  readonly stop: ((before: Refusal, form: FormData) => Promise<Refusal>) | null;
};

/** A run as it is heard right now (PRODUCT B4). */
export function LiveRun(props: Props) {
  const { data } = useQuery(runQuery(props.id));
  return data === undefined ? (
    <p className="text-soft">Nothing has been heard yet.</p>
  ) : (
    <Heard heard={data} {...props} />
  );
}

function Heard({ heard: { run, askedAt, shares: heard }, faces, toldAt, stop }: Props & { readonly heard: HeardRun }) {
  const { hearing, isAlive } = useElapsed(askedAt);
  const { data: pairs } = useQuery(pairsQuery);
  const isOpen = isUnderWay(run);
  const shares = useKeptShares(run.Id, heard);
  return (
    <Alive isAlive={isAlive || !isOpen}>
      <div className="mx-auto grid max-w-[47.5rem] gap-3">
        <PageTop>{isOpen && <Freshness hearing={hearing} at={pairs?.snapshot.Now ?? toldAt} />}</PageTop>
        <Panel label="Run" tone={run.State === "Failed" ? "bad" : "calm"}>
          <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
            <div className="grid min-w-0 gap-1.5">
              <h1 className="text-balance font-semibold text-[1.375rem] tracking-tight">{runTitle(run)}</h1>
              <State run={run} />
              <p className="text-2xs text-soft">
                Asked by {run.RequestedBy} at <Moment at={run.RequestedAt} />
              </p>
            </div>
            {isOpen && run.CancelledAt === null && stop !== null && (
              <StopRun id={run.Id} isRestore={isRestore(run)} stop={stop} />
            )}
          </header>
          {isOpen && pairs !== undefined && isEngineSilent(pairs.snapshot) && <EngineSilent />}
          {!isOpen && run.State !== "Done" && isRestore(run) && <GoOn run={run} />}
          {run.Modules.map((part) => (
            <RunPart
              key={part.Identity}
              part={part}
              run={run}
              share={shares[part.Identity] ?? { sent: 0, there: 0 }}
              faces={faces}
            />
          ))}
        </Panel>
      </div>
    </Alive>
  );
}

const SHAPE: Readonly<Record<RequestView["State"], string>> = {
  Accepted: "◌",
  Running: "▶",
  Sent: "◐",
  Done: "✓",
  Cancelled: "■",
  Failed: "✕",
};

/** By shape and words; only a change of it is read aloud. */
function State({ run }: { readonly run: RequestView }) {
  return (
    <p
      role="status"
      data-run-state={run.State}
      className="font-medium text-sm data-[run-state=Done]:text-good data-[run-state=Failed]:text-bad data-[run-state=Running]:text-busy"
    >
      <span aria-hidden="true">{SHAPE[run.State]}</span> <Sentence words={stateWords(run)} />
    </p>
  );
}

function isRestore({ What, Modules }: RequestView): boolean {
  return What === "restore" || What === "adopt" || Modules.some(({ Receipt }) => Receipt !== null);
}

/** A restore that was stopped or failed goes on where it stands: what is there already is not sent again. */
function GoOn({ run: { BackupPoolFqdn, Modules } }: { readonly run: RequestView }) {
  const stopped = Modules.find(({ End }) => End !== "done");
  return (
    <div className="grid justify-items-start gap-3">
      <p className="text-sm">
        What came back so far stays. It goes on from there when it is asked for again: only what is still missing is
        sent.
      </p>
      <Link href={restorePath(BackupPoolFqdn, stopped?.Identity)} className={PRIMARY}>
        Go on with the restore
      </Link>
    </div>
  );
}

function isEngineSilent({ Pairs }: Snapshot): boolean {
  return Pairs.every(({ Directions }) =>
    Directions.every(({ Status }) => Status.BackupModules.every(({ Reason }) => Reason === "engine-unheard")),
  );
}

function EngineSilent() {
  return (
    <p role="status" className="rounded-xl border border-hatch-line bg-raised px-4 py-3 text-sm">
      <strong className="font-semibold">The sync engine is silent.</strong> What follows is what it last told. The run
      is kept, and goes on as soon as the engine is heard again.
    </p>
  );
}
