import { Moment } from "#components/status/moment.tsx";
import type { Refusal } from "#components/ui/form-refusal.tsx";
import { ShutOut } from "./shut-out.tsx";

/** A screen that is let in, as the server tells it. */
export type ShownDisplay = {
  readonly Id: string;
  readonly Name: string;
  readonly AcceptedBy: string;
  readonly AcceptedAt: string;
  readonly LastSeenAt: string | null;
};

type Props = {
  readonly displays: readonly ShownDisplay[];
  /** Null for who may not. */
  readonly shutOut: ((before: Refusal, form: FormData) => Promise<Refusal>) | null;
};

/** Every screen with who let it in and when it was last seen. */
export function DisplayList({ displays, shutOut }: Props) {
  if (displays.length === 0)
    return <p className="text-sm text-soft">None yet. Open /wall on a screen that nobody is signed in on.</p>;
  return (
    <ul className="border-line border-y">
      {displays.map(({ Id, Name, AcceptedBy, AcceptedAt, LastSeenAt }) => (
        <li
          key={Id}
          data-display={Name}
          className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-line border-t py-3 first:border-t-0"
        >
          <div className="min-w-0 flex-1 basis-60">
            <p className="font-medium text-[0.9375rem] [overflow-wrap:anywhere]">{Name}</p>
            <p className="text-2xs text-soft">
              let in by {AcceptedBy} at <Moment at={AcceptedAt} />;{" "}
              {LastSeenAt === null ? (
                "not seen yet"
              ) : (
                <>
                  last seen <Moment at={LastSeenAt} />, to the minute
                </>
              )}
            </p>
          </div>
          {shutOut !== null && <ShutOut id={Id} name={Name} shutOut={shutOut} />}
        </li>
      ))}
    </ul>
  );
}
