import Link from "next/link";
import { Moment } from "#components/status/moment.tsx";
import { guidePath } from "#components/status/paths.ts";
import { StateShape } from "#components/status/state-shape.tsx";
import { TEXT_LINK } from "#components/ui/button-looks.ts";
import { RESULT_SHAPES, RESULT_WORDS, type ToldCheck } from "./told-checks.ts";

/** One check: what was seen and when, and where it did not pass what that puts at risk and what to do. */
export function CheckItem({
  check: { Name, Title, Result, Code, Says, Path, AtRisk, Next, AsOf },
}: {
  readonly check: ToldCheck;
}) {
  return (
    <li data-result={Result} data-name={Name} data-code={Code} className="border-line border-t pt-2 text-sm">
      <p className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="mark inline-flex items-baseline gap-1.5" data-state={RESULT_SHAPES[Result]}>
          <StateShape state={RESULT_SHAPES[Result]} />
          <span className="text-ink">
            <strong className="font-semibold">{RESULT_WORDS[Result]}:</strong> {Title}
          </span>
        </span>
        <span className="text-2xs text-soft">
          <Moment at={AsOf} />
        </span>
      </p>
      <p className="[overflow-wrap:anywhere]">{Says}</p>
      {Path !== null && (
        <p className="text-2xs">
          <code className="rounded bg-ground px-1.5 py-0.5 font-mono [overflow-wrap:anywhere]">{Path}</code>
        </p>
      )}
      {Code !== null && Code !== "not-checked" && (
        <p className="text-soft">
          At risk: {AtRisk} To do: {Next}{" "}
          <Link href={guidePath(Code)} className={`whitespace-nowrap text-2xs ${TEXT_LINK}`}>
            In the guide<span className="sr-only">: {Title}</span>
          </Link>
        </p>
      )}
    </li>
  );
}
