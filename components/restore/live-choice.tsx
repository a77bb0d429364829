"use client";

import Link from "next/link";
import { type Believed, useBelieved } from "#components/live/use-believed.ts";
import { Alive } from "#components/shell/alive.tsx";
import { Freshness } from "#components/shell/freshness.tsx";
import { restorePath, runPath, trashPath } from "#components/status/paths.ts";
import type { RestoreCase } from "#components/status/restore-case.ts";
import { Sentence } from "#components/status/sentence.tsx";
import { PRIMARY, TEXT_LINK } from "#components/ui/button-looks.ts";
import { Panel } from "#components/ui/panel.tsx";
import { shortName } from "#lib/domain/pool.ts";
import { type Choice, choices } from "./choice.ts";
import { restoreTitle, whyWords } from "./restore-words.ts";

/** Which pool lost something: the first step of a restore (B3). */
export function LiveChoice() {
  const believed = useBelieved();
  return believed === null ? <p className="text-soft">Nothing has been heard yet.</p> : <Choices believed={believed} />;
}

function Choices({ believed: { snapshot, hearing, toldAt, isAlive } }: { readonly believed: Believed }) {
  const all = choices(snapshot.Pairs);
  return (
    <Alive isAlive={isAlive}>
      <div className="mx-auto grid max-w-[47.5rem] gap-3">
        <div className="flex justify-end">
          <Freshness hearing={hearing} toldAt={toldAt} />
        </div>
        <Panel label="Restore">
          <header className="grid gap-1.5">
            <h1 className="text-balance font-semibold text-[1.375rem] tracking-tight">Which pool lost something?</h1>
            <p className="text-pretty text-sm text-soft">
              Choose the pool that lost it. Its partner gives it back: the direction follows from that, and cannot be
              chosen wrong.
            </p>
          </header>
          {all.length === 0 ? (
            <p className="text-sm">No pool has a partner, so nothing could be given back.</p>
          ) : (
            <ul className="grid gap-3">
              {all.map((choice) => (
                <Pool key={choice.pool} choice={choice} />
              ))}
            </ul>
          )}
        </Panel>
      </div>
    </Alive>
  );
}

function Pool({ choice: { pool, partner, cases, isKnown } }: { readonly choice: Choice }) {
  return (
    <li
      data-choice={pool}
      data-lost={cases.length > 0 || undefined}
      className="grid gap-3 rounded-xl border border-line bg-ground px-4 py-3 data-lost:border-bad-line"
    >
      <div>
        <h2 className="font-semibold text-base [overflow-wrap:anywhere]">{pool}</h2>
        <p className="text-2xs text-soft [overflow-wrap:anywhere]">its copy is on {partner}</p>
      </div>
      {cases.map((one) => (
        <Lost key={one.module} one={one} />
      ))}
      {cases.length === 0 && (
        <p className="text-sm text-soft">
          {isKnown ? "Nothing of it is lost." : "Not heard: what it holds is not known now."}{" "}
          <Link href={trashPath(pool)} className={TEXT_LINK}>
            The trash of {shortName(pool)}
          </Link>
        </p>
      )}
    </li>
  );
}

function Lost({ one }: { readonly one: RestoreCase }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2.5">
      <p className="flex-1 basis-64 text-sm">
        <Sentence words={whyWords(one)} />
      </p>
      {one.running === null ? (
        <Link href={restorePath(one.pool, one.module)} className={`${PRIMARY} max-sm:w-full`}>
          {restoreTitle(one)}
        </Link>
      ) : (
        <Link href={runPath(one.running)} className={`${PRIMARY} max-sm:w-full`}>
          Follow the restore of {shortName(one.pool)}
        </Link>
      )}
    </div>
  );
}
