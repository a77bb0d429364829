import Link from "next/link";
import { Moment } from "#components/status/moment.tsx";
import { guidePath } from "#components/status/paths.ts";
import { TEXT_LINK } from "#components/ui/button-looks.ts";
import { type PoolFqdn, shortName } from "#lib/domain/pool.ts";
import type { ModuleStatus } from "#lib/domain/status.ts";
import { canaryWords } from "./canary-words.ts";

type Props = {
  readonly module: Pick<ModuleStatus, "Identity" | "CanaryDelaySeconds" | "CanaryAsOf">;
  readonly from: PoolFqdn;
  readonly to: PoolFqdn;
};

/** How long the last canary took from one pool to the other (A8); nothing before the first, and for copies that have none. */
export function CanaryLine({ module: { Identity, CanaryDelaySeconds, CanaryAsOf }, from, to }: Props) {
  if (CanaryDelaySeconds === null || CanaryAsOf === null) return null;
  return (
    <p data-canary={Identity} className="text-2xs text-soft">
      {canaryWords(CanaryDelaySeconds, shortName(from), shortName(to))}, as of <Moment at={CanaryAsOf} />.{" "}
      <Link href={guidePath("canary-missing")} className={`inline-flex min-h-6 items-center ${TEXT_LINK}`}>
        What a canary is
      </Link>
    </p>
  );
}
