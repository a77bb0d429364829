import Link from "next/link";
import { TEXT_LINK } from "#components/ui/button-looks.ts";
import { hasLoss } from "#lib/domain/direction-loss.ts";
import { shortName } from "#lib/domain/pool.ts";
import { lossGrounds } from "./loss-grounds.ts";
import { lossSentence } from "./loss-sentence.ts";
import { lossPath } from "./paths.ts";
import { Sentence } from "./sentence.tsx";
import type { Direction } from "./snapshot.ts";

/** "If this pool died now": what would be lost, as of when, and the list behind it. */
export function LossLine({ direction }: { readonly direction: Direction }) {
  const { From, Loss } = direction;
  return (
    <p data-loss={From} data-is={Loss.Is} className="text-pretty text-2xs text-soft">
      <span className={hasLoss(Loss) ? "text-ink" : undefined}>
        <Sentence words={lossSentence(direction)} />
      </span>{" "}
      <Sentence words={lossGrounds(direction)} />{" "}
      {hasLoss(Loss) && (
        <Link href={lossPath(From)} className={`inline-flex min-h-6 items-center ${TEXT_LINK}`}>
          <span className="sr-only">What would be lost with {shortName(From)}: </span>See which
        </Link>
      )}
    </p>
  );
}
