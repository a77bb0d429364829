import Link from "next/link";
import { RANGES, type Range, type Shown } from "./ranges.ts";

type Props = { readonly range: Range; readonly shown: Shown };

const LOOK =
  "moves inline-flex min-h-11 items-center rounded-lg border border-line px-3 text-sm text-soft hover:bg-raised aria-[current=true]:border-edge aria-[current=true]:bg-raised aria-[current=true]:text-ink lg:min-h-9";

/** How much of the past, and as what: addresses, so that a view can be kept and sent. */
export function RangeLinks({ range, shown }: Props) {
  const address = (to: { readonly range?: string; readonly shown?: Shown }) =>
    `?range=${to.range ?? range.id}${(to.shown ?? shown) === "table" ? "&show=table" : ""}`;
  return (
    <nav aria-label="Time and form" className="flex flex-wrap gap-1.5">
      {RANGES.map(({ id, name }) => (
        <Link key={id} href={address({ range: id })} scroll={false} aria-current={id === range.id} className={LOOK}>
          {name}
        </Link>
      ))}
      <span className="w-3" />
      {(["chart", "table"] as const).map((form) => (
        <Link key={form} href={address({ shown: form })} scroll={false} aria-current={form === shown} className={LOOK}>
          {form === "chart" ? "Chart" : "Table"}
        </Link>
      ))}
    </nav>
  );
}
