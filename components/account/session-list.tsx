import { Moment } from "#components/status/moment.tsx";

/** A browser that is signed in, as the server tells it. */
export type ToldSession = { readonly startedAt: string; readonly browser: string; readonly isThis: boolean };

/** Where one is signed in, the latest first. */
export function SessionList({ sessions }: { readonly sessions: readonly ToldSession[] }) {
  return (
    <ul className="border-line border-y">
      {sessions.map(({ startedAt, browser, isThis }) => (
        <li key={`${startedAt} ${isThis}`} className="border-line border-t py-2.5 first:border-t-0">
          <p className="text-sm [overflow-wrap:anywhere]">{browser}</p>
          <p className="text-2xs text-soft">
            since <Moment at={startedAt} />
            {isThis && ", this browser"}
          </p>
        </li>
      ))}
    </ul>
  );
}
