import Link from "next/link";
import { apartWords, differsWords, extentWords } from "#components/compare/compare-words.ts";
import { counted, type Noun } from "#components/status/amount.ts";
import { moduleTitle, moduleWords } from "#components/status/module-words.ts";
import { Moment } from "#components/status/moment.tsx";
import { heldPath, lanePath } from "#components/status/paths.ts";
import { TEXT_LINK } from "#components/ui/button-looks.ts";
import { type Fact, Facts } from "#components/ui/facts.tsx";
import type { CompareView } from "#lib/domain/compare-view.ts";
import type { FaceView } from "#lib/domain/direction-status.ts";
import type { RequestView } from "#lib/domain/request-view.ts";
import type { RunView } from "#lib/domain/run-view.ts";
import type { Share } from "./forward.ts";
import { Receipt } from "./receipt.tsx";
import { RunBar } from "./run-bar.tsx";
import { amountWords, leftWords, paceWords, partWords } from "./run-words.ts";

type Props = {
  readonly part: RunView;
  readonly run: RequestView;
  readonly share: Share;
  readonly faces: readonly FaceView[];
};

const DELETION = { one: "deletion", many: "deletions" };

/** One module's part of a run: where it is, how far, how fast, and what came of it. */
export function RunPart({ part, run, share, faces }: Props) {
  const title = moduleTitle(part.Identity, faces);
  const amounts = amountWords(part, faces, run.What);
  const facts = part.EndedAt === null ? liveFacts(part, faces) : [];
  return (
    <section aria-label={title} data-part={part.Identity} className="grid gap-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-0.5">
        <h2 className="font-semibold text-[0.9375rem] [overflow-wrap:anywhere]">{title}</h2>
        <p data-phase={part.Phase} className="text-sm text-soft">
          {partWords(part, run, faces)}
        </p>
      </div>
      <RunBar share={share} label={title} />
      {amounts.length > 0 && (
        <p className="flex flex-wrap gap-x-4 text-sm">
          {amounts.map((words) => (
            <span key={words}>{words}</span>
          ))}
        </p>
      )}
      {part.Problem !== null && (
        <p
          data-tone={part.End === "failed" ? "bad" : "calm"}
          className="rounded-xl border border-line px-4 py-3 text-sm [overflow-wrap:anywhere] data-[tone=bad]:border-bad-line data-[tone=bad]:bg-bad-bg"
        >
          {part.Problem}
        </p>
      )}
      {facts.length > 0 && <Facts all={facts} />}
      <Found part={part} run={run} />
      <ComparedCopy part={part} run={run} faces={faces} />
      <Receipt part={part} owner={run.BackupPoolFqdn} faces={faces} />
    </section>
  );
}

function liveFacts(part: RunView, faces: readonly FaceView[]): readonly Fact[] {
  const [pace, left] = [paceWords(part, faces), leftWords(part)];
  return [
    ...(part.CurrentItem === null ? [] : [{ term: "Now", says: part.CurrentItem }]),
    ...(pace === "" ? [] : [{ term: "Pace", says: pace }]),
    ...(left === null ? [] : [{ term: "Time left", says: left }]),
    ...(part.TotalItems === null ? [] : [{ term: "Counted at", says: <Moment at={part.AsOf} /> }]),
  ];
}

/** What the comparison of the two sides found, and what the guard made of it. */
function Found({ part: { Compared, HeldItems }, run }: Pick<Props, "part" | "run">) {
  const told = Compared !== null && Compared.Identical + Compared.Missing + Compared.Different + Compared.Extra > 0;
  if (!told && HeldItems === 0) return null;
  return (
    <div className="grid gap-1 text-sm text-soft">
      {told && (
        <p>
          Compared: {Compared.Identical} the same, {Compared.Missing} missing on {run.BackupPoolFqdn},{" "}
          {Compared.Different} different, {Compared.Extra} only there.
        </p>
      )}
      {HeldItems > 0 && (
        <p>
          <Link href={heldPath(run.PoolFqdn)} className={TEXT_LINK}>
            {counted(HeldItems, DELETION)} {HeldItems === 1 ? "is" : "are"} held
          </Link>
          : a person decides.
        </p>
      )}
    </div>
  );
}

/** What a compare found, and where what differs is listed. */
function ComparedCopy({ part: { Found, Identity, EndedAt }, run, faces }: Omit<Props, "share">) {
  const { item } = moduleWords(Identity, faces);
  const isSent = run.What === "send-again" && EndedAt !== null;
  if (Found === null && !isSent) return null;
  return (
    <div className="grid gap-1 text-sm">
      {Found !== null && <FoundWords found={Found} item={item} />}
      <p>
        <Link
          href={lanePath(run.PoolFqdn, Identity)}
          className={`inline-flex min-h-8 items-center text-sm ${TEXT_LINK}`}
        >
          The page of this copy
        </Link>
      </p>
    </div>
  );
}

function FoundWords({ found, item }: { readonly found: CompareView; readonly item: Noun }) {
  const [differs, apart] = [differsWords(found), apartWords(found)];
  return (
    <>
      <p>
        {differs === null ? "Verified equal" : <span className="font-medium text-bad">{differs}</span>} as of{" "}
        <Moment at={found.At} />: {differs === null ? "" : "equal are "}
        {extentWords(found, item)}.
      </p>
      {apart !== null && <p className="text-soft">Told apart, and no difference: {apart}.</p>}
    </>
  );
}
