import { directionConcern, riskOf, riskText, TARGET_SECONDS, TONES } from "#components/status/concern.ts";
import { elsewherePool, failedSince, unknownSince } from "#components/status/evidence.ts";
import { expectedModules } from "#components/status/expected.ts";
import { Moment } from "#components/status/moment.tsx";
import type { Direction } from "#components/status/snapshot.ts";
import { forecastWords } from "#lib/domain/forecast-words.ts";
import { shortName } from "#lib/domain/pool.ts";

type Props = { readonly direction: Direction; readonly now: string };

/** Age of the oldest change that the partner is not known to have (D22). Never a number when it is not known. */
export function RiskCell({ direction, now }: Props) {
  const risk = riskOf(direction);
  const isLate = risk !== null && risk.seconds > TARGET_SECONDS;
  return (
    <div
      data-risk={direction.From}
      data-tone={isLate ? "bad" : TONES[directionConcern(direction)]}
      className="group max-wide:text-right"
    >
      <p className="whitespace-nowrap font-semibold text-[1.375rem] leading-7 tracking-tight group-data-[tone=bad]:text-bad group-data-[tone=warn]:text-warn">
        {risk === null ? (
          <span className="text-soft group-data-[tone=unknown]:text-ink">Not known</span>
        ) : (
          riskText(risk)
        )}
      </p>
      <p className="text-2xs text-soft">
        <span className="wide:sr-only">at risk</span>
        <span className="max-wide:hidden">
          <Means direction={direction} now={now} />
        </span>
      </p>
    </div>
  );
}

/** What the copies of a direction come to if all goes on as it does, the nearest first (A3). */
function foreseenOf(direction: Direction, now: string): readonly string[] {
  const modules = [...expectedModules(direction)];
  const nearest = modules.sort((a, b) => (a.BreachAt ?? "~").localeCompare(b.BreachAt ?? "~"));
  return nearest.flatMap((module) => forecastWords(module, now));
}

function Means({ direction, now }: Props) {
  const risk = riskOf(direction);
  const since = unknownSince(direction) ?? failedSince(direction, { Directions: [direction] });
  const [foreseen] = foreseenOf(direction, now);
  if (foreseen !== undefined) return foreseen;
  if (risk !== null && risk.seconds > 0) return "age of the oldest change without a second copy";
  if (risk !== null)
    return directionConcern(direction) === "equal" ? "every change has a second copy" : "no change is known to wait";
  const elsewhere = elsewherePool(direction);
  if (elsewhere !== null) return `another service runs ${shortName(elsewhere)}`;
  if (since === null) return "not everything could be looked at yet";
  return (
    <>
      changes since <Moment at={since} /> may have no second copy
    </>
  );
}
