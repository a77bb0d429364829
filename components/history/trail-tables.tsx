import type { ReactNode } from "react";
import { bytes, count } from "#components/status/amount.ts";
import { Moment } from "#components/status/moment.tsx";
import { ScrollBox } from "#components/ui/scroll-box.tsx";
import { duration } from "#lib/domain/duration.ts";
import type { CycleView, PackageView } from "#lib/domain/lane-history.ts";

/** Figures and moments are never broken; words are, on a phone. */
const CELL = "border-line border-t px-2 py-1.5 text-right whitespace-nowrap first:text-left first:pl-0 max-sm:px-1";
const WORDS = CELL.replace("whitespace-nowrap", "sm:whitespace-nowrap");
const HEAD = "px-2 pb-1 text-right font-normal text-soft first:text-left first:pl-0 max-sm:px-1";

type Props = { readonly label: string; readonly heads: readonly string[]; readonly children: ReactNode };

function Table({ label, heads, children }: Props) {
  return (
    <ScrollBox label={label} className="max-h-80">
      <table className="w-full border-collapse text-2xs">
        <thead className="sticky top-0 bg-panel">
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col" className={HEAD}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </ScrollBox>
  );
}

/** The last packages: what each carried, when it was published, and when the partner acknowledged it. */
export function PackageTable({ packages }: { readonly packages: readonly PackageView[] }) {
  if (packages.length === 0) return <p className="text-sm text-soft">No package was sent yet.</p>;
  return (
    <Table label="Last packages" heads={["Package", "Items", "Bytes", "Published", "Acknow\u00adledged"]}>
      {packages.map((one) => (
        <tr key={`${one.Epoch}-${one.Seq}`} data-package={`${one.Epoch}-${one.Seq}`}>
          <td className={CELL}>
            {one.Epoch}-{one.Seq}
          </td>
          <td className={CELL}>{count(one.Items)}</td>
          <td className={CELL}>{bytes(one.Bytes)}</td>
          <td className={WORDS}>{one.PublishedAt === null ? "in an earlier run" : <Moment at={one.PublishedAt} />}</td>
          <td className={WORDS}>
            <Landed one={one} />
          </td>
        </tr>
      ))}
    </Table>
  );
}

function Landed({ one: { AckedAt, ReturnedAt } }: { readonly one: PackageView }) {
  if (AckedAt !== null) return <Moment at={AckedAt} />;
  return ReturnedAt === null ? "not yet" : "taken back, sent again";
}

const ENDS: Readonly<Record<CycleView["End"], string>> = {
  through: "all sent",
  limit: "limit reached",
  failed: "failed",
  again: "to be sent again",
};

/** The last cycles: what left in each, and how it ended. */
export function CycleTable({ cycles }: { readonly cycles: readonly CycleView[] }) {
  if (cycles.length === 0) return <p className="text-sm text-soft">No cycle of this time is known.</p>;
  return (
    <Table label="Last cycles" heads={["Began", "Took", "Items", "Bytes", "Packages", "End"]}>
      {cycles.map((one) => (
        <tr key={`${one.BeganAt} ${one.EndedAt}`}>
          <td className={CELL}>
            <Moment at={one.BeganAt} />
          </td>
          <td className={CELL}>{duration(Date.parse(one.EndedAt) - Date.parse(one.BeganAt))}</td>
          <td className={CELL}>{count(one.Items)}</td>
          <td className={CELL}>{bytes(one.Bytes)}</td>
          <td className={CELL}>{count(one.Packages)}</td>
          <td className={WORDS}>{one.Reason === null ? ENDS[one.End] : `${ENDS[one.End]}: ${one.Reason}`}</td>
        </tr>
      ))}
    </Table>
  );
}
