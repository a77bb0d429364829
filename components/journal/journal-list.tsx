import Link from "next/link";
import { Moment } from "#components/status/moment.tsx";
import { runPath } from "#components/status/paths.ts";
import { TEXT_LINK } from "#components/ui/button-looks.ts";
import type { JournalKind } from "#lib/domain/journal-kind.ts";
import type { JournalEntryView } from "#lib/domain/lane-history.ts";
import { entryWords } from "./entry-words.ts";

/** Each kind by shape and word too, not by colour alone. */
const FACES: Readonly<Record<JournalKind, readonly [shape: string, word: string]>> = {
  asked: ["▷", "asked"],
  changed: ["✎", "changed"],
  ran: ["✓", "ran"],
  failed: ["✕", "failed"],
  state: ["◐", "state"],
  engine: ["↻", "engine"],
};

/** What happened, the latest first. */
export function JournalList({ entries }: { readonly entries: readonly JournalEntryView[] }) {
  if (entries.length === 0) return <p className="text-sm text-soft">Nothing of that kind is known.</p>;
  return (
    <ol className="grid text-sm">
      {entries.map((entry) => (
        <Entry key={entry.Id} entry={entry} />
      ))}
    </ol>
  );
}

function Entry({ entry }: { readonly entry: JournalEntryView }) {
  const { title, of, more } = entryWords(entry);
  const [shape, word] = FACES[entry.Kind];
  return (
    <li
      data-entry={entry.Kind}
      className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-0.5 border-line border-t py-2 first:border-t-0 sm:grid-cols-[9.5rem_5.5rem_minmax(0,1fr)]"
    >
      <span className="text-soft">
        <Moment at={entry.At} />
      </span>
      <span className={entry.Kind === "failed" ? "text-bad" : "text-soft"}>
        <span aria-hidden="true">{shape}</span> {word}
      </span>
      <span className="min-w-0 [overflow-wrap:anywhere] max-sm:col-span-full">
        {title}
        {of !== null && <span className="text-soft"> · {of}</span>}
        {"RequestId" in entry && (
          <>
            {" "}
            <Link href={runPath(entry.RequestId)} className={`inline-flex min-h-6 items-center ${TEXT_LINK}`}>
              Its run
            </Link>
          </>
        )}
        {more.map((line) => (
          <span key={line} className="block text-2xs text-soft">
            {line}
          </span>
        ))}
      </span>
    </li>
  );
}
