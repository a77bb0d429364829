import { Dialog } from "#components/ui/dialog.tsx";
import { Facts } from "#components/ui/facts.tsx";
import { usePress } from "#components/ui/use-press.ts";
import { shortName } from "#lib/domain/pool.ts";
import type { Done } from "./receipt.tsx";
import type { ToldPool } from "./told-pool.ts";
import type { TopologyDoor } from "./topology-door.ts";
import { type Meant, TypedForm } from "./typed-form.tsx";

type Props = {
  readonly door: TopologyDoor;
  readonly pair: readonly [ToldPool, ToldPool];
  readonly close: () => void;
  readonly done: (done: Done) => void;
};

/** Parts a pair, once the name of its first pool was typed. */
export function PartDialog({ door, pair: [{ PoolFqdn: pool }, { PoolFqdn: partner }], close, done }: Props) {
  const press = usePress(
    ({ typed, why }: Meant) => door.part(pool, typed, why),
    () => {
      done({
        says: `${pool} and ${partner} are parted.`,
        more: ["Neither has a second copy that is kept up to date until it is paired again."],
        pushes: [],
      });
      close();
    },
  );
  const [one, other] = [shortName(pool), shortName(partner)];
  return (
    <Dialog isOpen close={close} title={`Part ${one} and ${other}?`}>
      <TypedForm
        word={pool}
        act="Part them"
        acting="Parting them"
        line={`Remove-CsPoolPair -PoolFqdn ${pool}`}
        press={press}
        close={close}
      >
        <Facts
          all={[
            { term: "What ends", says: "They back each other up no more, and what runs between them is stopped." },
            {
              term: "At risk",
              says: `Every change of ${one} and of ${other}, from now on: neither has a second copy.`,
            },
            { term: "What stays", says: "What each holds of the other, as it is now. It can be removed here." },
          ]}
        />
      </TypedForm>
    </Dialog>
  );
}
