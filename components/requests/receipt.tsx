import { bytes, count, counted } from "#components/status/amount.ts";
import { moduleWords } from "#components/status/module-words.ts";
import { type Fact, Facts } from "#components/ui/facts.tsx";
import type { FaceView } from "#lib/domain/direction-status.ts";
import { heldName } from "#lib/domain/held.ts";
import { type PoolFqdn, shortName } from "#lib/domain/pool.ts";
import type { ReturnCase } from "#lib/domain/return-receipt.ts";
import type { ReceiptView, RunView } from "#lib/domain/run-view.ts";

type Props = { readonly part: RunView; readonly owner: PoolFqdn; readonly faces: readonly FaceView[] };

const CASE: Readonly<Record<ReturnCase, string>> = {
  different: "differs",
  "deleted-by-owner": "deleted by its owner",
  "in-flight": "on its way",
  refused: "refused",
};

/** What came of everything that was given back: each item in exactly one case, and the first that were left alone by name. */
export function Receipt({ part, owner, faces }: Props) {
  const { Receipt: receipt } = part;
  if (receipt === null) return null;
  return (
    <section aria-label="Receipt" data-receipt={part.Identity} className="grid gap-2.5 border-line border-t pt-4">
      <h3 className="font-semibold text-sm">
        Receipt of {shortName(owner)}
        {receipt.ClosedAt === null && <span className="font-normal text-soft"> so far</span>}
      </h3>
      <Facts all={cases(receipt, part, faces)} />
      <LeftAlone all={receipt.LeftAlone} />
    </section>
  );
}

/** How it is made: parts are checked before anything is placed out of them, and both sides compare by signatures (DESIGN L11). */
const PROOF =
  "what came back had the checksum that its package names before it was placed; identical is what has the same signature on both sides";

function cases(receipt: ReceiptView, { Identity }: RunView, faces: readonly FaceView[]): readonly Fact[] {
  const { item } = moduleWords(Identity, faces);
  const size = receipt.PlacedBytes > 0 ? `, ${bytes(receipt.PlacedBytes)}` : "";
  return [
    { term: "Back", says: `${counted(receipt.Placed, item)}${size}: were missing and are there again` },
    { term: "Identical", says: `${count(receipt.Identical)}: were there, the same` },
    { term: "Different", says: `${count(receipt.Different)}: left alone, the owner's stays` },
    { term: "Deleted by its owner", says: `${count(receipt.DeletedByOwner)}: not brought back` },
    { term: "On its way", says: `${count(receipt.InFlight)}: changed by the owner meanwhile, left alone` },
    { term: "Refused", says: `${count(receipt.Refused)}: could not be placed` },
    { term: "Together", says: `${count(together(receipt))}: all that was given, each counted once` },
    ...(receipt.ClosedAt === null ? [] : [{ term: "Proof", says: PROOF }]),
  ];
}

/** Every item that was given is in exactly one case, so the sum is what was given. */
function together(receipt: ReceiptView): number {
  const { Placed, Identical, Different, DeletedByOwner, InFlight, Refused } = receipt;
  return Placed + Identical + Different + DeletedByOwner + InFlight + Refused;
}

function LeftAlone({ all }: { readonly all: ReceiptView["LeftAlone"] }) {
  if (all.length === 0) return null;
  return (
    <details className="text-sm">
      <summary className="min-h-8 text-soft">Left alone, the first {count(all.length)} by name</summary>
      <ul className="mt-1.5 grid gap-1 text-2xs">
        {all.map(({ Case, Table, Key }) => (
          <li key={`${Case} ${Table} ${Key}`} className="flex flex-wrap items-baseline gap-x-2">
            <code className="font-mono [overflow-wrap:anywhere]">{heldName(Table, Key)}</code>
            <span className="text-soft">{CASE[Case]}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
