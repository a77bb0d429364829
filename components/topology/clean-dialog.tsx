import { useQuery } from "@tanstack/react-query";
import { count } from "#components/status/amount.ts";
import { PLAIN } from "#components/ui/button-looks.ts";
import { Dialog, DialogButtons } from "#components/ui/dialog.tsx";
import type { Pressed } from "#components/ui/pressed.ts";
import { usePress } from "#components/ui/use-press.ts";
import { shortName } from "#lib/domain/pool.ts";
import type { Done } from "./receipt.tsx";
import { standbyQuery, type ToldPool, type ToldStandby } from "./told-pool.ts";
import type { TopologyDoor } from "./topology-door.ts";
import { type Meant, TypedForm } from "./typed-form.tsx";

type Props = {
  readonly door: TopologyDoor;
  readonly pool: ToldPool;
  readonly close: () => void;
  readonly done: (done: Done) => void;
};

/** What a pool still holds of former partners: counted first, removed once its name was typed. */
export function CleanDialog({ door, pool: { PoolFqdn: pool }, close, done }: Props) {
  const { data: found, isError } = useQuery(standbyQuery(pool));
  const press = usePress(
    ({ typed, why }: Meant) => door.removeStandby(pool, typed, why),
    (removed) => {
      done({ says: `Standby data was removed from ${pool}.`, more: removed.map(words), pushes: [] });
      close();
    },
  );
  return (
    <Dialog isOpen close={close} title={`Standby data of former partners on ${shortName(pool)}`}>
      {found === undefined && (
        <p role="status" className="text-sm text-soft">
          {isError ? "The server was not reached: what is there is not known." : "Counting what is there."}
        </p>
      )}
      {found !== undefined && !hasAny(found) && <Nothing says={whyNothing(found, pool)} close={close} />}
      {found?.ok && hasAny(found) && (
        <TypedForm
          word={pool}
          act="Remove it"
          acting="Removing it"
          line={`Remove-CsUserStoreBackupData -PoolFqdn ${pool}`}
          press={press}
          close={close}
        >
          <p className="text-sm text-soft">
            It is no longer updated. Rows go for good, content moves into the trash of {shortName(pool)}. The copy of a
            present partner is never touched.
          </p>
          <Found all={found.told} />
        </TypedForm>
      )}
    </Dialog>
  );
}

type Answer = Pressed<readonly ToldStandby[]>;

function hasAny(found: Answer): boolean {
  return found.ok && found.told.length > 0;
}

function whyNothing(found: Answer, pool: ToldPool["PoolFqdn"]): string {
  if (!found.ok) return `${found.sentence} ${found.hint}`;
  return `${shortName(pool)} holds nothing of former partners. The copy that it keeps of a present partner stays.`;
}

/** Nothing to remove, or nothing that could be looked at. */
function Nothing({ says, close }: { readonly says: string; readonly close: () => void }) {
  return (
    <>
      <p role="status" className="text-sm">
        {says}
      </p>
      <DialogButtons>
        <button type="button" onClick={close} className={PLAIN}>
          Close
        </button>
      </DialogButtons>
    </>
  );
}

function Found({ all }: { readonly all: readonly ToldStandby[] }) {
  return (
    <table className="w-full text-sm">
      <caption className="sr-only">What would be removed</caption>
      <thead className="text-left text-2xs text-soft">
        <tr>
          <th scope="col" className="py-1 pr-3 font-normal">
            Of
          </th>
          <th scope="col" className="py-1 pr-3 font-normal">
            Module
          </th>
          <th scope="col" className="py-1 text-right font-normal">
            Items
          </th>
        </tr>
      </thead>
      <tbody>
        {all.map((one) => (
          <tr key={`${one.HomePoolFqdn} ${one.BackupModule}`} className="border-line border-t">
            <td className="py-1.5 pr-3 [overflow-wrap:anywhere]">{one.HomePoolFqdn}</td>
            <td className="py-1.5 pr-3 [overflow-wrap:anywhere]">{one.BackupModule}</td>
            <td className="py-1.5 text-right tabular-nums">{count(one.Items)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function words({ HomePoolFqdn, BackupModule, Items }: ToldStandby): string {
  return `${count(Items)} ${Items === 1 ? "item" : "items"} of ${BackupModule} of ${HomePoolFqdn}`;
}
