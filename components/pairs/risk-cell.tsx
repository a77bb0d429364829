import { directionConcern, secondsAtRisk, TARGET_SECONDS, TONES } from "#components/status/concern.ts";
import { unknownSince } from "#components/status/evidence.ts";
import { Moment } from "#components/status/moment.tsx";
import type { Direction } from "#components/status/snapshot.ts";
import { duration } from "#lib/domain/duration.ts";

/** Age of the oldest change that the partner is not known to have (D22). Never a number when it is not known. */
export function RiskCell({ direction }: { readonly direction: Direction }) {
  const seconds = secondsAtRisk(direction);
  const since = unknownSince(direction);
  const tone = seconds !== null && seconds > TARGET_SECONDS ? "bad" : TONES[directionConcern(direction)];
  return (
    <div data-risk={direction.From} data-tone={tone} className="group flex items-baseline gap-3 lg:block">
      <p className="font-semibold text-[1.375rem] leading-7 tracking-tight group-data-[tone=bad]:text-bad group-data-[tone=warn]:text-warn">
        {seconds === null ? <span className="text-soft">Not known</span> : duration(seconds * 1000)}
      </p>
      <p className="text-2xs text-soft">
        <span className="lg:sr-only">at risk: </span>
        {seconds === 0 && "nothing without a second copy"}
        {seconds !== null && seconds > 0 && "the oldest change without a second copy"}
        {seconds === null && since === null && "the first look has not ended"}
        {seconds === null && since !== null && (
          <>
            changes since <Moment at={since} /> may have no second copy
          </>
        )}
      </p>
    </div>
  );
}
