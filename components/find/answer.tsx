import Link from "next/link";
import { count } from "#components/status/amount.ts";
import { Moment } from "#components/status/moment.tsx";
import { trashPath } from "#components/status/paths.ts";
import { TEXT_LINK } from "#components/ui/button-looks.ts";
import { shortModuleName } from "#lib/domain/backup-module.ts";
import { type PoolFqdn, shortName } from "#lib/domain/pool.ts";
import { FoundItem } from "./found-item.tsx";
import type { ToldFind } from "./told-find.ts";

/** All that was found, and where it was looked. */
export function Answer({ found }: { readonly found: ToldFind }) {
  const { What, Items, More, IsExact } = found;
  return (
    <div className="grid gap-4">
      <p role="status" className="text-sm text-soft">
        {Items.length === 0 && "Nothing of that name was found."}
        {Items.length > 0 && !IsExact && "Nothing is called exactly so; these have it in their names. "}
        {Items.length > 0 && IsExact && `${count(Items.length + More)} found. `}
        {More > 0 && `${count(More)} more fit: give more of the name, or the whole path.`}
      </p>
      {Items.map((item) => (
        <FoundItem
          key={[item.BackupModule, item.Kind, item.Table, item.HomePoolFqdn, item.Name].join("\0")}
          item={item}
        />
      ))}
      <Where found={found} />
      {Items.length === 0 && <Trash pools={[...new Set(found.Looked.map(({ PoolFqdn }) => PoolFqdn))]} what={What} />}
    </div>
  );
}

function Where({ found: { AsOf, Looked, Elsewhere } }: { readonly found: ToldFind }) {
  const problems = Looked.filter(({ Problem }) => Problem !== null);
  const fine = Looked.filter(({ Problem }) => Problem === null);
  return (
    <div className="grid gap-1 border-line border-t pt-3 text-2xs text-soft">
      <p>
        Looked at <Moment at={AsOf} /> in{" "}
        {fine
          .map(({ PoolFqdn, BackupModule }) => `${shortModuleName(BackupModule)} of ${shortName(PoolFqdn)}`)
          .join(", ") || "no store"}
        . A file made since the last scan is found by its whole path.
      </p>
      {problems.map(({ PoolFqdn, BackupModule, Problem }) => (
        <p key={`${PoolFqdn} ${BackupModule}`} role="alert" className="text-bad">
          Not in {shortModuleName(BackupModule)} of {shortName(PoolFqdn)}: {Problem}
        </p>
      ))}
      {Elsewhere.map((pool) => (
        <p key={pool}>Not in {shortName(pool)}: another service runs it.</p>
      ))}
    </div>
  );
}

/** What was deleted within 7 days may still be there. */
function Trash({ pools, what }: { readonly pools: readonly PoolFqdn[]; readonly what: string }) {
  if (pools.length === 0) return null;
  return (
    <p className="flex flex-wrap items-baseline gap-x-3 text-sm text-soft">
      What was deleted may be in the trash:
      {pools.map((pool) => (
        <Link
          key={pool}
          href={trashPath(pool, what.trim().slice(0, 300))}
          className={`inline-flex min-h-8 items-center ${TEXT_LINK}`}
        >
          Trash of {shortName(pool)}
        </Link>
      ))}
    </p>
  );
}
