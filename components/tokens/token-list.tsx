import { Moment } from "#components/status/moment.tsx";
import type { Refusal } from "#components/ui/form-refusal.tsx";
import { RemoveToken } from "./remove-token.tsx";

/** A token as the server tells it. */
export type ShownToken = {
  readonly Id: string;
  readonly Name: string;
  readonly Role: string;
  readonly Pools: string;
  readonly MadeBy: string;
  readonly MadeAt: string;
  readonly ExpiresAt: string | null;
  readonly IsExpired: boolean;
  readonly IsShut: boolean;
  readonly LastUsedAt: string | null;
};

type Props = {
  readonly tokens: readonly ShownToken[];
  readonly remove: (before: Refusal, form: FormData) => Promise<Refusal>;
};

/** Every token with what it opens, for how long, and when it was used last. */
export function TokenList({ tokens, remove }: Props) {
  return (
    <ul className="border-line border-y">
      {tokens.map((token) => (
        <li
          key={token.Id}
          data-token={token.Name}
          className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-line border-t py-3 first:border-t-0"
        >
          <div className="min-w-0 flex-1 basis-60">
            <p className="font-medium text-[0.9375rem] [overflow-wrap:anywhere]">{token.Name}</p>
            <p className="text-sm [overflow-wrap:anywhere]">
              {token.Role} of {token.Pools === "all" ? "all pools" : token.Pools}; <Expiry token={token} />
            </p>
            {token.IsShut && (
              <p className="text-bad text-sm">
                Opens nothing: the account behind it is disabled, removed or may less than it.
              </p>
            )}
            <p className="text-2xs text-soft">
              made by {token.MadeBy} at <Moment at={token.MadeAt} />;{" "}
              {token.LastUsedAt === null ? (
                "not used yet"
              ) : (
                <>
                  last used <Moment at={token.LastUsedAt} />, to the minute
                </>
              )}
            </p>
          </div>
          <RemoveToken id={token.Id} name={token.Name} remove={remove} />
        </li>
      ))}
    </ul>
  );
}

function Expiry({ token: { ExpiresAt, IsExpired } }: { readonly token: ShownToken }) {
  if (ExpiresAt === null) return "never expires";
  return (
    <span className={IsExpired ? "text-bad" : ""}>
      {IsExpired ? "expired" : "expires"} <Dated at={ExpiresAt} />
    </span>
  );
}

/** A moment that may be years away: with its year, which a clock of today leaves out. */
function Dated({ at }: { readonly at: string }) {
  return (
    <time dateTime={at} title={at} className="whitespace-nowrap">
      {at.slice(0, 10)} {at.slice(11, 16)} UTC
    </time>
  );
}
