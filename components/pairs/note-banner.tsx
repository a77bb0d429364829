import Link from "next/link";
import { LiftButton } from "#components/limits/lift-button.tsx";
import { counted } from "#components/status/amount.ts";
import { Moment } from "#components/status/moment.tsx";
import type { Note } from "#components/status/notes.ts";
import { guidePath } from "#components/status/paths.ts";
import { PLAIN, TEXT_LINK } from "#components/ui/button-looks.ts";

const TIMES = { one: "time", many: "times" };

/** Why something is not good, what it was told, and what to do about it (A5). */
export function NoteBanner({
  note: { tone, title, says, next, risk, error, reason, link, liftable },
}: {
  readonly note: Note;
}) {
  return (
    <div
      data-tone={tone}
      data-reason={reason}
      className="border-line border-t px-4 py-3 text-sm data-[tone=bad]:border-bad-line data-[tone=warn]:border-warn-line data-[tone=bad]:bg-bad-bg data-[tone=unknown]:border-unknown data-[tone=unknown]:bg-raised data-[tone=unknown]:shadow-[inset_0.3rem_0_0_var(--unknown)] data-[tone=warn]:bg-warn-bg sm:px-5"
    >
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2.5">
        <p className="max-w-[75rem] flex-1 basis-80">
          <strong className="font-semibold">{title}.</strong> {says} <span className="text-soft">{next}</span>{" "}
          <Link href={guidePath(reason)} className={`whitespace-nowrap text-2xs ${TEXT_LINK}`}>
            In the guide<span className="sr-only">: {title}</span>
          </Link>
        </p>
        {liftable.map((copy) => (
          <LiftButton key={`${copy.pool} ${copy.module}`} copy={copy} />
        ))}
        {link !== null && (
          <Link href={link.href} className={`${PLAIN} max-sm:flex-1`}>
            {link.label}
          </Link>
        )}
      </div>
      <p className="mt-1 text-2xs text-soft">{risk}</p>
      {error !== null && (
        <p className="mt-1 text-2xs text-soft">
          {error.Path !== null && (
            <>
              <code className="rounded bg-ground px-1.5 py-0.5 font-mono text-ink [overflow-wrap:anywhere]">
                {error.Path}
              </code>{" "}
            </>
          )}
          {error.Sentence.replace(/[.\s]*$/, ".")}{" "}
          {reason === "quarantined" ? (
            <>
              Changed at <Moment at={error.FirstAt} />.
            </>
          ) : (
            <>
              First at <Moment at={error.FirstAt} />, last at <Moment at={error.At} />, {counted(error.Count, TIMES)}.
            </>
          )}
        </p>
      )}
    </div>
  );
}
