import { TEXT_LINK } from "#components/ui/button-looks.ts";
import { type Entry, TABLE } from "#lib/domain/table.ts";

const KINDS: Readonly<Record<Entry["kind"], string>> = {
  export: "state of an export",
  import: "state of an import",
  reason: "reason",
  refusal: "refusal",
  check: "check",
};

/** Every code of the table by its name, so that one is found at once; one name may be of two kinds. */
export function CodeIndex() {
  const all = [...TABLE].sort((a, b) => a.code.localeCompare(b.code, "en") || a.kind.localeCompare(b.kind, "en"));
  return (
    <ul className="columns-2 gap-x-6 text-sm sm:columns-3 xl:columns-4 print:hidden">
      {all.map(({ id, code, kind }) => (
        <li key={id} className="break-inside-avoid">
          <a
            href={`#${id}`}
            className={`inline-flex min-h-8 items-center font-mono text-2xs [overflow-wrap:anywhere] lg:min-h-7 ${TEXT_LINK}`}
          >
            <span>
              {code}
              {isTwofold(code) && <span className="font-sans text-soft"> · {kind}</span>}
              <span className="sr-only">, {KINDS[kind]}</span>
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}

function isTwofold(code: string): boolean {
  return TABLE.filter((entry) => entry.code === code).length > 1;
}
