import Link from "next/link";
import { runPath } from "#components/status/paths.ts";
import { TEXT_LINK } from "#components/ui/button-looks.ts";
import { shortName } from "#lib/domain/pool.ts";
import type { ToldPush } from "./told-pool.ts";

/** What was done. */
export type Done = {
  readonly says: string;
  readonly more: readonly string[];
  readonly pushes: readonly ToldPush[];
};

/** The receipt of the last change on this page; read aloud as soon as it is there. */
export function Receipt({ done }: { readonly done: Done | null }) {
  return (
    <div role="status">
      {done !== null && (
        <section
          aria-label="Receipt"
          data-receipt
          className="grid gap-1.5 rounded-xl border border-line bg-panel px-4 py-3 text-sm"
        >
          <p className="font-semibold text-good">
            <span aria-hidden="true">✓</span> {done.says}
          </p>
          {done.more.map((line) => (
            <p key={line} className="text-soft">
              {line}
            </p>
          ))}
          {done.pushes.length > 0 && (
            <p className="flex flex-wrap gap-x-4">
              {done.pushes.map(({ Id, PoolFqdn }) => (
                <Link key={Id} href={runPath(Id)} className={`inline-flex min-h-8 items-center ${TEXT_LINK}`}>
                  Follow the first push of {shortName(PoolFqdn)}
                </Link>
              ))}
            </p>
          )}
        </section>
      )}
    </div>
  );
}
