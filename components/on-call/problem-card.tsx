import { counted } from "#components/status/amount.ts";
import { copiesName } from "#components/status/evidence.ts";
import { lossMoment, lossSentence } from "#components/status/loss-sentence.ts";
import { Moment } from "#components/status/moment.tsx";
import { lossPath } from "#components/status/paths.ts";
import { Sentence } from "#components/status/sentence.tsx";
import { PLAIN, PRIMARY, TEXT_LINK } from "#components/ui/button-looks.ts";
import { shortModuleName } from "#lib/domain/backup-module.ts";
import { hasLoss } from "#lib/domain/direction-loss.ts";
import type { LastError } from "#lib/domain/last-error.ts";
import { shortName } from "#lib/domain/pool.ts";
import { reaches } from "#lib/domain/reach.ts";
import type { Door } from "./door.ts";
import { LaneStates } from "./lane-states.tsx";
import { PressForm } from "./press-form.tsx";
import type { Problem } from "./problems.ts";

type Props = { readonly problem: Problem; readonly door: Door };

/** One problem: what, since when, what is at risk, why, what next, and the buttons that help, a thumb wide. */
export function ProblemCard({ problem, door }: Props) {
  const { tone, title, figure, risk, why, next, note, direction, pairs } = problem;
  const countedAt = lossMoment(direction.Loss);
  return (
    <section
      data-tone={tone}
      data-reason={note?.reason}
      className="group rounded-2xl border border-line bg-panel p-4 data-[tone=bad]:border-bad-line data-[tone=unknown]:border-unknown data-[tone=warn]:border-warn-line data-[tone=bad]:bg-bad-bg"
    >
      <h2 className="font-semibold text-lg leading-6">
        <Sentence words={title} />
      </h2>
      <p className="mt-1 font-bold text-[2.625rem] leading-[1.15] tracking-tight group-data-[tone=bad]:text-bad group-data-[tone=warn]:text-warn">
        {figure}
      </p>
      <div className="grid gap-2">
        <p className="text-soft">
          <Sentence words={risk} />
          {`. ${why}`}
          {pairs > 1 && ` It concerns all ${pairs} pairs.`}
        </p>
        {hasLoss(direction.Loss) && (
          <p className="text-soft">
            <Sentence words={lossSentence(direction)} />{" "}
            {countedAt !== null && <Sentence words={["As of ", { at: countedAt }, ". "]} />}
            <a href={lossPath(direction.From)} className={`inline-flex min-h-6 items-center ${TEXT_LINK}`}>
              Which<span className="sr-only"> would be lost with {shortName(direction.From)}</span>
            </a>
          </p>
        )}
        <p>{next}</p>
        {note?.error && <Told error={note.error} />}
        <LaneStates direction={direction} onlyTroubled />
      </div>
      <Buttons problem={problem} door={door} />
    </section>
  );
}

const TIMES = { one: "time", many: "times" };

/** What the service itself was told. */
function Told({ error: { Path, Sentence: sentence, FirstAt, At, Count } }: { readonly error: LastError }) {
  return (
    <p className="text-sm text-soft [overflow-wrap:anywhere]">
      {Path !== null && <code className="font-mono text-ink">{Path}</code>} {sentence.replace(/[.\s]*$/, ".")} First at{" "}
      <Moment at={FirstAt} />, last at <Moment at={At} />, {counted(Count, TIMES)}.
    </p>
  );
}

function Buttons({ problem: { note, direction, syncHelps }, door }: Props) {
  const isReached = reaches(door.pools, direction.From);
  const lift = door.mayLift ? (note?.liftable ?? []).filter(({ pool }) => reaches(door.pools, pool)) : [];
  const isEmpty = note?.link == null && lift.length === 0 && !syncHelps;
  if (isEmpty) return null;
  return (
    <div className="mt-3.5 grid gap-2.5">
      {note?.link != null && (
        <a href={note.link.href} className={`${PRIMARY} text-base lg:min-h-12`}>
          {note.link.label}
        </a>
      )}
      <div className="grid grid-cols-[repeat(auto-fit,minmax(8.5rem,1fr))] items-start gap-2.5">
        {lift.map(({ pool, module, liftedUntil }) =>
          liftedUntil === null ? (
            <PressForm
              key={module}
              press={door.lift}
              pool={pool}
              module={module}
              label={lift.length === 1 ? "Lift 30 min" : `Lift ${shortModuleName(module)} 30 min`}
              of={`the limit of ${shortModuleName(module)} of ${shortName(pool)}`}
              look={`${PRIMARY} text-base`}
            />
          ) : (
            <p key={module} className="text-sm">
              Limit of {shortModuleName(module)} lifted until <Moment at={liftedUntil} />
            </p>
          ),
        )}
        {syncHelps && door.maySync && isReached && (
          <PressForm
            press={door.sync}
            pool={direction.From}
            module="All"
            label="Sync now"
            of={copiesName(direction)}
            asking={door.asking}
            look={`${PLAIN} text-base`}
          />
        )}
      </div>
      {syncHelps && !(door.maySync && isReached) && (
        <p className="text-sm text-soft">
          Sync now needs the role operator{isReached ? "" : ` for ${shortName(direction.From)}`}.
        </p>
      )}
    </div>
  );
}
