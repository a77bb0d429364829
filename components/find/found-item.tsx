import type { ReactNode } from "react";
import { bytes, counted } from "#components/status/amount.ts";
import { Moment } from "#components/status/moment.tsx";
import { Sentence } from "#components/status/sentence.tsx";
import { StateShape } from "#components/status/state-shape.tsx";
import { shortName } from "#lib/domain/pool.ts";
import { kindWords, safetyGrounds, safetyLook, safetySentence, stepWords } from "./safety-words.ts";
import type { ToldCopy, ToldItem } from "./told-find.ts";

/** One item that was found: the answer first, then both copies, then its way. */
export function FoundItem({ item }: { readonly item: ToldItem }) {
  const { Name, Safety, HomePoolFqdn, BackupPoolFqdn, Own, Standby } = item;
  const look = safetyLook(item);
  const grounds = safetyGrounds(item);
  return (
    <article data-safety={Safety} className="grid gap-3 border-line border-t pt-4">
      <header className="grid gap-1.5">
        <h2 className="font-semibold text-base [overflow-wrap:anywhere]">
          <span className="font-normal text-soft">{kindWords(item)} </span>
          {Name}
        </h2>
        <p className="flex">
          <span
            data-state={look}
            className="state inline-flex items-baseline gap-1.5 rounded-md py-0.5 pr-2 pl-1.5 text-sm leading-6"
          >
            <StateShape state={look} />
            <span>
              <Sentence words={safetySentence(item)} />
            </span>
          </span>
        </p>
        {grounds.length > 0 && (
          <p className="text-pretty text-sm text-soft">
            <Sentence words={grounds} />
          </p>
        )}
      </header>
      <table className="w-full table-fixed border-collapse text-sm">
        <caption className="sr-only">Both copies of {Name}</caption>
        <thead>
          <tr className="text-left text-soft">
            <td className="w-20 sm:w-44" />
            <th scope="col" className="py-1 pr-3 font-normal">
              {shortName(HomePoolFqdn)}, home
            </th>
            <th scope="col" className="py-1 font-normal">
              {shortName(BackupPoolFqdn)}, standby
            </th>
          </tr>
        </thead>
        <tbody>
          {linesOf(Own, Standby).map(({ term, own, standby }) => (
            <tr key={term} className="border-line border-t align-top">
              <th scope="row" className="py-1 pr-3 text-left font-normal text-soft">
                {term}
              </th>
              <td className="py-1 pr-3 [overflow-wrap:anywhere]">{own}</td>
              <td className="py-1 [overflow-wrap:anywhere]">{standby}</td>
            </tr>
          ))}
          {Object.entries(stepWords(item)).map(([step, words]) => (
            <tr key={step} className="border-line border-t align-top">
              <th scope="row" className="py-1 pr-3 text-left font-normal text-soft">
                {STEPS[step]}
              </th>
              <td colSpan={2} className="py-1 [overflow-wrap:anywhere]">
                <Sentence words={words} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </article>
  );
}

/** What became of it on its way. */
const STEPS: Readonly<Record<string, string>> = { captured: "Captured", exported: "Exported", imported: "Imported" };

type Line = { readonly term: string; readonly own: ReactNode; readonly standby: ReactNode };

/** What is known of the copies, beside each other; lines that neither has are left out. */
function linesOf(own: ToldCopy, standby: ToldCopy): readonly Line[] {
  const line = (term: string, of: (copy: ToldCopy) => ReactNode): Line[] => {
    const [a, b] = [of(own), of(standby)];
    return a === null && b === null ? [] : [{ term, own: a ?? "-", standby: b ?? "-" }];
  };
  return [
    ...line("Is", presence),
    ...line("Known as", ({ Label }) => Label),
    ...line("Changed", changed),
    ...line("Made of", ({ Rows }) => (Rows === null ? null : counted(Rows, { one: "row", many: "rows" }))),
    ...line("Size", ({ Bytes }) => (Bytes === null ? null : `${bytes(Bytes)}`)),
    ...line("sha256", ({ Sha256 }) => Sha256 && `${Sha256.slice(0, 16)}...`),
  ];
}

/** A file's time is a moment; what a row says of itself is its writer's own text. */
function changed({ ChangedAt, Rows }: ToldCopy): ReactNode {
  return ChangedAt !== null && Rows === null ? <Moment at={ChangedAt} /> : ChangedAt;
}

function presence({ Is, Sentence: why }: ToldCopy): string {
  switch (Is) {
    case "Present":
      return "there";
    case "Absent":
      return "not there";
    case "Unseen":
      return why ?? "run by another service";
  }
}
